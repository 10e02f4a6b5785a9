//! Footnotes: collected while reading, numbered by their first reference, written at the end of the page.
//!
//! Here too are the other things that only the whole page decides: where links within the page lead.

use super::block_ids::settle;
use super::escape::{push_attribute, push_text};
use super::fragment::{Fragment, Patch, PatchKind};
use super::writer::Writer;
use super::{Anchors, BlockKind, Document, Labels, Problem};
use crate::diagnostics::{Code, nearest};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// A footnote by its label.
#[derive(Default)]
pub(super) struct Note {
    label: String,
    /// `None` until its definition comes.
    fragment: Option<Fragment>,
    source: Range<usize>,
}

impl Writer<'_> {
    /// Index of the footnote with this label; labels ignore case.
    pub(super) fn note(&mut self, label: &str) -> usize {
        let folded = label.to_lowercase();
        if let Some(&index) = self.note_index.get(&folded) {
            return index;
        }
        let index = self.notes.len();
        self.note_index.insert(folded, index);
        self.notes.push(Note { label: label.to_owned(), ..Note::default() });
        index
    }

    /// A definition has been read.
    pub(super) fn define_note(&mut self, note: usize, fragment: Fragment, source: Range<usize>) {
        let text = self.source(source.clone());
        let first_line = source.start..source.start + text.find(['\n', '\r']).unwrap_or(text.len());
        let note = &mut self.notes[note];
        if note.fragment.is_some() {
            self.problems.push(Problem {
                code: Code::FOOTNOTE,
                message: format!("footnote `[^{}]` is defined twice", note.label),
                source: first_line,
                help: Some("give one of them another label; the first counts".into()),
            });
            return;
        }
        note.fragment = Some(fragment);
        note.source = first_line;
    }
}

/// The links within a page.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    /// What each asks for.
    pub(super) wanted: &'a [(String, Range<usize>)],
    /// Those that show the words of their place.
    pub(super) worded: &'a [usize],
}

/// What is shown by links to blocks that have no words of their own: the first words of the block, else the name that its author gave it.
fn words(places: Places<'_>, document: &Document) -> FxHashMap<usize, String> {
    /// Characters of the block that are shown.
    const SHOWN: usize = 60;
    let shown = |wanted: &str| {
        let (_, block) = document.places.iter().find(|(name, _)| name == wanted)?;
        let prose = &document.blocks.get(*block as usize)?.prose;
        let text = document.prose.text.get(prose.start as usize..prose.end as usize)?.replace('\n', " ");
        let Some((end, _)) = text.char_indices().nth(SHOWN) else { return Some(text) };
        let end = text[..end].rfind(' ').unwrap_or(end);
        Some(format!("{} …", text[..end].trim_end()))
    };
    let one = |place: &usize| {
        let wanted = &places.wanted.get(*place)?.0;
        Some((*place, shown(wanted).unwrap_or_else(|| wanted.trim_start_matches('^').to_owned())))
    };
    places.worded.iter().filter_map(one).collect()
}

/// Joins body and footnotes and fills in what was left open.
pub(super) fn assemble(
    mut main: Fragment,
    mut notes: Vec<Note>,
    settled: &FxHashMap<u32, u32>,
    places: Places<'_>,
    title: &str,
    labels: &Labels<'_>,
    mut problems: Vec<Problem>,
) -> (Document, Vec<Problem>) {
    settle(&mut main.document, settled);
    let order = number(&main, &notes);
    for (index, note) in notes.iter().enumerate() {
        if note.fragment.is_some() && order.numbers[index] == 0 {
            problems.push(Problem {
                code: Code::FOOTNOTE,
                message: format!("footnote `[^{}]` is never referred to, so it is left out", note.label),
                source: note.source.clone(),
                help: Some(format!("put `[^{}]` where it belongs, or delete the definition", note.label)),
            });
        }
    }
    if main.patches.is_empty() && order.sequence.is_empty() {
        problems.sort_by_key(|problem| problem.source.start);
        return (main.document, problems);
    }
    let mut fragments: Vec<Fragment> = order.sequence.iter().filter_map(|&note| notes[note].fragment.take()).collect();
    for fragment in &mut fragments {
        settle(&mut fragment.document, settled);
    }
    let words = words(places, &main.document);
    let targets = resolve(places.wanted, &main, &fragments, title, &mut problems);
    let mut filler =
        Filler { order: &order, targets: &targets, words: &words, labels, used: vec![0; notes.len()], note: 0 };
    let sections = main
        .document
        .blocks
        .last()
        .map_or(0, |block| block.section + u32::from(matches!(block.kind, BlockKind::Heading(_))));
    let mut document = Document::default();
    filler.append(&mut document, main);
    if !fragments.is_empty() {
        document.html.own().push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        push_attribute(document.html.own(), labels.footnotes);
        document.html.own().push_str("\">\n<ol>\n");
        let mut number = document.blocks.iter().filter_map(|block| block.number).max().unwrap_or(0);
        for (index, fragment) in fragments.into_iter().enumerate() {
            filler.note = order.sequence[index];
            let _ = writeln!(document.html.own(), "<li id=\"fn-{}\">", index + 1);
            let ends_with_paragraph = fragment.patches.last().is_some_and(|p| p.kind == PatchKind::Backlinks);
            let first = document.blocks.len();
            filler.append(&mut document, fragment);
            if !ends_with_paragraph {
                document.html.own().push_str("<p>");
                filler.backlinks(document.html.own());
                document.html.own().push_str("</p>\n");
            }
            document.html.own().push_str("</li>\n");
            number_blocks(&mut document, first, &mut number, sections);
        }
        document.html.own().push_str("</ol>\n</section>\n");
    }
    problems.sort_by_key(|problem| problem.source.start);
    (document, problems)
}

/// The footnotes that are referred to, in order of their first reference.
struct Order {
    /// Indices of notes.
    sequence: Vec<usize>,
    /// Number of each note; 0: not referred to.
    numbers: Vec<usize>,
    /// How often each note is referred to.
    uses: Vec<usize>,
}

fn number(main: &Fragment, notes: &[Note]) -> Order {
    let mut order = Order { sequence: Vec::new(), numbers: vec![0; notes.len()], uses: vec![0; notes.len()] };
    let read = |fragment: &Fragment, order: &mut Order| {
        for patch in &fragment.patches {
            let PatchKind::Reference(note) = patch.kind else { continue };
            if notes[note].fragment.is_none() {
                continue;
            }
            order.uses[note] += 1;
            if order.numbers[note] == 0 {
                order.sequence.push(note);
                order.numbers[note] = order.sequence.len();
            }
        }
    };
    read(main, &mut order);
    let mut next = 0;
    while let Some(&note) = order.sequence.get(next) {
        next += 1;
        if let Some(fragment) = &notes[note].fragment {
            read(fragment, &mut order);
        }
    }
    order
}

/// Numbers the blocks of a footnote on from the text's.
fn number_blocks(document: &mut Document, first: usize, number: &mut u32, section: u32) {
    for index in first..document.blocks.len() {
        let shares = index > first && document.blocks[index - 1].id == document.blocks[index].id;
        let block = &mut document.blocks[index];
        block.section = section;
        if !matches!(block.kind, BlockKind::Heading(_)) {
            *number += u32::from(!shares);
            block.number = Some(*number);
        }
    }
}

/// The `id` that each link within the page leads to.
fn resolve(
    places: &[(String, Range<usize>)],
    main: &Fragment,
    notes: &[Fragment],
    title: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Option<String>> {
    if places.is_empty() {
        return Vec::new();
    }
    let documents = std::iter::once(&main.document).chain(notes.iter().map(|note| &note.document));
    let anchors = Anchors::new(documents, title);
    // Looking for a near name costs a walk through all headings; a page with more dead links has other troubles.
    let mut suggestions = 20;
    let mut targets = Vec::with_capacity(places.len());
    for (place, source) in places {
        let target = anchors.find(place).map(str::to_owned);
        if target.is_none() {
            problems.push(Problem {
                code: Code::DEAD_LINK,
                message: format!("nothing on this page is called `#{place}`"),
                source: source.clone(),
                help: Some(match nearest(place, anchors.headings().take(if suggestions > 0 { 10_000 } else { 0 })) {
                    Some(near) => format!("did you mean `#{near}`?"),
                    None => "link to a heading by its words, joined by hyphens".into(),
                }),
            });
            suggestions -= i32::from(suggestions > 0);
        }
        targets.push(target);
    }
    targets
}

/// Writes what the placeholders stand for.
struct Filler<'a> {
    order: &'a Order,
    targets: &'a [Option<String>],
    /// What links show that have no words, by their number.
    words: &'a FxHashMap<usize, String>,
    labels: &'a Labels<'a>,
    /// References written so far, by note.
    used: Vec<usize>,
    /// The note that is being written.
    note: usize,
}

impl Filler<'_> {
    /// Appends a fragment, its placeholders filled, all its offsets moved.
    fn append(&mut self, document: &mut Document, fragment: Fragment) {
        let (part, patches) = (fragment.document, fragment.patches);
        let shifts = self.append_html(document.html.own(), &part.html, &patches);
        let html = |offset: u32| shifts.moved(offset);
        if !document.prose.text.is_empty() && !part.prose.text.is_empty() {
            document.prose.text.own().push_str("\n\n");
        }
        let base = document.prose.text.len() as u32;
        let prose = |range: &Range<u32>| range.start + base..range.end + base;
        document.prose.text.own().push_str(&part.prose.text);
        document.prose.segments.extend(part.prose.segments.into_iter().map(|mut segment| {
            segment.html = html(segment.html);
            segment.prose += base;
            segment
        }));
        document.prose.closed.extend(part.prose.closed.into_iter().map(|mut closed| {
            closed.prose = prose(&closed.prose);
            closed
        }));
        let first_block = document.blocks.len() as u32;
        document.boxes.extend(part.boxes.into_iter().map(|mut boxed| {
            boxed.html = html(boxed.html.start)..html(boxed.html.end);
            boxed.after = html(boxed.after);
            boxed.blocks = boxed.blocks.start + first_block..boxed.blocks.end + first_block;
            boxed
        }));
        document.blocks.extend(part.blocks.into_iter().map(|mut block| {
            block.html = html(block.html.start)..html(block.html.end);
            block.prose = prose(&block.prose);
            block
        }));
        document.slots.extend(part.slots.into_iter().map(|mut slot| {
            slot.html = html(slot.html.start)..html(slot.html.end);
            slot.prose = prose(&slot.prose);
            slot
        }));
        document.places.extend(part.places.into_iter().map(|(name, block)| (name, block + first_block)));
        document.headings.extend(part.headings.into_iter().map(|mut heading| {
            heading.block += first_block;
            heading
        }));
        document.more = document.more.or_else(|| part.more.map(|more| html(more as u32) as usize));
        document.words += part.words;
    }

    fn append_html(&mut self, out: &mut String, html: &str, patches: &[Patch]) -> Shifts {
        let mut shifts = Shifts { base: out.len(), ends: Vec::with_capacity(patches.len()) };
        let mut done = 0;
        out.reserve(html.len() + patches.len() * 96);
        for patch in patches {
            out.push_str(&html[done..patch.html]);
            self.fill(out, patch.kind);
            done = patch.html + patch.len;
            shifts.ends.push((done, out.len()));
        }
        out.push_str(&html[done..]);
        shifts
    }

    fn fill(&mut self, out: &mut String, kind: PatchKind) {
        match kind {
            PatchKind::Reference(note) => self.reference(out, note),
            PatchKind::LinkStart(place) => {
                if let Some(target) = &self.targets[place] {
                    out.push_str("<a href=\"#");
                    push_attribute(out, target);
                    out.push_str("\">");
                }
                if let Some(words) = self.words.get(&place) {
                    push_text(out, words);
                }
            }
            PatchKind::LinkEnd(place) => {
                if self.targets[place].is_some() {
                    out.push_str("</a>");
                }
            }
            PatchKind::Backlinks => {
                out.push(' ');
                self.backlinks(out);
                out.push_str("</p>");
            }
        }
    }

    fn reference(&mut self, out: &mut String, note: usize) {
        let number = self.order.numbers[note];
        if number == 0 {
            return;
        }
        self.used[note] += 1;
        let _ = write!(
            out,
            "<sup><a href=\"#fn-{number}\" id=\"{}\" role=\"doc-noteref\">{number}</a></sup>",
            reference_id(number, self.used[note])
        );
    }

    /// One link back for each reference.
    fn backlinks(&self, out: &mut String) {
        let number = self.order.numbers[self.note];
        for nth in 1..=self.order.uses[self.note] {
            let name = if nth == 1 { number.to_string() } else { format!("{number}-{nth}") };
            let separator = if nth == 1 { "" } else { " " };
            let _ = write!(
                out,
                "{separator}<a href=\"#{}\" role=\"doc-backlink\" aria-label=\"",
                reference_id(number, nth)
            );
            push_attribute(out, &self.labels.back.replace("{n}", &name));
            out.push_str("\">↩");
            if nth > 1 {
                let _ = write!(out, "<sup>{nth}</sup>");
            }
            out.push_str("</a>");
        }
    }
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{nth}") }
}

/// Where bytes of a fragment's HTML stand in the page's.
struct Shifts {
    base: usize,
    /// Ends of the placeholders, before and after.
    ends: Vec<(usize, usize)>,
}

impl Shifts {
    fn moved(&self, offset: u32) -> u32 {
        let offset = offset as usize;
        let before = self.ends.partition_point(|&(end, _)| end <= offset);
        match before.checked_sub(1).map(|last| self.ends[last]) {
            Some((old, new)) => (new + offset - old) as u32,
            None => (self.base + offset) as u32,
        }
    }
}
