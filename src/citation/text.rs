//! A reference in words. English, as the dates in it are; addresses in angle brackets, so that no full stop joins them.

use super::Reference;
use crate::date::PartialDate;

impl Reference {
    /// One reference to read and to copy: the source, its archived copy, and where in the dossier it stands.
    pub fn text(&self) -> String {
        let Self { key, dossier, .. } = self;
        let names: Vec<&str> = self.authors.iter().map(|author| author.name.as_str()).collect();
        let names = if names.is_empty() { String::new() } else { format!("{}: ", names.join("; ")) };
        let container = after_comma(self.container());
        let kind = if self.cites.is_some() { ", editor’s note" } else { "" };
        let mut sentences =
            vec![format!("{names}“{}”{kind}{container}{}.", self.title, date("", self.issued.as_ref()))];
        let (mut url, mut accessed) = (self.url.as_ref(), self.accessed.as_ref());
        let (mut archive, mut archived) = (self.archive_url.as_ref(), self.archive_date.as_ref());
        if let Some(cites) = &self.cites {
            sentences.push(format!("Citing {}.", cites.named(PartialDate::display_english)));
            (url, accessed) = (cites.url.as_ref(), cites.accessed.as_ref());
            (archive, archived) = (cites.archive_url.as_ref(), cites.archive_date.as_ref());
        }
        if let Some(url) = url {
            sentences.push(format!("Original: <{url}>{}.", date("accessed ", accessed)));
        }
        if let Some(url) = archive {
            sentences.push(format!("Archived copy: <{url}>{}.", date("", archived)));
        }
        let page = self.page_url.as_ref().map(|url| format!("<{url}>"));
        let place = if self.own { format!("Key {key}") } else { format!("In: {dossier}, {key}") };
        sentences.push(format!("{place}{}.", after_comma(page.as_deref())));
        sentences.join(" ")
    }
}

fn date(before: &str, date: Option<&PartialDate>) -> String {
    date.map(|date| format!(", {before}{}", date.display_english())).unwrap_or_default()
}

fn after_comma(part: Option<&str>) -> String {
    part.map(|part| format!(", {part}")).unwrap_or_default()
}
