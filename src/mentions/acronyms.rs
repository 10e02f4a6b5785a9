//! Acronyms that the page defines: `International Atomic Energy Agency (IAEA)`.

use crate::entities::{AliasMatcher, Candidate, EntityId, Hit, Via};
use crate::text::fold::fold_name;
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Adds a hit for each use of an acronym that stands in brackets behind a known name (or before one in brackets), and takes
/// other readings of that acronym off the page.
pub(super) fn define(text: &str, matcher: &AliasMatcher, hits: &mut Vec<Hit>) {
    let mut defined: Vec<(Range<usize>, EntityId)> = Vec::new();
    for hit in hits.iter() {
        let [candidate] = hit.candidates[..] else { continue };
        if !matches!(candidate.via, Via::Exact | Via::Alias | Via::Plural) {
            continue;
        }
        if let Some(range) = defined_at(text, &(hit.start..hit.end)) {
            defined.push((range, candidate.entity));
        }
    }
    defined.extend(initials(text, matcher, hits, &defined));
    for (at, (range, entity)) in defined.iter().enumerate() {
        let acronym = &text[range.clone()];
        let known = |(earlier, other): &(Range<usize>, EntityId)| &text[earlier.clone()] == acronym && other == entity;
        if !defined[..at].iter().any(known) {
            use_everywhere(text, acronym, *entity, &defined, hits);
        }
    }
    hits.sort_by(|a, b| (a.start, b.end).cmp(&(b.start, a.end)));
}

fn use_everywhere(text: &str, acronym: &str, entity: EntityId, all: &[(Range<usize>, EntityId)], hits: &mut Vec<Hit>) {
    let here = |other: EntityId| all.iter().any(|(range, entity)| *entity == other && &text[range.clone()] == acronym);
    for start in memmem::find_iter(text.as_bytes(), acronym) {
        let end = start + acronym.len();
        let inside = |c: char| c.is_alphanumeric();
        if text[..start].chars().next_back().is_some_and(inside) || text[end..].chars().next().is_some_and(inside) {
            continue;
        }
        let candidate = Candidate { entity, via: Via::Acronym };
        match hits.iter_mut().find(|hit| hit.start == start && hit.end == end) {
            Some(hit) => {
                hit.candidates.retain(|candidate| candidate.via == Via::Not || here(candidate.entity));
                if !hit.candidates.iter().any(|known| known.entity == entity) {
                    hit.candidates.push(candidate);
                }
            }
            None => hits.push(Hit { start, end, candidates: vec![candidate] }),
        }
    }
}

/// Uses of the initials of a full name: `PSG` on a page that names Paris Saint-Germain, unless they are a name of something
/// else or the initials of two names. Two letters (`BA` of Blue Airways) are so many things that the page must use them more
/// than once.
fn initials(
    text: &str,
    matcher: &AliasMatcher,
    hits: &[Hit],
    defined: &[(Range<usize>, EntityId)],
) -> Vec<(Range<usize>, EntityId)> {
    let capitals = capitals(text);
    if capitals.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(&str, EntityId, Range<usize>)> = Vec::new();
    let mut seen: FxHashSet<(&str, EntityId)> = FxHashSet::default();
    let mut letters = String::new();
    // few names begin as one of the words does
    let firsts = capitals.keys().fold(0, |firsts, word| firsts | first_letter(word));
    for hit in hits {
        let [Candidate { entity, via: Via::Exact | Via::Alias }] = hit.candidates[..] else { continue };
        let name = &text[hit.start..hit.end];
        if name.starts_with(|c: char| c.is_ascii_uppercase()) && first_letter(name) & firsts == 0 {
            continue;
        }
        for small in [true, false] {
            initials_of(name, small, &mut letters);
            let Some((&acronym, (start, count))) = capitals.get_key_value(&*letters) else { continue };
            let vague = acronym.chars().count() == 2
                && (*count < 2 || TWO_LETTERS.contains(&acronym) || matcher.person(entity).is_some());
            if !vague && seen.insert((acronym, entity)) {
                found.push((acronym, entity, *start..start + acronym.len()));
            }
        }
    }
    let taken = |acronym: &str| {
        defined.iter().any(|(range, _)| &text[range.clone()] == acronym)
            || hits.iter().any(|hit| &text[hit.start..hit.end] == acronym)
    };
    found
        .iter()
        .filter(|(acronym, entity, _)| {
            !taken(acronym) && !found.iter().any(|(other, id, _)| other == acronym && id != entity)
        })
        .map(|(_, entity, range)| (range.clone(), *entity))
        .collect()
}

/// A bit for the capital ASCII letter that a word begins with; none for any other.
fn first_letter(word: &str) -> u32 {
    word.bytes().next().filter(u8::is_ascii_uppercase).map_or(0, |letter| 1 << (letter - b'A'))
}

/// Two capitals that mean the same everywhere, or are numbers.
const TWO_LETTERS: [&str; 40] = [
    "AC", "AD", "AI", "AM", "BC", "CD", "CE", "CV", "DC", "DJ", "DR", "EU", "GP", "HQ", "HR", "ID", "II", "IQ", "IT",
    "IV", "IX", "LA", "MD", "MP", "MR", "MS", "NO", "NY", "OK", "PC", "PM", "PR", "TV", "UK", "UN", "US", "VI", "VP",
    "XI", "XX",
];

/// The words of a text that are capitals throughout, each with its first place and how often it stands.
fn capitals(text: &str) -> FxHashMap<&str, (usize, u32)> {
    let bytes = text.as_bytes();
    let mut all: FxHashMap<&str, (usize, u32)> = FxHashMap::default();
    let (mut at, mut looked_at) = (0, 0);
    while at + 1 < bytes.len() {
        if at >= looked_at {
            // few chunks hold any: they are looked at as a whole first, which the processor does many bytes at once
            let Some(chunk) = bytes[at..].first_chunk::<{ CHUNK + 1 }>() else {
                looked_at = bytes.len();
                continue;
            };
            if !(0..CHUNK).fold(false, |any, i| any | begins_capitals(chunk[i], chunk[i + 1])) {
                at += CHUNK;
                continue;
            }
            looked_at = at + CHUNK;
        }
        if !begins_capitals(bytes[at], bytes[at + 1]) {
            at += 1;
            continue;
        }
        let length = text[at..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - at);
        let word = &text[at..at + length];
        let whole = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if whole && word.chars().all(char::is_uppercase) && (2..=12).contains(&word.chars().count()) {
            all.entry(word).or_insert((at, 0)).1 += 1;
        }
        at += if length > 0 { length } else { text[at..].chars().next().map_or(1, char::len_utf8) };
    }
    all
}

const CHUNK: usize = 64;

/// Two capital ASCII letters, or a character that is not ASCII and may be a letter: dashes and quotation marks are none.
#[allow(clippy::needless_bitwise_bool)] // without branches, so that many bytes are looked at together
fn begins_capitals(byte: u8, next: u8) -> bool {
    let mark = (byte == 0xe2) & (next == 0x80);
    (byte.is_ascii_uppercase() & (next.is_ascii_uppercase() | (next >= 0x80))) | ((byte >= 0xc0) & !mark)
}

/// The acronym that stands in brackets behind a name (or before the name in brackets), if its letters are those of the name.
pub fn defined_at(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    behind(text, name.end)
        .or_else(|| before(text, name.start, name.end))
        .filter(|range| stands_for(&text[range.clone()], &text[name.clone()]))
}

/// Whether a short name is the initials of a long one.
pub(super) fn is_initials(short: &str, long: &str) -> bool {
    let wanted: String = short.chars().filter(|c| *c != '.').collect();
    let mut letters = String::new();
    [true, false].into_iter().any(|small| {
        initials_of(long, small, &mut letters);
        !letters.is_empty() && letters == wanted
    })
}

/// Writes the initials of the words of a name, with or without its small words; nothing for less than two.
fn initials_of(name: &str, small: bool, letters: &mut String) {
    letters.clear();
    let firsts = || name.split(|c: char| c.is_whitespace() || c == '-').filter_map(|word| word.chars().next());
    if firsts().filter(|c| c.is_uppercase()).nth(1).is_none() {
        return;
    }
    let firsts = firsts().filter(|c| c.is_alphabetic());
    if small {
        letters.extend(firsts.flat_map(char::to_uppercase));
    } else {
        letters.extend(firsts.filter(|c| c.is_uppercase()));
    }
    if letters.chars().nth(1).is_none() {
        letters.clear();
    }
}

/// `Name (NAME)`, `Name ("NAME")`.
fn behind(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = text[end..].trim_start_matches([' ', '\u{a0}']);
    let inner = rest.strip_prefix('(')?.trim_start_matches(['"', '“', '\'', '‘']);
    let start = text.len() - inner.len();
    let length = inner.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '&' | '-')))?;
    let closed = inner[length..].starts_with([')', '"', '”', '\'', '’', ',', ';']);
    (closed && is_acronym(&inner[..length])).then(|| start..start + length)
}

/// `NAME (Name)`.
fn before(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    text[end..].starts_with([')', ']', ',', ';']).then_some(())?;
    let rest = text[..start].strip_suffix(['(', '['])?.trim_end_matches([' ', '\u{a0}']);
    let length: usize = rest
        .chars()
        .rev()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '&' | '-'))
        .map(char::len_utf8)
        .sum();
    let range = rest.len() - length..rest.len();
    is_acronym(&text[range.clone()]).then_some(range)
}

/// Two letters or more, most of them capitals.
fn is_acronym(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=12).contains(&letters) && upper >= 2 && upper * 2 > letters
}

/// Whether the letters of an acronym stand in the name in this order, the first at the start of a word.
fn stands_for(acronym: &str, name: &str) -> bool {
    let acronym: Vec<char> = fold_name(acronym).chars().filter(|c| c.is_alphanumeric()).collect();
    let name = fold_name(name);
    if name.chars().filter(|c| c.is_alphanumeric()).count() <= acronym.len() {
        return false;
    }
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(acronym[0])).any(|word| {
        let from = word.as_ptr() as usize - name.as_ptr() as usize;
        let mut letters = name[from..].chars();
        acronym.iter().all(|wanted| letters.any(|letter| letter == *wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_in_the_name() {
        for (acronym, name, expected) in [
            ("IAEA", "International Atomic Energy Agency", true),
            ("ROS", "reactive oxygen species", true),
            ("MSF", "Médecins Sans Frontières", true),
            ("US", "Iran", false),
            ("D-Mich", "Jane Doe", false),
        ] {
            assert_eq!(stands_for(acronym, name), expected, "{acronym} {name}");
        }
    }
}
