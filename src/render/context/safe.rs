//! The one type that templates print without escaping.

use crate::theme::Special;
pub use crate::theme::push_escaped;
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
    fn json_cannot_leave_its_script_element() {
        let value = serde_json::json!({"name": "</script><!-- & \u{2028}"});
        assert_eq!(json_for_html(&value).0, "{\"name\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\"}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json_for_html(&value).0).unwrap(), value);
    }
}
