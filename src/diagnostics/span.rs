//! Places in the author's files: bytes everywhere, line and column only on display.

use std::sync::{Arc, OnceLock};

/// A text file as it was read, under the name that messages use for it.
#[derive(Debug)]
pub struct SourceText {
    /// Relative to the dossier's root, with `/`: `content/people/ada.md`. Never a machine path.
    pub path: String,
    /// The whole file, byte order mark included.
    pub text: String,
    /// The place of every [`MARK`]th byte, counted when the first place is asked for: ten thousand messages about one line
    /// of a megabyte must not count it ten thousand times.
    marks: OnceLock<Vec<LineColumn>>,
}

/// How many bytes lie between two places that are kept.
const MARK: usize = 4096;

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}
impl Eq for SourceText {}

/// A span of a file, in bytes.
#[derive(Debug, Clone)]
pub struct Span {
    /// The file.
    pub source: Arc<SourceText>,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.end == other.end && self.source.path == other.source.path
    }
}
impl Eq for Span {}

/// 1-based line and column; columns count Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl SourceText {
    /// A file's text under its name in messages.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), marks: OnceLock::new() })
    }

    /// Line and column of a byte offset; an offset inside a character or past the end counts as the nearest before it.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = floor_char_boundary(&self.text, offset);
        let marks = self.marks.get_or_init(|| {
            let starts = (MARK..=self.text.len()).step_by(MARK);
            let mut marks = vec![LineColumn { line: 1, column: 1 }];
            marks.extend(starts.scan((0, marks[0]), |(from, place), at| {
                let at = floor_char_boundary(&self.text, at);
                *place = self.walk(*place, *from, at);
                *from = at;
                Some(*place)
            }));
            marks
        });
        // A mark within a character stands before it.
        let mark = offset / MARK;
        self.walk(marks[mark], floor_char_boundary(&self.text, mark * MARK), offset)
    }

    /// The place of `to`, where `from` has the place `place`. A byte order mark has no column.
    fn walk(&self, place: LineColumn, from: usize, to: usize) -> LineColumn {
        let walked = if from == 0 { self.text[..to].trim_start_matches('\u{feff}') } else { &self.text[from..to] };
        match walked.rfind('\n') {
            None => LineColumn { column: place.column + walked.chars().count(), ..place },
            Some(at) => LineColumn {
                line: place.line + memchr::memchr_iter(b'\n', walked.as_bytes()).count(),
                column: 1 + walked[at + 1..].chars().count(),
            },
        }
    }

    /// The byte offset of a 1-based line and column, clamped to the text.
    pub fn offset(&self, at: LineColumn) -> usize {
        let line_start = if at.line <= 1 {
            0
        } else {
            memchr::memchr_iter(b'\n', self.text.as_bytes()).nth(at.line - 2).map_or(self.text.len(), |n| n + 1)
        };
        let rest = &self.text[line_start..];
        rest.char_indices().nth(at.column.saturating_sub(1)).map_or(self.text.len(), |(n, _)| line_start + n)
    }
}

impl Span {
    /// The span `start..end`, clamped to the file and to character boundaries.
    pub fn new(source: &Arc<SourceText>, start: usize, end: usize) -> Self {
        let start = floor_char_boundary(&source.text, start);
        let end = floor_char_boundary(&source.text, end.max(start));
        Self { source: Arc::clone(source), start, end }
    }

    /// The whole file, shown as its beginning.
    pub fn file(source: &Arc<SourceText>) -> Self {
        Self { source: Arc::clone(source), start: 0, end: 0 }
    }

    /// Line and column of the first byte.
    pub fn line_column(&self) -> LineColumn {
        self.source.line_column(self.start)
    }

    /// The words themselves.
    pub fn text(&self) -> &str {
        &self.source.text[self.start..self.end]
    }
}

/// The greatest character boundary that is not past `offset`.
fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_and_survive_any_offset() {
        let source = SourceText::new("a.md", "\u{feff}é1\nzwei\n");
        for (offset, line, column) in [(0, 1, 1), (3, 1, 1), (5, 1, 2), (7, 2, 1), (9, 2, 3), (99, 3, 1)] {
            assert_eq!(source.line_column(offset), LineColumn { line, column }, "offset {offset}");
        }
        assert_eq!(source.offset(LineColumn { line: 2, column: 3 }), 9);
        assert_eq!(source.offset(LineColumn { line: 9, column: 9 }), source.text.len());
    }

    #[test]
    fn places_far_within_a_file_are_counted_from_marks() {
        for line in [1, 10, 4095, 4096, 5000, 20_000] {
            let text = ["\u{feff}", &format!("{}\n", "é".repeat(line)).repeat(60_000 / line), "ab"].concat();
            let source = SourceText::new("a.md", text.as_str());
            for offset in (0..text.len()).step_by(509).chain([text.len()]) {
                let offset = floor_char_boundary(&text, offset);
                let before = text[..offset].trim_start_matches('\u{feff}');
                let expected = LineColumn {
                    line: before.matches('\n').count() + 1,
                    column: before.rsplit('\n').next().map_or(1, |last| last.chars().count() + 1),
                };
                assert_eq!(source.line_column(offset), expected, "offset {offset}, lines of {line}");
            }
        }
    }
}
