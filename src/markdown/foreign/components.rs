//! What stands in pages that are programs in part (MDX, Vue): imports and exports, comments in braces, tags of components whose
//! attributes are code, files that are put in place of a line. The words between tags stay.

use super::{Reader, What, ends_line, line_end, starts_line};

/// A tag that goes on longer is none.
const LONGEST: usize = 600;

impl Reader<'_> {
    /// `import X from 'y'`, `export const x = …`: a block of its own, up to the next blank line.
    pub(super) fn module_line(&mut self, at: usize) -> Option<usize> {
        let before = self.body[..at].trim_end_matches([' ', '\t', '\r']);
        let is_first =
            before.trim().is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n") || at == self.module_end;
        let line = &self.body[at..line_end(self.body, at)];
        if !is_first || !(before.is_empty() || before.ends_with('\n')) || !(is_import(line) || is_export(line)) {
            return None;
        }
        let mut end = line_end(self.body, at);
        // what opens a bracket goes on
        let depth = |text: &str| {
            text.bytes().fold(0_i32, |depth, byte| {
                depth + i32::from(matches!(byte, b'{' | b'(' | b'[')) - i32::from(matches!(byte, b'}' | b')' | b']'))
            })
        };
        while depth(&self.body[at..end]) > 0 && end < self.body.len() && end - at < LONGEST * 10 {
            end = line_end(self.body, end + 1);
        }
        self.take_out(at..at + self.body[at..end].trim_end().len());
        self.module_end = end + 1;
        Some(end)
    }

    /// `{/* a comment */}`
    pub(super) fn brace_comment(&mut self, at: usize) -> Option<usize> {
        let rest = self.body.get(at..)?.strip_prefix("{/*")?;
        let end = at + "{/*".len() + rest.find("*/}")? + "*/}".len();
        self.take_out(at..end);
        Some(end)
    }

    /// A tag with attributes that are code: `<Box size={1}>`, `<Tag :to="x" @click="go">`, `<p style={{…}}>`.
    pub(super) fn component(&mut self, at: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        if bytes[at..].starts_with(b"<<< ") && starts_line(self.body, at) {
            let end = line_end(self.body, at);
            let range = at..at + self.body[at..end].trim_end().len();
            self.templates.note("<<<", &range);
            self.take_out(range);
            return Some(end);
        }
        let (end, is_code) = tag_end(&bytes[at..bytes.len().min(at + LONGEST)])?;
        if !is_code {
            return None;
        }
        let range = at..at + end;
        if starts_line(self.body, at) && ends_line(self.body, range.end) && !self.body[range.clone()].contains('\n') {
            self.take_out(range.clone());
        } else {
            self.cover(range.clone(), What::Nothing);
        }
        Some(range.end)
    }
}

fn is_import(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("import ") else { return false };
    let is_quoted = |text: &str| {
        let text = text.trim().trim_end_matches(';').trim_end();
        text.len() > 2 && !text.contains(' ') && text.starts_with(['\'', '"']) && text.ends_with(['\'', '"'])
    };
    is_quoted(rest) || rest.rsplit_once(" from ").is_some_and(|(_, from)| is_quoted(from)) || rest.trim_end() == "{"
}

fn is_export(line: &str) -> bool {
    let rest = line.strip_prefix("export ").unwrap_or_default();
    let word = |word: &str| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '{']));
    (word("const") || word("let") || word("var")) && rest.contains('=')
        || word("function") && rest.contains('(')
        || word("default") && rest.contains(['(', '{', '='])
}

/// Where a tag ends, and whether one of its attributes is code. Braces and marks of quotation may hold a `>`.
fn tag_end(bytes: &[u8]) -> Option<(usize, bool)> {
    let name = bytes
        .get(1..)?
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        .count();
    if !bytes.get(1)?.is_ascii_alphabetic() || !matches!(bytes.get(1 + name)?, b' ' | b'\n' | b'\t' | b'\r') {
        return None;
    }
    let (mut depth, mut quote, mut is_code) = (0_usize, None, false);
    for (at, byte) in bytes.iter().enumerate().skip(1 + name) {
        let before = bytes[at - 1];
        match (quote, byte) {
            (Some(open), byte) if *byte == open => quote = None,
            (None, b'"' | b'\'' | b'`') if depth > 0 || before == b'=' => quote = Some(*byte),
            (None, b'{') if depth > 0 || matches!(before, b'=' | b' ') => {
                depth += 1;
                is_code = true;
            }
            (None, b'}') => depth = depth.checked_sub(1)?,
            (None, b'>') if depth == 0 && before != b'=' => return Some((at + 1, is_code)),
            (None, b':' | b'@' | b'#') if depth == 0 && before.is_ascii_whitespace() => {
                is_code = bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
                if !is_code {
                    return None;
                }
            }
            (None, b'<') if depth == 0 => return None,
            (None, b'\n') if before == b'\n' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_whose_attributes_are_code() {
        for (text, expected) in [
            ("<Box size={1}> x", Some((14, true))),
            ("<p style={{color: 'a>b'}}>", Some((26, true))),
            ("<C :a=\"x > 1\" @click=\"go\" />", Some((28, true))),
            ("<a href=\"x\">y</a>", Some((12, false))),
            ("<b and c>", Some((9, false))),
            ("<C {...all}>", Some((12, true))),
            ("<3 {x}>", None),
            ("<a {x", None),
            ("<a : b>", None),
        ] {
            assert_eq!(tag_end(text.as_bytes()), expected, "{text}");
        }
    }
}
