//! Text as Markdown that shows the very same words.

/// Appends text within a line: whatever our Markdown would read as a mark is escaped, and nothing else, so that the file stays readable.
pub(super) fn push(out: &mut String, text: &str) {
    let mut before = out.chars().next_back();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        let beside = |character| before == Some(character) || after == Some(character);
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_mark = match c {
            // `\[…\]` is a formula, and a bracket that closes nothing needs no escape
            '*' | '[' | '<' | '>' | '`' | '~' | '^' | '|' | '$' => true,
            '_' => !(inside(before) && inside(after)),
            '%' | '=' => beside(c),
            '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            '#' => !inside(before) && after.is_some_and(|c| !c.is_whitespace()),
            _ => false,
        };
        // two backslashes and a bracket end a formula; `{:`, `{{`, `{%` and names of emoji are found, escaped or not
        let entity = match c {
            '\\' => Some("&#92;"),
            '{' => Some("&#123;"),
            ':' if is_short_code(rest.as_str()) => Some("&#58;"),
            _ => None,
        };
        if let Some(entity) = entity {
            out.push_str(entity);
            before = Some(c);
            continue;
        }
        if is_mark {
            out.push('\\');
        }
        if !is_mark_of_ours(c) {
            out.push(c);
        }
        before = Some(c);
    }
}

/// Text within a line.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push(&mut out, text);
    out
}

/// Appends a line of text as it may stand at the start of a paragraph.
pub(super) fn push_line(out: &mut String, line: &str) {
    out.push_str(&guarded(&text(line)));
}

/// A line whose text is escaped, so that its first character begins no list, heading, quotation or the like.
pub(super) fn guarded(line: &str) -> String {
    // a line that looks like one of front matter would be taken for one that stands in the wrong place
    if let Some((key, rest)) = line.split_once(':')
        && !key.contains(' ')
        && ["priv", "draf", "emba", "publ"].iter().any(|part| key.to_lowercase().contains(part))
    {
        return format!("{}&#58;{rest}", guarded(key.trim_end_matches('\\')));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let is_item = |rest: &str| matches!(rest.chars().next(), None | Some(' '));
    if digits > 0 && rest.starts_with(['.', ')']) && is_item(&rest[1..]) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    if line.starts_with(['#', '+', '-', '=', ':']) { format!("\\{line}") } else { line.to_owned() }
}

/// Whether an emoji's name and a colon follow: `smile:`.
fn is_short_code(rest: &str) -> bool {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))).unwrap_or(rest.len());
    end > 0 && rest[end..].starts_with(':')
}

/// Noncharacters stand for pictures in our drafts until their files are known; no text has a use for them.
fn is_mark_of_ours(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}')
}
