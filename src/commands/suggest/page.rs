//! Pages of suggested names.

use super::super::new::{self, NewError};
use crate::dossier::Dossier;
use crate::kind::Kind;
use crate::suggest::{self, Suggestion};
use crate::text::fold::fold_name;
use crate::text::plain::yaml_string;
use crate::text::slug::slugify;
use rustc_hash::FxHashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Writes the page: name, other spellings, and the words with which an article introduces it, as those of its outlet. A name that only
/// drafts have gets a draft: nothing of them is published before they are. `published` are the ids of articles that are no drafts.
pub(super) fn write(
    root: &Path,
    dossier: &Dossier,
    kind: &Kind,
    suggestion: &Suggestion,
    published: &FxHashSet<String>,
) -> Result<PathBuf, NewError> {
    let slug = slugify(&suggestion.name);
    if slug.is_empty() {
        return Err(NewError::NoSlug(suggestion.name.clone()));
    }
    let mut text = format!("---\ntitle: {}\n", yaml_string(&suggestion.name));
    let aliases = aliases(kind, suggestion);
    if !aliases.is_empty() {
        let _ = writeln!(text, "aliases: [{}]", aliases.join(", "));
    }
    let is_public = |article: u32| published.contains(&dossier.articles[article as usize].source.head.id.0);
    let is_draft = !suggestion.articles().into_iter().any(is_public);
    let shown = suggestion.mentions.iter().filter(|place| is_draft || is_public(place.article));
    if let Some(summary) = shown.clone().find_map(|place| suggest::introduction(dossier, place)) {
        let _ = writeln!(text, "summary: {}", yaml_string(&summary));
    }
    if is_draft {
        text.push_str("draft: true\n");
    }
    text.push_str("---\n\n");
    new::create(root, &new::place(&dossier.config, &kind.name), &format!("{slug}.md"), &text)
}

/// Other spellings. Family names and first names follow from a person's name itself; short forms of others do not.
fn aliases(kind: &Kind, suggestion: &Suggestion) -> Vec<String> {
    let folded = fold_name(&suggestion.name);
    let is_person = kind.schema_org == "Person";
    let others = suggestion.spellings.iter();
    let others = others.filter(|other| fold_name(other) != folded && (!is_person || other.contains(' ')));
    others.map(|other| yaml_string(other)).collect()
}
