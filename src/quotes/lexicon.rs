//! Words that tell who speaks: which uses a word has, from one file a language. `lexicon/en.txt` knows all uses; the others
//! know verbs of speech and the small words around them, and take names, titles and days from it.

use crate::text::ascii;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("lexicon/en.txt");

/// The other languages, by their tag.
const OTHERS: &[(&str, &str)] = &[
    ("de", include_str!("lexicon/de.txt")),
    ("es", include_str!("lexicon/es.txt")),
    ("fi", include_str!("lexicon/fi.txt")),
    ("fr", include_str!("lexicon/fr.txt")),
    ("pl", include_str!("lexicon/pl.txt")),
    ("pt", include_str!("lexicon/pt.txt")),
    ("ru", include_str!("lexicon/ru.txt")),
    ("uk", include_str!("lexicon/uk.txt")),
];

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

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(FILE));

static TABLES: [LazyLock<Table>; OTHERS.len()] = [
    LazyLock::new(|| Table::read(OTHERS[0].1)),
    LazyLock::new(|| Table::read(OTHERS[1].1)),
    LazyLock::new(|| Table::read(OTHERS[2].1)),
    LazyLock::new(|| Table::read(OTHERS[3].1)),
    LazyLock::new(|| Table::read(OTHERS[4].1)),
    LazyLock::new(|| Table::read(OTHERS[5].1)),
    LazyLock::new(|| Table::read(OTHERS[6].1)),
    LazyLock::new(|| Table::read(OTHERS[7].1)),
];

impl Table {
    fn read(file: &str) -> Self {
        let filter = Box::new([0; FILTER_BITS / 64]);
        let mut table = Table { filter, short: FxHashMap::default(), long: FxHashMap::default() };
        let mut uses = Uses(0);
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            match sections(line) {
                Some(names) => {
                    let known = |name: &str| SECTIONS.iter().find(|(section, _)| *section == name);
                    uses = names.filter_map(known).fold(Uses(0), |all, (_, uses)| all.or(*uses));
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
    }

    /// The uses of a word, whatever its case; a possessive ending does not count.
    fn uses(&self, word: &str) -> Uses {
        if word.len() > LONGEST {
            return Uses(0);
        }
        let head = ascii::head(word.as_bytes());
        if head & ascii::HIGH == 0 && !word.ends_with("'s") {
            if !self.may_have(head) {
                return Uses(0);
            }
            if word.len() <= SHORT {
                return self.short.get(&ascii::lower(head)).copied().unwrap_or_default();
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
        self.get(&buffer).unwrap_or_else(|| {
            if !buffer[..len].ends_with(b"'s") {
                return Uses::default();
            }
            buffer[len - 2..len].fill(0);
            self.get(&buffer).unwrap_or_default()
        })
    }
}

/// The uses that a line announces for the words below it: `[say]`, or several of them.
fn sections(line: &str) -> Option<impl Iterator<Item = &str>> {
    line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).map(str::split_whitespace)
}

/// The words of a language.
#[derive(Clone, Copy)]
pub(super) struct Lexicon(Words);

#[derive(Clone, Copy)]
enum Words {
    English,
    /// A language with a file of its own.
    Other(&'static Table),
    /// Nobody has listed its words. Those of English are asked: names, titles and days are alike in many languages.
    Unknown,
}

/// What another language takes from English.
const ABROAD: Uses =
    Uses(Uses::FEMALE.0 | Uses::MALE.0 | Uses::ORGANIZATION.0 | Uses::TITLE.0 | Uses::CALENDAR.0 | Uses::PARTICLE.0);

impl Lexicon {
    /// That of a language by its tag, such as `en-GB`; none is English.
    pub(super) fn of(lang: &str) -> Self {
        let tag = lang.split('-').next().unwrap_or_default();
        let other = OTHERS.iter().position(|(other, _)| tag.eq_ignore_ascii_case(other));
        Self(match other {
            Some(row) => Words::Other(&TABLES[row]),
            None if tag.is_empty() || tag.eq_ignore_ascii_case("en") => Words::English,
            None => Words::Unknown,
        })
    }

    /// All uses are listed.
    pub(super) fn is_full(self) -> bool {
        matches!(self.0, Words::English)
    }

    /// Its verbs of speech are listed.
    pub(super) fn has_verbs(self) -> bool {
        !matches!(self.0, Words::Unknown)
    }

    /// The uses of a word, whatever its case; a possessive ending does not count.
    pub(super) fn uses(self, word: &str) -> Uses {
        match self.0 {
            Words::English | Words::Unknown => TABLE.uses(word),
            Words::Other(table) => Uses(table.uses(word).0 | (TABLE.uses(word).0 & ABROAD.0)),
        }
    }
}

/// The uses of an English word, whatever its case.
pub(super) fn uses(word: &str) -> Uses {
    TABLE.uses(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_file_has_a_use_and_every_use_a_section() {
        let names: Vec<&str> = FILE.lines().filter_map(sections).flatten().collect();
        for (section, _) in SECTIONS {
            assert!(names.contains(section), "{section}");
        }
        let others = OTHERS.iter().flat_map(|(_, file)| file.lines().filter_map(sections).flatten());
        for name in names.into_iter().chain(others) {
            assert!(SECTIONS.iter().any(|(section, _)| *section == name), "{name}");
        }
    }

    #[test]
    fn no_word_is_longer_than_a_key() {
        for (_, file) in OTHERS.iter().chain(&[("en", FILE)]) {
            for word in file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
                assert!(word.len() <= LONGEST, "{word}");
            }
        }
    }

    #[test]
    fn each_language_has_its_own_words() {
        assert!(Lexicon::of("de-AT").uses("sagte").has(Uses::SAY) && !Lexicon::of("de").uses("said").has(Uses::SAY));
        assert!(Lexicon::of("ru").uses("заявила").has(Uses::SPEAKING) && Lexicon::of("").is_full());
        assert!(!Lexicon::of("ja").has_verbs() && Lexicon::of("fi").uses("Tuesday").has(Uses::CALENDAR));
    }

    #[test]
    fn case_and_possessive_do_not_matter() {
        assert!(uses("Said").has(Uses::SAY) && uses("spokesman’s").has(Uses::ROLE) && !uses("Ölaf").has(Uses::CUE));
    }
}
