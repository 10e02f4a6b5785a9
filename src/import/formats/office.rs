//! What office documents are packed in, archives of XML, and what their texts have in common.

use super::super::draft::Draft;
use super::super::sniff::Kind;
use super::super::{Refusal, escape, record, text_lines};
use super::html;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// How deep tables, boxes and lists may lie in each other; what is deeper comes as its bare text.
pub(super) const DEEPEST: usize = 40;

/// The largest part that is unpacked. Longer texts than this are not articles, and an archive of a kilobyte can hold terabytes.
const LARGEST_PART: u64 = 32 * 1024 * 1024;
/// The most files that an archive may list.
const MOST_FILES: usize = 10_000;

/// An archive of which parts are read one by one.
pub(super) struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let damaged = |_| Refusal::new("it is damaged: it cannot be unpacked", "save the document again");
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MOST_FILES {
            return Err(Refusal::too_large("what it holds", "10,000 files"));
        }
        Ok(Self(archive))
    }

    /// A part as bytes; `None` if there is none.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Ok(file) = self.0.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = file.take(LARGEST_PART + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > LARGEST_PART {
            return Err(Refusal::too_large("what it unpacks to", "32 MiB"));
        }
        read.map_err(|_| Refusal::new("it is damaged: it cannot be unpacked", "save the document again"))?;
        Ok(Some(bytes))
    }

    /// A part as text; `None` if there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        Ok(self.bytes(name)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }
}

/// What an archive is.
pub(in super::super) fn kind(bytes: &[u8]) -> Kind {
    let Ok(mut package) = Package::open(bytes) else {
        return Kind::Other("a damaged archive", "save the document again");
    };
    if package.has("word/document.xml") {
        return Kind::Docx;
    }
    let kind = package.text("mimetype").ok().flatten().unwrap_or_default();
    match kind.trim() {
        "application/vnd.oasis.opendocument.text" => Kind::Odt,
        "application/epub+zip" => Kind::Other("an e-book", "unpack it, and import the folder of its pages"),
        kind if kind.starts_with("application/vnd.oasis.opendocument.") => {
            Kind::Other("a table or slides", "save it as CSV, or its text as .odt")
        }
        _ if package.has("xl/workbook.xml") => Kind::Other("a workbook", "save its sheet as CSV, and import that"),
        _ if package.has("ppt/presentation.xml") => Kind::Other("slides", "save them as PDF, and import that"),
        _ => Kind::Other("an archive", "unpack it, and import the folder"),
    }
}

/// A text that is being written as HTML.
#[derive(Debug, Default)]
pub(super) struct Writing {
    pub(super) html: String,
    pub(super) title: Option<String>,
    /// Paths of its pictures.
    pub(super) pictures: Vec<String>,
    /// Footnotes: mark and text.
    pub(super) notes: Vec<(String, String)>,
    /// Lists that are open: whether they count.
    lists: Vec<bool>,
}

impl Writing {
    pub(super) fn paragraph(&mut self, text: &str) {
        self.close_lists(0);
        let _ = write!(self.html, "<p>{text}</p>");
    }

    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.close_lists(0);
        let level = level.clamp(1, 6);
        let _ = write!(self.html, "<h{level}>{text}</h{level}>");
    }

    /// The first one is the title of the document; further ones are headings.
    pub(super) fn title(&mut self, text: &str) {
        if self.title.is_none() && !text.contains('<') {
            self.title =
                Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"));
            return;
        }
        self.heading(1, text);
    }

    pub(super) fn quote(&mut self, text: &str) {
        self.close_lists(0);
        let _ = write!(self.html, "<blockquote><p>{text}</p></blockquote>");
    }

    /// An item of a list, at a level of it.
    pub(super) fn item(&mut self, level: usize, counts: bool, text: &str) {
        let level = level.min(8) + 1;
        self.close_lists(level);
        if self.lists.len() == level && self.lists.last() != Some(&counts) {
            self.close_lists(level - 1);
        }
        while self.lists.len() < level {
            self.html.push_str(if counts { "<ol>" } else { "<ul>" });
            self.lists.push(counts);
        }
        let _ = write!(self.html, "<li>{text}</li>");
    }

    /// Ends lists until no more than `left` are open.
    pub(super) fn close_lists(&mut self, left: usize) {
        while self.lists.len() > left {
            let counts = self.lists.pop().unwrap_or_default();
            self.html.push_str(if counts { "</ol>" } else { "</ul>" });
        }
    }

    /// A picture, as it stands in a line.
    pub(super) fn picture(&mut self, path: &str, about: &str) -> String {
        if !self.pictures.iter().any(|known| known == path) {
            self.pictures.push(path.to_owned());
        }
        format!("<img src=\"{}\" alt=\"{}\">", escaped(path), escaped(about))
    }
}

/// The mark of a footnote in a line.
pub(super) fn note_mark(id: &str) -> String {
    format!("<dossier-note n=\"{}\"></dossier-note>", escaped(id))
}

/// Appends text between the marks that hold for it.
pub(super) fn push_marked(out: &mut String, text: &str, marks: &[(&str, bool)]) {
    let marks: Vec<&str> = marks.iter().filter(|(_, holds)| *holds).map(|(mark, _)| *mark).collect();
    // words of one style often come in several pieces
    let end = marks.iter().rev().fold(String::new(), |mut end, mark| {
        let _ = write!(end, "</{mark}>");
        end
    });
    if !end.is_empty() && out.ends_with(&end) {
        out.truncate(out.len() - end.len());
    } else {
        for mark in &marks {
            let _ = write!(out, "<{mark}>");
        }
    }
    out.push_str(text);
    out.push_str(&end);
}

/// Text as it may stand in HTML, also in attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A document as a draft. What its file says of title and author counts only if its text says it too: files are made by whoever
/// saved them, with templates of somebody else.
pub(super) fn draft(
    mut writing: Writing,
    parts: &[(String, String, Vec<u8>)],
    title: Option<String>,
    creator: Option<&str>,
) -> Draft {
    writing.close_lists(0);
    let (mut body, pictures) = html::fragment(&writing.html, None, parts.to_vec());
    let mut draft = Draft { pictures, ..Draft::default() };
    for (mark, text) in &writing.notes {
        let label = format!("[^{mark}]");
        if !body.contains(&label) {
            continue;
        }
        let (note, pictures) = html::fragment(text, None, parts.to_vec());
        let note = draft.adopt(&note, &pictures);
        let _ = write!(body, "\n\n{label}: {}", note.replace('\n', "\n    "));
    }
    let blocks: Vec<&str> = body.split("\n\n").collect();
    let first = blocks.first().map(|block| block.trim_start_matches(['#', ' ', '*']).trim_end_matches('*').trim());
    let is_title = |text: &&str| !text.is_empty() && text.chars().count() <= 160 && !text.ends_with('.');
    let in_file = title.filter(|title| text_lines::names(&blocks, title));
    draft.title = writing
        .title
        .or(in_file)
        .or_else(|| first.filter(is_title).map(|text| text_lines::plain(&text.replace("\\\n", " "))));
    draft.body.clone_from(&body);
    let top = blocks.iter().take(10).copied().collect::<Vec<_>>().join(" ");
    text_lines::take_head(&mut draft);
    if let Some(name) = creator.and_then(|name| record::author(name, None)) {
        if draft.record.author.is_none() && escape::text(&top).contains(&escape::text(&name)) {
            draft.record.author = Some(name);
        } else if draft.record.author.is_none() {
            draft.private_notes.push(format!("file by: {name}"));
        }
    }
    draft
}
