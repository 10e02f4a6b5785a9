//! What short forms need to know of each entity.

use super::{Entity, EntityId, Gazetteer};
use crate::kind::Kinds;
use crate::names::{Class, Compare, PersonName, bare, family_comes_first, lexicon};
use crate::source::{Gender, MatchMode};
use crate::text::fold::fold_name;

/// A person's names, taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    names: Vec<PersonName>,
    /// `jr`, `iii`, as the names say it.
    generations: Vec<String>,
    /// As front matter says.
    pub(crate) gender: Option<Gender>,
    /// The family name stands first.
    pub(crate) family_first: bool,
}

impl Person {
    /// Whether a bare word is the person's first given name.
    pub(crate) fn goes_by(&self, word: &str) -> bool {
        !self.family_first && self.names.iter().any(|name| name.given.first().is_some_and(|given| given == word))
    }

    /// Whether a name of the person says so: `Jr.`.
    pub(crate) fn is_called(&self, generation: &str) -> bool {
        self.generations.iter().any(|known| known == generation)
    }

    /// The family names, as bare words with spaces.
    pub(crate) fn families(&self) -> impl Iterator<Item = String> {
        self.names.iter().map(|name| name.family.join(" "))
    }

    /// Compares the given names of a text with all names of the person; the best result.
    pub(crate) fn compare(&self, given: &[String]) -> Compare {
        self.names.iter().map(|name| name.compare(given)).max().unwrap_or(Compare::Other)
    }
}

/// By [`EntityId`]; `None` for what is not a person or matches exactly only.
pub(super) fn people(gazetteer: &Gazetteer, kinds: &Kinds) -> Vec<Option<Person>> {
    gazetteer
        .entities
        .iter()
        .map(|entity| {
            let source = &entity.source;
            if !kinds.get(entity.kind).person || source.match_mode == MatchMode::Exact {
                return None;
            }
            let family = source.family_name.as_deref();
            let names = std::iter::once(entity.name.as_str()).chain(source.aliases.iter().map(|a| a.value.as_str()));
            let family_first = family_first(entity);
            let generations = names.clone().flat_map(str::split_whitespace).map(bare);
            let generations = generations.filter(|word| lexicon().is(word, Class::GENERATION)).collect();
            let names = names.filter_map(|name| PersonName::parse(name, family, family_first)).collect();
            Some(Person { names, generations, gender: source.gender, family_first })
        })
        .collect()
}

/// The family names under which a person may appear once the full name has.
pub(super) fn family_names(gazetteer: &Gazetteer, id: EntityId) -> Vec<String> {
    let entity = gazetteer.get(id);
    let source = &entity.source;
    let first = family_first(entity);
    let mut all: Vec<String> = Vec::new();
    for name in std::iter::once(entity.name.as_str()).chain(source.aliases.iter().map(|alias| alias.value.as_str())) {
        for form in crate::names::family_forms(name, source.family_name.as_deref(), first) {
            if !all.contains(&form) {
                all.push(form);
            }
        }
    }
    all
}

/// Whether the family name stands first: front matter says so, the name begins with the family name that front matter gives,
/// or front matter says nothing and the name looks like it.
fn family_first(entity: &Entity) -> bool {
    let first = match &entity.source.family_name {
        Some(family) => fold_name(&entity.name).starts_with(&format!("{} ", fold_name(family))),
        None => family_comes_first(&entity.name),
    };
    entity.source.family_first || first
}
