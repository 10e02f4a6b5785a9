//! How wide a text is in a drawing: what a name needs is known when the site is built, so that names do not meet.

use unicode_width::UnicodeWidthChar;

/// Advances of Source Sans 3 from space to tilde, weight 400, in thousandths of the size.
const ADVANCES: [u16; 95] = [
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727,
    647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555,
    496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303,
    241, 303, 497,
];
/// Other letters, such as `é` or `Й`: fonts differ, and one that is thought too wide leaves a gap where one thought too narrow
/// meets its neighbour.
const OTHER: f64 = 650.0;
/// Fonts of the system are wider than ours by up to this.
const SPARE: f64 = 1.04;
/// Weight 600 against 400.
const BOLD: f64 = 1.035;

/// Width of a text set in `size` pixels.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: f64 = text.chars().map(advance).sum();
    thousandths / 1000.0 * size * SPARE * if bold { BOLD } else { 1.0 }
}

fn advance(c: char) -> f64 {
    let ascii = u32::from(c).checked_sub(32).and_then(|at| ADVANCES.get(at as usize));
    match (ascii, c.width().unwrap_or(0)) {
        (Some(advance), _) => f64::from(*advance),
        (None, 0) => 0.0,
        (None, 1) => OTHER,
        (None, _) => 1000.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_wide_as_their_letters() {
        // as Chromium sets them, at 13 px
        for (name, measured) in
            [("Ballistic missiles", 88.6), ("Mohammad Javad Zarif", 127.9), ("Teglung Spudeprost", 108.7)]
        {
            let width = width(name, 13.0, false);
            assert!(width >= measured && width < measured * 1.06, "{name}: {width}");
        }
        assert!(width("il", 13.0, false) < width("MW", 13.0, false) / 2.0);
        assert!(width("Name", 13.0, true) > width("Name", 13.0, false));
        assert!((width("中文", 10.0, false) - 20.0 * SPARE).abs() < 1e-9, "characters are as wide as they are high");
        assert!(
            (width("e\u{301}", 10.0, false) - width("e", 10.0, false)).abs() < 1e-9,
            "an accent takes no room of its own"
        );
    }
}
