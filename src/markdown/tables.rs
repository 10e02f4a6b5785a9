//! Tables: rows, cells, and the one id that all cells share.

use super::open::LeafKind;
use super::writer::Writer;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// An open table.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    html: usize,
    column: usize,
    in_head: bool,
    in_body: bool,
    first_block: usize,
}

impl Table {
    /// Whether the cells written now are headings.
    pub(super) fn is_in_head(&self) -> bool {
        self.in_head
    }
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        let html = self.out.html_len();
        let first_block = self.out.document.blocks.len();
        self.out.markup("<table>\n");
        self.table = Some(Table { alignments, html, column: 0, in_head: false, in_body: false, first_block });
    }

    pub(super) fn start_row(&mut self, in_head: bool) {
        let Some(table) = &mut self.table else { return };
        table.column = 0;
        table.in_head = in_head;
        if in_head {
            self.out.markup("<thead>\n");
        } else if !table.in_body {
            table.in_body = true;
            self.out.markup("<tbody>\n");
        }
        self.out.markup("<tr>\n");
    }

    pub(super) fn end_row(&mut self, in_head: bool) {
        self.out.markup(if in_head { "</tr>\n</thead>\n" } else { "</tr>\n" });
    }

    pub(super) fn start_cell(&mut self, range: Range<usize>) {
        let Some(table) = &mut self.table else { return };
        let alignment = table.alignments.get(table.column).copied().unwrap_or(Alignment::None);
        table.column += 1;
        let tag = match (table.in_head, alignment) {
            (true, Alignment::None) => "<th>",
            (true, Alignment::Left) => "<th class=\"align-left\">",
            (true, Alignment::Center) => "<th class=\"align-center\">",
            (true, Alignment::Right) => "<th class=\"align-right\">",
            (false, Alignment::None) => "<td>",
            (false, Alignment::Left) => "<td class=\"align-left\">",
            (false, Alignment::Center) => "<td class=\"align-center\">",
            (false, Alignment::Right) => "<td class=\"align-right\">",
        };
        self.start_leaf(LeafKind::Cell, tag, range);
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        self.out.markup(if table.in_body { "</tbody>\n</table>\n" } else { "</table>\n" });
        let Some(first) = self.out.document.blocks.get(table.first_block) else { return };
        let prose = first.prose.start as usize;
        self.fold_since(prose);
        let (id, number) = (self.next_block_id(prose), self.next_number());
        for block in &mut self.out.document.blocks[table.first_block..] {
            (block.id, block.number) = (id, number);
        }
        self.write_id(table.html, "<table>", id, None);
    }
}
