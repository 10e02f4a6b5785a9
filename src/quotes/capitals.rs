//! Runs of capitalised words that may be names, and the titles in front of them.
//!
//! In: the words, the mentions of known entities. Out: [`Found`] runs in order; whose they are is for [`super::names`].

use super::QuoteInput;
use super::lexicon::Uses;
use super::words::Words;
use crate::entities::EntityId;
use std::borrow::Cow;
use std::ops::Range;

/// A run of capitalised words before it is known whose name it is.
pub(super) struct Found {
    /// In front of the name.
    pub(super) titles: Range<usize>,
    /// The name itself.
    pub(super) name: Range<usize>,
    /// If it is a mention of someone known.
    pub(super) entity: Option<EntityId>,
}

/// The runs of capitalised words and the mentions of known entities, in order.
pub(super) fn find(input: &QuoteInput<'_>, words: &Words<'_>) -> Vec<Found> {
    let mut mentions = input.mentions.mentions.iter().peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.all.len() {
        let start = words.all[at].start;
        while mentions.next_if(|mention| mention.prose.end <= start).is_some() {}
        if let Some(mention) = mentions.next_if(|mention| mention.prose.start <= start) {
            let kind = input.kinds.get(input.gazetteer.get(mention.entity).kind);
            let inside = words.all[at + 1..].iter().take_while(|word| word.start < mention.prose.end).count();
            let end = at + 1 + inside;
            if kind.person || !kind.common_noun {
                let titles = titles_before(words, at, found.last());
                found.push(Found { titles: titles..at, name: at..end, entity: Some(mention.entity) });
            }
            at = end;
            continue;
        }
        if words.gap_before(at).ends_with('@') {
            // `@lee` is somebody, however it is written
            found.push(Found { titles: at..at, name: at..at + 1, entity: None });
            at += 1;
            continue;
        }
        if !words.all[at].capital || words.full(at).contains('_') {
            at += 1;
            continue;
        }
        let stop = mentions.peek().map_or(u32::MAX, |mention| mention.prose.start);
        let run = run(words, at, stop);
        let leads = words.all.get(run.end).is_some_and(|next| next.start == stop)
            && !run.is_empty()
            && joins(words, run.end - 1);
        if run.is_empty() {
            at += 1;
        } else if is_headline(words, &run) {
            at = run.end;
        } else {
            at = run.end;
            // `House Speaker` before a known name is that name's title
            if !(leads && words.is(run.end - 1, Uses::TITLE)) {
                split_run(words, run, &mut found);
            }
        }
    }
    found
}

/// `CONGRESS HAS INVESTIGATED HIM`: a line in capitals is not a name, but `ANN B. LEE:` in a transcript is.
fn is_headline(words: &Words<'_>, run: &Range<usize>) -> bool {
    let capitals = |word: usize| {
        let letters = words.full(word);
        letters.chars().count() > 1 && !letters.contains(char::is_lowercase)
    };
    run.len() > 2 && run.clone().all(capitals) && !words.gap_after(run.end - 1).starts_with([':', ',', '('])
}

/// Titles that stand before a known name, which the mention leaves out.
fn titles_before(words: &Words<'_>, name: usize, last: Option<&Found>) -> usize {
    let floor = last.map_or(0, |last| last.name.end);
    let mut start = name;
    while start > floor
        && (words.is(start - 1, Uses::TITLE)
            || (start < name
                && words.all[start - 1].capital
                && !words.is(start - 1, Uses::NOT_NAME.or(Uses::CALENDAR))))
        && words.all[start - 1].block == words.all[name].block
        && matches!(words.gap_after(start - 1), " " | "\u{a0}" | ". " | ".\u{a0}" | "\n")
        && !words.all[start - 1].possessive
    {
        start -= 1;
    }
    start
}

/// The longest run of capitalised words from a word on, with particles and initials inside.
fn run(words: &Words<'_>, start: usize, stop: u32) -> Range<usize> {
    let mut end = start;
    // a credit ends with its line
    let credit = words.gap_before(start).trim_end().ends_with(['-', '—', '–', '―']);
    while let Some(word) = words.all.get(end) {
        if word.start >= stop || (end > start && word.block != words.all[start].block) {
            break;
        }
        let joined = end == start || (joins(words, end - 1) && !(credit && words.gap_before(end).contains('\n')));
        let particle = end > start && word.uses.has(Uses::PARTICLE) && leads_on(words, end, stop);
        if !joined || !(word.capital || particle) || (word.quoted != words.all[start].quoted) {
            break;
        }
        end += 1;
        if word.possessive && !(words.one_of(end - 1, &["let's", "let’s"]) && words.gap_after(end - 1) == " ") {
            break;
        }
    }
    start..end
}

/// Whether a particle, and perhaps more of them, lead to a capitalised word.
fn leads_on(words: &Words<'_>, particle: usize, stop: u32) -> bool {
    let mut at = particle;
    while words.is(at, Uses::PARTICLE) && !words.all[at].capital && words.gap_after(at) == " " {
        at += 1;
    }
    words.all.get(at).is_some_and(|next| next.capital && next.start < stop)
}

/// Whether a word and the next belong to one name by what stands between.
fn joins(words: &Words<'_>, word: usize) -> bool {
    match words.gap_after(word) {
        " " | "\u{a0}" | "-" | "‑" | "\n" | "–" | " & "
        // a nickname: `Ann “Red” Lee`; other quoted words are told apart by their being quoted
        | " “" | "” " | " \"" | "\" " => true,
        ". " | ".\u{a0}" | "." => words.is_abbreviation(word),
        ", " => words.one_of(word + 1, &["jr", "sr"]),
        _ => false,
    }
}

/// Cuts a run at words that belong to no name, and titles off its front.
fn split_run(words: &Words<'_>, run: Range<usize>, found: &mut Vec<Found>) {
    let mut start = run.start;
    let mut at = run.start;
    while at <= run.end {
        let given = words.is(at, Uses::FEMALE.or(Uses::MALE)) && at + 1 < run.end;
        // `Let’s Encrypt`
        let lets = at == start && words.one_of(at, &["let's", "let’s"]);
        let cut = at == run.end
            || (words.is(at, Uses::CALENDAR) && !given)
            || (words.is(at, Uses::NOT_NAME) && !given && !lets && (at == start || words.is(at, Uses::DETERMINER)))
            || (words.is(at, Uses::CUE) && at == start && !given)
            || (words.is(at, Uses::ADVERB) && at == start && words.full(at).ends_with("ly"));
        if cut {
            if start < at {
                push_name(words, start..at, found);
            }
            start = at + 1;
        }
        at += 1;
    }
}

fn push_name(words: &Words<'_>, run: Range<usize>, found: &mut Vec<Found>) {
    if run.len() <= 3 && words.full(run.start).chars().count() == 1 && words.gap_after(run.start) == "-" {
        return; // `(R-Ga.)`
    }
    let group =
        run.clone().any(|word| words.is(word, Uses::ORGANIZATION) && !words.is(word, Uses::FEMALE.or(Uses::MALE)))
            && !words.is(run.end - 1, Uses::TITLE);
    // the name follows the last title: `Trump Campaign Chairman Ann Lee`
    let title = run.clone().rev().skip(1).find(|word| {
        words.is(*word, Uses::TITLE)
            && (!words.one_of(*word, &["del"]) || words.gap_after(*word).starts_with('.'))
            && !(words.is(*word, Uses::FEMALE.or(Uses::MALE)) && words.gap_after(*word) != ". ")
    });
    let given = Uses::FEMALE.or(Uses::MALE);
    let initial = |word: usize| words.full(word).chars().count() == 1;
    let inner = (run.start + 1..run.end.saturating_sub(1)).find(|&word| {
        words.is(word, given) && !words.is(word - 1, given) && !initial(word - 1) && words.gap_before(word) == " "
    });
    let inner = inner.filter(|&inner| {
        !words.is(run.start, given) && title.is_none_or(|title| title < inner) && run.end - inner <= 4
    });
    if let Some(inner) = inner
        && !is_group(words, &(inner..run.end))
    {
        // a given name inside: what stands before it is not part of the name
        found.push(Found { titles: run.start..inner, name: inner..run.end, entity: None });
        return;
    }
    match title {
        Some(title) if !is_group(words, &(title + 1..run.end)) => {
            found.push(Found { titles: run.start..title + 1, name: title + 1..run.end, entity: None });
        }
        _ if group || !words.is(run.start, Uses::TITLE) || run.len() > 1 => {
            found.push(Found { titles: run.start..run.start, name: run, entity: None });
        }
        _ => {}
    }
}

/// How many words a name has; joined by a hyphen they count as one.
pub(super) fn units(words: &Words<'_>, name: &Range<usize>) -> usize {
    name.clone().filter(|&word| word + 1 == name.end || !matches!(words.gap_after(word), "-" | "‑" | "–")).count()
}

/// Whether a name says that it is not a person's: `Committee`, `FBI`.
pub(super) fn is_group(words: &Words<'_>, name: &Range<usize>) -> bool {
    let mut any = false;
    for word in name.clone() {
        let letters = words.letters(word);
        let acronym = (2..=5).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
        let all_caps = acronym && name.len() == 1;
        any |= all_caps || words.is(word, Uses::ORGANIZATION);
    }
    any && !(words.is(name.start, Uses::FEMALE.or(Uses::MALE)) && name.len() > 1)
}

/// A name as the text has it, with single spaces.
pub(super) fn spelt<'a>(words: &Words<'a>, name: &Range<usize>) -> Cow<'a, str> {
    let bytes = words.bytes(name);
    let text = words.text[bytes].trim_end_matches(['’', '\'']);
    let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
    let is_plain = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    if text.split(' ').all(is_plain) {
        return text.into();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

pub(super) fn begins_sentence(words: &Words<'_>, word: usize) -> bool {
    let first = word == 0 || words.all[word - 1].block != words.all[word].block;
    first || words.gap_before(word).contains(['.', '?', '!', ':', '“', '"', '—', '‘'])
}
