//! A page's finished HTML: links and mentions spliced into the [`Document`]'s gaps.
//!
//! In: a document, where its slots lead, and its mentions. Out: HTML. The document is not changed. What its author wrote (links,
//! pictures) is written here from escaped parts; what we add (names, embedded texts) is the theme's.

use crate::asset;
use crate::dossier::Dossier;
use crate::entities::{EntityId, Via};
use crate::markdown::{Document, PictureSize, Segment, Slot, SlotTarget};
use crate::mentions::Mention;
use crate::render::context::pieces::{EmbeddedText, NameInText, PictureElsewhere};
use crate::render::context::push_escaped;
use crate::render::embeds;
use crate::site::{PageLinks, Resolved, Site, SiteLinks, TextOf, encode_path, relative};
use crate::theme::pieces::{Html, Pieces, Word};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Where published assets stand.
#[derive(Debug, Default)]
pub struct PublishedAsset {
    /// Address from the root; empty if it could not be published.
    pub path: String,
    /// Width and height in pixels, of pictures.
    pub size: Option<(u32, u32)>,
}

/// What weaving needs to know about the page.
#[derive(Clone, Copy)]
pub struct Weave<'a> {
    /// The model.
    pub dossier: &'a Dossier,
    /// Addresses.
    pub site: &'a Site,
    /// By index in [`Dossier::assets`].
    pub assets: &'a [PublishedAsset],
    /// Mark of each kind: `person`.
    pub marks: &'a [String],
    /// Components of the theme.
    pub look: &'a Pieces,
    /// Address of the page that shows the HTML.
    pub page: &'a str,
    /// Where the links of all texts lead, for those that are embedded.
    pub links: &'a SiteLinks,
}

/// Why a name is linked that is not the entity's own, as words of the interface end: `why_alias`. The entity's own name needs no
/// reason: readers see it.
fn reason(via: Via) -> &'static str {
    match via {
        Via::Exact | Via::Wikilink | Via::Not => "",
        Via::Alias | Via::WeakAlias => "alias",
        Via::Plural => "plural",
        Via::ShortForm => "short",
        Via::Acronym => "acronym",
        Via::Override => "override",
    }
}

/// What stands before and behind the words of a link.
struct Around {
    open: String,
    close: String,
}

impl Around {
    /// A link that the author wrote.
    fn link(url: &str, attribute: &str) -> Self {
        Self { open: format!("<a href=\"{url}\"{attribute}>"), close: "</a>".to_owned() }
    }
}

/// Stands for the words of a name while its component is filled.
const WORDS: &str = "\u{f8f2}";

/// What a box of the document begins with.
#[derive(Debug, Clone, Default)]
pub struct BoxHead {
    /// Fragment id.
    pub id: String,
    /// Finished HTML.
    pub html: String,
}

/// Something to put into the HTML.
struct Edit {
    at: u32,
    /// Closing tags before opening ones at the same place.
    order: u8,
    text: Cow<'static, str>,
    /// Bytes of the HTML that it stands in place of.
    instead: u32,
}

impl Edit {
    fn new(at: u32, order: u8, text: impl Into<Cow<'static, str>>) -> Self {
        Self { at, order, text: text.into(), instead: 0 }
    }
}

impl<'a> Weave<'a> {
    /// The HTML of a page with everything in its place.
    pub fn weave(self, document: &Document, links: &PageLinks, mentions: &[Mention]) -> String {
        self.weave_with(document, links, mentions, &[], Vec::new())
    }

    /// The same, with heads for the document's boxes, and with notes: HTML to stand between two blocks, by its place.
    pub fn weave_with(
        self,
        document: &Document,
        links: &PageLinks,
        mentions: &[Mention],
        heads: &[BoxHead],
        notes: Vec<(u32, String)>,
    ) -> String {
        let mut edits = Vec::with_capacity(2 * (document.slots.len() + mentions.len()) + notes.len());
        edits.extend(notes.into_iter().map(|(at, html)| Edit::new(at, 0, html)));
        let all: Vec<(&Slot, &Resolved)> = document.slots.iter().zip(&links.slots).collect();
        self.slots(document, &all, &mut edits, Some(embeds::TOGETHER));
        for mention in mentions.iter().filter(|mention| mention.linked) {
            self.mention(document, mention, &mut edits);
        }
        for (boxed, head) in document.boxes.iter().zip(heads) {
            // the start tag ends in `>` and a line feed
            edits.push(Edit::new(boxed.html.start - 2, 1, format!(" id=\"{}\"", escape(&head.id))));
            edits.push(Edit::new(boxed.html.start, 1, head.html.clone()));
        }
        edited(document, 0..document.html.len(), edits)
    }

    fn mention(self, document: &Document, mention: &Mention, edits: &mut Vec<Edit>) {
        let around = self.name(mention.entity, mention.via);
        let mut pieces = html_pieces(document, &mention.prose).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let is_last = pieces.peek().is_none();
            if is_last {
                edits.push(Edit::new(piece.start, 2, around.open));
                edits.push(Edit::new(piece.end, 0, around.close));
                return;
            }
            edits.push(Edit::new(piece.start, 2, around.open.clone()));
            edits.push(Edit::new(piece.end, 0, around.close.clone()));
        }
    }

    /// What makes words the name of an entity.
    fn name(self, id: EntityId, via: Via) -> Around {
        let entity = self.dossier.gazetteer.get(id);
        let url = relative(self.page, self.site.entity(id));
        let row = NameInText {
            mark: Word(&self.marks[usize::from(entity.kind.0)]),
            url: &url,
            why: Word(reason(via)),
            html: Html(WORDS),
        };
        let html = self.look.html(&row);
        let (open, close) = html.split_once(WORDS).unwrap_or_default();
        Around { open: open.to_owned(), close: close.to_owned() }
    }

    /// All links, pictures and embeds; `room` says how many bytes of other pages may be shown, and nothing in what is such itself.
    fn slots(self, document: &Document, all: &[(&Slot, &Resolved)], edits: &mut Vec<Edit>, mut room: Option<usize>) {
        let mut rest = all;
        while let Some(((slot, resolved), others)) = rest.split_first() {
            let (inner, others) = others.split_at((slot.holds as usize).min(others.len()));
            rest = others;
            let quotation = room.and_then(|most| self.quotation(document, slot, resolved, most));
            if let Some(html) = quotation {
                room = room.map(|most| most.saturating_sub(html.len()));
                edits.push(Edit::new(slot.html.start, 1, html));
                continue;
            }
            if let Some(around) = self.around(&slot.target, resolved) {
                self.link(document, slot, resolved, around, inner, edits);
            } else {
                let things = std::iter::once((*slot, *resolved)).chain(inner.iter().copied());
                let things = things.map(|(slot, to)| (slot.html.start, self.thing(&slot.target, to, false)));
                edits.extend(things.map(|(at, html)| Edit::new(at, 1, html)));
            }
        }
    }

    /// What a box shows that embeds another text: a link to it, and its words; `None` if it embeds none, or more than `most` bytes.
    fn quotation(self, here: &Document, slot: &Slot, resolved: &Resolved, most: usize) -> Option<String> {
        let SlotTarget::Embed { page, label, alone: true, .. } = &slot.target else { return None };
        let Resolved::Page { path, fragment, text: Some(text), .. } = resolved else { return None };
        let document = self.document(*text);
        let links = self.links.of(*text);
        if std::ptr::eq(document, here) && fragment.is_empty() {
            return None; // a page in itself
        }
        let (range, is_all) = embeds::span(document, fragment)?;
        let is_shown = |slot: &Slot| range.start <= slot.html.start as usize && slot.html.end as usize <= range.end;
        let shown = document.slots.iter().zip(&links.slots).filter(|(slot, _)| is_shown(slot));
        let mut edits = Vec::new();
        self.slots(document, &shown.collect::<Vec<_>>(), &mut edits, None);
        let url = relative(self.page, path);
        let words = embeds::quoted(&edited(document, range, edits), &escape(&url));
        if words.len() > most {
            return None;
        }
        let link = self.embed(label.as_deref().unwrap_or(page), label.is_some(), false, resolved);
        let words = in_block(words.trim());
        let row = EmbeddedText { link: Html(&link), html: Html(&words), is_part: !is_all };
        Some(self.look.html(&row))
    }

    fn document(self, text: TextOf) -> &'a Document {
        match text {
            TextOf::Article(id) => &self.dossier.article(id).text.document,
            TextOf::Entity(id) => &self.dossier.entity_texts[id.index()].document,
            TextOf::Page(number) => &self.dossier.pages[number as usize].text.document,
            TextOf::Section(number) => &self.dossier.sections[number as usize].text.document,
        }
    }

    /// A link around its words and the pictures among them. A picture takes no room in the document, so what stands at the boundary
    /// of the words is written together with the tag there.
    fn link(
        self,
        document: &Document,
        slot: &Slot,
        resolved: &Resolved,
        around: Around,
        inner: &[(&Slot, &Resolved)],
        edits: &mut Vec<Edit>,
    ) {
        let (start, end) = (slot.html.start, slot.html.end);
        let (mut first, mut last, close) = (around.open, String::new(), around.close.as_str());
        let mut has_words = false;
        for (picture, to) in inner {
            let html = self.thing(&picture.target, to, true);
            has_words |= !html.is_empty();
            match picture.html.start {
                at if at == start => first.push_str(&html),
                at if at == end => last.push_str(&html),
                at => edits.push(Edit::new(at, 1, html)),
            }
        }
        if start == end {
            if !has_words {
                first.push_str(&escape(&Self::name_of(&slot.target, resolved)));
            }
            return edits.push(Edit::new(start, 1, first + close));
        }
        let shown = &document.html[start as usize..end as usize];
        if let Some(name) = Self::name_of_id(&slot.target, resolved, shown) {
            let text = format!("{first}{}{last}{close}", escape(&name));
            return edits.push(Edit { at: start, order: 2, text: text.into(), instead: end - start });
        }
        edits.push(Edit::new(start, 2, first));
        edits.push(Edit::new(end, 0, last + close));
    }

    /// What stands around a link's words; `None` if it leads nowhere.
    fn around(self, target: &SlotTarget, resolved: &Resolved) -> Option<Around> {
        match (target, resolved) {
            (SlotTarget::Wikilink { .. }, Resolved::Page { fragment, entity: Some(id), .. }) if fragment.is_empty() => {
                Some(self.name(*id, Via::Wikilink))
            }
            (SlotTarget::Wikilink { .. }, _) => Some(Around::link(&self.url(resolved)?, "")),
            (SlotTarget::Relative { title, .. }, _) => {
                let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
                Some(Around::link(&self.url(resolved)?, &title))
            }
            _ => None,
        }
    }

    /// The address of a page or file, escaped.
    fn url(self, resolved: &Resolved) -> Option<String> {
        match resolved {
            Resolved::Page { path, fragment, .. } => Some(self.href(path, fragment)),
            Resolved::Asset(_) | Resolved::Static(_) => self.file(resolved).map(|path| self.href(path, "")),
            Resolved::Remote(_) | Resolved::Text | Resolved::Hidden => None,
        }
    }

    /// Where a file stands; `None` if it could not be published.
    fn file(self, resolved: &Resolved) -> Option<&'a str> {
        match resolved {
            Resolved::Asset(asset) => Some(self.assets[*asset as usize].path.as_str()).filter(|path| !path.is_empty()),
            Resolved::Static(file) => Some(&self.dossier.statics[*file as usize].path),
            _ => None,
        }
    }

    /// Words for a link that has none.
    fn name_of(target: &SlotTarget, resolved: &Resolved) -> String {
        let written = match target {
            SlotTarget::Wikilink { page, .. } | SlotTarget::Embed { page, .. } => page,
            SlotTarget::Relative { path, .. } | SlotTarget::Image { path, .. } => path,
        };
        match resolved {
            Resolved::Page { title, .. } if !title.is_empty() => title.clone(),
            // the id of a block tells readers nothing
            _ if written.starts_with("((") => String::new(),
            _ => written.trim_end_matches('/').rsplit('/').next().unwrap_or(written).to_owned(),
        }
    }

    /// The title in place of an id or a path that a wikilink would show.
    fn name_of_id(target: &SlotTarget, resolved: &Resolved, shown: &str) -> Option<String> {
        let (SlotTarget::Wikilink { page, heading }, Resolved::Page { title, .. }) = (target, resolved) else {
            return None;
        };
        let names_block = heading.as_ref().is_some_and(|heading| heading.starts_with('^'));
        if title.is_empty() || !(page.contains('/') || names_block) {
            return None;
        }
        let rest = shown.strip_prefix(&escape(page))?;
        match (rest.strip_prefix('#'), heading) {
            (None, _) if rest.is_empty() => Some(title.clone()),
            // the id of a block tells readers nothing
            (Some(_), Some(_)) if names_block => Some(title.clone()),
            (Some(_), Some(heading)) => Some(format!("{title}: {heading}")),
            _ => None,
        }
    }

    /// A picture or embed; within a link it makes none.
    fn thing(self, target: &SlotTarget, resolved: &Resolved, in_link: bool) -> String {
        match target {
            SlotTarget::Image { alt, title, size, in_link: own, .. } => {
                let picture = self.picture(resolved, alt, title, *size);
                picture.unwrap_or_else(|| {
                    self.no_picture(alt, &Self::name_of(target, resolved), in_link || *own, resolved)
                })
            }
            SlotTarget::Embed { page, label, size, .. } => {
                let words = label.as_deref().unwrap_or(page);
                let picture = self.picture(resolved, label.as_deref().unwrap_or_default(), "", *size);
                picture.unwrap_or_else(|| self.embed(words, label.is_some(), in_link, resolved))
            }
            SlotTarget::Wikilink { .. } | SlotTarget::Relative { .. } => String::new(),
        }
    }

    /// What stands for a picture that is none, or that could not be published.
    fn no_picture(self, alt: &str, name: &str, in_link: bool, resolved: &Resolved) -> String {
        let words = if alt.is_empty() { name } else { alt };
        match resolved {
            _ if in_link => escape(alt),
            Resolved::Remote(url) => {
                let words = if alt.is_empty() { url } else { alt };
                self.look.html(&PictureElsewhere { url, words })
            }
            _ => self.plain_link(words, resolved).unwrap_or_else(|| escape(alt)),
        }
    }

    /// A link to a page or file with these words.
    fn plain_link(self, words: &str, resolved: &Resolved) -> Option<String> {
        self.url(resolved).map(|url| format!("<a href=\"{url}\">{}</a>", escape(words)))
    }

    /// An `<img>`; `None` for what is not a picture.
    fn picture(self, resolved: &Resolved, alt: &str, title: &str, asked: Option<PictureSize>) -> Option<String> {
        let path = self.file(resolved)?;
        let size = match resolved {
            Resolved::Asset(asset) => self.assets[*asset as usize].size,
            _ => None,
        };
        if size.is_none() && !asset::is_picture(path) {
            return None;
        }
        let mut out = format!("<img src=\"{}\" alt=\"{}\"", self.href(path, ""), escape(alt));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape(title));
        }
        if let Some((width, height)) = shown_size(size, asked) {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        out.push_str(" loading=\"lazy\">");
        Some(out)
    }

    fn embed(self, words: &str, labelled: bool, in_link: bool, resolved: &Resolved) -> String {
        let words = match resolved {
            Resolved::Page { title, .. } if !labelled => title,
            Resolved::Hidden if !labelled => "",
            _ => words,
        };
        if in_link { escape(words) } else { self.plain_link(words, resolved).unwrap_or_else(|| escape(words)) }
    }

    fn href(self, path: &str, fragment: &str) -> String {
        let way = if path == self.page && !fragment.is_empty() { String::new() } else { relative(self.page, path) };
        if fragment.is_empty() { escape(&way) } else { format!("{}#{}", escape(&way), encode_path(fragment)) }
    }
}

/// A span of a document's HTML with everything in its place.
fn edited(document: &Document, range: Range<usize>, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.at, edit.order));
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(range.len() + added);
    let mut from = range.start;
    for edit in edits {
        out.push_str(&document.html[from..edit.at as usize]);
        out.push_str(&edit.text);
        from = (edit.at + edit.instead) as usize;
    }
    out.push_str(&document.html[from..range.end]);
    out
}

/// Words that stand in no element of their own, as those of a list item, in a paragraph.
fn in_block(html: &str) -> String {
    let is_block =
        ["<p", "<ul", "<ol", "<pre", "<div", "<table", "<blockquote", "<dl", "<details", "<figure", "<hr", "<section"]
            .iter()
            .any(|start| html.starts_with(start));
    if is_block { html.to_owned() } else { format!("<p>{html}</p>") }
}

/// How large a picture is shown: as its author asks, and as high as its own sides ask for then.
fn shown_size(own: Option<(u32, u32)>, asked: Option<PictureSize>) -> Option<(u32, u32)> {
    let Some(asked) = asked else { return own };
    let by_sides = || {
        let (width, height) = own.filter(|own| own.0 > 0)?;
        let height = u64::from(asked.width) * u64::from(height) / u64::from(width);
        Some(u32::try_from(height).unwrap_or(u32::MAX).max(1))
    };
    Some((asked.width, asked.height.or_else(by_sides)?))
}

/// The spans of HTML that show a span of prose, as few as possible: one, unless marks begin or end inside it.
fn html_pieces(document: &Document, prose: &Range<u32>) -> Vec<Range<u32>> {
    let segments = &document.prose.segments;
    let first = segments.partition_point(|segment| segment.prose + segment.prose_len <= prose.start);
    let mut pieces: Vec<Range<u32>> = Vec::new();
    for segment in segments[first..].iter().take_while(|segment| segment.prose < prose.end) {
        let Some(piece) = html_of(segment, prose) else { continue };
        match pieces.last_mut() {
            Some(last) if balanced(&document.html[last.end as usize..piece.start as usize]) => last.end = piece.end,
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// The HTML of the part of a segment that lies in a span of prose.
fn html_of(segment: &Segment, prose: &Range<u32>) -> Option<Range<u32>> {
    if segment.html_len == 0 {
        return None;
    }
    if segment.html_len != segment.prose_len {
        return Some(segment.html..segment.html + segment.html_len); // a unit
    }
    let start = prose.start.max(segment.prose) - segment.prose;
    let end = prose.end.min(segment.prose + segment.prose_len) - segment.prose;
    (start < end).then_some(segment.html + start..segment.html + end)
}

/// Whether tags between two pieces leave them on the same level: none at all, or whole elements.
fn balanced(between: &str) -> bool {
    !between.contains('<')
}

pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}
