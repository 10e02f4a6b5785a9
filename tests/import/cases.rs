//! What comes in by `import`, as data: `tests/cases/import/*.txt`.
//!
//! A file holds cases: `@@ case: NAME`, `@@ file: NAME` and the content of a file, `@@ drafts`, and the files of all drafts that are
//! made of it, one after the other, then what is left out of it and what the author is told. In what is read, `\x00` in a line stands
//! for that byte. `BLESS=1 cargo test --test all import::` writes what is made into the files, for review.

use crate::case_files::{self, Outcomes};
use dossier::import::{self, Options, Reading, Refusal};
use dossier::kind::Kinds;
use std::fmt::Write as _;

struct Case {
    name: String,
    file: String,
    content: String,
    expected: String,
}

#[test]
fn cases() {
    case_files::check("import", 35, |text| {
        let mut cases = read_cases(text);
        let mut outcomes = Outcomes::default();
        for case in &mut cases {
            let made = shown(&import::read(&case.file, &bytes(&case.content), &options(), &Kinds::default()));
            outcomes.compare(&case.name, &case.expected, &made);
            case.expected = made;
        }
        outcomes.blessed = Some(write_cases(&cases));
        outcomes
    });
}

fn options() -> Options {
    Options { draft: true, ..Options::default() }
}

/// Drafts as files; hashes of originals are left out, so that cases can be edited.
fn shown(read: &Result<Reading, Refusal>) -> String {
    let reading = match read {
        Ok(reading) => reading,
        Err(refusal) => return format!("refused: {refusal}\n"),
    };
    let mut out = String::new();
    for draft in &reading.drafts {
        let mut draft = draft.clone();
        draft.record.sha256 = None;
        let kind = draft.kind.clone().unwrap_or_else(|| "articles".into());
        let _ = writeln!(out, "== {kind}/{}", draft.slug("stem"));
        out.push_str(&draft.file("A1", true, &[]));
        for picture in &draft.pictures {
            let _ = writeln!(out, "picture: {:?}", picture.origin);
        }
        for note in &draft.notes {
            let _ = writeln!(out, "note: {note}");
        }
    }
    for (what, refusal) in &reading.left_out {
        let _ = writeln!(out, "left out: {what}: {}", refusal.why);
    }
    out
}

/// `\x00` as the byte.
fn bytes(content: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = content;
    while let Some(at) = rest.find("\\x") {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        if let Some(byte) = rest.get(at + 2..at + 4).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            out.push(byte);
            rest = &rest[at + 4..];
        } else {
            out.extend_from_slice(b"\\x");
            rest = &rest[at + 2..];
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn read_cases(text: &str) -> Vec<Case> {
    let cases = text.split("@@ case: ").skip(1);
    let cases = cases.map(|case| {
        let (name, rest) = case.split_once('\n').expect("a name");
        let (_, rest) = rest.split_once("@@ file: ").expect("a file");
        let (file, rest) = rest.split_once('\n').expect("its content");
        let (content, expected) = rest.split_once("@@ drafts\n").expect("`@@ drafts`");
        Case {
            name: name.to_owned(),
            file: file.to_owned(),
            content: content.to_owned(),
            expected: expected.strip_suffix("@@ end\n\n").unwrap_or(expected).to_owned(),
        }
    });
    cases.collect()
}

fn write_cases(cases: &[Case]) -> String {
    cases.iter().fold(String::new(), |mut out, case| {
        let Case { name, file, content, expected } = case;
        let _ = write!(out, "@@ case: {name}\n@@ file: {file}\n{content}@@ drafts\n{expected}@@ end\n\n");
        out
    })
}
