//! Entities: names, facts and relations of a person, an organisation, a place, a topic, an event.

use super::article::{placed, references};
use super::head::redirect;
use super::names::{Listed, is_web_address, referred, shown};
use super::{EntitySource, Fact, Gender, Head, MatchMode, Placed, Relation};
use crate::kind::KindId;
use crate::values::{Table, clip, suggest};

/// Reads the keys of an entity.
pub(super) fn entity(table: &mut Table<'_>, mut head: Head, kind: KindId) -> EntitySource {
    head.title = head.title.map(|title| shown(&title));
    let (moved, aliases): (Vec<_>, Vec<_>) =
        names(table, "aliases").into_iter().partition(|name| name.value.starts_with('/'));
    let moved = moved.into_iter().filter_map(|name| redirect(table.reader, "aliases", &name.value, name.span));
    head.redirects.extend(moved);
    let mut end = table.date("end");
    if let (Some(start), Some(last)) = (&head.date, &end)
        && last.first_day() < start.first_day()
        && let Some(node) = table.take("end")
    {
        table.reader.value(&node.span, format!("`end` ({last}) is before `date` ({start})"), "swap the two");
        end = None;
    }
    EntitySource {
        head,
        kind,
        aliases,
        weak_aliases: names(table, "weak_aliases"),
        not: names(table, "not"),
        family_name: table.text("family_name"),
        family_first: table.flag("family_first").unwrap_or(false),
        gender: table.choice("gender", &[("female", Gender::Female), ("male", Gender::Male), ("other", Gender::Other)]),
        autolink: table.flag("autolink").unwrap_or(true),
        match_mode: table
            .choice("match", &[("exact", MatchMode::Exact), ("smart", MatchMode::Smart)])
            .unwrap_or_default(),
        wikidata: wikidata(table),
        same_as: same_as(table),
        living: table.flag("living"),
        facts: table.tables("facts").into_iter().filter_map(fact).collect(),
        relations: table.tables("relations").into_iter().filter_map(relation).collect(),
        position: position(table),
        end,
        place: table.placed_text("place").map(|(text, span)| Placed { value: referred(&text), span }),
        participants: references(table, "participants"),
    }
}

fn names(table: &mut Table<'_>, key: &str) -> Vec<Placed<String>> {
    placed(table, key, Listed::People, shown)
}

/// `Q42`, or the address of its page.
fn wikidata(table: &mut Table<'_>) -> Option<String> {
    let (text, place) = table.placed_text("wikidata")?;
    let id = text.rsplit('/').next().unwrap_or_default();
    let digits = id.strip_prefix('Q').unwrap_or_default();
    if !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(id.to_owned());
    }
    let message = format!("`wikidata` is not an item of Wikidata: `{}`", clip(&text));
    table.reader.value(&(place.start..place.end), message, "write the item's number: `Q42`");
    None
}

fn same_as(table: &mut Table<'_>) -> Vec<String> {
    let reader = table.reader;
    let mut addresses = Vec::new();
    for (text, place) in table.texts("same_as") {
        if is_web_address(&text) {
            addresses.push(text);
        } else {
            let message = format!("`same_as` holds no web address: `{}`", clip(&text));
            reader.value(&(place.start..place.end), message, "write it with `https://` or `http://`");
        }
    }
    addresses
}

/// `lat` and `lon`, both or none.
fn position(table: &mut Table<'_>) -> Option<(f64, f64)> {
    let mut degrees = |key: &str, most: f64| {
        let node = table.take(key)?;
        let number = table.reader.number(key, node)?;
        if number.abs() <= most {
            return Some(number);
        }
        let message = format!("`{key}` is not between -{most} and {most}: `{number}`");
        table.reader.value(&node.span, message, "write degrees as a decimal number, south and west negative");
        None
    };
    let (lat, lon) = (degrees("lat", 90.0), degrees("lon", 180.0));
    for (key, other) in [("lat", "lon"), ("lon", "lat")] {
        if let Some(node) = table.take(key)
            && !table.has(other)
        {
            table.reader.value(&node.span, format!("`{key}` without `{other}`"), format!("add `{other}`"));
        }
    }
    lat.zip(lon)
}

fn fact(mut row: Table<'_>) -> Option<Fact> {
    let label = row.text("label");
    let value = row.text("value");
    let date = row.date("date");
    let source = reference(&mut row, "source");
    row.refuse_rest(&["label", "value", "date", "source"]);
    if label.is_none() && !row.has("label") || value.is_none() && !row.has("value") {
        row.reader.value(&row.span, "a fact has a `label` and a `value`", "write `{label: Office, value: President}`");
    }
    Some(Fact { label: label?, value: value?, date, source })
}

fn relation(mut row: Table<'_>) -> Option<Relation> {
    let to = reference(&mut row, "to");
    let role = row.text("role");
    let inverse = row.text("inverse");
    let from = row.date("from");
    let until = row.date("until");
    let source = reference(&mut row, "source");
    let status = status(&mut row);
    row.refuse_rest(&["to", "role", "inverse", "from", "until", "source", "status"]);
    if to.is_none() && !row.has("to") || role.is_none() && !row.has("role") {
        row.reader.value(
            &row.span,
            "a relation has `to` and `role`",
            "write `{to: people/jane-doe, role: spokeswoman}`",
        );
    }
    Some(Relation { to: to?, role: role?, inverse, from, until, source, status })
}

/// How sure the relation is. Other words than the usual ones are kept, with a warning: a reader sees them as they stand.
fn status(row: &mut Table<'_>) -> Option<String> {
    const STATES: &[&str] = &[
        "claimed",
        "alleged",
        "reported",
        "confirmed",
        "disputed",
        "denied",
        "retracted",
        "current",
        "former",
        "ended",
    ];
    let (status, place) = row.placed_text("status")?;
    if !STATES.contains(&status.as_str()) {
        let message = format!("`{}` is not a usual `status`", clip(&status));
        row.reader.warn(row.reader.codes.value, &(place.start..place.end), message, suggest(&status, STATES));
    }
    Some(status)
}

fn reference(row: &mut Table<'_>, key: &str) -> Option<Placed<String>> {
    row.placed_text(key).map(|(text, span)| Placed { value: referred(&text), span })
}
