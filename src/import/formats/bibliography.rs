//! Entries of bibliographies as drafts: they tell of a text, with the notes of whoever read it, and are not that text.

use super::super::draft::Draft;
use super::super::{Refusal, record};
use super::{html, text};

/// What any bibliography says of a text.
#[derive(Debug, Default)]
pub(super) struct Reference {
    pub(super) title: Option<String>,
    /// Journal, newspaper, site, or else publisher; the first that is not empty counts.
    pub(super) outlets: Vec<String>,
    pub(super) url: Option<String>,
    pub(super) doi: Option<String>,
    /// Names as they are shown.
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) retrieved: Option<String>,
    pub(super) language: Option<String>,
    pub(super) summary: Option<String>,
    /// Plain text, or HTML.
    pub(super) notes: Vec<String>,
    pub(super) tags: Vec<String>,
}

impl Reference {
    /// The draft; an entry without any title is none.
    pub(super) fn draft(self) -> Result<Draft, Refusal> {
        let Some(title) = self.title.filter(|title| !title.trim().is_empty()) else {
            return Err(Refusal::new("it has no title", "give it one"));
        };
        let mut draft = Draft { title: Some(title), about: true, ..Draft::default() };
        let doi = self
            .doi
            .map(|doi| doi.trim().trim_start_matches("https://doi.org/").trim_start_matches("doi:").trim().to_owned());
        draft.record.url = self.url.as_deref().and_then(record::address);
        draft.record.url = draft.record.url.take().or_else(|| record::address(&format!("https://doi.org/{}", doi?)));
        draft.record.outlet =
            self.outlets.into_iter().map(|name| crate::text::plain::line(&name)).find(|name| !name.is_empty());
        draft.record.author = Some(self.authors.join("; ")).filter(|names| !names.is_empty());
        draft.record.published = self.published.as_deref().and_then(record::day);
        draft.record.retrieved = self.retrieved.as_deref().and_then(record::day);
        draft.record.language = self.language.as_deref().and_then(record::language);
        draft.date.clone_from(&draft.record.published);
        draft.tags = record::tags(self.tags.iter().map(String::as_str));
        let mut blocks = Vec::new();
        if let Some(summary) = self.summary.filter(|summary| !summary.trim().is_empty()) {
            let (body, _) = either(&summary);
            blocks.push(
                body.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n"),
            );
        }
        for note in self.notes.iter().filter(|note| !note.trim().is_empty()) {
            let (body, pictures) = either(note);
            blocks.push(draft.adopt(&body, &pictures));
        }
        draft.body = blocks.join("\n\n");
        Ok(draft)
    }
}

/// A note as Markdown, be it HTML or plain.
fn either(note: &str) -> (String, Vec<super::super::draft::Picture>) {
    if note.contains("</") || note.contains("<p>") || note.contains("<br") {
        return html::fragment(note, None, Vec::new());
    }
    (text::paragraphs(note), Vec::new())
}

/// A name of two parts as it is shown.
pub(super) fn person(given: &str, family: &str) -> Option<String> {
    let name = format!("{} {}", given.trim(), family.trim());
    Some(crate::text::plain::line(&name)).filter(|name| !name.is_empty())
}

/// `Doe, Jane` as `Jane Doe`.
pub(super) fn inverted(name: &str) -> Option<String> {
    match name.split_once(',') {
        Some((family, given)) => person(given, family),
        None => person("", name),
    }
}
