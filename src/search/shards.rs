//! Cuts the sorted terms into files along their first letters.
//!
//! Where a cut falls depends on the terms below the same first letters only, so that an edit seldom moves one.

use super::bits::base36;
use super::stems::{self, Groups};
use crate::text::ascii;
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The order of JavaScript's strings: by UTF-16 units.
pub(crate) fn script_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// Runs of terms of which none weighs more than `limit`, unless it is a single term.
pub(crate) fn cut(terms: &[&str], weights: &[usize], limit: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    if !terms.is_empty() {
        cut_range(terms, weights, limit, 0..terms.len(), &mut ranges);
    }
    ranges
}

fn cut_range(terms: &[&str], weights: &[usize], limit: usize, range: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    let weight = |range: &Range<usize>| weights[range.clone()].iter().sum::<usize>();
    if range.len() == 1 || weight(&range) <= limit {
        ranges.push(range);
        return;
    }
    let shared = shared_prefix(terms[range.start], terms[range.end - 1]);
    let first = ranges.len();
    let mut start = range.start;
    while start < range.end {
        let letter = terms[start][shared..].chars().next();
        let length = terms[start..range.end].iter().take_while(|term| term[shared..].chars().next() == letter).count();
        let child = ranges.len();
        cut_range(terms, weights, limit, start..start + length, ranges);
        start += length;
        // join what is small on both sides of the boundary, but never across this level's own boundary
        if child > first && weight(&ranges[child - 1]) + weight(&ranges[child]) <= limit {
            let end = ranges[child].end;
            ranges[child - 1].end = end;
            ranges.remove(child);
        }
    }
}

/// Bytes that two terms share at their start, at a boundary of characters.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

/// Signs that say how many UTF-16 units a term shares with the one before. None of them is part of a term, so that they are
/// boundaries too; and none means anything to JSON or HTML.
const SHARED: &[u8; 27] = b" !#$%'()*+,-./:;=?@[]^_`{|}";

/// Terms one after the other, each as what it shares with the one before and the rest.
pub(crate) fn front_coded<'a>(terms: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut last = "";
    for term in terms {
        // eight bytes at a time as long as they are ASCII
        let ascii = shared_ascii(term.as_bytes(), last.as_bytes()).min(SHARED.len() - 1);
        let (mut bytes, mut units) = (ascii, ascii);
        for (a, b) in term[ascii..].chars().zip(last[ascii..].chars()) {
            if a != b || units + a.len_utf16() >= SHARED.len() {
                break;
            }
            bytes += a.len_utf8();
            units += a.len_utf16();
        }
        out.push(char::from(SHARED[units]));
        out.push_str(&term[bytes..]);
        last = term;
    }
    out
}

/// How many bytes of ASCII two terms share at their start.
fn shared_ascii(a: &[u8], b: &[u8]) -> usize {
    let shortest = a.len().min(b.len());
    let mut shared = 0;
    while shared < shortest {
        let (a, b) = (ascii::eight(a, shared), ascii::eight(b, shared));
        let same = (((a ^ b) | (a & ascii::HIGH)).trailing_zeros() / 8) as usize;
        shared += same;
        if same < 8 {
            break;
        }
    }
    shared.min(shortest)
}

/// Lists one after the other: their lengths, and their bytes.
pub(crate) fn joined<'a>(lists: impl IntoIterator<Item = &'a [u8]>) -> (String, Vec<u8>) {
    let mut lengths: Vec<String> = Vec::new();
    let mut bytes = Vec::new();
    for list in lists {
        lengths.push(base36(list.len() as u64));
        bytes.extend_from_slice(list);
    }
    (lengths.join(" "), bytes)
}

/// Which terms are forms of one word, by language: its code; for each term its keys, as how many letters they lack at its end and
/// what they have instead (nothing: the term itself, `-`: none); and of keys that are looked for in this file, or have members
/// here, the members in other files.
pub(crate) fn relatives(terms: &[&str], range: &Range<usize>, groups: &Groups, at_home: &[u32]) -> Value {
    let mut languages: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let own = range.clone().flat_map(|term| &groups.of[term]);
    for group in own.chain(at_home) {
        languages.entry(groups.all[*group as usize].language).or_default().insert(*group);
    }
    let of_language = |(language, here): (&u32, &BTreeSet<u32>)| {
        let coded = |term: usize| {
            let own = groups.of[term].iter().map(|group| &groups.all[*group as usize]);
            let keys: Vec<String> =
                own.filter(|group| group.language == *language).map(|group| ending(terms[term], &group.key)).collect();
            if keys.is_empty() { "-".to_owned() } else { keys.join(",") }
        };
        let elsewhere = here.iter().filter_map(|group| {
            let group = &groups.all[*group as usize];
            let outside = group.members.iter().filter(|member| !range.contains(member));
            let outside: Vec<&str> = outside.map(|member| terms[*member]).collect();
            (!outside.is_empty()).then(|| json!([group.key, outside.join(" ")]))
        });
        let elsewhere: Vec<Value> = elsewhere.collect();
        json!([stems::language_code(*language), range.clone().map(coded).collect::<Vec<_>>().join(" "), elsewhere])
    };
    languages.iter().map(of_language).collect()
}

/// A key as what its term lacks at its end, one digit, and what it has instead; nothing if it is the term.
fn ending(term: &str, key: &str) -> String {
    let shared = shared_prefix(term, key);
    if term == key {
        return String::new();
    }
    format!("{}{}", base36(term[shared..].encode_utf16().count() as u64), &key[shared..])
}

/// For each file, the groups that are looked for there because their keys would stand there.
pub(crate) fn homes(terms: &[&str], ranges: &[Range<usize>], groups: &Groups) -> Vec<Vec<u32>> {
    let mut homes = vec![Vec::new(); ranges.len()];
    for (number, group) in (0..).zip(&groups.all) {
        let after = ranges.partition_point(|range| script_order(terms[range.start], &group.key) != Ordering::Greater);
        homes[after.saturating_sub(1)].push(number);
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::super::stems::Group;
    use super::*;

    #[test]
    fn cuts_follow_first_letters() {
        let terms = ["a", "ab", "abc", "b", "ba", "c", "d"];
        for (weights, limit, wanted) in [
            ([1, 1, 1, 1, 1, 1, 1], 10, "0..7"),
            ([1, 1, 1, 1, 1, 1, 1], 3, "0..3 3..6 6..7"),
            ([1, 9, 1, 1, 1, 1, 1], 3, "0..1 1..2 2..5 5..7"),
        ] {
            let ranges: Vec<String> = cut(&terms, &weights, limit).iter().map(|range| format!("{range:?}")).collect();
            assert_eq!(ranges.join(" "), wanted);
        }
    }

    #[test]
    fn neighbours_share_their_start() {
        assert_eq!(front_coded(["tide", "tides", "tidy", "été"]), " tide%s$y été");
        assert_eq!(front_coded(["𠀀a", "𠀀b"]), " 𠀀a#b");
        assert_eq!(front_coded(["aé", "aéa", "aè"]), " aé#a!è");
        let long = "a".repeat(30);
        assert_eq!(front_coded([long.as_str(), &long]), format!(" {long}}}aaaa"));
    }

    #[test]
    fn relatives_are_found_in_the_file_and_elsewhere() {
        let terms = ["go", "goes", "going", "tide", "went"];
        let en = stems::language_bit("en").trailing_zeros();
        let group = |key: &str, members: &[usize]| Group { language: en, key: key.into(), members: members.to_vec() };
        let groups = Groups {
            all: vec![group("go", &[0, 1, 2, 4]), group("tid", &[3])],
            of: vec![vec![0], vec![0], vec![0], vec![1], vec![0]],
        };
        let homes = homes(&terms, &[0..3, 3..5], &groups);
        assert_eq!(homes, [vec![0, 1], vec![]]);
        let first = relatives(&terms, &(0..3), &groups, &homes[0]);
        assert_eq!(first, json!([["en", " 2 3", [["go", "went"], ["tid", "tide"]]]]));
        let second = relatives(&terms, &(3..5), &groups, &homes[1]);
        assert_eq!(second, json!([["en", "1 4go", [["go", "go goes going"]]]]));
    }

    #[test]
    fn the_order_is_that_of_scripts() {
        assert_eq!(script_order("\u{ff5e}", "\u{20000}"), Ordering::Greater);
        assert_eq!(script_order("a", "é"), Ordering::Less);
    }
}
