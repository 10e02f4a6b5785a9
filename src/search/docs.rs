//! Pages on their way into the index: what their blocks are called there.

use super::{SearchAnchor, SearchInput, SearchPage, stems};
use rustc_hash::FxHashMap;

/// Pages of a kind have numbers from a multiple of this, so that a new person does not renumber the articles.
const NUMBERS: u32 = 1024;

/// Block of a page's title and other names.
pub(crate) const TITLE_BLOCK: u32 = 0;
/// Block of all headings.
pub(crate) const HEADING_BLOCK: u32 = 1;
/// First block of the text.
pub(crate) const FIRST_TEXT_BLOCK: u32 = 2;

/// A page on its way into the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Doc<'t> {
    pub(crate) number: u32,
    pub(crate) page: &'t SearchPage<'t>,
    /// Name of its kind.
    pub(crate) folder: &'t str,
    /// The entity whose page it is.
    pub(crate) entity: Option<usize>,
    pub(crate) other_names: &'t [&'t str],
    /// Bit of the page's language among those with a stemmer.
    pub(crate) language: u32,
}

/// The pages by kind and date, with their numbers; and for each entity the number of its page.
pub(crate) fn numbered<'t>(input: &'t SearchInput<'t>) -> (Vec<Doc<'t>>, Vec<Option<u32>>) {
    let mut pages: Vec<&SearchPage<'_>> = input.pages.iter().collect();
    pages.sort_by_key(|page| (input.kinds[page.kind].name == "articles", page.kind, page.date, page.id));
    let entity_of: FxHashMap<&str, usize> =
        input.entities.iter().enumerate().map(|(at, entity)| (entity.id, at)).collect();
    let mut doc_of = vec![None; input.entities.len()];
    let mut docs: Vec<Doc<'_>> = Vec::with_capacity(pages.len());
    for page in pages {
        let number = match docs.last() {
            None => 0,
            Some(last) if last.page.kind == page.kind => last.number + 1,
            Some(last) => (last.number + 1).next_multiple_of(NUMBERS),
        };
        let entity = entity_of.get(page.id).copied();
        if let Some(entity) = entity {
            doc_of[entity] = Some(number);
        }
        docs.push(Doc {
            number,
            page,
            folder: input.kinds[page.kind].name,
            entity,
            other_names: entity.map_or(&[], |entity| &input.entities[entity].aliases),
            language: stems::language_bit(page.lang),
        });
    }
    (docs, doc_of)
}

/// For each block of a page, its number in the index.
pub(crate) fn block_numbers(page: &SearchPage<'_>) -> Vec<u32> {
    let mut next = FIRST_TEXT_BLOCK;
    let mut numbers = Vec::with_capacity(page.blocks.len());
    for (index, block) in page.blocks.iter().enumerate() {
        if block.heading {
            numbers.push(HEADING_BLOCK);
        } else if continues(page, index) {
            numbers.push(next - 1);
        } else {
            numbers.push(next);
            next += 1;
        }
    }
    numbers
}

/// Whether a block belongs to the one before it: cells of one table, paragraphs of one list item.
pub(crate) fn continues(page: &SearchPage<'_>, index: usize) -> bool {
    let block = &page.blocks[index];
    let before = index.checked_sub(1).map(|before| &page.blocks[before]);
    block.anchor != SearchAnchor::Name("")
        && before.is_some_and(|before| !before.heading && !block.heading && before.anchor == block.anchor)
}
