//! What a query finds, by a look at every word of every page.

use super::invent::{Invented, NAMES};
use super::query::Group;
use crate::date::PartialDate;
use crate::search::stems;
use crate::search::words::{self, fold};
use std::collections::{BTreeMap, BTreeSet};

pub(super) use crate::search::words::Word as Token;

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = words::words(text);
    let signs: Vec<bool> = tokens.iter().map(|token| token.sign).collect();
    for (at, token) in tokens.iter_mut().enumerate() {
        token.near &= token.sign && at > 0 && signs[at - 1];
    }
    tokens
}

/// What a query asks for, beside its words.
pub(super) enum Atom {
    /// Related forms count; `open`: so do longer words.
    Word {
        token: Token,
        related: BTreeSet<String>,
        open: bool,
    },
    /// As written, one after the other; `open` for the last.
    Run {
        tokens: Vec<Token>,
        open: bool,
    },
    Who(Vec<String>),
    About(Vec<String>),
    Source(Vec<String>),
    Kind(&'static str),
    Year(i16, i16),
    Before(PartialDate),
    After(PartialDate),
    Key(String),
}

impl Atom {
    /// Whether a date is such as this one asks for; `None` if it asks for something else.
    fn fits_date(&self, date: Option<&PartialDate>) -> Option<bool> {
        let day = |date: &PartialDate| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        let last = |date: &PartialDate| (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31));
        match self {
            Self::Year(from, to) => Some(date.is_some_and(|date| (*from..=*to).contains(&date.year))),
            Self::Before(limit) => Some(date.is_some_and(|date| last(date) < day(limit))),
            Self::After(limit) => Some(date.is_some_and(|date| day(date) > last(limit))),
            _ => None,
        }
    }
}

pub(super) struct Scan<'a> {
    pages: &'a [Invented],
    /// Segments of each page.
    pub(super) segments: Vec<Vec<Vec<Token>>>,
    /// For each term that is not a sign and each language, its keys.
    keys: BTreeMap<(String, u32), BTreeSet<String>>,
    languages: u32,
}

impl<'a> Scan<'a> {
    pub(super) fn new(pages: &'a [Invented]) -> Self {
        let segments: Vec<Vec<Vec<Token>>> = pages
            .iter()
            .enumerate()
            .map(|(number, page)| {
                let names = NAMES.get(number).map_or(&[][..], |(_, aliases)| aliases).iter().map(|alias| tokens(alias));
                std::iter::once(tokens(&page.title))
                    .chain(names)
                    .chain(page.blocks.iter().map(|block| tokens(&block.0)))
                    .collect()
            })
            .collect();
        let languages = pages.iter().fold(0, |all, page| all | stems::language_bit(page.lang));
        Self { pages, keys: keys(pages), languages, segments }
    }

    /// The words that are forms of one, which was typed so.
    pub(super) fn related(&self, word: &str, typed: &str) -> BTreeSet<String> {
        let typed = stems::keys(typed, self.languages);
        let mut related = BTreeSet::new();
        for language in (0..u32::BITS).filter(|language| self.languages & (1 << language) != 0) {
            let of_typed = || typed.iter().filter(|(of, _)| *of == language).map(|(_, key)| key.clone()).collect();
            let wanted: BTreeSet<String> =
                self.keys.get(&(word.to_owned(), language)).cloned().unwrap_or_else(of_typed);
            let members = self.keys.iter().filter(|((_, of), keys)| *of == language && !keys.is_disjoint(&wanted));
            related.extend(members.map(|((term, _), _)| term.clone()));
        }
        related
    }

    /// Whether a page is what a query asks for. Dates beside `who:` are those of statements.
    pub(super) fn answers(&self, page: usize, groups: &[Group]) -> bool {
        let is_date = |group: &&Group| group.1.iter().all(|atom| atom.fits_date(None).is_some());
        let is_who = |group: &&Group| !group.0 && group.1.iter().all(|atom| matches!(atom, Atom::Who(_)));
        let of_statements = groups.iter().any(|group| is_who(&group));
        let fits = |date: Option<&PartialDate>| {
            let fits = |atom: &Atom| atom.fits_date(date) == Some(true);
            groups.iter().filter(is_date).all(|(not, atoms)| atoms.iter().any(fits) != *not)
        };
        groups.iter().all(|group| {
            if of_statements && is_date(&group) {
                return true;
            }
            let dated = is_who(&group);
            group.1.iter().any(|atom| self.holds(page, atom, |date| !dated || fits(date))) != group.0
        })
    }

    /// Whether an item holds on a page; statements count only if their dates do.
    fn holds(&self, page: usize, atom: &Atom, counts: impl Fn(Option<&PartialDate>) -> bool) -> bool {
        let here = &self.pages[page];
        match atom {
            Atom::Word { token, related, open } => self.segments[page].iter().flatten().any(|other| {
                other.text == token.text
                    || related.contains(&other.text) && !other.sign
                    || *open && other.text.starts_with(&token.text)
            }),
            Atom::Run { tokens, open } => self.segments[page].iter().any(|segment| {
                segment.windows(tokens.len()).any(|window| {
                    window.iter().zip(tokens).enumerate().all(|(at, (here, wanted))| {
                        let fits = if *open && at + 1 == tokens.len() {
                            here.text.starts_with(&wanted.text)
                        } else {
                            here.text == wanted.text
                        };
                        fits && here.sign == wanted.sign && (at == 0 || !wanted.near || here.near)
                    })
                })
            }),
            Atom::Who(words) => here.statements.iter().any(|(speaker, _, date)| {
                let names = match speaker {
                    Ok(entity) => names_of(*entity as usize),
                    Err(name) => vec![*name],
                };
                named(&names, words) && counts(date.as_ref().or(here.date.as_ref()))
            }),
            Atom::About(words) => {
                let own = (page < NAMES.len()).then_some(page as u32);
                here.entities.iter().copied().chain(own).any(|entity| named(&names_of(entity as usize), words))
            }
            Atom::Source(words) => !here.source.is_empty() && named(&[here.source], words),
            Atom::Kind(kind) => (*kind == "people") == (here.kind == 1),
            Atom::Key(key) => here.key.eq_ignore_ascii_case(key),
            Atom::Year(..) | Atom::Before(_) | Atom::After(_) => atom.fits_date(here.date.as_ref()) == Some(true),
        }
    }
}

fn names_of(entity: usize) -> Vec<&'static str> {
    std::iter::once(NAMES[entity].0).chain(NAMES[entity].1.iter().copied()).collect()
}

fn named(names: &[&str], words: &[String]) -> bool {
    names.iter().any(|name| {
        let known: Vec<String> = tokens(name).into_iter().map(|token| token.text).collect();
        words.iter().all(|word| known.contains(word))
    })
}

/// The keys of all terms: those of their spellings on pages of each language.
fn keys(pages: &[Invented]) -> BTreeMap<(String, u32), BTreeSet<String>> {
    let mut keys: BTreeMap<(String, u32), BTreeSet<String>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let bit = stems::language_bit(page.lang);
        let names = NAMES.get(number).map_or(&[][..], |(_, aliases)| aliases);
        let texts = std::iter::once(page.title.as_str())
            .chain(names.iter().copied())
            .chain(page.blocks.iter().map(|block| block.0.as_str()));
        for text in texts {
            words::walk(text, |_, piece| {
                for (language, key) in stems::keys(piece.text, bit).into_iter().filter(|_| !piece.sign) {
                    keys.entry((fold(piece.text).into_owned(), language)).or_default().insert(key);
                }
            });
        }
    }
    keys
}
