//! Which words are forms of one word, by the stemmers of the languages of the pages on which they stand.
//!
//! The browser has no stemmer: the families travel in the index.

use super::forms::LANGUAGES;
use super::read::Chunk;
use super::shards::Families;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Languages with a stemmer, by the first part of their tag.
const STEMMERS: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("nn", Algorithm::Norwegian),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

const _: () = assert!(STEMMERS.len() <= LANGUAGES as usize);

/// The bit of a language tag; 0 for languages without a stemmer.
pub(crate) fn language_bit(tag: &str) -> u32 {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    STEMMERS.iter().position(|(language, _)| language.eq_ignore_ascii_case(primary)).map_or(0, |at| 1 << at)
}

/// The stems of a form in each of the languages, with the language's number.
pub(crate) fn stems(form: &str, languages: u32) -> Vec<(u32, String)> {
    if languages == 0 || !form.chars().all(char::is_alphabetic) || form.chars().count() > 40 {
        return Vec::new();
    }
    let plain: String = form.nfc().collect::<String>().to_lowercase();
    (0..STEMMERS.len() as u32)
        .filter(|language| languages & (1 << language) != 0)
        .map(|language| (language, Stemmer::create(STEMMERS[language as usize].1).stem(&plain).into_owned()))
        .collect()
}

/// The families of the terms of all chunks; `number` gives a term's number.
pub(crate) fn families(chunks: &[Chunk<'_>], numbers: &[Vec<u32>], terms: usize) -> Families {
    let mut forms: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for (chunk, numbers) in chunks.iter().zip(numbers) {
        for (text, form) in &chunk.forms {
            if let Some(term) = form.word() {
                forms.entry(text).or_insert((numbers[term], 0)).1 |= form.languages();
            }
        }
    }
    let forms: Vec<(&str, (u32, u32))> = forms.into_iter().collect();
    let mut stemmed: Vec<((u32, String), u32)> = forms
        .par_iter()
        .with_min_len(1024)
        .flat_map_iter(|(form, (term, languages))| stems(form, *languages).into_iter().map(|stem| (stem, *term)))
        .collect();
    stemmed.par_sort_unstable();

    // terms that share a stem are one family; so are families that share a term
    let mut leader: Vec<u32> = (0..terms as u32).collect();
    for pair in stemmed.windows(2) {
        if pair[0].0 == pair[1].0 {
            let (a, b) = (find(&mut leader, pair[0].1), find(&mut leader, pair[1].1));
            leader[a.max(b) as usize] = a.min(b);
        }
    }
    let mut by_leader: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let leaders: Vec<u32> = (0..terms as u32).map(|term| find(&mut leader, term)).collect();
    for (term, leader) in leaders.iter().enumerate() {
        by_leader.entry(*leader).or_default().push(term);
    }
    let mut families = Families { family_of: vec![u32::MAX; terms], members: Vec::new() };
    for (term, leader) in leaders.iter().enumerate() {
        if *leader as usize == term
            && let Some(members) = by_leader.remove(leader)
            && members.len() > 1
        {
            for member in &members {
                families.family_of[*member] = families.members.len() as u32;
            }
            families.members.push(members);
        }
    }
    families
}

/// The smallest term of a family so far.
fn find(leader: &mut [u32], mut term: u32) -> u32 {
    while leader[term as usize] != term {
        leader[term as usize] = leader[leader[term as usize] as usize];
        term = leader[term as usize];
    }
    term
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (language, a, b) in [
            ("en", "missiles", "Missile"),
            ("de-AT", "Häuser", "häusern"),
            ("fr", "nationaux", "nationale"),
            ("ru", "ракеты", "ракета"),
        ] {
            let bit = language_bit(language);
            assert_eq!(stems(a, bit), stems(b, bit), "{a} / {b}");
        }
        assert_eq!(stems("missiles", language_bit("fa")), []);
        assert_eq!(stems("mi55iles", language_bit("en")), []);
    }

    proptest! {
        #[test]
        fn no_word_stops_a_stemmer(word in "\\p{L}{1,12}") {
            stems(&word, u32::MAX >> (32 - STEMMERS.len()));
        }

        #[test]
        fn no_ending_stops_a_stemmer(word in "(gener|commun|арс|ا|وال|yy|ij|'|ß|é|о|ся|lar|ına|ங்கள்){1,5}[a-zäöåœа-яء-ي]{0,4}") {
            stems(&word, u32::MAX >> (32 - STEMMERS.len()));
        }
    }
}
