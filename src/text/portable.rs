//! Paths that fit everywhere: what one system takes, another refuses or reads as something else.

/// Whether a path can be written on every file system and asked for from every web server.
pub fn check(path: &str) -> Result<(), &'static str> {
    if path.is_empty() {
        return Err("it is empty");
    }
    if path.starts_with('/') {
        return Err("it is absolute");
    }
    if path.contains(|c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')) {
        return Err("it holds a character that not every file system allows");
    }
    path.split('/').try_for_each(check_part)
}

fn check_part(part: &str) -> Result<(), &'static str> {
    match part {
        "" => return Err("a part of it is empty"),
        "." | ".." => return Err("it leaves its folder"),
        _ if part.eq_ignore_ascii_case(".git") || part.eq_ignore_ascii_case("git~1") => {
            return Err("it would write into a Git repository");
        }
        _ => {}
    }
    if part.len() > 255 {
        return Err("a part of it is longer than 255 bytes");
    }
    if part.ends_with(['.', ' ']) {
        return Err("a part of it ends in a full stop or a space");
    }
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let device = match stem.as_bytes() {
        b"CON" | b"PRN" | b"AUX" | b"NUL" => true,
        [b'C', b'O', b'M', digit] | [b'L', b'P', b'T', digit] => digit.is_ascii_digit(),
        _ => false,
    };
    if device { Err("it is the name of a device on some systems") } else { Ok(()) }
}
