//! All names, ready to be found in folded text.
//!
//! The search reports overlapping occurrences; borders and case are checked on each, and the caller resolves overlaps
//! afterwards. Leftmost-longest search with a check behind it would lose names: of `Ann` and `Ann Lee`, the text
//! `Ann Leeds` would offer only the longer one, which fails its border check.

use super::borders::Borders;
use super::people::{self, Person};
use super::search::Search;
use super::{Entity, EntityId, Gazetteer};
use crate::kind::{Kind, Kinds};
use crate::names::spellings;
use crate::source::MatchMode;
use crate::text::fold::{Folded, fold, fold_name, is_hangul, is_ignored, is_unspaced};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// How a mention was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// The canonical name.
    Exact,
    /// One of `aliases`.
    Alias,
    /// One of `weak_aliases`, on a page with a full name.
    WeakAlias,
    /// A simple plural of a topic's name.
    Plural,
    /// A family name, or another form of a full name, on a page that names the person in full.
    ShortForm,
    /// An acronym that the page itself defines: `(IAEA)`.
    Acronym,
    /// `links:` in front matter.
    Override,
    /// `[[…]]` in the text.
    Wikilink,
    /// One of `not`: this entity is *not* meant. Never a mention.
    Not,
}

/// One entity that a matched string may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Who or what.
    pub entity: EntityId,
    /// By which of its names.
    pub via: Via,
}

/// An occurrence of a name in a text, borders and case checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Bytes of the text that was searched.
    pub start: usize,
    /// End, exclusive.
    pub end: usize,
    /// All that the string may stand for, best first: never empty.
    pub candidates: Vec<Candidate>,
}

/// Every name of every entity, ready to search.
#[derive(Debug)]
pub struct AliasMatcher {
    search: Search,
    patterns: Vec<Pattern>,
    people: Vec<Option<Person>>,
    /// By [`EntityId`].
    places: Vec<bool>,
    /// Stubs that only tags of one word name, by row number.
    bare_tags: Vec<EntityId>,
    /// What belongs to an organisation and says so by its name: of `Grain Union`, (`Price Council`, `Grain Union Price Council`).
    bodies: FxHashMap<EntityId, Vec<(String, EntityId)>>,
}

#[derive(Debug)]
struct Pattern {
    /// What must not stand right before and after.
    borders: Borders,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    candidate: Candidate,
    case: CaseRule,
}

/// What a name's own case demands of the text (SPEC 3).
#[derive(Debug, PartialEq, Eq)]
enum CaseRule {
    /// No upper case in the name: any case.
    Ignore,
    /// An acronym: as it stands.
    Acronym(String),
    /// What is upper case in the name is so in the text. Text in capitals matches names of two words and more only.
    Upper { name: String, several_words: bool },
}

impl AliasMatcher {
    /// Collects the names of a gazetteer.
    pub fn new(gazetteer: &Gazetteer, kinds: &Kinds) -> Self {
        let mut builder = Builder::default();
        for (number, entity) in (0..).zip(&gazetteer.entities) {
            if !entity.source.autolink {
                continue;
            }
            let id = EntityId(number);
            let kind = kinds.get(entity.kind);
            builder.add_with_plural(id, Via::Exact, &entity.name, kind, entity.source.match_mode);
            for alias in &entity.source.aliases {
                builder.add_with_plural(id, Via::Alias, &alias.value, kind, entity.source.match_mode);
            }
            for alias in &entity.source.weak_aliases {
                builder.add(id, Via::WeakAlias, &alias.value);
            }
            if kind.person && entity.source.match_mode == MatchMode::Smart {
                for family in people::family_names(gazetteer, id) {
                    builder.add(id, Via::ShortForm, &family);
                }
            }
            for never in &entity.source.not {
                builder.add(id, Via::Not, &never.value);
            }
        }
        let places: Vec<bool> = gazetteer.entities.iter().map(|entity| kinds.get(entity.kind).is_place()).collect();
        let bodies = bodies(gazetteer, kinds, &builder, &places);
        let is_bare_tag = |entity: &Entity| entity.tag && !fold_name(&entity.name).contains(' ');
        let bare_tags = (0..).map(EntityId).zip(&gazetteer.entities).filter(|(_, entity)| is_bare_tag(entity));
        let bare_tags = bare_tags.map(|(id, _)| id).collect();
        AliasMatcher { people: people::people(gazetteer, kinds), places, bodies, bare_tags, ..builder.finish() }
    }

    /// Whether there are stubs that only tags of one word name: as a rule words that group articles, and no names.
    pub(crate) fn has_bare_tags(&self) -> bool {
        !self.bare_tags.is_empty()
    }

    /// Whether an entity is one of them.
    pub(crate) fn is_bare_tag(&self, id: EntityId) -> bool {
        self.bare_tags.binary_search(&id).is_ok()
    }

    /// What belongs to an organisation and begins with its name, by the rest of the name.
    pub(crate) fn bodies(&self, id: EntityId) -> &[(String, EntityId)] {
        self.bodies.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether an entity is a place.
    pub(crate) fn is_place(&self, id: EntityId) -> bool {
        self.places.get(id.index()).copied().unwrap_or_default()
    }

    /// The parts of a person's names; `None` for what is no person or takes no short forms.
    pub(crate) fn person(&self, id: EntityId) -> Option<&Person> {
        self.people.get(id.index())?.as_ref()
    }

    /// A matcher for a few names of one page (`links:` overrides).
    pub fn from_names<'a>(names: impl IntoIterator<Item = (&'a str, EntityId, Via)>) -> Self {
        let mut builder = Builder::default();
        for (name, id, via) in names {
            builder.add(id, via, name);
        }
        builder.finish()
    }

    /// The occurrences in a text and its folded form, overlapping ones too, by start and then by length, longest first; of many
    /// that begin or end at one place the longest.
    pub fn find(&self, text: &str, folded: &Folded) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.search.each(&folded.text, |found| {
            let pattern = &self.patterns[found.string];
            let (start, end) = (folded.original(found.start), folded.original_end(found.end));
            let Some(surface) = text.get(start..end) else { return };
            // Persian ties endings to a name with a sign that folding drops
            let tied = surface.ends_with('\u{200c}');
            if !pattern.borders.hold(&folded.text, found.start, found.end, tied) {
                return;
            }
            let surface_end = start + surface.trim_end_matches(is_ignored).len();
            let surface = &text[start..surface_end];
            let holds = |name: &&Name| {
                name.case.holds(surface) || (name.case.is_word() && is_dateline(text, start, surface_end))
            };
            let candidates: Vec<Candidate> = pattern.names.iter().filter(holds).map(|name| name.candidate).collect();
            if !candidates.is_empty() {
                keep(&mut hits, Hit { start, end: surface_end, candidates });
            }
        });
        hits.sort_by(|a, b| (a.start, b.end).cmp(&(b.start, a.end)));
        hits
    }
}

/// Most hits that begin (or, found by the automaton, end) at one place. Who names two hundred things so that each name begins
/// with the one before would otherwise have two hundred hits for each word of a text.
const NESTED: usize = 8;

/// Adds a hit; of more than [`NESTED`] in a row that share a border, the shortest goes.
fn keep(hits: &mut Vec<Hit>, hit: Hit) {
    let last = hits.len().saturating_sub(NESTED);
    let row = &hits[last..];
    let shares = |other: &Hit| other.start == hit.start || other.end == hit.end;
    if row.len() == NESTED && row.iter().all(shares) {
        let length = |hit: &Hit| hit.end - hit.start;
        let shortest = (last..hits.len()).min_by_key(|&at| length(&hits[at]));
        if let Some(at) = shortest.filter(|&at| length(&hits[at]) < length(&hit)) {
            hits.remove(at);
            hits.push(hit);
        }
        return;
    }
    hits.push(hit);
}

/// Entities whose names begin with the name of an organisation and go on with two words or more. What begins with a place
/// (`Tarn Supreme Court`) may be meant without it on any page about another place: those stay out.
fn bodies(
    gazetteer: &Gazetteer,
    kinds: &Kinds,
    builder: &Builder,
    places: &[bool],
) -> FxHashMap<EntityId, Vec<(String, EntityId)>> {
    let mut bodies: FxHashMap<EntityId, Vec<(String, EntityId)>> = FxHashMap::default();
    for (number, entity) in (0..).zip(&gazetteer.entities) {
        let id = EntityId(number);
        if kinds.get(entity.kind).person || places[id.index()] || entity.source.match_mode == MatchMode::Exact {
            continue;
        }
        let spaces: Vec<usize> = entity.name.match_indices(' ').map(|(at, _)| at).collect();
        for &space in spaces.iter().rev().skip(1) {
            let owners = builder.numbers.get(&fold_name(&entity.name[..space])).map(|at| &builder.patterns[*at].names);
            let Some([owner]) = owners.map(Vec::as_slice) else { continue };
            let owner = owner.candidate.entity;
            let rest = &entity.name[space + 1..];
            let person = kinds.get(gazetteer.get(owner).kind).person;
            if owner != id && !person && !places[owner.index()] && rest.starts_with(char::is_uppercase) {
                bodies.entry(owner).or_default().push((rest.to_owned(), id));
            }
        }
    }
    bodies
}

/// `LONDON (Reuters) —`, `BAGHDAD, Iraq -`, `NAIROBI, Kenya, Aug. 11 (UPI) --`: the one place where newspapers write a single
/// name in capitals.
fn is_dateline(text: &str, start: usize, end: usize) -> bool {
    const LONGEST: usize = 48;
    let surface = &text[start..end];
    if surface.len() < 4 || surface.chars().any(|c| !c.is_uppercase()) {
        return false;
    }
    let line = text[end..].lines().next().unwrap_or_default();
    let dash = line.char_indices().take_while(|(at, _)| *at < LONGEST).find(|&(at, c)| {
        // a hyphen is a dash behind a space or brackets: not in `Al-Anbar`
        let behind = line[..at].ends_with([' ', '\u{a0}', ')']);
        matches!(c, '–' | '—')
            || (c == '-' && behind && line[at..].trim_start_matches('-').starts_with([' ', '\u{a0}']))
    });
    let Some((dash, _)) = dash else { return false };
    let between = line[..dash].trim_matches([' ', '\u{a0}']);
    // region, day and agency between the name and the dash: behind a comma or in brackets, and nothing else
    let is_large = |word: &str| !word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    between.is_empty() || (between.starts_with([',', '(']) && between.split_whitespace().all(is_large))
}

#[derive(Default)]
struct Builder {
    numbers: FxHashMap<String, usize>,
    patterns: Vec<Pattern>,
    strings: Vec<String>,
}

impl Builder {
    fn add(&mut self, entity: EntityId, via: Via, name: &str) {
        let folded = fold_name(name);
        self.add_folded(entity, via, name, folded);
    }

    fn add_with_plural(&mut self, entity: EntityId, via: Via, name: &str, kind: &Kind, mode: MatchMode) {
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
            self.patterns.push(Pattern { borders: Borders::of(folded), names: Vec::new() });
            self.patterns.len() - 1
        });
        let name = Name { candidate: Candidate { entity, via }, case: CaseRule::of(name) };
        let names = &mut self.patterns[number].names;
        match names.iter_mut().find(|other| other.candidate.entity == entity && other.case == name.case) {
            Some(other) => other.candidate.via = other.candidate.via.min(via),
            None => names.push(name),
        }
    }

    fn finish(mut self) -> AliasMatcher {
        for pattern in &mut self.patterns {
            pattern.names.sort_by_key(|name| (name.candidate.via, name.candidate.entity));
        }
        AliasMatcher {
            search: Search::new(&self.strings),
            patterns: self.patterns,
            people: Vec::new(),
            places: Vec::new(),
            bare_tags: Vec::new(),
            bodies: FxHashMap::default(),
        }
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

impl CaseRule {
    fn of(name: &str) -> Self {
        let name = keep_case(name);
        let upper = name.chars().filter(|c| c.is_uppercase()).count();
        let cased = name.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count();
        let several_words = name.contains(' ');
        if upper == 0 {
            Self::Ignore
        } else if upper == cased && !several_words && upper > 1 {
            Self::Acronym(name)
        } else {
            Self::Upper { name, several_words }
        }
    }

    /// A single word with a capital.
    fn is_word(&self) -> bool {
        matches!(self, Self::Upper { several_words: false, .. })
    }

    fn holds(&self, surface: &str) -> bool {
        match self {
            Self::Ignore => true,
            Self::Acronym(name) => surface == name || keep_case(surface) == *name,
            Self::Upper { name, several_words } => {
                if surface == name {
                    return true;
                }
                let surface = keep_case(surface);
                let upper_holds = name.chars().zip(surface.chars()).all(|(n, s)| !n.is_uppercase() || s.is_uppercase());
                let all_capitals = !surface.chars().any(char::is_lowercase);
                let name_all_capitals = !name.chars().any(char::is_lowercase);
                upper_holds && (*several_words || !all_capitals || name_all_capitals)
            }
        }
    }
}

/// Accents, hyphens, spaces and apostrophes folded, case kept.
fn keep_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
            continue;
        }
        let mut buffer = [0; 4];
        let folded = fold(c.encode_utf8(&mut buffer)).text;
        for part in folded.chars() {
            match part {
                ' ' if out.ends_with(' ') => {}
                part if c.is_uppercase() => out.extend(part.to_uppercase()),
                part => out.push(part),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let matcher = AliasMatcher::from_names(names.iter().zip(0..).map(|(name, n)| (*name, EntityId(n), Via::Exact)));
        matcher.find(text, &fold(text)).into_iter().map(|hit| text[hit.start..hit.end].to_owned()).collect()
    }

    #[test]
    fn borders_case_and_spelling() {
        for (names, text, expected) in [
            (&["Ann", "Ann Lee"][..], "Ann Leeds met Ann Lee.", &["Ann", "Ann Lee", "Ann"][..]),
            (
                &["Ros-Lehtinen"],
                "Rep. Ros Lehtinen and Ros\u{a0}Lehtinen’s staff",
                &["Ros Lehtinen", "Ros\u{a0}Lehtinen"],
            ),
            (&["Iran"], "Iranian Iran’s anti-Iran l’Iran IRAN iran", &["Iran", "Iran", "Iran"]),
            (&["Brien"], "O’Brien and Brien", &["Brien"]),
            (&["IAEA"], "IAEA iaea Iaea", &["IAEA"]),
            (&["US"], "tell us about the US", &["US"]),
            (&["sanctions relief"], "Sanctions relief, SANCTIONS RELIEF", &["Sanctions relief", "SANCTIONS RELIEF"]),
            (&["Kim Jong Un"], "KIM JONG UN, kim jong un, Kim Jong-un", &["KIM JONG UN"]),
            (&["Kim Jong-un"], "Kim Jong Un", &["Kim Jong Un"]),
            (&["Zoë Łuk"], "ZOE\u{308} ŁUK and Zoe Luk", &["ZOE\u{308} ŁUK", "Zoe Luk"]),
            (&["김정은"], "김정은은 말했다", &["김정은"]),
            (&["서울"], "서울대학교는 서울에서", &["서울"]),
            (&["アン"], "アンケートとアンさん", &["アン"]),
            (&["روحاني"], "وروحاني قال", &["روحاني"]),
            (&["تهران"], "تهران\u{200c}ها", &["تهران"]),
            (&["北京"], "在北京市", &["北京"]),
            (&["A", "北"], "A 北", &["北"]),
            (&["North Korea"], "in the north.\n\nKorea North\n\nKorea", &[]),
        ] {
            assert_eq!(found(names, text), expected, "{names:?} in {text}");
        }
    }

    #[test]
    fn memory_follows_from_the_text_and_not_from_nested_names() {
        for (word, between) in [("tarn", " "), ("北", "")] {
            let names: Vec<String> = (1..=100).map(|count| vec![word; count].join(between)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let text = vec![word; 300].join(between);
            let hits = found(&names, &text);
            // names of more than sixty words are found by the automaton, which has a row of its own
            assert!(hits.len() <= 300 * 2 * NESTED, "{word}: {} hits", hits.len());
            let longest = hits.iter().map(String::len).max();
            assert_eq!(longest, names.iter().map(|name| name.len()).max(), "{word}");
        }
    }

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
