//! The whole search against a scan of every word: an invented dossier in ten languages, hundreds of random queries, and the engine
//! of the theme run by Node. The rules are written down in `QUERY.md`.

mod invent;
mod query;
mod scan;

use super::words;
use super::*;
use crate::date::PartialDate;
use invent::{Dice, LANGUAGES, input, invent};
use query::{Group, query};
use scan::Scan;
use std::collections::BTreeSet;
use std::process::Command;

/// Runs the engine; `None` where there is no Node.
fn ask(files: &[SearchFile], queries: &[Value]) -> Option<Vec<Vec<String>>> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    std::fs::create_dir(folder.path().join("search")).expect("a folder for the index");
    for file in files {
        std::fs::write(folder.path().join(&file.path), &file.bytes).expect("a file of the index");
    }
    let asked = folder.path().join("queries.json");
    std::fs::write(&asked, Value::from(queries.to_vec()).to_string()).expect("a file of queries");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/search-engine.cjs");
    let output = match Command::new("node").arg(script).arg(folder.path()).arg(&asked).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("the search is not tested: node: {error}");
            return None;
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("the engine prints JSON"))
}

#[test]
fn the_engine_finds_what_a_scan_of_all_words_finds() {
    // lists so short that every way of cutting and of writing them occurs
    let tiny =
        Limits { terms_file: 200, positions_file: 300, list: 40, blocks: 12, entities_file: 8, group: 2, whole: 0 };
    for (seed, limits) in [(6, LIMITS), (7, tiny), (8, Limits { blocks: 0, ..tiny }), (9, Limits { list: 8, ..tiny })] {
        let mut dice = Dice(seed);
        let pages = invent(&mut dice);
        let scan = Scan::new(&pages);
        let queries: Vec<(String, Vec<Group>)> = std::iter::repeat_with(|| query(&mut dice, &scan))
            .filter(|(_, groups)| !groups.is_empty())
            .take(400)
            .collect();
        let asked: Vec<Value> = queries.iter().map(|(text, _)| json!({"q": text})).collect();
        let Some(answers) = ask(&build_within(&input(&pages), &limits), &asked) else { return };
        let mut found = 0;
        for ((text, groups), answer) in queries.iter().zip(answers) {
            let wanted: BTreeSet<&str> = (0..pages.len())
                .filter(|page| scan.answers(*page, groups))
                .map(|page| pages[page].url.as_str())
                .collect();
            found += usize::from(!wanted.is_empty());
            assert_eq!(answer.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{text}");
        }
        assert!(found > 200, "only {found} queries find anything");
    }
}

#[test]
fn the_engine_folds_as_the_index_does() {
    let mut texts: Vec<String> = LANGUAGES.iter().map(|(_, words)| (*words).to_owned()).collect();
    texts.extend(
        [
            "ǅungla ŉ ﬁ ½ ² Ⅳ ⓐ ㎏ ﷺ",
            "e\u{301}e\u{327}\u{301}",
            "\u{301}x x\u{ad}y a\u{200d}b",
            "ÆSIR ıI İi ẞß",
            "ｱﾞ が ガ",
            "นํ้า ພາສາລາວ မြန်မာ ខ្មែរ",
        ]
        .map(String::from),
    );
    // every letter of the first planes that both sides can know
    for block in (0x20..0x3000u32).step_by(64) {
        texts.push((block..block + 64).filter_map(char::from_u32).flat_map(|c| [c, 'a', ' ']).collect());
    }
    let asked: Vec<Value> = texts.iter().map(|text| json!({"fold": text})).collect();
    let Some(answers) = ask(&build(&SearchInput::default()), &asked) else { return };
    for (text, answer) in texts.iter().zip(answers) {
        assert_eq!(answer, words::folded_words(text), "{text}");
    }
}

#[test]
fn the_browser_stems_as_the_index_does() {
    let mut dice = Dice(11);
    let mut pages = invent(&mut dice);
    pages.truncate(stems::LANGUAGE_CODES.len());
    for (page, code) in pages.iter_mut().zip(stems::LANGUAGE_CODES) {
        page.lang = code;
    }
    let mut asked = Vec::new();
    let mut wanted = Vec::new();
    for code in stems::LANGUAGE_CODES {
        let bit = stems::language_bit(code);
        let script = String::from_utf8(stems::script(bit.trailing_zeros())).expect("scripts are UTF-8");
        // what the stemmer itself looks for, in any order
        let tables = script.lines().filter(|line| line.starts_with("const A_"));
        let parts: Vec<&str> = tables.flat_map(|line| line.split(['"', ' '])).collect();
        let is_part = |part: &&str| !part.is_empty() && part.chars().all(char::is_alphabetic) && *part != "const";
        let mut parts: Vec<&str> = parts.into_iter().filter(is_part).collect();
        parts.extend(LANGUAGES.iter().filter(|(lang, _)| *lang == code).flat_map(|(_, words)| words.split(' ')));
        for _ in 0..400 {
            let word: String = (0..=dice.below(4)).map(|_| dice.pick(&parts)).collect();
            asked.push(json!({"stem": word, "language": code}));
            wanted.push(stems::keys(&word, bit).into_iter().map(|(_, key)| key).collect::<Vec<_>>());
        }
    }
    let Some(answers) = ask(&build(&input(&pages)), &asked) else { return };
    let mut stemmed = 0;
    for ((asked, mut answer), wanted) in asked.iter().zip(answers).zip(wanted) {
        answer.sort();
        stemmed += usize::from(!wanted.is_empty());
        assert_eq!(answer, wanted, "{asked}");
    }
    assert!(stemmed > asked.len() / 2, "only {stemmed} words have a stem");
}

/// Three articles, of one outlet and one speaker: what `A17` says on its second paragraph was said two years before.
fn harbour<'a>(said: &'a PartialDate, dates: &'a [PartialDate; 3]) -> SearchInput<'a> {
    let texts = ["The dredger sank off A17.", "“It floats,” he said.", "The wall fell."];
    let pages = (0..3).map(|number| {
        let blocks = (0..2).map(|at| SearchBlock {
            text: texts[(number + at) % 3],
            anchor: SearchAnchor::Name(["p-one", "p-two"][at]),
            number: Some(at as u32 + 1),
            heading: false,
        });
        SearchPage {
            id: ["articles/a", "articles/b", "articles/c"][number],
            url: ["articles/a.html", "articles/b.html", "articles/c.html"][number],
            title: "Harbour",
            key: ["A17", "B2", "wxyz"][number],
            lang: "en",
            boost: 1.0,
            date: Some(&dates[number]),
            blocks: blocks.collect(),
            statements: (number < 2)
                .then(|| SearchStatement {
                    speaker: Speaker::Named("Jan Oster"),
                    block: 1 - number,
                    date: (number == 0).then_some(said),
                })
                .into_iter()
                .collect(),
            ..SearchPage::default()
        }
    });
    SearchInput {
        kinds: vec![SearchKind { name: "articles", singular: "Article", plural: "Articles", mark: "article" }],
        pages: pages.collect(),
        entities: Vec::new(),
    }
}

#[test]
fn references_lead_and_filters_hold() {
    let date = |text| PartialDate::parse(text).expect("a date");
    let dates = ["2016-05", "2017-03-01", "2018"].map(date);
    let files = build(&harbour(&date("2014-02-03"), &dates));
    let cases: &[(Value, &[&str])] = &[
        (json!({"reference": "A17"}), &["articles/a.html"]),
        (json!({"reference": " a17 ¶2 "}), &["articles/a.html#p-two"]),
        (json!({"reference": "A17¶2"}), &["articles/a.html#p-two"]),
        (json!({"reference": "A17 2"}), &["articles/a.html#p-two"]),
        (json!({"reference": "A17 7"}), &[]),
        (json!({"reference": "A17 ¶7"}), &["articles/a.html"]),
        (json!({"reference": "key:A17"}), &["articles/a.html"]),
        (json!({"reference": "key:A17 ¶1"}), &["articles/a.html#p-one"]),
        (json!({"reference": "key:\"A17 ¶1\""}), &["articles/a.html#p-one"]),
        (json!({"reference": "wxyz ¶1"}), &["articles/c.html#p-one"]),
        (json!({"reference": "A17 wall"}), &[]),
        (json!({"reference": "A18"}), &[]),
        (json!({"q": "A17"}), &["articles/a.html", "articles/c.html"]),
        (json!({"q": "A17 2"}), &["articles/a.html"]),
        (json!({"q": "wxyz"}), &["articles/c.html"]),
        (json!({"q": "key:A17 wall"}), &[]),
        (json!({"q": "key:B2 fallen"}), &[]),
        (json!({"q": "key:B2 falling"}), &[]),
        (json!({"q": "wall key:B2 "}), &["articles/b.html"]),
        // the date of the statement, not of its article
        (json!({"q": "who:oster before:2015"}), &["articles/a.html"]),
        (json!({"q": "year:2016 who:oster"}), &[]),
        (json!({"q": "who:oster after:2015"}), &["articles/b.html"]),
        (json!({"q": "who:oster -before:2015"}), &["articles/b.html"]),
        (json!({"q": "-who:oster after:2015"}), &["articles/c.html"]),
        // only words are given up
        (json!({"q": "dredger zeppelin", "relaxed": true}), &["articles/c.html", "articles/a.html"]),
        (json!({"q": "dredger zeppelin before:2017", "relaxed": true}), &["articles/a.html"]),
        (json!({"q": "dredger zeppelin -floats", "relaxed": true}), &["articles/c.html"]),
        (json!({"q": "zeppelin before:2017", "relaxed": true}), &[]),
        (json!({"q": "who:oster before:2010", "relaxed": true}), &[]),
        (json!({"q": "dredger key:B2", "relaxed": true}), &[]),
    ];
    let asked: Vec<Value> = cases.iter().map(|(asked, _)| asked.clone()).collect();
    let Some(answers) = ask(&files, &asked) else { return };
    for ((asked, wanted), answer) in cases.iter().zip(answers) {
        assert_eq!(answer, *wanted, "{asked}");
    }
}

/// One page in each language, and what is typed to find it.
const TYPED: &[(&str, &str, &[&str])] = &[
    (
        "en",
        "The U.N. and the NHA denied that they launched boats. Policies of O'Dell for a C++ host-list, version 1.2.3.",
        &[
            "launching",
            "denying",
            "boat launch",
            "policy",
            "UN",
            "U.N",
            "U.N.",
            "\"the UN and\"",
            "N.H.A.",
            "O'Dell",
            "C++",
            "host-list",
            "1.2.3",
        ],
    ),
    ("fr", "Les négociations ont échoué.", &["negociation", "négociation"]),
    ("de", "Die Häuser waren größer.", &["haus", "Häusern", "grosse"]),
    ("es", "Los lanzamientos siguieron.", &["lanzamiento"]),
    ("ru", "Ракеты и С.Ш.А.", &["ракета", "США"]),
    ("ar", "المدرسة والحكومة وآدم وإيران بالسيارة", &["مدرسة", "الحكومة", "آدم", "ايران", "سيارة"]),
    ("fa", "می\u{200c}خواهم کتاب\u{200c}ها", &["می خواهم", "میخواهم", "کتابها", "کتاب ها", "خواهم"]),
];

#[test]
fn what_is_typed_finds_its_page_and_no_other() {
    let pages = TYPED.iter().map(|(lang, text, _)| SearchPage {
        id: lang,
        url: lang,
        lang,
        boost: 1.0,
        blocks: vec![SearchBlock { text, anchor: SearchAnchor::Name("p"), number: Some(1), heading: false }],
        ..SearchPage::default()
    });
    let kind = SearchKind { name: "articles", singular: "Article", plural: "Articles", mark: "article" };
    let input = SearchInput { kinds: vec![kind], pages: pages.collect(), entities: Vec::new() };
    let asked: Vec<(&str, &str)> =
        TYPED.iter().flat_map(|(lang, _, typed)| typed.iter().map(move |typed| (*lang, *typed))).collect();
    let queries: Vec<Value> = asked.iter().map(|(_, typed)| json!({"q": typed})).collect();
    let Some(answers) = ask(&build(&input), &queries) else { return };
    for ((lang, typed), answer) in asked.into_iter().zip(answers) {
        assert_eq!(answer, [lang], "{typed}");
    }
}
