//! What is known of all pages and names at once: columns of the pages, the list of names, and who is where.

use super::bits::{BitWriter, base36, base64, rice_parameter};
use super::docs::{self, Doc, FIRST_TEXT_BLOCK};
use super::numbers::Axis;
use super::postings;
use super::shards;
use super::text::short_address;
use super::{SearchInput, Speaker};
use crate::date::PartialDate;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Entities whose cards share a file.
pub(crate) const CARDS_FILE: usize = 32;

/// The columns: kind and number, date, length, source and weight of every page; for pages of entities, which one and how often
/// it is mentioned.
pub(crate) fn columns(input: &SearchInput<'_>, docs: &[Doc<'_>], axis: Option<&Axis>) -> Value {
    let mut kinds: Vec<Value> = docs
        .chunk_by(|a, b| a.page.kind == b.page.kind)
        .map(|run| json!([run[0].page.kind, run.len(), run[0].number]))
        .collect();
    if let (Some(axis), Some(articles)) = (axis, kinds.last_mut()) {
        *articles = json!([articles[0], articles[1], axis.base, axis.row(), axis.len()]);
    }
    let lengths: String = docs.iter().map(|doc| char::from(b'a' + length_level(doc))).collect();
    let mut boosts = Vec::new();
    for doc in docs {
        if (doc.page.boost - 1.0).abs() > 1e-9 {
            boosts.push(json!([doc.number, doc.page.boost]));
        }
    }
    let (sources, column) = sources(docs);
    let entities: Vec<(usize, &Doc<'_>)> = docs.iter().filter_map(|doc| Some((doc.entity?, doc))).collect();
    let runs: Vec<Value> = entities
        .chunk_by(|a, b| a.0 + 1 == b.0 && a.1.number + 1 == b.1.number)
        .map(|run| json!([run[0].1.number, run[0].0, run.len()]))
        .collect();
    let known: String = entities.iter().map(|(entity, _)| known_level(input.entities[*entity].mentions)).collect();
    json!([kinds, base64(&dates(docs, axis)), lengths, sources, column, boosts, runs, known])
}

/// The binary logarithm of a number of mentions as a letter.
fn known_level(mentions: u32) -> char {
    char::from(b'a' + mentions.checked_ilog2().map_or(0, |power| power + 1).min(25) as u8)
}

/// Twice the binary logarithm of the number of text blocks, so that a letter holds it.
fn length_level(doc: &Doc<'_>) -> u8 {
    let blocks =
        docs::block_numbers(doc.page).into_iter().max().map_or(0, |last| (last + 1).saturating_sub(FIRST_TEXT_BLOCK));
    match blocks.checked_ilog2() {
        None => 0,
        // 181/128 is the square root of two
        Some(power) => (1 + 2 * power + u32::from(blocks * 128 >= (1 << power) * 181)).min(25) as u8,
    }
}

/// What is written of the date of a page.
struct DateRow {
    /// Numbers between it and the page before.
    skipped: Option<u32>,
    /// How exact the date is, if that differs from the page before.
    new: Option<u32>,
    dated: bool,
    on_axis: bool,
    distance: u32,
}

/// For each page of the axis and behind it, how many numbers lie between it and the one before; then for all: how exact its date
/// is if that differs from the page before, and how far it is from the day that the number says, failing that from the day of
/// the page before.
fn dates(docs: &[Doc<'_>], axis: Option<&Axis>) -> Vec<u8> {
    let mut rows = Vec::with_capacity(docs.len());
    let (mut exactness, mut day, mut next) = (0, 0, axis.map_or(u32::MAX, |axis| axis.base));
    for doc in docs {
        let skipped = axis.filter(|axis| doc.number >= axis.base).map(|_| doc.number - next);
        next += skipped.map_or(0, |skipped| skipped + 1);
        let on_axis = axis.filter(|axis| (axis.base..axis.end()).contains(&doc.number));
        let expected = on_axis.map_or(day, |axis| axis.day(doc.number));
        let (new_exactness, new_day) = doc.page.date.map_or((0, expected), days);
        let distance = new_day - expected;
        // zigzag: small distances to both sides become small numbers
        let distance = ((distance << 1) ^ (distance >> 31)).cast_unsigned();
        let exactness_if_new = (exactness != new_exactness).then_some(new_exactness);
        rows.push(DateRow {
            skipped,
            new: exactness_if_new,
            dated: new_exactness > 0,
            on_axis: on_axis.is_some(),
            distance,
        });
        (exactness, day) = (new_exactness, new_day);
    }
    let parameter = |numbers: &dyn Fn(&DateRow) -> Option<u32>| {
        let (sum, count) = rows.iter().filter_map(numbers).fold((0, 0), |(sum, n), own| (sum + u64::from(own), n + 1));
        rice_parameter(sum, count).min(20)
    };
    let skips = parameter(&|row| row.skipped);
    let distances = [false, true].map(|on_axis| parameter(&|row| (row.on_axis == on_axis).then_some(row.distance)));
    let mut writer = BitWriter::default();
    for own in [skips, distances[0], distances[1]] {
        writer.bits(u64::from(own), 5);
    }
    for row in rows {
        if let Some(skipped) = row.skipped {
            writer.rice(skipped, skips);
        }
        writer.bits(u64::from(row.new.is_some()), 1);
        if let Some(exactness) = row.new {
            writer.bits(u64::from(exactness), 2);
        }
        if row.dated {
            writer.rice(row.distance, distances[usize::from(row.on_axis)]);
        }
    }
    writer.finish()
}

/// 1 year, 2 month, 3 day; and the days since the year 0, with months of 31 days, so that no calendar is needed to read it.
pub(crate) fn days(date: &PartialDate) -> (u32, i32) {
    let (month, day) = (i32::from(date.month.unwrap_or(1)), i32::from(date.day.unwrap_or(1)));
    let exactness = 1 + u32::from(date.month.is_some()) + u32::from(date.month.is_some() && date.day.is_some());
    (exactness, (i32::from(date.year) * 12 + month - 1) * 31 + day - 1)
}

/// The names of sources, the most frequent first; and for each page its source as one letter, or `~` and a number.
fn sources<'a>(docs: &[Doc<'a>]) -> (Vec<&'a str>, String) {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for doc in docs.iter().filter(|doc| !doc.page.source.is_empty()) {
        *counts.entry(doc.page.source).or_default() += 1;
    }
    let mut sources: Vec<(&str, usize)> = counts.into_iter().collect();
    sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let numbers: FxHashMap<&str, usize> = sources.iter().enumerate().map(|(at, (name, _))| (*name, at + 1)).collect();
    let mut column = String::new();
    for doc in docs {
        match numbers.get(doc.page.source).copied().unwrap_or(0) {
            number @ 0..=77 => column.push(char::from(b'0' + number as u8)),
            number => column.extend(["~", &base36(number as u64), ";"]),
        }
    }
    (sources.into_iter().map(|(name, _)| name).collect(), column)
}

/// All names: of entities with their aliases, kind, address and counts, and of speakers who have no page.
pub(crate) fn names(input: &SearchInput<'_>, doc_of: &[Option<u32>], strangers: &[&str]) -> Value {
    let entities = &input.entities;
    let clean = |text: &str| text.replace(['\n', '\t'], " ");
    let lines = |line: &mut dyn FnMut(usize) -> String| (0..entities.len()).map(line).collect::<Vec<_>>().join("\n");
    let kinds: Vec<Value> =
        entities.chunk_by(|a, b| a.kind == b.kind).map(|run| json!([run[0].kind, run.len()])).collect();
    let mut last_doc = 0;
    json!([
        kinds,
        lines(&mut |at| clean(entities[at].name)),
        lines(&mut |at| {
            let name = entities[at].name;
            entities[at]
                .aliases
                .iter()
                .map(|alias| short_alias(&clean(alias), &clean(name)))
                .collect::<Vec<_>>()
                .join("\t")
        }),
        lines(&mut |at| short_address(entities[at].url, input.kinds[entities[at].kind].name, entities[at].name)),
        lines(&mut |at| base36(u64::from(entities[at].mentions))),
        lines(&mut |at| base36(u64::from(entities[at].articles))),
        lines(&mut |at| match doc_of[at] {
            None => "-".into(),
            Some(doc) if doc == last_doc + 1 => {
                last_doc = doc;
                String::new()
            }
            Some(doc) => {
                last_doc = doc;
                base36(u64::from(doc))
            }
        }),
        strangers.iter().map(|name| clean(name)).collect::<Vec<_>>().join("\n"),
    ])
}

/// An alias with the words of the name that it shares as numbers: most aliases are part of the name. A real digit is marked.
fn short_alias(alias: &str, name: &str) -> String {
    let name: Vec<&str> = name.split(' ').collect();
    let words = alias.split(' ').map(|word| match name.iter().position(|known| *known == word) {
        Some(at @ 0..=9) => at.to_string(),
        _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '=') => format!("={word}"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Files of lists: for each entity the pages that mention it.
pub(crate) fn mention_files(
    input: &SearchInput<'_>,
    docs: &[Doc<'_>],
    doc_of: &[Option<u32>],
    largest: usize,
) -> Vec<(usize, Value)> {
    let mut pages: Vec<Vec<u32>> = vec![Vec::new(); input.entities.len()];
    for doc in docs {
        for entity in &doc.page.entities {
            if let Some(list) = pages.get_mut(*entity as usize) {
                list.push(doc.number);
            }
        }
    }
    for (list, doc) in pages.iter_mut().zip(doc_of) {
        list.extend(doc);
        list.sort_unstable();
        list.dedup();
    }
    // a file holds entities of one kind only: facets ask for one kind at a time
    let lists: Vec<Vec<u8>> = pages.iter().map(|list| postings::page_list(list)).collect();
    files(&lists, largest, |at| input.entities[at].kind)
}

/// Files of lists: for each speaker (entities, then strangers) the blocks in which they speak.
pub(crate) fn statement_files(
    input: &SearchInput<'_>,
    docs: &[Doc<'_>],
    strangers: &[&str],
    largest: usize,
) -> Vec<(usize, Value)> {
    let mut blocks: Vec<Vec<(u32, u32)>> = vec![Vec::new(); input.entities.len() + strangers.len()];
    for doc in docs {
        let numbers = docs::block_numbers(doc.page);
        for statement in &doc.page.statements {
            let speaker = speaker_number(statement.speaker, input, strangers);
            if let (Some(list), Some(block)) = (blocks.get_mut(speaker), numbers.get(statement.block)) {
                list.push((doc.number, *block));
            }
        }
    }
    let lists: Vec<Vec<u8>> = blocks
        .iter_mut()
        .map(|list| {
            list.sort_unstable();
            list.dedup();
            postings::block_list(list)
        })
        .collect();
    files(&lists, largest, |_| 0)
}

/// When statements were made that were not made on the date of their page: for each speaker lists of a page, a block and the
/// dates of all that the speaker says there, as their first day, times four, and how exact they are; zero for no date.
pub(crate) fn statement_dates(input: &SearchInput<'_>, docs: &[Doc<'_>], strangers: &[&str]) -> Value {
    let mut dates: BTreeMap<usize, Vec<Vec<i64>>> = BTreeMap::new();
    for doc in docs.iter().filter(|doc| doc.page.statements.iter().any(|statement| statement.date.is_some())) {
        let numbers = docs::block_numbers(doc.page);
        let mut here: BTreeMap<(usize, u32), Vec<Option<&PartialDate>>> = BTreeMap::new();
        for statement in &doc.page.statements {
            let Some(block) = numbers.get(statement.block) else { continue };
            let speaker = speaker_number(statement.speaker, input, strangers);
            here.entry((speaker, *block)).or_default().push(statement.date.or(doc.page.date));
        }
        for ((speaker, block), said) in here {
            if said.iter().any(|date| *date != doc.page.date) {
                let number = |date: &PartialDate| {
                    let (exactness, day) = days(date);
                    i64::from(day) * 4 + i64::from(exactness)
                };
                let row = [i64::from(doc.number), i64::from(block)];
                let said = said.into_iter().map(|date| date.map_or(0, number));
                dates.entry(speaker).or_default().push(row.into_iter().chain(said).collect());
            }
        }
    }
    dates.into_iter().map(|(speaker, said)| json!([speaker, said])).collect()
}

/// The number of a speaker: that of the entity, or after those of all entities.
fn speaker_number(speaker: Speaker<'_>, input: &SearchInput<'_>, strangers: &[&str]) -> usize {
    match speaker {
        Speaker::Entity(entity) => entity as usize,
        Speaker::Named(name) => input.entities.len() + strangers.partition_point(|other| *other < name),
    }
}

/// The keys of pages by kinds that have some: how many pages come before them, and the keys as lines.
pub(crate) fn keys(docs: &[Doc<'_>]) -> Value {
    let mut before = 0;
    let mut kinds = Vec::new();
    for run in docs.chunk_by(|a, b| a.page.kind == b.page.kind) {
        if run.iter().any(|doc| !doc.page.key.is_empty()) {
            let keys: Vec<String> = run.iter().map(|doc| doc.page.key.replace('\n', " ")).collect();
            kinds.push(json!([before, keys.join("\n")]));
        }
        before += run.len();
    }
    kinds.into()
}

/// Speakers who have no page, in order.
pub(crate) fn strangers<'a>(docs: &[Doc<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&str> = docs
        .iter()
        .flat_map(|doc| &doc.page.statements)
        .filter_map(|statement| match statement.speaker {
            Speaker::Named(name) => Some(name),
            Speaker::Entity(_) => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Lists one after the other, a new file where one is full or the group changes; with the number of the first list of each.
fn files(lists: &[Vec<u8>], largest: usize, group: impl Fn(usize) -> usize) -> Vec<(usize, Value)> {
    let mut files = Vec::new();
    let mut start = 0;
    while start < lists.len() {
        let mut end = start;
        let mut bytes = 0;
        while end < lists.len() && group(end) == group(start) && (end == start || bytes + lists[end].len() <= largest) {
            bytes += lists[end].len();
            end += 1;
        }
        let (lengths, data) = shards::joined(lists[start..end].iter().map(Vec::as_slice));
        files.push((start, json!([lengths, base64(&data)])));
        start = end;
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_lose_what_the_name_says() {
        for (alias, name, short) in [
            ("J. Doe", "Jane Doe", "J. 1"),
            ("Doe, Jane", "Jane Doe", "Doe, 0"),
            ("JD", "Jane Doe", "JD"),
            ("3 Doe", "Jane Doe", "=3 1"),
            ("=x", "Jane Doe", "==x"),
        ] {
            assert_eq!(short_alias(alias, name), short);
        }
    }

    #[test]
    fn days_are_ordered_like_dates() {
        let days = |text: &str| days(&PartialDate::parse(text).unwrap());
        assert_eq!(days("2016"), (1, 2016 * 372));
        assert_eq!(days("2016-02"), (2, 2016 * 372 + 31));
        assert_eq!(days("2016-02-29"), (3, 2016 * 372 + 31 + 28));
    }
}
