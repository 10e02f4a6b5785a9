//! The parts of a person's name.

use super::lexicon::{Class, bare, lexicon};

/// A full name as bare words: `j`, `k`, `rowling`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonName {
    /// Given names, in order; initials are single letters.
    pub(crate) given: Vec<String>,
    /// Words of the family name with its particles.
    pub(crate) family: Vec<String>,
    /// The name began with a title.
    titled: bool,
}

/// How the words before a family name stand to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Compare {
    /// Somebody else.
    Other,
    /// Perhaps: a middle name more than is known.
    Perhaps,
    /// The same, but for initials, nicknames and names left out.
    Like,
    /// The same words.
    Same,
}

/// Words of a name: at white space, and between initials (`J.K.`). `JK` before another word is two initials, too.
fn words(name: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in name.split(|c: char| c.is_whitespace()) {
        let capitals = (2..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
        if (dotted && word.len() > 2) || (capitals && !lexicon().is(&bare(word), Class::SUFFIX.or(Class::GIVEN))) {
            all.extend(word.chars().filter(|c| c.is_alphabetic()).map(|c| bare(&c.to_string())));
        } else {
            all.push(bare(word.trim_matches([',', '(', ')', '"', '“', '”', '\''])));
        }
    }
    all.retain(|word| !word.is_empty());
    all
}

impl PersonName {
    /// Takes a name apart. `None` if it has no family name: one word, or words such as `the`.
    pub(crate) fn parse(name: &str, family_name: Option<&str>, family_first: bool) -> Option<Self> {
        let lexicon = lexicon();
        let name = name.split(',').next().unwrap_or(name);
        let mut words = words(name);
        let before = words.iter().take_while(|word| lexicon.is(word, Class::TITLE)).count();
        let titled = before > 0 && before < words.len();
        if titled {
            words.drain(..before);
        }
        while words.len() > 1 && words.last().is_some_and(|word| lexicon.is(word, Class::SUFFIX)) {
            words.pop();
        }
        if words.iter().any(|word| matches!(word.as_str(), "the" | "of" | "and")) {
            return None;
        }
        if let Some(family) = family_name.map(self::words).filter(|family| !family.is_empty()) {
            let at = words.windows(family.len()).rposition(|part| part == family);
            let given = match at {
                Some(0) => words[family.len()..].to_vec(),
                Some(at) => words[..at].to_vec(),
                None => words.iter().filter(|word| !family.contains(word)).cloned().collect(),
            };
            return Some(Self { given, family, titled });
        }
        if words.len() < 2 && !titled {
            return None;
        }
        let family = if family_first { words.drain(..1).collect() } else { words.split_off(family_start(&words)) };
        Some(Self { given: words, family, titled })
    }

    /// Compares the words that stand before (or, family first, behind) the family name in a text.
    pub(crate) fn compare(&self, given: &[String]) -> Compare {
        // `En-lai` and `Enlai` are one name
        let letters = |words: &[String]| words.concat().replace(' ', "");
        if given == self.given || letters(given) == letters(&self.given) {
            return Compare::Same;
        }
        let Some(theirs) = given.first() else { return Compare::Other };
        // `Emperor Norton`: nobody knows his given names
        let Some(ours) = self.given.first() else { return Compare::Perhaps };
        // `García Márquez` of `Gabriel García Márquez`
        if given.len() < self.given.len() && self.given.ends_with(given) {
            return Compare::Like;
        }
        if !same_word(theirs, ours) {
            // `H. Rodham Clinton`, and people who go by their second name: `F. Scott Fitzgerald`, `Scott Fitzgerald`
            let skips_initial = ours.len() == 1 && self.given.get(1).is_some_and(|second| same_word(theirs, second));
            return if skips_initial { Compare::Like } else { Compare::Other };
        }
        let mut rest = self.given[1..].iter();
        let fits = |word: &String| {
            let known = rest.clone().position(|ours| same_word(word, ours));
            if let Some(at) = known {
                rest.nth(at);
            }
            // an initial that the dossier does not know says nothing against it, unless it knows another
            known.is_some() || (word.chars().count() == 1 && self.given.len() == 1)
        };
        if given[1..].iter().all(fits) {
            Compare::Like
        } else if self.given.len() == 1 && theirs == ours {
            Compare::Perhaps
        } else {
            Compare::Other
        }
    }
}

/// Equal, one the other's initial, or one the other's short form.
fn same_word(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    a == b || initial(a, b) || initial(b, a) || lexicon().same_given(a, b)
}

/// Where the family name starts: at the last word and the particles before it, but not at the first word.
fn family_start(words: &[String]) -> usize {
    let mut at = words.len() - 1;
    while at > 1 && lexicon().is(&words[at - 1], Class::PARTICLE) {
        at -= 1;
    }
    at
}

/// Whether a name in Latin letters is a Chinese or Korean one with the family name first: `Xi Jinping`, `Kim Jong-un`. Families
/// that are given names in English (`Kim`, `Lee`) need a given name of two parts behind them.
pub(crate) fn family_comes_first(name: &str) -> bool {
    let lexicon = lexicon();
    let words: Vec<String> = name.split_whitespace().map(bare).collect();
    let Some((family, given)) = words.split_first() else { return false };
    let syllables: Vec<&str> = given.iter().flat_map(|word| word.split(' ')).collect();
    let fewest = if matches!(family.as_str(), "kim" | "lee" | "jo") { 2 } else { 1 };
    (1..=2).contains(&given.len())
        && (fewest..=2).contains(&syllables.len())
        && lexicon.is(family, Class::EAST)
        && given.iter().all(|word| !lexicon.is(word, Class::GIVEN.or(Class::SUFFIX)))
        && syllables.iter().all(|word| is_syllables(word, 2))
}

/// Whether a word can be read as at most so many syllables as Chinese and Korean have them: consonant, vowels, `n`, `ng` …
fn is_syllables(word: &str, most: usize) -> bool {
    const ONSETS: [&str; 26] = [
        "", "b", "c", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "sh", "ss", "t", "ts",
        "w", "x", "y", "z", "zh",
    ];
    const VOWELS: [&str; 30] = [
        "a", "e", "i", "o", "u", "ae", "ai", "ao", "ee", "ei", "eo", "eu", "ia", "iao", "ie", "io", "iu", "oe", "oo",
        "ou", "ua", "uai", "ue", "ui", "uo", "ya", "ye", "yeo", "yo", "yu",
    ];
    const CODAS: [&str; 9] = ["", "h", "k", "l", "m", "n", "ng", "p", "t"];
    if word.is_empty() || most == 0 {
        return word.is_empty();
    }
    let onsets = ONSETS.iter().filter_map(|onset| word.strip_prefix(onset));
    let vowels = onsets.flat_map(|rest| VOWELS.iter().filter_map(|vowel| rest.strip_prefix(vowel)));
    let mut codas = vowels.flat_map(|rest| CODAS.iter().filter_map(|coda| rest.strip_prefix(coda)));
    codas.any(|rest| is_syllables(rest, most - 1))
}

/// The forms of the family name in a full name, as written there: with its particles, and for Arabic articles without.
pub(crate) fn family_forms(name: &str, family_name: Option<&str>, family_first: bool) -> Vec<String> {
    let Some(person) = PersonName::parse(name, family_name, family_first) else { return Vec::new() };
    let mut forms = Vec::new();
    if let Some(family) = family_name {
        forms.push(family.trim().to_owned());
    } else {
        let written: Vec<&str> = name.split(',').next().unwrap_or(name).split_whitespace().collect();
        let plain: Vec<String> = written.iter().map(|word| bare(word)).collect();
        let long = person.family.len();
        let Some(at) = plain.windows(long).rposition(|part| part == person.family) else { return Vec::new() };
        let at = if family_first { plain.iter().position(|word| *word == person.family[0]).unwrap_or(at) } else { at };
        // particles are written small or large: the case of the last word alone counts
        let mut parts: Vec<String> = written[at..at + long].iter().map(|&word| word.to_owned()).collect();
        let last = parts.len() - 1;
        parts[..last].iter_mut().for_each(|part| *part = part.to_lowercase());
        forms.push(parts.join(" "));
    }
    let whole = forms[0].clone();
    let article = whole.split_once(['-', ' ', '\u{2010}', '\u{2011}']);
    if let Some((article, rest)) = article
        && matches!(bare(article).as_str(), "al" | "el" | "ul" | "ad" | "as" | "ash" | "ar" | "at" | "az" | "an")
        && !rest.is_empty()
    {
        forms.push(rest.to_owned());
        forms[0] = format!("{}-{rest}", article.to_lowercase());
    }
    forms.retain(|form| form.chars().filter(|c| c.is_alphabetic()).count() > 1);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_with_all_that_belongs_to_them() {
        for (name, family, first, expected) in [
            ("Jane Doe", None, false, &["Doe"][..]),
            ("Ileana Ros-Lehtinen", None, false, &["Ros-Lehtinen"]),
            ("Dirk De Vriese", None, false, &["de Vriese"]),
            ("Nouri al-Maliki", None, false, &["al-Maliki", "Maliki"]),
            ("Mies van der Rohe", None, false, &["van der Rohe"]),
            ("William J. Green, Jr.", None, false, &["Green"]),
            ("Joseph Clark III", None, false, &["Clark"]),
            ("Kim Jong Un", None, true, &["Kim"]),
            ("Kim Jong Un", Some("Kim"), true, &["Kim"]),
            ("Ileana Ros Lehtinen", Some("Ros Lehtinen"), false, &["Ros Lehtinen"]),
            ("Emperor Norton", None, false, &["Norton"]),
            ("Madonna", None, false, &[]),
            ("Catherine the Great", None, false, &[]),
        ] {
            assert_eq!(family_forms(name, family, first), expected, "{name}");
        }
    }

    #[test]
    fn families_that_come_first() {
        for (name, expected) in [
            ("Xi Jinping", true),
            ("Hu Shih", true),
            ("Zhou En-lai", true),
            ("Kim Jong-un", true),
            ("Kim Jong Un", true),
            ("Park Geun-hye", true),
            ("Lee Myung-bak", true),
            ("Kim Novak", false),
            ("Kim Wilde", false),
            ("Lee Harvey Oswald", false),
            ("Park Avenue", false),
            ("Jackie Chan", false),
            ("Ma Rainey", false),
            ("Jane Doe", false),
        ] {
            assert_eq!(family_comes_first(name), expected, "{name}");
        }
    }

    #[test]
    fn given_names_are_compared() {
        for (name, given, expected) in [
            ("Gerald Ford", "gerald", Compare::Same),
            ("Gerald Ford", "gerald r", Compare::Like),
            ("Gerald R. Ford", "gerald", Compare::Like),
            ("Gerald R. Ford", "gerald s", Compare::Other),
            ("J. K. Rowling", "j k", Compare::Same),
            ("William Green", "bill", Compare::Like),
            ("John Adams", "john quincy", Compare::Perhaps),
            ("Hillary Clinton", "bill", Compare::Other),
            ("Gabriel García Márquez", "garcia", Compare::Like),
            ("F. Scott Fitzgerald", "scott", Compare::Like),
            ("Jean-Luc Tarn", "jeanluc", Compare::Same),
        ] {
            let person = PersonName::parse(name, None, false).expect("it has a family name");
            let given: Vec<String> = given.split(' ').map(str::to_owned).collect();
            assert_eq!(person.compare(&given), expected, "{name} / {given:?}");
        }
    }
}
