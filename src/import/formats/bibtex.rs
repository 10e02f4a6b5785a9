//! BibTeX and BibLaTeX, as Zotero, JabRef and catalogues export them.

use super::super::{Reading, Refusal};
use super::bibliography::{Reference, person};
use biblatex::{Bibliography, ChunksExt as _, Entry};

/// The entries of a file; one that is broken costs only itself.
pub(in super::super) fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    match Bibliography::parse(text) {
        Ok(bibliography) => bibliography.iter().for_each(|entry| add(entry, &mut reading)),
        Err(_) => one_by_one(text, &mut reading),
    }
    reading
}

fn add(entry: &Entry, reading: &mut Reading) {
    match reference(entry).draft() {
        Ok(draft) => reading.drafts.push(draft),
        Err(refusal) => reading.left_out.push((format!("the entry `{}`", entry.key), refusal)),
    }
}

/// Parses entry by entry, each with the abbreviations of the whole file.
fn one_by_one(text: &str, reading: &mut Reading) {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices("\n@").map(|(at, _)| at + 1))
        .chain(std::iter::once(text.len()))
        .collect();
    let pieces: Vec<&str> = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
    let is_abbreviation = |piece: &&&str| piece.to_ascii_lowercase().starts_with("@string");
    let abbreviations: String = pieces.iter().filter(is_abbreviation).copied().collect();
    for piece in pieces.iter().filter(|piece| piece.trim_start().starts_with('@')) {
        let key = piece.split(['{', '(']).nth(1).and_then(|rest| rest.split(',').next()).unwrap_or_default().trim();
        match Bibliography::parse(&format!("{abbreviations}{piece}")) {
            Ok(bibliography) => bibliography.iter().for_each(|entry| add(entry, reading)),
            Err(error) => {
                let refusal = Refusal::new(format!("it is broken: {}", error.kind), "mend it, and import it again");
                reading.left_out.push((format!("the entry `{key}`"), refusal));
            }
        }
    }
}

fn reference(entry: &Entry) -> Reference {
    let field = |name: &str| {
        let text = entry.get(name)?.format_verbatim();
        Some(text).filter(|text| !text.trim().is_empty())
    };
    let title = match (field("title"), field("subtitle")) {
        (Some(title), Some(subtitle)) => Some(format!("{title}: {subtitle}")),
        (title, _) => title,
    };
    let authors = entry.author().unwrap_or_default();
    let authors = authors.iter().filter_map(|one| person(&one.given_name, &format!("{} {}", one.prefix, one.name)));
    let outlets =
        ["journaltitle", "journal", "booktitle", "publisher", "organization", "institution", "school", "location"];
    let is_place = |name: &&&str| **name != "location";
    let how = field("howpublished").filter(|text| !text.contains("://"));
    let notes = ["annotation", "annote", "note"].iter().filter_map(|name| field(name));
    let split = |text: String| text.split([',', ';']).map(|tag| tag.trim().to_owned()).collect::<Vec<_>>();
    Reference {
        title,
        outlets: outlets.iter().filter(is_place).filter_map(|name| field(name)).chain(how).collect(),
        url: field("url"),
        doi: field("doi"),
        authors: authors.collect(),
        published: field("date").or_else(|| Some(date(&field("year")?, field("month"), field("day")))),
        retrieved: field("urldate"),
        language: field("langid").or_else(|| field("language")),
        summary: field("abstract"),
        notes: notes.collect(),
        tags: field("keywords").map(split).unwrap_or_default(),
    }
}

fn date(year: &str, month: Option<String>, day: Option<String>) -> String {
    let month = month.map(|month| month.trim_matches(['~', '.', ' ']).to_owned());
    match (month, day) {
        (Some(month), Some(day)) if month.parse::<u8>().is_ok() => format!("{year}-{month:0>2}-{day:0>2}"),
        (Some(month), None) if month.parse::<u8>().is_ok() => format!("{year}-{month:0>2}"),
        (Some(month), Some(day)) => format!("{day} {month} {year}"),
        (Some(month), None) => format!("{month} {year}"),
        (None, _) => year.to_owned(),
    }
}
