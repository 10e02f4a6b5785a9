//! Boxes of other tools: callouts, alerts, admonitions, containers. [`super::foreign`] has found where they begin and end.

use super::escape::push_text;
use super::foreign::{Begin, Fold, Looks};
use super::open::{Container, ContainerKind, Leaf, LeafKind};
use super::writer::Writer;
use pulldown_cmark::Tag;
use std::ops::Range;

/// The five alerts, as classes and as types.
const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

impl Writer<'_> {
    /// A quotation or a list item that is a box; a list of such items has no element.
    pub(super) fn start_held_box(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let begins = &self.covered.foreign.begins;
        let first = begins.partition_point(|begin| begin.at < range.start);
        // the range of a nested item begins with its indentation
        let is_held = |begin: &&Begin| {
            begin.holder.and_then(|holder| self.body.get(range.start..holder)).is_some_and(|gap| gap.trim().is_empty())
        };
        let Some(begin) = begins.get(first).filter(is_held) else { return false };
        if let Tag::List(_) = tag {
            self.containers.push(Container { kind: ContainerKind::Callouts, end: "", wrappers: Vec::new() });
        } else {
            let kind = if begin.looks == Looks::Quote { ContainerKind::Quote } else { ContainerKind::Alert };
            self.start_box(begin, kind, range.clone());
        }
        true
    }

    fn start_box(&mut self, begin: &Begin, kind: ContainerKind, range: Range<usize>) {
        let class = match begin.looks {
            Looks::Alert(number) => ALERTS[number],
            Looks::Quote => "quote",
            Looks::Plain => return self.start_container(kind, "<div class=\"group\">\n", "</div>\n", range),
        };
        match begin.fold {
            None => {
                let start = format!("<div class=\"alert alert-{class}\" role=\"note\">\n");
                self.start_container(kind, &start, "</div>\n", range);
            }
            Some(fold) => {
                let open = if fold == Fold::Open { " open=\"\"" } else { "" };
                let start = format!("<details class=\"alert alert-{class}\"{open}>\n");
                self.start_container(kind, &start, "</details>\n", range);
            }
        }
    }

    /// A heading that is the title of a box; of one that a rule closes it is the beginning, too.
    pub(super) fn start_title(&mut self, range: &Range<usize>) -> bool {
        let begins = &self.covered.foreign.begins;
        let first = begins.partition_point(|begin| begin.at < range.start);
        let Some(begin) = begins.get(first).filter(|begin| begin.at < range.end) else { return false };
        if begin.holder.is_none() {
            self.start_box(begin, ContainerKind::Fenced(begin.looks == Looks::Quote), range.clone());
        }
        let is_written = self.containers.last().is_some_and(|container| !container.end.is_empty());
        let tag = match begin.fold {
            Some(_) if is_written => "<summary>",
            _ => "<p class=\"alert-title\">",
        };
        let alert = match begin.looks {
            Looks::Alert(number) if begin.label.eq_ignore_ascii_case(ALERTS[number]) => Some(number),
            _ => None,
        };
        let label = alert.map_or_else(|| begin.label.clone(), |number| self.options.labels.alerts[number].to_owned());
        self.start_leaf(LeafKind::Title(label), tag, range.clone());
        true
    }

    /// A box without a title of its own shows its type.
    pub(super) fn end_untitled(&mut self, leaf: &Leaf, label: &str) {
        if label.is_empty() && leaf.tag != "<summary>" && self.out.html_len() == leaf.html + leaf.tag.len() {
            return self.out.document.html.own().truncate(leaf.html);
        }
        if self.out.html_len() == leaf.html + leaf.tag.len() {
            push_text(self.out.document.html.own(), if label.is_empty() { "…" } else { label });
        }
        self.out.markup(self.end_tag(leaf));
        self.out.markup("\n");
    }

    /// A rule: `true` if it stands for the end of a box.
    pub(super) fn end_of_box(&mut self, range: &Range<usize>) -> bool {
        let ends = &self.covered.foreign.ends;
        let first = ends.partition_point(|end| *end < range.start);
        if ends.get(first).is_none_or(|end| *end >= range.end) {
            return false;
        }
        if self.containers.last().is_some_and(|container| matches!(container.kind, ContainerKind::Fenced(_))) {
            self.end_container();
        }
        true
    }

    /// Closes the boxes that wait for a rule which can come no more.
    pub(super) fn end_fenced(&mut self) {
        while self.containers.last().is_some_and(|container| matches!(container.kind, ContainerKind::Fenced(_))) {
            self.end_container();
        }
    }
}
