//! Numbers as bits and bits as letters: the same codes as `Bits` in `search.js`.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Quotients from here on leave the unary form, so that one outlier costs few bits.
pub(crate) const LONG_QUOTIENT: u32 = 20;

/// Collects bits, the most significant first.
#[derive(Debug, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    /// The lowest `count` bits wait to be written, 64 at a time. What stands above them has been written.
    pending: u64,
    count: u32,
}

impl BitWriter {
    /// A writer with room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// The lowest `width` bits of `value`, which has no others; at most 63.
    #[inline]
    pub(crate) fn bits(&mut self, value: u64, width: u32) {
        let count = self.count + width;
        if count <= 64 {
            self.pending = self.pending << width | value;
            self.count = count;
            return;
        }
        self.count = count - 64;
        let full = self.pending << (width - self.count) | value >> self.count;
        self.bytes.extend_from_slice(&full.to_be_bytes());
        self.pending = value;
    }

    /// Elias gamma code of a number from 1.
    #[inline]
    pub(crate) fn gamma(&mut self, value: u32) {
        self.bits(u64::from(value), 2 * value.ilog2() + 1);
    }

    /// Golomb-Rice code with the parameter `k`, which is at most 24.
    #[inline]
    pub(crate) fn rice(&mut self, value: u32, k: u32) {
        let (quotient, rest) = (value >> k, u64::from(value & ((1 << k) - 1)));
        if quotient < LONG_QUOTIENT {
            self.bits(((1 << (quotient + 1)) - 2) << k | rest, quotient + 1 + k);
        } else {
            self.long_rice(quotient, rest, k);
        }
    }

    #[cold]
    fn long_rice(&mut self, quotient: u32, rest: u64, k: u32) {
        self.bits((1 << LONG_QUOTIENT) - 1, LONG_QUOTIENT);
        self.gamma(quotient - LONG_QUOTIENT + 1);
        self.bits(rest, k);
    }

    /// Fills up the last byte with zeros and gives the number of bytes so far.
    pub(crate) fn align(&mut self) -> usize {
        let padding = self.count.next_multiple_of(8) - self.count;
        self.bits(0, padding);
        while self.count > 0 {
            self.count -= 8;
            self.bytes.push((self.pending >> self.count) as u8);
        }
        self.bytes.len()
    }

    /// All bytes.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.align();
        self.bytes
    }
}

/// The parameter for [`BitWriter::rice`] that suits numbers with this sum and count.
pub(crate) fn rice_parameter(sum: u64, count: u64) -> u32 {
    // the mean times ln 2; its power of two is within a few percent of the best choice
    let mean = sum * 710 / (1024 * count.max(1));
    if mean == 0 { 0 } else { (mean.ilog2() + 1).min(24) }
}

/// Base64 without padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    base64_into(&mut out, bytes);
    String::from_utf8(out).expect("the alphabet is ASCII")
}

/// Appends bytes as Base64 without padding.
pub(crate) fn base64_into(out: &mut Vec<u8>, bytes: &[u8]) {
    let letter = |word: u32, at: usize| BASE64[(word >> (18 - 6 * at)) as usize & 63];
    let start = out.len();
    out.resize(start + (bytes.len() * 4).div_ceil(3), 0);
    let (groups, rest) = bytes.as_chunks::<3>();
    let (letters, last) = out[start..].as_chunks_mut::<4>();
    for ([a, b, c], letters) in groups.iter().zip(letters) {
        let word = u32::from_be_bytes([0, *a, *b, *c]);
        *letters = [letter(word, 0), letter(word, 1), letter(word, 2), letter(word, 3)];
    }
    let byte = |at: usize| rest.get(at).copied().unwrap_or(0);
    let word = u32::from_be_bytes([0, byte(0), byte(1), 0]);
    last.iter_mut().enumerate().for_each(|(at, last)| *last = letter(word, at));
}

/// A number in the digits `0` to `z`.
pub(crate) fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.reverse();
    String::from_utf8(digits).expect("digits are ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_come_out_one_after_the_other(numbers in prop::collection::vec((any::<u64>(), 0..64_u32), 0..40)) {
            let mut writer = BitWriter::default();
            let mut bits: Vec<bool> = Vec::new();
            for (number, width) in numbers {
                let number = number & ((1 << width) - 1);
                writer.bits(number, width);
                bits.extend((0..width).rev().map(|bit| number >> bit & 1 == 1));
            }
            bits.resize(bits.len().next_multiple_of(8), false);
            let written: Vec<bool> =
                writer.finish().iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect();
            prop_assert_eq!(written, bits);
        }
    }

    #[test]
    fn codes_are_what_the_reader_expects() {
        let mut writer = BitWriter::default();
        writer.gamma(1); // 1
        writer.gamma(5); // 00101
        writer.rice(9, 2); // 110 01
        writer.bits(0b101, 3);
        assert_eq!(writer.finish(), [0b1001_0111, 0b0011_0100]);
        let mut long = BitWriter::default();
        long.rice(25, 0); // twenty ones, gamma(6) = 00110
        assert_eq!(long.finish(), [0xff, 0xff, 0b1111_0011, 0]);
    }

    #[test]
    fn letters_and_digits() {
        assert_eq!([base64(b""), base64(b"f"), base64(b"fo"), base64(b"foo")], ["", "Zg", "Zm8", "Zm9v"]);
        assert_eq!([base36(0), base36(35), base36(36), base36(123_456)], ["0", "z", "10", "2n9c"]);
    }

    #[test]
    fn parameters_follow_the_mean() {
        assert_eq!([rice_parameter(0, 5), rice_parameter(10, 10), rice_parameter(1000, 10)], [0, 0, 7]);
    }
}
