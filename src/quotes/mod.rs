//! Who said what on a page.
//!
//! In: one page's [`Document`], its mentions and what its front matter decides. Out: [`PageQuotes`]: each direct quotation with
//! the words that name its speaker, whom they mean, and how sure that is. Rules only, in this order: [`marks`] finds what
//! stands between quotation marks, [`words`] and [`names`] who is on the page, [`phrases`] and [`frames`] what stands around,
//! [`cues`], [`subjects`], [`reports`] and [`attribution`] whose verb it is, [`continued`] who goes on, [`unsaid`] whether it says
//! that the words were said, [`resolution`] who *she* is, [`evidence`] whether all that is enough, [`kind`] drops what nobody
//! says, [`runs`] puts together what was interrupted, [`explicit`] wins over all. Where nothing decides, the speaker stays
//! unknown: no guess.

mod attribution;
mod capitals;
mod clauses;
mod continued;
mod credit;
mod cues;
mod evidence;
mod explicit;
mod frames;
mod kind;
mod lexicon;
mod marks;
mod names;
mod phrases;
mod reports;
mod resolution;
mod runs;
mod subjects;
mod titles;
mod unsaid;
mod words;

use crate::entities::{EntityId, Gazetteer};
use crate::kind::Kinds;
use crate::markdown::{BlockKind, ClosedBy, Document};
use crate::mentions::PageMentions;
use crate::source::QuoteOverride;
use attribution::{Rule, Said};
use clauses::Clauses;
use explicit::Explicit;
use kind::{Candidate, Kind};
use lexicon::{Lexicon, Uses};
use marks::QuotedSpan;
use names::{Cast, Sort};
use phrases::{Phrase, Who};
use runs::Part;
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::ops::Range;
use unsaid::Mood;
use words::Words;

/// A page and what it decides about its quotations.
#[derive(Debug, Clone, Copy)]
pub struct QuoteInput<'a> {
    /// The parsed page.
    pub document: &'a Document,
    /// Who is named where.
    pub mentions: &'a PageMentions,
    /// Who and what.
    pub gazetteer: &'a Gazetteer,
    /// Which kinds are people.
    pub kinds: &'a Kinds,
    /// `quotes:` of the front matter.
    pub overrides: &'a [QuoteOverride],
    /// Language of the page, for the boundaries of sentences.
    pub lang: &'a str,
}

/// The quotations of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageQuotes {
    /// By place.
    pub quotes: Vec<Quote>,
    /// Rows in [`QuoteInput::overrides`] that speak of nothing on the page.
    pub idle_rules: Vec<u32>,
}

/// A quoted span of the page, one per pair of marks and paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Bytes of the page's prose: the words between the marks.
    pub prose: Range<u32>,
    /// From 1; the parts of an interrupted quotation and the paragraphs of a long one share it.
    pub group: u32,
    /// Index of its block.
    pub block: u32,
    /// Who says it.
    pub speaker: Speaker,
    /// Full name of the speaker, with or without a page; `None` if nothing tells it.
    pub speaker_name: Option<String>,
    /// Bytes of the prose: the words that name the speaker.
    pub speaker_words: Option<Range<u32>>,
    /// The verb or words that ascribe it: `said`.
    pub cue: Option<String>,
    /// How sure the speaker is; `None` if unknown.
    pub certainty: Option<Certainty>,
    /// By what the speaker is known; `None` if unknown.
    pub evidence: Option<Evidence>,
    /// The verb denies.
    pub denial: bool,
    /// Row in [`QuoteInput::overrides`] that speaks of it.
    pub rule: Option<u32>,
}

/// What a word does in sentences that report speech.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SpeechWord {
    /// A verb of saying, and not only of thinking.
    pub(crate) says: bool,
    /// A verb that denies.
    pub(crate) denies: bool,
    pub(crate) is_adverb: bool,
    pub(crate) negates: bool,
    /// A form of *have*, with which verbs make their perfect.
    pub(crate) has: bool,
    /// `but`, `and`, `while`: begins another clause.
    pub(crate) joins: bool,
    pub(crate) is_determiner: bool,
    pub(crate) is_preposition: bool,
    /// A title or an office before a name.
    pub(crate) is_title: bool,
    pub(crate) is_pronoun: bool,
}

/// What a word does in sentences that report speech, in a language, whatever its case.
pub(crate) fn speech_word(word: &str, lang: &str) -> SpeechWord {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let uses = Lexicon::of(lang).uses(word);
    let pronouns = Uses::HE.or(Uses::SHE).or(Uses::THEY).or(Uses::IT);
    SpeechWord {
        says: uses.has(Uses::SAY.or(Uses::SPEAKING)) && !uses.has(Uses::THOUGHT),
        denies: uses.has(Uses::DENY),
        is_adverb: uses.has(Uses::ADVERB) && !uses.has(Uses::NEGATION),
        negates: uses.has(Uses::NEGATION),
        has: ["has", "have", "had"].contains(&word),
        joins: uses.has(Uses::CONJUNCTION.or(Uses::CONTRAST).or(Uses::JOINING)),
        is_determiner: uses.has(Uses::DETERMINER),
        is_preposition: uses.has(Uses::PREPOSITION),
        is_title: uses.has(Uses::TITLE.or(Uses::ROLE)),
        is_pronoun: uses.has(pronouns),
    }
}

/// Who says a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// Someone or something with a page.
    Entity(EntityId),
    /// A name without a page.
    Named(String),
    /// `a spokesman`: as the text has it.
    Unnamed(String),
    /// Nothing tells, or only a pronoun that nothing resolves.
    Unknown,
}

impl Speaker {
    /// A speaker without a page, in the author's words: a name begins with a capital letter (or has none), `a spokesman`
    /// does not.
    pub fn without_page(words: &str) -> Self {
        let unnamed = words.chars().next().is_some_and(char::is_lowercase);
        if unnamed { Self::Unnamed(words.to_owned()) } else { Self::Named(words.to_owned()) }
    }
}

/// By what a speaker is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// A verb or words that ascribe it: `said`, `according to`.
    Cue,
    /// The author's mark: a credit, a wikilink, a row of front matter.
    Marked,
    /// `NAME:`
    Label,
    /// The same speaker goes on.
    Continued,
    /// Who is the subject of the sentence that holds it or of the one right before.
    Subject,
}

/// How sure a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The author marked it.
    Explicit,
    /// The speaker is named beside the quotation.
    Adjacent,
    /// A pronoun, a role or the run of the text had to be resolved.
    Resolved,
}

/// Finds the quotations of a page and their speakers.
pub fn find(input: &QuoteInput<'_>) -> PageQuotes {
    let mut spans = marks::spans(input.document);
    let mut authors = with_block_quotes(input, &mut spans);
    let mut idle_rules: Vec<u32> = (0..input.overrides.len() as u32).collect();
    let links = explicit::wikilinks(input.document);
    for (span, author) in spans.iter().zip(&mut authors) {
        if author.is_none() {
            *author = explicit::wikilink(input, &links, span);
        }
        if let Some(rule) = explicit::rule(input, span) {
            idle_rules.retain(|idle| *idle as usize != rule);
            *author = explicit::overridden(input, rule).or_else(|| author.take());
        }
    }
    PageQuotes { quotes: quotations(input, spans, authors), idle_rules }
}

/// The spans that somebody says, by the word of the author or by the rules.
fn quotations(input: &QuoteInput<'_>, mut spans: Vec<QuotedSpan>, mut authors: Vec<Option<Explicit>>) -> Vec<Quote> {
    drop_nicknames(&input.document.prose.text, &mut spans, &mut authors);
    if spans.is_empty() {
        return Vec::new();
    }
    let lexicon = Lexicon::of(input.lang);
    let words = Words::new(input.document, &spans, lexicon);
    drop_works(input.document, &words, &mut spans, &mut authors);
    if spans.is_empty() {
        return Vec::new();
    }
    let frames = frames::frames(input.document, &words, &spans, input.lang);
    let mut cast = names::cast(input, &words);
    let phrases = phrases::phrases(&words, &cast);
    let clauses = Clauses { words: &words, phrases: &phrases };
    let said = attribution::attribute(clauses, &spans, &frames);
    let figures = resolution::resolve(clauses, &mut cast, &said);

    let court = evidence::Court {
        clauses,
        cast: &cast,
        figures: &figures,
        spans: &spans,
        knows_verbs: lexicon.has_verbs() && words.are_listed(),
        capital_nouns: input.lang.starts_with("de"),
        knows_all: lexicon.is_full(),
    };
    let holds = evidence::holding(&court, &said);
    let page = Page { input, words: &words, phrases: &phrases, cast: &cast, figures: &figures };
    let mut quotes: Vec<Quote> = Vec::with_capacity(spans.len());
    let mut parts = Vec::with_capacity(spans.len());
    let mut last: Option<usize> = None;
    let page_quotes = !lexicon.is_full() || page.quotes_people(&said);
    for (number, span) in spans.iter().enumerate() {
        let mut said_here = said[number].as_ref();
        match &authors[number] {
            Some(Explicit::Ignore) => continue,
            Some(Explicit::Speaker(..)) => {}
            None => {
                let phrase = said_here.map(|said| &phrases[said.phrase]);
                let person = phrase.is_some_and(|phrase| page.is_person(phrase));
                let frame = &frames[number];
                let candidate = Candidate { words: &words, span, frame, said: said_here, phrase, person, page_quotes };
                match candidate.kind() {
                    Kind::Speech => {}
                    Kind::Words => said_here = None,
                    Kind::Nothing => continue,
                }
            }
        }
        let joins = last.is_some_and(|last| {
            !page.is_cell(span) && runs::joins_last(&words, (&spans[last], said[last].as_ref()), (span, said_here))
        });
        parts.push(Part { joins, vacant: said_here.is_none() && authors[number].is_none() });
        last = Some(number);
        quotes.push(page.quote(span, said_here.filter(|_| holds[number]), authors[number].as_ref()));
    }
    runs::number(&mut quotes, &parts);
    quotes
}

/// Takes out nicknames within names, whose words then belong to the name.
fn drop_nicknames(text: &str, spans: &mut Vec<QuotedSpan>, authors: &mut Vec<Option<Explicit>>) {
    let mut authored = authors.iter();
    let keep: Vec<bool> = spans
        .iter()
        .map(|span| authored.next().is_some_and(Option::is_some) || !titles::is_nickname(text, span))
        .collect();
    retain(&keep, spans, authors);
}

/// Takes out titles of works: they are the narrator's words, and his sentence goes through them.
fn drop_works(
    document: &Document,
    words: &Words<'_>,
    spans: &mut Vec<QuotedSpan>,
    authors: &mut Vec<Option<Explicit>>,
) {
    let mut last = None;
    let mut keep = Vec::with_capacity(spans.len());
    for (span, author) in spans.iter().zip(authors.iter()) {
        let work = author.is_none() && titles::is_work(words, span, last, is_linked(document, span));
        last = if work { Some(span.outer.end) } else { last };
        keep.push(!work);
    }
    retain(&keep, spans, authors);
}

/// Whether a span is the text of a link, and nothing else is.
fn is_linked(document: &Document, span: &QuotedSpan) -> bool {
    let closed = &document.prose.closed;
    let at = closed.partition_point(|closed| (closed.prose.end as usize) < span.inner.end);
    closed.get(at).is_some_and(|closed| {
        closed.why == ClosedBy::Link
            && closed.prose.start as usize <= span.inner.start
            && span.outer.start <= closed.prose.start as usize
            && closed.prose.end as usize <= span.outer.end
    })
}

fn retain(keep: &[bool], spans: &mut Vec<QuotedSpan>, authors: &mut Vec<Option<Explicit>>) {
    let mut kept = keep.iter();
    spans.retain(|_| kept.next().is_none_or(|keep| *keep));
    let mut kept = keep.iter();
    authors.retain(|_| kept.next().is_none_or(|keep| *keep));
}

/// Whether a verb denies: `denied`, `has dismissed`.
pub fn is_denial(verb: &str) -> bool {
    verb.split_whitespace().any(|word| lexicon::uses(word).has(Uses::DENY))
}

/// Puts the author's block quotes in the place of whatever marks stand in them.
fn with_block_quotes(input: &QuoteInput<'_>, spans: &mut Vec<QuotedSpan>) -> Vec<Option<Explicit>> {
    let blocks = explicit::block_quotes(input);
    let credited: FxHashSet<u32> = blocks.iter().map(|(quote, _)| quote.block).collect();
    spans.retain(|span| !credited.contains(&span.block));
    let mut all: Vec<(QuotedSpan, Option<Explicit>)> = spans.drain(..).map(|span| (span, None)).collect();
    all.extend(blocks.into_iter().map(|(span, author)| (span, Some(author))));
    all.sort_by_key(|(span, _)| span.inner.start);
    let (found, authors) = all.into_iter().unzip();
    *spans = found;
    authors
}

/// What is known of a page once all is resolved.
struct Page<'a> {
    input: &'a QuoteInput<'a>,
    words: &'a Words<'a>,
    phrases: &'a [Phrase],
    cast: &'a Cast,
    figures: &'a [Option<usize>],
}

impl Page<'_> {
    /// The cells of a table are not running text: nothing carries over from one to the next.
    fn is_cell(&self, span: &QuotedSpan) -> bool {
        self.input.document.blocks[span.block as usize].kind == BlockKind::Cell
    }

    /// Whether words for a speaker mean a person.
    fn is_person(&self, phrase: &Phrase) -> bool {
        match phrase.who {
            Who::Figure(row) => self.cast.figures[row].sort == Sort::Person,
            Who::He | Who::She | Who::They | Who::We | Who::Role(..) => true,
            Who::It | Who::Document(_) => false,
        }
    }

    /// Whether the page quotes people at all: a fair part of what stands between its marks is said by someone.
    fn quotes_people(&self, said: &[Option<Said>]) -> bool {
        const PART: usize = 5;
        let spoken = said.iter().flatten().filter(|said| {
            let phrase = &self.phrases[said.phrase];
            kind::is_spoken(self.words, said, phrase, self.is_someone(phrase))
        });
        spoken.count() * PART >= said.len()
    }

    /// Whether words for a speaker mean a person, or someone with a page.
    fn is_someone(&self, phrase: &Phrase) -> bool {
        let known = matches!(phrase.who, Who::Figure(row) if self.cast.figures[row].entity.is_some());
        known || self.is_person(phrase)
    }

    fn quote(&self, span: &QuotedSpan, said: Option<&Said>, author: Option<&Explicit>) -> Quote {
        let mut quote = Quote {
            prose: span.inner.start as u32..span.inner.end as u32,
            group: 0,
            block: span.block,
            speaker: Speaker::Unknown,
            speaker_name: None,
            speaker_words: None,
            cue: None,
            certainty: None,
            evidence: None,
            denial: false,
            rule: explicit::rule(self.input, span).map(|rule| rule as u32),
        };
        if let Some(Explicit::Speaker(speaker, place)) = author {
            quote.speaker_name = match speaker {
                Speaker::Entity(id) => Some(credit::entity(self.input, *id).name.clone()),
                Speaker::Named(name) => Some(name.clone()),
                _ => None,
            };
            quote.speaker = speaker.clone();
            quote.speaker_words = place.as_ref().map(|place| place.start as u32..place.end as u32);
            quote.certainty = Some(Certainty::Explicit).filter(|_| *speaker != Speaker::Unknown);
            quote.evidence = Some(Evidence::Marked).filter(|_| *speaker != Speaker::Unknown);
        } else if let Some(said) = said {
            self.attribute(&mut quote, span, said);
        }
        quote
    }

    fn attribute(&self, quote: &mut Quote, span: &QuotedSpan, said: &Said) {
        if said.mood == Mood::Unsaid {
            return;
        }
        let phrase = &self.phrases[said.phrase];
        let bytes = self.words.bytes(said.together.as_ref().unwrap_or(&phrase.words));
        quote.speaker_words = Some(bytes.start as u32..bytes.end as u32);
        quote.cue = said.cue.as_ref().map(|cue| self.words.text[self.words.bytes(cue)].to_owned());
        quote.denial =
            said.mood == Mood::Denied || said.cue.as_ref().is_some_and(|cue| self.words.is(cue.start, Uses::DENY));
        let named = self.figures[said.phrase].map(|row| &self.cast.figures[row]);
        if said.together.is_some() {
            return; // the words of several are those of none
        }
        quote.speaker = match (named, phrase.who) {
            (Some(figure), _) if figure.undecided => Speaker::Unknown,
            (Some(figure), _) => {
                // a bare family name is not a full name
                let full = figure.entity.is_some() || figure.sort != Sort::Person || figure.full > 0;
                quote.speaker_name = full.then(|| figure.name.clone());
                figure.entity.map_or_else(|| Speaker::Named(figure.name.clone()), Speaker::Entity)
            }
            (None, Who::Role(..) | Who::Document(_)) => Speaker::Unnamed(self.words.text[bytes].to_owned()),
            (None, _) => Speaker::Unknown,
        };
        let beside = matches!(said.rule, Rule::Cue | Rule::Credit | Rule::Transcript);
        let plain = match phrase.who {
            Who::Figure(row) => self.cast.figures[row].sort != Sort::Unclear,
            Who::Role(..) | Who::Document(_) => named.is_none(),
            _ => false,
        };
        if self.is_cell(span) && !(beside && plain) {
            (quote.speaker, quote.speaker_name, quote.speaker_words) = (Speaker::Unknown, None, None);
            (quote.cue, quote.denial) = (None, false);
        }
        if quote.speaker != Speaker::Unknown {
            quote.evidence = Some(said.evidence());
            quote.certainty = Some(if beside && plain { Certainty::Adjacent } else { Certainty::Resolved });
        }
    }
}
