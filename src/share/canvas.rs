//! Shades of ink on paper, and the PNG that they make.

/// Colours: paper to ink in even steps, and one accent.
const PAPER: [u8; 3] = [0xfc, 0xfc, 0xfb];
const INK: [u8; 3] = [0x1a, 0x1c, 0x1b];
const ACCENT: [u8; 3] = [0x0b, 0x55, 0x63];
/// The last step of ink.
const DARKEST: u32 = 7;

/// A picture with nine colours: with twice as many nobody sees a difference, and the file is a quarter larger.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    /// Number of the colour of each pixel.
    pixels: Vec<u8>,
}

impl Canvas {
    /// Numbers of colours.
    pub(super) const ACCENT: u8 = 8;
    pub(super) const RULE: u8 = 2;

    pub(super) fn new((width, height): (u32, u32)) -> Self {
        Self { width, height, pixels: vec![0; (width * height) as usize] }
    }

    /// Fills a rectangle, which must lie within.
    pub(super) fn fill(&mut self, (left, top): (u32, u32), (width, height): (u32, u32), color: u8) {
        for y in top..top + height {
            let start = (y * self.width + left) as usize;
            self.pixels[start..start + width as usize].fill(color);
        }
    }

    /// Lays a mask on the paper, with a strength of up to 255. What lies outside is cut off.
    pub(super) fn ink(&mut self, mask: &[u8], (left, top): (i32, i32), (width, height): (u32, u32), strength: u32) {
        for (row, y) in mask.chunks_exact(width.max(1) as usize).take(height as usize).zip(top..) {
            for (cover, x) in row.iter().zip(left..) {
                let inside = |at: i32, end: u32| u32::try_from(at).ok().filter(|at| *at < end);
                let (Some(x), Some(y)) = (inside(x, self.width), inside(y, self.height)) else { continue };
                let shade = (u32::from(*cover) * strength * DARKEST + 255 * 255 / 2) / (255 * 255);
                let pixel = &mut self.pixels[(y * self.width + x) as usize];
                *pixel = (*pixel).max(shade as u8);
            }
        }
    }

    /// The picture, four bits a pixel.
    pub(super) fn png(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette());
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_compression(png::Compression::Balanced);
        let rows = self.pixels.chunks(self.width as usize);
        let packed: Vec<u8> = rows
            .flat_map(|row| row.chunks(2).map(|two| two[0] << 4 | two.get(1).copied().unwrap_or_default()))
            .collect();
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&packed));
        written.expect("sizes and colours are ours, and memory takes what it is given");
        out
    }
}

fn palette() -> Vec<u8> {
    let shade = |step: u32| {
        PAPER.into_iter().zip(INK).map(move |(paper, ink)| {
            ((u32::from(paper) * (DARKEST - step) + u32::from(ink) * step + DARKEST / 2) / DARKEST) as u8
        })
    };
    (0..=DARKEST).flat_map(shade).chain(ACCENT).collect()
}

/// Width and height that a PNG gives itself.
#[cfg(test)]
pub(super) fn size_of(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}
