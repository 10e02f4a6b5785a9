//! Names as authors and clippers write them: in wikilink brackets, with a hash, as an address.

use crate::text::slug::slugify;

/// A name that is shown: `[[Jane Doe]]` → `Jane Doe`, `[[jane-doe|Jane Doe]]` → `Jane Doe`.
pub(super) fn shown(text: &str) -> String {
    match wikilink(text) {
        Some((target, label)) => label.unwrap_or_else(|| last_part(target)).to_owned(),
        None => text.trim().to_owned(),
    }
}

/// A name or id that refers to an entity: of a wikilink the page, not the words shown (`[[people/jane-doe|she]]` →
/// `people/jane-doe`) — unless the page is a bare slug, which says less than the words.
pub(super) fn referred(text: &str) -> String {
    match wikilink(text) {
        Some((target, Some(label)))
            if !target.contains('/') && slugify(target) == target && slugify(label) != label =>
        {
            label.to_owned()
        }
        Some((target, _)) => target.to_owned(),
        None => text.trim().to_owned(),
    }
}

/// A tag: `#north-korea` → `north-korea`.
pub(super) fn tag(text: &str) -> String {
    referred(text.trim().trim_start_matches('#'))
}

/// Page and label of a text that is one wikilink.
fn wikilink(text: &str) -> Option<(&str, Option<&str>)> {
    let inner = text.trim().strip_prefix("[[")?.strip_suffix("]]")?;
    if inner.contains("[[") || inner.contains("]]") {
        return None;
    }
    let (target, label) = match inner.split_once('|') {
        Some((target, label)) => (target, Some(label.trim()).filter(|label| !label.is_empty())),
        None => (inner, None),
    };
    let target = target.split('#').next().unwrap_or_default().trim();
    Some((target.strip_suffix(".md").unwrap_or(target), label))
}

fn last_part(target: &str) -> &str {
    target.rsplit('/').next().unwrap_or(target)
}

/// Whether a text is an address that a reader can open.
pub(super) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_hashes_go() {
        for (text, as_shown, as_referred) in [
            ("Jane Doe", "Jane Doe", "Jane Doe"),
            (" [[Jane Doe]] ", "Jane Doe", "Jane Doe"),
            ("[[Jane Doe|she]]", "she", "Jane Doe"),
            ("[[people/jane-doe|she]]", "she", "people/jane-doe"),
            ("[[people/jane-doe.md]]", "jane-doe", "people/jane-doe"),
            ("[[jane-doe|Jane Doe]]", "Jane Doe", "Jane Doe"),
            ("[[Jane Doe#Life|her life]]", "her life", "Jane Doe"),
            ("[[A]] and [[B]]", "[[A]] and [[B]]", "[[A]] and [[B]]"),
            ("a|b", "a|b", "a|b"),
        ] {
            assert_eq!((shown(text).as_str(), referred(text).as_str()), (as_shown, as_referred), "{text}");
        }
        assert_eq!(tag("#sanctions"), "sanctions");
    }
}
