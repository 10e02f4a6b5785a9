//! The first lines of a text: title, byline and date, which belong into the record and not into the text.

use super::draft::Draft;
use super::record;
use crate::text::fold::fold_name;

/// How many blocks from the top are looked at: title, subtitle, caption, byline, date.
const LOOKED_AT: usize = 8;

/// Takes the title, the byline and the date from the top of a draft's text into its record. A block goes only if the record has
/// everything that it says; what the record knows already stays as it is.
pub(super) fn take_head(draft: &mut Draft) {
    let body = std::mem::take(&mut draft.body);
    let blocks: Vec<&str> = body.split("\n\n").collect();
    let mut kept: Vec<String> = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        if at >= LOOKED_AT || block.starts_with(['>', '|', '`']) {
            kept.push((*block).to_owned());
            continue;
        }
        let plain = plain(block);
        if at < 4 && is_same(&plain, draft.title.as_deref()) {
            continue;
        }
        if let Some(rest) = take_lines(draft, block) {
            if !rest.is_empty() {
                kept.push(rest);
            }
            continue;
        }
        kept.push((*block).to_owned());
    }
    // a text of nothing but its title keeps it
    draft.body = if kept.is_empty() { body } else { kept.join("\n\n") };
}

/// The block without those of its lines that the record has now; `None` if it has none of them.
fn take_lines(draft: &mut Draft, block: &str) -> Option<String> {
    let lines: Vec<&str> = block.split('\n').collect();
    if lines.len() > 6 {
        return None;
    }
    let mut kept = Vec::new();
    for written in &lines {
        if !take_line(draft, &plain(written.trim_end_matches('\\'))) {
            kept.push(*written);
        }
    }
    if kept.len() == lines.len() {
        return None;
    }
    let rest = kept.join("\n");
    Some(rest.trim_end_matches(['\\', '\n']).to_owned())
}

/// Takes what a line says into the record; whether it is all that the line says.
fn take_line(draft: &mut Draft, line: &str) -> bool {
    let parts: Vec<&str> = line.split([' ', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    if parts.is_empty() || parts.len() > 24 {
        return false;
    }
    let pieces: Vec<&str> =
        line.split(" | ").flat_map(|part| part.split(" • ")).flat_map(|part| part.split(" · ")).collect();
    let mut day = None;
    let mut author = None;
    let mut rest = 0;
    for piece in &pieces {
        let piece = piece.trim();
        if let Some(found) = record::dateline(piece) {
            day.get_or_insert(found);
        } else if let Some(found) = record::byline(piece, draft.record.outlet.as_deref()) {
            author.get_or_insert((found, piece.to_owned()));
        } else if !is_time(piece) {
            rest += 1;
        }
    }
    if day.is_none() && author.is_none() {
        return false;
    }
    let known_day = day.is_none() || draft.record.published.is_none() || draft.record.published == day;
    if draft.record.published.is_none() {
        draft.record.published.clone_from(&day);
    }
    if draft.date.is_none() {
        draft.date.clone_from(&draft.record.published);
    }
    let known_author = match author {
        None => true,
        Some((name, said)) => {
            // what stands beside the name, as a post, is not in the record
            let is_whole = fold_name(&said).ends_with(&fold_name(name.split("; ").last().unwrap_or_default()));
            if draft.record.author.is_none() {
                draft.record.author = Some(name.clone());
            }
            is_whole && draft.record.author.as_deref() == Some(name.as_str())
        }
    };
    rest == 0 && known_day && known_author
}

/// `5:00 am`, `3 min read`
fn is_time(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    let clock = lower.trim_end_matches("am").trim_end_matches("pm").trim_end_matches("a.m.").trim_end_matches("p.m.");
    let clock = clock.trim();
    !clock.is_empty()
        && clock.len() <= 5
        && clock.contains(':')
        && clock.chars().all(|c| c.is_ascii_digit() || c == ':')
}

fn is_same(block: &str, title: Option<&str>) -> bool {
    let plain = |text: &str| -> String { fold_name(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    title.is_some_and(|title| plain(title) == plain(block) && !title.is_empty())
}

/// Whether one of the first blocks is a text.
pub(super) fn names(blocks: &[&str], text: &str) -> bool {
    blocks.iter().take(LOOKED_AT).any(|block| is_same(&plain(block), Some(text)))
}

/// A block of Markdown without its marks, as far as bylines have them.
pub(super) fn plain(block: &str) -> String {
    let mut text = block.trim_start_matches(['#', ' ']).replace("**", "").replace("&#58;", ":");
    // the address of a link
    while let Some(at) = text.find("](") {
        let end = text[at..].find(')').map_or(text.len(), |end| at + end + 1);
        text.replace_range(at..end, "");
    }
    let text: String = text.chars().filter(|c| !matches!(c, '\\' | '*' | '_' | '[' | ']')).collect();
    text.trim().to_owned()
}
