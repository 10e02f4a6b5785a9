//! Seeing changes of the dossier's files. The output is none of them.

use super::ServeOptions;
use notify_debouncer_full::notify::event::{CreateKind, EventKind};
use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// Folders below the root that make the site, beside the content.
const FOLDERS: [&str; 3] = ["static", "templates", "themes"];

/// Folders that no content lies in, and that may be huge.
const PASSED_OVER: [&str; 1] = ["node_modules"];

/// What is watched for.
#[derive(Debug, Clone)]
struct Places {
    /// Folders, with all that is in them.
    folders: Vec<PathBuf>,
    /// The root, if it holds the content itself, and the output in it.
    open: Option<(PathBuf, PathBuf)>,
    settings: PathBuf,
}

impl Places {
    fn new(root: &Path, settings: PathBuf, content: &str, output: &str) -> Self {
        let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
        let open = content == ".";
        folders.extend((!open).then(|| root.join(content)));
        Self { folders, open: open.then(|| (root.to_owned(), root.join(output))), settings }
    }

    /// The path as it lies in a folder that makes the site.
    fn inside<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let open = self.open.as_ref().filter(|(_, output)| !path.starts_with(output));
        let in_root = open.and_then(|(root, _)| path.strip_prefix(root).ok());
        self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok()).or(in_root)
    }

    /// Whether this may be a folder that has to be watched by itself.
    fn is_top(&self, path: &Path) -> bool {
        let in_root = |(root, output): &(PathBuf, PathBuf)| path.parent() == Some(root) && path != output;
        self.folders.iter().any(|folder| folder == path) || self.open.as_ref().is_some_and(in_root)
    }

    /// The folders that are there.
    fn present(&self) -> Vec<PathBuf> {
        let root = self.open.as_ref().map(|(root, _)| fs::read_dir(root));
        let in_root = root.into_iter().flatten().flatten().flatten().map(|entry| entry.path());
        let in_root = in_root.filter(|path| self.is_top(path) && path.file_name().is_some_and(|n| matters(n.as_ref())));
        let mut all: Vec<PathBuf> = self.folders.iter().cloned().chain(in_root).filter(|path| path.is_dir()).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// How long to wait for more changes: editors write a file in several steps.
const CALM: Duration = Duration::from_millis(150);

/// Something in the dossier changed; one of its folders may be new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    new_folders: Vec<PathBuf>,
}

/// Watches as long as it lives.
pub(super) struct Watcher {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
}

impl Watcher {
    /// Begins to watch; sends each change to `changed`.
    pub(super) fn start(options: &ServeOptions, changed: mpsc::Sender<Change>) -> notify::Result<Self> {
        // Events bear the real path.
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let root = real(&options.root);
        let config = real(&root.join(&options.config));
        let places = Places::new(&root, config.clone(), &options.content, &options.output);
        let known = places.clone();
        let debouncer = new_debouncer(CALM, None, move |result: DebounceEventResult| {
            let events = result.unwrap_or_default();
            if let Some(change) = change(events.iter().map(|event| &event.event), &known) {
                // Nobody listens any more when the server is ending.
                let _ = changed.send(change);
            }
        })?;
        let mut watcher = Self { debouncer };
        // The root by itself: for the settings file, which editors replace, and for folders that are made later.
        watcher.debouncer.watch(&root, RecursiveMode::NonRecursive)?;
        if let Some(parent) = config.parent().filter(|parent| *parent != root) {
            watcher.debouncer.watch(parent, RecursiveMode::NonRecursive)?;
        }
        for folder in places.present() {
            watcher.debouncer.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(watcher)
    }

    /// Watches folders that have appeared.
    pub(super) fn follow(&mut self, changes: &[Change]) {
        for folder in changes.iter().flat_map(|change| &change.new_folders).filter(|folder| folder.is_dir()) {
            // The old watch, if there was one, saw a folder that is gone.
            let _ = self.debouncer.unwatch(folder);
            let _ = self.debouncer.watch(folder, RecursiveMode::Recursive);
        }
    }
}

/// What events mean for the site; `None` if nothing.
fn change<'a>(events: impl Iterator<Item = &'a notify::Event>, places: &Places) -> Option<Change> {
    let mut change = None;
    for event in events.filter(|event| !matches!(event.kind, EventKind::Access(_))) {
        for path in &event.paths {
            if *path != places.settings && !places.inside(path).is_some_and(matters) {
                continue;
            }
            let change: &mut Change = change.get_or_insert(Change { new_folders: Vec::new() });
            let appeared = matches!(event.kind, EventKind::Create(CreateKind::Folder | CreateKind::Any))
                || matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Name(_)));
            if appeared && places.is_top(path) && !change.new_folders.contains(path) {
                change.new_folders.push(path.clone());
            }
        }
    }
    change
}

/// Hidden files and editors' own do not make the site.
fn matters(path: &Path) -> bool {
    path.iter().all(|part| {
        let part = part.as_encoded_bytes();
        !part.starts_with(b".")
            && !part.ends_with(b"~")
            && part != b"4913"
            && !PASSED_OVER.iter().any(|name| name.as_bytes() == part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, ModifyKind};

    #[test]
    fn only_what_makes_the_site_is_a_change() {
        let places = |content| Places::new(Path::new("/d"), "/d/dossier.toml".into(), content, "output");
        let modify = EventKind::Modify(ModifyKind::Any);
        let made = EventKind::Create(CreateKind::Folder);
        for (kind, path, expected) in [
            (modify, "/d/content/articles/a.md", Some(vec![])),
            (modify, "/d/dossier.toml", Some(vec![])),
            (made, "/d/static", Some(vec![PathBuf::from("/d/static")])),
            (made, "/d/content/people", Some(vec![])),
            (made, "/d/output", None),
            (modify, "/d/output/index.html", None),
            (modify, "/d/.output.dossier-staging", None),
            (modify, "/d/content/.obsidian/workspace.json", None),
            (modify, "/d/content/articles/.a.md.swp", None),
            (modify, "/d/content/articles/a.md~", None),
            (EventKind::Access(AccessKind::Any), "/d/content/articles/a.md", None),
        ] {
            let event = notify::Event::new(kind).add_path(path.into());
            let expected = expected.map(|new_folders| Change { new_folders });
            assert_eq!(change([&event].into_iter(), &places("content")), expected, "{path}");
        }
        for (kind, path, expected) in [
            (modify, "/d/Notes/a.md", Some(vec![])),
            (modify, "/d/a.md", Some(vec![])),
            (made, "/d/Notes", Some(vec![PathBuf::from("/d/Notes")])),
            (made, "/d/Notes/deep", Some(vec![])),
            (modify, "/d/output/index.html", None),
            (made, "/d/output", None),
            (modify, "/d/node_modules/x/readme.md", None),
            (modify, "/d/.obsidian/workspace.json", None),
        ] {
            let event = notify::Event::new(kind).add_path(path.into());
            let expected = expected.map(|new_folders| Change { new_folders });
            assert_eq!(change([&event].into_iter(), &places(".")), expected, "{path}");
        }
    }
}
