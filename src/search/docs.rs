//! Pages on their way into the index: what their blocks are called there.

use super::numbers::{self, Axis};
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

/// All pages with their numbers.
pub(crate) struct Numbered<'t> {
    /// By number.
    pub(crate) docs: Vec<Doc<'t>>,
    /// For each entity the number of its page.
    pub(crate) doc_of: Vec<Option<u32>>,
    /// How the numbers of articles, which come last, are laid out.
    pub(crate) axis: Option<Axis>,
}

/// Gives the pages their numbers: by kind, date and id, those of articles as [`numbers`] says.
pub(crate) fn numbered<'t>(input: &'t SearchInput<'t>) -> Numbered<'t> {
    let is_article = |page: &&SearchPage<'_>| input.kinds[page.kind].name == "articles";
    let (mut articles, mut pages): (Vec<&SearchPage<'_>>, Vec<_>) = input.pages.iter().partition(is_article);
    pages.sort_by_key(|page| (page.kind, page.date, page.id));
    articles.sort_by_key(|page| page.id);
    let entity_of: FxHashMap<&str, usize> =
        input.entities.iter().enumerate().map(|(at, entity)| (entity.id, at)).collect();
    let mut doc_of = vec![None; input.entities.len()];
    let mut numbers: Vec<(u32, &SearchPage<'_>)> = Vec::with_capacity(input.pages.len());
    for page in pages {
        let number = match numbers.last() {
            None => 0,
            Some((number, last)) if last.kind == page.kind => number + 1,
            Some((number, _)) => (number + 1).next_multiple_of(NUMBERS),
        };
        numbers.push((number, page));
    }
    let base = numbers.last().map_or(0, |(number, _)| (number + 1).next_multiple_of(NUMBERS));
    let (axis, placed) = numbers::of_articles(&articles, base);
    numbers.extend(placed.iter().map(|(number, index)| (*number, articles[*index])));
    let mut docs: Vec<Doc<'_>> = Vec::with_capacity(numbers.len());
    for (number, page) in numbers {
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
    let axis = (!articles.is_empty()).then_some(axis);
    Numbered { docs, doc_of, axis }
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
