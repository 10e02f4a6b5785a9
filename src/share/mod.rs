//! The picture that other sites show beside a link to a page: its title on paper, as a PNG.
//!
//! In: the fonts of the theme, and the words of a page's title block. Out: the bytes of the picture, the same on every machine:
//! letters are placed by whole numbers and turned to pixels without the processor's own arithmetic. What the fonts have no letters
//! for is not set at all: a page in another script has no card rather than one with boxes.

mod canvas;
mod letters;

use canvas::Canvas;
use letters::Letters;
use unicode_normalization::UnicodeNormalization as _;

/// Width and height in pixels, as sites that show such pictures ask for.
pub const SIZE: (u32, u32) = (1200, 630);

const MARGIN: f32 = 80.0;
/// Right edge of what is set.
const RIGHT: f32 = 1120.0;
/// Sizes of the title with the most lines of each: the largest that fits is taken.
const TITLE: [(f32, usize); 5] = [(88.0, 2), (76.0, 3), (66.0, 4), (56.0, 5), (48.0, 6)];
/// Distance of lines, in sizes.
const LEADING: f32 = 1.16;
/// Where the first line of the title may begin, and the last one end.
const TITLE_TOP: f32 = 150.0;
const FOOT: f32 = 532.0;
const SMALL: f32 = 30.0;
/// Strength of what is not the title.
const QUIET: u32 = 190;
const ELLIPSIS: &str = "…";

/// What a card says: nothing but what stands in the page's title block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Above the title: outlet and date, or the kind.
    pub above: String,
    /// The page's title.
    pub title: String,
    /// Below, at the left: the dossier.
    pub site: String,
    /// Below, at the right: the key; may be empty.
    pub key: String,
}

/// The letters of cards.
pub struct Fonts {
    title: Letters,
    text: Letters,
    strong: Letters,
}

impl Fonts {
    /// From the files of a theme, as WOFF2: the font of titles, and that of everything else. `None` if one of them cannot be read.
    pub fn read(titles: &[u8], texts: &[u8]) -> Option<Self> {
        Some(Self {
            title: Letters::read(titles, 600.0)?,
            text: Letters::read(texts, 400.0)?,
            strong: Letters::read(texts, 600.0)?,
        })
    }

    /// Whether there is a letter for everything that a card says, and anything to say.
    pub fn can_set(&self, card: &Card) -> bool {
        let card = card.clean();
        let small = [&card.above, &card.site, &card.key].into_iter().all(|text| self.text.has(text));
        !card.title.is_empty() && self.title.has(&card.title) && small
    }

    /// The picture, as PNG.
    pub fn draw(&self, card: &Card) -> Vec<u8> {
        let card = card.clean();
        let mut canvas = Canvas::new(SIZE);
        let (lines, size) = self.title_lines(&card.title);
        let above = cut(&self.text, &card.above, SMALL, RIGHT - MARGIN);
        canvas.fill((80, 66), (56, 6), Canvas::ACCENT);
        self.text.draw(&mut canvas, &above, (MARGIN, 122.0), SMALL, QUIET);
        for (line, number) in lines.iter().zip(0_u8..) {
            let baseline = TITLE_TOP + size + f32::from(number) * size * LEADING;
            self.title.draw(&mut canvas, line, (MARGIN, baseline.round()), size, 255);
        }
        canvas.fill((80, 532), (1040, 1), Canvas::RULE);
        let key = self.strong.width(&card.key, SMALL);
        let room = RIGHT - MARGIN - if key > 0.0 { key + SMALL } else { 0.0 };
        let dossier = cut(&self.text, &card.site, SMALL, room);
        self.text.draw(&mut canvas, &dossier, (MARGIN, FOOT + 48.0), SMALL, QUIET);
        self.strong.draw(&mut canvas, &card.key, ((RIGHT - key).round(), FOOT + 48.0), SMALL, 255);
        canvas.png()
    }

    /// The title in lines, and their size. One that is too long for the smallest is cut.
    fn title_lines(&self, title: &str) -> (Vec<String>, f32) {
        let width = RIGHT - MARGIN;
        // at size 1: setting a word takes longer than all else
        let words: Vec<(&str, f32)> = title.split(' ').map(|word| (word, self.title.width(word, 1.0))).collect();
        let space = self.title.width(" ", 1.0);
        let widest = words.iter().map(|word| word.1).fold(0.0, f32::max);
        for (size, most) in TITLE {
            let lines = broken(&words, space, width / size);
            if lines.len() <= most && widest * size <= width {
                return (lines, size);
            }
        }
        let (size, most) = TITLE[TITLE.len() - 1];
        let mut lines = broken(&words, space, width / size);
        if lines.len() > most {
            lines.truncate(most);
            lines[most - 1] = format!("{}{ELLIPSIS}", lines[most - 1].trim_end_matches([',', '.']));
        }
        (lines.iter().map(|line| cut(&self.title, line, size, width)).collect(), size)
    }
}

impl Card {
    /// Composed letters, single spaces.
    fn clean(&self) -> Self {
        let clean = |text: &str| {
            let text: String = text.nfc().collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Self { above: clean(&self.above), title: clean(&self.title), site: clean(&self.site), key: clean(&self.key) }
    }
}

/// Broken at spaces, each line as full as it gets.
fn broken(words: &[(&str, f32)], space: f32, width: f32) -> Vec<String> {
    let (mut lines, mut at): (Vec<String>, f32) = (Vec::new(), 0.0);
    for (word, own) in words {
        if let Some(line) = lines.last_mut().filter(|_| at + space + own <= width) {
            line.push(' ');
            line.push_str(word);
            at += space + own;
        } else {
            lines.push((*word).to_owned());
            at = *own;
        }
    }
    lines
}

/// As much of a text as there is room for.
fn cut(letters: &Letters, text: &str, size: f32, room: f32) -> String {
    if letters.width(text, size) <= room {
        return text.to_owned();
    }
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    while let Some(end) = ends.pop() {
        let shorter = format!("{}{ELLIPSIS}", text[..end].trim_end_matches([' ', ',', '…']));
        if letters.width(&shorter, size) <= room {
            return shorter;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        let file = |name: &str| {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            std::fs::read(root.join("themes/default/static/fonts").join(name)).unwrap()
        };
        Fonts::read(&file("dossier-serif.woff2"), &file("dossier-sans.woff2")).unwrap()
    }

    fn card(title: &str) -> Card {
        Card {
            above: "Example Gazette · 7 January 2016".into(),
            title: title.into(),
            site: "The harbour dossier".into(),
            key: "A13".into(),
        }
    }

    /// To be looked at: `DOSSIER_PREVIEW=FOLDER cargo test --lib share::`.
    fn keep(name: &str, bytes: &[u8]) {
        if let Some(folder) = std::env::var_os("DOSSIER_PREVIEW") {
            std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
        }
    }

    #[test]
    fn a_card_is_small_and_the_same_everywhere() {
        let fonts = fonts();
        let longest = "Ünderstatements of the Öresund AVoiding Wharf Townships, ".repeat(12);
        let titles =
            ["Harbour", "A question of who had asked whom to weigh the cargo of the vessel, and when", longest.trim()];
        let sums = titles.iter().zip(["short.png", "long.png", "longest.png"]).map(|(title, name)| {
            let bytes = fonts.draw(&card(title));
            keep(name, &bytes);
            assert!(bytes.len() <= 30_000, "{name}: {}", bytes.len());
            assert_eq!(crate::share::canvas::size_of(&bytes), Some(SIZE));
            assert_eq!(bytes, self::fonts().draw(&card(title)), "drawn again");
            blake3::hash(&bytes).to_hex()[..16].to_owned()
        });
        // figures of one machine: any other must give the same
        assert_eq!(sums.collect::<Vec<_>>(), EXPECTED);
    }

    const EXPECTED: [&str; 3] = ["d8e8c9ba8b88f21d", "ddc9341ce141a65e", "b4597bd49edaaa6f"];

    #[test]
    fn no_card_has_boxes_in_place_of_letters() {
        let fonts = fonts();
        for (title, can) in [
            ("Harbour “quoted” – São Tomé, Zürich, Ærø", true),
            ("Cafe\u{301}", true),
            ("Порт", false),
            ("港", false),
            ("میناب", false),
            ("a\u{202E}b", false),
            ("", false),
            ("  \n ", false),
        ] {
            assert_eq!(fonts.can_set(&card(title)), can, "{title}");
        }
        assert!(!fonts.can_set(&Card { key: "港".into(), ..card("Harbour") }));
    }

    #[test]
    fn long_titles_end_in_dots_and_no_line_is_too_wide() {
        let fonts = fonts();
        for title in ["word ".repeat(200), "unbroken".repeat(40), "x".into(), "a b".into()] {
            let (lines, size) = fonts.title_lines(title.trim());
            let most = TITLE.iter().find(|row| row.0 <= size).unwrap().1;
            assert!(lines.len() <= most, "{lines:?}");
            assert!(lines.iter().all(|line| fonts.title.width(line, size) <= RIGHT - MARGIN + 2.0), "{lines:?}");
            assert_eq!(lines.concat().ends_with(ELLIPSIS), title.len() > 100, "{lines:?}");
            let count = f32::from(u8::try_from(lines.len()).unwrap());
            assert!(TITLE_TOP + size * LEADING * count <= FOOT, "{lines:?}");
        }
    }

    #[test]
    fn what_is_no_font_is_none() {
        assert!(Fonts::read(b"wOF2 but no font", b"").is_none());
    }
}
