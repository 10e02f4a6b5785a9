//! Notes in the margin of an article, and who is quoted in it.

use super::fragments::{paragraph_keys, push_between, push_key, push_name};
use super::{EntityRef, KeyRef, Rows, SafeHtml};
use crate::theme::{Labels, direction};
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

/// A note: `<aside class="mn">`, in the language of the interface.
pub fn note_html(note: &Note, labels: &Labels) -> SafeHtml {
    let mut html = String::with_capacity(512);
    let out = &mut html;
    let deny = if note.items.first().is_some_and(|item| item.denial) { " deny" } else { "" };
    push_between(out, "\n<aside data-pagefind-ignore class=\"mn", deny, "\" aria-label=\"");
    push_between(out, "", &labels.fill("note_to", &[("n", &note.paragraph.to_string())]), "\" lang=\"");
    push_between(out, "", &labels.language, "\" dir=\"");
    push_between(out, "", direction(&labels.language), "\">");
    for item in &note.items {
        push_between(out, "<b>", &item.title, "</b> ");
        push_between(out, "", &item.text, " ");
        for key in &item.keys {
            push_key(out, key);
            out.push(' ');
        }
    }
    out.push_str("</aside>");
    SafeHtml(html)
}

impl Rows {
    /// Appends someone quoted: `<li>` with the name, what it is, and the keys of the paragraphs.
    pub fn push_quoted<A: Display>(&mut self, row: &Quoted<'_, A>) {
        self.count += 1;
        let out = &mut self.html.0;
        out.push_str("<li><span>");
        push_name(out, row.entity, "");
        if !row.entity.summary.is_empty() {
            push_between(out, "<small>", &row.entity.summary, "</small>");
        }
        out.push_str("</span><div class=\"n\">");
        out.push_str(&paragraph_keys(row.paragraphs).0);
        out.push_str("</div></li>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_escape_and_name_their_paragraph() {
        let key = KeyRef { label: "A1 ¶2".into(), url: "a.html#p-2".into(), title: String::new() };
        let item = NoteItem { title: "Denial".into(), text: "It <never> was.".into(), denial: true, keys: vec![key] };
        assert_eq!(
            note_html(&Note { paragraph: 4, items: vec![item] }, &Labels::english()).0,
            "\n<aside data-pagefind-ignore class=\"mn deny\" aria-label=\"Note to paragraph 4\" lang=\"en\" dir=\"ltr\">\
             <b>Denial</b> It &lt;never&gt; was. <a class=\"ck\" href=\"a.html#p-2\">A1 ¶2</a> </aside>"
        );
    }

    #[test]
    fn who_is_quoted_stands_with_paragraphs() {
        let entity = EntityRef { name: "A & B".into(), summary: "two".into(), ..EntityRef::default() };
        let mut rows = Rows::default();
        rows.push_quoted(&Quoted { entity: &entity, paragraphs: &[(4, "p-4")] });
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
