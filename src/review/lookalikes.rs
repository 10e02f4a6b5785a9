//! Names that look like those of an entity and are spelt with letters of several scripts: `Аnn Lee` with a Cyrillic `А`.

use super::span;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::{Dossier, Text};
use crate::entities::{Entity, EntityId};
use crate::source::Head;
use crate::text::fold::fold_name;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use unicode_security::{MixedScript as _, skeleton};

/// Longest name that is compared, in words.
const MOST_WORDS: usize = 6;

/// Look-alikes of known names in articles, each once per page, and among the entities themselves.
pub fn look_alikes(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut known: FxHashMap<String, EntityId> = FxHashMap::default();
    for (number, entity) in (0..).zip(&dossier.gazetteer.entities) {
        for name in names(entity).filter(|name| name.is_single_script()) {
            known.entry(shape(name)).or_insert(EntityId(number));
        }
    }
    let mut all = Vec::new();
    for entity in &dossier.gazetteer.entities {
        for name in names(entity).filter(|name| !name.is_single_script()) {
            if let Some(other) = known.get(&shape(name)) {
                all.push(report(dossier, name, *other, Span::file(&entity.source.head.body.source)));
            }
        }
    }
    for article in &dossier.articles {
        in_text(dossier, &known, &article.source.head, &article.text, &mut all);
    }
    all
}

fn names(entity: &Entity) -> impl Iterator<Item = &str> {
    std::iter::once(entity.name.as_str()).chain(entity.source.aliases.iter().map(|alias| alias.value.as_str()))
}

/// What a name looks like: letters of all scripts that look the same are the same here.
fn shape(name: &str) -> String {
    skeleton(&name.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn in_text(
    dossier: &Dossier,
    known: &FxHashMap<String, EntityId>,
    head: &Head,
    text: &Text,
    all: &mut Vec<Diagnostic>,
) {
    let prose = &text.document.prose.text;
    // Latin with its accents ends before Greek begins: most pages have nothing else
    if prose.chars().all(|c| c < '\u{370}' || !c.is_alphabetic()) {
        return;
    }
    let words = words(prose);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for at in (0..words.len()).filter(|at| !prose[words[*at].clone()].is_single_script()) {
        let windows = (1..=MOST_WORDS)
            .rev()
            .flat_map(|length| (at.saturating_sub(length - 1)..=at).map(move |first| first..first + length));
        let found = windows.filter(|window| window.end <= words.len()).find_map(|window| {
            let words_at = words[window.start].start..words[window.end - 1].end;
            let other = known.get(&shape(&prose[words_at.clone()]))?;
            Some((words_at, *other))
        });
        if let Some((words_at, other)) = found
            && seen.insert(&prose[words_at.clone()])
        {
            let place = span(head, text, &(words_at.start as u32..words_at.end as u32));
            all.push(report(dossier, &prose[words_at], other, place));
        }
    }
}

/// Words without the punctuation around them and without `'s`.
fn words(text: &str) -> Vec<Range<usize>> {
    let inner = |word: &str| {
        let start = word.find(char::is_alphanumeric)?;
        let end = start + word[start..].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let plain = word[start..end].trim_end_matches("'s").trim_end_matches("’s");
        Some(start..start + plain.len())
    };
    text.split_whitespace()
        .filter_map(|word| {
            let from = word.as_ptr() as usize - text.as_ptr() as usize;
            inner(word).map(|range| from + range.start..from + range.end)
        })
        .collect()
}

fn report(dossier: &Dossier, words: &str, other: EntityId, place: Span) -> Diagnostic {
    let other = dossier.gazetteer.get(other);
    let foreign: Vec<String> = words
        .chars()
        .filter(|c| c.is_alphabetic() && !fold_name(&other.name).contains(&*fold_name(&c.to_string())))
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect();
    Diagnostic::new(
        Code::LOOK_ALIKE,
        format!(
            "`{words}` looks like {} ({}), but has letters of other scripts: {}",
            other.name,
            other.id,
            foreign.join(", ")
        ),
        place,
    )
    .help("write the name with the letters of one script")
}
