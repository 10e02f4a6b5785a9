//! Who and what is written about: people, organisations, places, topics, each with the forms that texts use.

use crate::words::{Part, Ranked, Words, one_of, rng, syllables_of};
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds, in the order of [`World::entities`].
pub(crate) const KINDS: [&str; 4] = ["people", "organizations", "places", "topics"];

const HONORIFICS: &str = "Dr. Prof. Sen. Judge Minister Mr. Ms. Gen. Mayor Ambassador";
const BODIES: &str = "Commission Institute Bank Union Agency Ministry Council Authority Foundation Federation University Party Tribunal Fund Bureau";
const PAPERS: &str = "Courier Herald Post Wire Review Gazette";
const ACCENTS: [(char, &str); 7] =
    [('a', "áàâäå"), ('e', "éèêë"), ('i', "íîï"), ('o', "óôöõ"), ('u', "úûü"), ('c', "çć"), ('n', "ñń")];

/// Somebody or something with a page.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) aliases: Vec<String>,
    /// What a text calls it at first.
    pub(crate) first: Vec<String>,
    /// What it calls it from then on; forms that stand twice are twice as frequent.
    pub(crate) later: Vec<String>,
}

/// Everything that articles share.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) words: Words,
    pub(crate) entities: [Vec<Entity>; 4],
    /// Numbers of entities, drawn as often as such names stand in the news.
    pub(crate) popular: [Ranked<usize>; 4],
    pub(crate) outlets: Vec<String>,
    pub(crate) reporters: Vec<String>,
}

impl World {
    pub(crate) fn new(seed: u64, people: usize) -> Self {
        let words = Words::new(seed);
        let entities = [
            make_people(seed, people),
            make_organizations(seed, (people / 4).max(1), &words),
            make_places(seed, (people / 4).max(1)),
            make_topics(seed, (people / 5).max(1), &words),
        ];
        let popular = entities.each_ref().map(|all| Ranked::new((0..all.len()).collect(), 0.8, 1.0));
        let mut rng = rng(seed, "outlets");
        let outlets = (0..40).map(|_| format!("{} {}", name(&mut rng, 2..4), one_of(&mut rng, PAPERS))).collect();
        let reporters = (0..300).map(|_| format!("{} {}", name(&mut rng, 1..3), name(&mut rng, 2..4))).collect();
        Self { seed, words, entities, popular, outlets, reporters }
    }
}

fn make_people(seed: u64, count: usize) -> Vec<Entity> {
    let mut rng = rng(seed, "people");
    let given: Vec<String> = (0..400).map(|_| name(&mut rng, 1..3)).collect();
    // some family names have two bearers or more, and then the name alone is none of theirs
    let families: Vec<String> = (0..(count * 4 / 5).max(200)).map(|_| name(&mut rng, 2..4)).collect();
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    let mut people = unique(count, || {
        let first = one_accented(&mut rng, &given, 0.06);
        let family = one_accented(&mut rng, &families, 0.12);
        let honorific = one_of(&mut rng, HONORIFICS).to_owned();
        let full = format!("{first} {family}");
        let initial = first.chars().next().unwrap_or('A');
        let titled = format!("{honorific} {family}");
        Entity {
            slug: slug(&full),
            aliases: vec![titled.clone(), format!("{initial}. {family}"), family.clone()],
            first: vec![full.clone(), format!("{honorific} {full}")],
            later: vec![family.clone(), family.clone(), family.clone(), family, titled, full.clone()],
            name: full,
        }
    });
    for person in &people {
        *bearers.entry(person.later[0].clone()).or_default() += 1;
    }
    for person in &mut people {
        if bearers[&person.later[0]] > 1 {
            person.aliases.pop();
        }
    }
    people
}

fn make_organizations(seed: u64, count: usize, words: &Words) -> Vec<Entity> {
    let mut rng = rng(seed, "organizations");
    let nouns = &words.all(Part::Noun)[..1_500];
    let mut taken: BTreeSet<String> = BTreeSet::new();
    unique(count, || {
        let mut parts = vec![name(&mut rng, 2..4)];
        for _ in 0..rng.usize(1..3) {
            parts.push(capitalised(&nouns[rng.usize(..nouns.len())]));
        }
        parts.push(one_of(&mut rng, BODIES).to_owned());
        let mut short: String = parts.iter().filter_map(|part| part.chars().next()).collect();
        // abbreviations that two bodies share are rare
        while taken.len() < 4_000 && !taken.insert(short.clone()) {
            short.push(char::from(b'A' + rng.u8(..26)));
        }
        let full = parts.join(" ");
        Entity {
            slug: slug(&full),
            aliases: vec![short.clone(), format!("{} {}", parts[0], parts[parts.len() - 1])],
            first: vec![format!("the {full} ({short})")],
            later: vec![format!("the {short}"), format!("the {short}"), short, format!("the {full}")],
            name: full,
        }
    })
}

fn make_places(seed: u64, count: usize) -> Vec<Entity> {
    const PATTERNS: [&str; 8] = ["{}", "{}", "{}", "Port {}", "North {}", "{} Valley", "{} City", "Upper {}"];
    let mut rng = rng(seed, "places");
    unique(count, || {
        let stem = name(&mut rng, 2..4);
        let stem = if rng.f64() < 0.12 { with_accent(&mut rng, &stem) } else { stem };
        let full = PATTERNS[rng.usize(..PATTERNS.len())].replace("{}", &stem);
        let slug = slug(&full);
        Entity {
            aliases: vec![format!("{stem}ian")],
            first: vec![full.clone()],
            later: vec![full.clone()],
            slug,
            name: full,
        }
    })
}

fn make_topics(seed: u64, count: usize, words: &Words) -> Vec<Entity> {
    let mut rng = rng(seed, "topics");
    let (nouns, adjectives) = (&words.all(Part::Noun)[100..3_000], &words.all(Part::Adjective)[50..2_000]);
    unique(count, || {
        let first = if rng.f64() < 0.6 { adjectives } else { nouns };
        let full = format!("{} {}", first[rng.usize(..first.len())], nouns[rng.usize(..nouns.len())]);
        Entity {
            slug: slug(&full),
            aliases: vec![full.replace(' ', "-"), format!("{full}s")],
            first: vec![full.clone()],
            later: vec![full.clone()],
            name: full,
        }
    })
}

/// So many entities, of which no two have one address.
fn unique(count: usize, mut make: impl FnMut() -> Entity) -> Vec<Entity> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let entity = make();
        if seen.insert(entity.slug.clone()) {
            all.push(entity);
        }
    }
    all
}

pub(crate) fn name(rng: &mut Rng, syllables: std::ops::Range<usize>) -> String {
    let count = rng.usize(syllables);
    capitalised(&syllables_of(rng, count))
}

pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One of some names, now and then with an accent.
fn one_accented(rng: &mut Rng, names: &[String], share: f64) -> String {
    let name = &names[rng.usize(..names.len())];
    if rng.f64() < share { with_accent(rng, name) } else { name.clone() }
}

/// One letter of a name with an accent, if one of them takes any.
fn with_accent(rng: &mut Rng, name: &str) -> String {
    let takes = |letter: char| ACCENTS.iter().find(|(plain, _)| *plain == letter).map(|(_, accents)| *accents);
    let places: Vec<(usize, &str)> = name.char_indices().filter_map(|(at, c)| Some((at, takes(c)?))).collect();
    if places.is_empty() {
        return name.to_owned();
    }
    let (at, accents) = places[rng.usize(..places.len())];
    let accents: Vec<char> = accents.chars().collect();
    format!("{}{}{}", &name[..at], accents[rng.usize(..accents.len())], &name[at + 1..])
}

/// The name in an address: small letters of ASCII, hyphens between words.
pub(crate) fn slug(text: &str) -> String {
    let plain = any_ascii::any_ascii(text).to_lowercase();
    plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}
