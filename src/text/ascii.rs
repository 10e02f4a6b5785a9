//! Words of ASCII letters and digits, eight bytes at a time.
//!
//! In: bytes. Out: where their letters and digits stand. Every byte of every page is asked several times over whether a word
//! goes on with it; a processor's word holds the answer for eight of them.

use std::ops::Range;

const ONES: u64 = u64::from_le_bytes([1; 8]);
/// The bit that bytes of ASCII do not have.
pub(crate) const HIGH: u64 = 0x80 * ONES;
/// With this bit letters are small; digits have it.
pub(crate) const SMALL: u64 = 0x20 * ONES;

/// The eight bytes from `at` on, the first in the lowest place; zeros behind the end.
pub(crate) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().expect("eight bytes")),
        None => head(bytes.get(at..).unwrap_or_default()),
    }
}

/// The first eight bytes of a word, as [`eight`] has them.
pub(crate) fn head(word: &[u8]) -> u64 {
    let four = |at: usize| u64::from(u32::from_le_bytes(word[at..at + 4].try_into().expect("four bytes")));
    match word.len() {
        0 => 0,
        // the first, the middle one, and the last: of less than three bytes some are the same
        length @ 1..=3 => {
            let byte = |at: usize| u64::from(word[at]) << (8 * at);
            byte(0) | byte(length / 2) | byte(length - 1)
        }
        // the first four and the last four: where they overlap they are the same
        length @ 4..=7 => four(0) | four(length - 4) << (8 * (length - 4)),
        _ => u64::from_le_bytes(word[..8].try_into().expect("eight bytes")),
    }
}

/// The highest bit of each of eight bytes that is ASCII and lies between two others, itself included.
fn between(eight: u64, first: u8, last: u8) -> u64 {
    // each byte below 0x80 gets its highest bit if it is at least `least`, without reaching the next one
    let at_least = |least: u8| (eight & !HIGH) + u64::from(0x80 - least) * ONES;
    at_least(first) & !at_least(last + 1) & !eight & HIGH
}

/// The highest bit of each of eight bytes that is an ASCII letter or digit.
fn marked(eight: u64) -> u64 {
    between(eight | SMALL, b'a', b'z') | between(eight, b'0', b'9')
}

/// Eight bytes with ASCII letters in lower case.
pub(crate) fn lower(eight: u64) -> u64 {
    eight | between(eight, b'A', b'Z') >> 2
}

/// How many of eight bytes, from the first on, are ASCII letters or digits.
pub(crate) fn letters(eight: u64) -> usize {
    (marked(eight) ^ HIGH).trailing_zeros() as usize / 8
}

/// Where the letters and digits end that begin at `at`.
pub(crate) fn end_of_letters(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let count = letters(eight(bytes, at));
        at += count;
        if count < 8 {
            return at;
        }
    }
}

/// Where the first byte stands that a rule holds for. The rule should have no branches: it is asked of many bytes at once.
pub(crate) fn position(bytes: &[u8], holds: impl Fn(u8) -> bool) -> Option<usize> {
    const CHUNK: usize = 32;
    let (chunks, _) = bytes.as_chunks::<CHUNK>();
    // a sum, because the compiler turns `any` into a branch for each byte
    let is_clean = |chunk: &&[u8; CHUNK]| chunk.iter().map(|byte| u8::from(holds(*byte))).sum::<u8>() == 0;
    let clean = chunks.iter().take_while(is_clean).count() * CHUNK;
    bytes[clean..].iter().position(|byte| holds(*byte)).map(|at| clean + at)
}

/// A run of bytes of which words may be made, between two characters of ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) bytes: Range<usize>,
    /// Nothing but ASCII letters and digits.
    pub(crate) plain: bool,
}

/// The runs of letters and digits of ASCII and of whatever is not ASCII, in order.
///
/// Looking for the end of each word, the processor would guess wrong at most of them. So 64 bytes at a time become one bit each,
/// and words are counted off those.
pub(crate) fn runs(bytes: &[u8]) -> impl Iterator<Item = Run> {
    let mut from = 0;
    let mut here = Bits::default();
    std::iter::from_fn(move || {
        // what is left of the 64 bytes before `from` is in `here`, the next byte in the lowest place
        while here.in_run == 0 {
            if from >= bytes.len() {
                return None;
            }
            here = Bits::of(bytes, from);
            from += Bits::COUNT;
        }
        let mut run = Run { bytes: 0..0, plain: true };
        let before = here.in_run.trailing_zeros();
        here = here.after(before);
        run.bytes.start = from - here.left as usize;
        loop {
            let length = here.in_run.trailing_ones();
            run.plain &= here.foreign & low(length) == 0;
            here = here.after(length);
            run.bytes.end = from - here.left as usize;
            if here.left > 0 || from >= bytes.len() {
                return Some(run);
            }
            here = Bits::of(bytes, from);
            from += Bits::COUNT;
        }
    })
}

/// What 64 bytes are, one bit for each; the first in the lowest place.
#[derive(Clone, Copy, Default)]
struct Bits {
    in_run: u64,
    /// Not ASCII.
    foreign: u64,
    /// How many of them are still to be looked at.
    left: u32,
}

impl Bits {
    const COUNT: usize = u64::BITS as usize;

    fn of(bytes: &[u8], from: usize) -> Self {
        let mut last = [0; Self::COUNT];
        let chunk = bytes[from..].first_chunk().unwrap_or_else(|| {
            last[..bytes.len() - from].copy_from_slice(&bytes[from..]);
            &last
        });
        let (mut in_run, mut foreign) = (0, 0);
        for (number, eight) in chunk.as_chunks().0.iter().enumerate() {
            let eight = u64::from_le_bytes(*eight);
            in_run |= gathered(marked(eight) | (eight & HIGH)) << (8 * number);
            foreign |= gathered(eight & HIGH) << (8 * number);
        }
        Self { in_run, foreign, left: u64::BITS }
    }

    /// Without the first `count` of them.
    fn after(self, count: u32) -> Self {
        let shift = |bits: u64| bits.checked_shr(count).unwrap_or(0);
        Self { in_run: shift(self.in_run), foreign: shift(self.foreign), left: self.left - count }
    }
}

/// The highest bits of eight bytes side by side.
fn gathered(highest: u64) -> u64 {
    (highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The lowest bits, so many.
fn low(count: u32) -> u64 {
    u64::MAX.checked_shr(u64::BITS - count).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_end_where_the_first_other_byte_stands(bytes in prop::collection::vec(any::<u8>(), 0..20), at in 0..20_usize) {
            prop_assume!(at <= bytes.len());
            let count = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            prop_assert_eq!(end_of_letters(&bytes, at), at + count);
            let mut padded = bytes[at..].to_vec();
            padded.resize(8.max(padded.len()), 0);
            prop_assert_eq!(&eight(&bytes, at).to_le_bytes()[..], &padded[..8]);
            prop_assert_eq!(head(&bytes[at..]), eight(&bytes, at));
            prop_assert_eq!(&lower(eight(&bytes, at)).to_le_bytes()[..], &padded[..8].to_ascii_lowercase());
        }

        #[test]
        fn runs_are_what_characters_part(bytes in prop::collection::vec(prop_oneof![Just(b'a'), Just(b'Z'), Just(b'0'), Just(b' '), Just(b','), Just(0xe9)], 0..200)) {
            let is_character = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
            let mut at = 0;
            let mut expected = Vec::new();
            for word in bytes.split(is_character) {
                if !word.is_empty() {
                    expected.push(Run { bytes: at..at + word.len(), plain: word.is_ascii() });
                }
                at += word.len() + 1;
            }
            prop_assert_eq!(runs(&bytes).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn the_first_byte_is_found(bytes in prop::collection::vec(0..40_u8, 0..100)) {
            prop_assert_eq!(position(&bytes, |byte| byte == 7), bytes.iter().position(|byte| *byte == 7));
        }

        #[test]
        fn words_end_where_their_letters_do(word in "[0-9A-Za-z]{0,20}", rest in "[^0-9A-Za-z].{0,8}") {
            prop_assert_eq!(end_of_letters(format!("{word}{rest}").as_bytes(), 0), word.len());
        }
    }
}
