//! JPEG: segments that the picture needs stay, all others go.

use super::{AssetError, orientation};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::{Bytes, ImageEXIF as _};

pub(super) const MAGIC: [u8; 3] = [0xFF, 0xD8, 0xFF];

pub(super) fn clean(bytes: Vec<u8>) -> Result<Vec<u8>, AssetError> {
    if !bytes.starts_with(&MAGIC) {
        return Err(AssetError::WrongType);
    }
    let mut jpeg = Jpeg::from_bytes(bytes.into()).map_err(|_| AssetError::Damaged)?;
    let turned = jpeg.exif().and_then(|exif| orientation::read(&exif));
    let segments = std::mem::take(jpeg.segments_mut());
    for segment in segments {
        if let Some(segment) = needed(segment)? {
            jpeg.segments_mut().push(segment);
        }
    }
    if !jpeg.segments().iter().any(JpegSegment::has_entropy) {
        return Err(AssetError::Damaged);
    }
    jpeg.set_exif(turned.map(orientation::block));
    Ok(jpeg.encoder().bytes().to_vec())
}

/// What of a segment stays.
fn needed(segment: JpegSegment) -> Result<Option<JpegSegment>, AssetError> {
    let marker = segment.marker();
    let contents = segment.contents();
    Ok(match marker {
        // The JFIF header may carry a thumbnail behind its first 14 bytes.
        markers::APP0 if contents.starts_with(b"JFIF\0") && contents.len() >= 14 => {
            let mut header = contents[..14].to_vec();
            header[12..].fill(0);
            Some(JpegSegment::new_with_contents(marker, header.into()))
        }
        // The colour profile.
        markers::APP2 if contents.starts_with(b"ICC_PROFILE\0") => Some(segment),
        // Adobe's colour transform: without it, some pictures turn out inverted.
        markers::APP14 if contents.starts_with(b"Adobe") && contents.len() >= 12 => {
            Some(JpegSegment::new_with_contents(marker, contents.slice(..12)))
        }
        markers::SOS => {
            let scans = scans(&entropy(&segment))?;
            Some(JpegSegment::new_with_entropy(marker, contents.clone(), scans.into()))
        }
        _ if is_table(marker) => Some(segment),
        _ => None,
    })
}

/// Everything that follows the header of the first scan.
fn entropy(segment: &JpegSegment) -> Bytes {
    let encoded = segment.clone().encoder().bytes();
    encoded.slice(segment.len()..)
}

/// Tables and frame headers: the picture cannot be decoded without them.
fn is_table(marker: u8) -> bool {
    matches!(
        marker,
        markers::SOF0..=markers::SOF15 | markers::DQT | markers::DNL | markers::DRI | markers::DHP | markers::EXP
    ) && marker != markers::JPG
}

/// The coded scans up to the end of the image. A progressive picture has several, with tables, and possibly with
/// comments, between them; `img-parts` gives all of that in one piece, together with what follows the end.
fn scans(rest: &[u8]) -> Result<Vec<u8>, AssetError> {
    let mut out = Vec::with_capacity(rest.len());
    let mut at = 0;
    loop {
        let found = memchr::memchr(0xFF, &rest[at..]).ok_or(AssetError::Damaged)? + at;
        let marker = *rest.get(found + 1).ok_or(AssetError::Damaged)?;
        match marker {
            // A coded 0xFF and restart marks are part of the scan.
            0x00 | markers::RST0..=markers::RST7 => {
                out.extend_from_slice(&rest[at..found + 2]);
                at = found + 2;
            }
            // Fill.
            0xFF => {
                out.extend_from_slice(&rest[at..found]);
                at = found + 1;
            }
            markers::EOI => {
                out.extend_from_slice(&rest[at..found + 2]);
                return Ok(out);
            }
            _ => {
                out.extend_from_slice(&rest[at..found]);
                let length = rest.get(found + 2..found + 4).ok_or(AssetError::Damaged)?;
                let end = found + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                let segment = rest.get(found..end).filter(|segment| segment.len() >= 4).ok_or(AssetError::Damaged)?;
                if marker == markers::SOS || is_table(marker) {
                    out.extend_from_slice(segment);
                }
                at = end;
            }
        }
    }
}

pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let (width, height) = jpeg.dimensions()?;
    let turned = jpeg.exif().and_then(|exif| orientation::read(&exif));
    Some(orientation::turn((width.into(), height.into()), turned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::orientation::tests::exif_with_place;

    fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
        let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], contents].concat()
    }

    const FRAME: &[u8] = b"\x08\x00\x20\x00\x40\x01\x01\x11\x00";
    const SCAN: &[u8] = b"\x01\x01\x00\x00\x3f\x00";

    fn picture(metadata: &[Vec<u8>], between: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
        let mut out = vec![0xFF, 0xD8];
        out.extend(metadata.concat());
        out.extend(
            [segment(markers::DQT, &[1; 65]), segment(markers::SOF2, FRAME), segment(markers::DHT, &[2; 20])].concat(),
        );
        out.extend(segment(markers::SOS, SCAN));
        out.extend(b"coded\xff\x00data\xff\xd0more");
        out.extend(between.concat());
        out.extend(segment(markers::SOS, SCAN));
        out.extend(b"second scan\xff\xd9");
        out.extend(after);
        out
    }

    #[test]
    fn only_the_picture_stays() {
        let jfif =
            |thumbnail: &[u8], size: u8| [&b"JFIF\0\x01\x02\0\0\x01\0\x01"[..], &[size, size], thumbnail].concat();
        let icc = segment(markers::APP2, b"ICC_PROFILE\0\x01\x01profile");
        let adobe = b"Adobe\0\x64\0\0\0\0\x01".to_vec();
        let dirty = picture(
            &[
                segment(markers::APP0, &jfif(b"SECRETthumb", 2)),
                segment(markers::APP1, &[b"Exif\0\0", &exif_with_place(1)[..]].concat()),
                segment(markers::APP1, b"http://ns.adobe.com/xap/1.0/\0SECRET"),
                icc.clone(),
                segment(markers::APP2, b"MPF\0SECRET"),
                segment(markers::APP13, b"Photoshop 3.0\0SECRET"),
                segment(markers::APP14, &[&adobe[..], b"SECRET"].concat()),
                segment(markers::APP11, b"JP SECRET"),
                segment(markers::COM, b"SECRET"),
            ],
            &[segment(markers::COM, b"SECRET"), segment(markers::APP1, b"SECRET"), segment(markers::DHT, &[3; 20])],
            b"SECRET after the end",
        );
        let expected = picture(
            &[segment(markers::APP0, &jfif(b"", 0)), icc, segment(markers::APP14, &adobe)],
            &[segment(markers::DHT, &[3; 20])],
            b"",
        );
        assert_eq!(
            clean(dirty).map(|out| String::from_utf8_lossy(&out).into_owned()),
            Ok(String::from_utf8_lossy(&expected).into_owned())
        );
        assert_eq!(dimensions(&expected), Some((64, 32)));
    }

    #[test]
    fn a_turned_picture_keeps_its_turn_and_nothing_else() {
        let dirty = picture(&[segment(markers::APP1, &[b"Exif\0\0", &exif_with_place(6)[..]].concat())], &[], b"");
        let expected =
            picture(&[segment(markers::APP1, &[b"Exif\0\0", &orientation::block(6)[..]].concat())], &[], b"");
        assert_eq!(clean(dirty.clone()), Ok(expected.clone()));
        assert_eq!((dimensions(&dirty), dimensions(&expected)), (Some((32, 64)), Some((32, 64))));
    }

    #[test]
    fn damaged_pictures_are_refused() {
        let whole = picture(&[], &[], b"");
        for end in 3..whole.len() - 1 {
            assert_eq!(clean(whole[..end].to_vec()), Err(AssetError::Damaged), "cut at {end}");
        }
        assert_eq!(clean(b"\xff\xd8\xff\xd9".to_vec()), Err(AssetError::Damaged));
    }
}
