//! All names, ready to be found in folded text.
//!
//! The search reports overlapping occurrences; boundaries and case are checked on each, and the caller resolves overlaps
//! afterwards. Leftmost-longest search with a check behind it would lose names: of `Ann` and `Ann Lee`, the text
//! `Ann Leeds` would offer only the longer one, which fails its boundary check.

use super::bodies::bodies;
use super::case::is_dateline;
use super::patterns::{Builder, Name, Pattern};
use super::people::{self, Person};
use super::search::Search;
use super::{Entity, EntityId, Gazetteer};
use crate::kind::Kinds;
use crate::source::MatchMode;
use crate::text::fold::{Folded, fold_name, is_ignored};
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

/// An occurrence of a name in a text, boundaries and case checked.
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
        AliasMatcher {
            people: people::people(gazetteer, kinds),
            places,
            bodies,
            bare_tags,
            ..Self::from_builder(builder)
        }
    }

    fn from_builder(builder: Builder) -> Self {
        let (strings, patterns) = builder.finish();
        Self {
            search: Search::new(&strings),
            patterns,
            people: Vec::new(),
            places: Vec::new(),
            bare_tags: Vec::new(),
            bodies: FxHashMap::default(),
        }
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

    /// The parts of a person's names; `None` for what is not a person or takes no short forms.
    pub(crate) fn person(&self, id: EntityId) -> Option<&Person> {
        self.people.get(id.index())?.as_ref()
    }

    /// A matcher for a few names of one page (`links:` overrides).
    pub fn from_names<'a>(names: impl IntoIterator<Item = (&'a str, EntityId, Via)>) -> Self {
        let mut builder = Builder::default();
        for (name, id, via) in names {
            builder.add(id, via, name);
        }
        Self::from_builder(builder)
    }

    /// The occurrences in a text and its folded form, overlapping ones too, by start and then by length, longest first; of many
    /// that begin or end at one place the longest.
    pub fn find(&self, text: &str, folded: &Folded) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.search.each(&folded.text, |found| {
            let pattern = &self.patterns[found.string];
            let (start, end) = (folded.original(found.start), folded.original_end(found.end));
            let Some(surface) = text.get(start..end) else { return };
            // Persian ties endings to a name with a character that folding drops
            let tied = surface.ends_with('\u{200c}');
            if !pattern.boundaries.hold(&folded.text, found.start, found.end, tied) {
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

/// Adds a hit; of more than [`NESTED`] in a row that share a boundary, the shortest goes.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let matcher = AliasMatcher::from_names(names.iter().zip(0..).map(|(name, n)| (*name, EntityId(n), Via::Exact)));
        matcher.find(text, &fold(text)).into_iter().map(|hit| text[hit.start..hit.end].to_owned()).collect()
    }

    #[test]
    fn boundaries_case_and_spelling() {
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
}
