//! The list of entities: names that two share, names that are nearly the same, and names that no article mentions.

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::Dossier;
use crate::entities::{Entity, EntityId};
use crate::names::{Compare, PersonName, family_comes_first};
use crate::text::fold::fold_name;
use rustc_hash::{FxHashMap, FxHashSet};

/// Everything about the list of entities that a person should look at.
pub fn entities(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut all = collisions(dossier);
    all.extend(near_duplicates(dossier));
    all.extend(never_mentioned(dossier));
    all
}

fn names(entity: &Entity) -> impl Iterator<Item = (&str, Span)> {
    let aliases = entity.source.aliases.iter().map(|alias| (alias.value.as_str(), alias.span.clone()));
    std::iter::once((entity.name.as_str(), entity.place())).chain(aliases)
}

/// Two entities with one name or alias: it links nothing until a page decides.
fn collisions(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut owners: FxHashMap<String, (EntityId, Span)> = FxHashMap::default();
    let mut all = Vec::new();
    for (number, entity) in (0..).zip(&dossier.gazetteer.entities) {
        let id = EntityId(number);
        for (name, span) in names(entity) {
            let folded = fold_name(name);
            match owners.get(&folded) {
                Some((other, first)) if *other != id => {
                    let other = dossier.gazetteer.get(*other);
                    all.push(
                        Diagnostic::new(
                            Code::ALIAS_COLLISION,
                            format!("`{name}` is a name of {} and of {}", other.id, entity.id),
                            span,
                        )
                        .related(first.clone(), "the other one")
                        .help("take the name from one of them, or move it to its `weak_aliases`"),
                    );
                }
                Some(_) => {}
                None => drop(owners.insert(folded, (id, span))),
            }
        }
    }
    all
}

/// Entities of one kind whose names differ by a letter, an initial or a nickname.
fn near_duplicates(dossier: &Dossier) -> Vec<Diagnostic> {
    const SHORTEST: usize = 7;
    let entities = &dossier.gazetteer.entities;
    let mut pairs: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut buckets: FxHashMap<(u8, String), Vec<usize>> = FxHashMap::default();
    for (number, entity) in entities.iter().enumerate() {
        let folded = fold_name(&entity.name);
        let kind = entity.kind.0;
        if folded.chars().count() >= SHORTEST && !folded.chars().any(|c| c.is_ascii_digit()) {
            // two words one letter apart share a form with one letter taken out
            for (at, c) in folded.char_indices() {
                let without = format!("{}{}", &folded[..at], &folded[at + c.len_utf8()..]);
                buckets.entry((kind, without)).or_default().push(number);
            }
            buckets.entry((kind, folded)).or_default().push(number);
        }
        if dossier.config.kinds.get(entity.kind).person
            && let Some(person) = person_name(entity)
        {
            buckets.entry((kind, format!("\u{0}{}", person.family.join(" ")))).or_default().push(number);
        }
    }
    let mut keys: Vec<&(u8, String)> = buckets.keys().collect();
    keys.sort();
    for key in keys {
        let family = key.1.starts_with('\u{0}');
        let members = &buckets[key];
        for (at, &a) in members.iter().enumerate().take(64) {
            for &b in members[at + 1..].iter().take(64) {
                if a != b && (!family || same_person(&entities[a], &entities[b])) {
                    pairs.insert((a.min(b), a.max(b)));
                }
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs
        .into_iter()
        .filter(|&(a, b)| fold_name(&entities[a].name) != fold_name(&entities[b].name))
        .filter(|&(a, b)| !(entities[a].tag && entities[b].tag))
        .map(|(a, b)| {
            let (a, b) = (&entities[a], &entities[b]);
            Diagnostic::new(Code::NEAR_DUPLICATE, format!("`{}` and `{}` may be the same", a.name, b.name), b.place())
                .related(a.place(), "the other one")
                .help("if they are, keep one file and add the other name to its `aliases`")
        })
        .collect()
}

fn same_person(a: &Entity, b: &Entity) -> bool {
    let (Some(a), Some(b)) = (person_name(a), person_name(b)) else { return false };
    a.compare(&b.given) == Compare::Like
}

fn person_name(entity: &Entity) -> Option<PersonName> {
    let first = entity.source.family_first || family_comes_first(&entity.name);
    PersonName::parse(&entity.name, entity.source.family_name.as_deref(), first)
}

/// Entities with a page of their own that no article mentions or lists, or might mention: undecided names are reported by
/// themselves.
fn never_mentioned(dossier: &Dossier) -> Vec<Diagnostic> {
    let articles = dossier.articles.iter().flat_map(|article| &article.text.found.ambiguities);
    let perhaps: FxHashSet<EntityId> = articles.flat_map(|ambiguity| &ambiguity.candidates).copied().collect();
    dossier
        .gazetteer
        .entities
        .iter()
        .zip(&dossier.backlinks)
        .zip((0..).map(EntityId))
        .filter(|((entity, backlinks), id)| !entity.stub && backlinks.is_empty() && !perhaps.contains(id))
        .map(|((entity, _), _)| {
            Diagnostic::new(Code::NEVER_MENTIONED, format!("no article mentions `{}`", entity.name), entity.place())
                .help("add the spelling that the articles use to `aliases`, or delete the page")
        })
        .collect()
}
