//! What stands between marks and is not a quotation: names of things and buttons, code, scare quotes, words spoken of, and what
//! somebody only read or heard.

use super::attribution::{Rule, Said};
use super::frames::Frame;
use super::lexicon::Uses;
use super::marks::QuotedSpan;
use super::phrases::{Phrase, Who};
use super::titles::{is_title, known_as};
use super::words::Words;
use std::ops::Range;

/// Unattributed spans up to this many words are taken for scare quotes.
const SCARE: usize = 4;

/// Verbs whose subject says what is quoted.
const SPEECH: Uses = Uses::SAY.or(Uses::DENY).or(Uses::NAMING);

/// What a quoted span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody says it.
    Speech,
    /// Words of somebody, but not of whom the sentence is about: she read or heard them.
    Words,
    /// No quotation.
    Nothing,
}

/// A span with what is known of it.
pub(super) struct Candidate<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) span: &'a QuotedSpan,
    pub(super) frame: &'a Frame,
    pub(super) said: Option<&'a Said>,
    /// The words for the speaker.
    pub(super) phrase: Option<&'a Phrase>,
    /// They mean a person.
    pub(super) person: bool,
    /// The page quotes people.
    pub(super) page_quotes: bool,
}

impl Candidate<'_> {
    /// What it is.
    pub(super) fn kind(&self) -> Kind {
        let inside = self.words.within(&self.span.inner);
        if self.is_nothing(&inside) || !self.is_said(&inside) {
            Kind::Nothing
        } else if self.is_perceived(&inside) {
            Kind::Words
        } else {
            Kind::Speech
        }
    }

    fn inner(&self) -> &str {
        &self.words.text[self.span.inner.clone()]
    }

    /// A verb of saying or a transcript's label tells who says it.
    fn is_cued(&self) -> bool {
        self.said.is_some_and(|said| matches!(said.rule, Rule::Cue | Rule::Credit | Rule::Transcript))
    }

    fn is_spoken(&self) -> bool {
        let both = self.said.zip(self.phrase);
        both.is_some_and(|(said, phrase)| is_spoken(self.words, said, phrase, self.person))
    }

    /// A body or document says it: `the report said “…”`, but not `offers a “…” plan`.
    fn is_stated(&self, inside: &Range<usize>) -> bool {
        let cue = self.said.and_then(|said| said.cue.as_ref());
        let says = cue.is_some_and(|cue| {
            self.words.is(cue.start, SPEECH.or(Uses::PAIR).or(Uses::ACCORDING))
                && (cue.end < inside.start || !self.words.is(cue.start, Uses::NAMING))
        });
        let ours = self.phrase.is_some_and(|phrase| phrase.who == Who::We);
        says && !ours && !is_attribute(self.words, inside)
    }

    /// A comma or colon stands before it.
    fn is_introduced(&self) -> bool {
        self.words.text[..self.span.outer.start].trim_end().ends_with([',', ':'])
    }

    /// What nobody says, whatever verb stands beside it.
    fn is_nothing(&self, inside: &Range<usize>) -> bool {
        let words = self.words;
        let inner = self.inner();
        let so_called = words.one_of(inside.start.wrapping_sub(1), &["called"])
            && words.one_of(inside.start.wrapping_sub(2), &["so"]);
        inside.is_empty()
            || is_stage_direction(inner)
            || (inside.len() == 1 && words.full(inside.start).chars().count() == 1)
            || so_called
            || known_as(words, inside.start)
            || self.is_term_for(inside)
            || is_code(inner)
            || self.is_in_code()
            || self.is_searched()
            || self.is_value()
            || self.names_thing(inside)
            || self.is_picked(inside)
            || (!self.is_cued() && self.is_term(inside))
            || (!self.page_quotes && self.is_gloss(inside))
    }

    /// `an attack called “…”`: a name for the thing before it, not for anything that somebody says.
    fn is_term_for(&self, inside: &Range<usize>) -> bool {
        let words = self.words;
        let Some(called) = inside.start.checked_sub(1).filter(|called| *called > 0) else { return false };
        let noun = &words.all[called - 1];
        let someone = Uses::ROLE.or(Uses::ROLES).or(Uses::DOCUMENT).or(Uses::BODY).or(Uses::ALONE).or(Uses::THING);
        let small = Uses::HE.or(Uses::SHE).or(Uses::THEY).or(Uses::IT).or(Uses::WE).or(Uses::RELATIVE);
        let verb = Uses::AUXILIARY.or(Uses::ADVERB).or(Uses::NEGATION).or(Uses::BE).or(Uses::JOINING);
        let plain = !noun.capital && !noun.quoted && !noun.uses.has(someone.or(small).or(verb));
        // `what the welder called “…”` has a subject of its own
        let determined = (called.saturating_sub(4)..called - 1).any(|word| words.one_of(word, &["a", "an"]));
        words.is(called, Uses::NAMING)
            && words.full(called).ends_with("ed")
            && words.gap_after(called - 1) == " "
            && plain
            && determined
    }

    /// `title: "…"`: a key in small letters, alone before the value.
    fn is_value(&self) -> bool {
        let before = &self.words.text[..self.span.outer.start];
        let line = &before[memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |line| line + 1)..];
        let key = line.trim().strip_suffix(':').unwrap_or_default();
        key.starts_with(|c: char| c.is_ascii_lowercase()) && !key.contains(char::is_whitespace)
    }

    /// `{'title': 'Low water'}`: what stands in braces.
    fn is_in_code(&self) -> bool {
        let text = self.words.text;
        let before = &text[..self.span.outer.start];
        let line = &before[memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |line| line + 1)..];
        let open = memchr::memrchr2(b'{', b'}', line.as_bytes()).is_some_and(|brace| line[brace..].starts_with('{'));
        open || line.ends_with(['=', '|']) || text[self.span.outer.end..].starts_with(['=', '|', '}'])
    }

    /// `“pier” AND “harbour”`: terms of a search.
    fn is_searched(&self) -> bool {
        let text = self.words.text;
        let (before, after) = (text[..self.span.outer.start].trim_end(), text[self.span.outer.end..].trim_start());
        ["AND", "OR", "NOT"].iter().any(|character| {
            before.strip_suffix(character).is_some_and(|rest| rest.ends_with(' '))
                || after.strip_prefix(character).is_some_and(|rest| rest.starts_with(' '))
        })
    }

    /// `the “Save” button`, `the folder “Old letters”`
    fn names_thing(&self, inside: &Range<usize>) -> bool {
        let words = self.words;
        let plain = inside.len() <= SCARE + 1 && !self.inner().ends_with(['.', ',', '?', '!']);
        let close = |gap: &str| gap.chars().count() == 2;
        let after = words.is(inside.end, Uses::THING) && close(words.gap_after(inside.end - 1));
        let before = inside.start.checked_sub(1).is_some_and(|word| {
            words.is(word, Uses::THING) && close(words.gap_after(word)) && !words.all[word].possessive
        });
        plain && (after || before)
    }

    /// `click “Save”`, `(see “How to begin”)`: an order or advice to the reader.
    fn is_picked(&self, inside: &Range<usize>) -> bool {
        let words = self.words;
        let lead = |word: usize| word.checked_sub(1).filter(|before| words.all[*before].block == self.span.block);
        let Some(mut verb) = lead(inside.start) else { return false };
        if words.is(verb, Uses::DETERMINER) {
            let Some(before) = lead(verb) else { return false };
            verb = before;
        }
        let cue = self.said.and_then(|said| said.cue.as_ref()).filter(|cue| cue.start != verb);
        let said = cue.is_some_and(|cue| words.is(cue.start, Uses::SAY.or(Uses::DENY)));
        if said || !words.is(verb, Uses::PICK) || words.gap_before(inside.start).contains([',', ':', '.']) {
            return false;
        }
        let Some(before) = lead(verb) else { return true };
        let ordered = Uses::MODAL.or(Uses::JOINING).or(Uses::OPENING).or(Uses::WE).or(Uses::ADVERB);
        words.gap_after(before).contains(['.', '?', '!', '(', ':', ';', ',', '\n', '—'])
            || words.is(before, ordered)
            || words.one_of(before, &["you", "please"])
    }

    /// `a charter (“the Act”)`: a few words in brackets.
    fn is_gloss(&self, inside: &Range<usize>) -> bool {
        let text = self.words.text;
        let held = text[..self.span.outer.start].ends_with('(') && text[self.span.outer.end..].starts_with(')');
        held && inside.len() <= SCARE && !self.inner().ends_with(['.', '?', '!'])
    }

    /// `The word for it is “…”`, `the term “…”`, `“…” means`
    fn is_term(&self, inside: &Range<usize>) -> bool {
        let words = self.words;
        let before = |back: usize, uses: Uses| inside.start.checked_sub(back).is_some_and(|word| words.is(word, uses));
        let named = self.frame.left.clone().any(|word| words.is(word, Uses::TERM));
        // `did not mince words: “It is a shame.”`
        let sentence = self.is_introduced() && self.inner().ends_with(['.', '?', '!']);
        inside.len() <= SCARE
            && !sentence
            && (before(1, Uses::TERM) || (before(1, Uses::BE) && named) || words.is(inside.end, Uses::MEANING))
    }

    /// She saw, read or heard it: the verb next to the span, or after it, is not a verb of saying.
    fn is_perceived(&self, inside: &Range<usize>) -> bool {
        let Some(phrase) = self.phrase.filter(|_| self.person) else { return false };
        let words = self.words;
        let perceives = |word: usize| {
            words.is(word, Uses::PERCEIVE) && !words.all[word].quoted && !words.is(word.wrapping_sub(1), Uses::BE)
        };
        let says = |word: usize| words.is(word, SPEECH) && !perceives(word);
        if phrase.words.end <= inside.start {
            if !self.frame.left.contains(&phrase.words.start) {
                return false; // what another sentence does
            }
            let between = phrase.words.end..inside.start;
            return between.rev().find(|&word| perceives(word) || says(word)).is_some_and(perceives)
                && !self.frame.right.clone().any(says);
        }
        let mut right = self.frame.right.clone().filter(|&word| !words.all[word].quoted);
        right.clone().any(perceives) && !right.any(says)
    }

    /// Whether somebody says these words.
    fn is_said(&self, inside: &Range<usize>) -> bool {
        let (words, said, count) = (self.words, self.said, inside.len());
        let introduced = self.is_introduced();
        if self.is_cued() {
            // `we call it “…”`, `offers a “…” plan`: the writer's own name for something
            let announced = introduced || self.frame.invites;
            if count <= SCARE && !self.page_quotes && !announced && !self.is_spoken() && !self.is_stated(inside) {
                return false;
            }
            let cue = said.and_then(|said| said.cue.as_ref());
            let weak = cue.is_some_and(|cue| words.is(cue.start, Uses::JUDGE) && !words.is(cue.start, SPEECH));
            if weak && count <= 2 && is_attribute(words, inside) {
                return false;
            }
            // `“The Gazette” wrote`: the span names the speaker
            return !(is_title(words, inside)
                && words.is(inside.end, Uses::SAY)
                && words.gap_after(inside.end - 1).chars().count() == 2);
        }
        // `held a hearing on “The Future of the Harbour”`: no verb brings it, and it is spelt like a title
        if count > 2 && said.is_some_and(|said| said.rule == Rule::Subject) && is_title(words, inside) && !introduced {
            return false;
        }
        let whole = self.frame.left.is_empty() && self.frame.right.is_empty();
        let who = self.phrase.map(|phrase| phrase.who);
        // a comma before the closing mark: someone's words follow
        let announced = self.frame.invites && words.all[inside.start].capital;
        if !whole && !introduced && count <= SCARE && (who.is_some() || !announced) {
            // a lone `she` is the word, not a speech
            let small = Uses::HE.or(Uses::SHE).or(Uses::THEY).or(Uses::IT).or(Uses::DETERMINER).or(Uses::PREPOSITION);
            if count == 1 && words.is(inside.start, small) {
                return false;
            }
            let elsewhere = said.is_some_and(|said| matches!(said.rule, Rule::Run | Rule::Before));
            let distant = elsewhere || matches!(who, None | Some(Who::It | Who::They | Who::We));
            if distant || !self.page_quotes || is_attribute(words, inside) {
                return false;
            }
        }
        let announced = announced && !self.frame.right.is_empty() && count > 2;
        let sentence = words.all[inside.start].capital && self.inner().ends_with(['.', '?', '!', '…', ',']);
        if !self.page_quotes && said.is_none() && !sentence && !introduced {
            return false;
        }
        whole && count > 2 || said.is_some() || count > SCARE || announced
    }
}

/// The span stands like an adjective before a noun: `the “…” issue`.
fn is_attribute(words: &Words<'_>, inside: &Range<usize>) -> bool {
    let small =
        Uses::PREPOSITION.or(Uses::DETERMINER).or(Uses::CONJUNCTION).or(Uses::AUXILIARY).or(Uses::ADVERB).or(Uses::CUE);
    let next = inside.end;
    words.gap_after(next - 1).chars().count() == 2
        && words.all.get(next).is_some_and(|word| !word.capital && !word.uses.has(small))
}

/// `(CROSSTALK.)`
fn is_stage_direction(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && !text.contains(char::is_lowercase)
}

/// Code, paths, addresses and names of files: characters that no speech has.
fn is_code(text: &str) -> bool {
    const SIGNS: &[char] = &['{', '}', '\\', '<', '>', '=', '|', '`', '^', '_'];
    let token = || !text.contains(char::is_whitespace);
    // `notes.txt`, `src/main`, but neither `U.S.` nor `either/or`
    let dotted = || {
        let last = text.rsplit(['.', ':']).next().unwrap_or_default();
        (last.len() > 1 && last.len() < text.len() && !text.contains(['?', '!', ',', '’', '\'']))
            || (text.starts_with(['/', '.', '-', '~']) && text.len() > 1 && !text.starts_with(".."))
    };
    let path = || text.matches('/').count() > 1 && !text.contains(" / ");
    // `explanationUrl`
    let camel =
        || text.starts_with(|c: char| c.is_ascii_lowercase()) && text.contains(|c: char| c.is_ascii_uppercase());
    text.contains(SIGNS)
        || text.contains("://")
        || text.contains("::")
        || path()
        || (token() && (text.contains("--") || dotted() || camel()))
}

/// Whether a verb says that someone said words: `she said`, not `it uses` nor `we call`.
pub(super) fn is_spoken(words: &Words<'_>, said: &Said, phrase: &Phrase, person: bool) -> bool {
    let cue = said.cue.as_ref().is_some_and(|cue| words.is(cue.start, SPEECH));
    let someone = match phrase.who {
        Who::Figure(_) => person,
        Who::He | Who::She | Who::Role(..) => true,
        Who::They | Who::It | Who::We | Who::Document(_) => false,
    };
    said.rule == Rule::Transcript || (said.rule == Rule::Cue && cue && someone)
}
