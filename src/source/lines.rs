//! What a line of Markdown is, seen by itself: as much as one pass can know without a parser.

/// A line's content below quote marks, list marks and indentation.
pub(super) fn content(line: &str) -> &str {
    let mut rest = line.trim_start();
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes().get(digits) {
            Some(b'>') if digits == 0 => 1,
            Some(b'-' | b'*' | b'+') if digits == 0 => 2,
            Some(b'.' | b')') if (1..10).contains(&digits) => digits + 2,
            _ => return rest,
        };
        if mark > 1 && !rest.as_bytes().get(mark - 1).is_some_and(|&b| b == b' ' || b == b'\t') {
            return rest;
        }
        rest = rest[mark..].trim_start();
    }
}

/// Whether a line belongs to a list, where a deep indentation is not a code block: it starts with a list mark, or it is blank
/// or indented and the line before it belonged to one. Footnotes, definitions and the boxes of `MkDocs` hold their lines in the same way.
pub(super) fn is_in_list(line: &str, content: &str, before: bool) -> bool {
    let margin = &line[..line.len() - content.len()];
    let marks = margin.contains(|c: char| !matches!(c, ' ' | '\t' | '>'));
    let holds = ["!!! ", "??? ", "???+ ", "=== \"", ": ", ":\t"].iter().any(|start| content.starts_with(start))
        || content.starts_with("[^") && content.contains("]:");
    // what is indented so far is code, and starts nothing in it
    let is_code = line.starts_with("    ") || line.starts_with('\t');
    ((marks || holds) && (before || !is_code)) || (before && (content.is_empty() || line.starts_with([' ', '\t', '>'])))
}

/// The first word after the colons: `private`, `{.private}`.
pub(super) fn block_name(rest: &str) -> &str {
    let word = rest.trim().split([' ', '\t', '{', '[']).find(|word| !word.is_empty()).unwrap_or_default();
    word.trim_matches(['{', '}', '.', '#', ':'])
}

/// Whether the name of a block is `private` with a slip.
pub(super) fn is_nearly_private(name: &str) -> bool {
    name.len() < 20 && strsim::damerau_levenshtein(&name.trim().to_lowercase(), "private") <= 2
}
