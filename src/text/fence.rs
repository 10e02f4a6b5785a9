//! Lines that open and close fenced code.

/// The sign and length of the code fence that a line opens.
pub(crate) fn opens(content: &str) -> Option<(u8, usize)> {
    let sign = *content.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = content.bytes().take_while(|&b| b == sign).count();
    (length >= 3 && (sign == b'~' || !content[length..].contains('`'))).then_some((sign, length))
}

/// Whether a line ends the code fence of this sign and length.
pub(crate) fn closes(content: &str, (sign, length): (u8, usize)) -> bool {
    let run = content.bytes().take_while(|&b| b == sign).count();
    run >= length && content[run..].trim().is_empty()
}
