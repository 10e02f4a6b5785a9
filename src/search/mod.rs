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
//! | stemmers | one for each language of the pages | for words that are not among its terms |
//! | positions | where in its blocks each term stands | for phrases |
//! | mentions, statements | pages per entity, blocks per speaker | for `about:`, `who:` and facets |
//! | keys | the key of each page | for references: `A17 ¶3` |
//! | said | dates of statements that are not those of their pages | for `who:` with dates |
//! | texts | words of a group of pages, packed with one shared table | for results that are shown |
//! | cards | what entity cards say | for cards that are shown |
//!
//! Pages are numbered by kind and date, articles last and with room between them (`numbers.rs`), so that a new article, wherever
//! it stands in time, leaves nearly all other numbers as they are and changes only the files that hold its words. The names of
//! all files but `index.js` change with their content and only with it.

mod bits;
mod codes;
mod docs;
mod forms;
mod groups;
mod input;
mod numbers;
mod places;
mod postings;
mod read;
mod script;
mod shards;
mod stems;
mod tables;
mod terms;
mod text;
mod words;

#[cfg(test)]
mod oracle;

use docs::{Doc, Numbered};
use groups::Cut;
use rayon::prelude::*;
use read::Chunk;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};

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

/// Builds the index. The same input gives the same bytes, whatever the number of threads; files are in the order of their
/// paths.
pub fn build(input: &SearchInput<'_>) -> Vec<SearchFile> {
    build_within(input, &LIMITS)
}

/// Builds the index and hands over each file, from many threads at once, as soon as its name is known: what has been written
/// needs no memory.
pub fn write<E: Send>(input: &SearchInput<'_>, sink: &Sink<'_, E>) -> Result<(), E> {
    write_within(input, &LIMITS, sink)
}

/// Takes a path and the bytes of the file. Each path is given once.
pub type Sink<'s, E> = dyn Fn(&str, &[u8]) -> Result<(), E> + Sync + 's;

fn build_within(input: &SearchInput<'_>, limits: &Limits) -> Vec<SearchFile> {
    let files = Mutex::new(Vec::new());
    let keep = |path: &str, bytes: &[u8]| -> Result<(), Infallible> {
        files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(SearchFile { path: path.to_owned(), bytes: bytes.to_owned() });
        Ok(())
    };
    let Ok(()) = write_within(input, limits, &keep);
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn write_within<E: Send>(input: &SearchInput<'_>, limits: &Limits, sink: &Sink<'_, E>) -> Result<(), E> {
    let write = |name: &str, bytes: &[u8]| sink(&format!("search/{name}.js"), bytes);
    let Numbered { docs, doc_of, axis } = docs::numbered(input);
    let cut = groups::cut(&docs, axis.as_ref(), limits);
    let table = codes::Table::from_sample(docs.iter().map(|doc| doc.page));
    let (versions, chunks) = read_groups(&table, &cut, &write)?;

    let mut lists = terms::Lists::new(chunks, limits);
    let (position_starts, positions) = lists.positions_files(limits);
    // phrases are rare: the names of their files stand in a file of their own
    let position_names = script::names(&positions);
    let distinct = script::distinct(&position_names);
    positions
        .into_par_iter()
        .enumerate()
        .filter(|(at, _)| distinct[*at])
        .try_for_each(|(at, bytes)| write(&format!("p-{}", position_names[at]), &bytes))?;
    let mut files = Files::default();
    let (term_starts, terms) = lists.terms_files(limits);
    let stemmers = stemmers(&docs, &write)?;
    let terms = files.add_all(terms);

    let strangers = tables::strangers(&docs);
    let columns = files.add(&tables::columns(input, &docs, axis.as_ref()));
    let names = files.add(&tables::names(input, &doc_of, &strangers));
    let table = files.add(&table.to_value());
    let places =
        files.add(&json!([position_starts, position_names.first().map_or(0, String::len), position_names.concat()]));
    let mentions = files.add_lists(&tables::mention_files(input, &docs, &doc_of, limits.entities_file));
    let statements = files.add_lists(&tables::statement_files(input, &docs, &strangers, limits.entities_file));
    let keys = files.add(&tables::keys(&docs));
    let said = files.add(&tables::statement_dates(input, &docs, &strangers));
    let card = |entity: &SearchEntity<'_>| json!([entity.summary, entity.mentions, entity.articles]);
    let cards: Vec<usize> =
        input.entities.chunks(tables::CARDS_FILE).map(|run| files.add(&run.iter().map(card).collect())).collect();

    let file_names = script::names(&files.contents);
    let joined = |range: &[usize]| range.iter().map(|file| file_names[*file].as_str()).collect::<String>();
    let lists = |(starts, range): &(Vec<usize>, Vec<usize>)| json!([starts, joined(range), files.sizes(range)]);
    let kinds: Value =
        input.kinds.iter().map(|kind| json!([kind.name, kind.singular, kind.plural, kind.mark])).collect();
    let mut manifest = json!({
        "pages": docs.len(),
        "letters": file_names.first().map_or(0, String::len),
        "kinds": kinds,
        "columns": joined(&[columns]),
        "names": joined(&[names]),
        "table": joined(&[table]),
        "terms": [term_starts, joined(&terms)],
        "stems": stemmers,
        "positions": joined(&[places]),
        "texts": [cut.sizes, versions.concat()],
        "mentions": lists(&mentions),
        "statements": lists(&statements),
        "cards": joined(&cards),
        "keys": joined(&[keys]),
        "said": joined(&[said]),
    });
    if files.contents.iter().map(Vec::len).sum::<usize>() <= limits.whole {
        let carried = file_names.into_iter().zip(&files.contents);
        manifest["files"] = carried.map(|(name, content)| (name, script::value(content))).collect();
    } else {
        let distinct = script::distinct(&file_names);
        let unique = file_names.par_iter().zip(files.contents).enumerate().filter(|(at, _)| distinct[*at]);
        unique.try_for_each(|(_, (name, bytes))| write(name, &bytes))?;
    }
    write("index", &script::call(&manifest))
}

/// Whether a file is one of those that hold nothing of any page: a stemmer.
pub fn is_only_code(path: &str) -> bool {
    path.starts_with("search/s-")
}

/// Writes the stemmers of the pages' languages; gives the code of each and the name of its file.
fn stemmers<E: Send>(docs: &[Doc<'_>], write: &Sink<'_, E>) -> Result<Vec<(&'static str, String)>, E> {
    let languages = docs.iter().fold(0, |languages, doc| languages | doc.language);
    let mut named = Vec::new();
    for language in (0..u32::BITS).filter(|language| languages & (1 << language) != 0) {
        let (code, script) = (stems::language_code(language), stems::script(language));
        let name = format!("s-{code}-{}", script::version(&script));
        write(&name, &script)?;
        named.push((code, name));
    }
    Ok(named)
}

/// Reads all groups and writes their texts; gives the version of each file, and the terms by task.
fn read_groups<'t, E: Send>(
    table: &codes::Table,
    cut: &Cut<'_, 't>,
    write: &Sink<'_, E>,
) -> Result<(Vec<String>, Vec<Chunk<'t>>), E> {
    let tasks = groups::tasks(&cut.groups);
    let read = |task: &std::ops::Range<usize>| {
        let mut versions = Vec::with_capacity(task.len());
        let chunk = read::read_chunk(table, &cut.groups[task.clone()], |bytes| {
            let version = script::version(&bytes);
            write(&format!("{}-{version}", bits::base36(cut.starts[task.start + versions.len()].into())), &bytes)?;
            versions.push(version);
            Ok(())
        })?;
        Ok((versions, chunk))
    };
    let (versions, chunks): (Vec<_>, Vec<_>) =
        tasks.par_iter().map(read).collect::<Result<Vec<_>, E>>()?.into_iter().unzip();
    Ok((versions.into_iter().flatten().collect(), chunks))
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
    fn an_added_article_changes_only_the_files_that_hold_its_words() {
        let dates: Vec<_> = (0..401)
            .map(|number| {
                crate::date::PartialDate::parse(&format!("20{:02}-{:02}-11", 10 + number % 9, 1 + number % 12))
            })
            .collect();
        let built = |texts: &[(String, String, String)]| {
            let mut input = input(texts);
            for page in &mut input.pages {
                let number: usize = page.id.trim_start_matches("articles/a").parse().expect("ids are numbered");
                page.date = dates[number].as_ref();
            }
            build_within(&input, &TINY)
        };
        let mut texts = texts(400);
        let before = built(&texts);
        texts.push(("articles/a400".into(), "articles/a400.html".into(), "zinc wall zinc".into()));
        let after = built(&texts);
        let changed: Vec<&str> =
            after.iter().filter(|file| !before.contains(file)).map(|file| file.path.as_str()).collect();
        // the manifest, the columns, the names of files of positions; the texts of its group, which may be halved; pages and positions
        // of its words, and of those of a neighbour that made room
        assert!(changed.len() <= 20, "{changed:?}");
        assert!(after.len() > 250, "{}", after.len());
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
        // stemmers are code, and hold nothing of a text
        for file in build(&input(&texts)).into_iter().filter(|file| !is_only_code(&file.path)) {
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
