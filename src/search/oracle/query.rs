//! Random queries: what somebody may type, and what that asks for.

use super::invent::{Dice, LANGUAGES};
use super::scan::{Atom, Scan, Token, tokens};
use crate::date::PartialDate;
use crate::search::words::{self, fold};

pub(super) type Group = (bool, Vec<Atom>);

/// A random query: its text and what it asks for.
pub(super) fn query(dice: &mut Dice, scan: &Scan<'_>) -> (String, Vec<Group>) {
    let count = 1 + dice.below(3);
    let mut text = String::new();
    let mut groups: Vec<Group> = Vec::new();
    // for each group its word if it is one word and nothing else
    let mut words: Vec<Option<String>> = Vec::new();
    for at in 0..count {
        let end = at + 1 == count;
        let not = at > 0 && dice.chance(5);
        let or = !not && groups.last().is_some_and(|(not, _)| !not) && dice.chance(5);
        let trailing = end && dice.chance(2);
        let (written, atom) = atom(dice, scan, end && !trailing);
        let Some(atom) = atom else { continue };
        let word = match &atom {
            Atom::Word { token, .. } => Some(token.text.clone()),
            _ => None,
        };
        if or {
            if let Some(last) = words.last_mut() {
                *last = None;
            }
            text.push_str("OR ");
            groups
                .last_mut()
                .expect("an alternative has something before it")
                .1
                .extend(spellings(scan, &written, atom));
        } else {
            words.push(word.filter(|_| !not));
            text.push_str(if not { "-" } else { "" });
            groups.push((not, spellings(scan, &written, atom)));
        }
        text.push_str(&written);
        if !end || trailing {
            text.push(' ');
        }
    }
    for at in 1..groups.len() {
        let (Some(first), Some(second)) = (&words[at - 1], &words[at]) else { continue };
        if BEFORE.contains(&first.as_str()) || AFTER.contains(&second.as_str()) && is_persian(first) {
            let joined = format!("{first}{second}");
            groups[at - 1].1.push(plain_word(scan, &joined));
            groups[at].1.push(plain_word(scan, &joined));
        }
    }
    (text, groups)
}

/// What Persian writes before or after a word, apart from it or joined to it.
const BEFORE: [&str; 2] = ["می", "نمی"];
const AFTER: [&str; 14] =
    ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "تر", "ترین", "ایم", "اید", "اند"];

fn is_persian(word: &str) -> bool {
    word.chars().last().is_some_and(words::is_arabic)
}

/// An item with the other ways of writing it.
fn spellings(scan: &Scan<'_>, written: &str, atom: Atom) -> Vec<Atom> {
    let mut others = Vec::new();
    match &atom {
        Atom::Word { token, .. } if is_persian(&token.text) => {
            let long = |rest: &&str| rest.chars().count() > 1;
            let word = token.text.as_str();
            let before = BEFORE.iter().filter_map(|part| Some((*part, word.strip_prefix(part).filter(long)?)));
            let after = AFTER.iter().filter_map(|part| Some((word.strip_suffix(part).filter(long)?, *part)));
            let runs = before.chain(after).map(|(first, second)| format!("{first} {second}"));
            others.extend(runs.map(|run| Atom::Run { tokens: tokens(&run), open: false }));
        }
        Atom::Run { tokens, .. }
            if tokens.iter().all(|token| is_persian(&token.text))
                && !written.starts_with(['"'])
                && written.split('\u{200c}').count() == tokens.len() =>
        {
            others.push(plain_word(scan, &tokens.iter().map(|token| token.text.as_str()).collect::<String>()));
        }
        _ => {}
    }
    std::iter::once(atom).chain(others).collect()
}

fn plain_word(scan: &Scan<'_>, word: &str) -> Atom {
    let token = Token { text: word.to_owned(), sign: false, near: false };
    Atom::Word { related: scan.related(word, word), token, open: false }
}

fn atom(dice: &mut Dice, scan: &Scan<'_>, last: bool) -> (String, Option<Atom>) {
    let hangul = |word: &str| word.chars().last().is_some_and(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
    match dice.below(15) {
        0..=6 => {
            let written = word(dice);
            let tokens = tokens(&written);
            let Some(final_token) = tokens.last().cloned() else { return (written, None) };
            let open = !final_token.sign
                && (hangul(&final_token.text)
                    || last && !written.ends_with('.') && final_token.text.chars().count() >= 3);
            let atom = if tokens.len() == 1 && !final_token.sign {
                Atom::Word { related: scan.related(&final_token.text, &only_piece(&written)), token: final_token, open }
            } else {
                Atom::Run { tokens, open }
            };
            (written, Some(atom))
        }
        7..=9 => {
            let page = dice.below(scan.segments.len());
            let segment = &scan.segments[page][dice.below(scan.segments[page].len())];
            if segment.is_empty() {
                return (String::new(), None);
            }
            let start = dice.below(segment.len());
            let end = (start + 1 + dice.below(4)).min(segment.len());
            let written = segment[start..end].iter().fold(String::new(), |text, token| {
                let space = if text.is_empty() || token.near { "" } else { " " };
                text + space + &token.text
            });
            let tokens = tokens(&written);
            (format!("\"{written}\""), Some(Atom::Run { tokens, open: false }))
        }
        10 => {
            let name = dice.pick(&["harbour", "kim", "Ada Harbour", "김정은", "ostergard", "xi", "mudd"]);
            let words = tokens(name).into_iter().map(|token| token.text).collect();
            if dice.chance(2) && name != "mudd" {
                (format!("about:\"{name}\""), Some(Atom::About(words)))
            } else {
                (format!("who:“{name}”"), Some(Atom::Who(words)))
            }
        }
        11 => {
            let name = dice.pick(&["harbour", "the tide", "monde", "海報"]);
            (
                format!("source:\"{name}\""),
                Some(Atom::Source(tokens(name).into_iter().map(|token| token.text).collect())),
            )
        }
        13 => {
            let key = dice.pick(&["K<7>", "k<8>", "K<21>", "K<99>", "K"]);
            (format!("key:{key}"), Some(Atom::Key(key.to_owned())))
        }
        12 => match dice.below(4) {
            0 => ("kind:person".into(), Some(Atom::Kind("people"))),
            1 => ("kind:articles".into(), Some(Atom::Kind("articles"))),
            2 => ("year:2016".into(), Some(Atom::Year(2016, 2016))),
            _ => ("year:2014-2016".into(), Some(Atom::Year(2014, 2016))),
        },
        _ => {
            let date = dice.pick(&["2013", "2015", "2015-02", "2016", "2016-12-31", "2017-01-01"]);
            let limit = PartialDate::parse(date).expect("a date");
            if dice.chance(2) {
                (format!("before:{date}"), Some(Atom::Before(limit)))
            } else {
                (format!("after:{date}"), Some(Atom::After(limit)))
            }
        }
    }
}

/// The word that was typed as it was typed; nothing if it has several pieces.
fn only_piece(written: &str) -> String {
    let mut pieces = Vec::new();
    words::walk(written, |_, piece| pieces.push(piece.text));
    if let [only] = pieces[..] { only.to_owned() } else { String::new() }
}

/// A word as somebody may type it: whole, in capitals, without accents, its beginning, another form.
fn word(dice: &mut Dice) -> String {
    let words: Vec<&str> = dice.pick(LANGUAGES).1.split(' ').collect();
    let word = dice.pick(&words);
    match dice.below(7) {
        // a form that may stand nowhere
        6 => format!("{}{}", fold(word), dice.pick(&["s", "ing", "ed", "en", "es", "ами", "ων", "lar"])),
        0 => word.to_uppercase(),
        1 => fold(word).into_owned(),
        2 => word.chars().take(3 + dice.below(4)).collect(),
        3 => format!("{word}{}", dice.pick(&words)),
        _ => word.to_owned(),
    }
}
