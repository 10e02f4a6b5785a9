//! The line under a quotation that tells whose it is: `— Jane Doe, harbour master, 2016`.
//!
//! In: the text of a block. Out: where the credit begins, and whom it names. A date, page, address or sentence after a dash
//! names nobody; the rules are strict where the dash stands within a line of text.

use super::lexicon::{Uses, uses};
use super::{QuoteInput, Speaker};
use crate::entities::{Entity, EntityId};
use std::ops::Range;

/// The end of a block after a dash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credit {
    /// Byte of the prose at which the words end whose credit it is.
    pub(super) from: usize,
    /// What stands after the dash, up to a comma or bracket.
    pub(super) name: Range<usize>,
    /// The dash stands in a line of its own.
    own_line: bool,
}

const DASHES: &[char] = &['—', '–', '―', '~', '⸺', '⸻'];

/// What ends the name: a role, source or date follows.
const AFTER_NAME: &[char] = &[',', '(', ';', '|', '[', '—', '―', '\n'];

/// Longest name, in words.
const LONGEST: usize = 9;

/// The credit at the end of a block of prose.
pub(super) fn at_end(text: &str, block: &Range<usize>) -> Option<Credit> {
    let words = text.get(block.clone())?;
    let line = words.trim_end().rfind('\n').map_or(0, |line| line + 1);
    let start = block.start + line;
    if let Some(name) = after_dash(&text[start..block.end]) {
        return credit(text, start, block.end - name.len()..block.end, true);
    }
    // `We will stay. — Jane Doe`
    let dashes = text[start..block.end].match_indices(DASHES).map(|(at, dash)| (start + at, dash.len()));
    let hyphens = text[start..block.end].match_indices("--").map(|(at, dash)| (start + at, dash.len()));
    let (at, len) = dashes.chain(hyphens).filter(|(at, _)| ends_speech(&text[start..*at])).max()?;
    credit(text, at, at + len..block.end, false)
}

/// What follows the dash with which a line begins.
fn after_dash(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix(DASHES).or_else(|| line.strip_prefix("--")).map(|name| name.trim_start_matches(['-', '—']))
}

/// Whether words end as speech does, with a space after them.
fn ends_speech(before: &str) -> bool {
    let words = before.trim_end();
    words.len() < before.len() && words.ends_with(['.', '?', '!', '…', '”', '"', '“', '»', '’', '\'', '」'])
}

fn credit(text: &str, from: usize, after: Range<usize>, own_line: bool) -> Option<Credit> {
    let words = &text[after.clone()];
    let skipped = words.len() - words.trim_start().len();
    let words = words.trim_start();
    let by = words.len() - words.strip_prefix("by ").unwrap_or(words).len();
    let words = &words[by..];
    let end = words.find(AFTER_NAME).unwrap_or(words.len()).min(words.find(" – ").unwrap_or(words.len()));
    let name = words[..end].trim_end_matches(|c: char| c.is_whitespace() || c == ':');
    let start = after.start + skipped + by;
    // what follows the name within a line of text is a role or a source, no sentence
    let short = own_line || words.split_whitespace().count() <= 2 * LONGEST;
    (!name.is_empty() && short).then(|| Credit { from, name: start..start + name.len(), own_line })
}

impl Credit {
    /// Whom the credit names: someone mentioned there, two people in the author's words, or a name that no page knows.
    pub(super) fn speaker(&self, input: &QuoteInput<'_>) -> Option<(Speaker, Range<usize>)> {
        let text = &*input.document.prose.text;
        let name = self.without_date(text)?;
        let words = &text[name.clone()];
        let known = |id: EntityId| Some((Speaker::Entity(id), name.clone()));
        if let Some(id) = input.gazetteer.entity(words, None) {
            return known(id).filter(|_| self.may_speak(input, id));
        }
        let within =
            input.mentions.mentions.iter().filter(|mention| {
                name.start <= mention.prose.start as usize && (mention.prose.end as usize) <= name.end
            });
        let mut people: Vec<(Range<usize>, EntityId)> =
            within.map(|mention| (mention.prose.start as usize..mention.prose.end as usize, mention.entity)).collect();
        people.sort_by_key(|(place, _)| place.start);
        let as_written = || {
            let speaker = Speaker::without_page(words);
            (self.own_line && is_plain(words)).then(|| (speaker, name.clone()))
        };
        let (Some((first, id)), Some((last, last_id))) = (people.first(), people.last()) else {
            return (is_name(words) || (self.own_line && is_role(words)))
                .then(|| (Speaker::without_page(words), name.clone()));
        };
        let (before, after) = (text[name.start..first.start].trim(), text[first.end..name.end].trim());
        let clear = |id: EntityId, place: &Range<usize>| {
            self.may_speak(input, id).then(|| (Speaker::Entity(id), place.clone()))
        };
        if is_joint(words) {
            return as_written();
        }
        // `Jane Doe of the Port Authority`, `Jane Doe in 2016`
        if before.split_whitespace().all(is_title) && (after.is_empty() || follows_name(after)) {
            return clear(*id, first);
        }
        // `Port Authority spokesman Jane Doe`
        let rest = &text[name.start..last.start];
        if last.end == name.end && !rest.split_whitespace().any(|word| uses(word).has(Uses::PREPOSITION)) {
            return clear(*last_id, last);
        }
        as_written()
    }

    /// The name without a year after it; nothing if it is a date, page or address.
    fn without_date(&self, text: &str) -> Option<Range<usize>> {
        let words = &text[self.name.clone()];
        let year = words.rsplit(' ').next().filter(|last| last.len() == 4 && last.bytes().all(|b| b.is_ascii_digit()));
        let end = words.len() - year.map_or(0, str::len);
        let words = words[..end].trim_end();
        let calendar = |word: &str| uses(word.trim_end_matches('.')).has(Uses::CALENDAR);
        let dated = year.is_some() && words.split_whitespace().all(calendar);
        let place = ["://", "www."].iter().any(|part| words.contains(part)) || words.starts_with('#');
        let marked = words.starts_with(['“', '"', '„', '«', '‘', '\'', '*', '_']);
        let nobody = words.is_empty()
            || dated
            || place
            || marked
            || words.contains(|c: char| c.is_ascii_digit())
            || words.split_whitespace().all(calendar)
            || words.split_whitespace().count() > LONGEST
            || !words.chars().any(char::is_alphabetic);
        (!nobody).then(|| self.name.start..self.name.start + words.len())
    }

    /// Whether an entity is one that a credit means: places and what happened speak only where nothing else stands.
    fn may_speak(&self, input: &QuoteInput<'_>, id: EntityId) -> bool {
        let text = &*input.document.prose.text;
        let kind = input.kinds.get(entity(input, id).kind);
        let dateline = text[self.name.end..].starts_with(", ")
            && text[self.name.end + 2..].lines().next().is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()));
        !(kind.is_place() && (dateline || !self.own_line))
    }
}

/// The entity of an id.
pub(super) fn entity<'a>(input: &QuoteInput<'a>, id: EntityId) -> &'a Entity {
    input.gazetteer.get(id)
}

/// `Harbour master`, `Dr.`: words before a name that are not another name and hang on nothing.
fn is_title(word: &str) -> bool {
    !uses(word.trim_end_matches('.')).has(Uses::PREPOSITION.or(Uses::CONJUNCTION).or(Uses::AUXILIARY))
        && !word.ends_with("’s")
        && !word.ends_with("'s")
}

/// `of the Port Authority`: what follows a name and leaves it whole.
fn follows_name(words: &str) -> bool {
    words.split_whitespace().next().is_some_and(|word| uses(word).has(Uses::PREPOSITION)) || words == "."
}

/// `Jane Doe and Joe Smith`
fn is_joint(words: &str) -> bool {
    words.split_whitespace().any(|word| matches!(word, "and" | "&" | "+" | "und" | "et" | "y"))
}

/// No sentence: no verb of ours, and no stop but that of an initial.
fn is_plain(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let verb = |word: &str| word.starts_with(char::is_lowercase) && uses(word).has(Uses::AUXILIARY.or(Uses::CUE));
    !uses(first).has(Uses::PREPOSITION.or(Uses::CONJUNCTION)) && !words.split_whitespace().any(verb)
}

/// Every word is spelt like one of a name, and none is that of a document.
fn is_name(words: &str) -> bool {
    let small = Uses::PARTICLE.or(Uses::PREPOSITION).or(Uses::DETERMINER).or(Uses::CONJUNCTION);
    let part =
        |word: &str| !word.starts_with(char::is_lowercase) || uses(word).has(small) || matches!(word, "and" | "&");
    let count = words.split_whitespace().count();
    let spelt = words.split_whitespace().all(part) && words.contains(|c: char| c.is_uppercase() || !c.is_ascii());
    spelt && is_plain(words) && !is_document(words, count)
}

/// `a fisherman`, `Senior engineer at the port`: somebody without a name.
fn is_role(words: &str) -> bool {
    let mut all = words.split_whitespace();
    let first = all.next().unwrap_or_default();
    let someone =
        matches!(first, "a" | "an" | "A" | "An" | "one" | "One" | "another" | "Another" | "the" | "The" | "our" | "my");
    let role = words.split_whitespace().any(|word| uses(word).has(Uses::ROLE.or(Uses::ROLES).or(Uses::TITLE)));
    let named = words.split_whitespace().last().is_some_and(|last| last.starts_with(char::is_uppercase));
    is_plain(words) && (someone || role || named) && !is_document(words, words.split_whitespace().count())
}

/// `the annual report`, `Tehran Times Editorial`
fn is_document(words: &str, count: usize) -> bool {
    let document = |word: &str| uses(word).has(Uses::DOCUMENT);
    let the = words.starts_with("the ") || words.starts_with("The ");
    let mut all = words.split_whitespace();
    all.clone().any(|word| document(word) && (the || word.starts_with(char::is_lowercase)))
        || (count > 2 && all.next_back().is_some_and(document))
}
