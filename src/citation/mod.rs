//! How to cite an article, in the forms that people and reference managers read.
//!
//! In: the model and the address of the article's page. Out: a [`Reference`] and, from it, text, the styles of four
//! manuals, BibTeX, RIS, CSL-JSON, COinS, `citation_*` tags and JSON-LD. Nothing here is escaped for HTML. What the author
//! did not record is left out, and names are not taken apart unless the dossier knows the person or the name is plainly one.

mod bibtex;
mod cited;
mod coins;
mod csl;
mod json_ld;
mod names;
mod ris;
mod styles;
#[cfg(test)]
mod tests;
mod text;

pub use json_ld::{Mentioned, PageFacts, entity_json_ld, json_ld};

use crate::date::PartialDate;
use crate::dossier::{Article, ArticleId, Dossier};
use crate::source::SourceRecord;
use crate::text::plain::{line, web_address};
use crate::text::slug::slugify;
use cited::Cited;
use names::Author;
use rustc_hash::FxHashSet;

/// What a reference says. Every text in it is one line without control characters, every address one that a reader can open:
/// [`Reference::of`] sees to it, so the fields are private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Name of the entry in a bibliography: ASCII letters, digits and `-._:`.
    entry_key: String,
    /// The article's key, of paragraph keys.
    key: String,
    title: String,
    /// Of the source; if it names none, of the article.
    authors: Vec<Author>,
    /// Who published the source; `None` for own notes.
    outlet: Option<String>,
    /// When the source was published, else the article's date.
    issued: Option<PartialDate>,
    /// When our page was written, if its file says so.
    dated: Option<PartialDate>,
    /// The original.
    url: Option<String>,
    archive_url: Option<String>,
    archive_date: Option<PartialDate>,
    accessed: Option<PartialDate>,
    language: String,
    /// Our page.
    page_url: Option<String>,
    /// Title of the dossier.
    dossier: String,
    /// It is a note of the dossier's own: it names no source, or is said to be about it.
    own: bool,
    /// What a note is about.
    cites: Option<Cited>,
}

/// A form of bibliography.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// BibTeX, with the fields of BibLaTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// An array of CSL-JSON.
    CslJson,
}

impl Reference {
    /// The reference of an article; `url` is the absolute address of its page, `None` without `base_url`.
    pub fn of(dossier: &Dossier, article: &Article, url: Option<&str>) -> Self {
        let empty = SourceRecord::default();
        let source = article.source.source.as_ref().unwrap_or(&empty);
        if source.is_note() {
            return Self::of_note(dossier, article, source, url);
        }
        let outlet = filled(source.name.as_deref());
        let original = source.url.as_deref().and_then(web_address);
        let archive_url = source.archive_url.as_deref().and_then(web_address);
        let author = filled(source.author.as_deref());
        let own = outlet.is_none() && original.is_none() && archive_url.is_none() && author.is_none();
        let authors = match &author {
            Some(author) => names::signed(author, dossier).collect(),
            None => names::all(&article.source.authors, dossier),
        };
        let language = filled(source.language.as_deref()).unwrap_or_else(|| line(&article.text.lang));
        Self {
            entry_key: entry_key(article),
            key: line(&article.key),
            title: filled(source.title.as_deref()).unwrap_or_else(|| title(article)),
            authors,
            outlet,
            issued: source.published.clone().or_else(|| article.date().cloned()),
            dated: article.source.head.date.clone(),
            url: original,
            archive_date: source.archive_date.clone().filter(|_| archive_url.is_some()),
            archive_url,
            accessed: source.retrieved.clone(),
            language,
            page_url: url.and_then(web_address),
            dossier: line(&dossier.config.title),
            own,
            cites: None,
        }
    }

    /// The reference of a note about a source: the dossier's own work, which cites the source. Its day is the article's, unless
    /// that is only the day of what it is about.
    fn of_note(dossier: &Dossier, article: &Article, source: &SourceRecord, url: Option<&str>) -> Self {
        let cites = Cited::of(dossier, source);
        let later = |date: &&PartialDate| {
            source
                .published
                .as_ref()
                .is_none_or(|published| !date.agrees_with(published) && date.first_day() > published.first_day())
        };
        let issued = article.date().filter(later).or(article.source.head.updated.as_ref().filter(later));
        Self {
            entry_key: entry_key(article),
            key: line(&article.key),
            title: title(article),
            authors: names::all(&article.source.authors, dossier),
            outlet: None,
            issued: issued.cloned(),
            dated: issued.cloned(),
            url: None,
            archive_url: None,
            archive_date: None,
            accessed: None,
            language: line(&article.text.lang),
            page_url: url.and_then(web_address),
            dossier: line(&dossier.config.title),
            own: true,
            cites: Some(cites),
        }
    }

    /// What it appeared in: the outlet, or the dossier for its own notes.
    fn container(&self) -> Option<&str> {
        if self.own { Some(&self.dossier) } else { self.outlet.as_deref() }
    }

    /// Whether it counts as an article of a newspaper or agency: somebody published it. Nothing in a source says more.
    fn is_news(&self) -> bool {
        !self.own && self.outlet.is_some()
    }

    /// The one address for formats that have one: the original, else its archived copy; of own notes our page.
    fn address(&self) -> Option<&str> {
        if self.own { self.page_url.as_deref() } else { self.url.as_deref().or(self.archive_url.as_deref()) }
    }

    /// What no field of the formats has room for: the archived copy, and where in the dossier to look.
    fn note(&self) -> String {
        let mut note = String::new();
        if let Some(cites) = &self.cites {
            note = format!("Editor’s note, citing {}. ", cites.words(PartialDate::iso_date));
        }
        if let Some(url) = &self.archive_url {
            let date = self.archive_date.as_ref().map(|date| format!(" ({})", date.iso_date())).unwrap_or_default();
            note = format!("Archived copy{date} {url}. ");
        }
        note.push_str("In ");
        note.push_str(&self.dossier);
        note.push_str(", key ");
        note.push_str(&self.key);
        if let Some(url) = self.page_url.as_deref().filter(|_| !self.own) {
            note.push_str(", ");
            note.push_str(url);
        }
        note
    }
}

/// The references of all articles.
#[derive(Debug)]
pub struct Bibliography(Vec<Reference>);

impl Bibliography {
    /// Sorted by id; `url` gives the absolute address of an article's page, if there is one.
    pub fn of(dossier: &Dossier, url: impl Fn(ArticleId) -> Option<String>) -> Self {
        let mut taken = FxHashSet::default();
        let references = (0..).zip(&dossier.articles).map(|(number, article)| {
            let url = url(ArticleId(number));
            let mut reference = Reference::of(dossier, article, url.as_deref());
            reference.entry_key = unique(&reference.entry_key, &mut taken);
            reference
        });
        Self(references.collect())
    }

    /// As a file.
    pub fn file(&self, format: Format) -> String {
        match format {
            Format::Bibtex => joined(self.0.iter().map(Reference::bibtex)),
            Format::Ris => joined(self.0.iter().map(Reference::ris)),
            Format::CslJson => csl::file(&self.0),
        }
    }
}

/// Entries with an empty line between them.
fn joined(entries: impl Iterator<Item = String>) -> String {
    let mut file = String::new();
    for entry in entries {
        if !file.is_empty() {
            file.push('\n');
        }
        file.push_str(&entry);
    }
    file
}

/// A name that is new to the bibliography; BibTeX does not tell upper from lower case.
fn unique(key: &str, taken: &mut FxHashSet<String>) -> String {
    let mut name = key.to_owned();
    for number in 2.. {
        if taken.insert(name.to_ascii_lowercase()) {
            break;
        }
        name = format!("{key}-{number}");
    }
    name
}

/// The author's own key if every bibliography can hold it; else the words of the id and the key, so that it says something
/// and no two articles share it.
fn entry_key(article: &Article) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
    if article.source.key.is_some() && !article.key.is_empty() && article.key.chars().all(plain) {
        return article.key.clone();
    }
    let words = slugify(&any_ascii::any_ascii(article.source.head.id.name()));
    let key: String = any_ascii::any_ascii(&article.key).chars().filter(|c| plain(*c)).collect();
    let parts: Vec<&str> = [words.as_str(), key.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "article".to_owned() } else { parts.join("-") }
}

/// The article's own title, else its id.
fn title(article: &Article) -> String {
    filled(Some(&article.text.title)).unwrap_or_else(|| line(&article.source.head.id.0))
}

/// A text as one line, unless nothing is left of it.
fn filled(text: Option<&str>) -> Option<String> {
    text.map(line).filter(|text| !text.is_empty())
}
