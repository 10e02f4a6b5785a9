//! Notes in the margin of an article, and who is quoted in it.

use super::fragments::{keys, paragraph_keys};
use super::pieces::{NoteBox, NoteLine, QuotedRow};
use super::{EntityRef, KeyRef, Rows, SafeHtml};
use crate::theme::pieces::{Html, Pieces};
use crate::theme::{Theme, direction};
use std::fmt::Display;

/// A note in the margin.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// Number of the paragraph that it belongs to.
    pub paragraph: u32,
    /// What it says; one paragraph has one note, of one or more items.
    pub items: Vec<NoteItem>,
}

/// An item of a note.
#[derive(Debug, Clone, Default)]
pub struct NoteItem {
    /// What kind of note, in a word or two.
    pub title: String,
    /// The note.
    pub text: String,
    /// Whether it reports a denial or a contradiction.
    pub denial: bool,
    /// Where it comes from.
    pub keys: Vec<KeyRef>,
}

/// Someone quoted in an article.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a, A> {
    /// Who.
    pub entity: &'a EntityRef,
    /// Number and id of the paragraphs, in order.
    pub paragraphs: &'a [(u32, A)],
}

/// A note, in the language of the interface.
pub fn note_html(note: &Note, theme: &Theme) -> SafeHtml {
    let (labels, mut items) = (&theme.labels, String::new());
    for item in &note.items {
        let keys = keys(&item.keys, &theme.pieces);
        let (title, text) = (item.title.as_str(), item.text.as_str());
        theme.pieces.push(&mut items, &NoteLine { title, text, keys: Html(&keys) });
    }
    SafeHtml(theme.pieces.html(&NoteBox {
        label: &labels.fill("note_to", &[("n", &note.paragraph.to_string())]),
        lang: &labels.language,
        dir: direction(&labels.language),
        denial: note.items.first().is_some_and(|item| item.denial),
        items: Html(&items),
    }))
}

impl Rows {
    /// Appends someone quoted.
    pub fn push_quoted<A: Display>(&mut self, row: &Quoted<'_, A>, pieces: &Pieces) {
        self.count += 1;
        let keys = paragraph_keys(row.paragraphs, pieces);
        pieces.push(&mut self.html.0, &QuotedRow { entity: row.entity, keys: Html(&keys.0) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn notes_escape_and_name_their_paragraph() {
        let key = KeyRef { label: "A1 ¶2".into(), url: "a.html#p-2".into(), title: String::new() };
        let item = NoteItem { title: "Denial".into(), text: "It <never> was.".into(), denial: true, keys: vec![key] };
        assert_eq!(
            note_html(&Note { paragraph: 4, items: vec![item] }, &Theme::embedded(&Config::default())).0,
            "\n<aside data-pagefind-ignore class=\"mn deny\" aria-label=\"Note to paragraph 4\" lang=\"en\" dir=\"ltr\">\
             <b>Denial</b> It &lt;never&gt; was. <a class=\"ck\" href=\"a.html#p-2\">A1 ¶2</a> </aside>"
        );
    }

    #[test]
    fn who_is_quoted_stands_with_paragraphs() {
        let entity = EntityRef { name: "A & B".into(), summary: "two".into(), ..EntityRef::default() };
        let mut rows = Rows::default();
        rows.push_quoted(
            &Quoted { entity: &entity, paragraphs: &[(4, "p-4")] },
            &Theme::embedded(&Config::default()).pieces,
        );
        assert_eq!(
            (rows.count, rows.html.0.as_str()),
            (
                1,
                "<li><span><bdi>A &amp; B</bdi><small>two</small></span><div class=\"n\">\
                 <a class=\"ck\" href=\"#p-4\">¶4</a></div></li>"
            )
        );
    }
}
