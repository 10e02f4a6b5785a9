//! An article.

use super::{DateText, Image, Link, PageMeta, Rows, SafeHtml, SourceRail};
use serde::Serialize;

/// `articles/SLUG.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArticlePage {
    /// The page.
    pub page: PageMeta,
    /// Title.
    pub title: String,
    /// The article's key, `A13`.
    pub key: String,
    /// Language tag of the text.
    pub lang: String,
    /// Writing direction of the text.
    pub dir: String,
    /// Publisher, with its page; name empty if not recorded.
    pub outlet: Link,
    /// People who wrote it, as recorded; empty if not named.
    pub authors: Vec<String>,
    /// Date of the article.
    pub date: Option<DateText>,
    /// Date of publication of the source, if that cannot be the date of the article: then both are to be shown, each by its name.
    pub published: Option<DateText>,
    /// Date of the last change, if recorded.
    pub updated: Option<DateText>,
    /// Words of text.
    pub words: usize,
    /// Summary, if the author wrote one.
    pub summary: String,
    /// Picture above the text.
    pub image: Option<Image>,
    /// Where it comes from.
    pub source: SourceRail,
    /// Who is quoted or has a recorded statement, in order of the first. Each is `<li>` with the name, what it is, as `<small>`,
    /// and its paragraphs: `<a class="ck">¶4</a>`, the others folded.
    pub quoted: Rows,
    /// Those after the sixth.
    pub quoted_more: Rows,
    /// The text. Paragraphs carry ids (`p-…`) and begin with their number, `<a class="pn">`; names are linked with
    /// `class="e e-MARK"`. A note in the margin, `<aside class="mn">`, stands behind the paragraph that it belongs to; one that
    /// reports a denial has the class `deny`, too.
    pub body: SafeHtml,
    /// Statements that the front matter records.
    pub recorded: Rows,
    /// Headings of the text, in order; empty if there are fewer than three.
    pub toc: Vec<TocEntry>,
    /// Entities mentioned, by kind, in the order of the kinds.
    pub mentioned: Vec<MentionedGroup>,
    /// Number of entities mentioned.
    pub mentioned_total: usize,
    /// Articles near to this one, nearest first, each with its reason, at most six.
    pub related: Rows,
    /// How to cite it.
    pub cite: Cite,
    /// The articles before and after, by date: each `<li>` with title, publisher, the days between, and key.
    pub neighbours: Rows,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// A heading of the text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TocEntry {
    /// 2 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Fragment, with `#`.
    pub url: String,
}

/// Entities of one kind that the article mentions.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MentionedGroup {
    /// Folder of the kind.
    pub kind: String,
    /// Heading: the kind's word for many.
    pub title: String,
    /// Mark of the kind.
    pub mark: String,
    /// In order of first mention. Each is `<li><a><bdi>name</bdi></a>` and its paragraphs, in order: `<a class="ck">¶4</a>`,
    /// the others folded, in `<div class="n">`, which is empty if only the front matter names it.
    pub rows: SafeHtml,
}

/// How to cite the article, in several forms. All are texts to copy.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cite {
    /// A reference in words, which also names the archived copy, the article's key and how to cite a paragraph.
    pub text: String,
    /// The source in the styles of manuals: Chicago, APA, MLA and Harvard.
    pub styles: Vec<CiteStyle>,
    /// BibTeX.
    pub bibtex: String,
    /// RIS.
    pub ris: String,
    /// CSL-JSON.
    pub csl_json: String,
}

/// A reference in the style of a manual.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CiteStyle {
    /// What people call the style: the same in all languages.
    pub name: String,
    /// The reference: English, as the style is.
    pub text: String,
}
