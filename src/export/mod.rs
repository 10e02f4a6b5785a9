//! The dossier as data: JSON Lines (one record a line, UTF-8), and other forms where a field has them.
//!
//! In: the model. Out: text. Offsets are Unicode scalar values, 0-based, end exclusive, into the page text of the same export.

mod csv;
mod entities;
mod graph;
mod quotes;
#[cfg(test)]
mod tests;

pub use entities::{entities, entities_csv, entities_ftm};
pub use graph::Graph;
pub use quotes::{quotes, quotes_csv};

use crate::dossier::Dossier;
use crate::entities::Via;
use crate::suggest::{Suggestion, Type};
use serde::Serialize;

#[derive(Serialize)]
struct TextRow<'a> {
    page: &'a str,
    text: &'a str,
}

/// The text of each article: `{"page": …, "text": …}`.
pub fn text(dossier: &Dossier) -> String {
    let mut out = String::new();
    for article in &dossier.articles {
        push(&mut out, &TextRow { page: &article.source.head.id.0, text: &article.text.document.prose.text });
    }
    out
}

#[derive(Serialize)]
struct MentionRow<'a> {
    page: &'a str,
    entity: &'a str,
    surface: &'a str,
    start: usize,
    end: usize,
    block: u32,
    via: Via,
    context: &'a str,
}

/// Each mention of an entity in an article, by article and place.
pub fn mentions(dossier: &Dossier) -> String {
    let mut out = String::new();
    for article in &dossier.articles {
        let text = &article.text.document.prose.text;
        let (mut bytes, mut chars) = (0, 0);
        for mention in &article.text.found.mentions {
            let (start, end) = (mention.prose.start as usize, mention.prose.end as usize);
            chars += text[bytes..start].chars().count();
            bytes = start;
            push(
                &mut out,
                &MentionRow {
                    page: &article.source.head.id.0,
                    entity: &dossier.gazetteer.get(mention.entity).id.0,
                    surface: &text[start..end],
                    start: chars,
                    end: chars + text[start..end].chars().count(),
                    block: mention.block,
                    via: mention.via,
                    context: &text[mention.sentence.start as usize..mention.sentence.end as usize],
                },
            );
        }
    }
    out
}

#[derive(Serialize)]
struct NameRow<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: Type,
    count: usize,
    pages: Vec<&'a str>,
    spellings: &'a [String],
    mentions: Vec<NamePlace<'a>>,
}

#[derive(Serialize)]
struct NamePlace<'a> {
    page: &'a str,
    start: usize,
    end: usize,
}

/// The names that the dossier lacks, best first.
pub fn names(dossier: &Dossier, suggestions: &[Suggestion]) -> String {
    let mut out = String::new();
    for suggestion in suggestions {
        let id = |article: u32| dossier.articles[article as usize].source.head.id.0.as_str();
        let mentions = suggestion.mentions.iter().map(|place| {
            let text = &dossier.articles[place.article as usize].text.document.prose.text;
            let start = text[..place.prose.start as usize].chars().count();
            let length = text[place.prose.start as usize..place.prose.end as usize].chars().count();
            NamePlace { page: id(place.article), start, end: start + length }
        });
        push(
            &mut out,
            &NameRow {
                name: &suggestion.name,
                kind: suggestion.kind,
                count: suggestion.mentions.len(),
                pages: suggestion.articles().into_iter().map(id).collect(),
                spellings: &suggestion.spellings,
                mentions: mentions.collect(),
            },
        );
    }
    out
}

fn push(out: &mut String, row: &impl Serialize) {
    out.push_str(&serde_json::to_string(row).expect("strings and numbers always serialise"));
    out.push('\n');
}
