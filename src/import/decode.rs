//! Bytes as text, whatever program saved them.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, with line feeds only and without byte order mark and control characters, and what was assumed.
pub(super) fn decode(bytes: &[u8]) -> (String, Vec<&'static str>) {
    let mut notes = Vec::new();
    let text = if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        encoding.decode(bytes).0
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.into()
    } else {
        notes.push("it is not UTF-8 and was read as Windows-1252: look at its accents");
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    };
    (clean(&text), notes)
}

/// A page as text: in the encoding that its bytes show, else in the one that it says.
pub(super) fn decode_html(bytes: &[u8]) -> String {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return decode(bytes).0;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).to_ascii_lowercase();
    let said = head.find("charset=").map(|at| head[at + 8..].trim_start_matches(['"', '\'']));
    let label =
        said.and_then(|said| said.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next());
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(WINDOWS_1252);
    // it is not UTF-8 whatever it says, and UTF-16 has its mark
    let encoding = if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) { WINDOWS_1252 } else { encoding };
    clean(&encoding.decode_without_bom_handling(bytes).0)
}

/// Line feeds only, and no control characters.
pub(super) fn clean(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
