//! `\(…\)` and `\[…\]`. In Markdown a backslash before a bracket is an escape, and clippers escape every bracket; so only what
//! is plainly a formula is one.

use super::{Reader, What};

/// A formula that goes on longer is none.
const LONGEST: usize = 2000;

impl Reader<'_> {
    pub(super) fn escaped_formula(&mut self, at: usize) -> Option<usize> {
        if at > 0 && self.body.as_bytes()[at - 1] == b'\\' {
            return None;
        }
        let display = self.body.as_bytes()[at + 1] == b'[';
        let close = if display { "\\]" } else { "\\)" };
        let found = self.ahead.find(self.body, close, at + 2).filter(|end| end - at <= LONGEST)?;
        let inner = &self.body[at + 2..found];
        if !is_formula(inner, display) || inner.contains("\n\n") {
            return None;
        }
        self.cover(at..found + 2, What::Formula { inner: at + 2..found, display });
        Some(found + 2)
    }
}

/// Whether text is plainly a formula: it has characters of one, and no two words in a row. A letter alone is one between round
/// brackets only: `\[a\]` is how clippers write the mark of a note.
fn is_formula(text: &str, display: bool) -> bool {
    let command = text.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let characters = text.contains(['^', '=', '_', '+', '<', '>']);
    let is_word = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words: Vec<bool> = text.split_whitespace().map(is_word).collect();
    let prose = words.windows(2).any(|pair| pair[0] && pair[1]);
    let short = text.trim().len() <= 2 && text.trim().chars().all(char::is_alphabetic);
    command || (characters && !prose) || (short && !display && !text.trim().is_empty())
}
