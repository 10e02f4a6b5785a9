//! PNG: chunks that the picture needs stay, all others go.

use super::{AssetError, orientation};
use img_parts::png::Png;
use img_parts::{Bytes, ImageEXIF as _};

pub(super) const MAGIC: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The picture, its animation and its colours.
const NEEDED: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"cHRM", b"gAMA", b"iCCP", b"sBIT",
    b"sRGB", b"cICP", b"bKGD", b"hIST", b"pHYs",
];

pub(super) fn clean(bytes: Vec<u8>) -> Result<Vec<u8>, AssetError> {
    if !bytes.starts_with(&MAGIC) {
        return Err(AssetError::WrongType);
    }
    let mut png = Png::from_bytes(bytes.into()).map_err(|_| AssetError::Damaged)?;
    let turned = png.exif().and_then(|exif| orientation::read(&exif));
    png.chunks_mut().retain(|chunk| NEEDED.contains(&&chunk.kind()));
    let kinds: Vec<[u8; 4]> = png.chunks().iter().map(img_parts::png::PngChunk::kind).collect();
    if kinds.first() != Some(b"IHDR") || kinds.last() != Some(b"IEND") || !kinds.contains(b"IDAT") {
        return Err(AssetError::Damaged);
    }
    png.set_exif(turned.map(orientation::block));
    Ok(png.encoder().bytes().to_vec())
}

pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    Some(orientation::turn(png.dimensions()?, png.exif().and_then(|exif| orientation::read(&exif))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::orientation::tests::exif_with_place;
    use img_parts::png::PngChunk;

    fn picture(chunks: &[(&[u8; 4], &[u8])], after: &[u8]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for (kind, contents) in chunks {
            let chunk = PngChunk::new(**kind, Bytes::copy_from_slice(contents));
            out.extend(chunk.encoder().bytes());
        }
        out.extend(after);
        out
    }

    const HEADER: (&[u8; 4], &[u8]) = (b"IHDR", b"\0\0\0\x40\0\0\0\x20\x08\x02\0\0\0");

    #[test]
    fn only_the_picture_stays() {
        let dirty = picture(
            &[
                HEADER,
                (b"eXIf", &exif_with_place(8)),
                (b"iCCP", b"icc\0\0profile"),
                (b"tEXt", b"Author\0SECRET"),
                (b"zTXt", b"SECRET"),
                (b"iTXt", b"XML:com.adobe.xmp\0SECRET"),
                (b"tIME", b"\x07\xe0\x01\x07\0\0\0"),
                (b"prIv", b"SECRET"),
                (b"IDAT", b"pixels"),
                (b"tEXt", b"SECRET"),
                (b"IEND", b""),
            ],
            b"SECRET",
        );
        let expected = picture(
            &[
                HEADER,
                (b"eXIf", &orientation::block(8)),
                (b"iCCP", b"icc\0\0profile"),
                (b"IDAT", b"pixels"),
                (b"IEND", b""),
            ],
            b"",
        );
        assert_eq!(clean(dirty.clone()), Ok(expected));
        assert_eq!(dimensions(&dirty), Some((32, 64)));
    }

    #[test]
    fn damaged_pictures_are_refused() {
        let whole = picture(&[HEADER, (b"IDAT", b"pixels"), (b"IEND", b"")], b"");
        assert_eq!(dimensions(&whole), Some((64, 32)));
        for end in 8..whole.len() {
            assert_eq!(clean(whole[..end].to_vec()), Err(AssetError::Damaged), "cut at {end}");
        }
        assert_eq!(clean(picture(&[HEADER, (b"IEND", b"")], b"")), Err(AssetError::Damaged));
    }
}
