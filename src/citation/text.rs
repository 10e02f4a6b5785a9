//! A reference in words. English, as the dates in it are; addresses in angle brackets, so that no full stop joins them.

use super::Reference;
use crate::date::PartialDate;

impl Reference {
    /// One reference to read and to copy: the source, its archived copy, and how to name a paragraph of it.
    pub fn text(&self) -> String {
        let Self { key, dossier, .. } = self;
        let names: Vec<&str> = self.authors.iter().map(|author| author.name.as_str()).collect();
        let names = if names.is_empty() { String::new() } else { format!("{}: ", names.join("; ")) };
        let container = after_comma(self.container());
        let mut sentences = vec![format!("{names}“{}”{container}{}.", self.title, date("", self.issued.as_ref()))];
        if let Some(url) = &self.url {
            sentences.push(format!("Original: <{url}>{}.", date("accessed ", self.accessed.as_ref())));
        }
        if let Some(url) = &self.archive_url {
            sentences.push(format!("Archived copy: <{url}>{}.", date("", self.archive_date.as_ref())));
        }
        let page = self.page_url.as_ref().map(|url| format!("<{url}>"));
        let place = if self.own { format!("Key {key}") } else { format!("In: {dossier}, {key}") };
        sentences.push(format!("{place}{}; cite a paragraph as {key} ¶N.", after_comma(page.as_deref())));
        sentences.join(" ")
    }
}

fn date(before: &str, date: Option<&PartialDate>) -> String {
    date.map(|date| format!(", {before}{}", date.display_english())).unwrap_or_default()
}

fn after_comma(part: Option<&str>) -> String {
    part.map(|part| format!(", {part}")).unwrap_or_default()
}
