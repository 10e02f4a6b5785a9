//! Seeing changes of the dossier's files. The output is none of them.

use notify_debouncer_full::notify::event::{CreateKind, EventKind};
use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// Folders below the root that make the site.
const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

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
    pub(super) fn start(root: &Path, config: &Path, changed: mpsc::Sender<Change>) -> notify::Result<Self> {
        // Events bear the real path.
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let root = real(root);
        let config = real(&root.join(config));
        let folders = FOLDERS.map(|folder| root.join(folder));
        let (known, settings) = (folders.clone(), config.clone());
        let debouncer = new_debouncer(CALM, None, move |result: DebounceEventResult| {
            let events = result.unwrap_or_default();
            if let Some(change) = change(events.iter().map(|event| &event.event), &known, &settings) {
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
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            watcher.debouncer.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(watcher)
    }

    /// Watches folders that have appeared.
    pub(super) fn follow(&mut self, changes: &[Change]) {
        for folder in changes.iter().flat_map(|change| &change.new_folders) {
            // The old watch, if there was one, saw a folder that is gone.
            let _ = self.debouncer.unwatch(folder);
            let _ = self.debouncer.watch(folder, RecursiveMode::Recursive);
        }
    }
}

/// What events mean for the site; `None` if nothing.
fn change<'a>(events: impl Iterator<Item = &'a notify::Event>, folders: &[PathBuf], settings: &Path) -> Option<Change> {
    let mut change = None;
    for event in events.filter(|event| !matches!(event.kind, EventKind::Access(_))) {
        for path in &event.paths {
            let inside = folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
            if path != settings && !inside.is_some_and(matters) {
                continue;
            }
            let change: &mut Change = change.get_or_insert(Change { new_folders: Vec::new() });
            let appeared = matches!(event.kind, EventKind::Create(CreateKind::Folder | CreateKind::Any))
                || matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Name(_)));
            if appeared && folders.contains(path) && !change.new_folders.contains(path) {
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
        !part.starts_with(b".") && !part.ends_with(b"~") && part != b"4913"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, ModifyKind};

    #[test]
    fn only_what_makes_the_site_is_a_change() {
        let folders = FOLDERS.map(|folder| Path::new("/d").join(folder));
        let settings = Path::new("/d/dossier.toml");
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
            assert_eq!(change([&event].into_iter(), &folders, settings), expected, "{path}");
        }
    }
}
