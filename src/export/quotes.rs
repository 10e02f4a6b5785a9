//! Who said what, as JSON Lines or a table.

use super::csv::Table;
use super::push;
use crate::date::PartialDate;
use crate::dossier::{Article, Dossier};
use crate::quotes::{Certainty, Quote, Speaker};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    page: &'a str,
    id: String,
    group: u32,
    quote: &'a str,
    start: usize,
    end: usize,
    speaker: Option<&'a str>,
    speaker_start: Option<usize>,
    speaker_end: Option<usize>,
    cue: Option<&'a str>,
    speaker_entity: Option<&'a str>,
    speaker_name: Option<&'a str>,
    block: u32,
    certainty: Option<Certainty>,
    denial: bool,
    key: String,
    date: Option<String>,
}

/// Columns of the table.
const COLUMNS: [&str; 12] = [
    "page",
    "id",
    "group",
    "quote",
    "speaker",
    "speaker_entity",
    "speaker_name",
    "cue",
    "certainty",
    "denial",
    "key",
    "date",
];

/// Each quotation of each article, by article and place, as JSON Lines.
pub fn quotes(dossier: &Dossier) -> String {
    let mut out = String::new();
    each(dossier, |row| push(&mut out, row));
    out
}

/// Each quotation of each article, by article and place, as a table.
pub fn quotes_csv(dossier: &Dossier) -> String {
    let mut table = Table::new(&COLUMNS);
    each(dossier, |row| table.row(&fields(row)));
    table.finish()
}

fn each(dossier: &Dossier, mut take: impl FnMut(&Row<'_>)) {
    for article in &dossier.articles {
        let places = Places::new(article);
        for (number, quote) in (1..).zip(&article.text.quotes.quotes) {
            take(&row(dossier, article, &places, number, quote));
        }
    }
}

fn row<'a>(dossier: &'a Dossier, article: &'a Article, places: &Places, number: usize, quote: &'a Quote) -> Row<'a> {
    let document = &article.text.document;
    let text = document.prose.text.as_str();
    let page = article.source.head.id.0.as_str();
    let words = quote.speaker_words.as_ref();
    let paragraph = document.blocks[quote.block as usize].number;
    Row {
        page,
        id: format!("{page}#q{number}"),
        group: quote.group,
        quote: &text[quote.prose.start as usize..quote.prose.end as usize],
        start: places.chars(text, quote.prose.start),
        end: places.chars(text, quote.prose.end),
        speaker: words.map(|words| &text[words.start as usize..words.end as usize]),
        speaker_start: words.map(|words| places.chars(text, words.start)),
        speaker_end: words.map(|words| places.chars(text, words.end)),
        cue: quote.cue.as_deref(),
        speaker_entity: match &quote.speaker {
            Speaker::Entity(id) => Some(&dossier.gazetteer.get(*id).id.0),
            _ => None,
        },
        speaker_name: quote.speaker_name.as_deref(),
        block: quote.block,
        certainty: quote.certainty,
        denial: quote.denial,
        key: paragraph.map_or_else(|| article.key.clone(), |paragraph| format!("{} ¶{paragraph}", article.key)),
        date: article.date().map(PartialDate::to_string),
    }
}

/// Characters before each block, so that no offset is counted from the start of the page.
struct Places(Vec<(u32, usize)>);

impl Places {
    fn new(article: &Article) -> Self {
        let text = article.text.document.prose.text.as_str();
        let (mut bytes, mut chars) = (0, 0);
        let starts = article.text.document.blocks.iter().map(|block| {
            chars += text[bytes..block.prose.start as usize].chars().count();
            bytes = block.prose.start as usize;
            (block.prose.start, chars)
        });
        Self(starts.collect())
    }

    fn chars(&self, text: &str, at: u32) -> usize {
        let row = self.0.partition_point(|(bytes, _)| *bytes <= at).checked_sub(1);
        let (bytes, chars) = row.map_or((0, 0), |row| self.0[row]);
        chars + text[bytes as usize..at as usize].chars().count()
    }
}

fn fields(row: &Row<'_>) -> [String; COLUMNS.len()] {
    let certainty = match row.certainty {
        Some(Certainty::Explicit) => "explicit",
        Some(Certainty::Adjacent) => "adjacent",
        Some(Certainty::Resolved) => "resolved",
        None => "",
    };
    [
        row.page.to_owned(),
        row.id.clone(),
        row.group.to_string(),
        row.quote.to_owned(),
        row.speaker.unwrap_or_default().to_owned(),
        row.speaker_entity.unwrap_or_default().to_owned(),
        row.speaker_name.unwrap_or_default().to_owned(),
        row.cue.unwrap_or_default().to_owned(),
        certainty.to_owned(),
        row.denial.to_string(),
        row.key.clone(),
        row.date.clone().unwrap_or_default(),
    ]
}
