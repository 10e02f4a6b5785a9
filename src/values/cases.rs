//! Test cases in text files below `tests/cases/`: a head line `#### name`, the input, `#### gives`, the whole expected
//! output. With `BLESS=1` in the environment a run writes what came out; read the difference before committing it.

use std::path::Path;

/// Runs every case of a file: `run` gets the name and the input.
pub(crate) fn check(file: &str, run: impl Fn(&str, &str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut fresh = String::new();
    let mut count = 0;
    for case in text.split("#### ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap_or((case, ""));
        if name == "gives" {
            continue;
        }
        let out = run(name, &unescaped(rest));
        fresh.extend(["#### ", name, "\n", rest, "#### gives\n", out.trim_end(), "\n\n"]);
        count += 1;
    }
    assert!(count > 0, "no cases in {file}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &fresh).expect("the case file can be written");
        return;
    }
    for (fresh, old) in fresh.split("#### ").zip(text.split("#### ")) {
        assert_eq!(fresh, old, "{file}");
    }
    assert_eq!(fresh.len(), text.len(), "{file}");
}

/// Characters that editors would lose: `␉` is a tab, `␍` a carriage return, `␀` NUL, `␛` escape, `␂` a byte order mark,
/// `␃` at a line's end joins the next line (the input's own last line break included).
fn unescaped(text: &str) -> String {
    text.replace("␃\n", "")
        .replace('␉', "\t")
        .replace('␍', "\r")
        .replace('␀', "\0")
        .replace('␛', "\u{1b}")
        .replace('␂', "\u{feff}")
}
