//! Words with emphasis and links, as one paragraph of Markdown.
//!
//! Marks are set only where every reader of CommonMark takes them for marks: `**“No,”**she` would show its stars. Where they cannot
//! stand they are left out, since the words matter more.

use super::escape;

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Text as it is shown.
    Text(String),
    /// Markdown: a picture, code, the end of a link.
    Markdown(String),
    /// A line break.
    Break,
    /// Where an emphasis begins or ends, with its number.
    Open(&'static str, usize),
    Close(&'static str, usize),
}

/// A paragraph that is being collected.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
    /// Emphases that are open, by their marks.
    open: Vec<&'static str>,
    count: usize,
}

impl Inline {
    /// Adds text; runs of white space become single spaces.
    pub(super) fn text(&mut self, text: &str) {
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            } else if !c.is_control() {
                words.push(c);
            }
        }
        if let Some(Piece::Text(last)) = self.pieces.last_mut() {
            last.push_str(if last.ends_with(' ') { words.trim_start_matches(' ') } else { &words });
        } else {
            self.pieces.push(Piece::Text(words));
        }
    }

    /// Adds Markdown as it is.
    pub(super) fn markdown(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Markdown(text.into()));
    }

    /// Adds a line break.
    pub(super) fn line_break(&mut self) {
        self.pieces.push(Piece::Break);
    }

    /// Adds what `inner` adds, between two marks.
    pub(super) fn emphasis(&mut self, mark: &'static str, inner: impl FnOnce(&mut Self)) {
        if self.open.contains(&mark) {
            return inner(self);
        }
        let number = self.count;
        self.count += 1;
        self.open.push(mark);
        self.pieces.push(Piece::Open(mark, number));
        inner(self);
        self.pieces.push(Piece::Close(mark, number));
        self.open.pop();
    }

    /// Adds a link around what `inner` adds; around nothing there is none.
    pub(super) fn link(&mut self, address: &str, inner: impl FnOnce(&mut Self)) {
        let mut words = Self { open: std::mem::take(&mut self.open), count: self.count, ..Self::default() };
        inner(&mut words);
        self.open = std::mem::take(&mut words.open);
        self.count = words.count;
        if !words.has_words() || words.pieces.iter().any(|piece| matches!(piece, Piece::Markdown(_))) {
            self.pieces.append(&mut words.pieces);
            return;
        }
        words.settle();
        words.spaces();
        let starts = matches!(words.pieces.first(), Some(Piece::Text(text)) if text.starts_with(' '));
        let ends = matches!(words.pieces.last(), Some(Piece::Text(text)) if text.ends_with(' '));
        let shown = words.written().replace("\\\n", " ").replace(']', "&#93;");
        if starts {
            self.text(" ");
        }
        self.markdown(format!("[{}]({address})", shown.trim()));
        if ends {
            self.text(" ");
        }
    }

    /// Whether there is anything to be shown.
    pub(super) fn has_words(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Text(text) => !text.trim().is_empty(),
            Piece::Markdown(_) => true,
            _ => false,
        })
    }

    /// The paragraph, and an empty collection for the next one; empty if there is nothing to show.
    pub(super) fn take(&mut self) -> String {
        let mut whole = std::mem::take(self);
        if !whole.has_words() {
            return String::new();
        }
        whole.settle();
        whole.spaces();
        let written = whole.written();
        let lines: Vec<String> = written.split("\\\n").map(|line| escape::guarded(line.trim())).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).skip_while(|line| line.is_empty()).collect();
        let used = lines.len() - lines.iter().rev().take_while(|line| line.is_empty()).count();
        // two breaks in a row part paragraphs, and did so on many pages
        let mut out = String::new();
        for (at, line) in lines[..used].iter().enumerate() {
            if line.is_empty() {
                if !out.ends_with("\n\n") {
                    out.truncate(out.trim_end_matches(['\\', '\n']).len());
                    out.push_str("\n\n");
                }
                continue;
            }
            out.push_str(line);
            if at + 1 < used {
                out.push_str("\\\n");
            }
        }
        out
    }

    /// White space at the edges of an emphasis goes outside of it, and marks that would be no marks are taken away.
    fn settle(&mut self) {
        /// A paragraph with more of them is not text, and looking at each of them would take too long.
        const MOST_PIECES: usize = 4_000;
        if self.pieces.len() > MOST_PIECES {
            self.pieces.retain(|piece| !matches!(piece, Piece::Open(..) | Piece::Close(..)));
        }
        self.move_spaces();
        let pieces = &self.pieces;
        let open: Vec<(usize, usize, &'static str)> = pieces
            .iter()
            .enumerate()
            .filter_map(|(at, piece)| match piece {
                Piece::Open(mark, number) => Some((at, *number, *mark)),
                _ => None,
            })
            .collect();
        let mut dropped = Vec::new();
        for (start, number, mark) in open {
            let end = pieces.iter().position(|piece| matches!(piece, Piece::Close(_, other) if *other == number));
            let Some(end) = end else {
                dropped.push(number);
                continue;
            };
            let has_words = pieces[start..end].iter().any(|piece| match piece {
                Piece::Text(text) => !text.trim().is_empty(),
                Piece::Markdown(_) => true,
                _ => false,
            });
            let (before, first) = (last_character(&pieces[..start]), first_character(&pieces[start..end]));
            let (last, after) = (last_character(&pieces[..end]), first_character(&pieces[end..]));
            // an element of HTML is one wherever it stands
            let is_clear = mark.starts_with('<')
                || (flanks(before, first) && flanks(after, last) && !touches(pieces, start, end, mark));
            if !has_words || !is_clear {
                dropped.push(number);
            }
        }
        self.pieces.retain(|piece| match piece {
            Piece::Open(_, number) | Piece::Close(_, number) => !dropped.contains(number),
            _ => true,
        });
        let mut joined: Vec<Piece> = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces.drain(..) {
            match (joined.last_mut(), piece) {
                (Some(Piece::Text(last)), Piece::Text(text)) => {
                    last.push_str(if last.ends_with(' ') { text.trim_start_matches(' ') } else { &text });
                }
                (_, piece) => joined.push(piece),
            }
        }
        self.pieces = joined;
    }

    fn move_spaces(&mut self) {
        for at in 0..self.pieces.len() {
            // after an opening mark: before all opening marks that stand together
            if let Piece::Text(text) = &self.pieces[at]
                && text.starts_with(' ')
                && at > 0
                && matches!(self.pieces[at - 1], Piece::Open(..))
            {
                let trimmed = text.trim_start_matches(' ').to_owned();
                self.pieces[at] = Piece::Text(trimmed);
                let first = self.pieces[..at].iter().rposition(|piece| !matches!(piece, Piece::Open(..)));
                let place = first.map_or(0, |place| place + 1);
                self.pieces.insert(place, Piece::Text(" ".into()));
            }
        }
        let mut at = self.pieces.len();
        while at > 0 {
            at -= 1;
            if let Piece::Text(text) = &self.pieces[at]
                && text.ends_with(' ')
                && matches!(self.pieces.get(at + 1), Some(Piece::Close(..)))
            {
                let trimmed = text.trim_end_matches(' ').to_owned();
                self.pieces[at] = Piece::Text(trimmed);
                let closes = self.pieces[at + 1..].iter().take_while(|piece| matches!(piece, Piece::Close(..))).count();
                self.pieces.insert(at + 1 + closes, Piece::Text(" ".into()));
            }
        }
    }

    /// One space at most between two pieces.
    fn spaces(&mut self) {
        let mut ends = true;
        for piece in &mut self.pieces {
            match piece {
                Piece::Text(text) => {
                    if ends {
                        *text = text.trim_start_matches(' ').to_owned();
                    }
                    if !text.is_empty() {
                        ends = text.ends_with(' ');
                    }
                }
                Piece::Break => ends = true,
                Piece::Markdown(_) => ends = false,
                Piece::Open(..) | Piece::Close(..) => {}
            }
        }
    }

    fn written(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => escape::push(&mut out, text),
                Piece::Markdown(text) => out.push_str(text),
                Piece::Break => out.push_str("\\\n"),
                Piece::Open(mark, _) => out.push_str(mark),
                Piece::Close(mark, _) => out.push_str(closing(mark)),
            }
        }
        out
    }
}

/// The mark that ends what a mark begins.
fn closing(mark: &'static str) -> &'static str {
    match mark {
        "<sup>" => "</sup>",
        "<sub>" => "</sub>",
        mark => mark,
    }
}

/// Whether a mark may stand between a character outside and a character inside.
fn flanks(outside: Option<char>, inside: Option<char>) -> bool {
    let Some(inside) = inside else { return false };
    let is_word = |c: char| c.is_alphanumeric();
    if inside.is_whitespace() {
        return false;
    }
    // CommonMark: a mark before punctuation must itself follow white space or punctuation
    is_word(inside) || outside.is_none_or(|c| !is_word(c))
}

/// Whether another mark of the same characters would stand right beside one of these, and be read as one with it.
fn touches(pieces: &[Piece], start: usize, end: usize, mark: &str) -> bool {
    let is_like = |other: &str| other.as_bytes()[0] == mark.as_bytes()[0];
    let before = start.checked_sub(1).and_then(|at| pieces.get(at));
    matches!(before, Some(Piece::Close(other, _)) if is_like(other))
        || matches!(pieces.get(end + 1), Some(Piece::Open(other, _)) if is_like(other))
}

fn first_character(pieces: &[Piece]) -> Option<char> {
    pieces.iter().find_map(|piece| match piece {
        Piece::Text(text) | Piece::Markdown(text) => text.chars().next(),
        Piece::Break => Some(' '),
        Piece::Open(..) | Piece::Close(..) => None,
    })
}

fn last_character(pieces: &[Piece]) -> Option<char> {
    pieces.iter().rev().find_map(|piece| match piece {
        Piece::Text(text) | Piece::Markdown(text) => text.chars().next_back(),
        Piece::Break => Some(' '),
        Piece::Open(..) | Piece::Close(..) => None,
    })
}
