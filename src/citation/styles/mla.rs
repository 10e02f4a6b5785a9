//! *MLA Handbook*, 9th edition, chapter 5: an entry of the list of works cited.

use super::marks::{quoted, stopped};
use super::{Author, PartialDate, Reference, day_first, month};

impl Reference {
    /// `Irish, John. “A Claim.” Reuters, 28 May 2015, …. Accessed 3 June 2015.`
    ///
    /// From three authors on the first stands for all. What the outlet itself wrote begins with the title. Addresses lack
    /// their scheme.
    pub(super) fn mla(&self) -> String {
        let names = match self.signed_by() {
            [] => None,
            [only] => Some(inverted(only)),
            [first, second] => Some(format!("{}, and {}", inverted(first), second.name)),
            [first, ..] => Some(format!("{}, et al.", inverted(first))),
        };
        let mut sentences: Vec<String> = names.iter().map(|names| stopped(names)).collect();
        sentences.push(quoted(&self.title, '.'));
        let address = self.address();
        let bare = address.map(|url| url.split_once("://").map_or(url, |(_, rest)| rest).to_owned());
        let date = self.issued.as_ref().map(short);
        let kind = self.cites.as_ref().map(|_| "editor’s note".to_owned());
        let container = self.container().map(str::to_owned);
        let place: Vec<String> = kind.into_iter().chain(container).chain(date).chain(bare).collect();
        if !place.is_empty() {
            sentences.push(stopped(&capital(&place.join(", "))));
        }
        sentences.extend(self.cites.as_ref().map(|cites| stopped(&format!("Citing {}", cites.words(short)))));
        let accessed = self.accessed.as_ref().filter(|_| address.is_some());
        sentences.extend(accessed.map(|date| format!("Accessed {}.", short(date))));
        sentences.join(" ")
    }
}

/// `Irish, John`; a name that begins with the family's stands as it is, without comma.
fn inverted(author: &Author) -> String {
    match &author.parts {
        Some(parts) if !author.name.starts_with(parts.family.as_str()) => author.sorted(),
        _ => author.name.clone(),
    }
}

/// `editor’s note, …` begins a sentence.
fn capital(text: &str) -> String {
    match text.strip_prefix("editor’s") {
        Some(rest) => format!("Editor’s{rest}"),
        None => text.to_owned(),
    }
}

/// A date, its month abbreviated if it has more than four letters.
fn short(date: &PartialDate) -> String {
    let whole = day_first(date);
    let Some(month) = month(date).filter(|month| month.len() > 4) else { return whole };
    let letters = if month == "September" { 4 } else { 3 };
    whole.replace(&month, &format!("{}.", &month[..letters]))
}
