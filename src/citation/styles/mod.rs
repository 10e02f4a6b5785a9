//! A reference in the styles of four manuals, one file each. What the manuals set in italics is plain here: a reference is
//! text to copy.
//!
//! All follow their manual's form for a report in a newspaper or on a news site. Titles keep their capitals, also where a
//! manual wants others: no program knows the proper names in them. Where a manual has room for one address, it is the
//! original's, else that of the archived copy. [`Reference::text`] has both, and tells where in the dossier to look.

mod apa;
mod chicago;
mod harvard;
mod marks;
mod mla;

use super::Reference;
use super::names::Author;
use crate::date::PartialDate;
use unicode_segmentation::UnicodeSegmentation;

impl Reference {
    /// Name of each style, with the edition if people say it, and the reference in it.
    pub fn styles(&self) -> [(&'static str, String); 4] {
        [("Chicago", self.chicago()), ("APA 7", self.apa()), ("MLA 9", self.mla()), ("Harvard", self.harvard())]
    }

    /// Who signed it, as against the outlet itself, which some records name as the author too.
    fn signed_by(&self) -> &[Author] {
        let lower = |name: &str| name.to_lowercase();
        match &self.authors[..] {
            [only] if self.container().is_some_and(|name| lower(name) == lower(&only.name)) => &[],
            all => all,
        }
    }
}

/// `Irish, J. P.`, with what stands between initials; a name that is not known in its parts stays whole.
fn with_initials(author: &Author, between: &str) -> String {
    match &author.parts {
        Some(parts) => parts.sorted(&initials(&parts.given, between)),
        None => author.name.clone(),
    }
}

/// `J. P.`, of `Jean-Paul` `J.-P.`. What has no capital stays whole: particles, and names in scripts without capitals.
fn initials(given: &str, between: &str) -> String {
    let words = given.split_inclusive([' ', '.']).map(str::trim).filter(|word| !word.is_empty());
    let short = words.map(|word| {
        if !word.starts_with(char::is_uppercase) {
            return word.to_owned();
        }
        let first = |part: &str| part.graphemes(true).next().map(|letter| format!("{}.", letter.to_uppercase()));
        word.split('-').filter_map(first).collect::<Vec<_>>().join("-")
    });
    short.collect::<Vec<_>>().join(between)
}

/// English name of the month.
fn month(date: &PartialDate) -> Option<String> {
    date.month.map(|_| date.first_day().strftime("%B").to_string())
}

/// `May 28, 2015`, `May 2015` or `2015`.
fn month_first(date: &PartialDate) -> String {
    match (month(date), date.day) {
        (Some(month), Some(day)) => format!("{month} {day}, {}", date.year),
        (Some(month), None) => format!("{month} {}", date.year),
        _ => date.year.to_string(),
    }
}

/// `28 May 2015`, `May 2015` or `2015`.
fn day_first(date: &PartialDate) -> String {
    match day_and_month(date) {
        Some(days) => format!("{days} {}", date.year),
        None => date.year.to_string(),
    }
}

/// `28 May` or `May`.
fn day_and_month(date: &PartialDate) -> Option<String> {
    let month = month(date)?;
    Some(date.day.map_or(month.clone(), |day| format!("{day} {month}")))
}
