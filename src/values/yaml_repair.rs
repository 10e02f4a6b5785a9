//! YAML that other tools read and our parser does not, made into YAML that both read: a tab after a colon, a bracket or the second
//! line of a quotation in the first column, wikilinks and `@names` without quotation marks.
//!
//! Only what the parser refuses comes here. Nothing is repaired that could hide a key: when a line that is to be part of a value
//! looks like a key of its own, the text stays as it is, and with it the error.

/// A text with characters put in.
pub(super) struct Repaired {
    pub(super) text: String,
    /// Bytes of `text` that are not the author's, in order.
    inserted: Vec<usize>,
}

impl Repaired {
    /// The author's byte for one of the repaired text.
    pub(super) fn original(&self, byte: usize) -> usize {
        byte - self.inserted.partition_point(|&at| at < byte)
    }

    fn insert(&mut self, character: char) {
        self.inserted.push(self.text.len());
        self.text.push(character);
    }
}

/// What a line leaves open for the next one.
#[derive(Clone, Copy, Default)]
struct Open {
    /// A quotation mark.
    mark: Option<char>,
    /// Brackets.
    depth: usize,
}

impl Open {
    fn any(self) -> bool {
        self.mark.is_some() || self.depth > 0
    }
}

/// The repaired text, if there was anything to repair that may be.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    let mut out = Repaired { text: String::with_capacity(text.len() + 16), inserted: Vec::new() };
    let mut open = Open::default();
    // indentation of the key whose `|` or `>` text is being passed over
    let mut block: Option<usize> = None;
    let mut changed = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let indent = words.len() - words.trim_start_matches(' ').len();
        if block.is_some_and(|key| words.is_empty() || indent > key) {
            out.text.push_str(line);
            continue;
        }
        block = None;
        if open.any() {
            if is_key_line(words) {
                return None;
            }
            if !words.is_empty() && !line.starts_with([' ', '\t']) {
                out.insert(' ');
            }
            let lead = line.len() - line.trim_start_matches([' ', '\t']).len();
            changed |= line[..lead].contains('\t');
            out.text.push_str(&line[..lead].replace('\t', " "));
            open = scan(&line[lead..], open);
            out.text.push_str(&line[lead..]);
            continue;
        }
        let Some(start) = value_start(words) else {
            out.text.push_str(line);
            continue;
        };
        changed |= words[indent..start].contains('\t');
        out.text.push_str(&line[..indent]);
        out.text.push_str(&line[indent..start].replace('\t', " "));
        let value = without_comment(&words[start..]);
        match value.chars().next() {
            Some('|' | '>') => block = Some(indent),
            Some('@' | '`' | '%') => {
                quote(&mut out, value);
                out.text.push_str(&line[start + value.len()..]);
                continue;
            }
            Some('[') if goes_on_after_links(value) => {
                quote(&mut out, value);
                out.text.push_str(&line[start + value.len()..]);
                continue;
            }
            Some('"' | '\'' | '[' | '{') => open = scan(&line[start..], Open::default()),
            _ => {}
        }
        out.text.push_str(&line[start..]);
    }
    (changed || !out.inserted.is_empty()).then_some(out)
}

/// `key: …` in the first column: in a value that goes on over lines, rather the character of a mark that was never closed.
fn is_key_line(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, rest)| {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '"' | '\'');
        (rest.is_empty() || rest.starts_with([' ', '\t'])) && !key.trim().is_empty() && key.chars().all(word)
    })
}

/// The byte at which the value of a `key: value` or `- value` line begins.
fn value_start(line: &str) -> Option<usize> {
    let mut start = line.len() - line.trim_start_matches(' ').len();
    while let Some(rest) = line[start..].strip_prefix('-').filter(|rest| rest.starts_with([' ', '\t'])) {
        start = line.len() - rest.trim_start().len();
    }
    if line[start..].starts_with(['#', '"', '\'', '[', '{', '@', '`', '%']) {
        // a value of a list, or a key in quotes
        return (start > 0 && !line[start..].starts_with('#')).then_some(start);
    }
    let mut from = start;
    while let Some(colon) = line[from..].find(':').map(|n| from + n) {
        let rest = &line[colon + 1..];
        if rest.starts_with([' ', '\t']) {
            return Some(line.len() - rest.trim_start().len());
        }
        from = colon + 1;
    }
    None
}

/// A value of one line without the comment behind it.
fn without_comment(value: &str) -> &str {
    value
        .find(" #")
        .map_or(value, |at| {
            // `[[a]], #b` is a list of tags
            if value.starts_with("[[") { value } else { &value[..at] }
        })
        .trim_end()
}

/// `[[A]], [[B]]`: words after what YAML takes for a list.
fn goes_on_after_links(value: &str) -> bool {
    value.starts_with("[[")
        && value
            .split_once("]]")
            .is_some_and(|(_, rest)| !rest.trim().is_empty() && !rest.trim_start().starts_with(']'))
        && !value.ends_with("]]]")
}

fn quote(out: &mut Repaired, value: &str) {
    let mark = if value.contains('\'') { '"' } else { '\'' };
    if mark == '"' && value.contains(['"', '\\']) {
        out.text.push_str(value);
        return;
    }
    out.insert(mark);
    out.text.push_str(value);
    out.insert(mark);
}

/// What is open after a line.
fn scan(line: &str, mut open: Open) -> Open {
    let mut last = ' ';
    let mut before = '[';
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match open.mark {
            Some('"') if character == '\\' => _ = characters.next(),
            Some('\'') if character == '\'' && characters.peek() == Some(&'\'') => _ = characters.next(),
            Some(mark) if character == mark => {
                open.mark = None;
                if open.depth == 0 {
                    return open;
                }
            }
            Some(_) => {}
            None => match character {
                '#' if last.is_whitespace() => return open,
                '"' | '\'' if matches!(before, '[' | '{' | ',' | ':') => open.mark = Some(character),
                '[' | '{' => open.depth += 1,
                ']' | '}' => {
                    open.depth = open.depth.saturating_sub(1);
                    if open.depth == 0 {
                        return open;
                    }
                }
                _ => {}
            },
        }
        last = character;
        if !character.is_whitespace() {
            before = character;
        }
    }
    open
}
