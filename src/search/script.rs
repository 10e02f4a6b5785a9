//! Values as JavaScript: every file of the index is one call that hands over one value.

use super::bits::base64_into;
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFile {
    /// Path relative to the site's root, with `/`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// The content of a file.
pub(crate) fn call(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 << 13);
    bytes.extend_from_slice(CALL);
    put(&mut bytes, value);
    bytes.extend_from_slice(END);
    bytes
}

const CALL: &[u8] = b"dossierShard(";
const END: &[u8] = b")\n";

/// The content of a file that hands over a list, value by value: packed bytes are most of such files, and need none of the care
/// that texts do.
pub(crate) struct List {
    bytes: Vec<u8>,
}

impl List {
    pub(crate) fn new() -> Self {
        let mut bytes = Vec::with_capacity(1 << 15);
        bytes.extend_from_slice(CALL);
        bytes.push(b'[');
        Self { bytes }
    }

    pub(crate) fn value(mut self, value: &impl Serialize) -> Self {
        put(&mut self.bytes, value);
        self.bytes.push(b',');
        self
    }

    /// Bytes as Base64.
    pub(crate) fn packed(mut self, bytes: &[u8]) -> Self {
        self.bytes.push(b'"');
        base64_into(&mut self.bytes, bytes);
        self.bytes.extend_from_slice(b"\",");
        self
    }

    /// The content of the file.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.bytes.pop_if(|last| *last == b',');
        self.bytes.push(b']');
        self.bytes.extend_from_slice(END);
        self.bytes.shrink_to_fit();
        self.bytes
    }
}

/// Appends a value as JSON.
fn put(bytes: &mut Vec<u8>, value: &impl Serialize) {
    let start = bytes.len();
    serde_json::to_writer(&mut *bytes, value).expect("a value without maps of odd keys is always JSON");
    let json = &bytes[start..];
    if memchr::memchr3(b'<', b'>', b'&', json).is_some() || memchr::memmem::find(json, b"\xe2\x80").is_some() {
        let escaped = escaped(json);
        bytes.truncate(start);
        bytes.extend_from_slice(&escaped);
    }
}

/// What the content of a file hands over.
pub(crate) fn value(content: &[u8]) -> Value {
    let json = content.strip_prefix(CALL).and_then(|rest| rest.strip_suffix(END));
    json.and_then(|json| serde_json::from_slice(json).ok()).expect("files are written by `call`")
}

/// JSON that is safe inside HTML and old JavaScript too: `<`, `>`, `&` and the two line separators are escaped. They can only
/// stand inside strings, so replacing them in the finished text is exact.
fn escaped(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() + 64);
    let mut rest = json;
    while let [first, after @ ..] = rest {
        let (escape, length) = match rest {
            [b'<', ..] => ("\\u003c", 1),
            [b'>', ..] => ("\\u003e", 1),
            [b'&', ..] => ("\\u0026", 1),
            [0xe2, 0x80, 0xa8, ..] => ("\\u2028", 3),
            [0xe2, 0x80, 0xa9, ..] => ("\\u2029", 3),
            _ => {
                out.push(*first);
                rest = after;
                continue;
            }
        };
        out.extend_from_slice(escape.as_bytes());
        rest = &rest[length..];
    }
    out
}

/// Letters that show whether a numbered file has changed.
pub(crate) const VERSION_LETTERS: usize = 3;

/// A name for each content, all of one length: the shortest from six letters at which no two contents share a name. Lower
/// case only, because some file systems ignore case.
pub(crate) fn names(contents: &[Vec<u8>]) -> Vec<String> {
    let hashes: Vec<blake3::Hash> = contents.iter().map(|content| blake3::hash(content)).collect();
    for length in 6..32 {
        let names: Vec<String> = hashes.iter().map(|hash| letters(hash, length)).collect();
        let mut owners: BTreeMap<&str, &blake3::Hash> = BTreeMap::new();
        if names.iter().zip(&hashes).all(|(name, hash)| owners.insert(name, hash).is_none_or(|owner| owner == hash)) {
            return names;
        }
    }
    hashes.iter().map(|hash| hash.to_hex().to_string()).collect()
}

/// Whether a name is the first of its like: equal contents have one name and are one file.
pub(crate) fn distinct(names: &[String]) -> Vec<bool> {
    let mut seen = FxHashSet::default();
    names.iter().map(|name| seen.insert(name)).collect()
}

/// The letters after the number in the name of a file that has its place in a row.
pub(crate) fn version(content: &[u8]) -> String {
    letters(&blake3::hash(content), VERSION_LETTERS)
}

fn letters(hash: &blake3::Hash, length: usize) -> String {
    hash.as_bytes()[..length]
        .iter()
        .map(|byte| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::from(byte & 31)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_file_can_end_a_script_or_a_line() {
        let text = String::from_utf8(call(&serde_json::json!(["</script>\u{2028}&\u{2029}<!--", "\"\\\n"]))).unwrap();
        assert_eq!(text, "dossierShard([\"\\u003c/script\\u003e\\u2028\\u0026\\u2029\\u003c!--\",\"\\\"\\\\\\n\"])\n");
    }

    #[test]
    fn a_list_is_what_a_call_of_its_values_is() {
        let list = List::new().value(&"</a>").packed(b"foob").value(&["\u{2028}"]).finish();
        assert_eq!(list, call(&("</a>", "Zm9vYg", ["\u{2028}"])));
        assert_eq!(List::new().finish(), call(&serde_json::json!([])));
    }

    #[test]
    fn names_follow_contents() {
        let names = names(&[b"a".to_vec(), b"b".to_vec(), b"a".to_vec()]);
        assert_eq!(names[0], names[2]);
        assert_ne!(names[0], names[1]);
        assert!(names.iter().all(|name| name.len() == 6));
    }
}
