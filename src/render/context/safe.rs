//! The one type that templates print without escaping.

use serde::{Serialize, Serializer};
use std::fmt::Write as _;

/// HTML from our own writer or sanitiser; printed as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(pub String);

impl Serialize for SafeHtml {
    /// Tera takes a `Value` over as it is, mark included, when it serialises one; any other serialiser sees a string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

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

/// JSON that can stand in a `<script type="application/ld+json">`: no character in it can end the element or a line of script.
pub fn json_for_html(value: &serde_json::Value) -> SafeHtml {
    static SPECIAL: Special = Special::new(*b"<>&\xE2"); // the last begins U+2028 and U+2029
    let json = value.to_string();
    let mut out = String::with_capacity(json.len() + 16);
    let mut rest = json.as_str();
    while let Some(at) = SPECIAL.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        match chars.next() {
            Some(c @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            other => out.extend(other),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    SafeHtml(out)
}

/// Four bytes to be looked for.
struct Special {
    four: [u8; 4],
    /// The same, by byte.
    is_one: [bool; 256],
}

impl Special {
    const fn new(four: [u8; 4]) -> Self {
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
    fn find(&self, bytes: &[u8]) -> Option<usize> {
        const STRETCH: usize = 16;
        let (spans, _) = bytes.as_chunks::<STRETCH>();
        let [a, b, c, d] = self.four;
        let one = |byte: u8| u8::from(byte == a) | u8::from(byte == b) | u8::from(byte == c) | u8::from(byte == d);
        let has_none = |span: &&[u8; STRETCH]| span.iter().fold(0, |found, byte| found | one(*byte)) == 0;
        let clean = spans.iter().take_while(has_none).count() * STRETCH;
        bytes[clean..].iter().position(|byte| self.is_one[usize::from(*byte)]).map(|at| clean + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_html_is_printed_raw() {
        #[derive(Serialize)]
        struct Both {
            raw: SafeHtml,
            text: String,
        }
        let both = Both { raw: SafeHtml("<b>".into()), text: "<b>".into() };
        let mut tera = tera::Tera::default();
        tera.add_raw_template("a.html", "{{ raw }}{{ text }}").unwrap();
        let context = tera::Context::from_serialize(&both).unwrap();
        assert_eq!(tera.render("a.html", &context).unwrap(), "<b>&lt;b&gt;");
        assert_eq!(serde_json::to_string(&both).unwrap(), r#"{"raw":"<b>","text":"<b>"}"#);
    }

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

    #[test]
    fn json_cannot_leave_its_script_element() {
        let value = serde_json::json!({"name": "</script><!-- & \u{2028}"});
        assert_eq!(json_for_html(&value).0, "{\"name\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\"}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json_for_html(&value).0).unwrap(), value);
    }
}
