//! How long the Markdown room takes, on one thread.
//!
//! `cargo run --release --example markdown_speed -- FOLDER` parses every `.md` file below a folder three times.
//! Without a folder it parses a hundred kinds of hostile text, 1 MB each, and names those that take more than 0.3 s;
//! none may take 2 s.

use dossier::markdown::{MarkdownOptions, parse};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn main() {
    match std::env::args_os().nth(1) {
        Some(folder) => corpus(Path::new(&folder)),
        None => hostile(1_000_000),
    }
}

fn corpus(folder: &Path) {
    let mut folders = vec![folder.to_owned()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    let bodies: Vec<String> = files.iter().map(|file| body(&std::fs::read_to_string(file).expect("UTF-8"))).collect();
    let megabytes = bodies.iter().map(String::len).sum::<usize>() / 1_000_000;
    for _ in 0..3 {
        let start = Instant::now();
        let (mut html, mut segments, mut blocks, mut problems) = (0, 0, 0, 0);
        for body in &bodies {
            let (document, found) = parse(body, &MarkdownOptions::default());
            html += document.html.len();
            segments += document.prose.segments.len();
            blocks += document.blocks.len();
            problems += found.len();
        }
        println!(
            "{} files, {megabytes} MB in {:.2?}: {} MB of HTML, {blocks} blocks, {segments} segments, {problems} problems",
            bodies.len(),
            start.elapsed(),
            html / 1_000_000
        );
    }
}

/// The text below YAML front matter.
fn body(text: &str) -> String {
    let below = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
    below.map_or(text, |(_, body)| body).to_owned()
}

fn hostile(size: usize) {
    for (name, body) in hostile_bodies(size) {
        let start = Instant::now();
        let (document, _) = parse(&body, &MarkdownOptions::default());
        let taken = start.elapsed();
        if taken > Duration::from_millis(300) {
            println!("{taken:>10.2?} {name:?}, {} MB of HTML", document.html.len() / 1_000_000);
        }
    }
}

fn hostile_bodies(n: usize) -> Vec<(&'static str, String)> {
    let rep = |s: &str| s.repeat(n / s.len() + 1);
    let half = |a: &str, b: &str| format!("{}{}", a.repeat(n / 2 / a.len()), b.repeat(n / 2 / b.len()));
    let many = |piece: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for index in 0.. {
            text.push_str(&piece(index));
            if text.len() > n {
                break;
            }
        }
        text
    };
    #[rustfmt::skip]
    let alone = [
        "[", "[[", "[[a", "[[a|", "[[a]]", "![[", "![", "*", "*a ", "**a *b ", "_a ", "~~a ", "*a_ ", "==a ",
        "==x==", "==*a ", " ==a", "> ", ">", "> a\n", "- ", "1. ", "```\n", "$a ", "$$a", "${a", "$x$ ", "<",
        "<a ", "<a>", "<b>", "<b></i>", "<!--", "a <!-- ", "a <?", "a <![CDATA[", "a <!A ", "<div>\n\n",
        "<div>\n\n</div>\n\n", "<details>\n\n<div>\n\n", "<span lang=x>a</span>", "<span lang=x>a", "</b>",
        "<b>x\n\n", "<div a=\"", "[^1]: ", "# a\n\n", "a\n\n", "[x](#y) ", "|", "|-\n", "a|b\n",
        "|a|\n|-|\n|b|\n\n", "http://", "http://a.example ", "www.", "a@", "a@b.example ", "://", "@", "&",
        "&amp;", "\\", "'", "\"a ", "a--b", "...", "word ", "\0", "\u{a0}", "東京", "a\n: b\n\n", ": a\n",
        "a\n: ", "a\n=\n", "# a {#b}\n", "a\n", "\t", "    a\n", " ", "[![a](b)](c) ", "![a ", "[[~a]]",
        "- [ ] a\n", "> [!NOTE]\n> a\n\n", "<!-- more -->\n\na\n\n", "***a** b* ", "a**b", "a\r", "<rt>",
        "[a](", "](", "(http://a.ex", "[a](b \"", "**[a*](b",
    ];
    let mut bodies: Vec<(&'static str, String)> = alone.into_iter().map(|piece| (piece, rep(piece))).collect();
    bodies.extend([
        ("mark open close nested", half("==a ", "b== ")),
        ("deep > then lazy", half("> ", "\na")),
        ("- deep then blank", half("- ", "\n")),
        ("- deep then text", half("- ", "\na\n")),
        ("deep > lines", many(&|i| format!("{}a\n", "> ".repeat(i % 300)))),
        ("nested lists", many(&|i| format!("{}- a\n", "  ".repeat(i % 1000)))),
        ("`", many(&|i| format!("{} a", "`".repeat(i % 500 + 1)))),
        ("` rising", many(&|i| format!("{}a", "`".repeat(i + 1)))),
        ("block <b>", format!("<div>{}", rep("<b>"))),
        ("block <div>", format!("<div>{}", rep("<div>"))),
        ("block <table>", format!("<div>{}", rep("<table><tr><td>"))),
        ("block <a><b>", format!("<div>{}", rep("<b><a>"))),
        ("block <p><b>", format!("<div>{}", rep("<p><b><i>x</p>"))),
        ("block <li>", format!("<div>{}", rep("<li>"))),
        ("[^1]", format!("{}\n\n[^1]: x\n", rep("[^1]"))),
        ("footnotes", many(&|i| format!("a[^{i}]\n\n[^{i}]: note {i}\n\n"))),
        ("footnotes in footnotes", many(&|i| format!("[^{i}]: note [^{}]\n\n", i + 1)) + "[^0]"),
        ("undefined footnotes", many(&|i| format!("[^{i}] "))),
        ("refs", many(&|i| format!("[r{i}]: /u\n")) + &many(&|i| format!("[r{i}] "))),
        ("ref expansion", format!("[x]: /{}\n\n{}", "u".repeat(1000), rep("[x] "))),
        ("headings -2", many(&|i| format!("# a-{i}\n# a\n"))),
        ("fragments with headings", many(&|i| format!("# h {i}\n\n[x](#y{i})\n\n"))),
        ("table wide", format!("{}\n{}\n{}", rep("|a"), rep("|-"), rep("|a"))),
        ("table long", format!("|a|b|\n|-|-|\n{}", rep("|a|b|\n"))),
        ("table few cells", format!("{}\n{}\n{}", "|a".repeat(2000), "|-".repeat(2000), rep("x\n"))),
        ("a.a.@", format!("{}@", rep("a."))),
        ("long url", format!("http://a.example/{}", rep("a_b*c"))),
        ("{.c", format!("# {}", rep("{.c "))),
        ("image alt closing", half("![", "](x)")),
        ("link closing", half("[", "](x)")),
        ("wikilink nested closing", half("[[", "]]")),
        ("wikilink bar", half("[[a|", "]]")),
        ("code spans in link", format!("[{}](x)", rep("`a` "))),
        ("( dest", format!("[a]({}", rep("("))),
        ("< dest", format!("[a](<{}", rep("<"))),
        ("html comment --", format!("<!-- {}", rep("--"))),
        ("format attrs", format!("<div><b><i><u><s><em><code>{}", rep("<p>x"))),
        ("format attrs 2", format!("<div>{}", many(&|i| format!("<b title={i}><p>x</b>")))),
        ("table foster", format!("<div>{}", rep("<table>x"))),
        ("table foster b", format!("<div><table>{}", rep("<b>x</b>"))),
        ("misnest", format!("<div>{}", rep("<a href=http://x.example><div></a></div>"))),
        ("aaa", format!("<div>{}", rep("<b><div></b>"))),
        ("select", format!("<div>{}", rep("<select><option>"))),
        ("svg", format!("<div>{}", rep("<svg><p>"))),
        ("template", format!("<div>{}", rep("<template>"))),
        ("frameset", format!("<div>{}", rep("<ruby><rt>"))),
        ("entities raw", format!("<div>{}", rep("&amp"))),
        ("dl", format!("<div>{}", rep("<dl><dt>"))),
        ("ul", format!("<div>{}", rep("<ul><li>x</ul>"))),
    ]);
    bodies
}
