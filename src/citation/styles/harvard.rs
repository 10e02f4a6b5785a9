//! Harvard as in Pears and Shields, *Cite Them Right*, 12th edition: an entry of the reference list.

use super::marks::{doubled, stopped};
use super::{Reference, day_and_month, day_first, with_initials};

impl Reference {
    /// `Irish, J. (2015) ‘A Claim’, Reuters, 28 May. Available at: https://… (Accessed: 3 June 2015).`
    ///
    /// From four authors on the first stands for all. In place of an author stands the outlet, and without outlet the title.
    /// What no outlet published is a web page: its title has no quotation marks, and its date is a year.
    pub(super) fn harvard(&self) -> String {
        let names: Vec<String> = self.signed_by().iter().map(|author| with_initials(author, "")).collect();
        let names = match &names[..] {
            [] => None,
            [only] => Some(only.clone()),
            [first, second] => Some(format!("{first} and {second}")),
            [first, second, third] => Some(format!("{first}, {second} and {third}")),
            [first, ..] => Some(format!("{first} et al.")),
        };
        let year = self.issued.as_ref().map_or("no date".to_owned(), |date| date.year.to_string());
        let work = match (names, self.container()) {
            (None, None) => format!("{} ({year})", self.title),
            (Some(names), None) => format!("{names} ({year}) {}", self.title),
            (names, Some(outlet)) => {
                let days = self.issued.as_ref().and_then(day_and_month);
                let first = names.as_deref().unwrap_or(outlet);
                let mut parts = vec![format!("{first} ({year}) ‘{}’", doubled(&self.title))];
                parts.extend(names.is_some().then(|| outlet.to_owned()));
                parts.extend(days);
                parts.join(", ")
            }
        };
        let work = match &self.cites {
            Some(cites) => format!("{work}, editor’s note citing {}", cites.words(day_first)),
            None => work,
        };
        let mut text = stopped(&work);
        if let Some(url) = self.address() {
            let accessed = self.accessed.as_ref().map(|date| format!(" (Accessed: {})", day_first(date)));
            text = format!("{text} Available at: {url}{}.", accessed.unwrap_or_default());
        }
        text
    }
}
