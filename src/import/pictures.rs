//! Pictures that come with a text: within it, or in files beside it.

use crate::text::plain::percent_decode;
use crate::text::slug::slugify;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The suffix of a picture that can be published, by its first bytes.
pub fn suffix(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("png"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

/// Name and bytes of a picture that its address holds.
pub(super) fn of_data_url(address: &str) -> Option<(String, Vec<u8>)> {
    /// A smaller one is a dot that keeps the place of a picture.
    const SMALLEST: usize = 150;
    let rest = address.strip_prefix("data:image/")?;
    let (kind, data) = rest.split_once(',')?;
    if !kind.contains(";base64") {
        return None;
    }
    let data: String = percent_decode(data).chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = STANDARD.decode(data).ok()?;
    suffix(&bytes)?;
    (bytes.len() >= SMALLEST).then(|| ("picture".to_owned(), bytes))
}

/// The path of a picture beside a text; never one that leads out of the text's folder.
pub(super) fn path_beside(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let is_elsewhere = address.contains(':') || address.starts_with(['/', '\\', '~']) || address.is_empty();
    if is_elsewhere {
        return None;
    }
    let path = percent_decode(address).replace('\\', "/");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let leaves = parts.iter().any(|part| *part == ".." || part.contains([':', '\0']));
    (!leaves && !parts.is_empty() && !path.starts_with('/')).then(|| parts.join("/"))
}

/// A name for the file of a picture that can stand in an address, with the suffix of what it is; none of `taken`.
pub fn file_name(name: &str, bytes: &[u8], taken: &mut Vec<String>) -> Option<String> {
    let suffix = suffix(bytes)?;
    let last = name.rsplit('/').next().unwrap_or(name);
    let stem = slugify(last.rsplit_once('.').map_or(last, |(stem, _)| stem));
    let stem = if stem.is_empty() { "picture" } else { &stem };
    let names = std::iter::once(format!("{stem}.{suffix}")).chain((2..).map(|n: u32| format!("{stem}-{n}.{suffix}")));
    let name = names.into_iter().find(|name| !taken.contains(name))?;
    taken.push(name.clone());
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_folder() {
        for (address, path) in [
            ("a.png", Some("a.png")),
            ("./Page_files/a%20b.png?x=1", Some("Page_files/a b.png")),
            ("Page_files\\a.png", Some("Page_files/a.png")),
            ("../a.png", None),
            ("a/../../b.png", None),
            ("a/%2e%2e/%2e%2e/b.png", None),
            ("/etc/passwd", None),
            ("%2fetc/passwd", None),
            ("file:///etc/passwd", None),
            ("C:\\a.png", None),
            ("https://a.example/b.png", None),
            ("", None),
        ] {
            assert_eq!(path_beside(address).as_deref(), path, "{address}");
        }
    }

    #[test]
    fn names_are_of_what_the_bytes_are() {
        let (jpeg, mut taken) = ([0xff, 0xd8, 0xff, 0xe0], Vec::new());
        assert_eq!(file_name("x/Kirby Photo.PNG", &jpeg, &mut taken).as_deref(), Some("kirby-photo.jpg"));
        assert_eq!(file_name("kirby photo.jpg", &jpeg, &mut taken).as_deref(), Some("kirby-photo-2.jpg"));
        assert_eq!(file_name("../..", &jpeg, &mut taken).as_deref(), Some("picture.jpg"));
        assert_eq!(file_name("a.png", b"<svg onload=alert(1)>", &mut taken), None);
    }
}
