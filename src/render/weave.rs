//! A page's finished HTML: links and mentions spliced into the [`Document`]'s gaps.
//!
//! In: a document, where its slots lead, and its mentions. Out: HTML. The document is not changed, and all that is added is
//! written here from escaped parts.

use crate::dossier::Dossier;
use crate::entities::{EntityId, Via};
use crate::markdown::{Document, PictureSize, Segment, SlotTarget};
use crate::mentions::Mention;
use crate::render::context::push_escaped;
use crate::site::{PageLinks, Resolved, Site, encode_path, relative};
use crate::theme::Labels;
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
#[derive(Debug, Clone, Copy)]
pub struct Weave<'a> {
    /// The model.
    pub dossier: &'a Dossier,
    /// Addresses.
    pub site: &'a Site,
    /// By index in [`Dossier::assets`].
    pub assets: &'a [PublishedAsset],
    /// Mark of each kind: `person`.
    pub marks: &'a [String],
    /// Why a name is linked that is not the entity's own.
    pub reasons: &'a Reasons,
    /// Address of the page that shows the HTML.
    pub page: &'a str,
}

/// Why a name is linked, as attributes in the words of the interface. The entity's own name needs none: readers see it.
#[derive(Debug)]
pub struct Reasons {
    alias: String,
    plural: String,
    short: String,
    acronym: String,
    by_page: String,
}

impl Reasons {
    /// From the words of a theme.
    pub fn new(labels: &Labels) -> Self {
        let title = |key: &str| format!(" title=\"{}\"", escape(labels.text(key)));
        Self {
            alias: title("why_alias"),
            plural: title("why_plural"),
            short: title("why_short"),
            acronym: title("why_acronym"),
            by_page: title("why_override"),
        }
    }

    fn attribute(&self, via: Via) -> &str {
        match via {
            Via::Exact | Via::Wikilink | Via::Not => "",
            Via::Alias | Via::WeakAlias => &self.alias,
            Via::Plural => &self.plural,
            Via::ShortForm => &self.short,
            Via::Acronym => &self.acronym,
            Via::Override => &self.by_page,
        }
    }
}

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

impl Weave<'_> {
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
        for (slot, resolved) in document.slots.iter().zip(&links.slots) {
            self.slot(document, &slot.html, &slot.target, resolved, &mut edits);
        }
        for mention in mentions.iter().filter(|mention| mention.linked) {
            self.mention(document, mention, &mut edits);
        }
        for (boxed, head) in document.boxes.iter().zip(heads) {
            // the start tag ends in `>` and a line feed
            edits.push(Edit::new(boxed.html.start - 2, 1, format!(" id=\"{}\"", escape(&head.id))));
            edits.push(Edit::new(boxed.html.start, 1, head.html.clone()));
        }
        edits.sort_by_key(|edit| (edit.at, edit.order));
        let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
        let mut out = String::with_capacity(document.html.len() + added);
        let mut from = 0;
        for edit in edits {
            out.push_str(&document.html[from..edit.at as usize]);
            out.push_str(&edit.text);
            from = (edit.at + edit.instead) as usize;
        }
        out.push_str(&document.html[from..]);
        out
    }

    fn mention(self, document: &Document, mention: &Mention, edits: &mut Vec<Edit>) {
        let pieces = html_pieces(document, &mention.prose);
        for piece in pieces {
            edits.push(Edit::new(piece.start, 2, self.entity_tag(mention.entity, mention.via)));
            edits.push(Edit::new(piece.end, 0, "</a>"));
        }
    }

    fn entity_tag(self, id: EntityId, via: Via) -> String {
        let entity = self.dossier.gazetteer.get(id);
        let mark = &self.marks[usize::from(entity.kind.0)];
        let url = relative(self.page, self.site.entity(id));
        let why = self.reasons.attribute(via);
        let mut tag = String::with_capacity(64 + mark.len() + url.len() + entity.id.0.len() + why.len());
        for part in ["<a class=\"e e-", mark, "\" href=\"", &url, "\" data-pv=\""] {
            tag.push_str(part);
        }
        push_escaped(&mut tag, &entity.id.0);
        for part in ["\"", why, ">"] {
            tag.push_str(part);
        }
        tag
    }

    fn slot(
        self,
        document: &Document,
        html: &Range<u32>,
        target: &SlotTarget,
        resolved: &Resolved,
        edits: &mut Vec<Edit>,
    ) {
        match (target, resolved) {
            (SlotTarget::Wikilink { page, .. }, Resolved::Page { path, fragment, title }) => {
                let tag = match self.dossier.gazetteer.entity(page, None) {
                    Some(id) if self.site.entity(id) == path && fragment.is_empty() => {
                        self.entity_tag(id, Via::Wikilink)
                    }
                    _ => format!("<a href=\"{}\">", self.href(path, fragment)),
                };
                let shown = &document.html[html.start as usize..html.end as usize];
                if shown.contains('/') && shown == escape(page) {
                    // written as an id: readers see the title
                    let text = format!("{tag}{}</a>", escape(title));
                    edits.push(Edit { at: html.start, order: 2, text: text.into(), instead: html.end - html.start });
                } else {
                    edits.push(Edit::new(html.start, 2, tag));
                    edits.push(Edit::new(html.end, 0, "</a>"));
                }
            }
            (SlotTarget::Relative { title, .. }, Resolved::Page { path, fragment, .. }) => {
                Self::wrap(html, &self.href(path, fragment), title, edits);
            }
            (SlotTarget::Relative { title, .. }, Resolved::Asset(asset)) => {
                let path = &self.assets[*asset as usize].path;
                if !path.is_empty() {
                    Self::wrap(html, &self.href(path, ""), title, edits);
                }
            }
            (SlotTarget::Image { alt, title, size, in_link, .. }, resolved) => {
                edits.push(Edit::new(html.start, 1, self.image(alt, title, *size, *in_link, resolved)));
            }
            (SlotTarget::Embed { page, label, size, .. }, resolved) => {
                let words = label.as_deref().unwrap_or(page);
                edits.push(Edit::new(html.start, 1, self.embed(words, label.is_some(), *size, resolved)));
            }
            _ => {}
        }
    }

    fn wrap(html: &Range<u32>, url: &str, title: &str, edits: &mut Vec<Edit>) {
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        edits.push(Edit::new(html.start, 2, format!("<a href=\"{url}\"{title}>")));
        edits.push(Edit::new(html.end, 0, "</a>"));
    }

    fn image(self, alt: &str, title: &str, size: Option<PictureSize>, in_link: bool, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Asset(asset) => self.picture(*asset, alt, title, size),
            Resolved::Remote(url) if !in_link => {
                let words = if alt.is_empty() { url } else { alt };
                let rel = "rel=\"noopener noreferrer nofollow\"";
                format!("<a class=\"ext\" href=\"{}\" {rel}>{}</a>", escape(url), escape(words))
            }
            _ => escape(alt),
        }
    }

    fn picture(self, asset: u32, alt: &str, title: &str, asked: Option<PictureSize>) -> String {
        let asset = &self.assets[asset as usize];
        if asset.path.is_empty() {
            return escape(alt);
        }
        let mut out = format!("<img src=\"{}\" alt=\"{}\"", self.href(&asset.path, ""), escape(alt));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape(title));
        }
        if let Some((width, height)) = shown_size(asset.size, asked) {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        out.push_str(" loading=\"lazy\">");
        out
    }

    fn embed(self, words: &str, labelled: bool, size: Option<PictureSize>, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Asset(asset) if self.assets[*asset as usize].size.is_some() => {
                self.picture(*asset, if labelled { words } else { "" }, "", size)
            }
            Resolved::Asset(asset) if !self.assets[*asset as usize].path.is_empty() => {
                format!("<a href=\"{}\">{}</a>", self.href(&self.assets[*asset as usize].path, ""), escape(words))
            }
            Resolved::Page { path, fragment, title } => {
                let words = if labelled { words } else { title };
                format!("<a href=\"{}\">{}</a>", self.href(path, fragment), escape(words))
            }
            _ => escape(words),
        }
    }

    fn href(self, path: &str, fragment: &str) -> String {
        let way = if path == self.page && !fragment.is_empty() { String::new() } else { relative(self.page, path) };
        if fragment.is_empty() { escape(&way) } else { format!("{}#{}", escape(&way), encode_path(fragment)) }
    }
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

/// The stretches of HTML that show a stretch of prose, as few as possible: one, unless marks begin or end inside it.
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

/// The HTML of the part of a segment that lies in a stretch of prose.
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
