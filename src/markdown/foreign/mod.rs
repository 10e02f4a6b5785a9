//! What was written for other tools, made readable for the parser before it reads.
//!
//! In: a body. Out: a text of the same length, byte for byte in the same place, and what stands where the two differ. What the parser
//! would take for prose (`{{ … }}`, `^block-id`, `^[a note]`) is covered with a character that means nothing to it, and a [`Mark`]
//! says what the writer does there; what opens or closes a box becomes a heading or a rule, which end every block
//! before them as the boundary of a box must, and a [`Begin`] says which one. So every position stays exact.
//!
//! Most pages hold nothing of the kind: `candidates` looks at a few bytes, many at once. Pages that do are parsed once more to know
//! where code stands (`layout`), which is never touched. `constructs` goes through the candidates; each construct has a file.

mod attributes;
mod callouts;
mod candidates;
mod components;
mod formulas;
mod inline_notes;
mod layout;
mod lines;
mod outline;
mod small;
mod table_links;
mod tags;
mod template_code;
mod template_names;

pub(super) use callouts::{Begin, Fold, Looks};
pub use tags::hashtags;

use super::Problem;
use layout::Layout;
use std::borrow::Cow;
use std::ops::Range;

/// Covers what the parser is not to read: a control character that ends no word, opens no element and is not a space.
pub(super) const COVER: u8 = 0x7f;

/// A body as the parser reads it.
#[derive(Debug, Default)]
pub(super) struct Foreign<'a> {
    /// As long as the body.
    pub(super) text: Cow<'a, str>,
    /// What stands in running text, ascending.
    pub(super) marks: Vec<Mark>,
    /// What opens boxes, ascending.
    pub(super) begins: Vec<Begin>,
    /// Where rules stand that close boxes, ascending.
    pub(super) ends: Vec<usize>,
    /// Names of blocks (`^id`), by the place where they are given.
    pub(super) names: Vec<(usize, String)>,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
}

/// A span of running text that is not what it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) what: What,
}

/// What stands in place of a [`Mark`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Nothing.
    Nothing,
    /// These characters, as text.
    Characters(&'static str),
    /// A footnote with these bytes as its text.
    Note(Range<usize>),
    /// A formula.
    Formula {
        inner: Range<usize>,
        display: bool,
    },
    /// A tag.
    Tag,
    /// Words in an element.
    Words {
        inner: Range<usize>,
        start: &'static str,
        end: &'static str,
    },
    /// A link with words of ours.
    Link {
        address: String,
        words: String,
    },
    /// The start of a link whose words follow, and its end.
    LinkStart(String),
    LinkEnd,
    /// A picture with its caption.
    Picture {
        path: String,
        alt: String,
        caption: Option<Range<usize>>,
    },
}

impl<'a> Foreign<'a> {
    /// A body that is read as it stands.
    pub(super) fn plain(body: &'a str) -> Self {
        Self { text: Cow::Borrowed(body), ..Self::default() }
    }
}

/// Looks for what was written for other tools.
pub(super) fn read(body: &str) -> Foreign<'_> {
    let candidates = candidates::candidates(body);
    if candidates.is_empty() {
        return Foreign::plain(body);
    }
    let mut reader = Reader::new(body);
    lines::read(&mut reader);
    let text = reader.written();
    let layout = Layout::of(&text);
    reader.layout = layout;
    callouts::quoted(&mut reader);
    for at in candidates {
        reader.candidate(at);
    }
    reader.finish()
}

/// A body while it is made readable.
struct Reader<'a> {
    body: &'a str,
    /// The text that the parser will read.
    bytes: Vec<u8>,
    /// Code and HTML.
    layout: Layout,
    /// Up to here everything is decided.
    done: usize,
    marks: Vec<Mark>,
    begins: Vec<Begin>,
    ends: Vec<usize>,
    names: Vec<(usize, String)>,
    problems: Vec<Problem>,
    /// Boxes that wait for their end: what closes them.
    open: Vec<callouts::Open>,
    ahead: Ahead,
    templates: template_code::Seen,
    brackets: inline_notes::Brackets,
    /// Up to here straight marks of quotation were counted, and whether one is open.
    quoted_from: usize,
    quoted_open: bool,
    /// The end of a table that the parser did not see, because of a bar in its head.
    spoilt_table: usize,
    /// The end of the last line of imports and exports.
    module_end: usize,
}

impl<'a> Reader<'a> {
    fn new(body: &'a str) -> Self {
        Self {
            body,
            bytes: body.as_bytes().to_vec(),
            layout: Layout::default(),
            done: 0,
            marks: Vec::new(),
            begins: Vec::new(),
            ends: Vec::new(),
            names: Vec::new(),
            problems: Vec::new(),
            open: Vec::new(),
            ahead: Ahead::default(),
            templates: template_code::Seen::default(),
            brackets: inline_notes::Brackets::default(),
            quoted_from: 0,
            quoted_open: false,
            spoilt_table: 0,
            module_end: usize::MAX,
        }
    }

    fn finish(mut self) -> Foreign<'a> {
        self.report_templates();
        self.marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        self.begins.sort_by_key(|begin| begin.at);
        self.ends.sort_unstable();
        self.names.sort();
        Foreign {
            text: self.written().into_owned().into(),
            marks: self.marks,
            begins: self.begins,
            ends: self.ends,
            names: self.names,
            problems: self.problems,
        }
    }

    /// The text as it is to be read so far.
    fn written(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// What the construct at a candidate is; tried in the order of how much each explains.
    fn candidate(&mut self, at: usize) {
        if at < self.done {
            return;
        }
        if let Some(end) = self.layout.closed(at) {
            self.done = end;
            return;
        }
        let rest = &self.body.as_bytes()[at..];
        let end = match rest[0] {
            b'{' => self
                .brace_comment(at)
                .or_else(|| self.embed(at))
                .or_else(|| self.template(at))
                .or_else(|| self.attributes(at)),
            b'<' => self.template(at).or_else(|| self.component(at)),
            b'i' | b'e' => self.module_line(at),
            b'^' => self.inline_note(at).or_else(|| self.block_name(at)).or_else(|| self.superscript(at)),
            b'#' => self.tag(at),
            b':' => self.container(at).or_else(|| self.field(at)).or_else(|| self.emoji(at)),
            b'~' => self.subscript(at),
            b'"' => self.inch(at),
            b'\\' => self.escaped_formula(at),
            b'(' => self.block_reference(at),
            b'*' => self.abbreviation(at),
            b'[' => self.contents(at).or_else(|| self.table_link(at)),
            b'+' => self.keys(at),
            b'-' => self.task(at).or_else(|| self.snippet(at)),
            _ => None,
        };
        if let Some(end) = end {
            self.done = end;
        }
    }

    /// Covers a span, which then is `what`.
    fn cover(&mut self, range: Range<usize>, what: What) {
        self.bytes[range.clone()].fill(COVER);
        self.marks.push(Mark { range, what });
    }

    /// Writes spaces over a span; its line ends stay.
    fn blank(&mut self, range: Range<usize>) {
        for byte in &mut self.bytes[range] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }

    /// Takes a span out: with its line if nothing else stands there, unless that would end a block of HTML.
    fn take_out(&mut self, range: Range<usize>) {
        if self.is_alone(&range) && !self.layout.in_html(range.start) {
            self.blank(range);
        } else {
            self.cover(range, What::Nothing);
        }
    }

    /// Whether nothing but space and the marks of quotations stand beside a span on its lines.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        starts_line(self.body, range.start) && ends_line(self.body, range.end)
    }
}

/// Whether only space and the marks of quotations stand before a byte on its line.
fn starts_line(text: &str, at: usize) -> bool {
    let before = text.as_bytes()[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
    before.is_none_or(|byte| *byte == b'\n')
}

/// Whether only space stands from a byte to the end of its line.
fn ends_line(text: &str, at: usize) -> bool {
    let after = text.as_bytes()[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    after.is_none_or(|byte| *byte == b'\n')
}

/// The first bytes of a text, as far as they are whole characters.
fn clipped(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Where the line ends in which a byte stands, before its line feed. Only for constructs that fill the line.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length)
}

/// Where words come next, remembered: thousands of openings without an end cost one search.
#[derive(Debug, Default)]
struct Ahead {
    known: Vec<(&'static str, usize)>,
}

impl Ahead {
    /// The first `words` from `at` on; asked with rising `at`.
    fn find(&mut self, text: &str, words: &'static str, at: usize) -> Option<usize> {
        let index = self.known.iter().position(|(known, _)| *known == words).unwrap_or_else(|| {
            self.known.push((words, 0));
            self.known.len() - 1
        });
        let next = &mut self.known[index].1;
        if *next < at {
            let found = memchr::memmem::find(&text.as_bytes()[at..], words.as_bytes());
            *next = found.map_or(usize::MAX, |found| at + found);
        } else if *next == 0 && at == 0 {
            *next = memchr::memmem::find(text.as_bytes(), words.as_bytes()).unwrap_or(usize::MAX);
        }
        (*next != usize::MAX).then_some(*next)
    }
}
