//! From saved pages, documents, messages, bibliographies and tables to drafts of articles and entities.
//!
//! In: names and bytes of files, from anybody. Out: [`Draft`]s, which know their own file's text, and for each input what became of
//! it. Nothing that a reader of the input sees is lost; what it says of its own origin goes into the record of its source, and a text
//! that says nothing of it gets `source: unknown`, so that nobody takes it for the dossier's own. Values are written by the encoder,
//! never pasted. Raw HTML in a clip stays in the file; the sanitiser meets it when the article is read, like everybody's. Nothing is
//! fetched, and no disk is touched here.
//!
//! `sniff` tells what a file is, `formats` has a file for each of them, `head` and `record` read and clean what a text says of its
//! origin, `from_html` and `inline` write Markdown, `draft` is what all of them give, `batch` and `duplicates` see many of them
//! together.

pub mod batch;
mod decode;
pub mod draft;
mod duplicates;
mod escape;
mod formats;
mod from_html;
mod head;
mod header;
mod inline;
pub mod pictures;
mod record;
mod sniff;
mod text_lines;
mod words;

pub use draft::Draft;

use crate::kind::Kinds;
use crate::text::plain::line;
use sha2::{Digest as _, Sha256};
use sniff::Kind;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is said of a whole batch, whatever its files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who published the texts.
    pub outlet: Option<String>,
    /// When they were saved.
    pub retrieved: Option<String>,
    /// Their language.
    pub lang: Option<String>,
    /// The kind of entities that tables hold.
    pub kind: Option<String>,
    /// Whether the texts are notes of whoever imports them.
    pub own: bool,
    /// Whether they stay drafts.
    pub draft: bool,
}

/// Why a file, or a part of it, is not imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}\nhelp: {help}")]
pub struct Refusal {
    /// What stands in the way.
    pub why: String,
    /// What can be done.
    pub help: String,
    /// Whether it is simply no text: nothing to worry about in a folder of all sorts.
    pub is_no_text: bool,
}

impl Refusal {
    fn new(why: impl Into<String>, help: impl Into<String>) -> Self {
        Self { why: why.into(), help: help.into(), is_no_text: false }
    }

    fn no_text(what: &str, help: &str) -> Self {
        Self { is_no_text: true, ..Self::new(format!("it is {what}"), help) }
    }

    fn empty() -> Self {
        Self::new("there is no text in it", "save it again, with its text")
    }

    fn too_large(what: &str, most: &str) -> Self {
        Self::new(format!("{what} is larger than {most}"), "divide it, or save its text alone")
    }
}

/// What a file became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// In the order of the file.
    pub drafts: Vec<Draft>,
    /// Parts that are none: what, and why.
    pub left_out: Vec<(String, Refusal)>,
}

impl From<Draft> for Reading {
    fn from(draft: Draft) -> Self {
        Self { drafts: vec![draft], left_out: Vec::new() }
    }
}

/// What every format is told.
#[derive(Debug, Clone, Copy)]
struct Context<'a> {
    /// Name of the file without its suffix.
    stem: &'a str,
    options: &'a Options,
    kinds: &'a Kinds,
    /// How many messages this one lies in.
    depth: usize,
}

/// Reads the file `name`, whatever it is.
pub fn read(name: &str, bytes: &[u8], options: &Options, kinds: &Kinds) -> Result<Reading, Refusal> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let context = Context { stem, options, kinds, depth: 0 };
    // Formats are read by libraries of many hands; a fault in one of them must not cost the other files of a batch. This is the one
    // place where a panic is caught.
    let read = catch_unwind(AssertUnwindSafe(|| read_any(file, bytes, context)));
    let mut reading = read.unwrap_or_else(|_| {
        Err(Refusal::new(
            "it cannot be read: it is damaged, or there is a fault in this program",
            "save it in another format",
        ))
    })?;
    let is_one = reading.drafts.len() == 1 && reading.left_out.is_empty();
    for draft in &mut reading.drafts {
        if draft.title.is_none() && is_one {
            draft.title = Some(stem.to_owned());
        }
        finish(draft, options);
        if is_one && draft.kind.is_none() && !draft.about && !draft.own {
            draft.record.sha256 = Some(hex(&Sha256::digest(bytes)));
        }
    }
    Ok(reading)
}

fn read_any(file: &str, bytes: &[u8], context: Context<'_>) -> Result<Reading, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::empty());
    }
    match sniff::binary(bytes) {
        Some(Kind::Pdf) => return formats::pdf::read(bytes).map(Reading::from),
        Some(Kind::Docx) => return formats::docx::read(bytes).map(Reading::from),
        Some(Kind::Odt) => return formats::odt::read(bytes).map(Reading::from),
        Some(Kind::Picture) => {
            return Err(Refusal::no_text("a picture", "import the text that shows it, from the same folder"));
        }
        Some(Kind::Other(what, help)) => return Err(Refusal::no_text(what, help)),
        _ => {}
    }
    let (text, notes) = decode::decode(bytes);
    if text.trim().is_empty() {
        return Err(Refusal::empty());
    }
    let kind = sniff::text(file, &text);
    let mut reading = read_text(kind, &text, bytes, context)?;
    // messages and pages say their own encoding
    if !matches!(kind, Kind::Html | Kind::Mhtml | Kind::Mail | Kind::Mailbox) {
        for draft in &mut reading.drafts {
            draft.notes.extend(notes.iter().map(|note| (*note).to_owned()));
        }
    }
    if reading.drafts.is_empty() && reading.left_out.is_empty() {
        return Err(Refusal::empty());
    }
    Ok(reading)
}

fn read_text(kind: Kind, text: &str, bytes: &[u8], context: Context<'_>) -> Result<Reading, Refusal> {
    match kind {
        Kind::Html => {
            let text = decode::decode_html(bytes);
            Ok(formats::html::read(&text, head::Saved::default(), Vec::new()).into())
        }
        Kind::Mhtml => formats::mhtml::read(bytes).map(Reading::from),
        Kind::Mail => formats::mail::read(bytes, context),
        Kind::Mailbox => Ok(formats::mail::read_box(bytes, context)),
        Kind::Feed => formats::feed::read(text),
        Kind::ZoteroRdf => formats::zotero::read(text),
        Kind::Bibtex => Ok(formats::bibtex::read(text)),
        Kind::Ris => Ok(formats::ris::read(text)),
        Kind::Json | Kind::JsonLines => formats::json::read(text, context),
        Kind::Table(delimiter) => formats::table::read(text, delimiter, context),
        Kind::Markdown => {
            let Options { draft, own, .. } = *context.options;
            formats::markdown::read(text, context.stem, draft, own).map(Reading::from)
        }
        Kind::Text => Ok(formats::text::read(text, context.stem).into()),
        Kind::Picture => Err(Refusal::no_text("a drawing", "import the text that shows it, from the same folder")),
        Kind::Other(what, help) => Err(Refusal::no_text(what, help)),
        _ => Err(Refusal::empty()),
    }
}

/// What holds for every draft: one line where one line belongs, and what is said of the whole batch.
fn finish(draft: &mut Draft, options: &Options) {
    let short = |place: &mut Option<String>, most: usize| {
        if let Some(text) = place.take() {
            let text = line(&text);
            let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
            *place = Some(text[..end].trim().to_owned()).filter(|text| !text.is_empty());
        }
    };
    short(&mut draft.title, 300);
    short(&mut draft.summary, 1_000);
    let record = &mut draft.record;
    for (place, most) in [
        (&mut record.outlet, 200),
        (&mut record.author, 500),
        (&mut record.license, 300),
        (&mut record.url, 2_000),
        (&mut record.archive_url, 2_000),
    ] {
        short(place, most);
    }
    for (said, place) in [
        (&options.outlet, &mut record.outlet),
        (&options.retrieved, &mut record.retrieved),
        (&options.lang, &mut record.language),
    ] {
        if said.is_some() {
            place.clone_from(said);
        }
    }
    if let Some((original, date)) = record.archive_url.as_deref().and_then(record::archived) {
        record.url.get_or_insert(original);
        record.archive_date = record.archive_date.take().or(date);
    }
    if let (None, Some(title), Some(url)) = (&record.outlet, &draft.title, &record.url) {
        record.outlet = record::host(url).and_then(|host| record::outlet_in_title(title, &host));
    }
    if let (Some(title), None) = (&draft.title, &draft.kind) {
        draft.title = Some(record::title(title, record.outlet.as_deref()));
    }
    if options.lang.is_some() {
        draft.lang.clone_from(&options.lang);
    }
    if draft.record.published.is_none() && draft.kind.is_none() {
        draft.record.published = draft.date.clone().filter(|_| draft.record.known() > 0);
    }
    draft.own = options.own;
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
