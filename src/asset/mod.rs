//! Pictures and files that pages show or attach.
//!
//! In: a file's name and bytes, from an author or a clipping, trusted no more than any text. Out: bytes that may be
//! published: of the type that the name says, without what pictures tell about their maker (place, camera, editor,
//! thumbnails, bytes after the end). Pixels are never decoded or changed. No disk here.

mod gif;
mod jpeg;
mod orientation;
mod png;
mod svg;
mod webp;

use std::path::Path;

/// Why a file is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssetError {
    /// The extension is not one that we know how to make safe.
    #[error("files of this type are not published")]
    UnknownType,
    /// Such files can run script in the reader's browser.
    #[error("files of this type can carry script and are not published")]
    Active,
    /// A format whose private parts we cannot remove.
    #[error(
        "its private data (place, camera) cannot be removed from files of this type; convert it to JPEG, PNG or WebP"
    )]
    Opaque,
    /// A drawing that would take too long to be made safe.
    #[error("the drawing is larger than 4 MiB; save it as PNG or WebP")]
    TooLarge,
    /// The bytes are not what the extension says.
    #[error("its bytes are not what its extension says")]
    WrongType,
    /// The picture is cut short or its parts do not fit together.
    #[error("the picture is damaged")]
    Damaged,
}

/// What is done with a file.
#[derive(Debug, Clone, Copy)]
enum Treatment {
    Jpeg,
    Png,
    Gif,
    WebP,
    Svg,
    /// Checked for its first bytes, passed as it is.
    Media(fn(&[u8]) -> bool),
    /// Checked to be UTF-8 text without control characters, passed as it is.
    Text,
    Refused(AssetError),
}

/// One row for each extension.
const TREATMENTS: &[(&[&str], Treatment)] = &[
    (&["jpg", "jpeg"], Treatment::Jpeg),
    (&["png", "apng"], Treatment::Png),
    (&["gif"], Treatment::Gif),
    (&["webp"], Treatment::WebP),
    (&["svg"], Treatment::Svg),
    (&["avif", "heic", "heif", "tif", "tiff", "bmp", "jxl", "psd", "dng"], Treatment::Refused(AssetError::Opaque)),
    (
        &["svgz", "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt", "rss", "atom", "mhtml", "mht"],
        Treatment::Refused(AssetError::Active),
    ),
    (&["js", "mjs", "css", "swf", "wasm", "php", "hta"], Treatment::Refused(AssetError::Active)),
    (&["pdf"], Treatment::Media(|bytes| bytes.starts_with(b"%PDF-"))),
    (&["txt", "csv", "tsv", "json", "bib", "ris"], Treatment::Text),
    (&["mp3"], Treatment::Media(|bytes| bytes.starts_with(b"ID3") || matches!(bytes, [0xFF, 0xE0..=0xFF, ..]))),
    (&["ogg", "oga", "ogv", "opus"], Treatment::Media(|bytes| bytes.starts_with(b"OggS"))),
    (&["wav"], Treatment::Media(|bytes| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE"))),
    (&["flac"], Treatment::Media(|bytes| bytes.starts_with(b"fLaC"))),
    (&["mp4", "m4v", "m4a", "mov"], Treatment::Media(|bytes| bytes.get(4..8) == Some(b"ftyp"))),
    (&["webm", "mkv"], Treatment::Media(|bytes| bytes.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]))),
];

/// What of a file may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What the name ends in, by the bytes: a JPEG that is called `.png` is one all the same.
    pub ending: &'static str,
}

/// What of the file at `path` may be published. Among pictures the bytes say of which type one is, whatever it is called.
///
/// From JPEG, PNG, WebP and GIF everything goes that is not needed to show the picture as it looks: EXIF, XMP, IPTC,
/// comments, text, thumbnails, unknown parts, and bytes after the end. The colour profile stays. A picture that its
/// EXIF turns keeps a minimal EXIF block that says how, and nothing else. A drawing (SVG) keeps what it shows.
pub fn clean(path: &str, bytes: Vec<u8>) -> Result<Clean, AssetError> {
    let (ending, called) = treatment(path);
    let picture = if is_picture(path) { picture_of(&bytes) } else { None };
    let (ending, treatment) = picture.unwrap_or((ending, called));
    let bytes = match treatment {
        Treatment::Jpeg => jpeg::clean(bytes),
        Treatment::Png => png::clean(bytes),
        Treatment::Gif => gif::clean(&bytes),
        Treatment::WebP => webp::clean(bytes),
        Treatment::Svg => svg::clean(&bytes),
        Treatment::Media(fits) if fits(&bytes) => Ok(bytes),
        Treatment::Text if is_text(&bytes) => Ok(bytes),
        Treatment::Media(_) | Treatment::Text => Err(AssetError::WrongType),
        Treatment::Refused(reason) => Err(reason),
    };
    bytes.map(|bytes| Clean { bytes, ending })
}

/// The type of a picture by its first bytes.
fn picture_of(bytes: &[u8]) -> Option<(&'static str, Treatment)> {
    match bytes {
        _ if bytes.starts_with(&jpeg::MAGIC) => Some(("jpg", Treatment::Jpeg)),
        _ if bytes.starts_with(&png::MAGIC) => Some(("png", Treatment::Png)),
        _ if gif::is_gif(bytes) => Some(("gif", Treatment::Gif)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(("webp", Treatment::WebP)),
        _ if svg::is_svg(bytes) => Some(("svg", Treatment::Svg)),
        _ => None,
    }
}

/// Whether `path` names a picture that [`clean`] can take.
pub fn is_picture(path: &str) -> bool {
    use Treatment::{Gif, Jpeg, Png, Svg, WebP};
    matches!(treatment(path).1, Jpeg | Png | Gif | WebP | Svg)
}

/// Width and height as shown: a picture that its EXIF lays on its side has them exchanged.
pub fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(&jpeg::MAGIC) {
        jpeg::dimensions(bytes)
    } else if bytes.starts_with(&png::MAGIC) {
        png::dimensions(bytes)
    } else if gif::is_gif(bytes) {
        gif::dimensions(bytes)
    } else if bytes.first() == Some(&b'<') {
        svg::dimensions(bytes)
    } else {
        webp::dimensions(bytes)
    }
}

/// The ending of a name, as the table has it, and what is done with such files.
fn treatment(path: &str) -> (&'static str, Treatment) {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let rows =
        TREATMENTS.iter().flat_map(|(endings, treatment)| endings.iter().map(move |ending| (*ending, *treatment)));
    let mut rows = rows.filter(|(ending, _)| ending.eq_ignore_ascii_case(extension));
    rows.next().unwrap_or(("bin", Treatment::Refused(AssetError::UnknownType)))
}

/// Whether `path` names a picture that a camera or an editor may have told more about than it shows.
pub fn is_photograph(path: &str) -> bool {
    is_picture(path) && !matches!(treatment(path).1, Treatment::Svg)
}

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(|c: char| c.is_control() && !"\t\n\r\u{c}".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_its_treatment() {
        for (path, bytes, expected) in [
            ("a.pdf", &b"%PDF-1.7 x"[..], Ok(())),
            ("a.pdf", b"<html>", Err(AssetError::WrongType)),
            ("data/A.CSV", "name;ort\nJané;Köln\n".as_bytes(), Ok(())),
            ("a.csv", b"a\0b", Err(AssetError::WrongType)),
            ("a.txt", b"\xff\xfe", Err(AssetError::WrongType)),
            ("a.mp3", b"ID3\x03", Ok(())),
            ("a.mp3", b"\xff\xfb\x90", Ok(())),
            ("a.mp4", b"\0\0\0\x18ftypmp42", Ok(())),
            ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", Ok(())),
            ("a.svg", b"<svg/>", Err(AssetError::Damaged)),
            ("a.HTML", b"<p>", Err(AssetError::Active)),
            ("a.xml", b"<a/>", Err(AssetError::Active)),
            ("a.avif", b"\0\0\0\x18ftypavif", Err(AssetError::Opaque)),
            ("a.exe", b"MZ", Err(AssetError::UnknownType)),
            ("a", b"x", Err(AssetError::UnknownType)),
            (".jpg", b"x", Err(AssetError::UnknownType)),
            ("a.jpg", b"<svg onload=x>", Err(AssetError::Damaged)),
            ("a.png", b"\xff\xd8\xff\xe0", Err(AssetError::Damaged)),
            ("a.pdf", b"\xff\xd8\xff\xe0", Err(AssetError::WrongType)),
            ("a.gif", b"GIF88a", Err(AssetError::WrongType)),
            ("a.webp", b"RIFF\0\0\0\0WAVE", Err(AssetError::WrongType)),
        ] {
            assert_eq!(clean(path, bytes.to_vec()).map(|out| assert_eq!(out.bytes, bytes)), expected, "{path}");
        }
    }

    #[test]
    fn only_known_pictures_have_dimensions() {
        for bytes in [&b""[..], b"x", b"%PDF-", b"GIF89a", b"\xff\xd8", b"RIFF\x04\0\0\0WEBP"] {
            assert_eq!(dimensions(bytes), None, "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            head in proptest::sample::select(vec![
                &b"\xff\xd8\xff"[..], b"\xff\xd8\xff\xda\0\x02", b"\x89PNG\r\n\x1a\n", b"GIF89a\x01\0\x01\0\0\0\0",
                b"RIFF\x20\0\0\0WEBP", b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0", b"\xff\xd8\xff\xe1\0\x10Exif\0\0II*\0\x08\0\0\0",
            ]),
            tail in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
        ) {
            let bytes = [head, &tail].concat();
            dimensions(&bytes);
            for path in ["a.jpg", "a.png", "a.gif", "a.webp"] {
                if let Ok(cleaned) = clean(path, bytes.clone()) {
                    proptest::prop_assert_eq!(clean(path, cleaned.bytes.clone()), Ok(cleaned), "cleaning twice changes nothing");
                }
            }
        }
    }
}
