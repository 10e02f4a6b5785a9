//! *Publication Manual of the American Psychological Association*, 7th edition, chapters 9 and 10: an entry of the reference
//! list.

use super::marks::{closed, stopped};
use super::{Author, PartialDate, Reference, month, month_first, with_initials};

/// Most authors that are all named; of more, all but these less one and the last are left out.
const NAMED: usize = 20;

impl Reference {
    /// `Irish, J. (2015, May 28). A Claim. Reuters. https://…`
    ///
    /// Without author the title comes first. An outlet that is the author is not named twice. A date of retrieval stands only
    /// where the date of publication is not known, for only what changes has one.
    pub(super) fn apa(&self) -> String {
        let title = match &self.cites {
            Some(cites) => format!("{} [Editor’s note citing {}].", self.title, cites.words(month_first)),
            None => closed(&self.title, '.'),
        };
        let date = format!("({}).", self.issued.as_ref().map_or("n.d.".to_owned(), year_first));
        let mut sentences = match names(&self.authors) {
            Some(names) => vec![stopped(&names), date, title],
            None => vec![title, date],
        };
        let twice = !self.authors.is_empty() && self.signed_by().is_empty();
        sentences.extend(self.container().filter(|_| !twice).map(stopped));
        if let Some(url) = self.address() {
            let retrieved = self.accessed.as_ref().filter(|_| self.issued.is_none() && self.url.is_some());
            sentences.push(match retrieved {
                Some(date) => format!("Retrieved {}, from {url}", month_first(date)),
                None => url.to_owned(),
            });
        }
        sentences.join(" ")
    }
}

fn names(authors: &[Author]) -> Option<String> {
    let mut names: Vec<String> = authors.iter().map(|author| with_initials(author, " ")).collect();
    let last = names.pop()?;
    if names.len() >= NAMED {
        names.truncate(NAMED - 1);
        return Some(format!("{}, . . . {last}", names.join(", ")));
    }
    Some(match &authors[..names.len()] {
        [] => last,
        // the comma belongs to initials
        [Author { parts: None, .. }] => format!("{} & {last}", names[0]),
        _ => format!("{}, & {last}", names.join(", ")),
    })
}

/// `2015, May 28`, `2015, May` or `2015`.
fn year_first(date: &PartialDate) -> String {
    match (month(date), date.day) {
        (Some(month), Some(day)) => format!("{}, {month} {day}", date.year),
        (Some(month), None) => format!("{}, {month}", date.year),
        _ => date.year.to_string(),
    }
}
