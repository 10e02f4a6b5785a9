//! *The Chicago Manual of Style*, 18th edition, chapter 13: a full note of its system of notes and bibliography, since articles
//! of newspapers and news sites are cited in notes.

use super::marks::{quoted, stopped};
use super::{Reference, month_first};

impl Reference {
    /// `John Irish, “A Claim,” Reuters, May 28, 2015, https://….`
    ///
    /// From three authors on the first stands for all. The date of access stands in for a date of publication that is not
    /// known.
    pub(super) fn chicago(&self) -> String {
        let names = match self.signed_by() {
            [] => String::new(),
            [only] => format!("{}, ", only.name),
            [first, second] => format!("{} and {}, ", first.name, second.name),
            [first, ..] => format!("{} et al., ", first.name),
        };
        let date = match (&self.issued, &self.accessed) {
            (Some(date), _) => month_first(date),
            (None, Some(date)) => format!("accessed {}", month_first(date)),
            (None, None) => "n.d.".to_owned(),
        };
        let kind = self.cites.as_ref().map(|_| "editor’s note".to_owned());
        let mut rest: Vec<String> = kind.into_iter().chain(self.container().map(str::to_owned)).collect();
        rest.push(date);
        rest.extend(if self.own { self.page_url.clone() } else { self.url.clone() });
        if let Some(url) = &self.archive_url {
            let date = self.archive_date.as_ref().map(|date| format!(" {},", month_first(date))).unwrap_or_default();
            rest.push(format!("archived{date} at {url}"));
        }
        rest.extend(self.cites.as_ref().map(|cites| format!("citing {}", cites.words(month_first))));
        format!("{names}{} {}", quoted(&self.title, ','), stopped(&rest.join(", ")))
    }
}
