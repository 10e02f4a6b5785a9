//! Which names of an article, and of all, are one: family names, acronyms that the article defines, middle initials.

use super::kinds::{Type, Votes};
use super::{Found, surface};
use crate::dossier::Dossier;
use crate::mentions::acronym_defined_at;
use rustc_hash::FxHashMap;

/// `Kato` on a page that names David Kato is David Kato.
pub(super) fn join_family_names(all: &mut [Found]) {
    let mut long: Vec<(Vec<String>, String, Votes)> = Vec::new();
    for found in all.iter().filter(|found| found.words.len() > 1) {
        if found.votes.best().0 == Type::Person && !long.iter().any(|(_, key, _)| *key == found.key) {
            long.push((found.words.clone(), found.key.clone(), found.votes));
        }
    }
    for found in all.iter_mut() {
        let [word] = found.words.as_slice() else { continue };
        if found.caps || found.votes.0[2] >= 8.0 {
            continue;
        }
        // `Ros-Lehtinen` on a page that also writes `Ileana Ros Lehtinen`
        let is_tail = |words: &[String]| word.contains(' ') && words.len() > 2 && words[1..].join(" ") == *word;
        let owner = long.iter().find(|(words, _, _)| words.last() == Some(word) || is_tail(words));
        if let Some((_, key, votes)) = owner.or_else(|| long.iter().find(|(words, _, _)| words.contains(word))) {
            found.key.clone_from(key);
            found.votes = *votes;
            found.sure = true;
        }
    }
}

/// `NTU` on a page that writes `Norland Trade Union (NTU)` is that union, unless the page gives it two meanings.
pub(super) fn join_acronyms(dossier: &Dossier, all: &mut [Found]) {
    let Some(first) = all.first() else { return };
    let text = &dossier.articles[first.place.article as usize].text.document.prose.text;
    // By acronym: the name it stands for, or none if there are two.
    let mut defined: FxHashMap<&str, Option<(String, Votes)>> = FxHashMap::default();
    for found in all.iter().filter(|found| found.words.len() > 1) {
        let name = found.place.prose.start as usize..found.place.prose.end as usize;
        if let Some(range) = acronym_defined_at(text, &name) {
            let meaning = defined.entry(&text[range]).or_insert_with(|| Some((found.key.clone(), found.votes)));
            if meaning.as_ref().is_some_and(|(key, _)| *key != found.key) {
                *meaning = None;
            }
        }
    }
    for found in all.iter_mut().filter(|found| found.words.len() == 1) {
        if let Some(Some((key, votes))) = defined.get(surface(dossier, &found.place)) {
            found.key.clone_from(key);
            found.votes = *votes;
            found.sure = true;
        }
    }
}

/// `Marta B. Vogel` is Marta Vogel, unless the articles also know a Marta C. Vogel.
pub(super) fn join_middle_initials(all: &mut [Found]) {
    let mut initials: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for found in all.iter() {
        if let Some((key, middle)) = without_middle_initials(found) {
            let known = initials.entry(key).or_default();
            if !known.contains(&middle) {
                known.push(middle);
            }
        }
    }
    // Short forms have the key of the long one.
    let mut plain: FxHashMap<String, String> = FxHashMap::default();
    for found in all.iter() {
        if let Some((key, _)) = without_middle_initials(found)
            && initials.get(&key).is_some_and(|known| known.len() == 1)
        {
            plain.insert(found.key.clone(), key);
        }
    }
    for found in all {
        if let Some(key) = plain.get(&found.key) {
            found.key.clone_from(key);
        }
    }
}

/// The key of a person's name without its middle initials, and these; `None` for a name that has none.
fn without_middle_initials(found: &Found) -> Option<(String, String)> {
    if found.words.len() < 3 || found.votes.best().0 != Type::Person || is_initial(&found.words[0]) {
        return None;
    }
    let (initials, kept) = middle_initials(&found.key);
    (!initials.is_empty()).then(|| (kept.join(" "), initials.join(" ")))
}

/// How many words a name has, middle initials not counted.
pub(super) fn full_words(name: &str) -> usize {
    middle_initials(name).1.len()
}

/// The middle initials of a name, and its other words.
fn middle_initials(name: &str) -> (Vec<&str>, Vec<&str>) {
    let last = name.split(' ').count() - 1;
    let (mut initials, mut kept) = (Vec::new(), Vec::new());
    for (at, word) in name.split(' ').enumerate() {
        let middle = at > 0 && at < last && is_initial(word);
        if middle { &mut initials } else { &mut kept }.push(word);
    }
    (initials, kept)
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.trim_end_matches('.').chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}
