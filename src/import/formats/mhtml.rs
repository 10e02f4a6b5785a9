//! Pages that a browser saved as one message: MHTML.

use super::super::draft::Draft;
use super::super::head::Saved;
use super::super::{Refusal, decode, pictures, record};
use mail_parser::{HeaderValue, MessageParser, MimeHeaders as _, PartType};

/// A page with its pictures.
pub(in super::super) fn read(bytes: &[u8]) -> Result<Draft, Refusal> {
    let message = MessageParser::default().parse(bytes).ok_or_else(Refusal::empty)?;
    let header = |name: &'static str| match message.header(name) {
        Some(HeaderValue::Text(text)) => Some(text.trim().to_owned()),
        _ => message.header_raw(name).map(|text| text.trim().to_owned()),
    };
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((html, part)),
        _ => None,
    });
    let (html, page) = page.ok_or_else(Refusal::empty)?;
    let location = page.content_location().map(str::to_owned);
    let saved = Saved {
        url: header("Snapshot-Content-Location").or(location).and_then(|url| record::address(&url)),
        day: message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        title: message.subject().map(str::to_owned),
    };
    let mut parts = Vec::new();
    for part in &message.parts {
        let (PartType::Binary(data) | PartType::InlineBinary(data)) = &part.body else { continue };
        let Some(_) = pictures::suffix(data) else { continue };
        let name = |address: &str| address.rsplit('/').next().unwrap_or("picture").to_owned();
        if let Some(address) = part.content_location() {
            parts.push((address.to_owned(), name(address), data.to_vec()));
        }
        if let Some(id) = part.content_id() {
            parts.push((format!("cid:{id}"), "picture".to_owned(), data.to_vec()));
        }
    }
    Ok(super::html::read(&decode::clean(html), saved, parts))
}
