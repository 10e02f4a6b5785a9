//! Messages, one in a file or many in a mailbox. Addresses of people stay in the private notes.

use super::super::draft::{Draft, Origin, Picture};
use super::super::{Context, Reading, Refusal, decode, escape, pictures, read_any, record};
use super::{html, text};
use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders as _, PartType};
use std::fmt::Write as _;
use std::io::Cursor;

/// How many messages may lie in each other.
const DEEPEST: usize = 3;
/// More messages than one file should have.
const MOST: usize = 20_000;

/// One message, and what is attached to it.
pub(in super::super) fn read(bytes: &[u8], context: Context<'_>) -> Result<Reading, Refusal> {
    let message = MessageParser::default().parse(bytes).ok_or_else(Refusal::empty)?;
    let mut reading = Reading::default();
    add(&message, context, &mut reading);
    Ok(reading)
}

/// All messages of a mailbox.
pub(in super::super) fn read_box(bytes: &[u8], context: Context<'_>) -> Reading {
    let mut reading = Reading::default();
    for message in MessageIterator::new(Cursor::new(bytes)).take(MOST).filter_map(Result::ok) {
        if let Some(message) = MessageParser::default().parse(message.contents()) {
            add(&message, context, &mut reading);
        }
    }
    reading
}

fn add(message: &Message<'_>, context: Context<'_>, reading: &mut Reading) {
    let mut draft = head(message);
    let parts = inline_pictures(message);
    let ids = if message.html_body.is_empty() { &message.text_body } else { &message.html_body };
    let mut blocks: Vec<String> = Vec::new();
    for part in ids.iter().filter_map(|id| message.part(*id)) {
        match &part.body {
            PartType::Html(source) => {
                let (body, pictures) = html::fragment(&decode::clean(source), None, parts.clone());
                blocks.push(draft.adopt(&body, &pictures));
            }
            PartType::Text(source) => blocks.push(plain(&decode::clean(source))),
            _ => {}
        }
    }
    let mut attached = attachments(message, context, &mut draft, &mut blocks);
    blocks.retain(|block| !block.trim().is_empty());
    draft.body = blocks.join("\n\n");
    let name = draft.title.clone().unwrap_or_else(|| "a message".into());
    reading.drafts.push(draft);
    for found in &mut attached.drafts {
        found.notes.push(format!("it was attached to `{name}`"));
    }
    reading.drafts.append(&mut attached.drafts);
    reading.left_out.append(&mut attached.left_out);
}

/// Subject, sender and day.
fn head(message: &Message<'_>) -> Draft {
    let subject = message.subject().map(|subject| without_reply_marks(subject).to_owned());
    let mut draft = Draft { title: subject.filter(|subject| !subject.is_empty()), ..Draft::default() };
    let names = |address: Option<&Address<'_>>| -> Vec<String> {
        let all = address.into_iter().flat_map(Address::iter);
        all.filter_map(|one| one.name())
            .filter_map(|name| record::author(name.trim_matches(['"', '\'']), None))
            .collect()
    };
    draft.record.author = Some(names(message.from()).join("; ")).filter(|names| !names.is_empty());
    let day = message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    draft.record.published = day.and_then(|day| record::day(&day));
    draft.date.clone_from(&draft.record.published);
    let archived = match message.header("Archived-At") {
        Some(HeaderValue::Text(text)) => Some(text.to_string()),
        _ => message.header_raw("Archived-At").map(str::to_owned),
    };
    draft.record.url = archived.and_then(|text| record::address(text.trim().trim_matches(['<', '>'])));
    let mut notes = String::new();
    for (name, address) in [("From", message.from()), ("To", message.to()), ("Cc", message.cc())] {
        let all: Vec<String> = address
            .into_iter()
            .flat_map(Address::iter)
            .map(|one| [one.name().unwrap_or_default(), one.address().unwrap_or_default()].join(" ").trim().to_owned())
            .collect();
        if !all.is_empty() {
            let _ = writeln!(notes, "{name}: {}", all.join(", "));
        }
    }
    if let Some(id) = message.message_id() {
        let _ = writeln!(notes, "Message-ID: {id}");
    }
    draft.private_notes.extend(Some(notes).filter(|notes| !notes.is_empty()));
    draft
}

/// Pictures by the addresses under which the text shows them.
fn inline_pictures(message: &Message<'_>) -> Vec<(String, String, Vec<u8>)> {
    let mut parts = Vec::new();
    for part in &message.parts {
        let (PartType::Binary(data) | PartType::InlineBinary(data)) = &part.body else { continue };
        if let (Some(id), Some(_)) = (part.content_id(), pictures::suffix(data)) {
            let name = part.attachment_name().unwrap_or("picture");
            parts.push((format!("cid:{id}"), name.to_owned(), data.to_vec()));
        }
    }
    parts
}

/// Pictures that the text does not show come at its end; what else is attached is read as a file.
fn attachments(message: &Message<'_>, context: Context<'_>, draft: &mut Draft, blocks: &mut Vec<String>) -> Reading {
    let deeper = Context { depth: context.depth + 1, ..context };
    let mut all = Reading::default();
    for part in message.attachments() {
        let name = part.attachment_name().unwrap_or("without a name").to_owned();
        let attached = match &part.body {
            PartType::Message(inner) if deeper.depth <= DEEPEST => {
                let mut inside = Reading::default();
                add(inner, deeper, &mut inside);
                Ok(inside)
            }
            PartType::Binary(data) | PartType::InlineBinary(data) if pictures::suffix(data).is_some() => {
                let shows =
                    |picture: &Picture| matches!(&picture.origin, Origin::Within(_, bytes) if bytes[..] == data[..]);
                if !draft.pictures.iter().any(shows) {
                    let origin = Origin::Within(name.clone(), data.to_vec());
                    let picture = Picture { alt: name, origin, otherwise: String::new() };
                    blocks.push(Draft::add_picture(&mut draft.pictures, picture));
                }
                continue;
            }
            PartType::Binary(data) | PartType::InlineBinary(data) => attached_file(&name, data, deeper),
            PartType::Text(text) | PartType::Html(text) => attached_file(&name, text.as_bytes(), deeper),
            _ => Err(too_deep()),
        };
        match attached {
            Ok(mut inside) => {
                all.drafts.append(&mut inside.drafts);
                all.left_out.append(&mut inside.left_out);
            }
            Err(refusal) => all.left_out.push((format!("the attachment `{name}`"), refusal)),
        }
    }
    all
}

fn too_deep() -> Refusal {
    Refusal::new("it lies too deep in other messages", "save it alone, and import it")
}

fn attached_file(name: &str, bytes: &[u8], context: Context<'_>) -> Result<Reading, Refusal> {
    if context.depth > DEEPEST {
        return Err(too_deep());
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    read_any(name, bytes, Context { stem, ..context })
}

/// `Re: Fwd: Subject` as `Subject`.
fn without_reply_marks(subject: &str) -> &str {
    let mut subject = subject.trim();
    loop {
        let rest = ["re:", "fw:", "fwd:", "aw:", "wg:", "tr:", "sv:", "vs:", "rv:"].iter().find_map(|mark| {
            let start = subject.get(..mark.len())?;
            start.eq_ignore_ascii_case(mark).then(|| subject[mark.len()..].trim_start())
        });
        match rest {
            Some(rest) => subject = rest,
            None => return subject,
        }
    }
}

/// A text whose lines may begin with `>`: what is quoted stays a quotation.
fn plain(source: &str) -> String {
    if !source.lines().any(|line| line.starts_with('>')) {
        return text::paragraphs(source);
    }
    let mut out = String::new();
    let mut last = 0;
    for line in source.lines() {
        let marks = line.chars().take_while(|c| matches!(c, '>' | ' ')).filter(|c| *c == '>').count().min(8);
        let rest = if marks > 0 { line.trim_start_matches(['>', ' ']).trim_end() } else { line.trim() };
        if rest.is_empty() {
            if !out.ends_with("\n\n") && !out.is_empty() {
                out.push('\n');
            }
            last = 0;
            continue;
        }
        if marks != last && !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        last = marks;
        out.push_str(&"> ".repeat(marks));
        escape::push_line(&mut out, rest);
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out.trim_matches('\n').to_owned()
}
