//! What kind of address a link has.

use crate::text::plain::percent_decode;
use std::borrow::Cow;

/// An address, told apart by what may become of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// `http`, `https` or `mailto`: written out.
    Outside(String),
    /// `#…` on the same page, percent escapes resolved.
    Fragment(String),
    /// A path within the dossier.
    Relative {
        /// Percent escapes resolved.
        path: String,
        /// After `#`.
        fragment: Option<String>,
    },
    /// Any other scheme, a protocol-relative address, or one that browsers read in surprising ways: never written out.
    Foreign,
}

/// Tells what `destination` is, reading it as a browser does: control characters do not count.
pub(super) fn classify(destination: &str) -> Address {
    let cleaned: Cow<'_, str> = if destination.contains(char::is_control) {
        destination.chars().filter(|c| !c.is_control()).collect::<String>().into()
    } else {
        destination.into()
    };
    let address = cleaned.trim();
    let address = in_vault(address).unwrap_or(address);
    if let Some((scheme, rest)) = split_scheme(address) {
        let has_host = rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '\\']));
        let outside = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => has_host,
            "mailto" => true,
            _ => false,
        };
        return if outside { Address::Outside(address.to_owned()) } else { Address::Foreign };
    }
    if let [b'/' | b'\\', b'/' | b'\\', ..] = address.as_bytes() {
        return Address::Foreign;
    }
    if let Some(fragment) = address.strip_prefix('#') {
        return Address::Fragment(percent_decode(fragment));
    }
    match address.split_once('#') {
        Some((path, fragment)) => {
            Address::Relative { path: percent_decode(path), fragment: Some(percent_decode(fragment)) }
        }
        None => Address::Relative { path: percent_decode(address), fragment: None },
    }
}

/// The note of `dendron://vault/note`.
pub(super) fn in_vault(address: &str) -> Option<&str> {
    Some(address.strip_prefix("dendron://")?.split_once('/')?.1)
}

/// `scheme:rest`, by the grammar of RFC 3986.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let starts_well = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (starts_well && is_scheme).then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_decide() {
        let outside = |text: &str| Address::Outside(text.to_owned());
        let relative = |path: &str, fragment: Option<&str>| Address::Relative {
            path: path.to_owned(),
            fragment: fragment.map(str::to_owned),
        };
        for (destination, expected) in [
            ("https://a.example/b", outside("https://a.example/b")),
            ("HTTP://a.example", outside("HTTP://a.example")),
            (" ht\ntp://a.example", outside("http://a.example")),
            ("mailto:a@b.example", outside("mailto:a@b.example")),
            ("http:evil", Address::Foreign),
            ("https:///evil", Address::Foreign),
            ("javascript:alert(1)", Address::Foreign),
            ("\u{1}JaVa\tScRipt:alert(1)", Address::Foreign),
            ("data:text/html,x", Address::Foreign),
            ("vbscript:x", Address::Foreign),
            ("file:///etc/passwd", Address::Foreign),
            ("C:\\x", Address::Foreign),
            ("//host/x", Address::Foreign),
            ("/\\host", Address::Foreign),
            ("#frag%20ment", Address::Fragment("frag ment".into())),
            ("../a%20b.md#c", relative("../a b.md", Some("c"))),
            ("a/b:c.md", relative("a/b:c.md", None)),
            ("100%", relative("100%", None)),
            ("%ff", relative("%ff", None)),
            ("", relative("", None)),
        ] {
            assert_eq!(classify(destination), expected, "{destination:?}");
        }
    }
}
