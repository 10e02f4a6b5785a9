//! The words of a text, for comparison only.

use crate::text::fold::fold_name;

/// Its words in lower case without accents; marks of Markdown, punctuation and addresses of links are not words.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in without_addresses(text).split(|c: char| !c.is_alphanumeric()) {
        if !piece.is_empty() {
            words.push(fold_name(piece));
        }
    }
    words
}

/// A text without the parentheses after `]`.
fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        out.push(' ');
        let inner = &rest[at + 2..];
        let end = inner.find([')', '\n']).map_or(inner.len(), |end| end + 1);
        rest = &inner[end..];
    }
    out.push_str(rest);
    out
}
