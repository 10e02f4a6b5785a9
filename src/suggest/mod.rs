//! Who and what the articles name and the dossier lacks, best first.
//!
//! In: the model. Out: [`Suggestion`]s of persons, organisations and places, merged over spellings, middle initials and the
//! short forms of each page. Names that the dossier knows are left out. `statements` finds sentences of reported speech, and
//! `introduction` what an article says of a name. This room suggests; it links nothing and writes nothing.

mod introduction;
mod kinds;
mod runs;
mod short_forms;
pub mod statements;
mod words;

pub use introduction::introduction;
pub use kinds::Type;

use crate::dossier::Dossier;
use crate::markdown::{BlockKind, ClosedBy};
use crate::mentions::closed_by;
use crate::names::{Class, bare, is_title_case, lexicon};
use crate::text::fold::fold_name;
use crate::text::plain::line;
use crate::text::sentences::{Splitter, around};
use kinds::Votes;
use runs::Run;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use words::{Hyphens, Word};

/// A name that the dossier lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The most frequent of the full spellings.
    pub name: String,
    /// Other spellings and short forms, most frequent first.
    pub spellings: Vec<String>,
    /// What it probably is.
    pub kind: Type,
    /// Where it stands, by article and place.
    pub mentions: Vec<Place>,
    /// The higher, the likelier is it a name worth a page.
    pub score: f32,
}

/// A span of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Row number in [`Dossier::articles`].
    pub article: u32,
    /// Bytes of the article's prose.
    pub prose: Range<u32>,
    /// Index of its block.
    pub block: u32,
}

impl Suggestion {
    /// Row numbers of the articles that have it, each once.
    pub fn articles(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.mentions.iter().map(|place| place.article).collect();
        all.dedup();
        all
    }
}

/// The sentence around a place, on one line; of a long one the part that holds the place.
pub fn sentence(dossier: &Dossier, place: &Place) -> String {
    introduction::around(&whole_sentence(dossier, place), &line(surface(dossier, place)), 240)
}

fn whole_sentence(dossier: &Dossier, place: &Place) -> String {
    let page = &dossier.articles[place.article as usize].text;
    let block = &page.document.blocks[place.block as usize].prose;
    let text = &page.document.prose.text[block.start as usize..block.end as usize];
    let span = (place.prose.start - block.start) as usize..(place.prose.end - block.start) as usize;
    let found = around(&Splitter::new(&page.lang).split(text), &span, text.len());
    line(&text[found])
}

/// A name at one place of a page.
struct Found {
    key: String,
    place: Place,
    votes: Votes,
    words: Vec<String>,
    /// The list of words or its case vouch for it; otherwise it stands only where any word has a capital.
    sure: bool,
    caps: bool,
}

/// What is suggested for a dossier, best first.
pub fn suggest(dossier: &Dossier) -> Vec<Suggestion> {
    let pages: Vec<Vec<Block>> = (0..dossier.articles.len()).map(|article| read(dossier, article)).collect();
    let small = SmallWords::count(&pages);
    let outlets =
        dossier.outlets.iter().map(|outlet| fold_name(&outlet.name).trim_start_matches("the ").to_owned()).collect();
    let mut names: Vec<Found> = Vec::new();
    for (article, blocks) in (0..).zip(&pages) {
        names.extend(page_names(dossier, article, blocks, &small, &outlets));
    }
    short_forms::join_middle_initials(&mut names);
    let mut rows: FxHashMap<String, Vec<Found>> = FxHashMap::default();
    let mut order: Vec<String> = Vec::new();
    for found in names {
        let row = rows.entry(found.key.clone()).or_default();
        if row.is_empty() {
            order.push(found.key.clone());
        }
        row.push(found);
    }
    let mut all: Vec<Suggestion> =
        order.iter().filter_map(|key| suggestion(dossier, rows.remove(key).unwrap_or_default())).collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
    all
}

/// How many words a headline has at most; a longer block of capitals is a list of names.
const HEADLINE: usize = 20;

/// A block with its words.
struct Block {
    number: u32,
    words: Vec<Word>,
    headline: bool,
}

fn read(dossier: &Dossier, article: usize) -> Vec<Block> {
    let document = &dossier.articles[article].text.document;
    let english = is_english(dossier, article);
    let hyphens = if english { Hyphens::of(&document.prose.text) } else { Hyphens::Tight };
    let mut blocks = Vec::new();
    for (number, block) in (0..).zip(&document.blocks) {
        if matches!(block.kind, BlockKind::Code | BlockKind::Html) {
            continue;
        }
        let text = &document.prose.text[block.prose.start as usize..block.prose.end as usize];
        let words = words::words(text, block.prose.start as usize, hyphens, english);
        let headline = words.len() <= HEADLINE && is_title_case(text) && !lists_people(text, &words);
        blocks.push(Block { number, words, headline });
    }
    blocks
}

fn is_english(dossier: &Dossier, article: usize) -> bool {
    dossier.articles[article].text.lang.starts_with("en")
}

/// Whether a block of capitals is not a headline but people and what they belong to: `Marta Vogel, Norland Partners`, `Luis Lopez
/// (Real Norland)`.
fn lists_people(text: &str, words: &[Word]) -> bool {
    const LONGEST: usize = 4;
    let parts = || text.split([',', ';', ':', '(', ')', '–', '—', '•']).map(str::trim).filter(|part| !part.is_empty());
    let is_person = |part: &str| {
        let first = bare(part.split(' ').next().unwrap_or_default());
        (2..=LONGEST).contains(&part.split(' ').count())
            && lexicon().is(&first, Class::GIVEN)
            && part.split(' ').all(|word| word.starts_with(char::is_uppercase) && !word.ends_with("'s"))
    };
    words.iter().all(|word| !word.class.any(Class::FUNCTION) || word.class.any(Class::PARTICLE))
        && parts().nth(1).is_some()
        && parts().all(|part| part.split(' ').count() <= LONGEST)
        && parts().any(is_person)
}

/// How often the articles write a word with a small letter, and with a capital within a sentence.
struct SmallWords(FxHashMap<String, (u32, u32)>);

impl SmallWords {
    fn count(pages: &[Vec<Block>]) -> Self {
        let mut counts: FxHashMap<String, (u32, u32)> = FxHashMap::default();
        for word in pages.iter().flatten().filter(|block| !block.headline).flat_map(|block| &block.words) {
            let (small, large) = counts.entry(word.bare.clone()).or_default();
            if !word.upper {
                *small += 1;
            } else if !word.opens {
                *large += 1;
            }
        }
        Self(counts)
    }

    /// Whether a word is as a rule no name.
    fn is_small(&self, word: &str, english: bool) -> bool {
        let (small, large) = self.0.get(word).copied().unwrap_or_default();
        let common = if english { Class::COMMON.or(Class::NOUN) } else { Class::COMMON };
        small > large || (small == 0 && large == 0 && lexicon().is(word, common))
    }

    /// Whether the articles ever write a word small.
    fn is_ever_small(&self, word: &str, english: bool) -> bool {
        self.is_small(word, english) || self.0.get(word).is_some_and(|(small, _)| *small > 0)
    }

    /// Whether a word stands with a capital within sentences.
    fn is_name(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|(small, large)| large > small)
    }
}

/// The names of one article, its short forms under the full names. `outlets` are those of all articles, folded.
fn page_names(
    dossier: &Dossier,
    article: u32,
    blocks: &[Block],
    small: &SmallWords,
    outlets: &FxHashSet<String>,
) -> Vec<Found> {
    let page = &dossier.articles[article as usize].text;
    let text = &page.document.prose.text;
    let english = is_english(dossier, article as usize);
    let mut all: Vec<Found> = Vec::new();
    for block in blocks.iter().filter(|block| !block.headline) {
        let smallness = |word: &str| (small.is_small(word, english), small.is_ever_small(word, english));
        for run in runs::runs(&block.words, smallness) {
            let prose = prose_of(&block.words, &run);
            let known = page.found.mentions.iter().map(|mention| &mention.prose);
            let known = known.chain(page.found.ambiguities.iter().map(|ambiguity| &ambiguity.prose));
            let closed = closed_by(&page.document, &prose);
            if matches!(closed, Some(ClosedBy::Code | ClosedBy::Math | ClosedBy::Url))
                || is_currency(text, &prose)
                || is_constituency(text, &prose)
                || known.into_iter().any(|known| known.start < prose.end && prose.start < known.end)
            {
                continue;
            }
            let words = &block.words[run.words.clone()];
            let surface = &text[prose.start as usize..prose.end as usize];
            if dossier.gazetteer.look_up(surface).iter().any(|t| matches!(t, crate::entities::Target::Entity(_))) {
                continue;
            }
            let mut votes = kinds::of_words(text, words);
            votes.add(kinds::of_context(&block.words, &run));
            if outlets.contains(fold_name(surface).trim_start_matches("the ")) {
                votes.add(kinds::OF_OUTLET);
            }
            let sure = words.len() > 1
                || run.titled
                || !words[0].opens
                || words[0].class.any(Class::PLACE.or(Class::AGENCY))
                || small.is_name(&words[0].bare);
            all.push(Found {
                key: fold_name(surface).trim_start_matches("the ").to_owned(),
                place: Place { article, prose, block: block.number },
                votes,
                words: words.iter().map(|word| word.bare.clone()).collect(),
                sure,
                caps: words.len() == 1 && words[0].caps,
            });
        }
    }
    short_forms::join_family_names(&mut all);
    short_forms::join_acronyms(dossier, &mut all);
    all
}

/// The `US` of `US$ 500`.
fn is_currency(text: &str, prose: &Range<u32>) -> bool {
    let rest = &text[prose.end as usize..];
    prose.len() < 4 && rest.trim_start_matches([' ', '\u{a0}']).starts_with(['$', '€', '£', '¥'])
}

/// The `Fla.` of `(R., Fla.)`, and `D-Mich` in brackets: a party's letter and a state.
fn is_constituency(text: &str, prose: &Range<u32>) -> bool {
    let before = text[..prose.start as usize].trim_end_matches([' ', ',', '.', '-', '–']);
    let is_party = |letter: &str| letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase());
    let first = text[prose.start as usize..prose.end as usize].split('-').next().unwrap_or_default();
    before.rsplit_once('(').is_some_and(|(_, letter)| is_party(letter) || (letter.is_empty() && is_party(first)))
}

fn prose_of(words: &[Word], run: &Run) -> Range<u32> {
    words[run.words.start].at.start as u32..words[run.words.end - 1].at.end as u32
}

/// Merges all places of a name. `None` if nothing vouches for it.
fn suggestion(dossier: &Dossier, mut found: Vec<Found>) -> Option<Suggestion> {
    if !found.iter().any(|found| found.sure) {
        return None;
    }
    found.sort_by_key(|found| (found.place.article, found.place.prose.start));
    let mut votes = Votes::default();
    for found in &found {
        votes.add(found.votes);
    }
    let count = as_weight(found.len());
    let (kind, lead) = votes.best();
    let mut spellings: FxHashMap<String, usize> = FxHashMap::default();
    for found in &found {
        let spelling = surface(dossier, &found.place).split_whitespace().collect::<Vec<_>>().join(" ");
        *spellings.entry(spelling).or_default() += 1;
    }
    let mut spellings: Vec<(String, usize)> = spellings.into_iter().collect();
    let words = |name: &str| short_forms::full_words(name);
    let longest = spellings.iter().map(|(name, _)| words(name)).max().unwrap_or(1);
    spellings
        .sort_by(|a, b| (words(&b.0) == longest, b.1).cmp(&(words(&a.0) == longest, a.1)).then_with(|| a.0.cmp(&b.0)));
    let pages: FxHashSet<u32> = found.iter().map(|found| found.place.article).collect();
    let evidence = votes.0.iter().copied().fold(0.0, f32::max) / count;
    let score =
        evidence.min(8.0) * (0.3 + lead) * (1.0 + libm::logf(count)) * (1.0 + libm::logf(as_weight(pages.len())));
    let mut names = spellings.into_iter().map(|(name, _)| name);
    Some(Suggestion {
        name: names.next()?,
        spellings: names.collect(),
        kind,
        mentions: found.into_iter().map(|found| found.place).collect(),
        score,
    })
}

/// The words at a place, as they stand there.
fn surface<'a>(dossier: &'a Dossier, place: &Place) -> &'a str {
    let text = &dossier.articles[place.article as usize].text.document.prose.text;
    &text[place.prose.start as usize..place.prose.end as usize]
}

/// A count as a weight; more than 65,535 of anything weigh no more.
fn as_weight(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
