//! PDF with a text layer: glyphs with their places become lines, paragraphs, and an article.
//!
//! A PDF knows neither words nor paragraphs. `glyphs` reads letters and where they stand, `lines` puts them together, `margins` takes
//! out what pages repeat; here paragraphs are made, hyphens at the ends of lines undone, and the article found.

mod glyphs;
mod lines;
mod margins;

use super::super::draft::Draft;
use super::super::{Refusal, escape, record, text_lines};
use lines::Line;
use rustc_hash::FxHashSet;

/// A document; one whose pages are pictures is refused.
pub(in super::super) fn read(bytes: &[u8]) -> Result<Draft, Refusal> {
    let (pages, said) = glyphs::read(bytes)?;
    let mut lines = lines::of(&pages);
    if lines.is_empty() {
        return Err(Refusal::new(
            "it has no text layer: its pages are pictures, as of a scan",
            "let a program for text recognition (OCR) add one, and import it again",
        ));
    }
    let margins = margins::take(&mut lines, pages.len());
    let size = body_size(&lines);
    let title = title(&lines, size);
    let words = whole_words(&lines);
    let paragraphs = paragraphs(&lines, size, &words);
    let mut draft = Draft { title, ..Draft::default() };
    for text in &margins {
        let address = text.split_whitespace().find(|word| word.starts_with("http"));
        if let (None, Some(url)) = (&draft.record.url, address.and_then(record::address)) {
            draft.record.url = Some(url);
        }
    }
    if !margins.is_empty() {
        draft.private_notes.push(format!("on every page: {}", margins.join(" / ")));
    }
    let blocks: Vec<String> = paragraphs.iter().map(Paragraph::markdown).collect();
    let seen: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let in_file = said.title.filter(|title| text_lines::names(&seen, title));
    let first = paragraphs.first().map(|paragraph| paragraph.text.clone()).filter(|text| text.chars().count() <= 160);
    draft.title = in_file.or(draft.title).or(first);
    let top: String = seen.iter().take(12).copied().collect::<Vec<_>>().join("\n");
    draft.body = blocks.join("\n\n");
    text_lines::take_head(&mut draft);
    let author = said.author.and_then(|name| record::author(&name, draft.record.outlet.as_deref()));
    if draft.record.author.is_none() {
        draft.record.author = author.filter(|name| top.contains(&escape::text(name)));
    }
    Ok(draft)
}

/// The words of all lines, but for those that the end of a line breaks.
fn whole_words(lines: &[Line]) -> FxHashSet<String> {
    let is_broken = |text: &str| text.trim_end().ends_with(['-', '\u{ad}', '‐']);
    let mut all = FxHashSet::default();
    for (at, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let first = usize::from(at > 0 && is_broken(&lines[at - 1].text));
        let last = words.len() - usize::from(is_broken(&line.text)).min(words.len());
        all.extend(words.get(first..last).unwrap_or_default().iter().map(|word| bare(word).to_lowercase()));
    }
    all
}

/// A paragraph or a heading.
struct Paragraph {
    text: String,
    is_heading: bool,
}

impl Paragraph {
    fn markdown(&self) -> String {
        let text = escape::text(&self.text);
        if self.is_heading { format!("## {text}") } else { escape::guarded(&text) }
    }
}

/// The size of most letters.
fn body_size(lines: &[Line]) -> f64 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for line in lines {
        let size = (line.size * 2.0).round() as i32;
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some((_, count)) => *count += line.text.len(),
            None => sizes.push((size, line.text.len())),
        }
    }
    let most = sizes.into_iter().max_by_key(|(size, count)| (*count, -size));
    most.map_or(1.0, |(size, _)| f64::from(size) / 2.0).max(0.5)
}

/// The lines of the largest letters of the first page, if they are larger than those of the text.
fn title(lines: &[Line], size: f64) -> Option<String> {
    /// Further down stand headings and formulas.
    const LINES: usize = 12;
    let is_text = |line: &&Line| {
        line.text.chars().filter(|c| c.is_alphabetic() || *c == ' ').count() * 10 >= line.text.chars().count() * 8
    };
    let on_first = || lines.iter().take(LINES).filter(|line| line.page == lines[0].page).filter(is_text);
    let largest = on_first().map(|line| line.size).fold(0.0, f64::max);
    if largest < size * 1.15 {
        return None;
    }
    let mut title = String::new();
    for line in on_first().skip_while(|line| line.size < largest * 0.97).take_while(|line| line.size >= largest * 0.97)
    {
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(line.text.trim());
    }
    Some(title).filter(|title| (3..=300).contains(&title.chars().count()))
}

/// Lines joined to paragraphs.
fn paragraphs(lines: &[Line], size: f64, words: &FxHashSet<String>) -> Vec<Paragraph> {
    let step = step(lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut left = f64::MAX;
    for (at, line) in lines.iter().enumerate() {
        let is_heading = line.size > size * 1.12 && line.text.chars().count() < 200;
        let before = at.checked_sub(1).map(|before| &lines[before]);
        let goes_on = before.is_some_and(|before| {
            let same = (before.size - line.size).abs() <= size * 0.1;
            let down = line.top - before.top;
            let is_jump = before.page != line.page || down < -size;
            if !same {
                return false;
            }
            if is_jump {
                // over a page or a column a sentence goes on
                return !ends_sentence(&before.text) && line.text.starts_with(|c: char| c.is_lowercase());
            }
            let is_indented =
                line.left > left + size * 0.8 && line.left < left + size * 4.0 && before.left <= left + size * 0.5;
            let was_short = before.right < before.limit - size * 6.0 && ends_sentence(&before.text);
            if is_heading && down <= line.size * 1.7 {
                return true;
            }
            down <= step * 1.35 && !is_indented && !(was_short && down > step * 1.1)
        });
        if goes_on {
            left = left.min(line.left);
            let last = paragraphs.last_mut().expect("a line before this one made a paragraph");
            join(&mut last.text, line.text.trim(), words);
        } else {
            left = line.left;
            // the first line may be the indented one
            if let Some(next) = lines
                .get(at + 1)
                .filter(|next| next.page == line.page && next.left < line.left && line.left - next.left < size * 4.0)
            {
                left = next.left;
            }
            paragraphs.push(Paragraph { text: line.text.trim().to_owned(), is_heading });
        }
    }
    paragraphs
}

/// The distance of most lines from the one before.
fn step(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> = lines
        .windows(2)
        .filter(|pair| pair[0].page == pair[1].page)
        .map(|pair| pair[1].top - pair[0].top)
        .filter(|step| *step > 0.5)
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 3).copied().unwrap_or(f64::MAX)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '’', '»', '…'])
}

/// Adds a line to a paragraph. A hyphen at the end of a line goes if the word has none elsewhere.
fn join(text: &mut String, line: &str, words: &FxHashSet<String>) {
    let end = text.trim_end().len();
    text.truncate(end);
    let hyphen = text.chars().next_back().filter(|c| matches!(c, '-' | '\u{ad}' | '‐'));
    let Some(hyphen) = hyphen else {
        text.push(' ');
        return text.push_str(line);
    };
    let before = &text[..text.len() - hyphen.len_utf8()];
    let first = bare(before.rsplit(' ').next().unwrap_or_default());
    let second = bare(line.split(' ').next().unwrap_or_default());
    let is_broken = line.starts_with(|c: char| c.is_lowercase()) && first.ends_with(|c: char| c.is_alphabetic());
    let has = |word: &str| words.contains(&word.to_lowercase());
    let is_compound = hyphen != '\u{ad}'
        && (has(&format!("{first}-{second}")) || (has(first) && has(second) && !has(&format!("{first}{second}"))));
    if is_broken && !is_compound {
        text.truncate(text.len() - hyphen.len_utf8());
    }
    text.push_str(line);
}

/// A word without punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
