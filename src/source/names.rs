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
    referred(text.trim().trim_start_matches('#').trim_matches(['"', '\'']))
}

/// What is listed in one text, and how its parts are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Topics: commas, semicolons, hashes; words in lower case that stand alone.
    Tags,
    /// Jekyll's categories: the same, and spaces between any words.
    Categories,
    /// People: semicolons; commas and `and` between full names. `Doe, Jane` is one.
    People,
    /// Bodies, places and all else, whose names may hold commas: semicolons.
    Others,
}

/// The names in a text that was written where a list could be. Each is a part of the text. A comma that may part names or belong to
/// one parts nothing; then the second value is true.
pub(super) fn listed(text: &str, kind: Listed) -> (Vec<&str>, bool) {
    let whole = || vec![text.trim()];
    let parts = |characters: &[char]| -> Vec<&str> {
        text.split(characters).map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    if text.trim_start().starts_with("[[") || text.contains("#[[") {
        return (linked_words(text), false);
    }
    if text.contains(';') {
        return (parts(&[';']), false);
    }
    let words = || text.split_whitespace();
    match kind {
        Listed::Tags | Listed::Categories => {
            let hashes = text.trim_start().starts_with('#') && words().skip(1).any(|word| word.starts_with('#'));
            let small = || words().all(|word| !word.contains(char::is_uppercase));
            if text.contains(',') {
                (parts(&[',']), false)
            } else if hashes {
                let tags = text.split(" #").map(str::trim).filter(|tag| !tag.is_empty());
                (tags.collect(), false)
            } else if kind == Listed::Categories || small() {
                (words().collect(), false)
            } else {
                (whole(), false)
            }
        }
        Listed::People => {
            let full = |name: &&str| name.split_whitespace().nth(1).is_some();
            let parts: Vec<&str> = parts(&[','])
                .into_iter()
                .flat_map(|part| part.split(" and ").flat_map(|part| part.split(" & ")))
                .collect();
            let parts: Vec<&str> = parts
                .into_iter()
                .map(|part| part.strip_prefix("and ").unwrap_or(part).trim())
                .filter(|part| !part.is_empty())
                .collect();
            if parts.len() > 1 && parts.iter().all(full) { (parts, false) } else { (whole(), false) }
        }
        Listed::Others => (whole(), text.contains(',')),
    }
}

/// `[[A]], [[B]] c #d`: links, and the words between them.
fn linked_words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("[[") {
        let Some(end) = rest[start..].find("]]").map(|n| start + n + 2) else { break };
        found.extend(between(&rest[..start]));
        found.push(&rest[start..end]);
        rest = &rest[end..];
    }
    found.extend(between(rest));
    found
}

fn between(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', ';']).flat_map(|part| part.split(" #"));
    parts.map(str::trim).filter(|part| !matches!(*part, "" | "#" | "and" | "&"))
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

    #[test]
    fn lists_in_one_text_are_taken_apart_where_it_is_plain() {
        for (text, kind, names) in [
            ("tide, wall", Listed::Tags, vec!["tide", "wall"]),
            ("#tide #sea wall", Listed::Tags, vec!["#tide", "sea wall"]),
            ("tide wall", Listed::Tags, vec!["tide", "wall"]),
            ("Sea Wall", Listed::Tags, vec!["Sea Wall"]),
            ("News Tide", Listed::Categories, vec!["News", "Tide"]),
            ("Jane Doe; Joe Bo", Listed::People, vec!["Jane Doe", "Joe Bo"]),
            ("Jane Doe, Ann Bell and Joe Bo", Listed::People, vec!["Jane Doe", "Ann Bell", "Joe Bo"]),
            ("Jane Doe, Ann Bell, and Joe Bo", Listed::People, vec!["Jane Doe", "Ann Bell", "Joe Bo"]),
            ("Doe, Jane", Listed::People, vec!["Doe, Jane"]),
            ("Doe, Jane; Bell, Ann", Listed::People, vec!["Doe, Jane", "Bell, Ann"]),
            ("Jane Doe, Jr.", Listed::People, vec!["Jane Doe, Jr."]),
            ("Bell, Doe and Sons, Inc.", Listed::Others, vec!["Bell, Doe and Sons, Inc."]),
            ("[[Jane Doe]], [[Ann Bell]]", Listed::People, vec!["[[Jane Doe]]", "[[Ann Bell]]"]),
            ("[[A]] [[B]] c, #d, #[[E f]]", Listed::Tags, vec!["[[A]]", "[[B]]", "c", "d", "[[E f]]"]),
            ("", Listed::People, vec![""]),
        ] {
            assert_eq!(listed(text, kind).0, names, "{text}");
        }
        assert!(listed("Vienna, Austria", Listed::Others).1);
    }
}
