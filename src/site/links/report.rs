//! What is said of links that lead nowhere.
//!
//! A message says the same of a target on whatever page it stands, so that a page that many ask for can be named once.

use crate::diagnostics::{Code, Diagnostic, Span, nearest};
use crate::dossier::Dossier;
use crate::markdown::Anchors;
use crate::source::{Head, HeldBack, ImageRef};
use std::ops::Range;

/// How many links of a page are reported one by one: nobody reads more, and a million messages are half a gigabyte.
const MOST_REPORTED: usize = 10_000;

/// On how many dead links of a page a name that was meant is looked for.
const GUESSES: u32 = 100;

/// The messages of one page.
pub(super) struct Report<'a> {
    head: &'a Head,
    diagnostics: Vec<Diagnostic>,
    /// How many more names may be looked for.
    guesses: u32,
    /// How many links were to be reported.
    reported: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(head: &'a Head) -> Self {
        Self { head, diagnostics: Vec::new(), guesses: GUESSES, reported: 0 }
    }

    /// All messages, and one for those that are not listed.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if let Some(more) = self.reported.checked_sub(MOST_REPORTED).filter(|more| *more > 0) {
            let message = format!("{more} more links of this page lead nowhere");
            let help = format!("the first {MOST_REPORTED} are listed; correct them, and check again");
            let place = Span::file(&self.head.body.source);
            self.diagnostics.push(Diagnostic::new(Code::DEAD_LINK, message, place).help(help));
        }
        self.diagnostics
    }

    /// Several pages answer to a name.
    pub(super) fn ambiguous<'i>(&mut self, name: &str, ids: impl Iterator<Item = &'i str>, source: Range<usize>) {
        let names: Vec<String> = ids.map(|id| format!("`[[{id}]]`")).collect();
        let message = format!("`{name}` is the name of several pages");
        let help = format!("write one of {}", names.join(", "));
        self.add(Code::AMBIGUOUS_NAME, message, source, |diagnostic| diagnostic.help(help));
    }

    /// The page is held back.
    pub(super) fn hidden(&mut self, name: &str, held: &HeldBack, source: Range<usize>) {
        let message = format!("`{name}` is not published; the link becomes text");
        self.add(Code::HIDDEN_LINK, message, source, |diagnostic| {
            diagnostic
                .related(held.span.clone(), "the page that is held back")
                .help("publish that page, or take the link out")
        });
    }

    /// No page has this name.
    pub(super) fn dead_wikilink(&mut self, name: &str, dossier: &Dossier, source: Range<usize>) {
        let known = if self.may_guess() { dossier.gazetteer.suggestion(name) } else { None };
        let help = known.map_or_else(
            || "add a page with this title or alias, or write `[[~…]]` for plain text".to_owned(),
            |known| format!("did you mean `[[{known}]]`?"),
        );
        let message = format!("`[[{name}]]` leads nowhere");
        self.add(Code::DEAD_WIKILINK, message, source, |diagnostic| diagnostic.help(help));
    }

    /// No file lies there.
    pub(super) fn dead(&mut self, path: &str, source: Range<usize>) {
        let message = format!("`{path}` leads to no page and no file");
        let help = "paths are relative to this file, or to the folder of the content with a leading `/`";
        self.add(Code::DEAD_LINK, message, source, |diagnostic| diagnostic.help(help));
    }

    /// A picture that is not in a file.
    pub(super) fn picture_in_text(&mut self, source: Range<usize>) {
        let message = "a picture that is written into the text (`data:`) is not shown".to_owned();
        let help = "save it as a file beside this one, and show that";
        self.add(Code::FOREIGN_SCHEME, message, source, |diagnostic| diagnostic.help(help));
    }

    /// The page is there, what is named on it is not.
    pub(super) fn no_anchor(&mut self, title: &str, wanted: &str, anchors: &Anchors, source: Range<usize>) {
        let known = if self.may_guess() { nearest(wanted, anchors.headings()) } else { None };
        let help = known.map_or_else(
            || "the link leads to the top of the page".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        let message = format!("`{title}` has no heading `{wanted}`");
        self.add(Code::DEAD_WIKILINK, message, source, |diagnostic| diagnostic.help(help));
    }

    /// Front matter names a picture that is not there.
    pub(super) fn no_picture(&mut self, image: &ImageRef) {
        let message = format!("there is no picture `{}`", image.path.value);
        let help =
            "put the picture beside the file, or write its path from the folder of the content with a leading `/`";
        self.diagnostics.push(Diagnostic::new(Code::DEAD_LINK, message, image.path.span.clone()).help(help));
    }

    fn add(
        &mut self,
        code: Code,
        message: String,
        source: Range<usize>,
        complete: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        self.reported += 1;
        if self.reported <= MOST_REPORTED {
            self.diagnostics.push(complete(Diagnostic::new(code, message, self.head.body.span(source))));
        }
    }

    fn may_guess(&mut self) -> bool {
        let may = self.guesses > 0;
        self.guesses = self.guesses.saturating_sub(1);
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::tests::dossier_of;
    use crate::site::SiteLinks;

    #[test]
    fn of_very_many_dead_links_the_first_are_listed_and_the_others_counted() {
        let text = "[a](x.md) ".repeat(MOST_REPORTED + 5);
        let dossier = dossier_of("", &[("articles/a.md", &text)]);
        let site = crate::site::plan(&dossier, &mut Vec::new());
        let mut found = Vec::new();
        SiteLinks::resolve(&dossier, &site, &mut found);
        assert_eq!(found.len(), MOST_REPORTED + 1);
        assert_eq!(found[MOST_REPORTED].message, "5 more links of this page lead nowhere");
    }
}
