//! Preview cards as script files that a page loads when the pointer rests on a name.
//!
//! In: the HTML of each card, made by the theme. Out: `cards/N.js`, each with the cards of some entities. Cards in the
//! pages themselves would be half of the bytes of a large site, and nobody sees them without script; a `<script>` works
//! from `file://`, too. Which file holds a card follows from the address of the entity's page, which every link to it has:
//! `people/jane-doe`, by the same sum in `dossier.js`.

use std::collections::BTreeMap;

/// Most cards of one file, on average: some 12 kB compressed.
const PER_FILE: usize = 64;

/// Number of files for this many entities: a power of two. Every page carries it, and should change when the entities have
/// doubled rather than with every other article.
pub fn file_count(entities: usize) -> usize {
    if entities == 0 { 0 } else { entities.div_ceil(PER_FILE).next_power_of_two() }
}

/// The file that holds a page's card: FNV-1a (32 bits, over UTF-8) modulo the number of files.
pub fn file_of(id: &str, files: usize) -> usize {
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize % files.max(1)
}

/// What each file holds, by the address of the page without its ending.
pub fn groups<'a, T>(cards: impl Iterator<Item = (&'a str, T)>, count: usize) -> Vec<BTreeMap<&'a str, T>> {
    let mut groups: Vec<BTreeMap<&str, T>> = (0..count).map(|_| BTreeMap::new()).collect();
    for (id, card) in cards {
        groups[file_of(id, count)].insert(id, card);
    }
    groups
}

/// Address of a file.
pub fn path(number: usize) -> String {
    format!("cards/{number}.js")
}

/// A file, from addresses with their HTML. Addresses in the HTML are relative to the root of the site.
pub fn file(number: usize, cards: &BTreeMap<&str, String>) -> Vec<u8> {
    let json = serde_json::to_string(cards).expect("texts always serialise");
    format!("dossierCards({number},{json})\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_is_in_the_file_that_its_id_names() {
        // the sum is known: the script must give the same
        assert_eq!((file_of("people/jane-doe", 107), file_of("places/تهران", 107)), (82, 73));
        let ids = ["people/a", "people/b", "topics/c"];
        let made = groups(ids.iter().map(|id| (*id, format!("<p>\u{2028}{id}</p>"))), 2);
        assert_eq!(made.len(), 2);
        for id in ids {
            let text = String::from_utf8(file(1, &made[file_of(id, 2)])).unwrap();
            assert!(text.starts_with("dossierCards(1,{") && text.contains(&format!("\"{id}\":")), "{text}");
        }
        let counts = [0, 1, 64, 65, 129, 3_400].map(file_count);
        assert_eq!(counts, [0, 1, 1, 2, 4, 64]);
    }
}
