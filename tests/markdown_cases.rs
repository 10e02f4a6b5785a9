//! Markdown and what becomes of it, as data: `tests/cases/markdown/*.md`.
//!
//! A file holds cases, each of which starts with `@@ case: NAME`, perhaps `@@ options: …`, then the Markdown, then the
//! sections that it is about: `@@ html`, `@@ prose`, `@@ blocks`, `@@ closed`, `@@ headings`, `@@ names`, `@@ problems`.
//! Options: `ids`, `permalinks`, `plain` (CommonMark only), `straight` (no typographic marks), `title=…`.
//! In the HTML, slots show as `⟦target⟧text⟦/⟧`, and `⟦more⟧` is where the summary ends.
//! `BLESS=1 cargo test --test all markdown_cases` writes what is found into the files, for review.

use crate::case_files::{self, Outcomes};
use dossier::markdown::{Document, MarkdownOptions, PictureSize, Problem, SlotTarget, parse};
use std::fmt::Write as _;

struct Case {
    name: String,
    options: String,
    markdown: String,
    /// Name and text of each section.
    sections: Vec<(String, String)>,
}

#[test]
fn cases() {
    case_files::check("markdown", 80, |text| {
        let mut cases = read_cases(text);
        let mut outcomes = Outcomes::default();
        for case in &mut cases {
            let found = run(case);
            for ((section, expected), found) in case.sections.iter_mut().zip(found) {
                outcomes.compare(&format!("{}: {section}", case.name), expected, &found);
                *expected = found;
            }
        }
        outcomes.blessed = Some(write_cases(&cases));
        outcomes
    });
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("@@ case: ") {
            cases.push(Case {
                name: name.to_owned(),
                options: String::new(),
                markdown: String::new(),
                sections: Vec::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(options) = line.strip_prefix("@@ options: ") {
            options.clone_into(&mut case.options);
        } else if let Some(section) = line.strip_prefix("@@ ") {
            case.sections.push((section.to_owned(), String::new()));
        } else {
            let text = case.sections.last_mut().map_or(&mut case.markdown, |(_, text)| text);
            text.push_str(line);
            text.push('\n');
        }
    }
    // The blank line before the next case belongs to the file.
    for case in &mut cases {
        for text in case.sections.iter_mut().map(|(_, text)| text).chain([&mut case.markdown]) {
            *text = format!("{}\n", text.trim_matches('\n'));
        }
    }
    cases
}

fn write_cases(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        let _ = writeln!(text, "@@ case: {}", case.name);
        if !case.options.is_empty() {
            let _ = writeln!(text, "@@ options: {}", case.options);
        }
        text.push_str(&case.markdown);
        for (section, expected) in &case.sections {
            let _ = write!(text, "@@ {section}\n{expected}");
        }
        text.push('\n');
    }
    text.pop();
    text
}

fn run(case: &Case) -> Vec<String> {
    let has = |name: &str| case.options.split(' ').any(|option| option == name);
    let options = MarkdownOptions {
        extensions: !has("plain"),
        smart_punctuation: !has("plain") && !has("straight"),
        block_ids: has("ids"),
        permalinks: has("permalinks"),
        drop_leading_title: case.options.split_once("title=").map(|(_, title)| title),
        ..MarkdownOptions::default()
    };
    let (document, problems) = parse(&case.markdown, &options);
    let show = |(section, _): &(String, String)| {
        let shown = match section.as_str() {
            "html" => show_html(&document),
            "prose" => document.prose.text.to_string(),
            "blocks" => show_blocks(&case.markdown, &document),
            "closed" => show_closed(&document),
            "headings" => show_headings(&document),
            "names" => show_names(&document),
            "problems" => show_problems(&case.markdown, &problems),
            other => panic!("{}: no section is called `{other}`", case.name),
        };
        format!("{}\n", shown.trim_matches('\n'))
    };
    case.sections.iter().map(show).collect()
}

fn show_html(document: &Document) -> String {
    // Position, and at one position: ends before starts.
    let mut marks: Vec<(u32, u8, usize, String)> = Vec::new();
    for (index, slot) in document.slots.iter().enumerate() {
        let is_link = matches!(slot.target, SlotTarget::Wikilink { .. } | SlotTarget::Relative { .. });
        if is_link {
            let end_after_start = u8::from(slot.html.is_empty()) * 2;
            marks.push((slot.html.end, end_after_start, usize::MAX - index, "⟦/⟧".into()));
        }
        marks.push((slot.html.start, 1, index, format!("⟦{}⟧", show_target(&slot.target))));
    }
    marks.extend(document.more.map(|more| (more as u32, 3, 0, "⟦more⟧\n".into())));
    marks.sort();
    let (mut html, mut done) = (String::new(), 0);
    for (at, _, _, mark) in marks {
        html.push_str(&document.html[done..at as usize]);
        html.push_str(&mark);
        done = at as usize;
    }
    html.push_str(&document.html[done..]);
    html
}

fn show_target(target: &SlotTarget) -> String {
    let after = |character: &str, text: &Option<String>| {
        text.as_ref().map(|text| format!("{character}{text}")).unwrap_or_default()
    };
    let named = |name: &str, text: &str| if text.is_empty() { String::new() } else { format!(" {name}={text:?}") };
    match target {
        SlotTarget::Wikilink { page, heading } => format!("wikilink {page}{}", after("#", heading)),
        SlotTarget::Relative { path, fragment, title } => {
            format!("relative {path}{}{}", after("#", fragment), named("title", title))
        }
        SlotTarget::Image { path, alt, title, size, in_link } => {
            let place = if *in_link { " in link" } else { "" };
            format!("image {path}{}{}{}{place}", named("alt", alt), named("title", title), show_size(*size))
        }
        SlotTarget::Embed { page, heading, label, size, alone } => {
            let place = if *alone { " alone" } else { "" };
            format!("embed {page}{}{}{}{place}", after("#", heading), after("|", label), show_size(*size))
        }
    }
}

fn show_size(size: Option<PictureSize>) -> String {
    let height = |size: PictureSize| size.height.map(|height| format!("x{height}")).unwrap_or_default();
    size.map(|size| format!(" size={}{}", size.width, height(size))).unwrap_or_default()
}

fn show_blocks(markdown: &str, document: &Document) -> String {
    let mut shown = String::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let anchor = document.anchor(index).map_or_else(|| "-".to_owned(), |anchor| anchor.to_string());
        let number = block.number.map_or("-".into(), |number| number.to_string());
        let source = &markdown[block.source.start as usize..block.source.end as usize];
        let _ = writeln!(shown, "{:?} #{anchor} ¶{number} §{} {source:?}", block.kind, block.section);
    }
    shown
}

fn show_names(document: &Document) -> String {
    let mut shown = String::new();
    for (name, block) in &document.places {
        let block = &document.blocks[*block as usize];
        let words = &document.prose.text[block.prose.start as usize..block.prose.end as usize];
        let _ = writeln!(shown, "{name} {words:?}");
    }
    shown
}

fn show_headings(document: &Document) -> String {
    let mut shown = String::new();
    for heading in &document.headings {
        let _ = writeln!(shown, "{} #{} {}", heading.level, heading.id, heading.text);
    }
    shown
}

fn show_closed(document: &Document) -> String {
    let mut shown = String::new();
    for closed in &document.prose.closed {
        let text = &document.prose.text[closed.prose.start as usize..closed.prose.end as usize];
        let _ = writeln!(shown, "{:?} {text:?}", closed.why);
    }
    shown
}

fn show_problems(markdown: &str, problems: &[Problem]) -> String {
    let mut shown = String::new();
    for problem in problems {
        let source = &markdown[problem.source.clone()];
        let _ = writeln!(shown, "{} {source:?}: {}", problem.code, problem.message);
        let _ = writeln!(shown, "  help: {}", problem.help.as_deref().unwrap_or("-"));
    }
    shown
}
