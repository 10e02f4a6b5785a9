//! What is to be imported: files, folders with all that lies in them, standard input.

use globset::GlobBuilder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The largest file that is read.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The largest picture that is copied.
const LARGEST_PICTURE: u64 = 32 * 1024 * 1024;

/// A file to import.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// As messages name it.
    pub(super) shown: String,
    /// Where it is; `None`: standard input.
    path: Option<PathBuf>,
    /// Whether the author named it, and it was not only found in a folder.
    pub(super) is_named: bool,
    /// Of the folders named, the one that it was found in.
    tree: usize,
}

/// Everything to import, and what is needed to find pictures.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) files: Vec<Input>,
    /// Pictures below each folder that was named, by their names in lower case.
    trees: Vec<BTreeMap<String, Vec<PathBuf>>>,
    /// What was passed over, for the report.
    pub(super) passed_over: Vec<(String, String)>,
    /// What could not be read.
    pub(super) unreadable: Vec<(String, String)>,
}

/// Lists what the arguments name, each file once, folders sorted.
pub(super) fn collect(arguments: &[PathBuf]) -> Inputs {
    let mut inputs = Inputs::default();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            inputs.files.push(Input { shown: "-".into(), path: None, is_named: true, tree: usize::MAX });
            continue;
        }
        match std::fs::metadata(argument) {
            Ok(found) if found.is_dir() => inputs.walk(argument),
            Ok(found) if found.is_file() => inputs.add(argument, true, usize::MAX),
            // a pipe would never end
            Ok(_) => inputs.refuse(argument, "it is neither a file nor a folder"),
            Err(error) => {
                let matched = matching(argument);
                if matched.is_empty() {
                    inputs.refuse(argument, &error.to_string());
                }
                for path in &matched {
                    inputs.add(path, true, usize::MAX);
                }
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    inputs.files.retain(|input| seen.insert(input.path.clone()));
    inputs
}

impl Inputs {
    fn add(&mut self, path: &Path, is_named: bool, tree: usize) {
        let shown = path.display().to_string();
        self.files.push(Input { shown, path: Some(path.to_owned()), is_named, tree });
    }

    fn refuse(&mut self, path: &Path, why: &str) {
        self.unreadable.push((path.display().to_string(), why.to_owned()));
    }

    fn walk(&mut self, folder: &Path) {
        let tree = self.trees.len();
        self.trees.push(BTreeMap::new());
        let visible =
            |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(&entry.file_name().to_string_lossy());
        let mut walk = WalkDir::new(folder).max_depth(64).sort_by_file_name().into_iter();
        loop {
            let entry = match walk.next() {
                None => break,
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    self.refuse(
                        &path,
                        &error.io_error().map_or_else(|| "it is a loop".to_owned(), ToString::to_string),
                    );
                    continue;
                }
            };
            if !visible(&entry) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            let path = entry.path();
            if entry.file_type().is_dir() {
                if let Some(page) = page_of(path).filter(|_| entry.depth() > 0) {
                    self.passed_over.push((path.display().to_string(), format!("belongs to {}", page.display())));
                    walk.skip_current_dir();
                }
                continue;
            }
            if !entry.file_type().is_file() {
                self.passed_over.push((path.display().to_string(), "is not a regular file".into()));
                continue;
            }
            let name = entry.file_name().to_string_lossy().to_lowercase();
            if is_picture(&name) {
                self.trees[tree].entry(name).or_default().push(path.to_owned());
                continue;
            }
            if is_no_text(&name) {
                self.passed_over.push((path.display().to_string(), "is not a text for readers".into()));
                continue;
            }
            self.add(path, false, tree);
        }
    }

    /// The bytes of the picture that a text names by a path from its own folder: from there, else from anywhere in the tree that was
    /// named, if only one file there has that name. What lies elsewhere is not looked at, and no link is followed out.
    pub(super) fn picture(&self, input: &Input, path: &str) -> Option<Vec<u8>> {
        let own = input.path.as_deref()?;
        let folder = own.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside = folder.join(path);
        if let Some(bytes) = below(folder, &beside) {
            return Some(bytes);
        }
        let name = path.rsplit('/').next()?.to_lowercase();
        match self.trees.get(input.tree)?.get(&name)?.as_slice() {
            [only] => below(only.parent()?, only),
            _ => None,
        }
    }
}

/// A regular file that really lies below a folder.
fn below(folder: &Path, path: &Path) -> Option<Vec<u8>> {
    let (folder, path) = (folder.canonicalize().ok()?, path.canonicalize().ok()?);
    if !path.starts_with(&folder) || !std::fs::metadata(&path).ok()?.is_file() {
        return None;
    }
    read_capped(File::open(path).ok()?, LARGEST_PICTURE).ok()
}

impl Input {
    /// Its bytes.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        match &self.path {
            None => read_capped(io::stdin().lock(), LARGEST),
            Some(path) => read_capped(File::open(path)?, LARGEST),
        }
    }

    /// Whether it can be read a second time.
    pub(super) fn is_file(&self) -> bool {
        self.path.is_some()
    }
}

fn read_capped(file: impl io::Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("it is larger than {} MiB", most / 1024 / 1024)));
    }
    Ok(bytes)
}

/// What programs keep for themselves.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "node_modules" | "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

/// By its suffix only: what a program reads is text, too.
fn is_no_text(name: &str) -> bool {
    const SUFFIXES: &str = include_str!("no-texts.txt");
    let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix);
    suffix.is_some_and(|suffix| SUFFIXES.lines().any(|line| line == suffix))
}

fn is_picture(name: &str) -> bool {
    let suffixes =
        [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico", ".tif", ".tiff", ".heic"];
    suffixes.iter().any(|suffix| name.ends_with(suffix))
}

/// The saved page whose pictures a folder holds.
fn page_of(folder: &Path) -> Option<PathBuf> {
    const ENDS: &str = include_str!("saved-folders.txt");
    let name = folder.file_name()?.to_str()?;
    let ends = ENDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    ends.filter_map(|end| name.strip_suffix(end)).find_map(|stem| {
        let pages = ["html", "htm", "xhtml", "HTM", "HTML"].into_iter().map(|suffix| format!("{stem}.{suffix}"));
        pages.map(|page| folder.with_file_name(page)).find(|page| page.is_file())
    })
}

/// The files that a pattern matches which no shell has replaced: `clips/*.html`.
fn matching(argument: &Path) -> Vec<PathBuf> {
    let pattern = argument.to_string_lossy().replace('\\', "/");
    let Some(first) = pattern.find(['*', '?', '[', '{']) else { return Vec::new() };
    let folder =
        pattern[..first].rsplit_once('/').map_or(".", |(folder, _)| if folder.is_empty() { "/" } else { folder });
    let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() else { return Vec::new() };
    let matcher = glob.compile_matcher();
    let walk = WalkDir::new(folder).max_depth(32).sort_by_file_name().into_iter().filter_map(Result::ok);
    walk.filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .map(|path| path.strip_prefix("./").map(Path::to_owned).unwrap_or(path))
        .filter(|path| matcher.is_match(path))
        .collect()
}
