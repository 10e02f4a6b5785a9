//! What comes in by `import`, as data: `tests/cases/import/*.txt`.
//!
//! A file holds cases: `@@ case: NAME`, `@@ file: NAME` and the content of a file, `@@ drafts`, and the files of all drafts that are
//! made of it, one after the other, then what is left out of it and what the author is told. In what is read, `\x00` in a line stands
//! for that byte. `BLESS=1 cargo test --test import` writes what is made into the files, for review.

use dossier::import::{self, Options, Reading, Refusal};
use dossier::kind::Kinds;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

struct Case {
    name: String,
    file: String,
    content: String,
    expected: String,
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the folder of cases").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let bless = std::env::var_os("BLESS").is_some();
    let (mut count, mut failures) = (0, String::new());
    for file in files {
        let mut cases = read_cases(&std::fs::read_to_string(&file).expect("a file of cases"));
        count += cases.len();
        for case in &mut cases {
            let made = shown(&import::read(&case.file, &bytes(&case.content), &options(), &Kinds::default()));
            if case.expected != made && !bless {
                let (file, name) = (file.display(), &case.name);
                let _ = writeln!(failures, "{file}: {name}\nexpected\n{}made\n{made}", case.expected);
            }
            case.expected = made;
        }
        if bless {
            std::fs::write(&file, write_cases(&cases)).expect("a writable file of cases");
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(count >= 35, "only {count} cases were found");
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
