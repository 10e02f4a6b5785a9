//! Words and punctuation right beside a name that make another name of it, whatever else the sentence says: `Jr.`, `& Sons`, `USS`,
//! `North`, `University of`.

use super::around::{opens_sentence, word_after, word_before};
use super::lexicon::{Class, bare, lexicon};

/// The word right before a name, with a capital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Front {
    /// Where it starts.
    pub(crate) start: usize,
    /// It hangs on by a hyphen.
    pub(crate) hyphen: bool,
    /// It begins a sentence, so that its capital says nothing.
    pub(crate) opens: bool,
    /// What it may be.
    pub(crate) class: Class,
}

/// The capitalised word right before a name.
pub(crate) fn front_of(text: &str, at: usize) -> Option<Front> {
    let (range, hyphen) = word_before(text, at)?;
    let word = &text[range.clone()];
    word.starts_with(char::is_uppercase).then(|| Front {
        start: range.start,
        hyphen,
        opens: opens_sentence(text, range.start),
        class: lexicon().class(&bare(word)),
    })
}

/// Where the `University of` or `Commission on` begins that stands right before a name: something else that is only named
/// after it.
pub(crate) fn named_after(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].strip_suffix([' ', '\u{a0}', '\n'])?;
    let before = before.strip_suffix(" the").unwrap_or(before);
    let heads = [(" of", Class::NAMESAKE), (" on", Class::PANEL), (" for", Class::ORG)];
    let (before, class) = heads.iter().find_map(|(small, class)| Some((before.strip_suffix(small)?, *class)))?;
    let head = front_of(text, before.len() + 1)?;
    (!head.hyphen && head.class.any(class)).then_some(head.start)
}

/// A word that tells a son from his father (`Jr.`, `III`), with or without a comma before it: where it ends, and the bare word.
pub(crate) fn generation_behind(text: &str, end: usize) -> Option<(usize, String)> {
    // most words are longer, or begin as none of them does
    const LONGEST: usize = 4;
    let after = if text[end..].starts_with(", ") { end + 1 } else { end };
    let range = word_after(text, after)?;
    if range.len() > LONGEST || !text[range.clone()].starts_with(['J', 'S', 'I', 'V', 'j', 's']) {
        return None;
    }
    let word = bare(&text[range.clone()]);
    let numeral = word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let capital = text[range.clone()].chars().all(|c| !numeral || c.is_uppercase());
    // `King George V.` ends a sentence, `Doe v. Roe` does not
    let stop = !numeral && text[range.end..].starts_with('.');
    (capital && lexicon().is(&word, Class::GENERATION)).then_some((range.end + usize::from(stop), word))
}

/// The firm of several partners that a name is one of: `Doe & Roe`, `Roe & Doe`, `Jane Doe & Sons`.
pub(crate) fn partners(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let behind = text[end..].strip_prefix([' ', '\u{a0}']).and_then(|rest| {
        let sons = rest.strip_prefix("and ").filter(|rest| {
            let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            is_partners(rest, word)
        });
        sons.or_else(|| rest.strip_prefix("& ").filter(|rest| rest.starts_with(char::is_uppercase)))
    });

    let before = text[..start].strip_suffix(" & ").filter(|before| before.ends_with(char::is_alphanumeric));
    let first = |before: &str| {
        let start =
            before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).map_or(0, |at| at + 1);
        before[start..].starts_with(char::is_uppercase).then_some(start)
    };
    match (before.and_then(first), behind) {
        (None, None) => None,
        (from, rest) => {
            let to = rest.map_or(end, |rest| {
                let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')));
                text.len() - rest.len() + length.unwrap_or(rest.len())
            });
            Some((from.unwrap_or(start), to))
        }
    }
}

/// Whether a word makes a firm of the names before it: not the `Partners` of `Partners in Peace`.
fn is_partners(text: &str, word: &str) -> bool {
    let rest = &text[word.len()..];
    word.starts_with(char::is_uppercase)
        && lexicon().is(&bare(word), Class::PARTNERS)
        && ![" in ", " for ", " of "].iter().any(|small| rest.starts_with(small))
}

/// Whether a family name is the first of several partners that a firm is called by: `Doe, Roe and Partners`, `Doe, Klint & Roe`.
pub(crate) fn heads_partners(text: &str, end: usize) -> bool {
    const MOST: usize = 4;
    let mut rest = &text[end..];
    for _ in 0..MOST {
        let Some(next) = rest.strip_prefix(", ").filter(|next| next.starts_with(char::is_uppercase)) else { break };
        let Some(length) = next.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))) else {
            break;
        };
        rest = &next[length..];
        let last = rest.strip_prefix(',').unwrap_or(rest);
        if let Some(last) = last.strip_prefix(" & ") {
            return last.starts_with(char::is_uppercase);
        }
        if let Some(last) = last.strip_prefix(" and ") {
            let word = last.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            return is_partners(last, word);
        }
    }
    false
}

/// Where an event ends that is called after a place and its year: `Tarn 2012 Games`.
pub(crate) fn year_behind(text: &str, end: usize) -> Option<usize> {
    const YEAR: usize = 4;
    let year =
        text[end..].strip_prefix([' ', '\u{a0}']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let word = word_after(text, text.len() - year.len() + digits).filter(|_| digits == YEAR)?;
    let large = text[word.clone()].starts_with(char::is_uppercase);
    (large && !lexicon().is(&bare(&text[word.clone()]), Class::TIME.or(Class::FUNCTION))).then_some(word.end)
}

/// Where the seat of a university ends that tells it from its sisters: `University of Tarn at Ostrel`.
pub(crate) fn seat_behind(text: &str, start: usize, end: usize) -> Option<usize> {
    let seat = text[end..].strip_prefix(" at ").filter(|rest| rest.starts_with(char::is_uppercase))?;
    let head = text[start..end].split(' ').next().unwrap_or_default();
    let word = word_after(text, text.len() - seat.len() - 1)?;
    let plain = bare(&text[word.clone()]);
    (lexicon().is(&bare(head), Class::NAMESAKE) && !lexicon().is(&plain, Class::TIME)).then_some(word.end)
}

/// Whether a name is one of the parties that a case at court is called by: `Doe v. Roe`.
pub(crate) fn is_party(text: &str, start: usize, end: usize) -> bool {
    let behind = text[end..].strip_prefix(" v. ").or_else(|| text[end..].strip_prefix(" v "));
    let before = text[..start].strip_suffix(" v. ").or_else(|| text[..start].strip_suffix(" v "));
    behind.is_some_and(|rest| rest.starts_with(char::is_uppercase))
        || before.is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '.'))
}

/// Where a family name goes on behind a full name: `Jane Doe de la Cruz`. In languages where these words are not common ones.
pub(crate) fn family_goes_on(text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    let mut particles = 0;
    while let Some(range) = word_after(text, at) {
        let word = &text[range.clone()];
        let small = word.starts_with(char::is_lowercase);
        if !small {
            return (particles > 0 && word.starts_with(char::is_uppercase)).then_some(range.end);
        }
        if !lexicon().is(word, Class::INNER) || particles == 3 {
            return None;
        }
        particles += 1;
        at = range.end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_another_name() {
        let place = |text: &str| {
            let start = text.find("Doe").expect("the name");
            (start, start + 3)
        };
        for (text, expected) in [
            ("Doe & Roe, lawyers", true),
            ("Roe & Doe", true),
            ("Doe & Sons", true),
            ("Doe and Sons", true),
            ("Doe and Roe", false),
            ("Doe & others", false),
            ("us & Doe", false),
        ] {
            let (start, end) = place(text);
            assert_eq!(partners(text, start, end).is_some(), expected, "{text}");
        }
        for (text, expected) in
            [("Doe v. Roe", true), ("Roe v. Doe", true), ("Doe vs. Roe", false), ("Doe v. 2", false)]
        {
            let (start, end) = place(text);
            assert_eq!(is_party(text, start, end), expected, "{text}");
        }
        for (text, expected) in [
            ("Doe Jr. came", true),
            ("Doe, Jr., came", true),
            ("Doe III", true),
            ("Doe PhD", false),
            ("Doe v. Roe", false),
            ("Doe. II", false),
        ] {
            assert_eq!(generation_behind(text, 3).is_some(), expected, "{text}");
        }
        for (text, expected) in
            [("Doe de la Cruz", true), ("Doe van Dam", true), ("Doe de facto", false), ("Doe Cruz", false)]
        {
            assert_eq!(family_goes_on(text, 3).is_some(), expected, "{text}");
        }
        for (text, expected) in
            [("the University of Doe", true), ("the President of Doe", false), ("a university of Doe", false)]
        {
            assert_eq!(named_after(text, text.len() - 3).is_some(), expected, "{text}");
        }
    }
}
