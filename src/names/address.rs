//! Addresses without a scheme, handles, hashtags, paths and names of files: words in them are not names.

/// How far an address is looked at.
const LONGEST: usize = 256;

/// Whether a span of a text is part of an address, a path or a file's name, or a handle or hashtag.
pub(crate) fn in_address(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(end).copied();
    let ties = |byte: u8| matches!(byte, b'@' | b'#' | b'_' | b'\\' | b'/' | b'.' | b'=' | b'~' | b'-' | b'$');
    // almost all names stand between spaces and commas
    if !before.is_some_and(ties) && !after.is_some_and(|byte| ties(byte) || byte == b' ') {
        return false;
    }
    let bound = matches!(before, Some(b'@' | b'#' | b'_' | b'\\' | b'=' | b'~'))
        || matches!(after, Some(b'@' | b'_' | b'\\' | b'=' | b'$'))
        // `Name @ …`: written so that machines do not read it
        || text[end..].trim_start_matches(' ').starts_with('@');
    if bound || !(before.is_some_and(ties) || after.is_some_and(ties)) {
        return bound;
    }
    let from = text.floor_char_boundary(start.saturating_sub(LONGEST));
    let to = text.floor_char_boundary((end + LONGEST).min(text.len()));
    let left = text[from..start].rsplit(is_blank).next().unwrap_or_default();
    let right = text[end..to].split(is_blank).next().unwrap_or_default();
    ends_as_file(right) || begins_as_address(left) || is_path(left, right)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '<' | '>' | '[' | ']' | ',' | ';')
}

/// `.pdf`, `.org/path`, `-2.tar.gz`: a full stop with small letters or digits right behind it.
fn ends_as_file(right: &str) -> bool {
    let rest = right.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let Some(extension) = rest.strip_prefix('.') else { return false };
    let length = extension.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let small = extension.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    small && (2..=8).contains(&length) && !extension[length..].starts_with(['\'', '’'])
}

/// `www.`, `jane.doe@`.
fn begins_as_address(left: &str) -> bool {
    left.contains('@') || left.starts_with("www.")
}

/// `/srv/`, `example.org/`, `src/a/`: slashes behind a root, a host or a small word. `Doe/Roe` are two names.
fn is_path(left: &str, right: &str) -> bool {
    if !left.ends_with(['/', '-', '.']) && !right.starts_with(['/', '-']) {
        return false;
    }
    let Some((root, folders)) = left.split_once('/') else {
        // the name is the root: `Doe/file.txt`
        return right.starts_with('/') && right.split('/').next_back().is_some_and(ends_in_extension);
    };
    let host = root.contains(['.', ':', '~']) && !root.ends_with('.');
    let small = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase() || c == '_' || c == '.');
    root.is_empty()
        || host
        || right.split('/').next_back().is_some_and(ends_in_extension)
        || (small(root) && (folders.split('/').any(small) || right.starts_with('/')))
}

fn ends_in_extension(part: &str) -> bool {
    part.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_handles_and_paths() {
        for (text, expected) in [
            ("@Doe", true),
            ("#Doe", true),
            ("Doe@example.org", true),
            ("Doe @ example", true),
            ("ann.Doe@example.org", true),
            ("Doe.org", true),
            ("Doe.example.org/page", true),
            ("www.Doe", true),
            ("example.org/Doe", true),
            ("example.org/a/Doe/b", true),
            ("/srv/Doe/file", true),
            ("src/Doe/file", true),
            ("~/Doe", true),
            ("C:\\Doe", true),
            ("Doe.pdf", true),
            ("Doe-2.tar.gz", true),
            ("Doe/file.txt", true),
            ("file_Doe", true),
            ("Doe_2", true),
            ("?q=Doe", true),
            ("US$Doe", false),
            ("Doe$5", true),
            ("Doe.", false),
            ("Doe. The", false),
            ("Doe.The", false),
            ("Doe…", false),
            ("Roe/Doe", false),
            ("Doe/Roe", false),
            ("and/or/Doe", true),
            ("his/Doe", false),
            ("pro-Doe", false),
            ("Doe-based", false),
            ("(Doe)", false),
            ("U.S.-Doe", false),
            ("Doe's", false),
            ("the “Doe”.", false),
        ] {
            let start = text.find("Doe").expect("the name");
            assert_eq!(in_address(text, start, start + 3), expected, "{text}");
        }
    }
}
