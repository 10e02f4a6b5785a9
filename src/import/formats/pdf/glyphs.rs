//! The letters of a PDF and where they stand.

use super::super::super::Refusal;
use crate::text::plain::line;
use encoding_rs::UTF_16BE;
use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};

use rustc_hash::FxHashSet;

/// A letter, or several that one glyph shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Distance of its foot from the top of the page.
    pub(super) top: f64,
    pub(super) size: f64,
}

/// What one page shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
}

/// What the file says of itself.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
}

/// More pages than an article has.
const MOST_PAGES: usize = 2_000;
/// More letters and lines than pages that are read by people have.
const MOST_STEPS: usize = 20_000_000;
/// How many of them one form within another weighs: forms that draw forms can make a small file endless.
const FORM: usize = 200;

/// The pages of a file.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Page>, Said), Refusal> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::new("it is protected by a password", "save it without one"),
        LoadPdfError::Invalid => Refusal::new("it is a damaged PDF", "save it again"),
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(Refusal::too_large("it", "2,000 pages"));
    }
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let (mut steps, mut unknown, mut known) = (0, 0, 0);
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let settings = InterpreterSettings::default();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let initial = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(initial, bounds, &cache, pdf.xref(), settings);
        let shown = Page { width: f64::from(width), height: f64::from(height), glyphs: Vec::new() };
        let mut reader = Reader { page: shown, steps, unknown: 0, drawn: FxHashSet::default() };
        interpret_page(page, &mut context, &mut reader);
        steps = reader.steps;
        unknown += reader.unknown;
        known += reader.page.glyphs.len();
        pages.push(reader.page);
    }
    if unknown > 50 && unknown > known / 4 {
        return Err(Refusal::new(
            "its fonts do not say which letters they show",
            "print it to a new PDF from another program, or let a program for text recognition (OCR) read it",
        ));
    }
    let metadata = pdf.metadata();
    let said = Said { title: metadata.title.as_deref().map(text), author: metadata.author.as_deref().map(text) };
    Ok((pages, said))
}

/// A text of the file's own description.
fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        bytes => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    line(&text)
}

struct Reader {
    page: Page,
    steps: usize,
    unknown: usize,
    /// Where letters stand already, by cells of a grid.
    drawn: FxHashSet<(String, i64, i64)>,
}

impl Reader {
    /// Whether the same letter was drawn at this place, give or take a hair: shadows, and bold letters of fonts that have none.
    fn is_again(&mut self, text: &str, place: Point, size: f64) -> bool {
        if text.trim().is_empty() {
            return false;
        }
        // narrow letters are a fifth of their height apart
        let cell = size * 0.1;
        let (x, y) = ((place.x / cell).round() as i64, (place.y / cell).round() as i64);
        let again = (-1..=1).any(|dx| (-1..=1).any(|dy| self.drawn.contains(&(text.to_owned(), x + dx, y + dy))));
        self.drawn.insert((text.to_owned(), x, y));
        again
    }

    fn step(&mut self, weight: usize) {
        self.steps += weight;
        if self.steps > MOST_STEPS {
            // The interpreter cannot be told to stop. This ends it at the one place where faults of libraries are caught, which says
            // that the file cannot be read.
            std::panic::resume_unwind(Box::new("too much is drawn"));
        }
    }
}

impl Device<'_> for Reader {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.step(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step(FORM);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.step(FORM);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        self.step(1);
        for glyph in run.glyphs() {
            self.step(1);
            let place = props.transform * glyph.transform();
            let (advance, unit) = match &**glyph {
                PdfGlyph::Outline(outline) => (outline.advance_width(), 1_000.0),
                PdfGlyph::Type3(type3) => (type3.advance_width(), 1_000.0),
            };
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => {
                    self.unknown += 1;
                    continue;
                }
            };
            let (start, up) = (place * Point::ZERO, place * Point::new(0.0, unit));
            let end = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let size = (up - start).hypot();
            // text that stands upright in a margin is not part of the article
            let is_level = (end.y - start.y).abs() <= (end.x - start.x).abs().max(0.01);
            let is_sound = [start.x, start.y, end.x, size].iter().all(|n| n.is_finite()) && size > 0.1;
            if is_level && is_sound && !text.is_empty() && !self.is_again(&text, start, size) {
                self.page.glyphs.push(Glyph { text, left: start.x, right: end.x.max(start.x), top: start.y, size });
            }
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.step(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
