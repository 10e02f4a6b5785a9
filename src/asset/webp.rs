//! WebP: chunks that the picture needs stay, all others go.

use super::{AssetError, orientation};
use img_parts::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::{
    CHUNK_ALPH, CHUNK_ANIM, CHUNK_ANMF, CHUNK_EXIF, CHUNK_ICCP, CHUNK_VP8, CHUNK_VP8L, CHUNK_VP8X, WebP,
};

/// Bits in the first byte of the `VP8X` header.
const HAS_EXIF: u8 = 0b1000;
const HAS_XMP: u8 = 0b0100;

/// Bytes before the parts of a frame of an animation: place, size, duration, flags.
const FRAME_HEADER: usize = 16;

pub(super) fn clean(bytes: Vec<u8>) -> Result<Vec<u8>, AssetError> {
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12) != Some(b"WEBP") {
        return Err(AssetError::WrongType);
    }
    let mut webp = WebP::from_bytes(bytes.into()).map_err(|_| AssetError::Damaged)?;
    let turned = turn_of(&webp);
    let needed = [CHUNK_VP8X, CHUNK_ICCP, CHUNK_ANIM, CHUNK_ANMF, CHUNK_ALPH, CHUNK_VP8, CHUNK_VP8L];
    webp.chunks_mut().retain(|chunk| needed.contains(&chunk.id()) && chunk.content().data().is_some());
    if ![CHUNK_VP8, CHUNK_VP8L, CHUNK_ANMF].iter().any(|id| webp.has_chunk(*id)) {
        return Err(AssetError::Damaged);
    }
    // Only the extended format can say anything beside the picture.
    let turned = turned.filter(|_| webp.has_chunk(CHUNK_VP8X));
    for chunk in webp.chunks_mut() {
        let RiffContent::Data(data) = chunk.content() else { continue };
        let changed = match chunk.id() {
            CHUNK_VP8X => header(data, turned.is_some())?,
            CHUNK_ANMF => frame(data)?,
            _ => continue,
        };
        *chunk.content_mut() = RiffContent::Data(changed.into());
    }
    if let Some(turned) = turned {
        webp.chunks_mut().push(RiffChunk::new(CHUNK_EXIF, RiffContent::Data(orientation::block(turned))));
    }
    Ok(webp.encoder().bytes().to_vec())
}

fn header(data: &Bytes, exif: bool) -> Result<Vec<u8>, AssetError> {
    let mut header = data.get(..10).ok_or(AssetError::Damaged)?.to_vec();
    header[0] = header[0] & !(HAS_EXIF | HAS_XMP) | if exif { HAS_EXIF } else { 0 };
    Ok(header)
}

/// A frame holds chunks of its own, unknown ones too.
fn frame(data: &Bytes) -> Result<Vec<u8>, AssetError> {
    let mut out = data.get(..FRAME_HEADER).ok_or(AssetError::Damaged)?.to_vec();
    let mut rest = &data[FRAME_HEADER..];
    while let Some((head, body)) = rest.split_at_checked(8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let length = length.checked_add(length % 2).ok_or(AssetError::Damaged)?;
        let (body, after) = body.split_at_checked(length).ok_or(AssetError::Damaged)?;
        if [&CHUNK_ALPH[..], &CHUNK_VP8, &CHUNK_VP8L].contains(&&head[..4]) {
            out.extend_from_slice(head);
            out.extend_from_slice(body);
        }
        rest = after;
    }
    Ok(out)
}

fn turn_of(webp: &WebP) -> Option<u8> {
    let exif = webp.chunk_by_id(CHUNK_EXIF)?.content().data()?;
    // Some writers put JPEG's prefix before the block.
    orientation::read(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif))
}

pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    Some(orientation::turn(webp.dimensions()?, turn_of(&webp)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::orientation::tests::exif_with_place;

    fn chunk(id: &str, data: &[u8]) -> Vec<u8> {
        let mut out = [id.as_bytes(), &u32::try_from(data.len()).unwrap().to_le_bytes(), data].concat();
        out.resize(out.len() + data.len() % 2, 0);
        out
    }

    fn picture(chunks: &[Vec<u8>]) -> Vec<u8> {
        chunk("RIFF", &[b"WEBP", &chunks.concat()[..]].concat())
    }

    fn header(flags: u8) -> Vec<u8> {
        chunk("VP8X", &[flags, 0, 0, 0, 63, 0, 0, 31, 0, 0])
    }

    #[test]
    fn only_the_picture_stays() {
        let mut dirty = picture(&[
            header(0b0010_1100),
            chunk("ICCP", b"profile"),
            chunk("VP8L", b"pixels"),
            chunk("EXIF", &exif_with_place(6)),
            chunk("XMP ", b"SECRET"),
            chunk("PRIV", b"SECRET"),
        ]);
        dirty.extend(b"SECRET after the end");
        let expected = picture(&[
            header(0b0010_1000),
            chunk("ICCP", b"profile"),
            chunk("VP8L", b"pixels"),
            chunk("EXIF", &orientation::block(6)),
        ]);
        assert_eq!(clean(dirty.clone()), Ok(expected));
        assert_eq!(dimensions(&dirty), Some((32, 64)));
    }

    #[test]
    fn frames_of_an_animation_are_cleaned_too() {
        let frame = |parts: &[Vec<u8>]| chunk("ANMF", &[&[7; FRAME_HEADER][..], &parts.concat()].concat());
        let dirty = picture(&[
            header(0b0000_0010),
            chunk("ANIM", &[0; 6]),
            frame(&[chunk("ALPH", b"alpha"), chunk("VP8 ", b"pixels"), chunk("PRIV", b"SECRET")]),
        ]);
        let expected = picture(&[
            header(0b0000_0010),
            chunk("ANIM", &[0; 6]),
            frame(&[chunk("ALPH", b"alpha"), chunk("VP8 ", b"pixels")]),
        ]);
        assert_eq!(clean(dirty), Ok(expected));
    }

    #[test]
    fn damaged_pictures_are_refused() {
        let whole = picture(&[chunk("VP8 ", b"pixels")]);
        for end in 12..whole.len() {
            assert_eq!(clean(whole[..end].to_vec()), Err(AssetError::Damaged), "cut at {end}");
        }
        assert_eq!(clean(picture(&[chunk("ICCP", b"x")])), Err(AssetError::Damaged));
    }
}
