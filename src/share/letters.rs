//! A font at one weight: how wide a text is, and its outlines.

use super::canvas::Canvas;
use harfrust::font::Font;
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, GlyphId, ShapeOptions, ShaperFont, shape};
use zeno::{Command, Mask, Point};

/// The letters of a font.
pub(super) struct Letters {
    font: Font,
    units: f32,
}

/// A letter of a line: its outline, and how far from the start of the line it stands, in units of the font.
struct Placed {
    glyph: GlyphId,
    at: (i32, i32),
}

impl Letters {
    /// From a WOFF2 file, at a weight.
    pub(super) fn read(woff2: &[u8], weight: f32) -> Option<Self> {
        let bytes = wuff::decompress_woff2(woff2).ok()?;
        let font = Font::new(bytes, 0)?.instance_builder().variations([("wght", weight)]).build();
        let units = f32::from(font.units_per_em());
        (units > 0.0).then_some(Self { font, units })
    }

    /// Whether the font has a letter for every character.
    pub(super) fn has(&self, text: &str) -> bool {
        let letters = self.font.charmap();
        text.chars().all(|c| letters.map_unicode(c).is_some())
    }

    /// Width in pixels.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        exact(self.set(text).1) * size / self.units
    }

    /// Draws one line from a point on its baseline.
    pub(super) fn draw(&self, canvas: &mut Canvas, text: &str, from: (f32, f32), size: f32, strength: u32) {
        let outlines = self.font.outline_glyphs();
        let scale = size / self.units;
        let mut path = Path { commands: Vec::new(), origin: (0.0, 0.0), scale };
        for letter in self.set(text).0 {
            // on whole pixels one letter looks like the next of its kind, which halves the file
            path.origin = (from.0 + (exact(letter.at.0) * scale).round(), from.1 - exact(letter.at.1) * scale);
            if let Some(outline) = outlines.get(letter.glyph) {
                // a letter that the font draws wrongly is left out: the file is the theme's
                let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut path);
            }
        }
        if !path.commands.is_empty() {
            let (mask, place) = Mask::new(&path.commands).render();
            canvas.ink(&mask, (place.left, place.top), (place.width, place.height), strength);
        }
    }

    /// The letters of a line with their places, and its width, in units of the font.
    fn set(&self, text: &str) -> (Vec<Placed>, i32) {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        if text.is_empty() || shape(&ShaperFont::new(&self.font), &mut buffer, ShapeOptions::new()).is_err() {
            return (Vec::new(), 0);
        }
        let mut width = 0;
        let letters = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(|(info, place)| {
            let at = (width + place.x_offset, place.y_offset);
            width += place.x_advance;
            Placed { glyph: GlyphId::new(info.glyph_id), at }
        });
        (letters.collect(), width)
    }
}

/// Units of a font, which are far below the 24 bits that are kept.
#[allow(clippy::cast_precision_loss)]
fn exact(units: i32) -> f32 {
    units as f32
}

/// Outlines in pixels, downwards from the top.
struct Path {
    commands: Vec<Command>,
    origin: (f32, f32),
    scale: f32,
}

impl Path {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }
}

impl PathSink for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.commands.push(Command::MoveTo(self.point(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.commands.push(Command::LineTo(self.point(x, y)));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.commands.push(Command::QuadTo(self.point(cx0, cy0), self.point(x, y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.commands.push(Command::CurveTo(self.point(cx0, cy0), self.point(cx1, cy1), self.point(x, y)));
    }

    fn close(&mut self) {
        self.commands.push(Command::Close);
    }
}
