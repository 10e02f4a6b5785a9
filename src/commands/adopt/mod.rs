//! `dossier init` in a folder of Markdown that was made for something else: what it is, settings for it, and what they come to.
//!
//! In: a folder. Out: its `dossier.toml`, and a few lines on what would be published and what not. Nothing else is written, and
//! no program of the folder's is run. What the folder's own tool hides stays hidden.

mod makes;
mod settings;

use super::FileError;
use super::init::{Outcome, write_new};
use crate::config::{self, Config};
use crate::diagnostics::Severity;
use crate::source::{self, HeldBackReason, LoadOptions, PublicSources};
use crate::text::{fence, fold::fold_name};
use jiff::civil::Date;
use makes::Make;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Words that say what folders and tags are.
const WORDS: &str = include_str!("words.toml");

/// Files that stand in every repository and are no notes.
const NO_NOTES: [&str; 10] = [
    "readme",
    "license",
    "licence",
    "changelog",
    "contributing",
    "code_of_conduct",
    "security",
    "authors",
    "agents",
    "claude",
];

/// Fewest files of a folder or with a tag that make a kind of it.
const FEWEST: usize = 3;

/// Whether a folder holds Markdown files, at any depth, that are not hidden.
pub(super) fn has_markdown(root: &Path) -> bool {
    markdown(root).next().is_some()
}

/// Whether a folder holds notes that were not made for this program: Markdown that lies elsewhere than in the folders of a
/// dossier. A README and its like alone are none.
pub(super) fn is_foreign(root: &Path) -> bool {
    let kinds = Config::default().kinds;
    let is_own = |path: &str| {
        let folder = path.strip_prefix("content/").and_then(|below| below.split_once('/')).map(|(folder, _)| folder);
        folder.is_some_and(|folder| matches!(folder, "articles" | "pages") || kinds.by_name(folder).is_some())
    };
    let is_note = |path: &String| {
        let stem = path.rsplit_once('.').map_or("", |(stem, _)| stem).to_lowercase();
        !NO_NOTES.contains(&stem.as_str())
    };
    let mut notes = markdown(root).filter(is_note).peekable();
    // a site may have a folder that is called as one of ours
    notes.peek().is_some() && (makes::recognise(root).is_site || !notes.any(|path| is_own(&path)))
}

/// Markdown files by path, none of them hidden.
fn markdown(root: &Path) -> impl Iterator<Item = String> {
    paths(root, |entry| entry.file_type().is_file() && is_markdown(entry.path()))
}

/// What is in a folder and not hidden, by path.
fn paths(root: &Path, wanted: fn(&walkdir::DirEntry) -> bool) -> impl Iterator<Item = String> {
    let shown = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
    };
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(shown).flatten();
    let files = walk.filter(wanted);
    files.filter_map(|entry| {
        let below = entry.path().strip_prefix(entry.path().ancestors().nth(entry.depth())?).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        parts.map(|parts| parts.join("/"))
    })
}

fn is_markdown(path: &Path) -> bool {
    let is = |known: &&str| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(known));
    ["md", "markdown", "mdx"].iter().any(is)
}

/// Writes `dossier.toml` for a folder of Markdown, and says what it understood.
pub(super) fn run(
    root: &Path,
    theme: Option<&str>,
    today: Date,
    messages: &mut dyn Write,
) -> Result<Outcome, FileError> {
    let files: Vec<String> = markdown(root).collect();
    let mut make = makes::recognise(root);
    let lies_in =
        |path: &str, dir: &str| dir == "." || path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/'));
    if !files.iter().any(|path| lies_in(path, &make.dir)) {
        make.dir = ".".into();
    }
    let files: Vec<&str> = files.iter().map(String::as_str).filter(|path| lies_in(path, &make.dir)).collect();
    let dir = make.dir.clone();
    let below = |path: &str| if dir == "." { path.to_owned() } else { path[dir.len() + 1..].to_owned() };
    let notes: Vec<String> = files.iter().map(|path| below(path)).collect();
    let strange = hide_elsewhere(&mut make, root, &files, &notes);
    hide_templates(&mut make, root, &notes);
    // Links are not followed, and one that is met stops a build: what is left out here is left out knowingly.
    let links = paths(root, |entry| entry.depth() > 0 && entry.path_is_symlink());
    let links: Vec<String> = links.filter(|path| lies_in(path, &dir)).map(|path| literal(&below(&path))).collect();
    make.ignore.extend(links);
    let mut kinds = if make.is_site { BTreeMap::new() } else { kinds_by_folder(&notes) };
    let mut text = settings_text(root, &make, theme, &kinds);
    let mut found = load(root, &text, today);
    if !make.is_site && add_tags(&mut kinds, &found) {
        text = settings_text(root, &make, theme, &kinds);
        found = load(root, &text, today);
    }
    write_new(&root.join("dossier.toml"), &text)?;
    // A message that cannot be printed is no reason to fail: the work is done.
    let _ = report(root, &make, &kinds, &found, (notes.len(), &strange), messages);
    Ok(Outcome { written: vec!["dossier.toml".into()], kept: Vec::new() })
}

/// Copies a folder, without what is hidden, what is no regular file and what was built from it; gives the number of files. The
/// folder itself stays as it is, and no file that is there already is touched.
pub(super) fn copy(from: &Path, to: &Path) -> Result<usize, FileError> {
    /// Hidden folders that say what the folder was made with.
    const SETTINGS: [&str; 3] = [".obsidian", ".foam", ".vscode"];
    let inside = fs::canonicalize(from).map_err(FileError::new("open", from))?;
    fs::create_dir_all(to).map_err(FileError::new("create the folder", to))?;
    let own = fs::canonicalize(to).map_err(FileError::new("open", to))?;
    let wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let shown = !name.starts_with('.') || SETTINGS.contains(&name.as_ref());
        entry.depth() == 0
            || (shown
                && name != "node_modules"
                && entry.path() != own
                && !entry.path().join(".dossier-manifest").exists())
    };
    let mut copied = 0;
    for entry in walkdir::WalkDir::new(&inside).sort_by_file_name().into_iter().filter_entry(wanted) {
        let entry = entry.map_err(|error| FileError::new("read", from)(error.into()))?;
        let Ok(below) = entry.path().strip_prefix(&inside) else { continue };
        if !entry.file_type().is_file() {
            continue;
        }
        let place = own.join(below);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(FileError::new("create the folder", folder))?;
        }
        if fs::symlink_metadata(&place).is_err() {
            fs::copy(entry.path(), &place).map_err(FileError::new("write", &place))?;
            copied += 1;
        }
    }
    Ok(copied)
}

/// What the settings come to.
struct Found {
    sources: PublicSources,
    config: Config,
    /// Files with mistakes that stop a build.
    broken: BTreeSet<String>,
}

fn load(root: &Path, text: &str, today: Date) -> Found {
    let config = config::load(text, "dossier.toml").value;
    let loaded = source::load(root, &config, &LoadOptions { drafts: false, today }).unwrap_or_default();
    let errors = loaded.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let broken = errors.filter_map(|error| error.span.as_ref()).map(|span| span.source.path.clone()).collect();
    Found { broken, sources: loaded.value, config }
}

/// A path as a line of `ignore` that means it and nothing else.
fn literal(path: &str) -> String {
    let mut line = String::from("/");
    for character in path.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '{' | '}' | '\\') {
            line.push('\\');
        }
        line.push(character);
    }
    line
}

/// Hides the files that the regular expressions of the folder's own tool hide, and those that its Git repository does not hold, which
/// are of other programs or nobody's business; gives the expressions that are none.
fn hide_elsewhere(make: &mut Make, root: &Path, files: &[&str], notes: &[String]) -> Vec<String> {
    let (mut hidden, mut strange) = (BTreeSet::new(), Vec::new());
    for pattern in &make.hidden_by_regex {
        match regex::Regex::new(pattern) {
            Ok(regex) => {
                let matching = files.iter().zip(notes).filter(|(path, _)| regex.is_match(&format!("/{path}")));
                hidden.extend(matching.map(|(_, note)| note.as_str()));
            }
            Err(_) => strange.push(pattern.clone()),
        }
    }
    let mut git = ignore::gitignore::GitignoreBuilder::new("");
    let _ = git.add(root.join(".gitignore")); // none, or a line of it that is no pattern
    if let Ok(git) = git.build() {
        let outside = files.iter().zip(notes);
        let outside = outside.filter(|(path, _)| git.matched_path_or_any_parents(path, false).is_ignore());
        hidden.extend(outside.map(|(_, note)| note.as_str()));
    }
    let is_hidden =
        |folder: &str| notes.iter().filter(|note| note.starts_with(folder)).all(|note| hidden.contains(note.as_str()));
    let mut lines = BTreeSet::new();
    for note in &hidden {
        let folders = note.match_indices('/').map(|(at, _)| &note[..=at]);
        lines.insert(literal(folders.into_iter().find(|folder| is_hidden(folder)).unwrap_or(note)));
    }
    make.ignore.extend(lines);
    strange
}

/// Hides folders of templates that no setting names: by their name, if code of templates is in them.
fn hide_templates(make: &mut Make, root: &Path, notes: &[String]) {
    if make.is_site {
        return;
    }
    let names = words("templates", "folders");
    let dir = root.join(&make.dir);
    let is_template = |note: &str| fs::read_to_string(dir.join(note)).is_ok_and(|text| has_template_code(&text));
    let mut lines = BTreeSet::new();
    for (folder, inside) in by_folder(notes) {
        let name = folder.rsplit('/').next().unwrap_or_default().to_lowercase();
        let templates = || inside.iter().filter(|note| is_template(note)).count();
        if names.contains(&name) && templates() * 3 >= inside.len() {
            lines.insert(format!("{}/", literal(folder)));
        }
    }
    make.ignore.extend(lines.into_iter().filter(|line| !make.ignore.contains(line)).collect::<Vec<_>>());
}

/// Whether code of templates stands in a text, not as an example in code of the text's own, nor as the shortcodes of a site.
fn has_template_code(text: &str) -> bool {
    let mut open = None;
    text.lines().any(|line| {
        let content = line.trim_start();
        match open {
            Some(fence) => {
                open = open.filter(|_| !fence::closes(content, fence));
                return false;
            }
            None => open = fence::opens(content),
        }
        let prose = || line.split('`').step_by(2);
        let is_code = |part: &str| part.match_indices("{{").any(|(at, _)| !part[at + 2..].starts_with(['<', '%']));
        open.is_none() && prose().any(|part| is_code(part) || part.contains("<%"))
    })
}

/// All folders, each with the notes in it at any depth.
fn by_folder(notes: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for note in notes {
        for (at, _) in note.match_indices('/') {
            folders.entry(&note[..at]).or_default().push(note);
        }
    }
    folders
}

/// Folders and tags of a kind.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Claims {
    folders: Vec<String>,
    tags: Vec<String>,
}

fn words(kind: &str, what: &str) -> Vec<String> {
    let words: toml::Table = WORDS.parse().unwrap_or_default();
    let list = words.get(kind).and_then(|kind| kind.get(what)).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

const KINDS: [&str; 4] = ["people", "organizations", "places", "events"];

/// Kinds that the names of folders say.
fn kinds_by_folder(notes: &[String]) -> BTreeMap<&'static str, Claims> {
    let mut kinds: BTreeMap<&'static str, Claims> = BTreeMap::new();
    for kind in KINDS {
        let names = words(kind, "folders");
        let bare = |folder: &str| {
            let name = folder.rsplit('/').next().unwrap_or_default();
            name.trim_start_matches(|c: char| !c.is_alphabetic()).trim().to_lowercase()
        };
        let folders = by_folder(notes);
        let fitting = folders.iter().filter(|(folder, inside)| inside.len() >= FEWEST && names.contains(&bare(folder)));
        let folders: Vec<&str> = fitting.map(|(folder, _)| *folder).filter(|folder| *folder != kind).collect();
        // What lies in a folder that is named already needs no name of its own.
        let outer = |folder: &str| !folders.iter().any(|other| folder.starts_with(&format!("{other}/")));
        let mut lines: Vec<String> =
            folders.iter().filter(|folder| outer(folder)).map(|folder| pattern(folder)).collect();
        lines.sort();
        if !lines.is_empty() {
            kinds.entry(kind).or_default().folders = lines;
        }
    }
    kinds
}

/// A folder as a line of `folders`; characters of patterns in its name stand for any character.
fn pattern(folder: &str) -> String {
    folder.replace(['[', ']', '{', '}', '*', '\\', ':'], "?")
}

/// Kinds that tags say; whether there are any.
fn add_tags(kinds: &mut BTreeMap<&'static str, Claims>, found: &Found) -> bool {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, name) in found.sources.articles.iter().flat_map(|article| &article.about) {
        *counts.entry(fold_name(&name.value)).or_default() += 1;
    }
    let mut any = false;
    for kind in KINDS {
        let mut tags = words(kind, "tags");
        tags.retain(|tag| counts.get(&fold_name(tag)).is_some_and(|count| *count >= FEWEST));
        if !tags.is_empty() {
            kinds.entry(kind).or_default().tags = tags;
            any = true;
        }
    }
    any
}

/// The settings, as a file to be read and changed by people.
fn settings_text(root: &Path, make: &Make, theme: Option<&str>, kinds: &BTreeMap<&'static str, Claims>) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let list = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    let folder = std::path::absolute(root).ok().and_then(|root| root.file_name()?.to_str().map(str::to_owned));
    let title = make.title.clone().or(folder).unwrap_or_else(|| "Dossier".into());
    let mut text = format!("# Made by `dossier init` for {}. The README lists all keys.\n\n", make.name);
    let _ = writeln!(text, "title = {}", quoted(&title));
    if let Some(line) = make.language.as_ref().map(|tag| format!("language = {}\n", quoted(&tag.replace('_', "-"))))
        && config::load(&line, "dossier.toml").diagnostics.is_empty()
    {
        text.push_str(&line);
    }
    if let Some(theme) = theme {
        let _ = writeln!(text, "theme = {}", quoted(theme));
    }
    let is_foreign = |folder: &str| {
        let mut entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        entries.next().is_some() && !root.join(folder).join(".dossier-manifest").exists()
    };
    if is_foreign("output") {
        text.push_str("output_dir = \"dossier-output\" # `output` holds something else\n");
    }
    if is_foreign("templates") {
        text.push_str("templates_dir = \"dossier-templates\" # `templates` holds those of another program\n");
    }
    text.push_str("\n[content]\n");
    if make.dir != "content" {
        let _ = writeln!(text, "dir = {}", quoted(&make.dir));
    }
    let _ = writeln!(text, "articles = [{}] # `.`: everything that nothing else claims", list(&make.articles));
    if make.no_pages {
        text.push_str("pages = []\n");
    }
    match make.ignore.as_slice() {
        [] => {}
        [line] => {
            let _ = writeln!(text, "ignore = [{}]", quoted(line));
        }
        lines => {
            text.push_str("ignore = [\n");
            for line in lines {
                let _ = writeln!(text, "    {},", quoted(line));
            }
            text.push_str("]\n");
        }
    }
    if let Some(key) = &make.publish_key {
        let _ = writeln!(text, "publish_key = {} # pages without it stay back", quoted(key));
    }
    for (kind, claims) in kinds {
        let _ = write!(text, "\n[[kinds]]\nname = \"{kind}\"\n");
        for (key, values) in [("folders", &claims.folders), ("tags", &claims.tags)] {
            if !values.is_empty() {
                let _ = writeln!(text, "{key} = [{}]", list(values));
            }
        }
    }
    text
}

fn report(
    root: &Path,
    make: &Make,
    kinds: &BTreeMap<&'static str, Claims>,
    found: &Found,
    (notes, strange): (usize, &[String]),
    messages: &mut dyn Write,
) -> io::Result<()> {
    let dir = if make.dir == "." { String::new() } else { format!(", in `{}`", make.dir) };
    writeln!(messages, "this is {}: {}{dir}", make.name, counted(notes, "Markdown file", "Markdown files"))?;
    writeln!(messages, "would be published: {}", published(kinds, found))?;
    let left_out = left_out(make, found);
    writeln!(messages, "would be left out: {}", if left_out.is_empty() { "nothing" } else { &left_out })?;
    for pattern in strange {
        writeln!(
            messages,
            "not understood: `{}`, which hides files there; look whether it matters",
            pattern.escape_debug()
        )?;
    }
    if let Some(key) = &make.publish_key {
        writeln!(messages, "only pages with `{key}: true` are published, as there")?;
    }
    if !found.broken.is_empty() {
        let files = counted(found.broken.len(), "file has a mistake", "files have mistakes");
        writeln!(messages, "{files}: `dossier check` lists them")?;
    }
    writeln!(messages, "wrote {}; nothing else was touched", root.join("dossier.toml").display())?;
    writeln!(messages, "next: `dossier serve` in {}", root.display())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn published(kinds: &BTreeMap<&'static str, Claims>, found: &Found) -> String {
    let sources = &found.sources;
    let mut parts = vec![counted(sources.articles.len(), "article", "articles")];
    for (id, kind) in found.config.kinds.iter() {
        let count = sources.entities.iter().filter(|entity| entity.kind == id).count();
        if count == 0 {
            continue;
        }
        let claims = kinds.get(kind.name.as_str()).cloned().unwrap_or_default();
        let tags = claims.tags.iter().map(|tag| format!("#{tag}"));
        let why: Vec<String> = claims.folders.iter().cloned().chain(tags).take(3).collect();
        let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) };
        parts.push(counted(count, &kind.singular.to_lowercase(), &kind.plural.to_lowercase()) + &why);
    }
    if !sources.pages.is_empty() {
        parts.push(counted(sources.pages.len(), "page", "pages"));
    }
    if sources.sections.iter().any(|section| section.head.id.0 == "_index") {
        parts.push("a text for the home page".to_owned());
    }
    parts.join(", ")
}

fn left_out(make: &Make, found: &Found) -> String {
    let skipped = &found.sources.skipped;
    let sound = found.sources.held_back.iter().filter(|held| !found.broken.contains(&held.span.source.path));
    let held = |reason| sound.clone().filter(|held| held.reason == reason).count();
    let ignored = make.ignore.iter().take(3).map(|line| format!("`{line}`")).collect::<Vec<_>>().join(", ");
    let more = if make.ignore.len() > 3 { ", …" } else { "" };
    let rows = [
        (skipped.ignored.len(), format!("by `ignore` ({ignored}{more})")),
        (held(HeldBackReason::Draft), "as drafts".to_owned()),
        (held(HeldBackReason::Private), "as private".to_owned()),
        (held(HeldBackReason::Embargo), "under embargo".to_owned()),
        (skipped.underscored.len(), "whose name or folder begins with `_`".to_owned()),
        (skipped.own.len(), "in `static`, `templates` or `themes`".to_owned()),
        (skipped.empty.len(), "that introduce a folder and hold no text".to_owned()),
    ];
    let rows = rows.into_iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}"));
    rows.collect::<Vec<_>>().join(", ")
}
