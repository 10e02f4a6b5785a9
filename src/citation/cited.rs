//! What a note is about: the source as the note cites it, never as if the note were the source.

use super::filled;
use super::names::{self, Author};
use crate::date::PartialDate;
use crate::dossier::Dossier;
use crate::source::SourceRecord;
use crate::text::plain::web_address;

/// A source that a note is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    pub(super) authors: Vec<Author>,
    /// Of the original; the title of the note says nothing about it.
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) issued: Option<PartialDate>,
    pub(super) url: Option<String>,
    pub(super) archive_url: Option<String>,
    pub(super) archive_date: Option<PartialDate>,
    pub(super) accessed: Option<PartialDate>,
    pub(super) language: Option<String>,
}

impl Cited {
    /// What the author recorded of the source.
    pub(super) fn of(dossier: &Dossier, source: &SourceRecord) -> Self {
        let archive_url = source.archive_url.as_deref().and_then(web_address);
        let author = filled(source.author.as_deref());
        Self {
            authors: author.iter().flat_map(|author| names::signed(author, dossier)).collect(),
            title: filled(source.title.as_deref()),
            outlet: filled(source.name.as_deref()),
            issued: source.published.clone(),
            url: source.url.as_deref().and_then(web_address),
            archive_date: source.archive_date.clone().filter(|_| archive_url.is_some()),
            archive_url,
            accessed: source.retrieved.clone(),
            language: filled(source.language.as_deref()),
        }
    }

    /// `John Irish, “A Claim”, Reuters, 28 May 2015`, dates as `date` writes them; where nothing is recorded, the address.
    pub(super) fn named(&self, date: impl Fn(&PartialDate) -> String) -> String {
        let names: Vec<&str> = self.authors.iter().map(|author| author.name.as_str()).collect();
        let names = Some(names.join("; ")).filter(|names| !names.is_empty());
        let title = self.title.as_ref().map(|title| format!("“{title}”"));
        let outlet = self.outlet.clone().filter(|outlet| names.as_ref() != Some(outlet));
        let parts: Vec<String> = [names, title, outlet, self.issued.as_ref().map(date)].into_iter().flatten().collect();
        if parts.is_empty() { "a source without a name".to_owned() } else { parts.join(", ") }
    }

    /// The same with the address of the original, else of its archived copy.
    pub(super) fn words(&self, date: impl Fn(&PartialDate) -> String) -> String {
        let named = self.named(date);
        match self.url.as_ref().or(self.archive_url.as_ref()) {
            Some(url) => format!("{named}, {url}"),
            None => named,
        }
    }
}
