//! Numbers as bits and bits as letters: the same codes as `Bits` in `search.js`.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Quotients from here on leave the unary form, so that one outlier costs few bits.
const LONG_QUOTIENT: u32 = 20;

/// Collects bits, the most significant first.
#[derive(Debug, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    /// The lowest `count` bits wait to be written; less than 32 between calls. What stands above them has been written.
    pending: u64,
    count: u32,
}

impl BitWriter {
    /// A writer with room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// The lowest `width` bits of `value`, which has no others; at most 32.
    #[inline]
    pub(crate) fn bits(&mut self, value: u32, width: u32) {
        self.pending = (self.pending << width) | u64::from(value);
        self.count += width;
        if self.count >= 32 {
            self.count -= 32;
            self.bytes.extend_from_slice(&((self.pending >> self.count) as u32).to_be_bytes());
        }
    }

    /// Elias gamma code of a number from 1.
    #[inline]
    pub(crate) fn gamma(&mut self, value: u32) {
        let width = value.ilog2();
        if width < 16 {
            self.bits(value, 2 * width + 1);
        } else {
            self.bits(0, width);
            self.bits(value, width + 1);
        }
    }

    /// Golomb-Rice code with the parameter `k`.
    #[inline]
    pub(crate) fn rice(&mut self, value: u32, k: u32) {
        let (quotient, rest) = (value >> k, value & ((1 << k) - 1));
        if quotient < LONG_QUOTIENT && quotient + 1 + k <= 32 {
            self.bits((((1 << (quotient + 1)) - 2) << k) | rest, quotient + 1 + k);
        } else {
            self.long_rice(quotient, rest, k);
        }
    }

    #[cold]
    fn long_rice(&mut self, quotient: u32, rest: u32, k: u32) {
        if quotient < LONG_QUOTIENT {
            self.bits((1 << (quotient + 1)) - 2, quotient + 1);
        } else {
            self.bits((1 << LONG_QUOTIENT) - 1, LONG_QUOTIENT);
            self.gamma(quotient - LONG_QUOTIENT + 1);
        }
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
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    let letter = |word: u32, at: u32| BASE64[(word >> (18 - 6 * at)) as usize & 63];
    let mut groups = bytes.chunks_exact(3);
    for group in &mut groups {
        let word = (u32::from(group[0]) << 16) | (u32::from(group[1]) << 8) | u32::from(group[2]);
        out.extend_from_slice(&[letter(word, 0), letter(word, 1), letter(word, 2), letter(word, 3)]);
    }
    if let [first, rest @ ..] = groups.remainder() {
        let word = (u32::from(*first) << 16) | (rest.first().map_or(0, |byte| u32::from(*byte)) << 8);
        out.extend((0..2 + rest.len() as u32).map(|at| letter(word, at)));
    }
    String::from_utf8(out).expect("the alphabet is ASCII")
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
