//! From a saved page or a plain text to the file of an article.
//!
//! In: a file's name and bytes, from a browser clipper or anybody. Out: the text of an article that says `draft: true`, so that nothing
//! is published unseen, and the slug for its name. Nothing is lost: a header that is no valid front matter is read line by line, and
//! stands whole in `private_notes` besides; the text below it stays as it was. Values are written by the encoder, never pasted. Raw HTML
//! in a clip stays in the file; the sanitiser meets it when the article is read, like everybody's. No disk here.

mod decode;
mod header;
mod plain_text;

use crate::config::Config;
use crate::date::PartialDate;
use crate::diagnostics::Severity;
use crate::source::{HeldBackReason, LoadOptions, load_text};
use crate::text::plain::yaml_string;
use crate::text::slug::slugify;
use std::fmt::Write as _;

/// An article that was made of something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// For the file's name.
    pub slug: String,
    /// The whole file.
    pub text: String,
    /// What the author should look at.
    pub notes: Vec<&'static str>,
}

/// Why a file is no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A type that we cannot read.
    #[error(
        "files of this type are not imported\nhelp: save it as Markdown with a browser clipper, or convert it: `pandoc -t gfm`"
    )]
    UnknownType,
    /// Nothing in it.
    #[error("there is no text in it\nhelp: save it again")]
    Empty,
}

/// What is known of a clip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Record {
    title: Option<String>,
    url: Option<String>,
    author: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    retrieved: Option<String>,
    summary: Option<String>,
    tags: Vec<String>,
    /// The header as it stood, if it was no valid front matter.
    header: Option<String>,
}

/// Makes an article of the file `name`. `key` is the stable key that it gets.
pub fn article(name: &str, bytes: &[u8], key: &str) -> Result<Imported, ImportError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, suffix) = file.rsplit_once('.').unwrap_or((file, ""));
    let is_plain = match suffix.to_ascii_lowercase().as_str() {
        "md" | "markdown" => false,
        "txt" | "text" => true,
        _ => return Err(ImportError::UnknownType),
    };
    let (text, mut notes) = decode::decode(bytes);
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    if is_plain {
        let (title, body) = plain_text::title_and_body(&text);
        let title = if title.is_empty() { stem.to_owned() } else { title };
        return Ok(write(&Record { title: Some(title), ..Record::default() }, stem, &body, key, notes));
    }
    let Some(header) = header::split(&text) else {
        let record = Record { title: first_heading(&text), ..Record::default() };
        return Ok(write(&record, stem, &text, key, notes));
    };
    let drafted = header::with_draft(&text, &header);
    if is_draft(&drafted) {
        let title = header::title(&drafted).unwrap_or_default();
        return Ok(Imported { slug: slug(&title, None, stem), text: drafted, notes });
    }
    notes.push("its header is no valid front matter: it was read line by line, and stands whole in `private_notes`");
    let mut record = header::read(header.inner(&text));
    record.title = record.title.or_else(|| first_heading(header.body(&text)));
    Ok(write(&record, stem, header.body(&text), key, notes))
}

/// Whether a file is read as a draft, without a mistake in its front matter.
fn is_draft(text: &str) -> bool {
    let today = jiff::civil::date(9999, 12, 31);
    let loaded = load_text(
        "content/articles/import.md",
        text.as_bytes().to_vec(),
        &Config::default(),
        LoadOptions { drafts: false, today },
    );
    let held = loaded.value.held_back.iter().any(|held| held.reason == HeldBackReason::Draft);
    held && loaded.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
}

fn write(record: &Record, stem: &str, body: &str, key: &str, notes: Vec<&'static str>) -> Imported {
    let title = record.title.clone().unwrap_or_else(|| stem.to_owned());
    let mut text = String::from("---\n");
    let mut put = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "{key}: {}", yaml_string(value));
        }
    };
    put("title", &Some(title.clone()));
    put("date", &record.published);
    put("key", &Some(key.to_owned()));
    put("summary", &record.summary);
    text.push_str("draft: true\n");
    let source = [
        ("name", &record.outlet),
        ("url", &record.url),
        ("author", &record.author),
        ("published", &record.published),
        ("retrieved", &record.retrieved),
    ];
    if source.iter().any(|(_, value)| value.is_some()) {
        text.push_str("source:\n");
        for (key, value) in source {
            if let Some(value) = value {
                let _ = writeln!(text, "  {key}: {}", yaml_string(value));
            }
        }
    }
    if !record.tags.is_empty() {
        let tags: Vec<String> = record.tags.iter().map(|tag| yaml_string(tag)).collect();
        let _ = writeln!(text, "tags: [{}]", tags.join(", "));
    }
    if let Some(header) = &record.header {
        let _ = writeln!(text, "private_notes: {}", yaml_string(header));
    }
    text.push_str("---\n");
    if !body.starts_with(['\n', '\r']) {
        text.push('\n');
    }
    text.push_str(body);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Imported { slug: slug(&title, record.published.as_deref(), stem), text, notes }
}

fn slug(title: &str, published: Option<&str>, stem: &str) -> String {
    let words = [title, stem, "imported"].into_iter().map(slugify).find(|slug| !slug.is_empty()).unwrap_or_default();
    match published.and_then(PartialDate::parse).filter(|date| date.day.is_some()) {
        Some(date) => slugify(&format!("{}-{words}", date.first_day())),
        None => words,
    }
}

fn first_heading(text: &str) -> Option<String> {
    let title = crate::markdown::leading_title(text.trim_start(), crate::markdown::Hidden::NONE);
    title.filter(|title| !title.trim().is_empty())
}

#[cfg(test)]
mod tests;
