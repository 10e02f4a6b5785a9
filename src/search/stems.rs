//! Which words are forms of one word, by the stemmers of the languages of the pages on which they stand.
//!
//! The index says of every term which keys it has. The browser stems only words that it does not find there, with the same
//! algorithms: `stemmers/` holds them as scripts, of which a site has those of its languages.

use super::forms::LANGUAGES;
use super::read::Chunk;
use super::terms::NO_NUMBER;
use super::words::fold;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Languages with a stemmer, by the first part of their tag, and the same stemmer for the browser.
const STEMMERS: &[(&str, Algorithm, &str)] = &[
    ("ar", Algorithm::Arabic, include_str!("stemmers/ar.js")),
    ("da", Algorithm::Danish, include_str!("stemmers/da.js")),
    ("de", Algorithm::German, include_str!("stemmers/de.js")),
    ("el", Algorithm::Greek, include_str!("stemmers/el.js")),
    ("en", Algorithm::English, include_str!("stemmers/en.js")),
    ("es", Algorithm::Spanish, include_str!("stemmers/es.js")),
    ("fi", Algorithm::Finnish, include_str!("stemmers/fi.js")),
    ("fr", Algorithm::French, include_str!("stemmers/fr.js")),
    ("hu", Algorithm::Hungarian, include_str!("stemmers/hu.js")),
    ("it", Algorithm::Italian, include_str!("stemmers/it.js")),
    ("nb", Algorithm::Norwegian, include_str!("stemmers/no.js")),
    ("nl", Algorithm::Dutch, include_str!("stemmers/nl.js")),
    ("nn", Algorithm::Norwegian, include_str!("stemmers/no.js")),
    ("no", Algorithm::Norwegian, include_str!("stemmers/no.js")),
    ("pt", Algorithm::Portuguese, include_str!("stemmers/pt.js")),
    ("ro", Algorithm::Romanian, include_str!("stemmers/ro.js")),
    ("ru", Algorithm::Russian, include_str!("stemmers/ru.js")),
    ("sv", Algorithm::Swedish, include_str!("stemmers/sv.js")),
    ("ta", Algorithm::Tamil, include_str!("stemmers/ta.js")),
    ("tr", Algorithm::Turkish, include_str!("stemmers/tr.js")),
];

const _: () = assert!(STEMMERS.len() <= LANGUAGES as usize);

/// The bit of a language tag; 0 for languages without a stemmer.
pub(crate) fn language_bit(tag: &str) -> u32 {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    STEMMERS.iter().position(|(language, ..)| language.eq_ignore_ascii_case(primary)).map_or(0, |at| 1 << at)
}

/// The code of a language's number.
pub(crate) fn language_code(language: u32) -> &'static str {
    STEMMERS[language as usize].0
}

/// What the browser needs to stem words of a language: a script that hands over a function from a word in small letters to its
/// stem.
pub(crate) fn script(language: u32) -> Vec<u8> {
    let own = STEMMERS[language as usize].2;
    let call = "return (word) => { Object.assign(E, { s: word, c: 0, l: word.length, b: 0, x: 0, y: word.length }); stem(); return E.s; };";
    [RUNTIME.replacen("let C;", "dossierShard((() => {\nlet C;", 1).as_str(), own, call, "\n})())\n"]
        .concat()
        .into_bytes()
}

const RUNTIME: &str = include_str!("stemmers/runtime.js");

/// Longer words are not stemmed.
const LONGEST: usize = 35;

/// The keys of a form in each of the languages, with the language's number: words of a language are forms of one word if they
/// share a key. They are folded, so that what is typed without accents finds them too.
pub(crate) fn keys(form: &str, languages: u32) -> Vec<(u32, String)> {
    if languages == 0 {
        return Vec::new();
    }
    let plain: String = form.nfc().collect::<String>().to_lowercase();
    if plain.chars().count() > LONGEST {
        return Vec::new();
    }
    let mut all = Vec::new();
    for language in (0..STEMMERS.len() as u32).filter(|language| languages & (1 << language) != 0) {
        let (_, algorithm, _) = STEMMERS[language as usize];
        if !plain.chars().all(|c| is_letter_of(algorithm, c)) {
            continue;
        }
        let stem = Stemmer::create(algorithm).stem(&plain).into_owned();
        let bare = matches!(algorithm, Algorithm::Arabic).then(|| without_particles(&plain));
        all.extend([Some(stem), bare].into_iter().flatten().map(|key| (language, fold(&key).into_owned())));
    }
    all.retain(|(_, key)| !key.is_empty());
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a language is written with a letter: its words in other scripts have no forms.
fn is_letter_of(algorithm: Algorithm, c: char) -> bool {
    match algorithm {
        Algorithm::Arabic => matches!(c, '\u{600}'..='\u{6ff}'),
        Algorithm::Greek => matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'),
        Algorithm::Russian => matches!(c, '\u{400}'..='\u{4ff}'),
        Algorithm::Tamil => matches!(c, '\u{b80}'..='\u{bff}'),
        _ => matches!(c, 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'),
    }
}

/// An Arabic word without what is written as its beginning: *and*, *so*, *in*, *like*, *to* before the article, and the article
/// itself; *and* and *so* also before an alef with hamza or madda, which begins a word. The stemmer leaves many of these.
fn without_particles(word: &str) -> String {
    let word: String = word.chars().filter(|c| !matches!(c, '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}')).collect();
    let joined = word.strip_prefix(['و', 'ف']).unwrap_or(&word);
    let bare = joined
        .strip_prefix("ال")
        .or_else(|| joined.strip_prefix(['ب', 'ك']).and_then(|rest| rest.strip_prefix("ال")))
        .or_else(|| joined.strip_prefix("لل"));
    match bare {
        Some(bare) if bare.chars().count() >= 3 => bare.to_owned(),
        _ if joined.starts_with(['أ', 'إ', 'آ']) => joined.to_owned(),
        _ => word,
    }
}

/// Words of one language that are forms of one word.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) language: u32,
    pub(crate) key: String,
    /// Terms, ascending.
    pub(crate) members: Vec<usize>,
}

/// All groups, and which of them each term is a member of.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    pub(crate) all: Vec<Group>,
    pub(crate) of: Vec<Vec<u32>>,
}

/// The groups of the terms of all chunks; `numbers` gives a term's number, `NO_NUMBER` that of terms that stand nowhere.
pub(crate) fn groups(chunks: &[Chunk<'_>], numbers: &[Vec<u32>], terms: usize) -> Groups {
    let mut forms: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for (chunk, numbers) in chunks.iter().zip(numbers) {
        for (text, form) in &chunk.forms {
            if let Some(number) = form.word().map(|term| numbers[term]).filter(|number| *number != NO_NUMBER) {
                forms.entry(text).or_insert((number, 0)).1 |= form.languages();
            }
        }
    }
    let forms: Vec<(&str, (u32, u32))> = forms.into_iter().collect();
    let mut keyed: Vec<((u32, String), u32)> = forms
        .par_iter()
        .with_min_len(1024)
        .flat_map_iter(|(form, (term, languages))| keys(form, *languages).into_iter().map(|key| (key, *term)))
        .collect();
    keyed.par_sort_unstable();
    keyed.dedup();
    let mut groups = Groups { all: Vec::new(), of: vec![Vec::new(); terms] };
    for run in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
        let members: Vec<usize> = run.iter().map(|(_, term)| *term as usize).collect();
        for member in &members {
            groups.of[*member].push(groups.all.len() as u32);
        }
        let (language, key) = std::mem::take(&mut run[0].0);
        groups.all.push(Group { language, key, members });
    }
    groups
}

/// All languages with a stemmer.
#[cfg(test)]
pub(crate) const LANGUAGE_CODES: [&str; STEMMERS.len()] = {
    let mut codes = [""; STEMMERS.len()];
    let mut at = 0;
    while at < STEMMERS.len() {
        codes[at] = STEMMERS[at].0;
        at += 1;
    }
    codes
};

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
            ("ar", "المدرسة", "مدرسة"),
            ("ar", "والحكومة", "حكومة"),
            ("ar", "بالمدرسة", "المدرسة"),
            ("ar", "للحكومة", "والحكومة"),
            ("ar", "وآدم", "آدم"),
            ("ar", "وإيران", "إيران"),
        ] {
            let bit = language_bit(language);
            assert!(keys(a, bit).iter().any(|key| keys(b, bit).contains(key)), "{a} / {b}");
        }
        assert_eq!(keys("missiles", language_bit("fa")), []);
        assert_eq!(keys("mi55iles", language_bit("en")), []);
        assert_eq!(keys("missiles", language_bit("ru")), []);
    }

    proptest! {
        #[test]
        fn no_word_stops_a_stemmer(word in "\\p{L}{1,12}") {
            keys(&word, u32::MAX >> (32 - STEMMERS.len()));
        }

        #[test]
        fn no_ending_stops_a_stemmer(word in "(gener|commun|арс|ا|وال|yy|ij|'|ß|é|о|ся|lar|ına|ங்கள்){1,5}[a-zäöåœа-яء-ي]{0,4}") {
            keys(&word, u32::MAX >> (32 - STEMMERS.len()));
        }
    }
}
