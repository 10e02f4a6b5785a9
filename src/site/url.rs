//! Addresses within the site: always relative and complete, so that a site works from a folder, a sub-path or a zip.

use crate::text::plain::{encode_ascii_path, push_encoded};

/// The way from one page to another: both are paths from the root, unescaped; the result is escaped.
pub fn relative(from: &str, to: &str) -> String {
    let mut shared = 0; // bytes of the folders that both are in
    for (at, (a, b)) in from.bytes().zip(to.bytes()).enumerate() {
        match a == b {
            true if a == b'/' => shared = at + 1,
            true => {}
            false => break,
        }
    }
    let up = from[shared..].matches('/').count();
    let mut out = String::with_capacity(3 * up + to.len() - shared);
    (0..up).for_each(|_| out.push_str("../"));
    push_path(&mut out, &to[shared..]);
    out
}

/// The address of a page on the web: `path` from the root, unescaped, below the `base_url`. All but ASCII is encoded, for
/// readers of feeds and site maps that know no other letters; the home page is the bare folder.
pub fn absolute(base_url: &str, path: &str) -> String {
    let mut out = format!("{}/", base_url.trim_end_matches('/'));
    if path != "index.html" {
        out.push_str(&encode_ascii_path(path));
    }
    out
}

/// Percent-encodes what cannot stand in the path of a URL; letters of any script stay readable (RFC 3987).
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_path(&mut out, path);
    out
}

fn push_path(out: &mut String, path: &str) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '~');
    push_runs(out, path, is_plain, |out, c| if c.is_alphanumeric() { out.push(c) } else { push_encoded(out, c) });
}

/// Appends a text: runs of plain ASCII at once, all other characters one by one.
fn push_runs(out: &mut String, text: &str, is_plain: impl Fn(char) -> bool, other: impl Fn(&mut String, char)) {
    let mut rest = text;
    loop {
        let run = rest.bytes().take_while(|byte| is_plain(char::from(*byte))).count();
        out.push_str(&rest[..run]);
        let mut chars = rest[run..].chars();
        let Some(c) = chars.next() else { break };
        other(out, c);
        rest = chars.as_str();
    }
}

/// The address of a page on the web with a text directive: a browser that knows them goes to the words and marks them. Long
/// words are named by their first and last ones. `None` if there are no words.
pub fn with_words(url: &str, words: &str) -> Option<String> {
    /// Words that are given as they are.
    const SHORT: usize = 10;
    /// Words from each end of longer ones.
    const ENDS: usize = 4;
    let all = words.split_whitespace();
    all.clone().next()?;
    let mut out = String::with_capacity(url.len() + 96);
    out.push_str(url);
    out.push_str(if url.contains('#') { ":~:text=" } else { "#:~:text=" });
    if all.clone().nth(SHORT).is_none() {
        push_directive(&mut out, all);
    } else {
        push_directive(&mut out, all.clone().take(ENDS));
        out.push(',');
        let mut last = [""; ENDS];
        for (place, word) in last.iter_mut().rev().zip(all.rev()) {
            *place = word;
        }
        push_directive(&mut out, last.into_iter());
    }
    Some(out)
}

/// Words of a text directive.
fn push_directive<'w>(out: &mut String, words: impl Iterator<Item = &'w str>) {
    // a comma, a hyphen or an ampersand would part the directive
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '~');
    for (at, word) in words.enumerate() {
        if at > 0 {
            out.push_str("%20");
        }
        push_runs(out, word, is_plain, push_encoded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_a_page_of_the_web() {
        for (url, words, address) in [
            ("https://a.example/b", "We  did\nnot", "https://a.example/b#:~:text=We%20did%20not"),
            ("https://a.example/b#c", "so-called, yes", "https://a.example/b#c:~:text=so%2Dcalled%2C%20yes"),
            ("https://a.example/?q=1&r", "a & b’s", "https://a.example/?q=1&r#:~:text=a%20%26%20b%E2%80%99s"),
            (
                "https://a.example/",
                "one two three four five six seven eight nine ten eleven",
                "https://a.example/#:~:text=one%20two%20three%20four,eight%20nine%20ten%20eleven",
            ),
        ] {
            assert_eq!(with_words(url, words).as_deref(), Some(address));
        }
        assert_eq!(with_words("https://a.example/", " \n"), None);
    }

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

    #[test]
    fn addresses_on_the_web() {
        for (base, path, address) in [
            ("https://a.example/x", "people/a.html", "https://a.example/x/people/a.html"),
            ("https://a.example/x/", "index.html", "https://a.example/x/"),
            ("https://a.example", "people/index.html", "https://a.example/people/index.html"),
            ("https://a.example", "people/é?.html", "https://a.example/people/%C3%A9%3F.html"),
        ] {
            assert_eq!(absolute(base, path), address);
        }
    }
}
