//! The strings under which entities are found: names and aliases with their spellings and plurals, each string once.

use super::EntityId;
use super::boundaries::Boundaries;
use super::case::CaseRule;
use super::matcher::{Candidate, Via};
use crate::kind::Kind;
use crate::names::spellings;
use crate::source::MatchMode;
use crate::text::fold::{fold_name, is_hangul, is_unspaced};
use rustc_hash::FxHashMap;

/// A string, and whose it is.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What must not stand right before and after.
    pub(super) boundaries: Boundaries,
    pub(super) names: Vec<Name>,
}

/// A name that folds to the string.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) candidate: Candidate,
    pub(super) case: CaseRule,
}

/// Collects them.
#[derive(Default)]
pub(super) struct Builder {
    numbers: FxHashMap<String, usize>,
    patterns: Vec<Pattern>,
    strings: Vec<String>,
}

impl Builder {
    /// One name as it is.
    pub(super) fn add(&mut self, entity: EntityId, via: Via, name: &str) {
        let folded = fold_name(name);
        self.add_folded(entity, via, name, folded);
    }

    /// A name and the other ways to write it.
    pub(super) fn add_with_plural(&mut self, entity: EntityId, via: Via, name: &str, kind: &Kind, mode: MatchMode) {
        self.add(entity, via, name);
        if mode == MatchMode::Exact {
            return;
        }
        for spelling in spellings(name) {
            self.add(entity, via, &spelling);
        }
        if kind.common_noun {
            for plural in plurals(name) {
                self.add(entity, Via::Plural, &plural);
            }
        }
    }

    fn add_folded(&mut self, entity: EntityId, via: Via, name: &str, folded: String) {
        let letters = folded.chars().filter(|c| c.is_alphanumeric()).count();
        let unspaced = folded.chars().any(|c| is_unspaced(c) || is_hangul(c));
        if letters == 0 || (letters == 1 && !unspaced) || folded.contains('\n') {
            return; // a single letter would match everywhere
        }
        let number = *self.numbers.entry(folded).or_insert_with_key(|folded| {
            self.strings.push(folded.clone());
            self.patterns.push(Pattern { boundaries: Boundaries::of(folded), names: Vec::new() });
            self.patterns.len() - 1
        });
        let name = Name { candidate: Candidate { entity, via }, case: CaseRule::of(name) };
        let names = &mut self.patterns[number].names;
        match names.iter_mut().find(|other| other.candidate.entity == entity && other.case == name.case) {
            Some(other) => other.candidate.via = other.candidate.via.min(via),
            None => names.push(name),
        }
    }

    /// Who bears a name.
    pub(super) fn bearers(&self, name: &str) -> &[Name] {
        self.numbers.get(&fold_name(name)).map_or(&[], |at| &self.patterns[*at].names)
    }

    /// The strings, and what each is, in one order.
    pub(super) fn finish(mut self) -> (Vec<String>, Vec<Pattern>) {
        for pattern in &mut self.patterns {
            pattern.names.sort_by_key(|name| (name.candidate.via, name.candidate.entity));
        }
        (self.strings, self.patterns)
    }
}

/// Simple English plurals of the last word: `test`, `policy`, `sanction pass`.
fn plurals(name: &str) -> Vec<String> {
    let Some(last) = name.chars().last().filter(char::is_ascii_alphabetic) else { return Vec::new() };
    let before_last = name.chars().rev().nth(1).unwrap_or(' ');
    match last.to_ascii_lowercase() {
        's' | 'x' | 'z' => vec![format!("{name}es")],
        'h' if matches!(before_last, 'c' | 's') => vec![format!("{name}es")],
        'y' if !"aeiou".contains(before_last) => vec![format!("{}ies", &name[..name.len() - 1])],
        _ => vec![format!("{name}s")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_simple() {
        for (name, plural) in [
            ("test", "tests"),
            ("policy", "policies"),
            ("day", "days"),
            ("pass", "passes"),
            ("launch", "launches"),
            ("bath", "baths"),
        ] {
            assert_eq!(plurals(name), [plural]);
        }
        assert!(plurals("JCPOA 2").is_empty());
    }
}
