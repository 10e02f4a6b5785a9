//! Where code stands in a text, by the parser that the Markdown room uses.

use crate::diagnostics::Code;
use crate::values::Reader;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// Looks the private marks that were left in code up in a real parse; false, with messages, if one of them is not code there.
pub(super) fn check_code(reader: &Reader, kept: &[Range<usize>], marks: &[usize]) -> bool {
    let text = reader.source.text.as_str();
    let mut offsets = Vec::new();
    let mut body = String::new();
    let mut marks = marks.to_vec();
    marks.sort_unstable();
    let mut rest = marks.as_slice();
    for range in kept {
        while let [mark, others @ ..] = rest
            && *mark < range.end
        {
            if *mark >= range.start {
                offsets.push((body.len() + mark - range.start, *mark));
            }
            rest = others;
        }
        body.push_str(&text[range.clone()]);
    }
    if offsets.is_empty() {
        return true;
    }
    // A dollar sign may begin math or not, as the Markdown room decides; a mark must stand in code either way.
    let mut parses = vec![code_in(&body, options())];
    if body.contains('$') {
        parses.push(code_in(&body, options() | Options::ENABLE_MATH));
    }
    let mut reported_to = None;
    for (offset, mark) in offsets {
        if parses.iter().all(|code| covers(code, offset)) || reported_to.is_some_and(|end| mark < end) {
            continue; // one message for a line
        }
        reported_to = Some(memchr::memchr(b'\n', &text.as_bytes()[mark..]).map_or(text.len(), |n| mark + n));
        let message = "it is not clear whether this private mark stands in code";
        let help = "put blank lines around the code, or take the mark out";
        reader.report(Code::PRIVACY_UNCLOSED, &(mark..mark + 2), message, help);
    }
    reported_to.is_none()
}

/// Where code stands, in order.
fn code_in(body: &str, options: Options) -> Vec<Range<usize>> {
    Parser::new_ext(body, options)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}

fn covers(ranges: &[Range<usize>], offset: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= offset);
    ranges.get(next).is_some_and(|range| range.start <= offset)
}

/// The extensions that the Markdown room has and that move the boundaries of code, but for math.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}
