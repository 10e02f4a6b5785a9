//! Lines that open and close fenced code.

/// The character and length of the code fence that a line opens.
pub(crate) fn opens(content: &str) -> Option<(u8, usize)> {
    let character = *content.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = content.bytes().take_while(|&b| b == character).count();
    (length >= 3 && (character == b'~' || !content[length..].contains('`'))).then_some((character, length))
}

/// Whether a line ends the code fence of this character and length.
pub(crate) fn closes(content: &str, (character, length): (u8, usize)) -> bool {
    let run = content.bytes().take_while(|&b| b == character).count();
    run >= length && content[run..].trim().is_empty()
}
