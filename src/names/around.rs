//! The words around a name: what stands before and behind it and belongs to it.

use super::lexicon::{Class, bare, lexicon};
use crate::source::Gender;
use std::ops::Range;

/// What stands before a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Left {
    /// Capitalised words that may belong to the name, bare, in reading order; initials are split.
    pub(crate) words: Vec<String>,
    /// Where each of them starts.
    pub(crate) starts: Vec<usize>,
    /// A title stands before it all.
    pub(crate) title: bool,
    /// The title is an office that few hold.
    pub(crate) office: bool,
    /// What the title says.
    pub(crate) gender: Option<Gender>,
    /// One of the words is a given name or an initial, so that they name a person.
    pub(crate) given: bool,
    /// The words begin a sentence: they are capitalised in any case.
    pub(crate) opens: bool,
    /// A capitalised common word: `New`, `Central`.
    pub(crate) modifier: bool,
    /// The lower-case word right before the name, if nothing else is: `in`.
    pub(crate) lower: Option<String>,
}

/// What stands behind a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Right {
    /// Capitalised words that may belong to the name, bare, in reading order; parts around hyphens are split.
    pub(crate) words: Vec<String>,
    /// Where the first of them starts.
    pub(crate) start: usize,
    /// Where the last of them ends.
    pub(crate) end: usize,
    /// A title follows them, or follows right away.
    pub(crate) title: bool,
    /// They hang on by a hyphen.
    pub(crate) hyphen: bool,
    /// ` of ` and a capitalised word follow, which ends here.
    pub(crate) of: Option<usize>,
    /// The lower-case word right behind the name.
    pub(crate) lower: Option<String>,
}

pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '&') || is_hyphen(c)
}

/// The word that ends before the white space (or hyphen, said by the flag) at `at`; none across other punctuation and blocks.
pub(super) fn word_before(text: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let before = &text[..at];
    let (end, hyphen) = match before.chars().next_back()? {
        c if is_hyphen(c) => (at - c.len_utf8(), true),
        c if c.is_whitespace() => {
            let end = before.trim_end().len();
            if before[end..].matches('\n').count() > 1 {
                return None;
            }
            (end, false)
        }
        _ => return None,
    };
    let last = text[..end].chars().next_back()?;
    if !(last.is_alphanumeric() || last == '.') {
        return None;
    }
    let start = end - text[..end].chars().rev().take_while(|&c| in_word(c)).map(char::len_utf8).sum::<usize>();
    (start < end).then_some((start..end, hyphen))
}

/// Whether a sentence or a quotation begins at `at`.
pub(crate) fn opens_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    let Some(last) = before.chars().next_back() else { return true };
    let gap = &text[before.len()..at];
    if gap.matches('\n').count() > 1 {
        return true;
    }
    match last {
        '.' => {
            let word = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
            word.chars().count() > 2 && !lexicon().is(&bare(word), Class::TITLE)
        }
        '!' | '?' | ':' | '"' | '“' | '”' | '„' | '«' | '‘' | '\'' | '(' | '[' | '•' | '*' | '—' | '–' | '-' | '|'
        | '…' => true,
        _ => false,
    }
}

/// Initials: `J.`, `J.K.`, `JK`.
fn initials(word: &str) -> Option<Vec<String>> {
    let letters: Vec<char> = word.chars().filter(|c| *c != '.').collect();
    let few = (1..=if word.contains('.') { 4 } else { 2 }).contains(&letters.len());
    let all = few && letters.iter().all(|c| c.is_uppercase());
    let single = word.split('.').all(|part| part.chars().count() <= 1) || !word.contains('.');
    (all && single).then(|| letters.iter().map(|c| bare(&c.to_string())).collect())
}

/// Reads leftwards from the start of a name.
pub(crate) fn left_of(text: &str, at: usize) -> Left {
    const MOST: usize = 5;
    let lexicon = lexicon();
    let mut left = Left::default();
    let mut at = at;
    while let Some((range, hyphen)) = word_before(text, at) {
        let word = &text[range.clone()];
        let plain = bare(word.trim_start_matches(|c: char| !c.is_alphanumeric()));
        let class = lexicon.class(&plain);
        // `Miami-based` says something about the name and is not part of it
        let tail = word.rsplit(is_hyphen).next().and_then(|part| part.chars().next());
        let upper = word.chars().next().is_some_and(char::is_uppercase) && tail.is_some_and(char::is_uppercase);
        if plain.is_empty() || plain.ends_with("'s") || left.words.len() >= MOST {
            break;
        }
        if !upper {
            let particle = class.any(Class::PARTICLE)
                && !hyphen
                && word_before(text, range.start).is_some_and(|(next, _)| begins_name(&text[next]));
            if !particle {
                if left.words.is_empty() && !hyphen {
                    left.lower = Some(plain);
                }
                break;
            }
            left.push_front([plain], range.start);
            at = range.start;
            continue;
        }
        // `R-Texas` is a party and a state
        if hyphen && word.chars().count() == 1 {
            break;
        }
        let opens = opens_sentence(text, range.start);
        if let Some(letters) = initials(word).filter(|_| !(opens && matches!(word, "I" | "A"))) {
            left.given |= letters.len() == 1 || word.contains('.');
            left.push_front(letters, range.start);
        } else if class.any(Class::TITLE) && !hyphen {
            left.title = true;
            left.office = class.any(Class::OFFICE);
            left.gender = lexicon.gender(&plain);
            break;
        } else if word.ends_with('.') || class.any(Class::TIME) {
            break;
        } else if class.any(Class::COMMON)
            && (!class.any(Class::GIVEN) || (opens && matches!(plain.as_str(), "will" | "may")))
        {
            left.modifier = !opens && left.words.is_empty();
            break;
        } else {
            left.given |= class.any(Class::GIVEN);
            left.push_front(plain.split(' ').map(str::to_owned), range.start);
        }
        left.opens = opens;
        at = range.start;
    }
    while left.words.first().is_some_and(|word| lexicon.is(word, Class::PARTICLE) && !left.opens && !left.given) {
        left.words.remove(0);
        left.starts.remove(0);
    }
    left
}

impl Left {
    fn push_front(&mut self, words: impl IntoIterator<Item = String>, start: usize) {
        let before = self.words.len();
        self.words.splice(0..0, words);
        self.starts.splice(0..0, std::iter::repeat_n(start, self.words.len() - before));
    }
}

fn begins_name(word: &str) -> bool {
    let plain = bare(word);
    word.chars().next().is_some_and(char::is_uppercase)
        && !word.ends_with('.')
        && !lexicon().is(&plain, Class::TITLE.or(Class::COMMON).or(Class::TIME))
}

/// The word that starts behind the white space at `at`; none across other punctuation and blocks.
pub(super) fn word_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let start = at + (rest.len() - rest.trim_start().len());
    if start == at || text[at..start].matches('\n').count() > 1 {
        return None;
    }
    let length: usize = text[start..].chars().take_while(|&c| in_word(c)).map(char::len_utf8).sum();
    let word = text[start..start + length].trim_end_matches(|c: char| !c.is_alphanumeric());
    (!word.is_empty()).then(|| start..start + word.len())
}

/// Reads rightwards from the end of a name.
pub(crate) fn right_of(text: &str, end: usize) -> Right {
    const MOST: usize = 3;
    let mut right = Right { start: end, end, ..Right::default() };
    let mut at = end;
    if text[end..].starts_with(is_hyphen) {
        let after = end + text[end..].chars().next().map_or(0, char::len_utf8);
        let length: usize = text[after..].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
        let word = &text[after..after + length];
        if word.chars().next().is_some_and(char::is_uppercase) {
            right.words.push(bare(word));
            (right.start, right.end, right.hyphen) = (after, after + length, true);
        }
        return right;
    }
    while right.words.len() < MOST
        && let Some(range) = word_after(text, at)
    {
        let word = &text[range.clone()];
        let plain = bare(word);
        if !word.chars().next().is_some_and(char::is_uppercase) {
            if right.words.is_empty() {
                right.of = word_after(text, range.end)
                    .filter(|next| plain == "of" && text[next.clone()].chars().next().is_some_and(char::is_uppercase))
                    .map(|next| next.end);
                right.lower = Some(plain);
            }
            break;
        }
        let class = lexicon().class(&plain);
        if class.any(Class::TIME.or(Class::SUFFIX)) || plain == "i" || plain.starts_with("i'") {
            break;
        }
        if class.any(Class::TITLE) && !class.any(Class::GIVEN) {
            right.title = true;
            break;
        }
        if right.words.is_empty() {
            right.start = range.start;
        }
        let possessive = plain.ends_with("'s");
        right.words.extend(plain.trim_end_matches("'s").split(' ').map(str::to_owned));
        right.end = range.end - if possessive { word.chars().rev().take(2).map(char::len_utf8).sum() } else { 0 };
        if possessive || text[range.end..].starts_with(['.', ',']) {
            break;
        }
        at = range.end;
    }
    right
}

/// Whether a block is written as headlines are, with all long words capitalised, so that capitals tell nothing.
pub(crate) fn is_title_case(block: &str) -> bool {
    // headlines end without a full stop
    if block.trim_end().ends_with('.') {
        return false;
    }
    let (mut long, mut capitals) = (0, 0);
    for word in block.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3) {
        long += 1;
        capitals += usize::from(word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
    }
    long >= 4 && capitals * 4 >= long * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_name() {
        for (text, words, title) in [
            ("Bill ", "bill", false),
            ("President Bill ", "bill", true),
            ("Sen. ", "", true),
            ("But ", "", false),
            ("it rained. ", "", false),
            ("met Dirk de ", "dirk de", false),
            ("the J.K. ", "j k", false),
            ("Gerald R. ", "gerald r", false),
            ("America’s ", "", false),
            ("Smith-", "smith", false),
            ("anti-", "", false),
            ("on Monday ", "", false),
            ("Ann, ", "", false),
        ] {
            let left = left_of(text, text.len());
            assert_eq!((left.words.join(" ").as_str(), left.title), (words, title), "{text}");
        }
    }

    #[test]
    fn words_behind_a_name() {
        for (text, words) in [
            (" Foundation", "foundation"),
            (" Jong-un’s", "jong un"),
            (" said", ""),
            (" Monday", ""),
            ("-Gore x", "gore"),
            (", Ann", ""),
        ] {
            assert_eq!(right_of(text, 0).words.join(" "), words, "{text}");
        }
        assert_eq!(right_of(" of Linguistics", 0).of, Some(15));
    }
}
