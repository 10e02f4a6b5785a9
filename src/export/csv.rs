//! Tables as CSV (RFC 4180), for spreadsheets too.

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

/// Writes rows into memory.
pub(super) struct Table {
    writer: Writer,
    bytes: Vec<u8>,
}

impl Table {
    /// A table with its line of column names.
    pub(super) fn new(columns: &[&str]) -> Self {
        let writer = WriterBuilder::new().terminator(Terminator::CRLF).build();
        let mut table = Self { writer, bytes: Vec::new() };
        table.row(columns);
        table
    }

    /// One row, with as many fields as there are columns.
    pub(super) fn row<S: AsRef<str>>(&mut self, fields: &[S]) {
        for (number, field) in fields.iter().enumerate() {
            if number > 0 {
                self.write(2, Writer::delimiter);
            }
            let field = plain(field.as_ref());
            // at worst every character is a quotation mark, which is doubled, between two more
            self.write(2 * field.len() + 2, |writer, out| {
                let (result, _, written) = writer.field(field.as_bytes(), out);
                (result, written)
            });
        }
        self.write(4, Writer::terminator);
    }

    /// Lets the writer append at most `most` bytes.
    fn write(&mut self, most: usize, step: impl FnOnce(&mut Writer, &mut [u8]) -> (WriteResult, usize)) {
        let start = self.bytes.len();
        self.bytes.resize(start + most, 0);
        let (result, written) = step(&mut self.writer, &mut self.bytes[start..]);
        debug_assert_eq!(result, WriteResult::InputEmpty, "the room that was made suffices");
        self.bytes.truncate(start + written);
    }

    pub(super) fn finish(self) -> String {
        String::from_utf8(self.bytes).expect("fields are text")
    }
}

/// A spreadsheet would run what begins like a formula, and some pass over white space before it or take the wide forms of the
/// characters for the characters: an apostrophe keeps it text. A number is none.
fn plain(field: &str) -> String {
    const SIGNS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠', '−'];
    let formula = field.starts_with(['\t', '\r', '\n']) || field.trim_start().starts_with(SIGNS);
    let formula = formula && field.parse::<f64>().is_err();
    if formula { format!("'{field}") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_a_reader_of_csv_or_a_spreadsheet_would_err() {
        for (field, expected) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("“a” \"b\"", "\"“a” \"\"b\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("-1+1", "'-1+1"),
            (" =1", "' =1"),
            ("＠a", "'＠a"),
            ("-4.25", "-4.25"),
            ("@SUM(A1)", "'@SUM(A1)"),
        ] {
            let mut table = Table::new(&["first", "second"]);
            table.row(&[field, ""]);
            assert_eq!(table.finish(), format!("first,second\r\n{expected},\r\n"));
        }
    }
}
