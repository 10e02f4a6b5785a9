//! Quotations and their speakers, as data: `tests/cases/quotes/*.txt`.
//!
//! A file holds cases: `@@ case: NAME`, the text of an article, `@@ quotes`, and what is found in it, one line each:
//! `quote | speaker | certainty`. The speaker is an id (`people/ann-lee`), a name that no page knows, `(the words)` for someone
//! without a name, or `?`; `+` begins a line that belongs to the quotation of the line before, `denial` ends one that denies.
//! `BLESS=1 cargo test --test all quotes_cases` writes what is found into the files, for review.

use crate::case_files::{self, Outcomes};
use dossier::dossier::{Article, Dossier};
use dossier::pipeline::{self, Request};
use dossier::quotes::Speaker;
use dossier::source::LoadOptions;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Who has a page in every case.
const CAST: &[(&str, &str)] = &[
    ("people/ann-lee", "title: Ann Lee\naliases: [Annie Lee]\ngender: female"),
    ("people/ida-holm", "title: Ida Holm\ngender: female"),
    ("people/karl-vogt", "title: Karl Vogt\ngender: male"),
    ("people/omar-reyes", "title: Omar Reyes\ngender: male"),
    ("organizations/harbour-board", "title: Harbour Board"),
    ("organizations/gazette", "title: Gazette"),
    ("places/norland", "title: Norland"),
];

struct Case {
    name: String,
    text: String,
    expected: String,
}

#[test]
fn cases() {
    case_files::check("quotes", 100, |text| {
        let mut cases = read_cases(text);
        let mut outcomes = Outcomes::default();
        let texts: Vec<&str> = cases.iter().map(|case| case.text.as_str()).collect();
        let dossier = dossier_of(&texts);
        for (case, article) in cases.iter_mut().zip(&dossier.articles) {
            let found = found(&dossier, article);
            outcomes.compare(&case.name, &case.expected, &found);
            case.expected = found;
        }
        outcomes.blessed = Some(write_cases(&cases));
        outcomes
    });
}

#[test]
fn quotes_can_be_switched_off() {
    let text = "“The pier is closed,” Ann Lee said.";
    let off = Some(("[quotes]\nenabled = false\n".to_owned(), "dossier.toml".to_owned()));
    assert!(dossier_with(&[text], off).articles[0].text.quotes.quotes.is_empty());
    let on = dossier_of(&[text]);
    let lee = on.gazetteer.entity("Ann Lee", None).expect("she has a page");
    assert_eq!(on.statements[lee.index()].len(), 1);
}

/// Each language by itself: who says the only quotation of a text, by a verb of its own list; or nobody.
#[test]
fn other_languages_have_verbs_of_their_own() {
    let cases = [
        ("de", "Später betonte Ann Lee: „Die Mole bleibt zu.“", true),
        ("de", "„Die Mole bleibt zu“, sagte Ann Lee am Montag.", true),
        ("de", "Ann Lee sagte nicht, dass „die Mole für immer geschlossen“ bleibe.", false),
        ("es", "«El muelle está cerrado», afirmó Ann Lee.", true),
        ("es", "Ann Lee nunca dijo que «el muelle está cerrado para siempre».", false),
        ("fi", "”Laituri on suljettu”, sanoi Ann Lee.", true),
        ("fr", "Ann Lee a expliqué : « La jetée est fermée. »", true),
        ("pl", "„Molo jest zamknięte” – powiedziała Ann Lee.", true),
        ("pt", "Ann Lee afirmou: “O cais está fechado.”", true),
        ("ru", "Ann Lee заявила: «Пирс закрыт».", true),
        ("uk", "Ann Lee заявила: «Пірс закрито».", true),
    ];
    for (lang, text, speaks) in cases {
        let config = Some((format!("language = \"{lang}\"\n"), "dossier.toml".to_owned()));
        let dossier = dossier_with(&[text], config);
        let said = found(&dossier, &dossier.articles[0]);
        assert_eq!(said.contains("people/ann-lee"), speaks, "{lang}: {text}\n{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever the text: no panic, and all ranges lie on characters of the prose, in order.
    #[test]
    fn any_text_gives_sound_ranges(texts in prop::collection::vec(text(), 20)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for article in &dossier_of(&texts).articles {
            let (prose, blocks) = (&article.text.document.prose.text, article.text.document.blocks.len());
            let mut last = 0;
            for quote in &article.text.quotes.quotes {
                prop_assert!(prose.get(quote.prose.start as usize..quote.prose.end as usize).is_some_and(|q| !q.is_empty()));
                prop_assert!(last <= quote.prose.start && (quote.block as usize) < blocks);
                last = quote.prose.end;
                if let Some(words) = &quote.speaker_words {
                    prop_assert!(prose.get(words.start as usize..words.end as usize).is_some_and(|w| !w.is_empty()));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// However credits, block quotes, interrupted and long quotations and transcripts follow each other: a quotation has one
    /// speaker, stands in one piece, and holds nothing of another block quote.
    #[test]
    fn a_quotation_has_one_speaker(texts in prop::collection::vec(page(), 12)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for article in &dossier_of(&texts).articles {
            let quotes = &article.text.quotes.quotes;
            for pair in quotes.windows(2) {
                prop_assert!(pair[1].group == pair[0].group || pair[1].group == pair[0].group + 1);
                prop_assert!(pair[1].group > pair[0].group || pair[1].speaker == pair[0].speaker, "{:?}", pair);
            }
            // each credit of `page` names whom its block quote means
            let text = &article.text.document.prose.text;
            for quote in quotes {
                let words = &text[quote.prose.start as usize..quote.prose.end as usize];
                for (tide, name) in TIDES {
                    if words.contains(tide) {
                        prop_assert_eq!(quote.speaker_name.as_deref(), Some(*name), "{}", words);
                        prop_assert!(!TIDES.iter().any(|(other, _)| other != tide && words.contains(other)), "{}", words);
                    }
                }
            }
        }
    }

    /// Marks within a quotation stand in pairs if those of its paragraph do.
    #[test]
    fn marks_stand_in_pairs(texts in prop::collection::vec(nested(), 20)) {
        let sources: Vec<&str> = texts.iter().map(String::as_str).collect();
        for article in &dossier_of(&sources).articles {
            let text = &article.text.document.prose.text;
            for quote in &article.text.quotes.quotes {
                let words = &text[quote.prose.start as usize..quote.prose.end as usize];
                for (open, close) in [('“', '”'), ('«', '»'), ('「', '」'), ('『', '』')] {
                    let mut depth = 0;
                    for character in words.chars().filter(|character| *character == open || *character == close) {
                        depth += if character == open { 1 } else { -1 };
                        prop_assert!(depth >= 0, "{} in {}", words, text);
                    }
                    prop_assert_eq!(depth, 0, "{} in {}", words, text);
                }
            }
        }
    }
}

/// Words that a block quote of [`page`] holds, and the name in the credit under it.
const TIDES: &[(&str, &str)] = &[("low tide", "Ann Lee"), ("high tide", "Karl Vogt"), ("spring tide", "Petra Novak")];

/// A page made of whole pieces, each with its own speaker or none.
fn page() -> impl Strategy<Value = String> {
    let pieces = [
        "> We sail at low tide.\n>\n> — Ann Lee\n\n",
        "> We sail at high tide. — Karl Vogt\n\n",
        "> “We sail at spring tide.\n>\n> “All of us.”\n>\n> — Petra Novak, harbour master, 2016\n\n",
        "> Nobody knows who wrote this.\n\n",
        "> We were there.\n>\n> — 7 January 2016\n\n",
        "> The pier is “rotten,” said Ida Holm.\n\n",
        "“The pier,” Ann Lee said, “is closed.” “It is not,” said Karl Vogt.\n\n",
        "“The pier is closed,” Ann Lee said. “It was rotten.\n\n",
        "“It will reopen in May.\n\n",
        "“We promise,” Omar Reyes said.\n\n",
        "The board demanded that the port “not open again before May.”\n\n",
        "LEE: The pier is closed.\n\n",
        "VOGT: “It is open.”\n\n",
        "“Who knows?”\n\n",
        "She was furious. “Nobody told us anything about it.”\n\n",
        "| “Yes,” | Ann Lee said |\n|---|---|\n| “No,” | Vogt said “maybe” |\n\n",
        "- “We stay,” Ida Holm said\n- “We go”\n\n",
        "“We stay.” — [[Ann Lee]]\n\n",
        "# The pier\n\n",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..9).prop_map(|pieces| pieces.concat())
}

/// A sentence with pairs of marks in pairs of marks.
fn nested() -> impl Strategy<Value = String> {
    let words =
        prop::sample::select(vec!["the pier", "Ann Lee said", "it is closed,", "No.", "12", "漢字", "we", "don’t"]);
    let leaf = words.prop_map(str::to_owned);
    let nested = leaf.prop_recursive(4, 12, 4, |inner| {
        let marks = prop::sample::select(vec![("“", "”"), ("«", "»"), ("« ", " »"), ("「", "」"), ("『", "』")]);
        (marks, prop::collection::vec(inner, 1..4))
            .prop_map(|((open, close), parts)| format!("{open}we {} go{close}", parts.join(" ")))
    });
    (prop::collection::vec(nested, 1..4), any::<bool>()).prop_map(|(parts, credit)| {
        if credit { format!("> {}\n>\n> — Ann Lee", parts.join(" ")) } else { parts.join(" ") }
    })
}

/// Words, marks and line breaks in any order, and now and then any characters at all.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "«",
        "»",
        "„",
        "「",
        "」",
        "『",
        "』",
        " ",
        ", ",
        ". ",
        "? ",
        "\n",
        "\n\n",
        "\n> ",
        "— ",
        ": ",
        "(",
        ")",
        "Ann Lee",
        "Lee",
        "Mr. Vogt",
        "she",
        "He",
        "said",
        "told",
        "according to",
        "a spokesman",
        "the report",
        "Calling",
        "[[Ann Lee]]",
        "’s",
        "U.S.",
        "J.",
        "é",
        "漢字",
        "\u{301}",
        "\u{a0}",
        "```",
        "- ",
        "and",
        "that",
        "the",
        "who",
        "pier",
    ];
    let piece = prop_oneof![
        12 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        3 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| format!("x{}", pieces.concat()))
}

/// A dossier with these articles, in order.
fn dossier_of(texts: &[&str]) -> Dossier {
    dossier_with(texts, None)
}

fn dossier_with(texts: &[&str], config: Option<(String, String)>) -> Dossier {
    let root = tempfile::tempdir().expect("a folder");
    for (id, matter) in CAST {
        let path = root.path().join(format!("content/{id}.md"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, format!("---\n{matter}\n---\n")).expect("a file");
    }
    let folder = root.path().join("content/articles");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (number, text) in texts.iter().enumerate() {
        let matter = if text.starts_with("---\n") { "" } else { "---\ntitle: Case\n---\n" };
        std::fs::write(folder.join(format!("a{number:04}.md")), format!("{matter}{text}\n")).expect("a file");
    }
    let today = "2026-01-01".parse().expect("a day");
    let request = Request { root: root.path(), config, base_url: None, load: LoadOptions { drafts: false, today } };
    pipeline::run(&request).expect("a readable folder").0
}

fn found(dossier: &Dossier, article: &Article) -> String {
    let mut lines = String::new();
    let mut group = 0;
    for quote in &article.text.quotes.quotes {
        let text = &article.text.document.prose.text[quote.prose.start as usize..quote.prose.end as usize];
        let speaker = match &quote.speaker {
            Speaker::Entity(id) => dossier.gazetteer.get(*id).id.0.clone(),
            Speaker::Named(name) => name.clone(),
            Speaker::Unnamed(words) => format!("({words})"),
            Speaker::Unknown => "?".to_owned(),
        };
        let certainty = quote.certainty.map_or("-".to_owned(), |certainty| format!("{certainty:?}").to_lowercase());
        let joined = if quote.group == group { "+ " } else { "" };
        let denial = if quote.denial { " | denial" } else { "" };
        let _ = writeln!(lines, "{joined}{} | {speaker} | {certainty}{denial}", text.replace('\n', " "));
        group = quote.group;
    }
    lines
}

fn read_cases(text: &str) -> Vec<Case> {
    text.split("@@ case: ")
        .skip(1)
        .map(|case| {
            let (name, rest) = case.split_once('\n').expect("a name");
            let (text, expected) = rest.split_once("@@ quotes\n").expect("the section `@@ quotes`");
            let expected = expected.trim_end();
            let expected = if expected.is_empty() { String::new() } else { format!("{expected}\n") };
            Case { name: name.to_owned(), text: text.to_owned(), expected }
        })
        .collect()
}

fn write_cases(cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases {
        let _ = writeln!(out, "@@ case: {}\n{}@@ quotes\n{}", case.name, case.text, case.expected);
    }
    out
}
