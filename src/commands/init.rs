//! `dossier init`: the files that a dossier starts with. None that is there already is touched, and a folder that holds Markdown
//! of another make gets settings and nothing else.

use super::{FileError, adopt, workflow};
use crate::cli::CiHost;
use crate::theme::is_carried;
use jiff::civil::Date;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The files, by path below the dossier's folder.
const STARTER: [(&str, &str); 6] = [
    ("dossier.toml", include_str!("starter/dossier.toml")),
    (".gitignore", include_str!("starter/gitignore")),
    ("content/_index.md", include_str!("starter/index.md")),
    ("content/articles/example.md", include_str!("starter/article.md")),
    ("content/people/ada-lovelace.md", include_str!("starter/person.md")),
    ("content/topics/analytical-engine.md", include_str!("starter/topic.md")),
];

/// The files of a theme that does not exist yet; `NAME` stands for its name in paths and texts.
const THEME: [(&str, &str); 3] = [
    ("themes/NAME/theme.toml", include_str!("starter/theme.toml")),
    ("themes/NAME/templates/base.html", include_str!("starter/theme.html")),
    ("themes/NAME/static/NAME.css", include_str!("starter/theme.css")),
];

/// What `init` did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files that are new.
    pub written: Vec<String>,
    /// Files that were there, and stay as they are.
    pub kept: Vec<String>,
}

/// Starts a dossier in `dir`, which is made if it is not there. Examples are written only if there is no `content/`
/// yet, and a theme only if neither the program nor the folder has one of that name. `today` dates the example article.
/// Notes of another make get settings and nothing else, the workflow only if `ci` names a host.
pub fn run(
    dir: &Path,
    theme: Option<&str>,
    ci: Option<CiHost>,
    today: Date,
    messages: &mut dyn Write,
) -> Result<Outcome, FileError> {
    let mut outcome = Outcome::default();
    if adopt::is_foreign(dir) {
        let is_new = fs::symlink_metadata(dir.join("dossier.toml")).is_err();
        if is_new {
            outcome = adopt::run(dir, theme, today, messages)?;
        } else {
            outcome.kept.push("dossier.toml".to_owned());
        }
        if let Some(theme) = theme.filter(|theme| is_new && !is_carried(theme)) {
            start_theme(dir, theme, &mut outcome)?;
        }
        if let Some(host) = ci {
            write_workflow(dir, host, &mut outcome)?;
        }
        let said = Outcome {
            written: outcome.written.iter().filter(|path| *path != "dossier.toml").cloned().collect(),
            ..outcome.clone()
        };
        let _ = report(&said, dir, messages);
        return Ok(outcome);
    }
    let has_content = fs::symlink_metadata(dir.join("content")).is_ok();
    for (path, text) in STARTER {
        let exists = fs::symlink_metadata(dir.join(path)).is_ok();
        if exists || (has_content && path.starts_with("content/")) {
            if exists {
                outcome.kept.push(path.to_owned());
            }
            continue;
        }
        let text = text.replace("date: DATE", &format!("date: {today}"));
        let text = match theme {
            Some(theme) => text.replace("# theme = \"default\"", &format!("theme = \"{theme}\"")),
            None => text,
        };
        write_new(&dir.join(path), &text)?;
        outcome.written.push(path.to_owned());
    }
    write_workflow(dir, ci.unwrap_or(CiHost::Github), &mut outcome)?;
    if let Some(theme) = theme.filter(|theme| !is_carried(theme)) {
        start_theme(dir, theme, &mut outcome)?;
    }
    // A message that cannot be printed is no reason to fail: the work is done.
    let _ = report(&outcome, dir, messages);
    Ok(outcome)
}

/// Writes the workflow of a host, if there is none.
fn write_workflow(dir: &Path, host: CiHost, outcome: &mut Outcome) -> Result<(), FileError> {
    let (path, text) = workflow::file(host);
    if fs::symlink_metadata(dir.join(path)).is_ok() {
        outcome.kept.push(path.to_owned());
    } else {
        write_new(&dir.join(path), &text)?;
        outcome.written.push(path.to_owned());
    }
    Ok(())
}

/// Starts a theme that extends the default one, if its folder is not there.
fn start_theme(dir: &Path, name: &str, outcome: &mut Outcome) -> Result<(), FileError> {
    if fs::symlink_metadata(dir.join("themes").join(name)).is_ok() {
        outcome.kept.push(format!("themes/{name}"));
        return Ok(());
    }
    for (path, text) in THEME {
        let path = path.replace("NAME", name);
        write_new(&dir.join(&path), &text.replace("NAME", name))?;
        outcome.written.push(path);
    }
    Ok(())
}

fn report(outcome: &Outcome, dir: &Path, messages: &mut dyn Write) -> io::Result<()> {
    for path in &outcome.written {
        writeln!(messages, "wrote {}", dir.join(path).display())?;
    }
    for path in &outcome.kept {
        writeln!(messages, "kept  {} (it was there already)", dir.join(path).display())?;
    }
    if outcome.written.iter().any(|path| path == "dossier.toml") {
        writeln!(messages, "next: `dossier serve` in {}", dir.display())?;
    }
    Ok(())
}

/// Writes a file that must not exist yet, with the folders that lead to it.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), FileError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(FileError::new("create the folder", folder))?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(FileError::new("write", path))?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // Half a page would be taken for a whole one.
        let _ = fs::remove_file(path);
        FileError::new("write", path)(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_becomes_a_dossier() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("new/dossier");
        let outcome = run(&root, Some("paper"), None, jiff::civil::date(2016, 1, 7), &mut Vec::new()).unwrap();
        let theme = ["themes/paper/theme.toml", "themes/paper/templates/base.html", "themes/paper/static/paper.css"];
        assert_eq!(
            outcome.written,
            [STARTER.map(|(path, _)| path).as_slice(), &[".github/workflows/pages.yml"], &theme].concat()
        );
        assert!(fs::read_to_string(root.join(theme[1])).unwrap().contains("asset[\"paper.css\"]"));
        let article = fs::read_to_string(root.join("content/articles/example.md")).unwrap();
        assert!(article.contains("\ndate: 2016-01-07\n"));
        let settings: toml::Table = fs::read_to_string(root.join("dossier.toml")).unwrap().parse().unwrap();
        assert_eq!(settings["theme"].as_str(), Some("paper"));
    }

    #[test]
    fn what_is_there_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("content")).unwrap();
        fs::write(dir.path().join("dossier.toml"), "title = \"Mine\"\n").unwrap();
        let mut messages = Vec::new();
        let outcome = run(dir.path(), None, None, jiff::civil::date(2016, 1, 7), &mut messages).unwrap();
        let expected = Outcome {
            written: vec![".gitignore".into(), ".github/workflows/pages.yml".into()],
            kept: vec!["dossier.toml".into()],
        };
        assert_eq!(outcome, expected);
        assert_eq!(fs::read_to_string(dir.path().join("dossier.toml")).unwrap(), "title = \"Mine\"\n");
        assert_eq!(fs::read_dir(dir.path().join("content")).unwrap().count(), 0);
        let messages = String::from_utf8(messages).unwrap();
        assert!(messages.ends_with("dossier.toml (it was there already)\n"), "{messages}");
    }

    #[test]
    fn the_settings_are_all_comments_but_the_title() {
        let settings: toml::Table = STARTER[0].1.parse().unwrap();
        let keys: Vec<_> =
            settings.iter().filter(|(_, value)| !value.is_table()).map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["title"]);
        // Uncommented, they are still settings.
        let uncommented: String = STARTER[0]
            .1
            .lines()
            .map(|line| {
                line.strip_prefix("# ").filter(|rest| rest.contains(" = ") || rest.starts_with('[')).unwrap_or(line)
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let settings: toml::Table = uncommented.parse().unwrap();
        assert_eq!(settings["publish"]["feed_limit"].as_integer(), Some(50));
        assert_eq!(settings["kinds"].as_array().map(Vec::len), Some(1));
    }
}
