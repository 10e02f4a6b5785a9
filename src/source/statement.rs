//! Statements that an author records: rows of `statements` in front matter, and `::: statement` blocks of the text. Both
//! have the same keys; a row has its words in `text`, a block below its keys and a blank line.

use super::article::references;
use super::names::referred;
use super::privacy::refuse_inner_keys;
use super::strip::Fenced;
use super::{Body, Fences, Placed, StatementSource, StatementWords, Status};
use crate::diagnostics::Code;
use crate::text::slug::slugify;
use crate::values::{Reader, Table, clip, yaml};
use std::ops::Range;

#[rustfmt::skip]
const KEYS: [&str; 10] = ["id", "speaker", "verb", "date", "status", "denies", "supports", "about", "source", "text"];

/// The rows of the front matter.
pub(super) fn rows(table: &mut Table<'_>) -> Vec<StatementSource> {
    table.tables("statements").into_iter().filter_map(row).collect()
}

fn row(mut table: Table<'_>) -> Option<StatementSource> {
    let text = table.text("text");
    if text.is_none() && !table.has("text") {
        table.reader.value(&table.span, "a statement has a `text`", "write what is said, in your words: `text: …`");
    }
    let span = table.span.clone();
    let statement = keys(&mut table, span, text.clone().unwrap_or_default(), &KEYS);
    statement.filter(|_| text.is_some())
}

/// The blocks of a text. `None` if one of them may hold something private, with an error.
pub(super) fn blocks(reader: &Reader<'_>, body: &Body, fenced: &[Fenced]) -> Option<Vec<StatementSource>> {
    let mut all = Vec::new();
    for block in fenced {
        let node = yaml(reader, block.keys.clone())?;
        refuse_inner_keys(reader, "::: statement", &node)?;
        let Some(mut table) = Table::new(reader, &node, "the head of a statement") else { continue };
        let inner = body.text_offset(block.keys.end)..body.text_offset(block.close.start);
        if body.text()[inner].trim().is_empty() {
            let help = "write what is said below the keys and a blank line";
            reader.report(Code::STATEMENT, &block.open, "the statement has no words", help);
            continue;
        }
        let at = |range: &Range<usize>| body.text_offset(range.start)..body.text_offset(range.end);
        let words = StatementWords::Block(Fences { open: at(&block.open), close: at(&block.close) });
        let known = &KEYS[..KEYS.len() - 1];
        if let Some(statement) = keys(&mut table, block.open.clone(), String::new(), known) {
            all.push(StatementSource { words, ..statement });
        }
    }
    Some(all)
}

/// A block where it means nothing: its keys are left out all the same.
pub(super) fn refuse(reader: &Reader<'_>, fenced: &[Fenced]) {
    for block in fenced {
        let help = "record it in the article that reports it";
        reader.warn(Code::STATEMENT, &block.open, "`::: statement` means something in articles only", help);
    }
}

/// The keys that rows and blocks have in common; `None`, with an error, if nobody says it.
fn keys(table: &mut Table<'_>, place: Range<usize>, text: String, known: &[&str]) -> Option<StatementSource> {
    let reader = table.reader;
    let speaker = table.placed_text("speaker").map(|(name, span)| Placed { value: referred(&name), span });
    if speaker.is_none() && !table.has("speaker") {
        let help = "write `speaker: ` and a name, or words such as `a spokesman`";
        if known.len() < KEYS.len() {
            // a block that is not recorded would stand in the text with its marks
            reader.report(Code::STATEMENT, &place, "a statement has a `speaker`", help);
        } else {
            reader.value(&place, "a statement has a `speaker`", help);
        }
    }
    let id = table.placed_text("id").and_then(|(id, span)| {
        let slug = slugify(&id);
        if slug == id {
            return Some(Placed { value: id, span });
        }
        let help = if slug.is_empty() { "write a short word".to_owned() } else { format!("write `{slug}`") };
        reader.value(&(span.start..span.end), format!("`id` is not a short word: `{}`", clip(&id)), help);
        None
    });
    let mut list = |key: &str| -> Vec<Placed<String>> {
        table.texts(key).into_iter().map(|(value, span)| Placed { value, span }).collect()
    };
    let (denies, supports) = (list("denies"), list("supports"));
    let about = references(table, "about");
    let source = table.placed_text("source").map(|(text, span)| Placed { value: referred(&text), span });
    let (verb, date, status) = (table.text("verb"), table.date("date"), table.choice("status", Status::ALL));
    table.refuse_rest(known);
    Some(StatementSource {
        id,
        speaker: speaker?,
        verb,
        date,
        status,
        denies,
        supports,
        about,
        source,
        words: StatementWords::Text(text),
        span: reader.span(&place),
    })
}
