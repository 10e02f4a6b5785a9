//! Holds the code to the table of rooms in ARCHITECTURE.md.
//!
//! The table gives each folder or file directly below `src/` a floor and says whether it may touch disk or network. The
//! test reads every `.rs` file and fails if
//! - a room has no row, or a row has no room;
//! - a room names a room of its own or a higher floor (`crate::ROOM`, `crate::{ROOM, …}`, `super::` up to the root, and
//!   `dossier::ROOM` in `main.rs`), unless its row allows that one by name;
//! - a row allows what no line uses;
//! - a room names `std::fs`, a socket or a walk of folders, and its row does not say so.
//!
//! Comments, doc comments, strings and tests are passed over: a test may build its input with any room. Tests are files
//! declared below `#[cfg(test)]`, and everything from an inline `#[cfg(test)] mod … {` to the end of its file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A row of the table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    floor: u32,
    /// Rooms that it may name though they are no lower.
    also: BTreeSet<String>,
    /// Whether it may touch disk or network.
    io: bool,
}

/// Rows by room.
type House = BTreeMap<String, Row>;

#[test]
fn rooms_name_lower_floors_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is at the root");
    let house = read_table(&map);
    let mut files = Vec::new();
    list(&root.join("src"), &mut files);
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root).expect("listed below the root").display().to_string().replace('\\', "/");
            (name, fs::read_to_string(path).expect("source files are UTF-8"))
        })
        .collect();
    let complaints = check(&house, &texts);
    assert!(
        complaints.is_empty(),
        "\n{}\nhelp: move the code to the floor where it belongs, or correct the table in ARCHITECTURE.md\n",
        complaints.join("\n")
    );
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of sources").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Rows `| floor | `room` | what it does | also | disk |` of the map.
fn read_table(map: &str) -> House {
    let ticked = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let mut house = House::new();
    for line in map.lines() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [floor, rooms, _, also, io] = cells[..] else { continue };
        let Ok(floor) = floor.parse() else { continue };
        for room in ticked(rooms) {
            let row = Row { floor, also: ticked(also).into_iter().collect(), io: !matches!(io, "" | "no") };
            assert!(house.insert(room.clone(), row).is_none(), "`{room}` has two rows in ARCHITECTURE.md");
        }
    }
    assert!(!house.is_empty(), "ARCHITECTURE.md has no table of rooms");
    house
}

/// All complaints about files, given as path from the root and text.
fn check(house: &House, files: &[(String, String)]) -> Vec<String> {
    let rooms: BTreeSet<&str> = files.iter().map(|(path, _)| room_of(path)).collect();
    let mut complaints: Vec<String> = Vec::new();
    for room in rooms.iter().filter(|room| !house.contains_key(**room)) {
        complaints.push(format!("src/{room}: this room is not in the table of ARCHITECTURE.md"));
    }
    for room in house.keys().filter(|room| !rooms.contains(room.as_str())) {
        complaints.push(format!("ARCHITECTURE.md: `{room}` is in the table but not below src/"));
    }
    let tests = test_files(files);
    let mut used = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| !tests.iter().any(|test| below(path, test))) {
        let own = room_of(path);
        let Some(row) = house.get(own) else { continue };
        for (line, found) in names(path, &without_tests(&code_only(text))) {
            match found {
                Found::Room(other) if other != own => {
                    let Some(floor) = house.get(&other).map(|row| row.floor) else { continue };
                    if row.also.contains(&other) {
                        used.insert((own, other));
                    } else if floor >= row.floor {
                        complaints.push(format!(
                            "{path}:{line}: `{own}` (floor {}) must not know `{other}` (floor {floor})",
                            row.floor
                        ));
                    }
                }
                Found::Io(word) if !row.io => {
                    complaints
                        .push(format!("{path}:{line}: `{own}` must not touch disk or network, but names `{word}`"));
                }
                Found::Room(_) | Found::Io(_) => {}
            }
        }
    }
    for (room, row) in house.iter().filter(|(room, _)| rooms.contains(room.as_str())) {
        for other in row.also.iter().filter(|other| !used.contains(&(room.as_str(), (*other).clone()))) {
            complaints.push(format!("ARCHITECTURE.md: `{room}` may also use `{other}`, but does not"));
        }
    }
    complaints
}

/// `source` for `src/source/files.rs`, `kind` for `src/kind.rs`.
fn room_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().map_or(inside, |first| first.strip_suffix(".rs").unwrap_or(first))
}

/// Whether `path` is the module `module` (`src/a/tests`) or lies in it.
fn below(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Modules that are declared below `#[cfg(test)]`, as paths without `.rs`.
fn test_files(files: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        let stem = path.strip_suffix(".rs").unwrap_or(path);
        let folder = match stem.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => stem,
        };
        let code = code_only(text);
        for piece in code.split("#[cfg(test)]").skip(1) {
            let declared = piece.split(';').next().and_then(|piece| piece.trim().rsplit_once("mod "));
            if let Some((_, name)) = declared.filter(|(_, name)| name.chars().all(|c| c.is_alphanumeric() || c == '_'))
            {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found
}

/// The code before the first inline module of tests.
fn without_tests(code: &str) -> String {
    let mut from = 0;
    while let Some(at) = code[from..].find("#[cfg(test)]") {
        let start = from + at;
        let rest = code[start + "#[cfg(test)]".len()..].trim_start();
        let module = rest.strip_prefix("pub(crate) ").unwrap_or(rest).strip_prefix("mod ");
        if module.is_some_and(|module| module.find('{').unwrap_or(usize::MAX) < module.find(';').unwrap_or(usize::MAX))
        {
            return code[..start].to_owned();
        }
        from = start + 1;
    }
    code.to_owned()
}

/// The text with comments and the insides of strings blanked; lines stay where they are.
fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let raw = raw_string_hashes(rest).filter(|_| !before.is_alphanumeric() && before != '_');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment_length(rest)
        } else if let Some(hashes) = raw {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = rest.find('"').map_or(0, |at| at + 1);
            rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
        } else if c == '"' {
            closing(rest, '"')
        } else if c == '\'' && (rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'')) {
            closing(rest, '\'')
        } else {
            out.push(c);
            before = c;
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        before = ' ';
        rest = &rest[length..];
    }
    out
}

/// How many `#` a raw string that begins here has.
fn raw_string_hashes(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Bytes of the block comment that begins here; they nest.
fn comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Bytes up to and with the closing mark of the literal that begins here.
fn closing(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// What a line names that the table decides on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Room(String),
    Io(&'static str),
}

/// All rooms and doors to the machine that a file names, with their lines.
fn names(path: &str, code: &str) -> Vec<(usize, Found)> {
    /// Paths that lead to disk or network.
    const DOORS: [&str; 8] = [
        "std::fs",
        "rustix::fs",
        "walkdir::",
        "notify_debouncer_full::",
        "TcpListener",
        "TcpStream",
        "UdpSocket",
        "std::process::Command",
    ];
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let depth = inside.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).count();
    let mut roots = vec!["crate::".to_owned(), format!("{}::", vec!["super"; depth.max(1)].join("::"))];
    if path == "src/main.rs" {
        roots = vec!["dossier::".to_owned()];
    }
    let mut found = Vec::new();
    for root in &roots {
        for at in starts(code, root) {
            let line = code[..at].matches('\n').count() + 1;
            found.extend(first_names(&code[at + root.len()..]).into_iter().map(|name| (line, Found::Room(name))));
        }
    }
    for door in DOORS {
        for at in starts(code, door) {
            found.push((code[..at].matches('\n').count() + 1, Found::Io(door)));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Where `path` begins as a path of its own.
fn starts(code: &str, path: &str) -> Vec<usize> {
    let free = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$'));
    code.match_indices(path).map(|(at, _)| at).filter(|at| free(*at)).collect()
}

/// The names that follow a path: one, or the first of each branch in braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let Some(inner) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let (mut depth, mut found, mut branch) = (0, Vec::new(), String::new());
    for c in inner.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => found.push(name(std::mem::take(&mut branch).trim())),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => branch.push(c),
            _ => {}
        }
    }
    found.push(name(branch.trim()));
    found.retain(|name| !name.is_empty());
    found
}

// The checker itself.

const MAP: &str = "
| floor | room | in and out | also | disk |
|---|---|---|---|---|
| 0 | `date` | days | | no |
| 1 | `text` | words | | no |
| 2 | `source` | files | | reads |
| 3 | `dossier` | the model | | no |
| 4 | `theme` | templates | `render` | no |
| 4 | `render` | pages | | no |
";

fn complaints(files: &[(&str, &str)]) -> String {
    let mut all: Vec<(String, String)> = files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
    for room in ["text", "date", "source", "dossier", "theme", "render"] {
        if !files.iter().any(|(path, _)| room_of(path) == room) {
            let text = if room == "theme" { "use crate::render::Page;" } else { "" };
            all.push((format!("src/{room}/mod.rs"), text.into()));
        }
    }
    let mut out = String::new();
    for complaint in check(&read_table(MAP), &all) {
        writeln!(out, "{complaint}").expect("strings take everything");
    }
    out
}

#[test]
fn a_higher_floor_is_noticed() {
    for (text, line) in [
        ("\nuse crate::render::weave;", 2),
        ("use crate::date::PartialDate;\nuse crate::{date::{Day, Year}, render};", 2),
        ("fn a() { crate::render::weave() }", 1),
        ("/* /* */ \" */ use super::super::render;", 1),
        ("fn a<'a>(b: &'a str) { r#\" \"\" \"#; '\\''; '\"'; crate::render::x(); }", 1),
        ("#[cfg(test)]\nmod cases;\nuse crate::render::x;\n#[cfg(test)]\nmod tests { use crate::theme; }", 3),
    ] {
        let expected = format!("src/text/fold.rs:{line}: `text` (floor 1) must not know `render` (floor 4)\n");
        assert_eq!(complaints(&[("src/text/fold.rs", text)]), expected, "{text}");
    }
}

#[test]
fn neighbours_are_strangers_unless_the_table_allows_them() {
    assert_eq!(
        complaints(&[("src/render/mod.rs", "use crate::{dossier::Dossier, theme::Theme};")]),
        "src/render/mod.rs:1: `render` (floor 4) must not know `theme` (floor 4)\n"
    );
    assert_eq!(
        complaints(&[("src/theme/mod.rs", "use crate::text::fold;")]),
        "ARCHITECTURE.md: `theme` may also use `render`, but does not\n"
    );
}

#[test]
fn comments_strings_tests_and_lower_floors_are_no_matter() {
    let text = "//! [`crate::render`]\nuse crate::date::Day; // crate::render\nconst A: &str = \"crate::render \\\" crate::theme\";\n\
                use super::fold;\n#[cfg(test)]\nmod cases;\n#[cfg(test)]\nmod tests {\n    use crate::render::x;\n}\n";
    let cases = "use crate::render::x;\nuse std::fs;";
    assert_eq!(complaints(&[("src/source/mod.rs", text), ("src/source/cases.rs", cases)]), "");
}

#[test]
fn disk_is_for_rooms_that_say_so() {
    assert_eq!(complaints(&[("src/source/files.rs", "use std::fs::File;")]), "");
    assert_eq!(
        complaints(&[("src/dossier/keys.rs", "\n\nfn a() { std::fs::read(b) }")]),
        "src/dossier/keys.rs:3: `dossier` must not touch disk or network, but names `std::fs`\n"
    );
}

#[test]
fn each_room_has_a_row_and_each_row_a_room() {
    assert_eq!(complaints(&[("src/attic.rs", "")]), "src/attic: this room is not in the table of ARCHITECTURE.md\n");
    let files = [("src/text.rs".to_owned(), String::new())];
    let house = read_table("| 0 | `text` | | | no |\n| 4 | `cellar` | | | no |");
    assert_eq!(check(&house, &files), ["ARCHITECTURE.md: `cellar` is in the table but not below src/"]);
}
