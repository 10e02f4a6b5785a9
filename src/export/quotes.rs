//! Who said what, as JSON Lines or a table.

use super::csv::Table;
use super::push;
use crate::date::PartialDate;
use crate::dossier::{Article, Dossier, Relation, StatementRow};
use crate::quotes::{Certainty, Evidence, Quote, Speaker};
use crate::source::Status;
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    page: &'a str,
    id: String,
    kind: &'static str,
    group: Option<u32>,
    quote: &'a str,
    start: Option<usize>,
    end: Option<usize>,
    speaker: Option<&'a str>,
    speaker_start: Option<usize>,
    speaker_end: Option<usize>,
    cue: Option<&'a str>,
    speaker_entity: Option<&'a str>,
    speaker_name: Option<&'a str>,
    block: Option<u32>,
    certainty: Option<Certainty>,
    evidence: Option<Evidence>,
    denial: bool,
    status: Option<Status>,
    about: Vec<&'a str>,
    denies: Vec<String>,
    supports: Vec<String>,
    source: Option<&'a str>,
    key: String,
    date: Option<String>,
}

/// Columns of the table.
const COLUMNS: [&str; 19] = [
    "page",
    "id",
    "kind",
    "group",
    "quote",
    "speaker",
    "speaker_entity",
    "speaker_name",
    "cue",
    "certainty",
    "evidence",
    "denial",
    "status",
    "about",
    "denies",
    "supports",
    "source",
    "key",
    "date",
];

/// Each quotation and each recorded statement of each article, by article; quotations by place, then what the author
/// recorded. As JSON Lines.
pub fn quotes(dossier: &Dossier) -> String {
    let mut out = String::new();
    each(dossier, |row| push(&mut out, row));
    out
}

/// The same as a table.
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
        for number in 0..article.recorded.len() {
            take(&recorded(dossier, article, &places, number));
        }
    }
}

fn row<'a>(dossier: &'a Dossier, article: &'a Article, places: &Places, number: usize, quote: &'a Quote) -> Row<'a> {
    let document = &article.text.document;
    let text = &*document.prose.text;
    let page = article.source.head.id.0.as_str();
    let words = quote.speaker_words.as_ref();
    let statement = StatementRow::Quote(number as u32 - 1);
    Row {
        page,
        id: format!("{page}#q{number}"),
        kind: "direct",
        group: Some(quote.group),
        quote: &text[quote.prose.start as usize..quote.prose.end as usize],
        start: Some(places.chars(text, quote.prose.start)),
        end: Some(places.chars(text, quote.prose.end)),
        speaker: words.map(|words| &text[words.start as usize..words.end as usize]).or(match &quote.speaker {
            Speaker::Unnamed(role) => Some(role),
            _ => None,
        }),
        speaker_start: words.map(|words| places.chars(text, words.start)),
        speaker_end: words.map(|words| places.chars(text, words.end)),
        cue: quote.cue.as_deref(),
        speaker_entity: entity_of(dossier, &quote.speaker),
        speaker_name: quote.speaker_name.as_deref(),
        block: Some(quote.block),
        certainty: quote.certainty,
        evidence: quote.evidence,
        denial: quote.denial,
        status: None,
        about: Vec::new(),
        denies: Vec::new(),
        supports: Vec::new(),
        source: source(article, statement),
        key: key(article, Some(quote.block)),
        date: article.statement_date(statement).map(PartialDate::to_string),
    }
}

/// A statement that the author recorded. Its words have a place in the page's text only if they stand in one paragraph.
fn recorded<'a>(dossier: &'a Dossier, article: &'a Article, places: &Places, number: usize) -> Row<'a> {
    let (source, recorded) = (&article.source.statements[number], &article.recorded[number]);
    let page = article.source.head.id.0.as_str();
    let document = &article.text.document;
    let block = Some(recorded.blocks.start).filter(|_| !recorded.blocks.is_empty());
    let place = block.filter(|_| recorded.blocks.len() == 1).map(|block| &document.blocks[block as usize].prose);
    let tied = |relation: Relation| {
        let all = recorded.ties.iter().filter(move |tie| tie.relation == relation);
        all.filter_map(|tie| {
            let other = dossier.article(tie.to.article);
            let StatementRow::Recorded(row) = tie.to.row else { return None };
            Some(format!("{}#{}", other.source.head.id, other.recorded[row as usize].id))
        })
        .collect()
    };
    let text = &*document.prose.text;
    let statement = StatementRow::Recorded(number as u32);
    Row {
        page,
        id: format!("{page}#{}", recorded.id),
        kind: "reported",
        group: None,
        quote: place.map_or(recorded.text.as_str(), |place| &text[place.start as usize..place.end as usize]),
        start: place.map(|place| places.chars(text, place.start)),
        end: place.map(|place| places.chars(text, place.end)),
        speaker: Some(&source.speaker.value),
        speaker_start: None,
        speaker_end: None,
        cue: source.verb.as_deref(),
        speaker_entity: entity_of(dossier, &recorded.speaker),
        speaker_name: match &recorded.speaker {
            Speaker::Entity(id) => Some(&dossier.gazetteer.get(*id).name),
            Speaker::Named(name) => Some(name),
            Speaker::Unnamed(_) | Speaker::Unknown => None,
        },
        block,
        certainty: None,
        evidence: None,
        denial: recorded.denial,
        status: source.status,
        about: recorded.about.iter().map(|id| dossier.gazetteer.get(*id).id.0.as_str()).collect(),
        denies: tied(Relation::Denies),
        supports: tied(Relation::Supports),
        source: self::source(article, statement),
        key: key(article, block),
        date: article.statement_date(statement).map(PartialDate::to_string),
    }
}

/// What the author names as the source of the statement, else the article's original on the web.
fn source(article: &Article, statement: StatementRow) -> Option<&str> {
    let own = article.statement_source(statement).map(|source| source.value.as_str());
    own.or_else(|| article.source.source.as_ref()?.url.as_deref())
}

fn entity_of<'a>(dossier: &'a Dossier, speaker: &Speaker) -> Option<&'a str> {
    match speaker {
        Speaker::Entity(id) => Some(&dossier.gazetteer.get(*id).id.0),
        _ => None,
    }
}

fn key(article: &Article, block: Option<u32>) -> String {
    let paragraph = block.and_then(|block| article.text.document.blocks[block as usize].number);
    paragraph.map_or_else(|| article.key.clone(), |paragraph| format!("{} ¶{paragraph}", article.key))
}

/// Characters before each block, so that no offset is counted from the start of the page.
struct Places(Vec<(u32, usize)>);

impl Places {
    fn new(article: &Article) -> Self {
        let text = &*article.text.document.prose.text;
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
    let evidence = match row.evidence {
        Some(Evidence::Cue) => "cue",
        Some(Evidence::Marked) => "marked",
        Some(Evidence::Label) => "label",
        Some(Evidence::Continued) => "continued",
        Some(Evidence::Subject) => "subject",
        None => "",
    };
    [
        row.page.to_owned(),
        row.id.clone(),
        row.kind.to_owned(),
        row.group.map(|group| group.to_string()).unwrap_or_default(),
        row.quote.to_owned(),
        row.speaker.unwrap_or_default().to_owned(),
        row.speaker_entity.unwrap_or_default().to_owned(),
        row.speaker_name.unwrap_or_default().to_owned(),
        row.cue.unwrap_or_default().to_owned(),
        certainty.to_owned(),
        evidence.to_owned(),
        row.denial.to_string(),
        row.status.map(Status::word).unwrap_or_default().to_owned(),
        row.about.join(" "),
        row.denies.join(" "),
        row.supports.join(" "),
        row.source.unwrap_or_default().to_owned(),
        row.key.clone(),
        row.date.clone().unwrap_or_default(),
    ]
}
