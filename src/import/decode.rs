//! Bytes as text, whatever program saved them.

/// What Windows-1252 has where Latin-1 has control characters; those that it leaves out stay control characters, and become marks.
const WINDOWS: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The text, with line feeds only and without byte order mark and control characters, and what was assumed.
pub(super) fn decode(bytes: &[u8]) -> (String, Vec<&'static str>) {
    let mut notes = Vec::new();
    let wide = |unit: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                text.to_owned()
            } else {
                notes.push("it is not UTF-8 and was read as Windows-1252: look at its accents");
                bytes.iter().map(|&byte| windows(byte)).collect()
            }
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
    let clean = text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c });
    (clean.collect(), notes)
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
