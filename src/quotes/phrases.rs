//! Words that can name a speaker: names, pronouns, roles (`a spokesman`), documents (`the report`). Words within quotations cannot.

use super::lexicon::Uses;
use super::names::Cast;
use super::words::Words;
use std::ops::Range;

/// Whom a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Row in the cast.
    Figure(usize),
    /// he
    He,
    /// she
    She,
    /// they
    They,
    /// it
    It,
    /// I, we
    We,
    /// The word that is the role, and whether it is a plural.
    Role(usize, bool),
    /// The word for the document.
    Document(usize),
}

/// Words that can name a speaker.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// From determiner or title to the end of the name.
    pub(super) words: Range<usize>,
    /// Who it is.
    pub(super) who: Who,
    /// `Lee’s`
    pub(super) possessive: bool,
    /// Belongs to a longer phrase: `Lee` in `Lee campaign`.
    pub(super) modifier: bool,
}

/// All phrases of a page, by place.
pub(super) fn phrases(words: &Words<'_>, cast: &Cast) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut namings = cast.namings.iter().peekable();
    let mut at = 0;
    while at < words.all.len() {
        while namings.next_if(|naming| naming.words.start < at).is_some() {}
        if words.all[at].quoted {
            at += 1;
            continue;
        }
        if let Some(naming) = namings.next_if(|naming| naming.words.start == at) {
            let next_name = namings.peek().map(|naming| naming.words.start);
            at = named(words, naming.words.clone(), naming.figure, next_name, &mut found);
            continue;
        }
        let next_name = namings.peek().map(|naming| naming.words.start);
        if let Some(head) = speaking_noun(words, at, next_name) {
            let who = Who::Role(head, false);
            found.push(Phrase { words: at..head + 1, who, possessive: false, modifier: false });
            at = head;
        } else if let Some(phrase) = found.last_mut().filter(|last| is_emphasis(words, last, at)) {
            phrase.words.end = at + 1;
        } else if let Some(who) = pronoun(words, at) {
            found.push(Phrase { words: at..at + 1, who, possessive: false, modifier: false });
        } else if let Some(who) = role(words, at, next_name) {
            let floor = found.last().map_or(0, |last| last.words.end);
            if let Some(start) = start_of(words, at, floor) {
                found.push(Phrase { words: start..at + 1, who, possessive: words.all[at].possessive, modifier: false });
            }
        }
        at += 1;
    }
    found
}

/// Puts down a name, and the role it may belong to. Gives the word to go on from.
fn named(
    words: &Words<'_>,
    name: Range<usize>,
    figure: usize,
    next_name: Option<usize>,
    found: &mut Vec<Phrase>,
) -> usize {
    /// Words between a name and the role it belongs to.
    const REACH: usize = 4;
    let possessive = words.all[name.end - 1].possessive;
    let mut phrase = Phrase { words: name.clone(), who: Who::Figure(figure), possessive, modifier: false };
    // `Persian-language reports`
    let compound = words.gap_after(name.end - 1) == "-";
    let mut head = None;
    for word in (name.end..words.all.len()).take(REACH) {
        let joined = matches!(words.gap_before(word), " " | "\u{a0}" | "-" | "\n" | "’ " | "' ");
        if !joined
            || words.all[word].quoted
            || words.is(word, Uses::PREPOSITION.or(Uses::AUXILIARY).or(Uses::CONJUNCTION))
        {
            break;
        }
        if next_name == Some(word) {
            // `Lee spokeswoman Ida Holm`, also where `spokeswoman` counts as her title; but not `Lee told Holm`
            let titled = word == name.end && !possessive && words.is(word, Uses::ROLE) && !words.all[word].capital;
            phrase.modifier = head.is_some() || titled;
            found.push(phrase);
            return name.end;
        }
        let noun =
            words.is(word, Uses::ROLE.or(Uses::ROLES)) || ((possessive || compound) && words.is(word, Uses::DOCUMENT));
        if noun {
            head = Some(word);
        } else if head.is_some() || words.is(word, Uses::CUE.or(Uses::ADVERB)) {
            break;
        }
    }
    match head {
        Some(head) if next_name != Some(head + 1) || words.gap_after(head) != " " => {
            phrase.modifier = true;
            found.push(phrase);
            let who = if words.is(head, Uses::ROLE.or(Uses::ROLES)) {
                Who::Role(head, words.is(head, Uses::ROLES))
            } else {
                Who::Document(head)
            };
            let possessive = words.all[head].possessive;
            // `a Harbour Board spokesman`
            let determined = name.start > 0
                && words.is(name.start - 1, Uses::DETERMINER)
                && words.gap_before(name.start) == " "
                && words.all[name.start - 1].block == words.all[name.start].block;
            let start = name.start - usize::from(determined);
            found.push(Phrase { words: start..head + 1, who, possessive, modifier: false });
            head + 1
        }
        Some(_) => {
            phrase.modifier = true;
            found.push(phrase);
            name.end
        }
        None => {
            found.push(phrase);
            name.end
        }
    }
}

/// `Lee herself`
fn is_emphasis(words: &Words<'_>, last: &Phrase, at: usize) -> bool {
    let who = matches!(last.who, Who::Figure(_) | Who::Role(..));
    last.words.end == at && who && words.one_of(at, &["himself", "herself"]) && words.gap_before(at) == " "
}

fn pronoun(words: &Words<'_>, at: usize) -> Option<Who> {
    let uses = words.all[at].uses;
    if !uses.has(Uses::HE.or(Uses::SHE).or(Uses::THEY).or(Uses::IT).or(Uses::WE).or(Uses::ALONE)) {
        return None;
    }
    let who =
        [(Uses::HE, Who::He), (Uses::SHE, Who::She), (Uses::THEY, Who::They), (Uses::IT, Who::It), (Uses::WE, Who::We)];
    let next_acts = || words.is(at + 1, Uses::CUE.or(Uses::AUXILIARY)) && words.gap_after(at) == " ";
    who.iter().find(|(use_, _)| uses.has(*use_)).map(|(_, who)| *who).or_else(|| {
        // `one said`, `others say`
        let alone = words.is(at, Uses::ALONE);
        let single = words.is(at, Uses::SINGLE);
        (alone && next_acts() && agrees(words, at + 1, single)).then_some(Who::Role(at, !single))
    })
}

/// Whether a word can be the verb of one or of several: neither `one quote` nor `some quotes` is a sentence.
fn agrees(words: &Words<'_>, verb: usize, single: bool) -> bool {
    let letters = words.full(verb);
    let past = letters.ends_with("ed") || words.is(verb, Uses::IRREGULAR.or(Uses::AUXILIARY));
    past || letters.ends_with('s') == single
}

/// Whoever speaks is a speaker, though no list has the word: `the welder said`, `said a young welder.` Gives its last word.
fn speaking_noun(words: &Words<'_>, at: usize, next_name: Option<usize>) -> Option<usize> {
    /// Words after the determiner.
    const LONGEST: usize = 4;
    let pronoun = Uses::HE.or(Uses::SHE).or(Uses::THEY).or(Uses::IT).or(Uses::WE);
    if !words.is(at, Uses::DETERMINER) || words.is(at, Uses::INDEFINITE) {
        return None;
    }
    let inverted = at > 0 && words.is(at - 1, Uses::SAY) && words.gap_before(at) == " ";
    let verb = Uses::PREPOSITION.or(Uses::AUXILIARY).or(Uses::CONJUNCTION).or(Uses::DETERMINER).or(Uses::CUE);
    let listed = Uses::ROLE.or(Uses::ROLES).or(Uses::DOCUMENT).or(Uses::SPEECH_NOUN);
    let mut last = at;
    for word in at + 1..(at + 1 + LONGEST).min(words.all.len()) {
        let gap = words.gap_after(word);
        let plain = !words.all[word].quoted && !words.all[word].capital && !words.all[word].possessive;
        if !plain || next_name == Some(word) || words.is(word, verb.or(listed).or(pronoun)) {
            return None;
        }
        // of a single one only `says` and `said` are verbs: `as a nuclear weapons state` says nothing
        let verb_form = words.all.get(word + 1).is_some_and(|_| {
            let verb = words.full(word + 1);
            verb.ends_with(['s', 'd']) || words.is(word + 1, Uses::IRREGULAR)
        });
        // `the auditors even noted`
        last = if words.is(word, Uses::ADVERB) { last } else { word };
        let speaks = words.is(word + 1, Uses::SAY) && !words.is(word + 1, listed) && verb_form && gap == " ";
        if (speaks && !is_reduced(words, word + 1)) || (inverted && gap.starts_with(['.', ',', '“', '"', '\n'])) {
            return Some(last).filter(|last| *last > at);
        }
        if gap != " " && gap != "-" {
            return None;
        }
    }
    None
}

/// `the word added to the law is`, `a fault reported was`: a participle that belongs to the noun before it.
fn is_reduced(words: &Words<'_>, verb: usize) -> bool {
    let letters = words.full(verb);
    let next = words.is(verb + 1, Uses::PREPOSITION.or(Uses::AUXILIARY).or(Uses::BE)) && words.gap_after(verb) == " ";
    letters.ends_with("ed") && next && !words.is(verb + 1, Uses::CLAUSE_PREPOSITION)
}

/// Whether a word is the head of a phrase like `a State Department spokesman`.
fn role(words: &Words<'_>, at: usize, next_name: Option<usize>) -> Option<Who> {
    let noun = Uses::ROLE.or(Uses::ROLES).or(Uses::DOCUMENT);
    if !words.is(at, noun) {
        return None;
    }
    let spaced = words.gap_after(at) == " " || words.gap_after(at) == "-";
    if spaced && (next_name == Some(at + 1) || (words.is(at + 1, noun) && !words.is(at + 1, Uses::CUE))) {
        return None; // belongs to the name or the noun that follows
    }
    Some(if words.is(at, Uses::ROLE) {
        Who::Role(at, false)
    } else if words.is(at, Uses::ROLES) {
        Who::Role(at, true)
    } else {
        Who::Document(at)
    })
}

/// Where the phrase of a role begins: at its determiner or possessive. Plural roles need none.
fn start_of(words: &Words<'_>, head: usize, floor: usize) -> Option<usize> {
    /// Words between determiner and role.
    const REACH: usize = 6;
    let plural = words.is(head, Uses::ROLES) && !words.is(head, Uses::ROLE);
    let mut start = head;
    for word in (floor..head).rev().take(REACH) {
        let joined = matches!(words.gap_after(word), " " | "\u{a0}" | "-" | "\n" | "’ " | "' ");
        if !joined || words.all[word].quoted || words.all[word].block != words.all[head].block {
            break;
        }
        if words.is(word, Uses::DETERMINER) || words.all[word].possessive {
            // `the station reports` is a sentence
            return (!words.is(head, Uses::CUE) || !words.full(head).ends_with('s')).then_some(word);
        }
        // `her written statement`
        let participle = words.is(word, Uses::CUE)
            && (words.full(word).ends_with("ed") || words.full(word).ends_with("en"))
            && word > floor.max(1)
            && words.gap_before(word) == " "
            && (words.is(word - 1, Uses::DETERMINER) || words.all[word - 1].possessive);
        if participle {
            continue;
        }
        if words.is(word, Uses::PREPOSITION.or(Uses::AUXILIARY).or(Uses::CONJUNCTION)) || words.is(word, Uses::CUE) {
            // `according to local reports`
            let according = word > 0 && words.is(word - 1, Uses::ACCORDING);
            return (plural || according).then_some(start);
        }
        start = word;
    }
    plural.then_some(start)
}
