//! What the author says himself: block quotes that end in `— Name`, `[[Name]]` beside a quotation, `quotes:` in front matter.
//! These win over every rule.

use super::marks::Stretch;
use super::{QuoteInput, Speaker};
use crate::entities::{Entity, EntityId};
use crate::markdown::{Block, BlockKind, SlotTarget};
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
    let text = document.prose.text.as_str();
    let mut found = Vec::new();
    let mut first = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        let boxed = document.boxes.iter().any(|boxed| boxed.blocks.contains(&(number as u32)));
        if boxed || block.kind != BlockKind::Quote {
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

/// `“…” [[Name]]`, `[[Name]]: “…”`: a wikilink with nothing but marks between it and the stretch.
pub(super) fn wikilink(input: &QuoteInput<'_>, stretch: &Stretch) -> Option<Explicit> {
    let text = input.document.prose.text.as_str();
    let between = |range: Range<usize>, marks: &[char]| {
        text.get(range)
            .is_some_and(|gap| !gap.contains("\n\n") && gap.chars().all(|c| c.is_whitespace() || marks.contains(&c)))
    };
    input.document.slots.iter().find_map(|slot| {
        let SlotTarget::Wikilink { page, .. } = &slot.target else { return None };
        let place = slot.prose.start as usize..slot.prose.end as usize;
        let after = place.start >= stretch.outer.end
            && between(stretch.outer.end..place.start, &['—', '–', '―', '-', '('])
            && text[place.end..].trim_start_matches([')', '.', ' ']).chars().next().is_none_or(|c| c == '\n');
        let before = place.end <= stretch.outer.start
            && text[place.end..stretch.outer.start].contains(':')
            && between(place.end..stretch.outer.start, &[':']);
        let entity = input.gazetteer.entity(page, None).filter(|_| after || before)?;
        Some(Explicit::Speaker(Speaker::Entity(entity), Some(place)))
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
