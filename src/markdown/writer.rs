//! From the parser's events to fragments: what is open, and what each event does.

use super::block_ids::BlockIds;
use super::covered::{Covered, uncovered};
use super::escape::push_attribute;
use super::foreign::Foreign;
use super::fragment::{Fragment, Patch};
use super::links::Image;
use super::open::{Container, ContainerKind, ItemState, Leaf, Parked};
use super::{Document, MarkdownOptions, Problem, footnotes};
use crate::diagnostics::Code;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Elements that may be open within each other; what lies deeper is written without its tags.
pub(super) const NESTING_LIMIT: usize = 100;

/// Writes a whole body.
pub(super) fn write(body: &str, foreign: &Foreign<'_>, options: &MarkdownOptions<'_>) -> (Document, Vec<Problem>) {
    let mut writer = Writer::new(body, foreign, options);
    let parser = parser_options(&foreign.text, options.extensions, options.smart_punctuation);
    for (event, range) in Parser::new_ext(&foreign.text, parser).into_offset_iter() {
        writer.event(event, range);
    }
    writer.flush_run();
    writer.end_fenced();
    writer.end_boxes();
    writer.close_wrappers();
    writer.problems.extend(foreign.problems.iter().cloned());
    let mut places = named_places(&writer.out.document, &writer.names);
    places.extend(named_blocks(&writer.out.document, &foreign.names));
    writer.out.document.places = places;
    let title = options.drop_leading_title.unwrap_or_default();
    let settled = writer.block_ids.settled();
    let (mut document, problems) = footnotes::assemble(
        writer.out,
        writer.notes,
        &settled,
        footnotes::Places { wanted: &writer.places, worded: &writer.worded },
        title,
        &options.labels,
        writer.problems,
    );
    document.shrink();
    (document, problems)
}

/// The block that each name means: the one it stands in, else the next, else the last.
fn named_places(document: &Document, names: &[(usize, String)]) -> Vec<(String, u32)> {
    let last = document.blocks.len().checked_sub(1);
    let block = |at: usize| {
        let next = document.blocks.partition_point(|block| (block.source.end as usize) <= at);
        last.map(|last| next.min(last) as u32)
    };
    names.iter().filter_map(|(at, name)| Some((name.clone(), block(*at)?))).collect()
}

/// The block that each name behind it (`^name`) means: the last one that begins before it.
fn named_blocks(document: &Document, names: &[(usize, String)]) -> Vec<(String, u32)> {
    let block = |at: usize| document.blocks.partition_point(|block| block.source.start as usize <= at).checked_sub(1);
    names.iter().filter_map(|(at, name)| Some((format!("^{name}"), block(*at)? as u32))).collect()
}

pub(super) fn parser_options(body: &str, extensions: bool, smart_punctuation: bool) -> Options {
    let mut parser = Options::empty();
    parser.set(Options::ENABLE_SMART_PUNCTUATION, smart_punctuation);
    if extensions {
        parser |= Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_WIKILINKS;
        parser.set(Options::ENABLE_MATH, may_have_math(body));
    }
    parser
}

/// Whether some `$` looks like the start of a formula. Articles are full of prices, and what the parser takes for a formula
/// loses its emphasis and links; so it looks for formulas only in pages that seem to have one.
fn may_have_math(body: &str) -> bool {
    let bytes = body.as_bytes();
    memchr::memchr_iter(b'$', bytes).any(|at| {
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        after == b'$' || !(before.is_ascii_alphanumeric() || after.is_ascii_digit() || after.is_ascii_whitespace())
    })
}

/// What is open at this point of the body.
pub(super) struct Writer<'a> {
    /// The body as the parser reads it.
    pub(super) body: &'a str,
    /// Where it is not what its author wrote.
    pub(super) covered: Covered<'a>,
    pub(super) options: &'a MarkdownOptions<'a>,
    /// What is being written: the body, or a footnote.
    pub(super) out: Fragment,
    /// What waits while a footnote is written.
    pub(super) parked: Vec<Parked>,
    pub(super) containers: Vec<Container>,
    pub(super) leaf: Option<Leaf>,
    pub(super) inline: Vec<super::inline::Close>,
    pub(super) links_open: usize,
    pub(super) marks: Vec<super::text::MarkStart>,
    pub(super) image: Option<Image>,
    pub(super) table: Option<super::tables::Table>,
    /// Neighbouring texts, collected to look for bare addresses in them.
    pub(super) run: Vec<(CowStr<'a>, Range<usize>)>,
    pub(super) html_block: Option<String>,
    /// Elements open now, for the limit.
    pub(super) open: usize,
    /// `<!-- more -->` was seen and waits for the end of its top-level block.
    more_pending: bool,
    /// Boundaries of blocks with an element of their own that were found.
    pub(super) boxes_seen: usize,
    /// Last paragraph number given.
    pub(super) number: u32,
    /// Headings so far.
    pub(super) sections: u32,
    pub(super) block_ids: BlockIds,
    pub(super) heading_ids: FxHashMap<String, u32>,
    pub(super) notes: Vec<footnotes::Note>,
    pub(super) note_index: FxHashMap<String, usize>,
    /// References within a link, written after it.
    pub(super) deferred_references: Vec<usize>,
    /// Targets of links within the page.
    pub(super) places: Vec<(String, Range<usize>)>,
    /// Those of them that show the words of their place, ascending.
    pub(super) worded: Vec<usize>,
    /// Names that raw HTML gives to places, with bytes of the body.
    pub(super) names: Vec<(usize, String)>,
    pub(super) problems: Vec<Problem>,
    too_deep: bool,
    /// Formulas that could not be read; only the first is reported.
    pub(super) unread_formulas: usize,
    /// Byte of a `~` that is not shown (`[[~Name]]`).
    pub(super) hidden_tilde: Option<usize>,
    /// A wikilink whose words would say where a page stands that is not published.
    pub(super) unsaid: Option<Range<usize>>,
    pub(super) may_have_marks: bool,
    pub(super) may_have_addresses: bool,
    /// Folded words of the block that ends.
    pub(super) folded: Vec<u8>,
    pub(super) scratch: String,
    /// What stands before and after the number in a permalink's name, as the value of an attribute.
    pub(super) paragraph_label: [String; 2],
}

impl<'a> Writer<'a> {
    fn new(original: &'a str, foreign: &'a Foreign<'a>, options: &'a MarkdownOptions<'a>) -> Self {
        let body: &'a str = &foreign.text;
        let mut out = Fragment::default();
        // Newspaper text: a paragraph of 250 bytes, and ids and permalinks that make up a third of it.
        let blocks = body.len() / 256 + 4;
        out.document.html.own().reserve(body.len() + blocks * 100);
        out.document.prose.text.own().reserve(body.len());
        out.document.prose.segments.reserve(blocks);
        out.document.blocks.reserve(blocks);
        let contains = |needle: &str| memchr::memmem::find(body.as_bytes(), needle.as_bytes()).is_some();
        let (before, after) = options.labels.paragraph.split_once("{n}").unwrap_or((options.labels.paragraph, ""));
        let root = Container { kind: ContainerKind::Root, end: "", wrappers: Vec::new() };
        Self {
            body,
            covered: Covered::new(original, foreign),
            options,
            out,
            parked: Vec::new(),
            containers: vec![root],
            leaf: None,
            inline: Vec::new(),
            links_open: 0,
            marks: Vec::new(),
            image: None,
            table: None,
            run: Vec::new(),
            html_block: None,
            open: 0,
            more_pending: false,
            boxes_seen: 0,
            number: 0,
            sections: 0,
            block_ids: BlockIds::default(),
            heading_ids: FxHashMap::default(),
            notes: Vec::new(),
            note_index: FxHashMap::default(),
            deferred_references: Vec::new(),
            places: Vec::new(),
            worded: Vec::new(),
            names: Vec::new(),
            problems: Vec::new(),
            too_deep: false,
            unread_formulas: 0,
            hidden_tilde: None,
            unsaid: None,
            may_have_marks: options.extensions && contains("=="),
            may_have_addresses: options.extensions && (contains("://") || contains("www.") || contains("@")),
            folded: Vec::new(),
            scratch: String::new(),
            paragraph_label: [before, after].map(|words| {
                let mut value = String::new();
                push_attribute(&mut value, words);
                value
            }),
        }
    }

    /// The body's text at `range`.
    pub(super) fn source(&self, range: Range<usize>) -> &'a str {
        self.body.get(range).unwrap_or_default()
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.image.is_some() {
            return self.image_event(event, range);
        }
        if let Event::Text(text) = event {
            return self.text(text, range);
        }
        self.flush_run();
        match event {
            Event::Text(_) => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Code(text) => self.code(&text, range),
            Event::InlineMath(text) => self.math(&text, range, false),
            Event::DisplayMath(text) => self.math(&text, range, true),
            Event::Html(html) => {
                if let Some(block) = &mut self.html_block {
                    block.push_str(&uncovered(&html));
                }
            }
            Event::InlineHtml(html) => self.inline_html(&uncovered(&html), range),
            Event::FootnoteReference(label) => self.reference(&label, range),
            Event::SoftBreak => self.soft_break(range),
            Event::HardBreak => self.hard_break(range),
            Event::Rule => {
                self.end_item_text();
                if self.boundary(&range) || self.end_of_box(&range) {
                    return self.settle_more();
                }
                self.out.markup("<hr>\n");
                self.settle_more();
            }
            Event::TaskListMarker(checked) => self.task_marker(checked),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.start_inline("<em>", "</em>", range),
            Tag::Strong => self.start_inline("<strong>", "</strong>", range),
            Tag::Strikethrough => self.start_inline("<del>", "</del>", range),
            Tag::Superscript => self.start_inline("<sup>", "</sup>", range),
            Tag::Subscript => self.start_inline("<sub>", "</sub>", range),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.start_image(link_type, &dest_url, &title, range),
            block => {
                self.end_item_text();
                self.start_block(block, range);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(range),
            Tag::Heading { .. } if self.start_title(&range) => {}
            Tag::Heading { level, id, .. } => self.start_heading(level as u8, id.as_deref(), range),
            Tag::CodeBlock(kind) => self.start_code_block(&kind, range),
            Tag::HtmlBlock => self.html_block = Some(String::new()),
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item if self.start_held_box(&tag, &range) => {}
            Tag::BlockQuote(_) => {
                self.start_container(ContainerKind::Quote, "<blockquote>\n", "</blockquote>\n", range);
            }
            Tag::List(Some(1)) => self.start_container(ContainerKind::List, "<ol>\n", "</ol>\n", range),
            Tag::List(Some(first)) => {
                let start = format!("<ol start=\"{first}\">\n");
                self.start_container(ContainerKind::List, &start, "</ol>\n", range);
            }
            Tag::List(None) => self.start_container(ContainerKind::List, "<ul>\n", "</ul>\n", range),
            Tag::DefinitionList => self.start_container(ContainerKind::List, "<dl>\n", "</dl>\n", range),
            Tag::Item => self.start_item("<li>", "</li>\n", range),
            Tag::DefinitionListDefinition => self.start_item("<dd>", "</dd>\n", range),
            Tag::DefinitionListTitle => self.start_term(range),
            Tag::FootnoteDefinition(label) => {
                let note = self.note(&label);
                self.parked.push(Parked { fragment: std::mem::take(&mut self.out), note });
                self.containers.push(Container { kind: ContainerKind::Footnote, end: "", wrappers: Vec::new() });
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead | Tag::TableRow => self.start_row(matches!(tag, Tag::TableHead)),
            Tag::TableCell => self.start_cell(range),
            // Inline tags came before, and front matter is not ours.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                self.reach(range.end);
                return self.end_inline();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle => self.end_leaf(),
            TagEnd::HtmlBlock => self.end_html_block(range),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => {
                self.end_item_text();
                self.end_fenced();
                self.end_container();
            }
            TagEnd::FootnoteDefinition => self.end_footnote(range),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(matches!(tag, TagEnd::TableHead)),
            TagEnd::MetadataBlock(_) => {}
        }
        self.settle_more();
    }

    /// Opens a container, or flattens it away past the limit, with everything in it.
    pub(super) fn start_container(&mut self, kind: ContainerKind, start: &str, end: &'static str, range: Range<usize>) {
        // A list needs room for an item; and a flattened list's items have no list to stand in.
        let room = self.open + usize::from(matches!(kind, ContainerKind::List)) < NESTING_LIMIT;
        let parent = self.containers.last();
        let flattened = parent.is_some_and(|parent| parent.end.is_empty() && !parent.is_bottom());
        let written = room && !flattened;
        if written {
            self.out.markup(start);
            self.open += 1;
        } else {
            self.too_deep(range);
        }
        self.containers.push(Container { kind, end: if written { end } else { "" }, wrappers: Vec::new() });
    }

    fn start_item(&mut self, tag: &'static str, end: &'static str, range: Range<usize>) {
        let html = self.out.html_len();
        let state = ItemState { tag, html, content: html + tag.len(), id: None };
        self.start_container(ContainerKind::Item(state), tag, end, range);
    }

    pub(super) fn end_container(&mut self) {
        self.close_wrappers();
        if let Some(container) = self.containers.pop().filter(|container| !container.end.is_empty()) {
            self.out.markup(container.end);
            self.open -= 1;
        }
    }

    /// Closes the raw HTML elements that the innermost container still has open.
    fn close_wrappers(&mut self) {
        if let Some(container) = self.containers.last_mut() {
            self.open -= container.wrappers.len();
            while let Some(end) = container.wrappers.pop() {
                self.out.markup(end);
            }
        }
    }

    pub(super) fn end_footnote(&mut self, range: Range<usize>) {
        self.end_item_text();
        self.end_fenced();
        self.close_wrappers();
        self.containers.pop();
        if self.out.document.html.ends_with("</p>\n") {
            let html = self.out.html_len() - "</p>\n".len();
            self.out.patches.push(Patch { html, len: "</p>".len(), kind: super::fragment::PatchKind::Backlinks });
        }
        if let Some(Parked { fragment: outer, note }) = self.parked.pop() {
            let fragment = std::mem::replace(&mut self.out, outer);
            self.define_note(note, fragment, range);
        }
    }

    /// One report per page that it is nested too deeply.
    pub(super) fn too_deep(&mut self, source: Range<usize>) {
        if !self.too_deep {
            self.too_deep = true;
            self.problems.push(Problem {
                code: Code::TOO_DEEP,
                message: format!("nested deeper than {NESTING_LIMIT} levels"),
                source,
                help: Some("take some levels out; below the limit, quotes, lists and emphasis are left out".into()),
            });
        }
    }

    /// `<!-- more -->` stands here; the summary ends with the top-level block around it.
    pub(super) fn see_more(&mut self) {
        self.more_pending = self.parked.is_empty() && self.out.document.more.is_none();
        self.settle_more();
    }

    fn settle_more(&mut self) {
        let at_top = self.leaf.is_none() && matches!(self.containers.as_slice(), [root] if root.wrappers.is_empty());
        if self.more_pending && at_top && self.table.is_none() && self.html_block.is_none() {
            self.more_pending = false;
            self.out.document.more = Some(self.out.html_len());
        }
    }
}
