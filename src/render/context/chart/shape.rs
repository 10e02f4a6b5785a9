//! Marks of kinds as parts of drawings.

use super::tenth;
use crate::render::context::SafeHtml;
use crate::render::context::pieces::DrawnMark;
use crate::theme::pieces::{Pieces, Shown, Word};

/// The mark of a kind, so large that `r` is its radius or half its side.
pub fn shape(mark: &str, (x, y): (f64, f64), r: f64, pieces: &Pieces) -> SafeHtml {
    let (left, top, side) = (tenth(x - r), tenth(y - r), tenth(2.0 * r));
    let (x, y, r) = (tenth(x), tenth(y), tenth(r));
    SafeHtml(pieces.html(&DrawnMark {
        mark: Word(mark),
        x: Shown(x),
        y: Shown(y),
        r: Shown(r),
        left: Shown(left),
        top: Shown(top),
        side: Shown(side),
        half: Shown(r / 2.0),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::theme::Theme;

    #[test]
    fn every_kind_has_a_shape_of_its_size() {
        let theme = Theme::embedded(&Config::default());
        for (mark, expected) in [
            ("person", "<circle class=\"n-person\" cx=\"10\" cy=\"20\" r=\"4\"/>"),
            ("org", "<rect class=\"n-org\" x=\"6\" y=\"16\" width=\"8\" height=\"8\"/>"),
            ("place", "<path class=\"n-place\" d=\"M6 16h8l-4 8z\"/>"),
            ("topic", "<path class=\"n-topic\" d=\"M10 16l4 4l-4 4l-4 -4z\"/>"),
            ("event", "<path class=\"n-event\" d=\"M10 16v8\"/>"),
            ("x-ships", "<path class=\"n-x-ships\" d=\"M6 20l2-4h4l2 4-2 4h-4z\"/>"),
        ] {
            assert_eq!(shape(mark, (10.04, 20.0), 4.0, &theme.pieces).0, expected);
        }
    }
}
