//! From the Markdown below a page's front matter to a [`Document`].
//!
//! In: the body as one text, and [`MarkdownOptions`]. Out: HTML with gaps, the page's linear text, exact maps between the
//! two and the source, and the author's mistakes as [`Problem`]s with their place in the body.
//!
//! One pass over the parser's events (`writer`) writes everything at once (`fragment`); there is no tree. Blocks and their
//! ids are in `blocks`, `headings` and `tables`, blocks with an element of their own in `boxes`, what stands in a line in `text`,
//! `inline` and `links`; `raw_html` writes what authors wrote as HTML, `sanitise` cleans it, `effort` sees what would take
//! too long to be cleaned; `foreign` covers what other tools write before the parser reads it, `covered` and `callouts` write what stands there,
//! `formulas` makes MathML, `embeds` reads sizes; `footnotes` joins the parts and fills in what only the whole page decides. The HTML is safe by construction: our own
//! writer knows only harmless tags and escapes all text, and what is raw HTML in the source goes through a sanitiser. Where
//! links inside the dossier lead is not decided here: they are left as [`Slot`]s.

mod address;
mod anchors;
mod block_ids;
mod blocks;
mod boxes;
mod callouts;
mod covered;
mod document;
mod effort;
mod embeds;
mod escape;
mod footnotes;
mod foreign;
mod formulas;
mod fragment;
mod headings;
mod inline;
mod links;
mod local_html;
mod open;
mod raw_html;
mod sanitise;
mod tables;
mod tags;
mod text;
mod words;
mod writer;

pub use anchors::Anchors;
pub use document::*;
pub use foreign::hashtags;

use crate::diagnostics::Code;
use foreign::Foreign;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How a body is read and written.
#[derive(Debug, Clone, Copy)]
pub struct MarkdownOptions<'a> {
    /// Everything beyond CommonMark: tables, footnotes, wikilinks, bare addresses …
    pub extensions: bool,
    /// Typographic quotation marks, dashes and ellipses in the HTML; the prose keeps the author's own.
    pub smart_punctuation: bool,
    /// `id` on blocks and headings. Without it the HTML is plain CommonMark.
    pub block_ids: bool,
    /// Numbered links in front of paragraphs.
    pub permalinks: bool,
    /// The page's title: if the body opens with it as a first-level heading, the HTML leaves that heading out.
    pub drop_leading_title: Option<&'a str>,
    /// Blocks that get an element of their own, by the lines that open and close them; ascending, not nested.
    pub boxes: &'a [Fence],
    /// Words that the HTML adds to the author's.
    pub labels: Labels<'a>,
    /// Which pages are not published: wikilinks that show nothing but the address of such a page show nothing.
    pub hidden: Hidden<'a>,
    /// Which wikilinks have their words before the page.
    pub turned: Turned<'a>,
}

impl Default for MarkdownOptions<'_> {
    fn default() -> Self {
        Self {
            extensions: true,
            smart_punctuation: true,
            block_ids: true,
            permalinks: true,
            drop_leading_title: None,
            boxes: &[],
            labels: Labels::ENGLISH,
            hidden: Hidden::NONE,
            turned: Turned::NONE,
        }
    }
}

/// Whether a page is not published, by the name or id that a wikilink gives.
#[derive(Clone, Copy)]
pub struct Hidden<'a>(pub &'a (dyn Fn(&str) -> bool + Sync));

impl Hidden<'_> {
    /// No page is hidden.
    pub const NONE: Self = Self(&|_| false);
}

impl fmt::Debug for Hidden<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

/// Whether of the two parts of `[[a|b]]` the second names the page.
#[derive(Clone, Copy)]
pub struct Turned<'a>(pub &'a (dyn Fn(&str, &str) -> bool + Sync));

impl Turned<'_> {
    /// The page stands first.
    pub const NONE: Self = Self(&|_, _| false);
}

impl fmt::Debug for Turned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Turned")
    }
}

/// A block between two lines of its own: bytes of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The line that opens it.
    pub open: Range<usize>,
    /// The line that closes it.
    pub close: Range<usize>,
}

/// Words that the HTML adds to the author's, in the language of the site.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// Name of a permalink; `{n}` is the paragraph's number.
    pub paragraph: &'a str,
    /// Name of the list of footnotes.
    pub footnotes: &'a str,
    /// Name of the link from a footnote back to the text; `{n}` is the footnote's number.
    pub back: &'a str,
    /// Headings of alerts: note, tip, important, warning, caution.
    pub alerts: [&'a str; 5],
    /// Names of the boxes of a task list: open, done.
    pub tasks: [&'a str; 2],
    /// What stands above code that its own tool shows as a diagram, or as what a query finds; `{name}` is the tool's.
    pub sources: [&'a str; 2],
}

impl Labels<'_> {
    /// The words in English.
    pub const ENGLISH: Self = Self {
        paragraph: "Paragraph {n}, link",
        footnotes: "Footnotes",
        back: "Back to reference {n}",
        alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
        tasks: ["To do", "Done"],
        sources: ["{name} diagram (source)", "{name} query (source)"],
    };
}

/// A mistake in the body, not yet tied to its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of mistake.
    pub code: Code,
    /// Lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// Bytes of the body.
    pub source: Range<usize>,
    /// One thing the author can do.
    pub help: Option<String>,
}

/// Reads a body.
pub fn parse(body: &str, options: &MarkdownOptions<'_>) -> (Document, Vec<Problem>) {
    let ruled = if options.boxes.is_empty() { body.into() } else { Cow::Owned(boxes::ruled(body, options.boxes)) };
    let foreign = if options.extensions { foreign::read(&ruled) } else { Foreign::plain(&ruled) };
    writer::write(&ruled, &foreign, options)
}

/// Whether a tree can be built of a page in time that grows with its length, and is no deeper than `deepest`.
pub(crate) fn is_bearable_html(html: &str, deepest: usize) -> bool {
    effort::is_bearable_to(html, deepest)
}

/// The text of the first-level heading that a body opens with, if it does.
pub fn leading_title(body: &str, hidden: Hidden<'_>) -> Option<String> {
    let body = body.trim_start_matches(['\n', '\r']);
    // A heading ends at a blank line at the latest; what comes after is not parsed.
    let end = body.find("\n\n").or_else(|| body.find("\n\r\n")).unwrap_or(body.len());
    let (document, _) = parse(&body[..end], &MarkdownOptions { hidden, ..MarkdownOptions::default() });
    let first = document.headings.into_iter().next()?;
    let is_at_top = document.blocks.first().is_some_and(|block| block.html.start == 0);
    (first.level == 1 && first.block == 0 && is_at_top).then_some(first.text).filter(|title| !title.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_titles_are_first_level_headings_at_the_top() {
        for (body, expected) in [
            ("# A *fine* [title](b.md)\n\ntext\n", Some("A fine title")),
            ("\n\n# A\ntext", Some("A")),
            ("A\r\n===\r\n\r\ntext\r\n", Some("A")),
            ("## A\n", None),
            ("text\n\n# A\n", None),
            ("> # A\n", None),
            ("", None),
        ] {
            assert_eq!(leading_title(body, Hidden::NONE).as_deref(), expected, "{body:?}");
        }
    }

    #[test]
    fn line_ends_of_any_kind_are_line_feeds() {
        let (document, _) = parse("a\r\nb  \rc\r\n\r\n```\r\nd\r\n\re\r\n```\r\n", &MarkdownOptions::default());
        assert_eq!(document.prose.text, "a\nb\nc\n\nd\n\ne");
        assert!(!document.html.contains('\r'));
    }

    #[test]
    fn one_segment_for_text_without_marks() {
        let (document, _) = parse("One line\nand another.\n\nA **bold** word.\n", &MarkdownOptions::default());
        let lengths: Vec<u32> = document.prose.segments.iter().map(|segment| segment.prose_len).collect();
        assert_eq!(lengths, [21, 2, 4, 6]);
    }
}
