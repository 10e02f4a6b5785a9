use super::*;
use crate::markdown::{MarkdownOptions, parse};
use proptest::prelude::*;

fn import(name: &str, text: &str) -> Imported {
    article(name, text.as_bytes(), "A1").expect("it can be imported")
}

#[test]
fn a_valid_header_stays_as_it_is() {
    let clip = "---\ntitle: \"After the test\"\nsource: \"https://news.example/a\"\nauthor:\n  - \"[[Jane Doe]]\"\npublished: 2016-01-07\ntags:\n  - \"clippings\"\n---\nOne *day*.\n";
    let made = import("clip.md", clip);
    assert_eq!(made.text, clip.replacen("---\n", "---\ndraft: true\n", 1));
    assert_eq!((made.slug.as_str(), made.notes.len()), ("after-the-test", 0));
    let made = import("x.md", "---\ntitle: A\ndraft: false\n---\nText.\n");
    assert_eq!(made.text, "---\ndraft: true\ntitle: A\n---\nText.\n");
    let made = import("x.md", "+++\ntitle = \"A\"\n+++\nText.\n");
    assert_eq!(made.text, "+++\ndraft = true\ntitle = \"A\"\n+++\nText.\n");
}

#[test]
fn a_broken_header_is_read_line_by_line_and_kept_whole() {
    let body = "\n# After the Test: a Story\n\n> ## Excerpt\n> Lawmakers warn\n\n---\nOne day after.\n";
    let clip = format!(
        "---\ncreated: 2026-11-23T09:12:44 (UTC +01:00)\ntags: [North Korea,Iran: nuclear,#sanctions]\nsource: https://news.example/a?utm_source=x\nauthor: By: Staff Reporter @news\n---\n{body}"
    );
    let made = import("markdownload.md", &clip);
    assert_eq!(
        made.text,
        format!(
            "---\ntitle: \"After the Test: a Story\"\nkey: \"A1\"\ndraft: true\nsource:\n  url: \"https://news.example/a?utm_source=x\"\n  author: \"By: Staff Reporter @news\"\n  retrieved: \"2026-11-23\"\n\
             tags: [\"North Korea\", \"Iran: nuclear\", \"sanctions\"]\nprivate_notes: \"created: 2026-11-23T09:12:44 (UTC +01:00)\\ntags: [North Korea,Iran: nuclear,#sanctions]\\nsource: https://news.example/a?utm_source=x\\nauthor: By: Staff Reporter @news\\n\"\n---\n{body}"
        )
    );
    assert!(is_draft(&made.text));
    assert_eq!(made.notes.len(), 1);
}

#[test]
fn plain_text_keeps_its_words() {
    let made = import(
        "note.txt",
        "A headline\n\n1. first\n# no heading\n* no list, *no* emphasis _either_\n<script>alert(1)</script> [[x]] %%no secret%% a & b &lt; ==x==\n\n- end",
    );
    assert_eq!(made.slug, "a-headline");
    let body = made.text.split_once("---\n\n").expect("a header").1;
    let (document, _) = parse(body, &MarkdownOptions::default());
    assert_eq!(
        document.prose.text,
        "1. first\n# no heading\n* no list, *no* emphasis _either_\n<script>alert(1)</script> [[x]] %%no secret%% a & b &lt; ==x==\n\n- end"
    );
    assert!(is_draft(&made.text));
}

#[test]
fn bytes_of_other_programs_are_read() {
    let text = |bytes: &[u8]| article("a.txt", bytes, "A1").expect("text").text;
    assert!(text(b"Caf\xe9 \x93ok\x94\n").contains("title: \"Café “ok”\""));
    assert!(text(b"\xef\xbb\xbfTitle\r\n\r\nText\r\n").contains("title: \"Title\""));
    assert!(text(b"\xff\xfeT\0i\0t\0l\0e\0\n\0\n\0a\0").contains("title: \"Title\""));
    assert_eq!(article("a.html", b"<p>", "A1"), Err(ImportError::UnknownType));
    assert_eq!(article("a.txt", b" \n", "A1"), Err(ImportError::Empty));
}

#[test]
fn values_are_encoded_never_pasted() {
    let title = "\"quoted\": # not a comment\\ {{ x }} <b>";
    let made = import("x.md", &format!("---\ntitle: {title}\nauthor: a: b: [c\nprivate: ture\n---\nText.\n"));
    assert!(is_draft(&made.text), "{}", made.text);
    let made = import("x.txt", "---\nprivate: false\ndraft: false\n---\n");
    assert!(is_draft(&made.text), "{}", made.text);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn whatever_comes_is_a_draft(text in "(---\n)?[ a-z:\\[\\]{}'\"#&*|>%!@`,\n-]{0,80}(\n---\n)?.{0,40}", plain in any::<bool>()) {
        if let Ok(made) = article(if plain { "x.txt" } else { "x.md" }, text.as_bytes(), "A1") {
            prop_assert!(is_draft(&made.text), "{:?}", made.text);
            prop_assert!(!made.slug.is_empty());
        }
    }
}
