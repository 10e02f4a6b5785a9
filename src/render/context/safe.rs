//! The one type that templates print without escaping.

use serde::{Serialize, Serializer};

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
    let mut from = 0;
    for (start, run) in runs_with(text.as_bytes(), *b"&<>\"") {
        for (at, byte) in (start..).zip(run) {
            let instead = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => continue,
            };
            out.push_str(&text[from..at]);
            out.push_str(instead);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}

/// JSON that can stand in a `<script type="application/ld+json">`: no sign in it can end the element or a line of script.
pub fn json_for_html(value: &serde_json::Value) -> SafeHtml {
    let json = value.to_string();
    let mut out = String::with_capacity(json.len() + 16);
    let mut from = 0;
    // 0xE2 begins the two signs that end a line of script
    for (start, run) in runs_with(json.as_bytes(), *b"<>&\xE2") {
        for (at, byte) in (start..).zip(run) {
            let (instead, length) = match byte {
                b'<' => ("\\u003c", 1),
                b'>' => ("\\u003e", 1),
                b'&' => ("\\u0026", 1),
                0xE2 if json[at..].starts_with('\u{2028}') => ("\\u2028", 3),
                0xE2 if json[at..].starts_with('\u{2029}') => ("\\u2029", 3),
                _ => continue,
            };
            out.push_str(&json[from..at]);
            out.push_str(instead);
            from = at + length;
        }
    }
    out.push_str(&json[from..]);
    SafeHtml(out)
}

/// The runs of a text that may hold one of four bytes, with their places. Most have none, which is told for all bytes of a run at
/// once: no branch within it.
fn runs_with(bytes: &[u8], wanted: [u8; 4]) -> impl Iterator<Item = (usize, &[u8])> {
    const RUN: usize = 32;
    let (whole, rest) = bytes.as_chunks::<RUN>();
    let is_wanted = move |byte: u8| wanted.iter().fold(0, |found, one| found | u8::from(byte == *one));
    let holds = move |run: &[u8; RUN]| run.iter().fold(0, |found, byte| found | is_wanted(*byte)) != 0;
    let found = whole.iter().enumerate().filter(move |(_, run)| holds(run));
    found.map(|(number, run)| (number * RUN, run.as_slice())).chain([(whole.len() * RUN, rest)])
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
