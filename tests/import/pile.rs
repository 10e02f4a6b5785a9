//! A pile of files in all formats, against the table of what they say; and one report that comes in many ways.

use super::make::{FORMATS, Report};
use dossier::import::{self, Draft, Options};
use dossier::kind::Kinds;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Titles, outlets, hosts, authors, days and how the outlets write them.
const REPORTS: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    (
        "Harbour Board Denies Secret Dredging Pact With Norland Yard",
        "The Quay Gazette",
        "www.quaygazette.example.org",
        "Mira Teslin",
        "2019-03-04",
        "March 4, 2019",
        "en",
    ),
    (
        "After the Launch: What Inspectors Found & Did Not Say",
        "Norland Herald",
        "norlandherald.example.net",
        "Karl Vogt; Ida Holm",
        "2016-01-07",
        "7 January 2016",
        "en-GB",
    ),
    (
        "“We were not asked,” says the chair of the board",
        "Westhaven Courier",
        "westhavencourier.example.com",
        "Omar Reyes",
        "2021-11-30",
        "Nov. 30, 2021",
        "en-US",
    ),
    (
        "Kein Vertrag über den Kai, sagt die Hafenbehörde",
        "Hafenblatt",
        "hafenblatt.example.org",
        "Jürgen Weiß",
        "2018-05-12",
        "12. Mai 2018",
        "de",
    ),
];

/// Paragraphs that no two reports share.
fn paragraphs(seed: usize) -> Vec<String> {
    const WHO: &[&str] =
        &["the board", "a former inspector", "the yard", "the mayor of Westhaven", "the audit committee", "the port"];
    const DID: &[&str] = &[
        "denied",
        "confirmed in papers seen last autumn",
        "declined to comment on",
        "had known of",
        "asked for",
        "promised to publish",
    ];
    const WHAT: &[&str] = &[
        "the contract",
        "the dredging of the northern channel",
        "a quay that was closed in 2011",
        "prices of $5.20 and $7.80 a tonne",
        "the *second* draft of notes_2019",
        "100% of the costs & fees [annex 2]",
    ];
    (0..7)
        .map(|n| {
            let pick = |words: &'static [&'static str], step: usize| words[(seed * 7 + n * step + n) % words.len()];
            format!(
                "In paragraph {n} of report number {seed}, {} {} {}, and {} {} {} after a meeting that lasted {} hours. “It will slide,” said witness {}, who asked not to be named.",
                pick(WHO, 1), pick(DID, 2), pick(WHAT, 3), pick(WHO, 5), pick(DID, 3), pick(WHAT, 1), seed * 10 + n, seed * 100 + n
            )
        })
        .collect()
}

fn reports() -> Vec<Report> {
    let rows = REPORTS.iter().enumerate();
    rows.map(|(at, &(title, outlet, host, author, date, written, lang))| Report {
        title,
        outlet,
        host,
        author,
        date,
        written,
        lang,
        paragraphs: paragraphs(at + 1),
    })
    .collect()
}

fn read(name: &str, bytes: &[u8]) -> Vec<Draft> {
    let options = Options { draft: true, ..Options::default() };
    import::read(name, bytes, &options, &Kinds::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")).drafts
}

/// Runs of letters and digits.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn titles_days_addresses_and_authors_are_those_of_the_table() {
    let (mut asked, mut right, mut wrong, mut files) = (0, 0, String::new(), 0);
    for report in reports() {
        for (format, how) in FORMATS {
            files += 1;
            let drafts = read(&format!("saved.{}", how.suffix), &(how.write)(&report));
            let draft = &drafts[0];
            let record = &draft.record;
            // a message is from one person
            let author = if *format == "message" { report.author.split("; ").next() } else { Some(report.author) };
            let url = report.url();
            let found = [
                (draft.title.as_deref(), Some(report.title)),
                (record.published.as_deref(), Some(report.date)),
                (record.url.as_deref(), Some(url.as_str())),
                (record.author.as_deref(), author),
            ];
            for ((found, expected), _) in found.into_iter().zip(how.says).filter(|(_, says)| *says) {
                asked += 1;
                if found == expected {
                    right += 1;
                } else {
                    let _ = writeln!(wrong, "{format}: {found:?} and not {expected:?}");
                }
            }
            assert_eq!(draft.date, record.published, "{format}: the article stands under the day of its source");
        }
    }
    assert!(files >= 60, "only {files} files");
    assert!(right * 100 >= asked * 95, "{right} of {asked} are right\n{wrong}");
}

#[test]
fn every_word_of_an_article_stands_in_its_draft() {
    for report in reports() {
        for (format, how) in FORMATS {
            let drafts = read(&format!("saved.{}", how.suffix), &(how.write)(&report));
            let got = words(&drafts[0].file("A1", true, &[]));
            for paragraph in &report.paragraphs {
                let wanted = words(paragraph);
                let is_there = got.windows(wanted.len()).any(|span| span == wanted);
                assert!(is_there, "{format}: {paragraph}\n{}", drafts[0].file("A1", true, &[]));
            }
            for other in ["deleted", "Another story that is not this one", "All rights reserved", "track"] {
                assert!(!drafts[0].body.contains(other), "{format} has `{other}`\n{}", drafts[0].body);
            }
        }
    }
}

/// Runs the program.
fn dossier(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_dossier")).current_dir(root).args(arguments).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn articles(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root.join("content/articles"))
        .map(|entries| entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

#[test]
fn one_report_in_all_formats_is_one_article_with_what_they_know() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("content")).unwrap();
    let report = &reports()[0];
    let ways = ["text without an address", "page with JSON-LD", "Web Clipper", "PDF", "Word", "MHTML"];
    for (at, (_, how)) in FORMATS.iter().filter(|(name, _)| ways.contains(name)).enumerate() {
        fs::create_dir_all(root.join("pile/deeper")).unwrap();
        let name = if how.suffix.is_empty() { format!("{at}") } else { format!("{at}.{}", how.suffix) };
        fs::write(root.join("pile/deeper").join(name), (how.write)(report)).unwrap();
    }
    let (code, stdout, stderr) = dossier(root, &["import", "--dry-run", "pile"]);
    assert_eq!((code, articles(root)), (0, Vec::new()), "{stderr}");
    assert_eq!(stdout.lines().count(), 1, "{stdout}{stderr}");
    let (code, stdout, stderr) = dossier(root, &["import", "pile"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout.lines().count(), 1, "{stdout}{stderr}");
    assert_eq!(stderr.matches("is the same text as").count(), ways.len() - 1, "{stderr}");
    let name = "2019-03-04-harbour-board-denies-secret-dredging-pact-with-norland-yard.md";
    assert_eq!(articles(root), [name]);
    let text = fs::read_to_string(root.join("content/articles").join(name)).unwrap();
    for line in [
        "title: \"Harbour Board Denies Secret Dredging Pact With Norland Yard\"",
        "draft: true",
        "name: \"The Quay Gazette\"",
        "author: \"Mira Teslin\"",
        "published: \"2019-03-04\"",
        "retrieved: \"2019-04-01\"",
        "url: \"https://www.quaygazette.example.org/2019/03/04/",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // once more: it is known, and nothing is written
    let (code, stdout, stderr) = dossier(root, &["import", "pile"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.contains("is in the dossier already: content/articles/"), "{stderr}");
    assert_eq!(articles(root), [name]);
    let (code, _, stderr) = dossier(root, &["build", "--drafts", "--strict"]);
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn texts_with_one_title_are_two_articles_and_two_outlets_two_sources() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("content")).unwrap();
    let all = reports();
    let page = &FORMATS[0].1;
    let mut other = all[0].clone();
    other.paragraphs = paragraphs(9);
    let mut reprint = all[0].clone();
    (reprint.outlet, reprint.host) = ("Norland Herald", "norlandherald.example.net");
    for (name, report) in [("a", &all[0]), ("b", &other), ("c", &reprint)] {
        fs::write(root.join(format!("{name}.html")), (page.write)(report)).unwrap();
    }
    let (code, stdout, stderr) = dossier(root, &["import", "*.html"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout.lines().count(), 3, "{stdout}{stderr}");
    assert_eq!(articles(root).len(), 3);
}

#[test]
fn a_saved_page_brings_its_pictures_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let put = |path: &str, bytes: &[u8]| {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), bytes).unwrap();
    };
    put("content/_index.md", b"Home.\n");
    let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;";
    put("pile/Page_files/quay.gif", gif);
    put("pile/Page_files/style.css", b"p {}");
    put("pile/Page_files/not-shown.gif", gif);
    put("pile/Page_files/fake.png", b"<svg onload=alert(1)>");
    put("secret.gif", gif);
    let text =
        "A long paragraph about the quay that slides into the harbour, as everybody knows who lives there. ".repeat(4);
    let page = format!(
        "<html><head><title>Quay</title></head><body><article><h1>Quay</h1><p>{text}</p><img src=\"./Page_files/quay.gif\" alt=\"The quay\">\
         <img src=\"Page_files/fake.png\" alt=\"A fake\"><img src=\"../secret.gif\" alt=\"A secret\"><img src=\"https://elsewhere.example/far.png\" alt=\"Far away\"><p>{text}</p></article></body></html>"
    );
    put("pile/Page.html", page.as_bytes());
    put("pile/notes/note.md", b"# Note\n\nSee ![[kirby.gif]] and ![a](pics/b.gif).\n");
    put("pile/attachments/kirby.gif", gif);
    put("pile/notes/pics/b.gif", gif);
    let (code, _, stderr) = dossier(root, &["import", "pile"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("belongs to"), "{stderr}");
    let made = fs::read_to_string(root.join("content/articles/quay.md")).unwrap();
    assert!(made.contains("![The quay](quay/quay.gif)"), "{made}");
    assert!(made.contains("A fake") && !made.contains("fake.png"), "{made}");
    assert!(made.contains("A secret") && !made.contains("secret.gif"), "{made}");
    assert!(made.contains("[Far away](https://elsewhere.example/far.png)"), "{made}");
    assert_eq!(fs::read_dir(root.join("content/articles/quay")).unwrap().count(), 1);
    let made = fs::read_to_string(root.join("content/articles/note.md")).unwrap();
    assert!(made.contains("![](note/kirby.gif)") && made.contains("![a](note/b.gif)"), "{made}");
    let (code, _, stderr) = dossier(root, &["build", "--drafts"]);
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn options_hold_for_a_whole_batch() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("content")).unwrap();
    fs::write(root.join("a.txt"), "A headline\n\nThe quay slides.\n").unwrap();
    fs::write(root.join("people.csv"), "name,wikidata\nIda Holm,Q42\n").unwrap();
    let arguments =
        ["import", "--outlet", "Gazette", "--retrieved", "2019-04-01", "--lang", "en", "--draft=false", "a.txt"];
    let (code, _, stderr) = dossier(root, &arguments);
    assert_eq!(code, 0, "{stderr}");
    let made = fs::read_to_string(root.join("content/articles/a-headline.md")).unwrap();
    for line in ["name: \"Gazette\"", "retrieved: \"2019-04-01\"", "lang: \"en\""] {
        assert!(made.contains(line), "{made}");
    }
    assert!(!made.contains("draft"), "{made}");
    let (code, _, stderr) = dossier(root, &["import", "--kind", "person", "people.csv"]);
    assert_eq!(code, 0, "{stderr}");
    let made = fs::read_to_string(root.join("content/people/ida-holm.md")).unwrap();
    assert!(made.contains("wikidata: \"Q42\"") && made.contains("draft: true"), "{made}");
    let (code, _, stderr) = dossier(root, &["import", "--kind", "ship", "people.csv"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("unknown kind `ship`"), "{stderr}");
}
