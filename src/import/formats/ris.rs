//! RIS, which databases of newspapers and libraries export.

use super::super::Reading;
use super::bibliography::{Reference, inverted};

/// The records of a file.
pub(in super::super) fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match tagged(line) {
            Some(("ER", _)) => close(&mut rows, &mut reading),
            Some((tag, value)) => {
                if tag == "TY" {
                    close(&mut rows, &mut reading);
                }
                rows.push((tag.to_owned(), value.to_owned()));
            }
            // the rest of a value that has several lines
            None => {
                if let Some((_, last)) = rows.last_mut() {
                    last.push('\n');
                    last.push_str(line.trim());
                }
            }
        }
    }
    close(&mut rows, &mut reading);
    reading
}

/// `TI  - A title`
fn tagged(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let is_tag = tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && !tag.starts_with(|c: char| c.is_ascii_digit());
    let rest = line[2..].trim_start_matches(' ');
    let value = rest.strip_prefix('-')?;
    (is_tag && line[2..].starts_with(' ')).then(|| (tag, value.trim()))
}

fn close(rows: &mut Vec<(String, String)>, reading: &mut Reading) {
    let rows = std::mem::take(rows);
    if rows.is_empty() {
        return;
    }
    let all = |tags: &[&str]| -> Vec<String> {
        let mut values = Vec::new();
        for tag in tags {
            values.extend(
                rows.iter().filter(|(known, value)| known == tag && !value.is_empty()).map(|(_, value)| value.clone()),
            );
        }
        values
    };
    let first = |tags: &[&str]| all(tags).into_iter().next();
    // `2016/01/07/` and `2016///`
    let day = |text: String| {
        let parts: Vec<&str> = text.split('/').map(str::trim).take(3).filter(|part| !part.is_empty()).collect();
        parts.iter().map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-")
    };
    let reference = Reference {
        title: first(&["TI", "T1", "CT", "BT", "ST"]),
        outlets: all(&["T2", "JO", "JF", "JA", "J2", "PB"]),
        url: first(&["UR", "LK", "L2"]),
        doi: first(&["DO"]),
        authors: all(&["AU", "A1"]).iter().filter_map(|name| inverted(name)).collect(),
        published: first(&["DA", "Y1", "PY"]).map(day),
        retrieved: first(&["Y2"]).map(day),
        language: first(&["LA"]),
        summary: first(&["AB", "N2"]),
        notes: all(&["N1", "RN"]),
        tags: all(&["KW"]).iter().flat_map(|words| words.split('\n').map(str::to_owned).collect::<Vec<_>>()).collect(),
    };
    let title = reference.title.clone().unwrap_or_default();
    match reference.draft() {
        Ok(draft) => reading.drafts.push(draft),
        Err(refusal) => reading.left_out.push((format!("the record `{title}`"), refusal)),
    }
}
