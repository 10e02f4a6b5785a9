//! GIF: pictures, their timing and their loop stay; comments, texts and other extensions go.

use super::AssetError;

const TRAILER: u8 = 0x3B;
const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;

const GRAPHIC_CONTROL: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

pub(super) fn is_gif(bytes: &[u8]) -> bool {
    bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, AssetError> {
    if !is_gif(bytes) {
        return Err(AssetError::WrongType);
    }
    let mut reader = Reader { bytes, at: 0 };
    let mut out = Vec::with_capacity(bytes.len());
    let screen = reader.take(13)?;
    out.extend_from_slice(screen);
    out.extend_from_slice(reader.take(color_table(screen[10]))?);
    loop {
        let start = reader.at;
        match reader.take(1)?[0] {
            TRAILER => {
                out.push(TRAILER);
                return Ok(out);
            }
            IMAGE => {
                let flags = reader.take(9)?[8];
                reader.take(color_table(flags) + 1)?; // and the size of the first code
                reader.skip_blocks()?;
                out.extend_from_slice(&bytes[start..reader.at]);
            }
            EXTENSION => {
                let label = reader.take(1)?[0];
                reader.skip_blocks()?;
                let block = &bytes[start..reader.at];
                if label == GRAPHIC_CONTROL {
                    out.extend_from_slice(block);
                } else if label == APPLICATION
                    && let Some(turns) = loop_count(block)
                {
                    out.extend_from_slice(&[EXTENSION, APPLICATION, 11]);
                    out.extend_from_slice(b"NETSCAPE2.0\x03\x01");
                    out.extend_from_slice(&[turns[0], turns[1], 0]);
                }
            }
            _ => return Err(AssetError::Damaged),
        }
    }
}

pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = bytes.get(6..10)?;
    let (width, height) = (u16::from_le_bytes([size[0], size[1]]), u16::from_le_bytes([size[2], size[3]]));
    (width > 0 && height > 0).then_some((width.into(), height.into()))
}

/// Bytes of the colour table that `flags` announce.
fn color_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) }
}

/// How often an animation runs, if this extension says that.
fn loop_count(block: &[u8]) -> Option<[u8; 2]> {
    let data = block.get(3..)?;
    let data = data.strip_prefix(b"NETSCAPE2.0").or_else(|| data.strip_prefix(b"ANIMEXTS1.0"))?;
    match data {
        [3, 1, low, high, ..] => Some([*low, *high]),
        _ => None,
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], AssetError> {
        let taken = self.bytes.get(self.at..self.at + count).ok_or(AssetError::Damaged)?;
        self.at += count;
        Ok(taken)
    }

    /// Passes blocks, each with its length before it, up to and with the empty one.
    fn skip_blocks(&mut self) -> Result<(), AssetError> {
        while let length @ 1.. = self.take(1)?[0] {
            self.take(length.into())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: &[u8] = b"GIF89a\x40\0\x20\0\x80\0\0RGBrgb";
    const CONTROL: &[u8] = b"!\xf9\x04\0\x0a\0\0\0";
    const LOOP: &[u8] = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    const PICTURE: &[u8] = b",\0\0\0\0\x40\0\x20\0\x80RGBrgb\x02\x03abc\x01d\0";

    #[test]
    fn only_the_picture_stays() {
        let dirty = [
            SCREEN,
            b"!\xfe\x06SECRET\0",
            LOOP,
            b"!\xff\x0bXMP DataXMP\x06SECRET\0",
            CONTROL,
            PICTURE,
            b"!\x01\x0c............\x06SECRET\0",
            PICTURE,
            b";SECRET",
        ]
        .concat();
        let expected = [SCREEN, LOOP, CONTROL, PICTURE, PICTURE, b";"].concat();
        assert_eq!(clean(&dirty), Ok(expected));
        assert_eq!(dimensions(&dirty), Some((64, 32)));
    }

    #[test]
    fn secrets_do_not_hide_behind_the_loop() {
        let dirty = [SCREEN, b"!\xff\x0bNETSCAPE2.0\x03\x01\x05\0\x06SECRET\0", PICTURE, b";"].concat();
        let expected = [SCREEN, b"!\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0", PICTURE, b";"].concat();
        assert_eq!(clean(&dirty), Ok(expected));
    }

    #[test]
    fn damaged_pictures_are_refused() {
        let whole = [SCREEN, CONTROL, PICTURE, b";"].concat();
        for end in 6..whole.len() {
            assert_eq!(clean(&whole[..end]), Err(AssetError::Damaged), "cut at {end}");
        }
        assert_eq!(clean(&[SCREEN, b"x;"].concat()), Err(AssetError::Damaged));
    }
}
