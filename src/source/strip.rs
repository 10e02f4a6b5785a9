//! Private spans of a body: `%% … %%`, HTML comments (but `<!-- more -->`) and `::: private … :::`.
//!
//! In: the body. Out: what may stay, and where `::: statement` blocks stand in it, whose keys are not text either. One pass
//! from left to right, as Markdown reads: whichever opens first wins, and code fences and code spans keep their text. The
//! pass knows code only roughly (`lines`), so each mark that it leaves in code is then looked up in a real parse (`code`);
//! a mark that is not code there is an error. What is opened and never closed hides the rest.

use super::code::check_code;
use super::lines::{block_name, content, is_in_list, is_nearly_private};
use crate::diagnostics::Code;
use crate::text::fence::{closes as closes_fence, opens as opens_fence};
use crate::values::{Reader, clip};
use memchr::memmem;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// What is left of a body.
pub(super) struct Stripped {
    /// The spans that stay, ascending, not touching.
    pub(super) kept: Vec<Range<usize>>,
    /// The spans that were taken out, ascending.
    pub(super) removed: Vec<Range<usize>>,
    /// Blocks of statements, ascending; their keys are not part of `kept`.
    pub(super) statements: Vec<Fenced>,
    /// False if something cannot be decided; there is an error.
    pub(super) clear: bool,
}

/// A `::: statement` block.
#[derive(Debug, Clone)]
pub(super) struct Fenced {
    /// Its first line, without the line feed.
    pub(super) open: Range<usize>,
    /// The lines of its keys, up to the first blank line.
    pub(super) keys: Range<usize>,
    /// Its last line, without the line feed; empty until it is found.
    pub(super) close: Range<usize>,
}

/// Takes the private spans out of `body`.
pub(super) fn strip(reader: &Reader, body: Range<usize>) -> Stripped {
    let text = reader.source.text.as_str();
    let bytes = text[body.clone()].as_bytes();
    if ["%%", "<!", "::", "[!"].iter().all(|mark| memmem::find(bytes, mark.as_bytes()).is_none()) {
        return Stripped { kept: vec![body], removed: Vec::new(), statements: Vec::new(), clear: true };
    }
    let mut scan = Scan::new(reader, body.clone());
    scan.run();
    let mut gone: Vec<Range<usize>> =
        scan.removed.iter().chain(scan.statements.iter().map(|block| &block.keys)).cloned().collect();
    gone.sort_unstable_by_key(|range| range.start);
    let kept = gaps(&body, &gone);
    let clear = check_code(reader, &kept, &scan.in_code) && scan.clear;
    Stripped { kept, removed: scan.removed, statements: scan.statements, clear }
}

/// What lies between the removed spans.
fn gaps(body: &Range<usize>, removed: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut kept = Vec::new();
    let mut from = body.start;
    for range in removed {
        if range.start > from {
            kept.push(from..range.start);
        }
        from = from.max(range.end);
    }
    if from < body.end {
        kept.push(from..body.end);
    }
    kept
}

struct Scan<'a> {
    reader: &'a Reader<'a>,
    text: &'a str,
    start: usize,
    end: usize,
    at: usize,
    removed: Vec<Range<usize>>,
    /// Marks that were left because they seem to stand in code.
    in_code: Vec<usize>,
    /// Open `:::` blocks that are not private: how many colons, and which of `statements` it is, if any.
    blocks: Vec<(usize, Option<usize>)>,
    statements: Vec<Fenced>,
    /// A `:::` that closes nothing.
    stray: Option<Range<usize>>,
    saw_private: bool,
    /// The line that was looked at last; long lines with many marks are not measured again and again.
    line: Range<usize>,
    /// Backtick runs of these lengths have no partner in the rest of the line that ends here.
    unpaired: (usize, FxHashSet<usize>),
    clear: bool,
}

/// Longest run of backticks that opens a code span here: keeps the search for partners linear.
const LONGEST_RUN: usize = 64;

impl<'a> Scan<'a> {
    fn new(reader: &'a Reader<'a>, body: Range<usize>) -> Self {
        Self {
            reader,
            text: reader.source.text.as_str(),
            start: body.start,
            end: body.end,
            at: body.start,
            removed: Vec::new(),
            in_code: Vec::new(),
            blocks: Vec::new(),
            statements: Vec::new(),
            stray: None,
            saw_private: false,
            line: 0..0,
            unpaired: (0, FxHashSet::default()),
            clear: true,
        }
    }

    fn run(&mut self) {
        let mut fence = None;
        let mut line_starts = true;
        let mut in_list = false;
        while self.at < self.end {
            if self.line.is_empty() || self.at > self.line.end {
                self.line = self.at..self.line_end(self.at);
            }
            let line_end = self.line.end;
            let line = &self.text[self.at..line_end];
            if line_starts {
                let content = content(line);
                if let Some(open) = fence {
                    self.note_code(self.at..line_end);
                    if closes_fence(content, open) {
                        fence = None;
                    }
                    self.at = self.next_line(line_end);
                    continue;
                }
                in_list = is_in_list(line, content, in_list);
                let indented = line.starts_with("    ") || line.starts_with('\t');
                if let Some(open) = opens_fence(content).filter(|_| in_list || !indented) {
                    fence = Some(open);
                    self.note_code(self.at..line_end);
                    self.at = self.next_line(line_end);
                    continue;
                }
                if content.starts_with(":::") {
                    self.colons(content, line_end);
                    continue;
                }
                self.refuse_near_block(content, line_end);
            }
            line_starts = self.inline(line_end);
        }
        for (colons, number) in std::mem::take(&mut self.blocks) {
            let Some(number) = number else { continue };
            let help = format!("close it with a line `{}`", ":".repeat(colons));
            self.reader.report(
                Code::STATEMENT,
                &self.statements[number].open,
                "`::: statement` is opened and never closed",
                help,
            );
        }
        self.statements.retain(|block| !block.close.is_empty());
        if let Some(stray) = self.stray.take().filter(|_| self.saw_private) {
            let help = "a `:::` further up closed the private block too early: give the outer block more colons";
            self.unclear(&stray, "`:::` closes nothing", help);
        }
    }

    /// Ways to mark a private block that only look like ours.
    fn refuse_near_block(&mut self, content: &str, line_end: usize) {
        let name = match (content.strip_prefix("::"), content.strip_prefix("[!")) {
            (Some(rest), _) => block_name(rest),
            (_, Some(rest)) => rest.split(']').next().unwrap_or_default(),
            _ => return,
        };
        if is_nearly_private(name) {
            let words = content.trim_end();
            let message = format!("`{}` hides nothing", clip(words));
            self.unclear(
                &(line_end - content.len()..line_end),
                &message,
                "write `::: private` above it and `:::` below",
            );
        }
    }

    fn line_end(&self, from: usize) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[from..self.end]).map_or(self.end, |n| from + n)
    }

    fn next_line(&self, line_end: usize) -> usize {
        (line_end + 1).min(self.end)
    }

    /// A line that starts with `:::`.
    fn colons(&mut self, content: &str, line_end: usize) {
        let colons = content.bytes().take_while(|&b| b == b':').count();
        let name = block_name(&content[colons..]);
        let place = self.at..line_end;
        let next = self.next_line(line_end);
        if name.is_empty() {
            if let Some((_, statement)) = self.blocks.pop_if(|(open, _)| colons >= *open) {
                if let Some(number) = statement {
                    self.statements[number].close = place;
                }
            } else if self.blocks.is_empty() {
                self.stray.get_or_insert(place);
            }
        } else if name.eq_ignore_ascii_case("private") {
            self.saw_private = true;
            let one_line = content.trim_end().len() > colons && content[colons..].trim_end().ends_with(":::");
            let end = if one_line { Some(next) } else { self.private_end(colons, next) };
            let Some(end) = end else {
                let help = format!("close it with a line `{}`", ":".repeat(colons));
                return self.unclosed(self.at, &place, "`::: private` is opened and never closed", &help);
            };
            self.remove(self.at..end);
            return;
        } else {
            let others = content[colons..].split([' ', '\t', '{', '}', '.']);
            if is_nearly_private(name) || others.into_iter().any(|word| word == "private") {
                let message =
                    format!("`::: {}` is not `::: private`, and hides nothing", clip(content[colons..].trim()));
                self.unclear(&place, &message, "write `::: private`");
            }
            if !content[colons..].trim_end().ends_with(":::") {
                let statement = name.eq_ignore_ascii_case("statement").then(|| self.statement(content, place, next));
                self.blocks.push((colons, statement.flatten()));
                self.at = self.at.max(self.statements.last().map_or(0, |block| block.keys.end)).max(next);
                return;
            }
        }
        self.at = next;
    }

    /// Notes a block of a statement, whose first line stands at `place`; gives its number.
    fn statement(&mut self, content: &str, place: Range<usize>, next: usize) -> Option<usize> {
        let line = &self.text[place.clone()];
        let margin = &line[..line.len() - content.len()];
        let nested = self.blocks.iter().any(|(_, statement)| statement.is_some());
        if nested || margin.len() > 3 || !margin.bytes().all(|b| b == b' ') {
            let help =
                "let the line `::: statement` stand at the left margin, outside lists, quotations and other statements";
            self.reader.report(Code::STATEMENT, &place, "a statement cannot stand within another block", help);
            return None;
        }
        let mut end = next;
        while end < self.end {
            let line_end = self.line_end(end);
            let line = self.text[end..line_end].trim();
            if line.is_empty() || line.starts_with(":::") {
                break;
            }
            end = self.next_line(line_end);
        }
        if ["%%", "<!--"].iter().any(|mark| self.text[next..end].contains(mark)) {
            let help = "take it out; after `#` the rest of a line is a comment there";
            self.unclear(&place, "a private passage stands among the keys of a statement", help);
        }
        self.statements.push(Fenced { open: place, keys: next..end, close: 0..0 });
        Some(self.statements.len() - 1)
    }

    /// The byte after the private block whose first line ends before `from`; inner blocks and code fences are passed over.
    fn private_end(&self, colons: usize, from: usize) -> Option<usize> {
        let mut open = vec![colons];
        let mut fence = None;
        let mut at = from;
        while at < self.end {
            let line_end = self.line_end(at);
            let content = content(&self.text[at..line_end]);
            at = self.next_line(line_end);
            if let Some(opened) = fence {
                if closes_fence(content, opened) {
                    fence = None;
                }
            } else if let Some(opened) = opens_fence(content) {
                fence = Some(opened);
            } else if content.starts_with(":::") {
                let colons = content.bytes().take_while(|&b| b == b':').count();
                if !block_name(&content[colons..]).is_empty() {
                    open.push(colons);
                } else if open.last().is_some_and(|opened| colons >= *opened) {
                    open.pop();
                }
            }
            if open.is_empty() {
                return Some(at);
            }
        }
        None
    }

    /// Scans from the cursor to the end of its line or past a comment; true if the cursor is at the start of a line then.
    fn inline(&mut self, line_end: usize) -> bool {
        let bytes = self.text.as_bytes();
        loop {
            let Some(skip) = bytes[self.at..line_end].iter().position(|b| matches!(b, b'`' | b'%' | b'<' | b'\\'))
            else {
                self.at = self.next_line(line_end);
                return true;
            };
            self.at += skip;
            let rest = &bytes[self.at..line_end];
            if rest[0] == b'\\' {
                // What stands after it is not a mark; a character of several bytes is none either.
                self.at += if rest.get(1).is_some_and(u8::is_ascii_punctuation) { 2 } else { 1 };
            } else if rest[0] == b'`' {
                self.backticks(line_end);
            } else if rest.starts_with(b"%%") {
                return self.comment("%%", "%%", line_end);
            } else if rest.starts_with(b"<!--") {
                return self.comment("<!--", "-->", line_end);
            } else if ["<!-", "<!–", "<!—"].iter().any(|near| rest.starts_with(near.as_bytes())) {
                let message = "this does not open a comment, and hides nothing";
                let help = "open it with `<!--` and close it with `-->`; as text write `\\<!`";
                self.unclear(&(self.at..self.at + 2), message, help);
                self.at += 2;
            } else {
                self.at += 1;
            }
        }
    }

    /// A run of backticks: with a partner on its line it is a code span, otherwise text.
    fn backticks(&mut self, line_end: usize) {
        let bytes = self.text.as_bytes();
        let run = bytes[self.at..line_end].iter().take_while(|&&b| b == b'`').count();
        let start = self.at;
        self.at += run;
        if self.unpaired.0 != line_end {
            self.unpaired = (line_end, FxHashSet::default());
        }
        if run > LONGEST_RUN || self.unpaired.1.contains(&run) {
            return;
        }
        let mut at = self.at;
        while let Some(n) = memchr::memchr(b'`', &bytes[at..line_end]) {
            at += n;
            let other = bytes[at..line_end].iter().take_while(|&&b| b == b'`').count();
            at += other;
            if other == run {
                self.note_code(start..at);
                self.at = at;
                return;
            }
        }
        self.unpaired.1.insert(run);
    }

    /// A comment at the cursor; true if the cursor is at the start of a line then.
    fn comment(&mut self, open: &str, close: &str, line_end: usize) -> bool {
        let start = self.at;
        let inner = start + open.len();
        let found = memmem::find(&self.text.as_bytes()[inner.min(self.end)..self.end], close.as_bytes());
        let Some(length) = found else {
            let help = format!("close it with `{close}`; as text write `\\{open}` or put it in a code span");
            let message = format!("`{open}` is opened and never closed");
            self.unclosed(start, &(start..inner), &message, &help);
            return true;
        };
        let end = inner + length + close.len();
        if open == "<!--" && self.text[inner..inner + length].trim().eq_ignore_ascii_case("more") {
            self.at = end;
            return false;
        }
        if open == "%%" {
            self.tell_length(start..end);
        }
        let last_line_end = if end <= line_end { line_end } else { self.line_end(end) };
        let from = self.removed.last().map_or(self.start, |range| range.end);
        let fresh = from == self.start || self.text[..from].ends_with('\n');
        let line_start = self.text[from..start].rfind('\n').map(|n| from + n + 1).or(fresh.then_some(from));
        // A comment of Obsidian's that fills its lines goes with them, so that it does not split a paragraph.
        let blank = |range: Range<usize>| self.text[range].trim().is_empty();
        if let Some(line_start) = line_start.filter(|_| open == "%%")
            && blank(line_start..start)
            && blank(end..last_line_end)
        {
            self.remove(line_start..self.next_line(last_line_end));
            return true;
        }
        self.remove(start..end);
        false
    }

    /// Says how much a comment hides if that is more than a paragraph: two marks of two comments may have met.
    fn tell_length(&self, comment: Range<usize>) {
        let hidden = &self.text[comment.start + "%%".len()..comment.end - "%%".len()];
        let mut paragraphs = hidden.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
        if paragraphs.nth(1).is_some() {
            let lines = hidden.trim().lines().count();
            let message = format!("`%%` hides {lines} lines, up to the next `%%`");
            let help = "if that is more than was meant, close the comment where it ends";
            self.reader.report(Code::LONG_COMMENT, &(comment.start..comment.start + "%%".len()), message, help);
        }
    }

    fn remove(&mut self, range: Range<usize>) {
        self.at = range.end;
        match self.removed.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.removed.push(range),
        }
    }

    /// Takes out the rest of the body, with a message.
    fn unclosed(&mut self, from: usize, place: &Range<usize>, message: &str, help: &str) {
        self.unclear(place, message, help);
        self.remove(from..self.end);
    }

    fn unclear(&mut self, place: &Range<usize>, message: &str, help: &str) {
        self.reader.report(Code::PRIVACY_UNCLOSED, place, message, help);
        self.clear = false;
    }

    /// Remembers the marks of a span that seems to be code.
    fn note_code(&mut self, range: Range<usize>) {
        let words = &self.text[range.clone()];
        for mark in ["%%", "<!--", "::: private", ":::private"] {
            self.in_code.extend(words.match_indices(mark).map(|(n, _)| range.start + n));
        }
    }
}
