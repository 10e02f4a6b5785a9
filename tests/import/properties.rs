//! What holds for whatever comes in.

use dossier::config::Config;
use dossier::diagnostics::Severity;
use dossier::import::{self, Draft, Options};
use dossier::kind::Kinds;
use dossier::markdown::{MarkdownOptions, parse};
use dossier::source::{HeldBackReason, LoadOptions, load_text};
use proptest::prelude::*;

fn read(name: &str, bytes: &[u8]) -> Vec<Draft> {
    let options = Options { draft: true, ..Options::default() };
    import::read(name, bytes, &options, &Kinds::default()).map(|reading| reading.drafts).unwrap_or_default()
}

/// Whether a draft's file is held back as a draft, and has no mistake.
fn is_draft(draft: &Draft) -> bool {
    let today = jiff::civil::date(9999, 12, 31);
    let folder = draft.kind.as_deref().unwrap_or("articles");
    let options = LoadOptions { drafts: false, today };
    let text = draft.file("A1", true, &[]);
    let loaded = load_text(&format!("content/{folder}/x.md"), text.into_bytes(), &Config::default(), options);
    let held = loaded.value.held_back.iter().any(|held| held.reason == HeldBackReason::Draft);
    held && loaded.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
}

/// The words that a reader of the draft sees.
fn shown(draft: &Draft) -> Vec<String> {
    let file = draft.file("A1", true, &[]);
    let body = file.splitn(3, "---\n").nth(2).unwrap_or_default();
    let (document, _) = parse(body, &MarkdownOptions::default());
    words(&document.prose.text)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Text with everything that Markdown could take for a mark, in which quotation marks stay as they are.
const TEXT: &str = "[A-Za-z0-9*_~`#%=$^|{}\\[\\]()<>&!:;,.+\\\\ -]{1,60}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn a_page_shows_the_same_words(paragraphs in prop::collection::vec((TEXT, 0..6usize), 1..6)) {
        let mut html = String::from("<html><body><article><h1>The quay</h1>");
        let mut wanted = Vec::new();
        for (text, form) in &paragraphs {
            let text = format!("a{}z", words(text).join(" "));
            let inner = escaped(&text);
            let block = match form {
                0 => format!("<p>{inner}</p>"),
                1 => format!("<p><b>{inner}</b></p>"),
                2 => format!("<ul><li>{inner}</li></ul>"),
                3 => format!("<blockquote><p><i>{inner}</i></p></blockquote>"),
                // a paragraph that is a link and nothing else leads away from the article
                4 => {
                    wanted.push("See".to_owned());
                    format!("<p>See <a href=\"https://a.example/(x)\">{inner}</a></p>")
                }
                _ => format!("<h2>{inner}</h2>"),
            };
            html += &block;
            wanted.extend(words(&text));
        }
        html += "</article></body></html>";
        let drafts = read("a.html", html.as_bytes());
        prop_assert_eq!(drafts.len(), 1);
        prop_assert_eq!(shown(&drafts[0]), wanted, "{}", drafts[0].body);
        prop_assert!(is_draft(&drafts[0]));
    }

    #[test]
    fn a_text_shows_the_same_words(lines in prop::collection::vec(TEXT, 1..8)) {
        prop_assume!(lines.iter().any(|line| !line.trim().is_empty()));
        let text = format!("A headline\n\n{}\n", lines.join("\n"));
        let drafts = read("a.txt", text.as_bytes());
        prop_assert_eq!(drafts.len(), 1);
        // what the head of a text says of its origin is in the record
        if drafts[0].record.url.is_none() && drafts[0].record.published.is_none() {
            prop_assert_eq!(shown(&drafts[0]), words(&lines.join("\n")), "{}", drafts[0].body);
        }
    }

    #[test]
    fn whatever_comes_is_a_draft(bytes in prop::collection::vec(any::<u8>(), 0..300), start in 0..14usize) {
        const STARTS: [&str; 14] = ["", "---\n", "<html>", "From: a\nSubject: b\nMIME-Version: 1.0\n\n", "From a b\nFrom: x\nDate: y\n\n", "@article{",
            "TY  - X\n", "[{\"", "title,url\n", "%PDF-1.4\n", "PK\x03\x04", "<rss><channel><item><title>", "+++\n", "{\"schema\":\"Person\",\"properties\":{\"name\":[\"a\"]}}\n"];
        let mut input = STARTS[start].as_bytes().to_vec();
        input.extend(bytes);
        for draft in read("x", &input) {
            prop_assert!(is_draft(&draft), "{}", draft.file("A1", true, &[]));
            prop_assert!(!draft.slug("x").is_empty());
        }
    }

    #[test]
    fn whatever_a_header_says_is_a_draft(text in "(---\n)?[ a-z:\\[\\]{}'\"#&*|>%!@`,\n-]{0,80}(\n---\n)?.{0,40}", plain in any::<bool>()) {
        for draft in read(if plain { "x.txt" } else { "x.md" }, text.as_bytes()) {
            prop_assert!(is_draft(&draft), "{}", draft.file("A1", true, &[]));
        }
    }

    /// A value in any field of any format comes out as the value that it is.
    #[test]
    fn values_are_encoded_never_pasted(value in "[ -~“é\n:#{}'\"\\\\|>&*!%@`-]{1,40}", format in 0..6usize) {
        let value = format!("q{value}");
        let json = serde_json::Value::from(value.as_str()).to_string();
        let cell = format!("\"{}\"", value.replace('"', "\"\""));
        let line = value.replace('\n', " ");
        let (name, input) = match format {
            0 => ("a.html", format!("<html><head><meta name=author content=\"{0}\"><meta property=og:title content=\"{0}\"><meta property=og:site_name content=\"{0}\"></head><body><p>Text.</p></body></html>", escaped(&value))),
            1 => ("a.csv", format!("title,url,source,author\n{cell},https://a.example/,{cell},{cell}\n")),
            2 => ("a.json", format!("[{{\"type\":\"book\",\"title\":{json},\"publisher\":{json},\"issued\":{{\"raw\":{json}}}}}]")),
            3 => ("a.ris", format!("TY  - NEWS\nTI  - {line}\nT2  - {line}\nAU  - {line}\nKW  - {line}\nER  - \n")),
            4 => ("a.xml", format!("<rss><channel><title>{0}</title><item><title>{0}</title><author>{0}</author><category>{0}</category></item></channel></rss>", escaped(&escaped(&value)))),
            _ => ("a.jsonl", format!("{{\"kind\":\"person\",\"name\":{json},\"aliases\":[{json}],\"summary\":{json},\"phone\":{json}}}\n")),
        };
        for draft in read(name, input.as_bytes()) {
            prop_assert!(is_draft(&draft), "{}", draft.file("A1", true, &[]));
        }
    }
}
