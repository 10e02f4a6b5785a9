//! RIS: one tag a line, two spaces and a hyphen behind it. A value is one line, so no field can begin a tag.

use super::Reference;
use crate::date::PartialDate;

impl Reference {
    /// A record, from `TY` to `ER`, with a line break at its end.
    pub fn ris(&self) -> String {
        let kind = if self.is_news() { "NEWS" } else { "ELEC" };
        let mut tags = vec![("TY", kind.to_owned()), ("ID", self.entry_key.clone()), ("TI", self.title.clone())];
        tags.extend(self.authors.iter().map(|author| ("AU", author.sorted())));
        tags.extend(self.container().map(|name| ("T2", name.to_owned())));
        if let Some(date) = &self.issued {
            tags.push(("PY", format!("{:04}", date.year)));
            tags.push(("DA", slashed(date)));
        }
        tags.extend(self.address().map(|url| ("UR", url.to_owned())));
        tags.extend(self.accessed.as_ref().map(|date| ("Y2", slashed(date))));
        tags.push(("LA", self.language.clone()));
        tags.push(("N1", self.note()));
        tags.push(("ER", String::new()));
        let mut lines: Vec<String> = tags.iter().map(|(tag, value)| format!("{tag}  - {value}")).collect();
        lines.push(String::new());
        lines.join("\n")
    }
}

/// `2016/01/07/`; all slashes stand, whatever is not known between them.
fn slashed(date: &PartialDate) -> String {
    let two = |part: Option<i8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year, two(date.month), two(date.day))
}
