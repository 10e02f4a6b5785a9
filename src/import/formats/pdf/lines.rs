//! Letters as lines, in the order in which the file draws them, which is the order of reading in nearly all of them.

use super::glyphs::{Glyph, Page};

/// A line of text, or the part of it that stands in one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where the longest line around it ends.
    pub(super) limit: f64,
    /// Distance of its foot from the top of the page.
    pub(super) top: f64,
    pub(super) size: f64,
    /// Its place on the page, from 0 at the top to 1.
    pub(super) height: f64,
}

/// The lines of all pages.
pub(super) fn of(pages: &[Page]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let first = lines.len();
        let mut last: Option<&Glyph> = None;
        for glyph in &page.glyphs {
            let shown = shown(&glyph.text);
            let goes_on = last.is_some_and(|last| is_same_line(last, glyph)) && lines.len() > first;
            if goes_on && let (Some(line), Some(last)) = (lines.last_mut(), last) {
                add(line, last, glyph, &shown);
            } else if !shown.trim().is_empty() {
                lines.push(Line {
                    text: shown.trim_start().to_owned(),
                    page: number,
                    left: glyph.left,
                    right: glyph.right,
                    limit: page.width,
                    top: glyph.top,
                    size: glyph.size,
                    height: if page.height > 0.0 { glyph.top / page.height } else { 0.0 },
                });
            } else {
                continue;
            }
            last = Some(glyph);
        }
        let limit = lines[first..].iter().map(|line| line.right).fold(0.0, f64::max);
        lines[first..].iter_mut().for_each(|line| line.limit = limit);
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

fn is_same_line(last: &Glyph, next: &Glyph) -> bool {
    let size = last.size.max(next.size);
    // raised and lowered letters belong to their line
    let is_level = (last.top - next.top).abs() < size * 0.45;
    let gap = next.left - last.right;
    is_level && gap > -size * 0.6 && gap < size * 2.5
}

fn add(line: &mut Line, last: &Glyph, glyph: &Glyph, shown: &str) {
    let gap = glyph.left - last.right;
    let is_apart = gap > last.size.min(glyph.size) * 0.18;
    if is_apart && !line.text.ends_with(char::is_whitespace) && !shown.starts_with(char::is_whitespace) {
        line.text.push(' ');
    }
    if shown.trim().is_empty() {
        if !line.text.ends_with(' ') {
            line.text.push(' ');
        }
    } else {
        line.text.push_str(shown);
        line.right = line.right.max(glyph.right);
        line.size = line.size.max(glyph.size);
    }
}

/// Ligatures as letters, any space as one.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() || c == '\u{fffd}' || c == '\u{feff}' => {}
            c => out.push(c),
        }
    }
    out
}
