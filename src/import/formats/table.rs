//! Tables of entities or articles: CSV and TSV.

use super::super::sniff::Kind;
use super::super::{Context, Reading, Refusal};
use super::entities;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// More rows than a table that people keep has.
const MOST_ROWS: usize = 100_000;
/// More columns, too.
const MOST_COLUMNS: usize = 1_000;

/// Whether a text is a table: its first line has columns, one of which is a name or a title, and the lines below have as many.
pub(in super::super) fn sniff(text: &str, suffix: &str) -> Option<Kind> {
    let is_named = matches!(suffix, "csv" | "tsv" | "tab");
    let mut best: Option<(usize, u8)> = None;
    for delimiter in [b'\t', b',', b';', b'|'] {
        let rows = records(text, delimiter, 6);
        let [head, below @ ..] = rows.as_slice() else { continue };
        let known = head.iter().filter(|column| entities::key(column).is_some()).count();
        let is_table = head.len() >= 2
            && head.iter().any(|column| entities::key(column) == Some("title"))
            && head.iter().all(|column| column.trim().chars().count() <= 60)
            && !below.is_empty();
        // without the name of a table it must look like nothing else: a headline has commas, too
        let is_plain = known >= 2
            && known * 2 >= head.len()
            && head.iter().all(|column| !column.starts_with(' ') && column.split(' ').count() <= 3)
            && below.iter().all(|row| row.len() == head.len());
        if is_table && (is_plain || is_named) && best.is_none_or(|(most, _)| head.len() > most) {
            best = Some((head.len(), delimiter));
        }
    }
    best.map(|(_, delimiter)| Kind::Table(delimiter))
}

/// Every row as a draft.
pub(in super::super) fn read(text: &str, delimiter: u8, context: Context<'_>) -> Result<Reading, Refusal> {
    let rows = records(text, delimiter, MOST_ROWS);
    let Some((head, rows)) = rows.split_first() else { return Err(Refusal::empty()) };
    let says_kind = head.iter().any(|column| entities::key(column) == Some("kind"));
    if context.options.kind.is_none()
        && !says_kind
        && entities::is_article(head.iter().map(String::as_str)) != Some(true)
    {
        return Err(entities::unknown_kind());
    }
    let mut reading = Reading::default();
    for (at, row) in rows.iter().enumerate() {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = row.iter().cloned().chain(std::iter::repeat(String::new()));
        let mut columns: Vec<(String, Vec<String>)> = head.iter().cloned().zip(cells.map(|cell| vec![cell])).collect();
        // cells beyond the last column are somebody's words all the same
        columns.extend(row.iter().skip(head.len()).map(|cell| ("without a column".to_owned(), vec![cell.clone()])));
        match entities::row(&columns, context) {
            Ok(draft) => reading.drafts.push(draft),
            Err(refusal) => reading.left_out.push((format!("row {}", at + 2), refusal)),
        }
    }
    Ok(reading)
}

/// The first rows of a table, with their cells.
fn records(text: &str, delimiter: u8, most: usize) -> Vec<Vec<String>> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut input, mut rows) = (text.as_bytes(), Vec::new());
    let (mut cells, mut ends) = (vec![0; 4_096], vec![0; 64]);
    let (mut filled, mut found) = (0, 0);
    while rows.len() < most {
        let (result, read, written, ended) = reader.read_record(input, &mut cells[filled..], &mut ends[found..]);
        input = &input[read..];
        filled += written;
        found += ended;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => cells.resize(cells.len() * 2, 0),
            ReadRecordResult::OutputEndsFull if ends.len() < MOST_COLUMNS => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::OutputEndsFull | ReadRecordResult::End => break,
            ReadRecordResult::Record => {
                let mut row = Vec::with_capacity(found);
                let mut start = 0;
                for end in &ends[..found] {
                    row.push(String::from_utf8_lossy(&cells[start..*end]).into_owned());
                    start = *end;
                }
                rows.push(row);
                (filled, found) = (0, 0);
            }
        }
    }
    rows
}
