//! The search index: plain script files that a browser loads one by one as a query needs them.
//!
//! In: the pages with their blocks, the entities with their names, who is mentioned and who speaks where. Out: files below
//! `search/`, of which `index.js` names all others. This room does not read queries: that is the business of `search.js` in the
//! theme, whose rules `QUERY.md` and whose order of results `RANKING.md` explain.
//!
//! | files | hold | a query reads |
//! |---|---|---|
//! | `index.js` | numbers, labels, first terms and names of all other files; of small dossiers what these hold, but for texts and positions | always |
//! | columns | kind, date, length, source, weight of every page | always |
//! | names | entities, aliases, counts; speakers without a page | for misspelt words, `who:`, `about:`, facets, while typing |
//! | terms | runs of terms, forms of one word, blocks in which each stands | one or two per word |
//! | positions | where in its blocks each term stands | for phrases |
//! | mentions, statements | pages per entity, blocks per speaker | for `about:`, `who:` and facets |
//! | texts | words of a group of pages, packed with one shared table | for results that are shown |
//! | cards | what entity cards say | for cards that are shown |
//!
//! Pages are numbered by kind and date, articles last, so that a new article at the end changes few files. The names of all
//! files but `index.js` change with their content and only with it.

mod bits;
mod input;
mod postings;
mod read;
mod script;
mod shards;
mod stems;
mod tables;
mod text;
mod words;

#[cfg(test)]
mod oracle;

use rayon::prelude::*;
use read::{Chunk, Doc};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use shards::Families;
use std::borrow::Cow;

pub use input::{
    SearchAnchor, SearchBlock, SearchEntity, SearchInput, SearchKind, SearchPage, SearchStatement, Speaker,
};
pub use script::SearchFile;

/// How large things may get; smaller in tests, so that small dossiers have large parts too.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Largest files of terms and of positions, in bytes before packing as text.
    terms_file: usize,
    positions_file: usize,
    /// Largest piece of a term's list; longer lists are cut at fixed page numbers.
    list: usize,
    /// Longest list of blocks that stands beside the pages of a term.
    blocks: usize,
    /// Largest files of lists of entities.
    entities_file: usize,
    /// About how much text a group of pages has, in bytes. Larger groups are fewer files and more bytes for each result that is
    /// shown.
    group: usize,
    /// Up to this many bytes all files but texts and positions stand in `index.js`: on a phone a round of requests takes longer
    /// than they do.
    whole: usize,
}

const LIMITS: Limits = Limits {
    terms_file: 7_000,
    positions_file: 30_000,
    list: 40_000,
    blocks: 800,
    entities_file: 10_000,
    group: 16_000,
    whole: 64_000,
};

/// Pages of a kind have numbers from a multiple of this, so that a new person does not renumber the articles.
const NUMBERS: u32 = 1024;
/// Tasks that read pages, and the fewest and most pages of one. Each task has its own list of spellings, so that many tasks are
/// much work twice; their number does not depend on that of threads, and nothing in the index on either.
const TASKS: usize = 8;
const PAGES_OF_TASK: std::ops::RangeInclusive<usize> = 64..=4096;

/// Builds the index. The same input gives the same bytes, whatever the number of threads; files are in the order of their
/// paths.
pub fn build(input: &SearchInput<'_>) -> Vec<SearchFile> {
    build_within(input, &LIMITS)
}

fn build_within(input: &SearchInput<'_>, limits: &Limits) -> Vec<SearchFile> {
    let mut pages: Vec<&SearchPage<'_>> = input.pages.iter().collect();
    pages.sort_by_key(|page| (input.kinds[page.kind].name == "articles", page.kind, page.date, page.id));
    let entity_of: FxHashMap<&str, usize> =
        input.entities.iter().enumerate().map(|(at, entity)| (entity.id, at)).collect();
    let mut doc_of = vec![None; input.entities.len()];
    let mut docs: Vec<Doc<'_>> = Vec::with_capacity(pages.len());
    for page in &pages {
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

    let table = text::Table::from_sample(&pages);
    let sizes = group_sizes(&docs, limits);
    let groups = groups(&docs, &sizes);
    let mut chunks: Vec<Chunk<'_>> = tasks(&groups).par_iter().map(|task| read::read_chunk(&table, task)).collect();

    let texts: Vec<Vec<u8>> = chunks.iter_mut().flat_map(|chunk| std::mem::take(&mut chunk.files)).collect();
    let [terms, positions] = term_files(&chunks, limits);
    drop(chunks);
    let strangers = tables::strangers(&docs);
    let mut files = Files::default();
    let terms = (terms.0, files.add_all(terms.1));
    let columns = files.add(&tables::columns(input, &docs));
    let names = files.add(&tables::names(input, &doc_of, &strangers));
    let table = files.add(&table.to_value());
    // phrases are rare: the names of their files stand in a file of their own
    let position_names = script::names(&positions.1);
    let places =
        files.add(&json!([positions.0, position_names.first().map_or(0, String::len), position_names.concat()]));
    let mentions = files.add_lists(&tables::mention_files(input, &docs, &doc_of, limits.entities_file));
    let statements = files.add_lists(&tables::statement_files(input, &docs, &strangers, limits.entities_file));
    let card = |entity: &SearchEntity<'_>| json!([entity.summary, entity.mentions, entity.articles]);
    let cards: Vec<usize> =
        input.entities.chunks(tables::CARDS_FILE).map(|run| files.add(&run.iter().map(card).collect())).collect();

    let mut file_names = script::names(&files.contents);
    let joined = |range: &[usize]| range.iter().map(|file| file_names[*file].as_str()).collect::<String>();
    let lists = |(starts, range): &(Vec<usize>, Vec<usize>)| json!([starts, joined(range), files.sizes(range)]);
    let versions: Vec<String> = texts.iter().map(|text| script::version(text)).collect();
    let kinds: Value =
        input.kinds.iter().map(|kind| json!([kind.name, kind.singular, kind.plural, kind.mark])).collect();
    let mut manifest = json!({
        "pages": docs.len(),
        "letters": file_names.first().map_or(0, String::len),
        "kinds": kinds,
        "columns": joined(&[columns]),
        "names": joined(&[names]),
        "table": joined(&[table]),
        "terms": [terms.0, joined(&terms.1)],
        "positions": joined(&[places]),
        "texts": [sizes, versions.concat()],
        "mentions": lists(&mentions),
        "statements": lists(&statements),
        "cards": joined(&cards),
    });
    if files.contents.iter().map(Vec::len).sum::<usize>() <= limits.whole {
        let carried = file_names.drain(..).zip(files.contents.drain(..));
        manifest["files"] = carried.map(|(name, content)| (name, script::value(&content))).collect();
    }
    let mut all = vec![script::manifest(&manifest)];
    let mut write = |name: String, bytes: Vec<u8>| all.push(SearchFile { path: format!("search/{name}.js"), bytes });
    file_names.into_iter().zip(files.contents).for_each(|(name, bytes)| write(name, bytes));
    position_names.into_iter().zip(positions.1).for_each(|(name, bytes)| write(format!("p-{name}"), bytes));
    for (number, (version, bytes)) in versions.into_iter().zip(texts).enumerate() {
        write(format!("{}-{version}", bits::base36(number as u64)), bytes);
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.dedup_by(|a, b| a.path == b.path); // equal contents have one name
    all
}

/// Contents so far; a file is its index until all are known and can be named.
#[derive(Default)]
struct Files {
    contents: Vec<Vec<u8>>,
}

impl Files {
    fn add(&mut self, value: &Value) -> usize {
        self.contents.push(script::call(value));
        self.contents.len() - 1
    }

    fn add_all(&mut self, contents: Vec<Vec<u8>>) -> Vec<usize> {
        let first = self.contents.len();
        self.contents.extend(contents);
        (first..self.contents.len()).collect()
    }

    fn add_lists(&mut self, lists: &[(usize, Value)]) -> (Vec<usize>, Vec<usize>) {
        lists.iter().map(|(start, value)| (*start, self.add(value))).unzip()
    }

    fn sizes(&self, files: &[usize]) -> Vec<usize> {
        files.iter().map(|file| self.contents[*file].len()).collect()
    }
}

/// Pages of a group, for each kind that has pages. One number for a kind, and one of few, so that neither an edit nor a new page
/// moves the others to another group unless the average of its kind crosses a border.
fn group_sizes(docs: &[Doc<'_>], limits: &Limits) -> Vec<usize> {
    let size = |kind: &[Doc<'_>]| {
        let bytes: usize = kind.iter().flat_map(|doc| &doc.page.blocks).map(|block| block.text.len()).sum();
        let wanted = (limits.group * kind.len()).div_ceil(bytes.max(1));
        [32, 24, 16, 12, 8, 6, 4, 3, 2].into_iter().find(|size| *size <= wanted).unwrap_or(1)
    };
    docs.chunk_by(|a, b| a.page.kind == b.page.kind).map(size).collect()
}

/// Groups of pages whose texts share a file: pages of one kind, counted from its first, so that a new page at the end of a kind
/// leaves all others where they are.
fn groups<'d, 't>(docs: &'d [Doc<'t>], sizes: &[usize]) -> Vec<&'d [Doc<'t>]> {
    let kinds = docs.chunk_by(|a, b| a.page.kind == b.page.kind);
    kinds.zip(sizes).flat_map(|(kind, size)| kind.chunks(*size)).collect()
}

/// Runs of groups that are read by one task each.
fn tasks<'g, 'd, 't>(groups: &'g [&'d [Doc<'t>]]) -> Vec<&'g [&'d [Doc<'t>]]> {
    let all: usize = groups.iter().map(|group| group.len()).sum();
    let enough = all.div_ceil(TASKS).clamp(*PAGES_OF_TASK.start(), *PAGES_OF_TASK.end());
    let mut tasks = Vec::new();
    let (mut start, mut pages) = (0, 0);
    for (at, group) in groups.iter().enumerate() {
        pages += group.len();
        if pages >= enough || at + 1 == groups.len() {
            tasks.push(&groups[start..=at]);
            (start, pages) = (at + 1, 0);
        }
    }
    tasks
}

/// First terms of files, front-coded, and the files.
type TermFiles = (String, Vec<Vec<u8>>);

/// In place of the number of a term that stands nowhere.
const NO_NUMBER: u32 = u32::MAX;

/// Brings the terms of all chunks together and writes the files of terms and of positions.
fn term_files<'c>(chunks: &'c [Chunk<'_>], limits: &Limits) -> [TermFiles; 2] {
    let mut number_of: FxHashMap<&str, u32> = FxHashMap::default();
    let mut numbers: Vec<Vec<u32>> = chunks
        .iter()
        .map(|chunk| {
            let number = |(local, term): (usize, &'c Cow<'_, str>)| {
                if chunk.places.is_empty(local) {
                    return NO_NUMBER; // a sign that only occurs in pairs
                }
                let next = number_of.len() as u32;
                *number_of.entry(term.as_ref()).or_insert(next)
            };
            chunk.terms.iter().enumerate().map(number).collect()
        })
        .collect();
    let mut terms: Vec<(&str, u32)> = number_of.into_iter().collect();
    terms.par_sort_unstable_by(|a, b| shards::script_order(a.0, b.0));
    let mut rank = vec![0; terms.len()];
    for (place, (_, number)) in terms.iter().enumerate() {
        rank[*number as usize] = place as u32;
    }
    for number in numbers.iter_mut().flatten().filter(|number| **number != NO_NUMBER) {
        *number = rank[*number as usize];
    }
    let terms: Vec<&str> = terms.into_iter().map(|(term, _)| term).collect();
    let families = stems::families(chunks, &numbers, terms.len());

    // (term, chunk, its number there), by term
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for (chunk, numbers) in numbers.iter().enumerate() {
        let occurring = numbers.iter().enumerate().filter(|(_, number)| **number != NO_NUMBER);
        runs.extend(occurring.map(|(local, term)| (*term, chunk as u32, local as u32)));
    }
    runs.par_sort_unstable();
    let by_term: Vec<&[(u32, u32, u32)]> = runs.chunk_by(|a, b| a.0 == b.0).collect();
    let lists: Vec<postings::Lists> = by_term
        .par_iter()
        .with_min_len(64)
        .map_with(Vec::new(), |places, runs| {
            places.clear();
            for (_, chunk, local) in *runs {
                chunks[*chunk as usize].places.unpack(*local as usize, places);
            }
            postings::encode(places, limits)
        })
        .collect();

    let pages = |term: usize| &lists[term].pages;
    let positions = |term: usize| &lists[term].positions;
    [
        write_ranges(&terms, &pages, limits.terms_file, Some(&families)),
        write_ranges(&terms, &positions, limits.positions_file, None),
    ]
}

/// Cuts terms into files and writes them.
fn write_ranges<'l>(
    terms: &[&str],
    lists: &(dyn Fn(usize) -> &'l Vec<Vec<u8>> + Sync),
    limit: usize,
    families: Option<&Families>,
) -> TermFiles {
    let weight = |term: usize| match lists(term).as_slice() {
        [list] => list.len() + 4,
        _ => limit + 1, // a list in pieces has its files to itself
    };
    let weights: Vec<usize> = (0..terms.len()).map(weight).collect();
    let ranges = shards::cut(terms, &weights, limit);
    let written: Vec<Vec<Vec<u8>>> = ranges
        .par_iter()
        .map(|range| {
            let coded = shards::front_coded(terms[range.clone()].iter().copied());
            let pieces = if range.len() == 1 { lists(range.start).len() } else { 1 };
            let family = families.map(|families| shards::relatives(terms, range, families));
            (0..pieces)
                .map(|piece| {
                    let (lengths, data) = if pieces == 1 {
                        shards::packed(range.clone().flat_map(lists).map(Vec::as_slice))
                    } else {
                        shards::packed([lists(range.start)[piece].as_slice()])
                    };
                    let value = match &family {
                        Some((distances, elsewhere)) => json!([coded, lengths, data, distances, elsewhere]),
                        None => json!([coded, lengths, data]),
                    };
                    script::call(&value)
                })
                .collect()
        })
        .collect();
    let firsts =
        ranges.iter().zip(&written).flat_map(|(range, pieces)| std::iter::repeat_n(terms[range.start], pieces.len()));
    let firsts = shards::front_coded(firsts);
    (firsts, written.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: Limits =
        Limits { terms_file: 60, positions_file: 60, list: 200, blocks: 100, entities_file: 20, group: 400, whole: 0 };

    fn texts(count: usize) -> Vec<(String, String, String)> {
        let words = ["low", "tide", "mud", "boats", "gauge", "harbour", "night", "north", "wall", "zinc"];
        (0..count)
            .map(|number| {
                let text =
                    (0..30).map(|at| words[(number * 7 + at * (number % 3 + 1)) % words.len()]).collect::<Vec<_>>();
                (format!("articles/a{number:03}"), format!("articles/a{number:03}.html"), text.join(" "))
            })
            .collect()
    }

    fn input(texts: &[(String, String, String)]) -> SearchInput<'_> {
        SearchInput {
            kinds: vec![SearchKind { name: "articles", singular: "Article", plural: "Articles", mark: "article" }],
            pages: texts
                .iter()
                .map(|(id, url, text)| SearchPage {
                    id,
                    url,
                    title: "Title",
                    kind: 0,
                    lang: "en",
                    date: None,
                    key: "",
                    source: "",
                    boost: 1.0,
                    blocks: vec![SearchBlock { text, anchor: SearchAnchor::Name(""), number: Some(1), heading: false }],
                    entities: Vec::new(),
                    statements: Vec::new(),
                })
                .collect(),
            entities: Vec::new(),
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
        let texts = texts(1200);
        let input = input(&texts);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
            pool.install(|| build(&input))
        };
        assert_eq!(on(1), on(3));
    }

    #[test]
    fn an_edit_changes_only_the_files_that_hold_the_edited_words() {
        let mut texts = texts(400);
        let before = build_within(&input(&texts), &TINY);
        texts[123].2.push_str(" zinc");
        let after = build_within(&input(&texts), &TINY);
        let changed: Vec<&str> =
            after.iter().filter(|file| !before.contains(file)).map(|file| file.path.as_str()).collect();
        let kept = after.len() - changed.len();
        // the manifest, the texts of its group, the pages of `zinc`, and its positions or the names of their files
        assert_eq!(changed.len(), 4, "{changed:?}");
        assert!(kept > 200, "only {kept} files are the same");
    }

    #[test]
    fn a_small_index_is_one_file_beside_its_texts() {
        let texts = texts(20);
        let whole = build(&input(&texts));
        let apart = build_within(&input(&texts), &Limits { whole: 0, ..LIMITS });
        let paths = |files: &[SearchFile]| files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        let own = |path: &String| path.contains('-') || path == "search/index.js";
        assert!(paths(&whole).iter().all(own) && paths(&whole).len() > 1, "{:?}", paths(&whole));
        let manifest = script::value(&whole.iter().find(|file| file.path == "search/index.js").unwrap().bytes);
        let carried = manifest["files"].as_object().unwrap();
        for file in apart.iter().filter(|file| !own(&file.path)) {
            let name = file.path.trim_start_matches("search/").trim_end_matches(".js");
            assert_eq!(carried[name], script::value(&file.bytes), "{name}");
        }
    }

    #[test]
    fn nothing_found_in_a_text_stands_in_a_file_as_markup() {
        let mut texts = texts(3);
        texts[1].2 = "</script><script>alert(1)</script> \u{2028} <!-- ]]> 'x' \"y\" \\".into();
        for file in build(&input(&texts)) {
            let text = String::from_utf8(file.bytes).expect("files are UTF-8");
            assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{}: {text}", file.path);
        }
    }

    #[test]
    fn an_empty_dossier_has_an_index() {
        let paths: Vec<String> = build(&SearchInput::default()).into_iter().map(|file| file.path).collect();
        assert!(paths.contains(&"search/index.js".to_owned()), "{paths:?}");
    }
}
