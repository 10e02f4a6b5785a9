//! Files of cases, `tests/cases/FOLDER/*`: each is read, its cases are run, and what differs is told. `BLESS=1` writes what was found
//! into them, for review.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What came of the cases of one file.
#[derive(Default)]
pub(crate) struct Outcomes {
    /// The file with what was found in place of what was expected; none if its format cannot be written.
    pub(crate) blessed: Option<String>,
    compared: usize,
    failures: String,
}

impl Outcomes {
    /// Holds what was found against what was expected.
    pub(crate) fn compare(&mut self, name: &str, expected: &str, found: &str) {
        self.compared += 1;
        if expected != found {
            let _ = writeln!(self.failures, "{name}\nexpected\n{expected}\nfound\n{found}\n");
        }
    }
}

/// Runs all files of a folder, and fails if anything differs, or if fewer things than `least` were compared: then cases were not read.
pub(crate) fn check(folder: &str, least: usize, run: impl Fn(&str) -> Outcomes) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the folder of cases").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let bless = std::env::var_os("BLESS").is_some();
    let (mut count, mut failures) = (0, String::new());
    for file in files {
        let outcomes = run(&std::fs::read_to_string(&file).expect("a file of cases"));
        count += outcomes.compared;
        match outcomes.blessed.filter(|_| bless) {
            Some(text) => std::fs::write(&file, text).expect("a writable file of cases"),
            None if outcomes.failures.is_empty() => {}
            None => {
                let _ = write!(failures, "{}:\n{}", file.display(), outcomes.failures);
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(count >= least, "only {count} outcomes were compared");
}
