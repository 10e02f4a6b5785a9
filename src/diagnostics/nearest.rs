//! "Did you mean …": the known word nearest to a misspelt one.
//!
//! [`nearest`] compares with a few words one by one. [`Names`] is for thousands: it is made once, and a look into it takes the
//! same time however many names there are. Both follow one rule for what is near, so that they give the same answers.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash as _, Hasher as _};

/// Longer words are not slips of a name, and the distance takes time and memory by the product of both lengths.
const LONGEST: usize = 100;

/// Slips in one word, however long it is.
const MOST_SLIPS: usize = 3;

/// Names of one look-up that are compared letter by letter. Only names that share a piece with the word get so far.
const MOST_COMPARED: usize = 2_000;

/// How many letters may be wrong, missing, too many or swapped in a word of so many.
fn slips(letters: usize) -> usize {
    (1 + letters / 4).min(MOST_SLIPS)
}

/// The distance of two folded words, if the one may be a slip of the other.
fn distance(word: &str, letters: usize, candidate: &str, candidate_letters: usize) -> Option<usize> {
    let allowed = slips(letters.min(candidate_letters));
    if letters.abs_diff(candidate_letters) > allowed {
        return None;
    }
    Some(strsim::damerau_levenshtein(word, candidate)).filter(|distance| *distance <= allowed)
}

/// The candidate nearest to `word`, if it is near enough to be a slip; of several the first. For lists of some dozens; for more,
/// and for many questions, make a [`Names`].
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    let letters = folded.chars().count();
    let near = candidates.into_iter().filter(|candidate| candidate.len() <= 2 * LONGEST).filter_map(|candidate| {
        let lower = candidate.to_lowercase();
        Some((distance(&folded, letters, &lower, lower.chars().count())?, candidate))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Many names among which the nearest to a word is looked for.
///
/// A name is cut into one piece more than it may have slips; then at least one piece is without a slip, and stands in the
/// misspelt word too, a few letters to the left or right of its place. So names are kept by their pieces, and only those that
/// share one with the word are compared.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// As given, and folded.
    names: Vec<(String, Box<str>)>,
    /// Names by length in letters, number of the piece, and the piece.
    pieces: FxHashMap<u64, Vec<u32>>,
}

impl Names {
    /// Takes the names in.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = Self::default();
        for name in names.into_iter().filter(|name| name.len() <= 2 * LONGEST) {
            let number = known.names.len() as u32;
            let folded = name.to_lowercase();
            let letters: Vec<char> = folded.chars().collect();
            for (n, (start, len)) in cuts(letters.len()).enumerate() {
                known.pieces.entry(key(letters.len(), n, &letters[start..start + len])).or_default().push(number);
            }
            known.names.push((name.to_owned(), folded.into()));
        }
        known
    }

    /// The name nearest to `word`, if it is near enough to be a slip; of several the first.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        if word.len() > LONGEST {
            return None;
        }
        let folded = word.to_lowercase();
        let letters: Vec<char> = folded.chars().collect();
        let mut candidates: Vec<u32> = Vec::new();
        for len in letters.len().saturating_sub(MOST_SLIPS).max(1)..=letters.len() + MOST_SLIPS {
            let shift = slips(len.min(letters.len()));
            for (n, (start, piece)) in cuts(len).enumerate() {
                for at in start.saturating_sub(shift)..=start + shift {
                    let Some(letters) = letters.get(at..at + piece) else { break };
                    candidates.extend(self.pieces.get(&key(len, n, letters)).into_iter().flatten());
                }
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let near = candidates.into_iter().take(MOST_COMPARED).filter_map(|number| {
            let (name, lower) = &self.names[number as usize];
            Some((distance(&folded, letters.len(), lower, lower.chars().count())?, name))
        });
        near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name.as_str())
    }
}

/// The pieces of a name of so many letters: first letter and length of each. None is empty.
fn cuts(letters: usize) -> impl Iterator<Item = (usize, usize)> {
    let parts = (slips(letters) + 1).min(letters.max(1));
    (0..parts).map(move |n| {
        let (start, end) = (n * letters / parts, (n + 1) * letters / parts);
        (start, end - start)
    })
}

fn key(letters: usize, number: usize, piece: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    (letters, number, piece).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let known = ["Jane Doe", "John Doe", "Kim", "IAEA", "Harbour Office", "日本放送協会"];
        let names = Names::new(known);
        for (word, meant) in [
            ("Jnae Doe", Some("Jane Doe")),
            ("jane doe", Some("Jane Doe")),
            ("Jon Doe", Some("John Doe")),
            ("Kmi", Some("Kim")),
            ("Kims", Some("Kim")),
            ("Harbor Ofice", Some("Harbour Office")),
            ("日本放送協", Some("日本放送協会")),
            ("Ann Bell", None),
            ("Harbour", None),
            ("", None),
        ] {
            assert_eq!(names.nearest(word), meant, "{word}");
            assert_eq!(nearest(word, known), meant, "{word}");
        }
        assert_eq!(names.nearest(&"a".repeat(LONGEST + 1)), None);
    }

    proptest! {
        #[test]
        fn many_names_give_the_answer_of_a_few(
            names in prop::collection::vec("[abc]{1,9}( [abé]{1,6})?", 0..12),
            word in "[abcé ]{0,14}",
        ) {
            let many = Names::new(names.iter().map(String::as_str));
            let one_by_one = nearest(&word, names.iter().map(String::as_str));
            // A swap over a cut counts as one slip and spoils two pieces: then a name may be missed, never a wrong one named.
            if let Some(found) = many.nearest(&word) {
                let far = |name: &str| strsim::damerau_levenshtein(&word, name);
                prop_assert!(one_by_one.is_some_and(|first| far(first) <= far(found)));
            }
        }

        #[test]
        fn a_letter_too_many_or_too_few_is_found(name in "[a-zé]{3,20}( [a-z]{1,9})?", at in 0usize..40, letter in "[a-z]") {
            let names = Names::new([name.as_str(), "quite another name altogether"]);
            let mut longer: Vec<char> = name.chars().collect();
            let at = at % longer.len();
            let mut shorter = longer.clone();
            shorter.remove(at);
            longer.insert(at, letter.chars().next().unwrap_or('x'));
            for slip in [longer, shorter] {
                let slip: String = slip.into_iter().collect();
                prop_assert_eq!(names.nearest(&slip), Some(name.as_str()), "{}", slip);
            }
        }
    }
}
