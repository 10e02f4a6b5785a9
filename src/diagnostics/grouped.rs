//! A report for people: the same mistake in many files as one message with a count, warnings before errors, and of very many
//! warnings the most frequent.
//!
//! The forms for programs (`short`, `json`, `github`) keep each mistake apart; they are made by [`super::render`].

use super::render::{self, visible};
use super::{Code, Diagnostic, LineColumn, Severity};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

/// Different warnings that are all shown in full, whatever they are about.
const FEW: usize = 25;

/// Of more, how many of each code are shown in full, and how many as a line.
const FULL: usize = 3;
const LINES: usize = 9;

/// Further places of a message that are named.
const PLACES: usize = 2;

/// Mistakes with the same words.
struct Group<'d> {
    first: &'d Diagnostic,
    others: Vec<&'d Diagnostic>,
}

impl Group<'_> {
    fn count(&self) -> usize {
        1 + self.others.len()
    }
}

/// The whole report, from diagnostics in the order of [`super::sort`]; `all` shows every different message in full.
pub fn report(diagnostics: &[Diagnostic], color: bool, all: bool) -> String {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: FxHashMap<(Code, Severity, &str, Option<&str>), usize> = FxHashMap::default();
    for diagnostic in diagnostics {
        let key = (diagnostic.code, diagnostic.severity, diagnostic.message.as_str(), diagnostic.help.as_deref());
        if let Some(&at) = known.get(&key) {
            groups[at].others.push(diagnostic);
        } else {
            known.insert(key, groups.len());
            groups.push(Group { first: diagnostic, others: Vec::new() });
        }
    }
    let (errors, warnings): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| group.first.severity == Severity::Error);
    let mut out = String::new();
    if all || warnings.len() <= FEW {
        for group in &warnings {
            full(&mut out, group, color);
        }
    } else {
        by_code(&mut out, warnings, color);
    }
    for group in &errors {
        full(&mut out, group, color);
    }
    out
}

/// Very many warnings: those of each code together, the most frequent first.
fn by_code(out: &mut String, warnings: Vec<Group<'_>>, color: bool) {
    let mut codes: Vec<(Code, Vec<Group<'_>>)> = Vec::new();
    for group in warnings {
        match codes.iter_mut().find(|(code, _)| *code == group.first.code) {
            Some((_, groups)) => groups.push(group),
            None => codes.push((group.first.code, vec![group])),
        }
    }
    codes.sort_by_key(|(code, _)| *code);
    for (code, mut groups) in codes {
        groups.sort_by_key(|group| std::cmp::Reverse(group.count()));
        let (shown, rest) = groups.split_at(groups.len().min(FULL));
        for group in shown {
            full(out, group, color);
        }
        let (lines, rest) = rest.split_at(rest.len().min(LINES));
        for group in lines {
            let place = group.first.span.as_ref().map(|span| {
                let LineColumn { line, column } = span.line_column();
                format!("{}:{line}:{column}: ", visible(&span.source.path))
            });
            let count = if group.count() > 1 { format!(" ({} times)", group.count()) } else { String::new() };
            let place = place.unwrap_or_default();
            let _ = writeln!(out, "{place}warning[{code}]: {}{count}", visible(&group.first.message));
        }
        let more: usize = rest.iter().map(Group::count).sum();
        if more > 0 {
            let _ =
                writeln!(out, "warning[{code}]: {more} more of this kind; `dossier check --format short` lists all");
        }
        if !lines.is_empty() {
            out.push('\n');
        }
    }
}

/// A message with its line, and where else it holds.
fn full(out: &mut String, group: &Group<'_>, color: bool) {
    let text = render::render(std::slice::from_ref(group.first), render::Format::Human, color);
    if group.others.is_empty() {
        out.push_str(&text);
        return;
    }
    out.push_str(text.trim_end());
    out.push('\n');
    let error = group.first.severity == Severity::Error;
    let places: Vec<String> = group
        .others
        .iter()
        .take(if error { usize::MAX } else { PLACES })
        .filter_map(|diagnostic| {
            let span = diagnostic.span.as_ref()?;
            let LineColumn { line, column } = span.line_column();
            Some(format!("{}:{line}:{column}", visible(&span.source.path)))
        })
        .collect();
    let more = group.others.len().saturating_sub(places.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let _ = writeln!(out, "   also: {}{more}\n", places.join(", "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{SourceText, Span};

    fn warning(file: usize, code: Code, message: &str) -> Diagnostic {
        let source = SourceText::new(format!("content/{file:05}.md"), "---\nkey: x\n---\n");
        Diagnostic::new(code, message, Span::new(&source, 4, 7)).help("take it out")
    }

    #[test]
    fn one_mistake_in_many_files_is_one_message_and_errors_stand_last() {
        let mut all: Vec<_> = (0..4).map(|n| warning(n, Code::FRONT_MATTER_UNKNOWN_KEY, "unknown key `key`")).collect();
        all.insert(0, warning(0, Code::FRONT_MATTER, "the front matter is opened and never closed"));
        assert_eq!(
            report(&all, false, false),
            "content/00000.md:2:1: warning[D012]: unknown key `key`\n  2 | key: x\n    | ^^^\n   help: take it out\n   also: \
             content/00001.md:2:1, content/00002.md:2:1 and 1 more\n\n\
             content/00000.md:2:1: error[D010]: the front matter is opened and never closed\n  2 | key: x\n    | ^^^\n   help: take it out\n\n"
        );
    }

    #[test]
    fn a_report_of_a_hundred_thousand_warnings_can_be_read() {
        let all: Vec<_> = (0..20_000)
            .flat_map(|n| {
                [
                    warning(n, Code::DEAD_LINK, &format!("`{n}` leads nowhere")),
                    warning(n, Code::FRONT_MATTER_UNKNOWN_KEY, &format!("unknown key `{}`", n % 70)),
                    warning(n, Code::FRONT_MATTER_VALUE, "`date` is not a date"),
                ]
            })
            .collect();
        let text = report(&all, false, false);
        assert!(text.lines().count() < 80, "{text}");
        assert!(text.contains("19988 more of this kind"), "{text}");
    }
}
