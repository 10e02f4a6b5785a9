//! Sentences of reported speech that nobody has recorded yet: `X said that …`, `X denied …`.
//!
//! In: the model. Out: [`Reported`] sentences of running text whose subject has a page, each with its verb. A sentence counts only if
//! its subject stands right before the verb, for `a spokesman for X said` is not said by X; and none that holds a quotation, which is
//! a statement by itself. This room suggests: a person decides.

use crate::dossier::Dossier;
use crate::entities::EntityId;
use crate::markdown::{Block, BlockKind};
use crate::quotes::speech_word;
use crate::text::plain::{line, yaml_string};
use std::fmt::Write as _;
use std::ops::Range;

/// A sentence that reports what somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Eight letters and digits that follow from the article and the sentence.
    pub id: String,
    /// Row number in [`Dossier::articles`].
    pub article: u32,
    /// Who says it.
    pub speaker: EntityId,
    /// The verb as it stands there.
    pub verb: String,
    /// Index of its block.
    pub block: u32,
    /// Bytes of the article's prose: the sentence.
    pub prose: Range<u32>,
}

/// All of them, in the order of articles and places.
pub fn reported(dossier: &Dossier) -> Vec<Reported> {
    let mut all: Vec<Reported> = Vec::new();
    for (number, article) in (0_u32..).zip(&dossier.articles) {
        let text = &article.text.document.prose.text;
        for mention in &article.text.found.mentions {
            let sentence = mention.sentence.clone();
            let block = &article.text.document.blocks[mention.block as usize];
            let is_done = all.last().is_some_and(|last| last.article == number && last.prose == sentence);
            let is_recorded = article.recorded.iter().any(|recorded| recorded.blocks.contains(&mention.block));
            let quotes = article.text.quotes.quotes.iter();
            let is_quoted =
                quotes.clone().any(|quote| quote.prose.start < sentence.end && sentence.start < quote.prose.end);
            if is_done
                || is_recorded
                || is_quoted
                || block.kind != BlockKind::Paragraph
                || !can_speak(dossier, mention.entity)
            {
                continue;
            }
            let (start, end) = (mention.prose.start as usize, mention.prose.end as usize);
            let (from, to) = (sentence.start as usize, sentence.end as usize);
            if !is_subject(&text[from..start], &article.text.lang) || text[from..to].trim_end().ends_with('?') {
                continue;
            }
            if let Some(verb) = verb(&text[end..to], &article.text.lang) {
                all.push(Reported {
                    id: id(&article.source.head.id.0, &text[from..to]),
                    article: number,
                    speaker: mention.entity,
                    verb: verb.to_lowercase(),
                    block: mention.block,
                    prose: sentence,
                });
            }
        }
    }
    all
}

/// The keys of a block for it, and the words; `words` are those of the file, which may hold links and emphasis.
pub fn block(dossier: &Dossier, reported: &Reported, words: &str) -> String {
    let article = &dossier.articles[reported.article as usize];
    let name = |id: EntityId| -> &str { &dossier.gazetteer.get(id).name };
    let is_plain = dossier.gazetteer.look_up(name(reported.speaker)).len() == 1;
    let speaker = if is_plain { name(reported.speaker) } else { &dossier.gazetteer.get(reported.speaker).id.0 };
    let mut about: Vec<&str> = Vec::new();
    for mention in &article.text.found.mentions {
        let is_here = mention.sentence == reported.prose && mention.entity != reported.speaker;
        if is_here && !about.contains(&name(mention.entity)) {
            about.push(name(mention.entity));
        }
    }
    let mut text = format!("::: statement\nspeaker: {}\nverb: {}\n", yaml_string(speaker), reported.verb);
    if !about.is_empty() {
        let about: Vec<String> = about.into_iter().map(yaml_string).collect();
        let _ = writeln!(text, "about: [{}]", about.join(", "));
    }
    let _ = write!(text, "\n{}\n:::\n", words.trim());
    text
}

/// The sentence on one line.
pub fn words(dossier: &Dossier, reported: &Reported) -> String {
    let text = &dossier.articles[reported.article as usize].text.document.prose.text;
    line(&text[reported.prose.start as usize..reported.prose.end as usize])
}

/// The bytes of the sentence in the body of its article; `None` where marks of Markdown stand at its edges.
pub fn source_of(dossier: &Dossier, reported: &Reported) -> Option<Range<usize>> {
    let article = &dossier.articles[reported.article as usize];
    let block: &Block = &article.text.document.blocks[reported.block as usize];
    let segments = &article.text.document.prose.segments;
    let place = |prose: u32| -> Option<usize> {
        let after = segments.partition_point(|segment| segment.prose <= prose);
        let segment = &segments[after.checked_sub(1)?];
        (segment.prose_len == segment.source_len).then(|| (segment.source + prose - segment.prose) as usize)
    };
    let body = article.source.head.body.text();
    let (start, end) = (place(reported.prose.start)?, place(reported.prose.end.checked_sub(1)?)? + 1);
    let whole = block.source.start as usize..block.source.end as usize;
    let before = body.get(whole.start..start)?;
    let after = body.get(end..whole.end)?;
    let is_clear = (before.is_empty() || before.ends_with(char::is_whitespace))
        && (after.is_empty() || after.starts_with(char::is_whitespace));
    is_clear.then_some(start..end)
}

/// People, bodies and places, which stand for their governments.
fn can_speak(dossier: &Dossier, entity: EntityId) -> bool {
    let kind = dossier.config.kinds.get(dossier.gazetteer.get(entity).kind);
    matches!(kind.schema_org.as_str(), "Person" | "Organization" | "Place")
}

/// Whether what stands before a name in its sentence lets the name be the subject: nothing, a title, or the end of another clause.
fn is_subject(before: &str, lang: &str) -> bool {
    let clause = before.rfind([',', ';', ':', '—', '–']).map_or(before, |at| &before[at..]);
    let clause = clause.trim_start_matches([',', ';', ':', '—', '–']);
    let mut words = clause.split_whitespace().peekable();
    words.next_if(|word| speech_word(word, lang).joins);
    words.next_if(|word| speech_word(word, lang).is_determiner);
    words.all(|word| {
        let known = speech_word(word, lang);
        known.is_title
            || (word.starts_with(char::is_uppercase)
                && !known.is_preposition
                && !word.ends_with("’s")
                && !word.ends_with("'s"))
    })
}

/// The verb with which the words behind a subject report its speech.
fn verb<'a>(after: &'a str, lang: &str) -> Option<&'a str> {
    /// Words of an apposition, and those between the verb and `that`.
    const MOST: usize = 6;
    let mut rest = after;
    if let Some(inner) = rest.strip_prefix(" (") {
        rest = &inner[inner.find(')')? + 1..];
    }
    if let Some(inner) = rest.strip_prefix(", ") {
        let end = inner.find(',')?;
        if inner[..end].split(' ').count() > 2 * MOST {
            return None;
        }
        rest = &inner[end + 1..];
    }
    if !rest.starts_with(char::is_whitespace) {
        return None; // `Iran's`, `Iran-backed`
    }
    let mut words = rest.split_whitespace();
    let mut skipped = 0;
    let (verb, known) = loop {
        let word = words.next()?;
        let known = speech_word(word, lang);
        if known.negates || skipped > 2 {
            return None;
        }
        if (known.says || known.denies) && !word.ends_with("ing") {
            break (word, known);
        }
        if !(known.is_adverb || known.has) {
            return None;
        }
        skipped += 1;
    };
    let next: Vec<&str> = words.take(MOST).collect();
    if known.denies {
        return (!next.is_empty()).then_some(verb);
    }
    let begins = |word: &&str| complementizers(lang).any(|known| known.eq_ignore_ascii_case(word));
    let end = next.iter().position(|word| word.ends_with([',', ';', '.', ':'])).unwrap_or(next.len());
    let by_pronoun = next.first().is_some_and(|word| speech_word(word, lang).is_pronoun);
    (next[..end].iter().any(begins) || by_pronoun).then_some(verb)
}

/// `that` in a language.
fn complementizers(lang: &str) -> impl Iterator<Item = &'static str> {
    const LIST: &str = include_str!("that.txt");
    let tag = lang.split('-').next().filter(|tag| !tag.is_empty()).unwrap_or("en").to_lowercase();
    let row = LIST.lines().find(move |line| line.split(' ').next() == Some(tag.as_str()));
    row.into_iter().flat_map(|line| line.split(' ').skip(1))
}

fn id(article: &str, sentence: &str) -> String {
    let hash = blake3::hash(format!("{article}\0{sentence}").as_bytes());
    hash.to_hex()[..8].to_owned()
}
