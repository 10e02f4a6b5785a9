//! What the template engine and the TOML reader refuse, as diagnostics with a place in the theme.

use crate::diagnostics::{Code, Diagnostic, LineColumn, SourceText, Span};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::ErrorKind;

/// All mistakes that an error of the engine holds. When it checks all templates at once it reports them as one text,
/// which is taken apart here.
pub(super) fn diagnostics(error: &tera::Error, sources: &BTreeMap<String, Arc<SourceText>>) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = report.span();
            let (start, end) = ((at.start_line, at.start_col + 1), (at.end_line, at.end_col + 1));
            vec![placed(report.message(), report.filename(), start, end, sources)]
        }
        ErrorKind::Msg(text) => {
            let all: Vec<Diagnostic> = text.split("\n\n").filter_map(|report| from_report(report, sources)).collect();
            if all.is_empty() { vec![without_place(Code::TEMPLATE, lower_first(text))] } else { all }
        }
        kind => vec![without_place(Code::TEMPLATE, lower_first(&kind.to_string().replace('\'', "`")))],
    }
}

/// A diagnostic of the theme that has no place in a file.
pub(super) fn without_place(code: Code, message: String) -> Diagnostic {
    Diagnostic { code, severity: code.severity(), message, span: None, related: Vec::new(), help: None }
}

/// What is wrong with a TOML file of the theme.
pub(super) fn toml(error: &toml::de::Error, source: &Arc<SourceText>) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    Diagnostic::new(Code::THEME, lower_first(error.message()), Span::new(source, range.start, range.end))
}

/// `error: MESSAGE\n --> NAME:LINE:COLUMN\n…`
fn from_report(report: &str, sources: &BTreeMap<String, Arc<SourceText>>) -> Option<Diagnostic> {
    let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
    let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let start = (line.parse().ok()?, column.parse().ok()?);
    let carets = report.bytes().filter(|&b| b == b'^').count().max(1);
    Some(placed(message, name, start, (start.0, start.1 + carets), sources))
}

fn placed(
    message: &str,
    template: &str,
    start: (usize, usize),
    end: (usize, usize),
    sources: &BTreeMap<String, Arc<SourceText>>,
) -> Diagnostic {
    let message = lower_first(&message.replace('\'', "`"));
    let Some(source) = sources.get(template) else {
        return without_place(Code::TEMPLATE, format!("{template}:{}:{}: {message}", start.0, start.1));
    };
    let offset = |(line, column)| source.offset(LineColumn { line, column });
    let missing = message.contains("not defined") || message.contains("not found");
    let diagnostic = Diagnostic::new(Code::TEMPLATE, message, Span::new(source, offset(start), offset(end)));
    if missing { diagnostic.help("themes/CONTRACT.md lists what each page gives to its template") } else { diagnostic }
}

fn lower_first(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut chars = text.chars();
    // words in capitals (`UTF-8`) stay as they are
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            format!("{}{}", first.to_lowercase(), chars.as_str())
        }
        _ => text.to_owned(),
    }
}
