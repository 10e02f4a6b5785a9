//! Whether a name is one of a person, an organisation or a place: votes of its words and of the words around it.

use super::runs::{Run, joined};
use super::words::Word;
use crate::names::{Class, lexicon};

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// A place.
    Place,
}

impl Type {
    /// The word for one.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
        }
    }

    /// Its type at schema.org, by which the kinds of a dossier are told.
    pub fn schema_org(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Place => "Place",
        }
    }
}

/// Votes for the types, in the order of [`Type`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Votes(pub(super) [f32; 3]);

impl Votes {
    pub(super) fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, vote)| *sum += vote);
    }

    /// The type with most votes, and by how much of all votes it leads.
    pub(super) fn best(&self) -> (Type, f32) {
        let [person, organization, place] = self.0;
        let all = (person + organization + place).max(0.1);
        if person >= organization && person >= place {
            (Type::Person, (person - organization.max(place)) / all)
        } else if place >= organization {
            (Type::Place, (place - person.max(organization)) / all)
        } else {
            (Type::Organization, (organization - person.max(place)) / all)
        }
    }
}

/// That the name is one of an outlet of the dossier.
pub(super) const OF_OUTLET: Votes = Votes([0.0, 12.0, 0.0]);

/// What the words of a name say by themselves.
pub(super) fn of_words(text: &str, words: &[Word]) -> Votes {
    let lexicon = lexicon();
    let (mut person, mut organization, mut place) = (0.0, 0.0, 0.0);
    let surface = &text[words[0].at.start..words[words.len() - 1].at.end];
    let last = &words[words.len() - 1];
    if lexicon.is(&joined(words), Class::PLACE) {
        place += 10.0;
    }
    let acronym =
        words.len() == 1 && surface.chars().filter(|c| c.is_uppercase()).count() > 1 && !surface.contains('\'');
    if acronym && surface.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) {
        organization += 5.0;
    } else if acronym {
        organization += 1.5;
    }
    let head = |word: &Word| (word.class.any(Class::ORG.or(Class::PRESS)), word.class.any(Class::SITE));
    if words.len() > 1 {
        let of = words.iter().position(|word| matches!(word.bare.as_str(), "of" | "for"));
        let (org, site) = head(of.filter(|at| *at > 0).map_or(last, |at| &words[at - 1]));
        let any_org = words.iter().any(|word| word.class.any(Class::ORG));
        match (org, site) {
            (true, _) => organization += 8.0,
            (false, true) => place += if any_org { 5.0 } else { 7.0 },
            _ if any_org => organization += 5.0,
            _ => {}
        }
        let plain = words.iter().all(|word| !word.class.any(Class::ORG.or(Class::SITE)));
        if words[0].class.any(Class::GIVEN) && plain {
            person += 6.0;
        }
        if plain && words.iter().any(|word| word.bare.chars().count() == 1) {
            person += 3.0;
        }
        if plain && (2..=4).contains(&words.len()) {
            person += 2.5;
        }
        if words.len() > 4 {
            organization += 1.0;
        }
        if words[1..].iter().any(|word| word.bare == "and" || text[word.at.clone()].contains('&')) {
            organization += 3.0;
        }
        let front = words[0].class.any(Class::SITE_FRONT);
        if front && !any_org {
            place += 4.0;
        }
    } else {
        let class = words[0].class;
        if class.any(Class::GIVEN) {
            person += 2.0;
        }
        if class.any(Class::AGENCY) {
            organization += 10.0;
        } else if class.any(Class::ORG) {
            organization += 5.0;
        } else if class.any(Class::SITE) {
            place += 4.0;
        }
        person += 0.6;
        organization += 0.45;
        place += 0.65;
    }
    Votes([person, organization, place])
}

/// What the words around a name say.
pub(super) fn of_context(words: &[Word], run: &Run) -> Votes {
    let (mut person, mut organization, mut place) = (0.0, 0.0, 0.0);
    if run.titled {
        person += 6.0;
    }
    let adjoining = |at: Option<usize>| at.and_then(|at| words.get(at));
    let is_owner =
        adjoining(Some(run.words.end)).is_some_and(|after| after.joined && after.class.any(Class::AFTER_PERSON));
    if let Some(before) = adjoining(run.words.start.checked_sub(1)) {
        match before.bare.as_str() {
            "in" | "near" | "outside" | "across" | "around" | "throughout" | "into" => place += 2.0,
            "at" | "from" | "to" => place += 0.6,
            // `the Holt administration` says nothing of an organisation called Holt
            "the" if is_owner => person += 2.0,
            // no article stands before a person of several names
            "the" if run.words.len() > 1 && !run.titled => {
                organization += 3.2;
                place += 0.4;
            }
            "the" => {
                organization += 1.2;
                place += 0.4;
            }
            "by" | "with" | "and" => person += 0.2,
            "mr" | "mrs" | "ms" | "dr" => person += 4.0,
            "northern" | "southern" | "eastern" | "western" | "central" | "downtown" => place += 2.5,
            _ => {}
        }
    }
    if let Some(after) = adjoining(Some(run.words.end)) {
        if after.class.any(Class::SPEECH) {
            person += if matches!(after.bare.as_str(), "who" | "whose") { 3.0 } else { 1.0 };
        }
        if after.class.any(Class::AFTER_PLACE) {
            place += 2.5;
        } else if after.class.any(Class::AFTER_ORG) {
            organization += 2.0;
        }
        let apposed = words
            .get(run.words.end + 1)
            .is_some_and(|next| lexicon().is(&after.bare, Class::PLACE) && next.at.start > after.at.end);
        if apposed && after.upper && words[run.words.end - 1].at.end + 2 == after.at.start {
            place += 2.0;
        }
    }
    Votes([person, organization, place])
}
