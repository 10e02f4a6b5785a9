//! Plain text as Markdown that shows the very same words.

/// The first line as the title, if it is one, and the rest with everything escaped that Markdown or the gate for privacy would read as a
/// mark.
pub(super) fn title_and_body(text: &str) -> (String, String) {
    /// A longer first line is no headline.
    const LONGEST: usize = 200;
    let text = text.trim_start_matches('\n');
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let title = first.trim();
    let is_title = !title.is_empty()
        && title.chars().count() <= LONGEST
        && (rest.trim().is_empty() || rest.starts_with(['\n', ' ', '\t']) || !title.ends_with(['.', ',']));
    let (title, body) = if is_title { (title, rest) } else { ("", text) };
    let mut out = String::with_capacity(body.len() + body.len() / 16);
    for line in body.lines() {
        escape_line(&mut out, line.trim());
        out.push('\n');
    }
    (title.to_owned(), out.trim_matches('\n').to_owned())
}

fn escape_line(out: &mut String, line: &str) {
    // a line that looks like one of front matter would be taken for one that stands in the wrong place
    if let Some((key, rest)) = line.split_once(':')
        && ["priv", "draf", "emba", "publ"].iter().any(|part| key.to_lowercase().contains(part))
    {
        escape(out, key);
        out.push_str("&#58;");
        return escape(out, rest);
    }
    // marks that mean something at the start of a line only
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if digits == 0 && line.starts_with(['#', '>', '+', '-', '=', ':', '|']) {
        out.push('\\');
    } else if digits > 0 && rest.starts_with(['.', ')']) {
        out.push_str(&line[..digits]);
        out.push('\\');
        return escape(out, rest);
    }
    escape(out, line);
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '&' | '~' | '$' | '%' | '^' | '|' | '=' | '{')
            && !out.ends_with('\\')
        {
            out.push('\\');
        }
        out.push(c);
    }
}
