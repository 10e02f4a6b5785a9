//! Addresses within the site: always relative and complete, so that a site works from a folder, a sub-path or a zip.

use std::fmt::Write as _;

/// The way from one page to another: both are paths from the root, unescaped; the result is escaped.
pub fn relative(from: &str, to: &str) -> String {
    let from_folder: Vec<&str> = from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    let to_parts: Vec<&str> = to.split('/').collect();
    let shared = from_folder.iter().zip(&to_parts[..to_parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from_folder.len() - shared);
    format!("{up}{}", encode_path(&to_parts[shared..].join("/")))
}

/// Percent-encodes what cannot stand in the path of a URL; letters of any script stay readable (RFC 3987).
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '/' | '-' | '.' | '_' | '~' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_pages() {
        for (from, to, way) in [
            ("index.html", "people/a.html", "people/a.html"),
            ("people/a.html", "people/b.html", "b.html"),
            ("people/a.html", "index.html", "../index.html"),
            ("articles/a.html", "people/ä ö.html", "../people/ä%20ö.html"),
            ("a/b/c.html", "a/d.html", "../d.html"),
            ("404.html", "404.html", "404.html"),
        ] {
            assert_eq!(relative(from, to), way, "{from} to {to}");
        }
    }
}
