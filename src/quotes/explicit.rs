//! What the author says himself: block quotes that end in `— Name`, `[[Name]]` beside a quotation, `quotes:` in front matter.
//! These win over every rule.

use super::marks::{self, QuotedSpan};
use super::{QuoteInput, Speaker, credit};
use crate::markdown::{BlockKind, Document, SlotTarget};
use crate::text::fold::fold_name;
use std::ops::Range;

/// An author's word on a span.
#[derive(Debug, Clone)]
pub(super) enum Explicit {
    /// This is who says it, and where that is written, if in the text.
    Speaker(Speaker, Option<Range<usize>>),
    /// Nobody does.
    Ignore,
}

/// The quotations of block quotes with `— Name` below them, and their speakers. They replace what marks stand in them.
pub(super) fn block_quotes(input: &QuoteInput<'_>) -> Vec<(QuotedSpan, Explicit)> {
    let document = input.document;
    let text = &*document.prose.text;
    let mut found = Vec::new();
    let mut first = 0; // of the blocks whose credit may follow
    for (number, block) in document.blocks.iter().enumerate() {
        let boxed = || document.boxes.iter().any(|boxed| boxed.blocks.contains(&(number as u32)));
        let quoted = block.kind == BlockKind::Quote && !boxed();
        if quoted && number > first && closes_between(document, number) {
            first = number;
        }
        let range = block.prose.start as usize..block.prose.end as usize;
        let credit = credit::at_end(text, &range);
        // a line of its own under the block quote
        let below = block.kind == BlockKind::Paragraph && first < number;
        if let Some(credit) = credit.filter(|credit| quoted || (below && credit.from == range.start))
            && let Some((speaker, place)) = credit.speaker(input)
        {
            let explicit = Explicit::Speaker(speaker, Some(place));
            let mut parts: Vec<QuotedSpan> = (first..=number)
                .filter_map(|number| {
                    let said = document.blocks[number].prose.start as usize..document.blocks[number].prose.end as usize;
                    whole(text, said.start..said.end.min(credit.from), number as u32)
                })
                .collect();
            if let Some((_, before)) = parts.split_last_mut() {
                for part in before {
                    part.goes_on = true;
                }
            }
            found.extend(parts.into_iter().map(|part| (part, explicit.clone())));
            first = number + 1;
        } else if !quoted {
            first = number + 1;
        }
    }
    found
}

/// Whether a block quote ends between a block and the one before.
fn closes_between(document: &Document, number: usize) -> bool {
    let (before, this) = (&document.blocks[number - 1], &document.blocks[number]);
    document.html.get(before.html.end as usize..this.html.start as usize).is_none_or(|html| html.contains("blockquote"))
}

/// The words of a block or of a part of it, without marks around them.
fn whole(text: &str, outer: Range<usize>, block: u32) -> Option<QuotedSpan> {
    let bare = marks::without_marks(text.get(outer.clone())?);
    let start = bare.as_ptr() as usize - text.as_ptr() as usize;
    bare.chars().any(char::is_alphabetic).then(|| QuotedSpan {
        inner: start..start + bare.len(),
        outer,
        block,
        goes_on: false,
        single: false,
    })
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

/// `“…” [[Name]]`, `[[Name]]: “…”`: a wikilink with nothing but marks between it and the span.
pub(super) fn wikilink(input: &QuoteInput<'_>, links: &[(Range<usize>, &str)], span: &QuotedSpan) -> Option<Explicit> {
    /// Links without words may stand between.
    const NEAR: usize = 3;
    let text = &*input.document.prose.text;
    let between = |range: Range<usize>, marks: &[char]| {
        text.get(range)
            .is_some_and(|gap| !gap.contains("\n\n") && gap.chars().all(|c| c.is_whitespace() || marks.contains(&c)))
    };
    let is_before = |place: &Range<usize>| {
        place.end <= span.outer.start
            && between(place.end..span.outer.start, &[':'])
            && text[place.end..span.outer.start].contains(':')
    };
    let is_after = |place: &Range<usize>| {
        between(span.outer.end..place.start, &['—', '–', '―', '-', '('])
            && text[place.end..].trim_start_matches([')', '.', ' ']).chars().next().is_none_or(|c| c == '\n')
    };
    let before = &links[..links.partition_point(|(place, _)| place.start < span.outer.start)];
    let after = &links[links.partition_point(|(place, _)| place.start < span.outer.end)..];
    let before = before.iter().rev().take(NEAR).filter(|(place, _)| is_before(place));
    let after = after.iter().take(NEAR).filter(|(place, _)| is_after(place));
    before.chain(after).find_map(|(place, page)| {
        let entity = input.gazetteer.entity(page, None)?;
        Some(Explicit::Speaker(Speaker::Entity(entity), Some(place.clone())))
    })
}

/// Row in `quotes:` of the front matter that speaks of a span.
pub(super) fn rule(input: &QuoteInput<'_>, span: &QuotedSpan) -> Option<usize> {
    if input.overrides.is_empty() {
        return None;
    }
    let words = fold_name(&input.document.prose.text[span.inner.clone()]);
    input.overrides.iter().position(|rule| {
        let first = fold_name(rule.text.value.trim_matches(['“', '”', '"', ' ']));
        !first.is_empty() && words.starts_with(&first)
    })
}

/// Who says a span, or that nobody does, by a row of `quotes:`.
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
