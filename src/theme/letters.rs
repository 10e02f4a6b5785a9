//! How wide a text is in a drawing, by `letters.toml` of the theme.

use super::errors;
use super::layers::Layer;
use crate::diagnostics::Diagnostic;
use serde::Deserialize;
use unicode_width::UnicodeWidthChar;

/// Widths of letters, in thousandths of the size.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// From space to tilde, weight 400.
    advances: Vec<u16>,
    /// Other letters.
    other: u16,
    /// By what factor fonts of the system may be wider.
    spare: f64,
    /// Weight 600 against 400.
    bold: f64,
    /// Sizes of texts.
    pub sizes: Sizes,
}

/// Sizes of texts in drawings, as the theme's style sheet has them.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Names.
    pub name: f64,
    /// Names in the network that are mentioned most, in bold.
    pub big: f64,
    /// Names in the network that are mentioned least.
    pub small: f64,
}

/// From the highest layer that has the file.
pub(super) fn load(chain: &[Layer], diagnostics: &mut Vec<Diagnostic>) -> Letters {
    for layer in chain {
        let Some(source) = layer.text("letters.toml", diagnostics) else { continue };
        match toml::from_str(&source.text) {
            Ok(letters) => return letters,
            Err(error) => diagnostics.push(errors::toml(&error, &source)),
        }
    }
    Letters::default()
}

impl Letters {
    /// Width of a text set in `size` pixels.
    pub fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let thousandths: f64 = text.chars().map(|c| self.advance(c)).sum();
        thousandths / 1000.0 * size * self.spare * if bold { self.bold } else { 1.0 }
    }

    /// Width of a name that is neither large nor small.
    pub fn name_width(&self, text: &str) -> f64 {
        self.width(text, self.sizes.name, false)
    }

    fn advance(&self, c: char) -> f64 {
        let ascii = u32::from(c).checked_sub(32).and_then(|at| self.advances.get(at as usize));
        match (ascii, c.width().unwrap_or(0)) {
            (Some(advance), _) => f64::from(*advance),
            (None, 0) => 0.0,
            (None, 1) => f64::from(self.other),
            (None, _) => 1000.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::theme::Theme;

    #[test]
    fn names_are_as_wide_as_their_letters() {
        let letters = Theme::embedded(&Config::default()).letters;
        let width = |text: &str, size: f64, bold: bool| letters.width(text, size, bold);
        // as Chromium sets them, at 13 px
        for (name, measured) in
            [("Ballistic missiles", 88.6), ("Mohammad Javad Zarif", 127.9), ("Teglung Spudeprost", 108.7)]
        {
            let width = width(name, 13.0, false);
            assert!(width >= measured && width < measured * 1.06, "{name}: {width}");
        }
        assert!(width("il", 13.0, false) < width("MW", 13.0, false) / 2.0);
        assert!(width("Name", 13.0, true) > width("Name", 13.0, false));
        assert!(
            (width("中文", 10.0, false) - 20.0 * letters.spare).abs() < 1e-9,
            "characters are as wide as they are high"
        );
        assert!(
            (width("e\u{301}", 10.0, false) - width("e", 10.0, false)).abs() < 1e-9,
            "an accent takes no room of its own"
        );
    }
}
