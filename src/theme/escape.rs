//! Text as a part of HTML.

/// Appends text for an element or an attribute in double quotes.
pub fn push_escaped(out: &mut String, text: &str) {
    static SPECIAL: Special = Special::new(*b"&<>\"");
    let mut rest = text;
    while let Some(at) = SPECIAL.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Four bytes to be looked for.
#[derive(Debug)]
pub(crate) struct Special {
    four: [u8; 4],
    /// The same, by byte.
    is_one: [bool; 256],
}

impl Special {
    pub(crate) const fn new(four: [u8; 4]) -> Self {
        let mut is_one = [false; 256];
        let mut at = 0;
        while at < four.len() {
            is_one[four[at] as usize] = true;
            at += 1;
        }
        Self { four, is_one }
    }

    /// Where the first of them stands. Most texts have none, which is told for sixteen bytes at once.
    #[inline]
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<usize> {
        const CHUNK: usize = 16;
        let (chunks, _) = bytes.as_chunks::<CHUNK>();
        let [a, b, c, d] = self.four;
        let one = |byte: u8| u8::from(byte == a) | u8::from(byte == b) | u8::from(byte == c) | u8::from(byte == d);
        let has_none = |chunk: &&[u8; CHUNK]| chunk.iter().fold(0, |found, byte| found | one(*byte)) == 0;
        let clean = chunks.iter().take_while(has_none).count() * CHUNK;
        bytes[clean..].iter().position(|byte| self.is_one[usize::from(*byte)]).map(|at| clean + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_are_escaped_wherever_they_stand() {
        for before in 0..70 {
            for after in [0, 1, 31, 40] {
                let text = format!("{}<\"&>{}", "é".repeat(before / 2) + &"x".repeat(before % 2), "y".repeat(after));
                let mut out = String::from("=");
                push_escaped(&mut out, &text);
                let escaped =
                    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
                assert_eq!(out, format!("={escaped}"));
            }
        }
    }
}
