//! The word lists, read once. Words are compared in lower case, without accents and full stops.

use crate::source::Gender;
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word may be; several at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Class(u64);

impl Class {
    pub(crate) const TITLE: Self = Self(1);
    pub(crate) const PARTICLE: Self = Self(2);
    pub(crate) const SUFFIX: Self = Self(4);
    pub(crate) const GIVEN: Self = Self(8);
    pub(crate) const COMMON: Self = Self(16);
    pub(crate) const TIME: Self = Self(32);
    pub(crate) const SPEECH: Self = Self(64);
    pub(crate) const FAMILY: Self = Self(128);
    pub(crate) const GENERIC: Self = Self(256);
    /// What stands before the names of storms, ships and operations.
    pub(crate) const KIND_FRONT: Self = Self(512);
    pub(crate) const OFFICE: Self = Self(1024);
    pub(crate) const DEMONYM: Self = Self(1 << 11);
    pub(crate) const ORG: Self = Self(1 << 12);
    pub(crate) const SITE: Self = Self(1 << 13);
    pub(crate) const NO_NAME: Self = Self(1 << 14);
    pub(crate) const FUNCTION: Self = Self(1 << 15);
    /// What makes a capitalised compound an adjective: `based`.
    pub(crate) const TAIL: Self = Self(1 << 17);
    /// First words of names of places: `Port`.
    pub(crate) const SITE_FRONT: Self = Self(1 << 18);
    pub(crate) const AFTER_PLACE: Self = Self(1 << 19);
    pub(crate) const AFTER_ORG: Self = Self(1 << 20);
    pub(crate) const AFTER_PERSON: Self = Self(1 << 38);
    pub(crate) const OWNER: Self = Self(1 << 21);
    /// Family names that stand first: `Kim`.
    pub(crate) const EAST: Self = Self(1 << 22);
    /// A title that is a job or an adjective: `Former`.
    pub(crate) const JOB: Self = Self(1 << 23);
    /// What tells a son from his father: `Jr`.
    pub(crate) const GENERATION: Self = Self(1 << 24);
    pub(crate) const PARTNERS: Self = Self(1 << 25);
    /// What is called after a place, with `of`: `University`.
    pub(crate) const NAMESAKE: Self = Self(1 << 26);
    /// Last words of names of prizes, laws and other things that people and places give their names to.
    pub(crate) const WORK: Self = Self(1 << 29);
    /// What deals with something, `on` it: `Commission`.
    pub(crate) const PANEL: Self = Self(1 << 30);
    /// A common word that no sentence begins with by rule, for the suggestions alone: `Procedure`.
    pub(crate) const NOUN: Self = Self(1 << 33);
    /// Last words of names of newspapers.
    pub(crate) const PRESS: Self = Self(1 << 34);
    /// Heads of names of neither people nor bodies nor places: `Festival`.
    pub(crate) const THING: Self = Self(1 << 35);
    /// What a hyphen joins to a name: `ex`.
    pub(crate) const PREFIX: Self = Self(1 << 36);
    /// A whole name of an organisation.
    pub(crate) const AGENCY: Self = Self(1 << 37);
    pub(crate) const INNER: Self = Self(1 << 31);
    /// What tells a part of a place as often as it belongs to a name: `Northern`.
    pub(crate) const REGION: Self = Self(1 << 32);
    pub(crate) const COMPASS: Self = Self(1 << 27);
    /// Those who are told by whose they are: `daughter`.
    pub(crate) const RELATIVE: Self = Self(1 << 28);
    /// A whole name of a place, of one word or several.
    pub(crate) const PLACE: Self = Self(1 << 16);

    /// Whether any of the other's bits is set.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Without the other's bits.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Both.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// All lists.
pub(crate) struct Lexicon {
    classes: FxHashMap<String, Class>,
    genders: FxHashMap<String, Gender>,
    /// A name and all that it may be short for, itself not among them.
    short_for: FxHashMap<String, Vec<String>>,
}

/// The lists that the program carries.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

/// A word as the lists know it: folded, without full stops.
pub(crate) fn bare(word: &str) -> String {
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain {
        return word.to_ascii_lowercase();
    }
    let mut folded = fold_name(word);
    folded.retain(|c| c != '.');
    folded
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Lexicon {
    fn read() -> Self {
        let mut lexicon =
            Self { classes: FxHashMap::default(), genders: FxHashMap::default(), short_for: FxHashMap::default() };
        for (text, class) in [
            (include_str!("words/en/particles.txt"), Class::PARTICLE),
            (include_str!("words/en/suffixes.txt"), Class::SUFFIX),
            (include_str!("words/en/given.txt"), Class::GIVEN),
            (include_str!("words/en/common.txt"), Class::COMMON),
            (include_str!("words/en/times.txt"), Class::TIME),
            (include_str!("words/en/speech.txt"), Class::SPEECH),
            (include_str!("words/en/families.txt"), Class::FAMILY),
            (include_str!("words/en/generic.txt"), Class::GENERIC),
            (include_str!("words/en/demonyms.txt"), Class::DEMONYM),
            (include_str!("words/en/org_words.txt"), Class::ORG),
            (include_str!("words/en/place_words.txt"), Class::SITE),
            (include_str!("words/en/no_names.txt"), Class::NO_NAME),
            (include_str!("words/en/function.txt"), Class::FUNCTION),
            (include_str!("words/en/places.txt"), Class::PLACE),
            (include_str!("words/en/tails.txt"), Class::TAIL),
            (include_str!("words/en/after_places.txt"), Class::AFTER_PLACE),
            (include_str!("words/en/after_orgs.txt"), Class::AFTER_ORG),
            (include_str!("words/en/after_people.txt"), Class::AFTER_PERSON),
            (include_str!("words/en/owners.txt"), Class::OWNER),
            (include_str!("words/en/place_fronts.txt"), Class::SITE_FRONT),
            (include_str!("words/en/east_asian_families.txt"), Class::EAST),
            (include_str!("words/en/kind_fronts.txt"), Class::KIND_FRONT),
            (include_str!("words/en/generations.txt"), Class::GENERATION),
            (include_str!("words/en/partners.txt"), Class::PARTNERS),
            (include_str!("words/en/namesakes.txt"), Class::NAMESAKE),
            (include_str!("words/en/works.txt"), Class::WORK),
            (include_str!("words/en/inner_particles.txt"), Class::INNER),
            (include_str!("words/en/panels.txt"), Class::PANEL),
            (include_str!("words/en/nouns.txt"), Class::NOUN),
            (include_str!("words/en/press.txt"), Class::PRESS),
            (include_str!("words/en/things.txt"), Class::THING),
            (include_str!("words/en/prefixes.txt"), Class::PREFIX),
            (include_str!("words/en/agencies.txt"), Class::AGENCY),
            (include_str!("words/en/regions.txt"), Class::REGION),
            (include_str!("words/en/compass.txt"), Class::COMPASS),
            (include_str!("words/en/relatives.txt"), Class::RELATIVE),
        ] {
            lines(text).for_each(|word| lexicon.add(word, class));
        }
        for line in lines(include_str!("words/en/titles.txt")) {
            let mut words = line.split(' ');
            let title = words.next().unwrap_or_default();
            lexicon.add(title, Class::TITLE);
            for mark in words {
                match mark {
                    "m" => drop(lexicon.genders.insert(bare(title), Gender::Male)),
                    "f" => drop(lexicon.genders.insert(bare(title), Gender::Female)),
                    "j" => lexicon.add(title, Class::JOB),
                    _ => lexicon.add(title, Class::OFFICE),
                }
            }
        }
        for line in lines(include_str!("words/en/nicknames.txt")) {
            let mut words = line.split_whitespace();
            let full = words.next().unwrap_or_default();
            lexicon.add(full, Class::GIVEN);
            for short in words {
                lexicon.add(short, Class::GIVEN);
                lexicon.short_for.entry(bare(short)).or_default().push(bare(full));
            }
        }
        lexicon
    }

    fn add(&mut self, word: &str, class: Class) {
        let entry = self.classes.entry(bare(word)).or_default();
        *entry = entry.or(class);
    }

    /// What a bare word may be.
    pub(crate) fn class(&self, bare: &str) -> Class {
        self.classes.get(bare).copied().unwrap_or_default()
    }

    /// Whether a bare word is of one of the classes.
    pub(crate) fn is(&self, bare: &str, class: Class) -> bool {
        self.class(bare).any(class)
    }

    /// The gender that a bare title tells.
    pub(crate) fn gender(&self, title: &str) -> Option<Gender> {
        self.genders.get(title).copied()
    }

    /// Whether one given name is the other's short form, or both are short forms of one name.
    pub(crate) fn same_given(&self, a: &str, b: &str) -> bool {
        let shorts = |word: &str| self.short_for.get(word).map_or(&[][..], Vec::as_slice);
        let (of_a, of_b) = (shorts(a), shorts(b));
        of_a.iter().any(|full| full == b || of_b.contains(full)) || of_b.iter().any(|full| full == a)
    }
}
