//! Runs of capitalised words in a block, and the names in them.

use super::words::Word;
use crate::names::{Class, lexicon};
use std::ops::Range;

/// A name as it stands in a text.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Indexes of its words.
    pub(super) words: Range<usize>,
    /// A title stands before it.
    pub(super) titled: bool,
}

/// Words of every day.
const COMMON: Class = Class::COMMON.or(Class::NOUN);

/// The names of a block, in order.
pub(super) fn runs(words: &[Word], smallness: impl Fn(&str) -> (bool, bool)) -> Vec<Run> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !starts(&words[at]) {
            at += 1;
            continue;
        }
        let end = run_end(words, at);
        split(words, at..end, &smallness, &mut names);
        at = end;
    }
    names
}

fn starts(word: &Word) -> bool {
    word.upper && !word.class.any(Class::TIME)
}

fn run_end(words: &[Word], start: usize) -> usize {
    let mut end = start + 1;
    let mut org = words[start].class.any(Class::ORG.or(Class::SITE));
    let mut linked = false;
    while let Some(word) = words.get(end) {
        let last = &words[end - 1];
        // `Ministry of Sports, Arts and Culture`
        if linked && word.after_comma && starts(word) && listed(words, end) {
            end += 1;
            continue;
        }
        if !word.joined || (last.possessive && !continues_possessive(last, word)) {
            break;
        }
        if starts(word) {
            if word.opens {
                break;
            }
            org |= word.class.any(Class::ORG.or(Class::SITE));
            end += 1;
            continue;
        }
        // small words inside names: `Ministry of Health and Welfare`, `Ludwig van Beethoven`
        let next = |ahead: usize| words.get(end + ahead).filter(|word| word.joined);
        let large = |ahead: usize| next(ahead).is_some_and(starts);
        let the = next(1).is_some_and(|word| word.bare == "the") && large(2);
        let head = last.class.any(Class::ORG.or(Class::SITE)) || words[start].class.any(Class::ORG);
        let step = match word.bare.as_str() {
            "of" if head && the => 3,
            "of" if head && large(1) => 2,
            "of" if opens_with_common_word(last) && large(1) => 2,
            "for" if org && the => 3,
            "for" | "on" if org && large(1) => 2,
            "and" | "&" if (linked || head) && large(1) && next(2).is_some_and(|word| word.class.any(Class::ORG)) => 3,
            "and" | "&" if linked && large(1) && !large(2) => 2,
            "and" | "&" if ends_in_common_word(&words[start..end]) && organization_follows(&words[end + 1..]) => 2,
            "de" | "da" | "do" | "dos" | "del" | "della" | "di" | "du" | "des" | "la" | "al" | "el" | "bin" | "ibn"
            | "van" | "von" | "der" | "den" | "ul" | "bint" | "y"
                if large(1) || next(1).is_some_and(|word| word.class.any(Class::PARTICLE)) && large(2) =>
            {
                if large(1) {
                    2
                } else {
                    3
                }
            }
            _ => break,
        };
        linked |= matches!(word.bare.as_str(), "of" | "for");
        end += step;
    }
    end
}

/// `Horn of Africa`, `Book of Hours`: a common word with a capital within a sentence begins a name.
fn opens_with_common_word(word: &Word) -> bool {
    let other = Class::PLACE.or(Class::GIVEN).or(Class::TITLE).or(Class::TIME).or(Class::DEMONYM).or(Class::FUNCTION);
    word.class.any(COMMON) && !word.class.any(other) && !word.opens && !word.caps && !word.possessive
}

/// Whether a run cannot be a name by itself: `Workers` in `Workers and Helpers Union`.
fn ends_in_common_word(run: &[Word]) -> bool {
    let other = Class::PLACE.or(Class::GIVEN).or(Class::DEMONYM).or(Class::ORG).or(Class::TITLE);
    run.last().is_some_and(|last| last.class.any(COMMON) && !last.class.any(other) && !last.caps)
}

/// Whether capitalised words begin here that end in the head of an organisation: `Helpers Union`.
fn organization_follows(words: &[Word]) -> bool {
    let length = words.iter().take_while(|word| word.joined && starts(word) && !word.opens).count();
    length > 1 && words[length - 1].class.any(Class::ORG)
}

/// Whether a list of capitalised words goes on from here to an `and` and one more of them.
fn listed(words: &[Word], at: usize) -> bool {
    let rest =
        words[at..].iter().enumerate().take_while(|(i, word)| *i == 0 || word.joined || word.after_comma).take(8);
    let mut rest = rest.map(|(_, word)| word).skip_while(|word| starts(word) && !word.opens);
    rest.next().is_some_and(|word| word.bare == "and" && word.joined)
        && rest.next().is_some_and(|word| starts(word) && word.joined)
}

/// `People's Party`, `Children's Hospital`, `Attorney General's Office`
fn continues_possessive(last: &Word, word: &Word) -> bool {
    word.upper && (last.class.any(Class::OWNER) || (last.class.any(Class::TITLE) && word.class.any(Class::ORG)))
}

/// Takes titles, peoples and the first words of sentences off a run; what remains are names.
fn split(words: &[Word], mut run: Range<usize>, smallness: &impl Fn(&str) -> (bool, bool), names: &mut Vec<Run>) {
    let kind = Class::ORG.or(Class::SITE);
    let is_small = |word: &str| smallness(word).0;
    while !run.is_empty() {
        let first = &words[run.start];
        let headed = words[run.start + 1..run.end].iter().any(|word| word.class.any(kind)) && run.len() > 1;
        let in_name = first.caps
            || headed
            || first.class.any(Class::GIVEN.or(Class::PLACE))
            || (run.len() > 1 && is_direction(&first.bare));
        let weak = first.opens || (first.class.any(COMMON) && run.len() > 1);
        let strip = first.class.any(Class::FUNCTION) || (!in_name && weak && is_small(&first.bare));
        if !strip || starts_with_place(words, &run) > 0 {
            break;
        }
        run.start += 1;
    }
    // `Finance Adam Holt` after `Minister of`
    run.start += portfolio(words, &run);
    // `Nicaragua Daniel Ortega` after `president of` are a place and a person
    let place = starts_with_place(words, &run);
    if place > 0 && run.len() >= place + 2 {
        let rest = run.start + place..run.end;
        let given = words[rest.start].class.any(Class::GIVEN.or(Class::TITLE));
        if given && !words[rest.clone()].iter().any(|word| word.class.any(kind)) {
            push(words, run.start..rest.start, false, smallness, names);
            return split(words, rest, smallness, names);
        }
    }
    // `Ministry of Education Himanshu Gupta`: an organisation and a person
    let person = (run.start + 1..run.end.saturating_sub(1)).find(|&at| {
        words[at].class.any(Class::GIVEN)
            && run.end - at <= 3
            && words[run.start..at].iter().any(|word| word.class.any(kind) || word.bare == "republic")
            && words[at..run.end].iter().all(|word| word.upper && !word.class.any(kind))
    });
    if let Some(at) = person {
        split(words, run.start..at, smallness, names);
        return push(words, at..run.end, false, smallness, names);
    }
    // the last title that a name follows
    let title = run
        .clone()
        .rev()
        .find(|&at| words[at].class.any(Class::TITLE) && !(words[at].class.any(Class::GIVEN) && at == run.start));
    if let Some(at) = title {
        let rest = at + 1..run.end;
        let part_of_name = !rest.is_empty()
            && words[rest.start].class.any(kind)
            && (!words[at].possessive || words[rest.start].class.any(Class::ORG));
        if !part_of_name {
            let mut before = run.start..at;
            while !before.is_empty() && words[before.end - 1].class.any(Class::TITLE) {
                before.end -= 1;
            }
            let names_body = |word: &Word| word.class.any(Class::ORG) || (word.caps && word.bare.chars().count() > 1);
            if words[before.clone()].iter().any(names_body) || is_place(words, &before) {
                push(words, before, false, smallness, names);
            }
            return push(words, rest, true, smallness, names);
        }
    }
    push(words, run, false, smallness, names);
}

/// How many words at the start of a run are what a minister is minister of.
fn portfolio(words: &[Word], run: &Range<usize>) -> usize {
    let Some(small) =
        words[..run.start].iter().rev().find(|word| !matches!(word.bare.as_str(), "of" | "for" | "and" | "the"))
    else {
        return 0;
    };
    let ministers = ["minister", "ministers", "secretary", "secretaries", "undersecretary"];
    let minister = ministers.contains(&small.bare.as_str());
    let before = &words[run.start - 1];
    if before.upper || std::ptr::eq(before, small) || !(minister || small.class.any(Class::TITLE)) {
        return 0;
    }
    let other = Class::PLACE.or(Class::GIVEN).or(Class::ORG).or(Class::SITE);
    let common = words[run.clone()].iter().take_while(|word| word.class.any(COMMON) && !word.class.any(other)).count();
    // Whatever stands between `Minister of` and a given name.
    let given = words[run.clone()].iter().take_while(|word| !word.class.any(other)).count();
    let before_given =
        words.get(run.start + given).is_some_and(|word| given < run.len() && word.class.any(Class::GIVEN));
    let portfolio = if before_given { given } else { common };
    // `Director of Education Adam Holt`, but `Bishop of Little Rock` and `Director of the Royal Ballet`
    let is_person = || {
        const FULL_NAME: usize = 2;
        run.len() == portfolio + FULL_NAME
            && before.bare != "the"
            && !words[run.clone()].iter().any(|word| word.class.any(Class::ORG.or(Class::SITE)))
    };
    if minister || is_person() { portfolio } else { 0 }
}

fn is_place(words: &[Word], run: &Range<usize>) -> bool {
    !run.is_empty() && lexicon().is(&joined(&words[run.clone()]), Class::PLACE)
}

/// How many words at the start of a run are the name of a known place.
fn starts_with_place(words: &[Word], run: &Range<usize>) -> usize {
    (1..=run.len().min(4)).rev().find(|&length| is_place(words, &(run.start..run.start + length))).unwrap_or(0)
}

fn is_direction(word: &str) -> bool {
    ["north", "south", "east", "west"].iter().any(|direction| word.starts_with(direction))
        || matches!(word, "new" | "old" | "upper" | "lower" | "central")
}

/// The bare words of a name.
pub(super) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.bare.as_str()).collect::<Vec<_>>().join(" ")
}

fn push(
    words: &[Word],
    mut run: Range<usize>,
    titled: bool,
    smallness: &impl Fn(&str) -> (bool, bool),
    names: &mut Vec<Run>,
) {
    let kind = Class::ORG.or(Class::SITE);
    let is_small = |word: &str| smallness(word).0;
    let people = |word: &Word| {
        word.class.any(Class::DEMONYM)
            || word.bare.split_once(' ').is_some_and(|(first, rest)| {
                let last = rest.rsplit(' ').next().unwrap_or(rest);
                lexicon().is(first, Class::DEMONYM) || lexicon().is(last, Class::DEMONYM)
            })
            || word.bare.strip_suffix('s').is_some_and(|one| lexicon().is(one, Class::DEMONYM))
    };
    while !run.is_empty()
        && people(&words[run.start])
        && !words[run.clone()].iter().any(|word| word.class.any(kind))
        && !is_place(words, &run)
    {
        run.start += 1;
    }
    while !run.is_empty() && !words[run.end - 1].upper {
        run.end -= 1;
    }
    while !run.is_empty() && !words[run.start].upper {
        run.start += 1;
    }
    while run.len() > 1 && people(&words[run.end - 1]) {
        run.end -= 1;
    }
    if run.is_empty() {
        return;
    }
    let part = &words[run.clone()];
    let vague = COMMON.or(Class::TITLE).or(Class::TIME).or(Class::NO_NAME).or(Class::FUNCTION).or(Class::SUFFIX);
    let place = is_place(words, &run);
    let empty = |word: &Word| {
        (word.class.any(vague) && !word.class.any(Class::GIVEN.or(Class::PLACE)))
            || people(word)
            || !word.bare.chars().any(char::is_alphabetic)
    };
    if !place
        && part.iter().all(|word| empty(word) || !word.upper)
        && !(part.len() > 1 && part.iter().any(|w| w.class.any(kind)) && !part[0].opens)
    {
        return;
    }
    // `Climate Change`, `Master Plan`, `SLOW RECOVERY`: words that the articles write small, too
    let is_own = |word: &Word| {
        let emphasised = word.caps && word.bare.chars().count() > 3;
        word.class.any(kind.or(Class::GIVEN).or(Class::PLACE).or(Class::PRESS))
            || (word.caps && !emphasised)
            || !smallness(&word.bare).1
    };
    if part.len() > 1 && !titled && !place && !part.iter().any(|word| word.upper && is_own(word)) {
        return;
    }
    if part.len() > 1 && !titled && is_thing(part) {
        return;
    }
    if part.len() == 1 {
        let word = &part[0];
        let short = word.bare.chars().count() < 2;
        let generic = word.class.any(kind) && !word.class.any(Class::PLACE.or(Class::AGENCY));
        let noun =
            word.class.any(Class::NOUN) && !titled && !word.caps && !word.class.any(Class::GIVEN.or(Class::PLACE));
        let particle = word.class.any(Class::PARTICLE) && word.bare.chars().count() < 4 && !word.caps;
        let common = !titled && !word.caps && !word.class.any(Class::GIVEN.or(Class::PLACE)) && is_small(&word.bare);
        let digits = word.bare.chars().filter(char::is_ascii_digit).count() * 2 >= word.bare.chars().count();
        if short
            || particle
            || common
            || noun
            || digits
            || (generic && !titled && !word.caps)
            || (word.opens && !titled && !word.caps && is_small(&word.bare) && !place)
        {
            return;
        }
    }
    names.push(Run { words: run, titled });
}

/// Whether a name is that of a prize, a law, an event: of neither a person nor a body nor a place.
fn is_thing(name: &[Word]) -> bool {
    let of = name.iter().position(|word| matches!(word.bare.as_str(), "of" | "for" | "on"));
    let head = &name[of.filter(|at| *at > 0).unwrap_or(name.len()) - 1];
    head.class.any(Class::THING) && !head.caps && !head.class.any(Class::ORG.or(Class::SITE).or(Class::GIVEN))
}
