//! Which way up a picture is: the one thing in EXIF that is needed to show it.

use img_parts::Bytes;

/// Tag of the orientation in the first directory of a TIFF block.
const ORIENTATION: u16 = 0x0112;

/// The orientation (2 to 8) that a TIFF block states; `None` if it is upright or nothing is said.
pub(super) fn read(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..4)? {
        b"MM\0\x2A" => true,
        b"II\x2A\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |at: usize| {
        let (first, second) = (u32::from(short(at)?), u32::from(short(at + 2)?));
        Some(if big { first << 16 | second } else { second << 16 | first })
    };
    let directory = long(4)? as usize;
    let entries = usize::from(short(directory)?);
    let entry = (0..entries).map(|n| directory + 2 + 12 * n).find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(entry + 8)?).ok().filter(|orientation| (2..=8).contains(orientation))
}

/// A TIFF block that states the orientation and nothing else.
pub(super) fn block(orientation: u8) -> Bytes {
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec();
    tiff[19] = orientation;
    tiff.into()
}

/// Exchanges width and height if the picture lies on its side.
pub(super) fn turn((width, height): (u32, u32), orientation: Option<u8>) -> (u32, u32) {
    if orientation.is_some_and(|orientation| orientation >= 5) { (height, width) } else { (width, height) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// EXIF of a camera that tells where it was.
    pub(in crate::asset) fn exif_with_place(orientation: u8) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
        tiff.extend(b"\x0f\x01\x02\0\x0a\0\0\0\x32\0\0\0"); // maker
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x3c\0\0\0"); // GPS
        tiff.extend(b"\0\0\0\0SECRETCAM\0GPS 48.2N 16.4E");
        tiff
    }

    #[test]
    fn the_orientation_is_read_and_written() {
        assert_eq!(read(&exif_with_place(6)), Some(6));
        assert_eq!(read(&exif_with_place(1)), None);
        for orientation in 2..=8 {
            assert_eq!(read(&block(orientation)), Some(orientation));
        }
        for broken in [&b""[..], b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0"] {
            assert_eq!(read(broken), None);
        }
        assert_eq!(turn((3, 4), Some(6)), (4, 3));
        assert_eq!(turn((3, 4), Some(3)), (3, 4));
    }
}
