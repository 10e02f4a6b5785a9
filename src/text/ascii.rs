//! Words of ASCII letters and digits, eight bytes at a time.
//!
//! In: bytes. Out: how many of them are letters or digits. Every byte of every page is asked several times over whether a word
//! goes on with it; a processor's word holds the answer for eight of them.

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

/// The highest bit of each of eight bytes that is an ASCII letter or digit.
fn marked(eight: u64) -> u64 {
    // each byte below 0x80 gets its highest bit if it is at least `least`, without reaching the next one
    let at_least = |bytes: u64, least: u8| bytes + u64::from(0x80 - least) * ONES;
    let (low, small) = (eight & !HIGH, (eight | SMALL) & !HIGH);
    let letter = at_least(small, b'a') & !at_least(small, b'z' + 1);
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1);
    (letter | digit) & !eight & HIGH
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
        }

        #[test]
        fn words_end_where_their_letters_do(word in "[0-9A-Za-z]{0,20}", rest in "[^0-9A-Za-z].{0,8}") {
            prop_assert_eq!(end_of_letters(format!("{word}{rest}").as_bytes(), 0), word.len());
        }
    }
}
