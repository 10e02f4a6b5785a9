//! Text, attribute values and addresses as HTML.

use crate::text::ascii;
use percent_encoding::percent_encode_byte;

/// What a byte of text becomes in HTML; empty where it stays. Carriage returns and NUL become what a browser would read.
pub(super) fn text_escape(byte: u8) -> &'static str {
    match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'\r' => "\n",
        0 => "\u{fffd}",
        _ => "",
    }
}

/// Where `text` has its first byte that needs an escape.
#[allow(clippy::needless_bitwise_bool)] // without branches, as `position` wants it
pub(super) fn find_special(text: &str) -> Option<usize> {
    let special = |byte| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'\r') | (byte == 0);
    ascii::position(text.as_bytes(), special)
}

/// Appends `text` as element content.
pub(super) fn push_text(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = find_special(rest) {
        html.push_str(&rest[..at]);
        html.push_str(text_escape(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// Appends `text` as the value of a double-quoted attribute.
pub(super) fn push_attribute(html: &mut String, text: &str) {
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            html.push_str("&quot;");
        }
        push_text(html, part);
    }
}

/// Appends an address as the value of `href`, with everything percent-encoded that a URL cannot hold.
pub(super) fn push_href(html: &mut String, address: &str) {
    for &byte in address.as_bytes() {
        match byte {
            b'&' => html.push_str("&amp;"),
            b'\'' => html.push_str("&#39;"),
            _ if byte.is_ascii_alphanumeric() || b"!#$%()*+,-./:;=?@_~".contains(&byte) => html.push(char::from(byte)),
            _ => html.push_str(percent_encode_byte(byte)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_escapes() {
        let write = |f: fn(&mut String, &str), text: &str| {
            let mut html = String::new();
            f(&mut html, text);
            html
        };
        assert_eq!(write(push_text, "a<b>&\"'\r\0é"), "a&lt;b&gt;&amp;\"'\n\u{fffd}é");
        assert_eq!(write(push_attribute, "\"a\" < 'b'"), "&quot;a&quot; &lt; 'b'");
        assert_eq!(
            write(push_href, "http://a/ä?b='c'&d=\"e\"%20[]\\"),
            "http://a/%C3%A4?b=&#39;c&#39;&amp;d=%22e%22%20%5B%5D%5C"
        );
    }
}
