//! Typographic quotation marks and apostrophes, as the Markdown parser sets them in the text of articles: titles, summaries
//! and sentences that stand outside of it look the same.

use std::borrow::Cow;
use std::ops::Range;

/// A text with `"` and `'` as “ ” ‘ ’.
pub fn curl(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_curled(&mut out, text, 0..text.len());
    Cow::Owned(out)
}

/// Appends a part of a text; what stands before and behind it in the text decides which way its marks turn.
pub fn push_curled(out: &mut String, text: &str, part: Range<usize>) {
    let mut before = text[..part.start].chars().next_back();
    for (at, c) in text[part.clone()].char_indices() {
        let after = || text[part.start + at + c.len_utf8()..].chars().next();
        let opens = |after: Option<char>| {
            let free = before.is_none_or(|c| {
                c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '"' | '\'')
            });
            free && after.is_some_and(|c| !c.is_whitespace())
        };
        out.push(match c {
            '"' if opens(after()) => '“',
            '"' => '”',
            // `'90s` and `rock 'n' roll`
            '\'' if opens(after()) && !after().is_some_and(|c| c.is_ascii_digit()) => '‘',
            '\'' => '’',
            c => c,
        });
        before = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_turn_by_what_stands_around_them() {
        for (text, expected) in [
            ("The IAEA's final assessment", "The IAEA’s final assessment"),
            ("An opposition group's \"account\"", "An opposition group’s “account”"),
            ("\"We're ready,\" she said.", "“We’re ready,” she said."),
            ("the so-called 'axis' (\"of evil\")", "the so-called ‘axis’ (“of evil”)"),
            ("the '90s", "the ’90s"),
            ("\"'Go,' he said\"", "“‘Go,’ he said”"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(curl(text), expected);
        }
    }

    #[test]
    fn a_part_turns_as_in_the_whole() {
        let mut out = String::new();
        push_curled(&mut out, "it said \"no\" twice", 8..12);
        assert_eq!(out, "“no”");
        out.clear();
        push_curled(&mut out, "the group's word", 9..16);
        assert_eq!(out, "’s word");
    }
}
