//! What raw HTML says about places: its local pictures and links work as those of Markdown do, and what would load something
//! from elsewhere becomes a link to it.

use super::address::{Address, classify};
use super::escape::push_attribute;
use super::fragment::PatchKind;
use super::sanitise::{attribute, names_in_tag, sanitise_tag};
use super::tags::{Tag, Tags};
use super::writer::Writer;
use super::{Problem, SlotTarget, embeds};
use crate::diagnostics::Code;
use std::borrow::Cow;
use std::ops::Range;

/// Elements that load something into the page.
const LOADERS: &[&str] = &["iframe", "frame", "embed", "video", "audio", "source"];

/// Elements that show nothing here, nor their content.
const LEFT_OUT: &[&str] = &[
    "script", "style", "object", "template", "textarea", "svg", "math", "xmp", "form", "input", "select", "button",
    "canvas", "map",
];

/// A link that is open in cleaned HTML.
enum Open {
    /// Written out.
    Outside,
    /// Waits for its address.
    Slot(usize),
    /// To a place of this page.
    Place(usize),
    /// Only its words are written.
    Words,
}

/// What a tag that loads something becomes.
pub(super) struct Instead {
    pub(super) address: String,
    pub(super) words: String,
}

/// The link that stands for a frame, a film or a sound.
pub(super) fn instead(html: &str, name: &str) -> Option<Instead> {
    if !LOADERS.iter().any(|loader| loader.eq_ignore_ascii_case(name)) {
        return None;
    }
    // a picture may have the same attributes; so the sanitiser reads them
    let clean = sanitise_tag(&format!("<img{}", html.get(1 + name.len()..)?))?;
    let address = attribute(&clean, "src")?;
    let title = attribute(&clean, "title").filter(|title| !title.trim().is_empty());
    let last = || address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let words = title.unwrap_or_else(|| if address.contains("://") { address.clone() } else { last() });
    Some(Instead { address, words })
}

/// The picture of a cleaned `<img>`: its own address, else the last that it offers.
pub(super) fn picture(tag: &str, in_link: bool) -> Option<SlotTarget> {
    let offered = || {
        let all = attribute(tag, "srcset")?;
        all.rsplit(',').next()?.split_whitespace().next().map(str::to_owned)
    };
    let path = attribute(tag, "src").or_else(offered).filter(|path| !path.trim().is_empty())?;
    let text = |name: &str| attribute(tag, name).unwrap_or_default();
    let size = attribute(tag, "width").and_then(|width| match attribute(tag, "height") {
        Some(height) => embeds::size(&format!("{width}x{height}")),
        None => embeds::size(&width),
    });
    Some(SlotTarget::Image { path, alt: text("alt"), title: text("title"), size, in_link })
}

impl Writer<'_> {
    /// Raw HTML in which links stand for what would load something, and what is left out is reported.
    pub(super) fn without_loaders<'h>(&mut self, html: &'h str, source: &Range<usize>) -> Cow<'h, str> {
        let mut out = String::new();
        let mut done = 0;
        let mut tags = Tags::new(html);
        let mut film_has_address = false;
        while let Some(markup) = tags.next_markup() {
            let Some(Tag { name, is_end, range }) = markup.tag else { continue };
            self.name_of_place(&html[range.clone()], source);
            if is_end {
                continue;
            }
            self.report_left_out(name, source);
            let is_film = name.eq_ignore_ascii_case("video") || name.eq_ignore_ascii_case("audio");
            let is_source = name.eq_ignore_ascii_case("source");
            let found = instead(&html[range], name).filter(|_| !(is_source && film_has_address));
            film_has_address =
                if is_film { found.is_some() } else { film_has_address || (is_source && found.is_some()) };
            let Some(Instead { address, words }) = found else { continue };
            self.report_loader(name, source);
            out.push_str(&html[done..markup.range.start]);
            out.push_str("<a href=\"");
            push_attribute(&mut out, &address);
            out.push_str("\">");
            push_attribute(&mut out, &words);
            out.push_str("</a>");
            done = markup.range.end;
        }
        if done == 0 {
            return html.into();
        }
        out.push_str(&html[done..]);
        out.into()
    }

    /// Says once that elements of a name become links.
    pub(super) fn report_loader(&mut self, name: &str, source: &Range<usize>) {
        let name = name.to_ascii_lowercase();
        let message = format!("`<{name}>` is written as a link");
        self.report_html(message, "pages load nothing from elsewhere and play nothing by themselves", source);
    }

    /// Says once that elements of a name are left out.
    pub(super) fn report_left_out(&mut self, name: &str, source: &Range<usize>) {
        let name = name.to_ascii_lowercase();
        if LEFT_OUT.contains(&name.as_str()) {
            let message = format!("`<{name}>` is left out");
            self.report_html(message, "save what it shows as a picture or a text, or take it out", source);
        }
    }

    fn report_html(&mut self, message: String, help: &str, source: &Range<usize>) {
        let known =
            self.problems.iter().any(|problem| problem.code == Code::HTML_LEFT_OUT && problem.message == message);
        if !known {
            let (source, help) = (source.clone(), Some(help.to_owned()));
            self.problems.push(Problem { code: Code::HTML_LEFT_OUT, message, source, help });
        }
    }

    /// Keeps the `id` or `name` of a raw tag as a name of the block that it stands in. It is not written out: what content
    /// calls itself could be taken for something of ours.
    pub(super) fn name_of_place(&mut self, tag: &str, source: &Range<usize>) {
        const LONGEST: usize = 100;
        let lower = tag.to_ascii_lowercase();
        if !(lower.contains("id=") || lower.contains("name=")) {
            return;
        }
        let names = names_in_tag(tag).filter(|name| !name.is_empty() && name.len() <= LONGEST);
        self.names.extend(names.map(|name| (source.start, name)));
    }

    /// Writes cleaned HTML with gaps where it shows local pictures and leads to local places.
    pub(super) fn markup_with_gaps(&mut self, clean: &str, source: &Range<usize>) {
        let mut open: Vec<Open> = Vec::new();
        let mut done = 0;
        for Tag { name, is_end, range } in Tags::new(clean) {
            if !matches!(name, "a" | "img") {
                continue;
            }
            self.out.markup(&clean[done..range.start]);
            done = range.end;
            let tag = &clean[range];
            match (name, is_end) {
                ("img", _) => {
                    if let Some(target) = picture(tag, !open.is_empty()) {
                        self.push_slot(target, source.clone());
                    }
                }
                (_, false) => open.push(self.open_local(tag, source)),
                (_, true) => match open.pop() {
                    Some(Open::Outside) => self.out.markup(tag),
                    Some(Open::Slot(slot)) => self.end_slot(slot),
                    Some(Open::Place(place)) => self.out.patch("</a>", PatchKind::LinkEnd(place)),
                    Some(Open::Words) | None => {}
                },
            }
        }
        self.out.markup(&clean[done..]);
    }

    fn open_local(&mut self, tag: &str, source: &Range<usize>) -> Open {
        let title = attribute(tag, "title").unwrap_or_default();
        match attribute(tag, "href").map(|address| classify(&address)) {
            Some(Address::Outside(_)) => {
                self.out.markup(tag);
                Open::Outside
            }
            Some(Address::Relative { path, fragment }) => {
                Open::Slot(self.push_slot(SlotTarget::Relative { path, fragment, title }, source.clone()))
            }
            Some(Address::Fragment(fragment)) => {
                let place = self.places.len();
                self.places.push((fragment, source.clone()));
                self.out.patch("<a>", PatchKind::LinkStart(place));
                Open::Place(place)
            }
            Some(Address::Foreign) | None => Open::Words,
        }
    }
}
