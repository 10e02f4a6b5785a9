//! Holds the README to the program: its commands and options, its settings with their defaults, its links.

use clap::CommandFactory as _;
use dossier::cli::Cli;
use dossier::config::{Config, load};
use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("README.md is at the root")
}

/// The text below a heading of the second level.
fn section(title: &str) -> String {
    let readme = readme();
    let (_, below) = readme.split_once(&format!("\n## {title}\n")).expect("the section is there");
    below.split_once("\n## ").map_or(below, |(section, _)| section).to_owned()
}

#[test]
fn commands_and_options_are_those_of_the_program() {
    let text = section("Commands");
    let mut options = BTreeSet::new();
    let program = Cli::command();
    for command in program.get_subcommands() {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{}", command.get_name())));
        let row = row.unwrap_or_else(|| panic!("the README has no row for `{}`", command.get_name()));
        for option in command.get_arguments().filter_map(|option| option.get_long()) {
            assert!(row.contains(&format!("--{option}")), "`{}` has no `--{option}` in the README", command.get_name());
            options.insert(option.to_owned());
        }
    }
    for option in program.get_arguments().filter_map(|option| option.get_long()) {
        assert!(text.contains(&format!("--{option}")), "`--{option}` is not in the README");
        options.insert(option.to_owned());
    }
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
        let Some(option) =
            word.strip_prefix("--").filter(|option| option.starts_with(|c: char| c.is_ascii_lowercase()))
        else {
            continue;
        };
        assert!(options.contains(option), "the README names `--{option}`, which no command has");
    }
}

#[test]
fn settings_are_those_of_the_program_with_their_defaults() {
    let (mut toml, mut rows) = (String::new(), BTreeSet::new());
    for line in section("dossier.toml").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, default, _] = cells[..] else { continue };
        let names: Vec<&str> = name.split('`').skip(1).step_by(2).collect();
        rows.extend(names.iter().map(|name| (*name).to_owned()));
        let Some(value) = default.strip_prefix('`').and_then(|default| default.strip_suffix('`')) else { continue };
        // dotted keys cannot be repeated as tables, but they can be mixed
        let key = names.iter().map(|name| name.trim_matches(['[', ']'])).collect::<Vec<_>>().join(".");
        toml.extend([&key, " = ", value, "\n"]);
    }
    let config = load(&toml, "README.md");
    assert_eq!(config.diagnostics, Vec::new(), "{toml}");
    assert_eq!(config.value, Config::default());
    let starter = include_str!("../src/commands/starter/dossier.toml");
    for key in starter.lines().filter_map(|line| line.trim_start_matches("# ").split_once(" = ")).map(|(key, _)| key) {
        assert!(rows.contains(key) || readme().contains(&format!("`{key}`")), "`{key}` is not in the README");
    }
}

#[test]
fn links_within_the_repository_lead_to_files() {
    for page in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "benches/README.md"] {
        let path = root().join(page);
        let text = std::fs::read_to_string(&path).expect("the page is there");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !target.starts_with("http") && !target.starts_with('#') {
                let file = path.parent().expect("it lies in a folder").join(target);
                assert!(file.exists(), "{page}: {target} leads nowhere");
            }
        }
    }
}

#[test]
fn files_that_the_map_names_are_there() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is at the root");
    for name in map.split('`').skip(1).step_by(2) {
        let path = name.trim_end_matches('/');
        let is_path = path.contains('/') && !path.contains([' ', '*', '(', '<', '~']) && !path.starts_with("--");
        if is_path {
            let there = [root().join(path), root().join("src").join(path)].iter().any(|path| path.exists());
            assert!(there, "ARCHITECTURE.md names {name}, which is not there");
        }
    }
}

#[test]
fn each_promise_names_tests_that_exist() {
    let promises = section("What is promised");
    let rows: Vec<&str> = promises
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("`tests/") || line.contains("`src/"))
        .collect();
    assert!(rows.len() >= 12, "{} promises", rows.len());
    for row in rows {
        let tests = row.rsplit(" | ").next().expect("a row has cells");
        for name in tests.split('`').skip(1).step_by(2) {
            let (file, test) = name.split_once("::").unwrap_or((name, ""));
            let code = std::fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{file} is not there"));
            let is_test = code
                .split_once(&format!("fn {test}("))
                .is_some_and(|(before, _)| before.trim_end().ends_with("#[test]"));
            assert!(test.is_empty() || is_test, "{file} has no test `{test}`");
        }
    }
}
