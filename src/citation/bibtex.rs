//! BibTeX. `@online` and the fields after `year` are BibLaTeX's; older styles pass over what they do not know.

use super::Reference;
use super::names::{Author, Parts};

/// Macros that every style defines.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Reference {
    /// An entry, with a line break at its end.
    pub fn bibtex(&self) -> String {
        let address = self.address();
        let kind = if address.is_some() { "online" } else { "misc" };
        let mut fields = vec![("title", format!("{{{{{}}}}}", escape(&self.title)))];
        if !self.authors.is_empty() {
            let authors: Vec<String> = self.authors.iter().map(author).collect();
            fields.push(("author", braced(&authors.join(" and "))));
        }
        fields.extend(self.container().map(|name| ("organization", format!("{{{{{}}}}}", escape(name)))));
        if let Some(date) = &self.issued {
            fields.push(("year", format!("{{{:04}}}", date.year)));
            let month = date.month.and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?));
            fields.extend(month.map(|month| ("month", (*month).to_owned())));
            // Only this field can tell the day.
            fields.extend(date.day.map(|_| ("date", braced(&date.iso_date()))));
        }
        fields.extend(address.map(|url| ("url", braced(url))));
        fields.extend(self.accessed.as_ref().map(|date| ("urldate", braced(&date.iso_date()))));
        fields.push(("language", braced(&escape(&self.language))));
        fields.push(("note", braced(&escape(&self.note()))));
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {value}")).collect();
        format!("@{kind}{{{},\n{}\n}}\n", self.entry_key, fields.join(",\n"))
    }
}

/// `Kerr, Paul` or `Marsh, Jr., Lenny`; a name that is not known in its parts stands in braces, or BibTeX would take it apart.
fn author(author: &Author) -> String {
    let splits = |part: &str| part.contains(',') || part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    match &author.parts {
        Some(Parts { family, given, suffix })
            if ![family, given].into_iter().chain(suffix).any(|part| splits(part)) =>
        {
            let front = [Some(family), suffix.as_ref()].into_iter().flatten();
            front.chain([given]).map(|part| escape(part)).collect::<Vec<_>>().join(", ")
        }
        _ => braced(&escape(&author.name)),
    }
}

fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

/// A text as TeX prints it. Braces become words of TeX, for BibTeX counts them even after a backslash.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
