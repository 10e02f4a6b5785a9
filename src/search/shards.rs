//! Cuts the sorted terms into files along their first letters.
//!
//! Where a cut falls depends on the terms below the same first letters only, so that an edit seldom moves one.

use super::bits::base36;
use crate::text::ascii;
use serde_json::{Value, json};
use std::cmp::Ordering;
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
        // join what is small on both sides of the border, but never across this level's own border
        if child > first && weight(&ranges[child - 1]) + weight(&ranges[child]) <= limit {
            let end = ranges[child].end;
            ranges[child - 1].end = end;
            ranges.remove(child);
        }
    }
}

/// Bytes that two terms share at their start, at a border of characters.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

/// Signs that say how many UTF-16 units a term shares with the one before. None of them is part of a term, so that they are
/// borders too; and none means anything to JSON or HTML.
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

/// Which terms are forms of one word: for each term of a file the distance back to its last relative in the file, and the
/// relatives that stand in other files.
pub(crate) fn relatives(terms: &[&str], range: &Range<usize>, families: &Families) -> (String, Value) {
    let mut distances = Vec::new();
    let mut elsewhere = Vec::new();
    for term in range.clone() {
        let family = families.of(term);
        let before = family.iter().rev().find(|other| **other < term && **other >= range.start);
        distances.push(before.map_or(String::new(), |before| base36((term - before) as u64)));
        let outside: Vec<&str> =
            family.iter().filter(|other| !range.contains(other)).map(|other| terms[*other]).collect();
        if before.is_none() && !outside.is_empty() {
            elsewhere.push(json!([term - range.start, outside.join(" ")]));
        }
    }
    (distances.join(" "), Value::Array(elsewhere))
}

/// Groups of terms that are forms of one word.
#[derive(Debug, Default)]
pub(crate) struct Families {
    /// For each term, its group; `u32::MAX` for those without relatives.
    pub(crate) family_of: Vec<u32>,
    /// Terms of each group, ascending.
    pub(crate) members: Vec<Vec<usize>>,
}

impl Families {
    fn of(&self, term: usize) -> &[usize] {
        self.members.get(self.family_of[term] as usize).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
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
        let families = Families { family_of: vec![0, 0, 0, u32::MAX, 0], members: vec![vec![0, 1, 2, 4]] };
        assert_eq!(relatives(&terms, &(0..3), &families), (" 1 1".into(), json!([[0, "went"]])));
        assert_eq!(relatives(&terms, &(3..5), &families), (" ".into(), json!([[1, "go goes going"]])));
    }

    #[test]
    fn the_order_is_that_of_scripts() {
        assert_eq!(script_order("\u{ff5e}", "\u{20000}"), Ordering::Greater);
        assert_eq!(script_order("a", "é"), Ordering::Less);
    }
}
