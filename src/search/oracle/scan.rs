//! What a query finds, by a look at every word of every page.

use super::invent::{Invented, NAMES};
use crate::date::PartialDate;
use crate::search::stems;
use crate::search::words::{self, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
}

pub(super) struct Scan<'a> {
    pages: &'a [Invented],
    /// Segments of each page.
    pub(super) segments: Vec<Vec<Vec<Token>>>,
    /// For each term, all terms of its family.
    families: HashMap<String, BTreeSet<String>>,
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
        Self { pages, families: families(pages), segments }
    }

    pub(super) fn holds(&self, page: usize, atom: &Atom) -> bool {
        let here = &self.pages[page];
        let day = |date: &PartialDate| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        let last = |date: &PartialDate| (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31));
        match atom {
            Atom::Word { token, open } => self.segments[page].iter().flatten().any(|other| {
                other.word == token.word
                    || self.families.get(&token.word).is_some_and(|family| family.contains(&other.word) && !other.sign)
                    || *open && other.word.starts_with(&token.word)
            }),
            Atom::Run { tokens, open } => self.segments[page].iter().any(|segment| {
                segment.windows(tokens.len()).any(|window| {
                    window.iter().zip(tokens).enumerate().all(|(at, (here, wanted))| {
                        let fits = if *open && at + 1 == tokens.len() {
                            here.word.starts_with(&wanted.word)
                        } else {
                            here.word == wanted.word
                        };
                        fits && here.sign == wanted.sign && (at == 0 || !wanted.near || here.near)
                    })
                })
            }),
            Atom::Who(words) => here.statements.iter().any(|(speaker, _)| {
                let names = match speaker {
                    Ok(entity) => names_of(*entity as usize),
                    Err(name) => vec![*name],
                };
                named(&names, words)
            }),
            Atom::About(words) => {
                let own = (page < NAMES.len()).then_some(page as u32);
                here.entities.iter().copied().chain(own).any(|entity| named(&names_of(entity as usize), words))
            }
            Atom::Source(words) => !here.source.is_empty() && named(&[here.source], words),
            Atom::Kind(kind) => (*kind == "people") == (here.kind == 1),
            Atom::Year(from, to) => here.date.as_ref().is_some_and(|date| (*from..=*to).contains(&date.year)),
            Atom::Before(limit) => here.date.as_ref().is_some_and(|date| last(date) < day(limit)),
            Atom::After(limit) => here.date.as_ref().is_some_and(|date| day(date) > last(limit)),
        }
    }
}

fn names_of(entity: usize) -> Vec<&'static str> {
    std::iter::once(NAMES[entity].0).chain(NAMES[entity].1.iter().copied()).collect()
}

fn named(names: &[&str], words: &[String]) -> bool {
    names.iter().any(|name| {
        let known: Vec<String> = tokens(name).into_iter().map(|token| token.word).collect();
        words.iter().all(|word| known.contains(word))
    })
}

/// Words are related if a stemmer of a language in which both occur gives the same stem, or through words between them.
fn families(pages: &[Invented]) -> HashMap<String, BTreeSet<String>> {
    let mut by_stem: BTreeMap<(u32, String), BTreeSet<String>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let bit = stems::language_bit(page.lang);
        let names = NAMES.get(number).map_or(&[][..], |(_, aliases)| aliases);
        let texts = std::iter::once(page.title.as_str())
            .chain(names.iter().copied())
            .chain(page.blocks.iter().map(|block| block.0.as_str()));
        for text in texts {
            words::walk(text, |_, piece| {
                if !piece.sign {
                    for stem in stems::stems(piece.text, bit) {
                        by_stem.entry(stem).or_default().insert(fold(piece.text).into_owned());
                    }
                }
            });
        }
    }
    let mut families: HashMap<String, BTreeSet<String>> = HashMap::new();
    loop {
        let before: usize = families.values().map(BTreeSet::len).sum();
        for group in by_stem.values() {
            let all: BTreeSet<String> =
                group.iter().flat_map(|term| families.get(term).into_iter().flatten().chain([term])).cloned().collect();
            for term in &all {
                families.entry(term.clone()).or_default().extend(all.iter().cloned());
            }
        }
        if families.values().map(BTreeSet::len).sum::<usize>() == before {
            return families;
        }
    }
}
