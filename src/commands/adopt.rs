//! Folders of Markdown that were not made for this program.

use std::path::Path;

/// Whether a folder holds Markdown files, at any depth, that are not hidden.
pub(super) fn has_markdown(root: &Path) -> bool {
    let shown = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
    };
    let mut files = walkdir::WalkDir::new(root).max_depth(8).into_iter().filter_entry(shown).flatten();
    files.any(|entry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "md" || e == "markdown")
    })
}
