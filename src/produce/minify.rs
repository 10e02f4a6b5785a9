//! `--minify`: runs of white space become one character, which HTML shows alike.
//!
//! What is kept as it stands: `pre`, `textarea`, `script` and `style`, where white space counts, and the inside of tags.

use std::borrow::Cow;

/// Elements in which white space counts.
const KEPT: [&str; 4] = ["pre", "textarea", "script", "style"];

/// A file as it is, but a page shorter.
pub(super) fn file<'b>(path: &str, bytes: Cow<'b, [u8]>) -> Cow<'b, [u8]> {
    let is_page = path.rsplit_once('.').is_some_and(|(_, suffix)| suffix == "html");
    match str::from_utf8(&bytes) {
        Ok(html) if is_page => Cow::Owned(minified(html).into_bytes()),
        _ => bytes,
    }
}

fn minified(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        squeeze(&mut out, &rest[..at]);
        rest = &rest[at..];
        let kept = KEPT.iter().find(|name| opens(rest, name));
        let end = match kept {
            Some(name) => rest.find(&format!("</{name}")).map(|at| at + 2 + name.len()),
            None => rest.find('>').map(|at| at + 1),
        };
        let end = end.unwrap_or(rest.len());
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    squeeze(&mut out, rest);
    out
}

fn opens(html: &str, name: &str) -> bool {
    let after = html.strip_prefix('<').and_then(|html| html.strip_prefix(name));
    after.is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
}

/// Text with each run of white space as one character: a line feed if it holds one. No-break spaces are not white space here.
fn squeeze(out: &mut String, text: &str) {
    let mut run = None;
    for c in text.chars() {
        if c.is_ascii_whitespace() {
            run = if run == Some('\n') || c == '\n' { Some('\n') } else { Some(' ') };
        } else {
            out.extend(run.take());
            out.push(c);
        }
    }
    out.extend(run);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_shrinks_where_it_does_not_count() {
        for (html, expected) in [
            ("<p>a  b\n\n   c</p>", "<p>a b\nc</p>"),
            ("<pre>a  b\n\n</pre>  <b>x</b>", "<pre>a  b\n\n</pre> <b>x</b>"),
            ("<p title=\"a  b\">\u{a0}\u{a0}</p>", "<p title=\"a  b\">\u{a0}\u{a0}</p>"),
            ("<present>  x</present>", "<present> x</present>"),
            ("<script>a  b", "<script>a  b"),
            ("a < b  c", "a < b  c"),
        ] {
            assert_eq!(minified(html), expected);
        }
    }
}
