//! What a link can name on a page: its headings.

use crate::markdown::Document;
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;

/// Ids of headings by their folded text, the first of each, and by `#` and the id itself.
pub(super) fn headings(document: &Document) -> FxHashMap<String, &str> {
    let mut known = FxHashMap::default();
    for heading in &document.headings {
        known.entry(fold_name(&heading.text)).or_insert(heading.id.as_str());
        known.insert(format!("#{}", heading.id), heading.id.as_str());
    }
    known
}
