//! Names of authors.

use crate::dossier::Dossier;
use crate::entities::Entity;
use crate::names::{Class, bare, family_comes_first, lexicon};
use crate::text::plain::line;

/// Someone who wrote something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    /// In the order that people say it.
    pub(super) name: String,
    /// What the name consists of, if the dossier knows the person, or if the name begins with a known given name. Otherwise it
    /// stays whole: `Kim Yong Nam` and `Editors of the Times` would come out wrong.
    pub(super) parts: Option<Parts>,
}

/// What a name consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    /// With its particles: `von der Heide`.
    pub(super) family: String,
    /// With initials.
    pub(super) given: String,
    /// `Jr.`
    pub(super) suffix: Option<String>,
}

/// All names of a list.
pub(super) fn all(names: &[String], dossier: &Dossier) -> Vec<Author> {
    names.iter().filter_map(|name| Author::read(name, dossier)).collect()
}

/// The names that a source signs with: semicolons stand between them.
pub(super) fn signed(names: &str, dossier: &Dossier) -> impl Iterator<Item = Author> {
    names.split(';').filter_map(|name| Author::read(name, dossier))
}

impl Author {
    /// Reads a name; `None` if it is empty.
    pub(super) fn read(name: &str, dossier: &Dossier) -> Option<Self> {
        let name = line(name);
        if name.is_empty() {
            return None;
        }
        let person = |name: &str| {
            let mut people = dossier.config.kinds.iter().filter(|(_, kind)| kind.person);
            people.find_map(|(kind, _)| dossier.gazetteer.entity(name, Some(kind)))
        };
        // `Doe, Jane` of a page Jane Doe
        let (name, known) = match (person(&name), uninverted(&name)) {
            (None, Some(natural)) => match person(&natural) {
                Some(known) => (natural, Some(known)),
                None => (name, None),
            },
            (known, _) => (name, known),
        };
        let known = known.map(|id| dossier.gazetteer.get(id));
        let parts = match known {
            Some(person) if !person.stub => Parts::of(&name, person),
            _ => None,
        };
        if parts.is_some() || known.is_some_and(|person| !person.stub) {
            return Some(Self { name, parts });
        }
        // a name that nobody vouches for is taken apart only if its first word is known to be a given name
        let written = uninverted(&name).zip(name.split_once(", "));
        Some(match written {
            Some((natural, (family, given))) if begins_as_a_person(given) && !names_a_body(&natural) => {
                let (family, given) = (family.to_owned(), given.to_owned());
                Self { name: natural, parts: Some(Parts { family, given, suffix: None }) }
            }
            _ => Self { parts: Parts::guessed(&name), name },
        })
    }

    /// `Kerr, Paul` or `Marsh, Lenny, Jr.`, or the whole name.
    pub(super) fn sorted(&self) -> String {
        match &self.parts {
            Some(parts) => parts.sorted(&parts.given),
            None => self.name.clone(),
        }
    }
}

/// `Jane Doe` of `Doe, Jane`.
fn uninverted(name: &str) -> Option<String> {
    let (family, given) = name.split_once(", ")?;
    (!family.is_empty() && !given.is_empty() && !given.contains(',')).then(|| format!("{given} {family}"))
}

impl Parts {
    /// The name from the family name on, with the given names in whatever form.
    pub(super) fn sorted(&self, given: &str) -> String {
        let suffix = self.suffix.iter().flat_map(|suffix| [", ", suffix]);
        [self.family.as_str(), ", ", given].into_iter().chain(suffix).collect()
    }

    /// Parts of a name of a person with a page: as the page says, else by particles and initials. `None` where more than
    /// two words leave the choice open.
    fn of(name: &str, person: &Entity) -> Option<Self> {
        let (name, suffix) = without_suffix(name);
        // of the name, not of the person: an alias may have the other order
        let first = person.source.family_first || (!person.stub && family_comes_first(name));
        let (given, family) = match (&person.source.family_name, first) {
            (Some(family), _) => {
                let family = line(family);
                let given = name
                    .strip_suffix(&family)
                    .filter(|rest| rest.ends_with(' '))
                    .or_else(|| name.strip_prefix(&family).filter(|rest| rest.starts_with(' ')))?;
                (given.trim().to_owned(), family)
            }
            (None, true) => name.split_once(' ').map(|(family, given)| (given.to_owned(), family.to_owned()))?,
            (None, false) if person.stub => return None,
            (None, false) => at_family(name)?,
        };
        let whole = !family.is_empty() && !given.is_empty() && !name.contains(',');
        whole.then_some(Self { family, given, suffix })
    }
}

impl Parts {
    /// Parts of a name that begins with a known given name, or with an initial and goes on with one word, and in which no word
    /// is that of a body: `John Irish`, `J. Irish`. Anything else stays whole: `Editors of the Times` has no family name.
    fn guessed(name: &str) -> Option<Self> {
        let (name, suffix) = without_suffix(name);
        if !begins_as_a_person(name) || names_a_body(name) || family_comes_first(name) || name.contains(',') {
            return None;
        }
        let (given, family) = at_family(name)?;
        Some(Self { family, given, suffix })
    }
}

fn begins_as_a_person(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    let initial = first.ends_with('.') && first.trim_end_matches('.').chars().count() == 1;
    initial || first.split('-').all(|word| lexicon().is(&bare(word), Class::GIVEN))
}

fn names_a_body(name: &str) -> bool {
    let strange = Class::ORG.or(Class::GENERIC).or(Class::SITE).or(Class::NO_NAME).or(Class::FUNCTION).or(Class::OWNER);
    name.split(' ').skip(1).any(|word| {
        let particle = lexicon().is(&bare(word), Class::PARTICLE);
        !particle && (!word.starts_with(char::is_uppercase) || lexicon().is(&bare(word), strange))
    })
}

/// `Lenny Marsh` and `Jr.` of `Lenny Marsh, Jr.`
fn without_suffix(name: &str) -> (&str, Option<String>) {
    match name.rsplit_once(' ') {
        Some((rest, last)) if rest.contains(' ') && lexicon().is(&bare(last), Class::SUFFIX) => {
            (rest.trim_end_matches(','), Some(last.to_owned()))
        }
        _ => (name, None),
    }
}

/// Given and family names of a name with the given name first: the family name is the last word, or what a particle begins.
fn at_family(name: &str) -> Option<(String, String)> {
    let words: Vec<&str> = name.split(' ').collect();
    let particle = (1..words.len().saturating_sub(1)).find(|&at| lexicon().is(&bare(words[at]), Class::PARTICLE));
    let given = |word: &&str| lexicon().is(&bare(word), Class::GIVEN);
    let initial = |word: &&str| word.trim_end_matches('.').chars().count() == 1 || given(word);
    let family = particle.or_else(|| {
        let middle = words.get(1..words.len().checked_sub(1)?)?;
        middle.iter().all(initial).then_some(words.len() - 1)
    })?;
    (family > 0).then(|| (words[..family].join(" "), words[family..].join(" ")))
}
