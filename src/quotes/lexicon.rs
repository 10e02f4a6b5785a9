//! Words that tell who speaks: which uses a word has, from one file a language, `lexicon/en.txt`.

use crate::text::ascii;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("lexicon/en.txt");

/// The uses of a word, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Uses(u128);

macro_rules! uses {
    ($($name:ident $section:literal $bit:literal),+ $(,)?) => {
        impl Uses {
            $(#[doc = concat!("`[", $section, "]`")] pub(super) const $name: Uses = Uses(1 << $bit);)+
        }
        const SECTIONS: &[(&str, Uses)] = &[$(($section, Uses::$name)),+];
    };
}

uses! {
    SAY "say" 0, JUDGE "judge" 1, DENY "deny" 2, PREPOSITION "preposition" 3, DETERMINER "determiner" 4, HE "he" 5, SHE "she" 6,
    THEY "they" 7, IT "it" 8, WE "we" 9, AUXILIARY "auxiliary" 10, ADVERB "adverb" 11, CONJUNCTION "conjunction" 12,
    ROLE "role" 13, ROLES "roles" 14, DOCUMENT "document" 15, FEMALE_WORD "female-word" 16, MALE_WORD "male-word" 17,
    TITLE "title" 18, ORGANIZATION "organization" 19, CALENDAR "calendar" 20, NOT_NAME "not-name" 21, FEMALE "female" 22,
    MALE "male" 23, PARTICLE "particle" 24, ELISION "elision" 25, WORK "work" 26,
    SPEECH_NOUN "speech-noun" 27, NAMING "naming" 28, PAIR "pair" 29, ALONE "alone" 30,
    BE "be" 31, MODAL "modal" 32, CLAUSE_PREPOSITION "clause-preposition" 33, FRONTING "fronting" 34, OPENING "opening" 35,
    CONTRAST "contrast" 36, JOINING "joining" 37, RELATIVE "relative" 38, CONTRACTION "contraction" 39,
    ONLY_VERB "only-verb" 40, IRREGULAR "irregular" 41, THOUGHT "thought" 42, INDEFINITE "indefinite" 43,
    ACCORDING "according" 44, ABBREVIATION "abbreviation" 45,
    NEGATION "negation" 46, MERELY "merely" 47, POSSIBLE "possible" 48, HABIT "habit" 49, INVERTING "inverting" 50,
    ASSERTING "asserting" 51, PROSPECT "prospect" 52, CONDITION "condition" 53, UNREAL "unreal" 54, ASSUMED "assumed" 55,
    AVOID "avoid" 56, ACCUSING "accusing" 57, HEARING "hearing" 58, QUOTING "quoting" 59, LINK "link" 60, ADDRESSING "addressing" 61, SPEAKING "speaking" 62, HANDLING "handling" 63, SCREEN "screen" 64, YOU "you" 65, MANNER "manner" 66, BODY "body" 67,
    UNDERTAKING "undertaking" 68, SINGLE "single" 69,
    THING "thing" 80, PICK "pick" 81, TERM "term" 82, MEANING "meaning" 83, PERCEIVE "perceive" 84, MAKING "making" 85,
    TITLED "titled" 86, NICKNAME "nickname" 87,
}

impl Uses {
    /// Any verb that may bring a quotation.
    pub(super) const CUE: Uses = Uses(Self::SAY.0 | Self::JUDGE.0 | Self::DENY.0);

    /// These uses and those.
    pub(super) const fn or(self, other: Uses) -> Uses {
        Uses(self.0 | other.0)
    }

    /// Whether any of the uses is among these.
    pub(super) fn has(self, uses: Uses) -> bool {
        self.0 & uses.0 != 0
    }
}

/// Longest word of the list, in bytes.
const LONGEST: usize = 24;

/// Longest word whose letters are one number.
const SHORT: usize = 8;

/// A word in lower case, filled up with zeros: three numbers are compared sooner than bytes.
type Key = (u64, u64, u64);

fn key(word: &[u8; LONGEST]) -> Key {
    let part = |at: usize| u64::from_le_bytes(word[at..at + 8].try_into().expect("eight bytes"));
    (part(0), part(8), part(16))
}

/// Words with their uses.
struct Table {
    /// Bits of hashes of first eight bytes: most names and rare words end here.
    filter: Box<[u64; FILTER_BITS / 64]>,
    /// Words of [`SHORT`] and fewer bytes, which most are.
    short: FxHashMap<u64, Uses>,
    long: FxHashMap<Key, Uses>,
}

const FILTER_BITS: usize = 1 << 16;

impl Table {
    /// Where the filter has a word by its first eight bytes, whatever their case.
    fn bit(head: u64) -> usize {
        let hash = (head | ascii::SMALL).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (hash >> (u64::BITS - FILTER_BITS.ilog2())) as usize
    }

    /// Whether the list may have a word with these first eight bytes.
    fn may_have(&self, head: u64) -> bool {
        let bit = Self::bit(head);
        self.filter[bit / 64] >> (bit % 64) & 1 != 0
    }

    fn get(&self, word: &[u8; LONGEST]) -> Option<Uses> {
        match key(word) {
            (short, 0, 0) => self.short.get(&short).copied(),
            long => self.long.get(&long).copied(),
        }
    }

    fn add(&mut self, word: &[u8; LONGEST], uses: Uses) {
        let bit = Self::bit(key(word).0);
        self.filter[bit / 64] |= 1 << (bit % 64);
        let known = match key(word) {
            (short, 0, 0) => self.short.entry(short).or_default(),
            long => self.long.entry(long).or_default(),
        };
        *known = known.or(uses);
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let filter = Box::new([0; FILTER_BITS / 64]);
    let mut table = Table { filter, short: FxHashMap::default(), long: FxHashMap::default() };
    let mut uses = Uses(0);
    for line in FILE.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => {
                uses = SECTIONS.iter().find(|(section, _)| *section == name).map_or(Uses(0), |(_, uses)| *uses);
            }
            None => {
                for word in line.split_whitespace() {
                    let mut buffer = [0; LONGEST];
                    buffer[..word.len()].copy_from_slice(word.as_bytes());
                    table.add(&buffer, uses);
                }
            }
        }
    }
    table
});

/// Languages whose words are listed.
const LANGUAGES: &[&str] = &["en"];

/// Whether the words of a language are listed. `lang` is a tag such as `en-GB`.
pub(super) fn knows(lang: &str) -> bool {
    LANGUAGES.iter().any(|known| lang.split('-').next().is_some_and(|lang| lang.eq_ignore_ascii_case(known)))
}

/// The uses of a word, whatever its case; a possessive ending does not count.
pub(super) fn uses(word: &str) -> Uses {
    if word.len() > LONGEST {
        return Uses(0);
    }
    let head = ascii::head(word.as_bytes());
    if head & ascii::HIGH == 0 && !word.ends_with("'s") {
        if !TABLE.may_have(head) {
            return Uses(0);
        }
        if word.len() <= SHORT {
            return TABLE.short.get(&ascii::lower(head)).copied().unwrap_or_default();
        }
    }
    let mut buffer = [0u8; LONGEST];
    let mut len = 0;
    if word.is_ascii() {
        len = word.len();
        buffer[..len].copy_from_slice(word.as_bytes());
        buffer[..len].make_ascii_lowercase();
    } else {
        for c in word.chars() {
            let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
            len += c.encode_utf8(&mut buffer[len..]).len();
        }
    }
    TABLE.get(&buffer).unwrap_or_else(|| {
        if !buffer[..len].ends_with(b"'s") {
            return Uses::default();
        }
        buffer[len - 2..len].fill(0);
        TABLE.get(&buffer).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_file_has_a_use_and_every_use_a_section() {
        let names: Vec<&str> = FILE.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).collect();
        for (section, _) in SECTIONS {
            assert!(names.contains(section), "{section}");
        }
        for name in names {
            assert!(SECTIONS.iter().any(|(section, _)| *section == name), "{name}");
        }
    }

    #[test]
    fn case_and_possessive_do_not_matter() {
        assert!(uses("Said").has(Uses::SAY) && uses("spokesman’s").has(Uses::ROLE) && !uses("Ölaf").has(Uses::CUE));
    }
}
