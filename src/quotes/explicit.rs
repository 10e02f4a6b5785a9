//! What the author says himself: block quotes that end in `— Name`, `[[Name]]` beside a quotation, `quotes:` in front matter.
//! These win over every rule.

use super::marks::Stretch;
use super::{QuoteInput, Speaker};
use crate::entities::{Entity, EntityId};
use crate::markdown::{Block, BlockKind, Document, SlotTarget};
use crate::text::fold::fold_name;
use std::ops::Range;

/// An author's word on a stretch.
#[derive(Debug, Clone)]
pub(super) enum Explicit {
    /// This is who says it, and where that is written, if in the text.
    Speaker(Speaker, Option<Range<usize>>),
    /// Nobody does.
    Ignore,
}

/// The quotations of block quotes with `— Name` below them, and their speakers. They replace what marks stand in them.
pub(super) fn block_quotes(input: &QuoteInput<'_>) -> Vec<(Stretch, Explicit)> {
    let document = input.document;
    let text = &*document.prose.text;
    let mut found = Vec::new();
    let mut first = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        let boxed = || document.boxes.iter().any(|boxed| boxed.blocks.contains(&(number as u32)));
        if block.kind != BlockKind::Quote || boxed() {
            first = number + 1;
            continue;
        }
        let range = block.prose.start as usize..block.prose.end as usize;
        let Some(credit) = credit(&text[range.clone()]) else { continue };
        let credit = range.start + credit.start..range.start + credit.end;
        let (speaker, place) = named(input, &credit);
        let explicit = Explicit::Speaker(speaker, Some(place));
        for (block, said) in (first..=number).map(|number| (number, &document.blocks[number])) {
            let end =
                if block == number { line_start(text, range.start, credit.start) } else { said.prose.end as usize };
            if let Some(stretch) = whole(text, said, block as u32, end, block < number) {
                found.push((stretch, explicit.clone()));
            }
        }
        first = number + 1;
    }
    found
}

/// Where the line begins that holds a byte.
fn line_start(text: &str, floor: usize, at: usize) -> usize {
    text[floor..at].rfind('\n').map_or(floor, |line| floor + line)
}

/// The name in a last line `— Name`.
fn credit(block: &str) -> Option<Range<usize>> {
    let start = block.rfind('\n').map_or(0, |line| line + 1);
    let line = block[start..].trim_end();
    let name = line.trim_start().strip_prefix(['—', '–', '―']).or_else(|| line.trim_start().strip_prefix("--"))?;
    let name = name.trim_start();
    let from = start + (line.len() - name.len());
    let len = name.find([',', '(', ';']).unwrap_or(name.len());
    let len = name[..len].trim_end().len();
    (len > 0).then_some(from..from + len)
}

/// The text of a block up to a byte, without marks around it.
fn whole(text: &str, block: &Block, number: u32, end: usize, goes_on: bool) -> Option<Stretch> {
    const MARKS: &[char] = &['“', '”', '"', '„', '«', '»', '「', '」'];
    let outer = block.prose.start as usize..end;
    let words = text.get(outer.clone())?.trim();
    let bare = words.trim_start_matches(MARKS).trim_end_matches(MARKS).trim();
    let start = bare.as_ptr() as usize - text.as_ptr() as usize;
    bare.chars().any(char::is_alphabetic).then(|| Stretch {
        inner: start..start + bare.len(),
        outer,
        block: number,
        goes_on,
        single: false,
    })
}

/// Whom a name in the text means: the entity mentioned there or known by it, else the name.
fn named(input: &QuoteInput<'_>, name: &Range<usize>) -> (Speaker, Range<usize>) {
    let at = name.start as u32..name.end as u32;
    let mention =
        input.mentions.mentions.iter().find(|mention| mention.prose.start < at.end && at.start < mention.prose.end);
    let words = input.document.prose.text[name.clone()].trim();
    let entity = mention.map(|mention| mention.entity).or_else(|| input.gazetteer.entity(words, None));
    (entity.map_or_else(|| Speaker::Named(words.to_owned()), Speaker::Entity), name.clone())
}

/// The wikilinks of a page: where their words stand in the prose, and what they name; by place.
pub(super) fn wikilinks(document: &Document) -> Vec<(Range<usize>, &str)> {
    let mut links: Vec<(Range<usize>, &str)> = document
        .slots
        .iter()
        .filter_map(|slot| match &slot.target {
            SlotTarget::Wikilink { page, .. } => {
                Some((slot.prose.start as usize..slot.prose.end as usize, page.as_str()))
            }
            _ => None,
        })
        .collect();
    links.sort_by_key(|(place, _)| place.start);
    links
}

/// `“…” [[Name]]`, `[[Name]]: “…”`: a wikilink with nothing but marks between it and the stretch.
pub(super) fn wikilink(input: &QuoteInput<'_>, links: &[(Range<usize>, &str)], stretch: &Stretch) -> Option<Explicit> {
    /// Links without words may stand between.
    const NEAR: usize = 3;
    let text = &*input.document.prose.text;
    let between = |range: Range<usize>, marks: &[char]| {
        text.get(range)
            .is_some_and(|gap| !gap.contains("\n\n") && gap.chars().all(|c| c.is_whitespace() || marks.contains(&c)))
    };
    let is_before = |place: &Range<usize>| {
        place.end <= stretch.outer.start
            && between(place.end..stretch.outer.start, &[':'])
            && text[place.end..stretch.outer.start].contains(':')
    };
    let is_after = |place: &Range<usize>| {
        between(stretch.outer.end..place.start, &['—', '–', '―', '-', '('])
            && text[place.end..].trim_start_matches([')', '.', ' ']).chars().next().is_none_or(|c| c == '\n')
    };
    let before = &links[..links.partition_point(|(place, _)| place.start < stretch.outer.start)];
    let after = &links[links.partition_point(|(place, _)| place.start < stretch.outer.end)..];
    let before = before.iter().rev().take(NEAR).filter(|(place, _)| is_before(place));
    let after = after.iter().take(NEAR).filter(|(place, _)| is_after(place));
    before.chain(after).find_map(|(place, page)| {
        let entity = input.gazetteer.entity(page, None)?;
        Some(Explicit::Speaker(Speaker::Entity(entity), Some(place.clone())))
    })
}

/// Row in `quotes:` of the front matter that speaks of a stretch.
pub(super) fn rule(input: &QuoteInput<'_>, stretch: &Stretch) -> Option<usize> {
    if input.overrides.is_empty() {
        return None;
    }
    let words = fold_name(&input.document.prose.text[stretch.inner.clone()]);
    input.overrides.iter().position(|rule| {
        let first = fold_name(rule.text.value.trim_matches(['“', '”', '"', ' ']));
        !first.is_empty() && words.starts_with(&first)
    })
}

/// Who says a stretch, or that nobody does, by a row of `quotes:`.
pub(super) fn overridden(input: &QuoteInput<'_>, rule: usize) -> Option<Explicit> {
    let rule = &input.overrides[rule];
    if rule.ignore {
        return Some(Explicit::Ignore);
    }
    let name = rule.speaker.as_ref()?;
    let speaker = match input.gazetteer.entity(&name.value, None) {
        Some(id) => Speaker::Entity(id),
        None if name.value.is_empty() => Speaker::Unknown,
        None => Speaker::without_page(&name.value),
    };
    Some(Explicit::Speaker(speaker, None))
}

/// The entity of an id.
pub(super) fn entity<'a>(input: &QuoteInput<'a>, id: EntityId) -> &'a Entity {
    input.gazetteer.get(id)
}

#[cfg(test)]
mod tests {
    use crate::pipeline::tests::dossier_of;

    /// Each of these took the square of its length or more: minutes.
    #[test]
    fn many_links_and_credits_take_no_time() {
        for piece in ["[[Ada#\"><img src=x onerror=alert(1)>]] ", "> “a”\n> — B\n\n"] {
            let text = piece.repeat(200_000 / piece.len());
            let dossier = dossier_of("", &[("articles/a.md", &text), ("people/ada.md", "---\ntitle: Ada\n---\n")]);
            assert!(!dossier.articles[0].text.document.slots.is_empty() || piece.starts_with('>'), "{piece}");
        }
    }
}
