//! Stable names of articles in paragraph keys.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::ArticleSource;
use rustc_hash::FxHashMap;

/// Letters and digits that are not mistaken for each other (Crockford's base 32, lower case).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Shortest derived key: 20 bits of the id's hash.
const SHORTEST: usize = 4;

/// The key of each article: `key` of its front matter, else the first letters of a hash of its id, never its position, so
/// that adding an article changes no other key. Reports keys that two files claim.
pub(super) fn assign(articles: &[ArticleSource], diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut taken: FxHashMap<&str, usize> = FxHashMap::default();
    for (number, article) in articles.iter().enumerate() {
        let Some(key) = &article.key else { continue };
        if let Some(&first) = taken.get(key.value.as_str()) {
            let other = articles[first].key.as_ref().expect("only articles with a key are entered");
            diagnostics.push(
                Diagnostic::new(Code::KEY_TAKEN, format!("the key `{}` is used twice", key.value), key.span.clone())
                    .related(other.span.clone(), "first used here")
                    .help("give one of the articles another key"),
            );
        } else {
            taken.insert(&key.value, number);
        }
    }
    let hashes: Vec<String> = articles.iter().map(|article| long_key(&article.head.id.0)).collect();
    let mut shared: FxHashMap<&str, usize> = FxHashMap::default();
    for (article, hash) in articles.iter().zip(&hashes) {
        if article.key.is_none() {
            for length in SHORTEST..hash.len() {
                *shared.entry(&hash[..length]).or_default() += 1;
            }
        }
    }
    articles
        .iter()
        .zip(&hashes)
        .map(|(article, hash)| {
            if let Some(key) = &article.key {
                key.value.clone()
            } else {
                let free =
                    |length: &usize| shared.get(&hash[..*length]) == Some(&1) && !taken.contains_key(&hash[..*length]);
                let length = (SHORTEST..hash.len()).find(free).unwrap_or(hash.len());
                hash[..length].to_owned()
            }
        })
        .collect()
}

/// 60 bits of the id's BLAKE3 hash in base 32.
fn long_key(id: &str) -> String {
    blake3::hash(id.as_bytes()).as_bytes()[..12]
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_keys_depend_on_the_id_only() {
        assert_eq!(long_key("articles/a"), long_key("articles/a"));
        assert_ne!(long_key("articles/a")[..SHORTEST], long_key("articles/b")[..SHORTEST]);
    }
}
