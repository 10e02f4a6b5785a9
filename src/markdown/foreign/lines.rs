//! What the lines of a body decide before Markdown does: admonitions with an indented body (`!!! note "Title"`, `=== "Tab"`),
//! which become list items of the same indentation, and code between tags (`{% highlight %}`), which becomes fenced code.

use super::callouts::{Begin, Fold};
use super::template_names::{Meaning, meaning};
use super::{Mark, Reader, What};
use crate::text::fence::{closes, opens};

/// Lists that begin with a tab right below a heading or a paragraph, as outlines have them: each line gives its first tab up for a space, so
/// that none of them is code.
fn tabbed(reader: &mut Reader<'_>) {
    let body = reader.body;
    if !starts_tabbed(body)
        && !["\n\t- ", "\n\t* "].iter().any(|start| memchr::memmem::find(body.as_bytes(), start.as_bytes()).is_some())
    {
        return;
    }
    let (mut at, mut fence) = (0, None);
    // whether the line before is a text that no list holds, and whether a list is open that has given up its tabs
    let (mut below_text, mut below_heading, mut in_list) = (true, true, false);
    while at < body.len() {
        let end = super::line_end(body, at);
        let line = &body[at..end];
        let content = line.trim_start_matches([' ', '\t']).trim_end();
        let is_indented = line.starts_with([' ', '\t']);
        if let Some(open) = fence {
            if closes(content, open) {
                fence = None;
            }
        } else if !is_indented && opens(content).is_some() {
            (fence, below_text, in_list) = (opens(content), false, false);
        } else if line.starts_with('\t') && (in_list || below_text && starts_tabbed(line)) {
            reader.bytes[at] = b' ';
            in_list = true;
        } else if !content.is_empty() {
            let is_item = ["- ", "* ", "+ "].iter().any(|bullet| content.starts_with(bullet))
                || content.starts_with(|c: char| c.is_ascii_digit())
                || content == "-";
            (below_text, in_list) = (!is_indented && !is_item, false);
            below_heading = !is_indented && content.starts_with('#');
        } else {
            // below a heading a blank line more or less is nothing to an outline
            below_text &= below_heading;
        }
        at = end + 1;
    }
}

fn starts_tabbed(text: &str) -> bool {
    text.starts_with("\t- ") || text.starts_with("\t* ")
}

/// An admonition whose body goes on.
struct Admonition {
    indent: usize,
    bullet: u8,
}

pub(super) fn read(reader: &mut Reader<'_>) {
    let body = reader.body;
    tabbed(reader);
    let has = |words: &str| memchr::memmem::find(body.as_bytes(), words.as_bytes()).is_some();
    if !(has("!!! ") || has("???") || has("=== ") || has("highlight") || has("code")) {
        return;
    }
    let (mut at, mut fence) = (0, None);
    let mut last: Option<Admonition> = None;
    while at < body.len() {
        let end = super::line_end(body, at);
        let line = body[at..end].trim_end_matches('\r');
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        if let Some(open) = fence {
            if closes(content, open) {
                fence = None;
            }
        } else if let Some(open) = opens(content) {
            fence = Some(open);
        } else if let Some(bullet) = admonition(reader, at + indent, content, last.as_ref(), indent) {
            last = Some(Admonition { indent, bullet });
        } else if content.starts_with('{') {
            code(reader, at + indent, content);
        }
        at = end + 1;
    }
}

/// `!!! note "Title"`, `??? note` and `=== "Tab"`; gives the bullet that it became.
fn admonition(reader: &mut Reader<'_>, at: usize, line: &str, last: Option<&Admonition>, indent: usize) -> Option<u8> {
    let (mark, rest) =
        ["!!! ", "???+ ", "??? ", "=== "].iter().find_map(|mark| Some((*mark, line.strip_prefix(mark)?)))?;
    let quoted = |text: &str| -> Option<(usize, usize)> {
        let open = text.find(['"', '“'])?;
        let close = text.rfind(['"', '”']).filter(|close| *close > open)?;
        Some((open, close))
    };
    let title = quoted(rest);
    let kind = rest[..title.map_or(rest.len(), |(open, _)| open)].split(' ').next().unwrap_or_default();
    let is_type = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !is_type || (mark == "=== ") != kind.is_empty() || (mark == "=== " && title.is_none()) {
        return None;
    }
    // a title is the last of its line, and that of a tab all of it: words beside it would be lost
    let is_beside = title.is_some_and(|(open, close)| {
        let behind = rest[close..].chars().skip(1).any(|c| !c.is_whitespace());
        behind || (mark == "=== " && !rest[..open].trim().is_empty())
    });
    if is_beside {
        return None;
    }
    let fold = match mark {
        "??? " => Some(Fold::Closed),
        "???+ " => Some(Fold::Open),
        _ => None,
    };
    // Two lists of one bullet would be one list.
    let bullet = match last {
        Some(last) if last.indent == indent && last.bullet == b'+' => b'*',
        _ => b'+',
    };
    let hash = if mark == "=== " { 3 } else { 4 };
    let bytes = &mut reader.bytes[at..at + line.len()];
    bytes.fill(b' ');
    bytes[0] = bullet;
    bytes[hash] = b'#';
    let mut begin = Begin::new(at + hash, Some(at), if kind.is_empty() { "example" } else { kind }, fold);
    if let Some((open, close)) = title {
        let from = line.len() - rest.len() + open + rest[open..].chars().next().map_or(1, char::len_utf8);
        let to = line.len() - rest.len() + close;
        if from < to {
            bytes[from..to].copy_from_slice(&line.as_bytes()[from..to]);
        } else {
            begin.label.clear();
        }
        reader.marks.push(Mark { range: at..at + from, what: What::Nothing });
    } else {
        reader.marks.push(Mark { range: at..at + line.len(), what: What::Nothing });
    }
    reader.begins.push(begin);
    Some(bullet)
}

/// `{% highlight ruby %}`, alone on its line, and its end.
fn code(reader: &mut Reader<'_>, at: usize, line: &str) -> Option<()> {
    let line = line.trim_end();
    let inner = ["{%", "{{<", "{{%"].iter().find_map(|open| line.strip_prefix(open))?;
    let inner =
        ["%}", ">}}", "%}}"].iter().find_map(|close| inner.strip_suffix(close))?.trim().trim_matches('-').trim();
    let name = inner.split(' ').next().unwrap_or_default();
    let base = name.trim_start_matches('/').strip_prefix("end").unwrap_or(name.trim_start_matches('/'));
    if meaning(base) != Some(Meaning::Code) {
        return None;
    }
    // where it becomes no fence after all, it is not text either
    reader.marks.push(Mark { range: at..at + line.len(), what: What::Nothing });
    let beside = if name == base { reader.body[at + line.len()..].trim_start() } else { last_line(&reader.body[..at]) };
    let is_fenced = opens(beside.lines().next().unwrap_or_default().trim()).is_some();
    let bytes = &mut reader.bytes[at..at + line.len()];
    bytes.fill(b' ');
    if is_fenced {
        return Some(()); // the code in it is fenced already
    }
    bytes[..FENCE.len()].copy_from_slice(FENCE);
    if name == base {
        let language = inner[name.len()..].trim_start().split([' ', '"', '\'']).find(|word| !word.is_empty());
        let language = language.unwrap_or_default().trim_start_matches("lang=").as_bytes();
        if language.iter().all(u8::is_ascii_graphic) && language.len() + FENCE.len() < line.len() {
            bytes[FENCE.len()..FENCE.len() + language.len()].copy_from_slice(language);
        }
    }
    Some(())
}

fn last_line(text: &str) -> &str {
    text.trim_end().rsplit('\n').next().unwrap_or_default()
}

/// Longer than fences within the code.
const FENCE: &[u8] = b"~~~~~~";
