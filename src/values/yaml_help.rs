//! What a YAML parser's complaint means for an author: the place of the slip, its name, and the way out.

use super::clip;
use std::ops::Range;

/// A complaint in our words; the place is in bytes of the YAML text.
pub(super) struct Mistake {
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Explains what the parser says (`info`) about byte `at`, and finds other values of the kind that it would trip over next.
pub(super) fn explain(text: &str, at: usize, info: &str) -> Vec<Mistake> {
    let first = first_mistake(text, at, info);
    let blamed = line_of(text, first.place.start);
    let mut mistakes = vec![first];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        if range.start != blamed.start && !line.starts_with([' ', '\t', '#', '-']) {
            mistakes.extend(colon_in_value(text, &range));
        }
    }
    mistakes
}

fn first_mistake(text: &str, at: usize, info: &str) -> Mistake {
    let line = blamed_line(text, at);
    let words = &text[line.clone()];
    let start = line.start + words.len() - words.trim_start().len();
    let whole_line = start..start + words.trim().len();
    if let Some(tab) = indenting_tab(text, at) {
        return mistake(tab, "a tab cannot indent YAML", "indent with spaces");
    }
    if let Some(found) = broken_quotes(text, &line, info) {
        return found;
    }
    if info.contains("comments must be separated") {
        let message = "`#` starts a comment in YAML, and only after a space";
        return mistake(at..line.end.max(at), message, "put an item or value with `#` in quotes: `\"#tag\"`");
    }
    if let Some(found) = unclosed_bracket(text, at) {
        return found;
    }
    if let Some(found) = reserved_character(text, &line, info).or_else(|| colon_in_value(text, &line)) {
        return found;
    }
    if info.contains("block sequence entries") {
        let help = "begin the list on the next line, or put the value in quotes";
        return mistake(whole_line, "a list with `- ` cannot begin on the line of its key", help);
    }
    if info.contains("mapping values are not allowed") {
        let message = format!("`{}` stands below a value, not below a table", clip(words));
        return mistake(whole_line, message, "start it in the same column as the keys above");
    }
    if info.contains("simple key expect") || info.contains("did not find expected key") {
        if key_and_value(words).is_none() && !words.trim_start().starts_with("- ") {
            return mistake(whole_line, format!("`{}` is not a `key: value` line", clip(words)), suggestion(words));
        }
        let help = "start all keys of one table in the same column, and items of lists with `- `";
        return mistake(whole_line, "this line does not line up with the lines above", help);
    }
    let at = at.min(text.len());
    mistake(at..at + 1, format!("not valid YAML: {info}"), "check the indentation, or put the value in quotes")
}

fn mistake(place: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Mistake {
    Mistake { place, message: message.into(), help: help.into() }
}

/// A plain value with `: ` in it.
fn colon_in_value(text: &str, line: &Range<usize>) -> Option<Mistake> {
    let words = &text[line.clone()];
    let (key, value) = key_and_value(words).filter(|(_, value)| needs_quotes(&words[value.clone()]))?;
    let place = line.start + value.start..line.start + value.end;
    let message = format!("the value of `{}` holds `: `, which YAML reads as a second key", clip(key));
    Some(mistake(place, message, format!("put the value in quotes: `{}: {}`", clip(key), quoted(&words[value]))))
}

/// Where the value that begins at or around `at` stands, and the advice to quote it.
pub(super) fn quoting(text: &str, at: usize) -> (Option<Range<usize>>, String) {
    let line = line_of(text, at);
    let words = &text[line.clone()];
    match key_and_value(words) {
        Some((key, value)) if !value.is_empty() => {
            let help = format!("put the value in quotes: `{}: {}`", clip(key), quoted(&words[value.clone()]));
            (Some(line.start + value.start..line.start + value.end), help)
        }
        _ => (None, "put the value in quotes".into()),
    }
}

/// The line of a byte, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |n| start + n);
    start..end
}

/// The line of a byte, or the last one before it that says something.
fn blamed_line(text: &str, at: usize) -> Range<usize> {
    let line = line_of(text, at);
    if !text[line.clone()].trim().is_empty() {
        return line;
    }
    line_of(text, text[..line.start].trim_end().len())
}

/// `key: value` → the key, and the bytes of the value in the line; list dashes before the key are passed over.
fn key_and_value(line: &str) -> Option<(&str, Range<usize>)> {
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let colon = start + line[start..].find(':').filter(|n| !line[start..start + n].contains(['[', '{', '"', '\'']))?;
    let rest = &line[colon + 1..];
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let value_start = line.len() - rest.trim_start().len();
    let key = line[start..colon].trim();
    (!key.is_empty()).then(|| (key, value_start..value_start + rest.trim().len()))
}

/// A plain value with `: ` in it, or one that ends in a colon.
fn needs_quotes(value: &str) -> bool {
    !value.starts_with(['"', '\'', '[', '{', '|', '>']) && (value.contains(": ") || value.ends_with(':'))
}

/// A value as it should have been written, if it is short enough to show.
fn quoted(value: &str) -> String {
    let value = value.trim();
    if value.chars().count() > 70 {
        return "\"…\"".into();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A tab before the words of this line or a neighbour.
fn indenting_tab(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line_of(text, at);
    let before = line_of(text, line.start.saturating_sub(1));
    let after = line_of(text, line.end + 1);
    [line, before, after].into_iter().find_map(|line| {
        let words = &text[line.clone()];
        let indent = &words[..words.len() - words.trim_start().len()];
        indent.find('\t').filter(|_| indent.len() < words.len()).map(|tab| line.start + tab..line.start + tab + 1)
    })
}

/// Quotation marks that do not close, or close too early.
fn broken_quotes(text: &str, line: &Range<usize>, info: &str) -> Option<Mistake> {
    let quoted_scalar = info.contains("quoted scalar") || info.contains("double-quoted");
    let words = &text[line.clone()];
    let (key, value) = key_and_value(words)?;
    let inner = &words[value.clone()];
    let mark = inner.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let place = line.start + value.start..line.start + value.end;
    if info.contains("escape") {
        let help = "write `\\\\` for a backslash, or use single quotes";
        return Some(mistake(place, "`\\` in double quotes starts an escape that YAML does not know", help));
    }
    let closes_early = inner[1..].find(mark).is_some_and(|n| n + 2 < inner.len());
    if closes_early {
        let message = format!("the value of `{}` goes on after its closing quotation mark", clip(key));
        let inside = if mark == '"' { "\\\"" } else { "''" };
        let help = format!("put the whole value in one pair of quotes, and write `{inside}` inside");
        return Some(mistake(place, message, help));
    }
    (quoted_scalar && !inner[1..].contains(mark)).then(|| {
        let message = format!("the quotation mark of `{}` is never closed", clip(key));
        mistake(place, message, format!("close it with `{mark}`"))
    })
}

/// `@`, a backquote and the like at the start of a value.
fn reserved_character(text: &str, line: &Range<usize>, info: &str) -> Option<Mistake> {
    let words = &text[line.clone()];
    let value = match key_and_value(words) {
        Some((_, value)) => value,
        None => words.len() - words.trim_start_matches([' ', '-']).len()..words.trim_end().len(),
    };
    let block = info.contains("block scalar");
    let reserved = |c: &char| "@`%*&!,".contains(*c) || (block && matches!(c, '|' | '>'));
    let character = words.get(value.clone())?.chars().next().filter(reserved)?;
    let (place, help) = quoting(text, line.start + value.start);
    let character = if character == '`' { "a backquote".into() } else { format!("`{character}`") };
    let place = place.unwrap_or(line.start + value.start..line.start + value.end);
    Some(mistake(place, format!("a value cannot start with {character}"), help))
}

/// A list or table in brackets that does not close before `at`, or whose items hold characters that YAML reads.
fn unclosed_bracket(text: &str, at: usize) -> Option<Mistake> {
    let at = line_of(text, at).end;
    let mut line_start = 0;
    let mut start = None;
    for line in text[..at].split_inclusive('\n') {
        let value = key_and_value(line).map_or(line.len() - line.trim_start().len(), |(_, value)| value.start);
        if line[value..].starts_with(['[', '{']) {
            start = Some(line_start + value);
        }
        line_start += line.len();
    }
    let start = start?;
    let inside = &text[start..at];
    let (opened, closed) = (inside.matches(['[', '{']).count(), inside.matches([']', '}']).count());
    let (what, close) = if inside.starts_with('{') { ("table", '}') } else { ("list", ']') };
    let place = start..line_of(text, start).end;
    if opened > closed {
        let help = format!("close it with `{close}`, and put items with `: `, `#` or brackets in quotes");
        return Some(mistake(place, format!("this {what} is not closed"), help));
    }
    let rest = inside.rsplit([']', '}']).next().unwrap_or_default();
    let broken = opened < closed || (line_of(text, start).end == at && !rest.trim().is_empty());
    broken.then(|| mistake(place, format!("this {what} closes before its line ends"), "put the value in quotes"))
}

/// The line with a colon after its first word, if that may be what was meant.
fn suggestion(line: &str) -> String {
    let line = line.trim();
    match line.split_once([' ', '=', ':']) {
        Some((key, value)) if key.len() < 30 && !value.trim().is_empty() => {
            let value = value.trim_start_matches([' ', '=', ':']);
            if needs_quotes(value) {
                format!("write `{key}: {}`", quoted(value))
            } else {
                format!("write `{key}: {}`", clip(value))
            }
        }
        _ => "write `key: value`".into(),
    }
}
