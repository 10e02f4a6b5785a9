//! Diagnostics as text: `human` (with the line and a caret), `short`, `json` and `github`.
//!
//! Every form starts from `path:line:column`. Words that come from content are escaped, so that a file name or a
//! key cannot steer a terminal.

use super::{Diagnostic, LineColumn, Severity, Span};
use serde::Serialize;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// How diagnostics are printed (`check --format`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Message, line, caret and help.
    #[default]
    Human,
    /// One line each, for editors.
    Short,
    /// JSON Lines.
    Json,
    /// Workflow commands that GitHub shows beside the lines.
    Github,
}

/// All diagnostics in one text; `color` adds terminal colours to the human form.
pub fn render(diagnostics: &[Diagnostic], format: Format, color: bool) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        match format {
            Format::Human => human(&mut out, diagnostic, color),
            Format::Short => short(&mut out, diagnostic),
            Format::Json => json(&mut out, diagnostic),
            Format::Github => github(&mut out, diagnostic),
        }
    }
    out
}

/// Control, direction and zero-width characters as visible marks, so that text from content is safe to print.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn place(span: Option<&Span>) -> String {
    span.map_or(String::new(), |span| {
        let LineColumn { line, column } = span.line_column();
        format!("{}:{line}:{column}: ", visible(&span.source.path))
    })
}

fn short(out: &mut String, diagnostic: &Diagnostic) {
    let _ = write!(
        out,
        "{}{}[{}]: {}",
        place(diagnostic.span.as_ref()),
        diagnostic.severity.word(),
        diagnostic.code,
        visible(&diagnostic.message)
    );
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, "; help: {}", visible(help));
    }
    out.push('\n');
}

fn human(out: &mut String, diagnostic: &Diagnostic, color: bool) {
    let (strong, accent, plain) = match (color, diagnostic.severity) {
        (false, _) => ("", "", ""),
        (true, Severity::Error) => ("\x1b[1m", "\x1b[1;31m", "\x1b[0m"),
        (true, Severity::Warning) => ("\x1b[1m", "\x1b[1;33m", "\x1b[0m"),
    };
    let _ = writeln!(
        out,
        "{strong}{}{plain}{accent}{}[{}]{plain}{strong}: {}{plain}",
        place(diagnostic.span.as_ref()),
        diagnostic.severity.word(),
        diagnostic.code,
        visible(&diagnostic.message)
    );
    if let Some(span) = &diagnostic.span {
        excerpt(out, span, "", accent, plain);
    }
    for (span, label) in &diagnostic.related {
        let LineColumn { line, column } = span.line_column();
        let _ = writeln!(out, "  {}:{line}:{column}: {}", visible(&span.source.path), visible(label));
        excerpt(out, span, "", accent, plain);
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "   {strong}help:{plain} {}", visible(help));
    }
    out.push('\n');
}

/// Widest span of a line that is shown, in characters; long lines are cut around the place.
const EXCERPT_WIDTH: usize = 96;

/// The line of a span with a caret under it.
fn excerpt(out: &mut String, span: &Span, label: &str, accent: &str, plain: &str) {
    // Only what is shown is looked at: a line may have a megabyte, and ten thousand messages.
    let text = &span.source.text;
    let before = text[..span.start].trim_start_matches('\u{feff}');
    let mut lead: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').take(EXCERPT_WIDTH / 2 + 1).collect();
    lead.reverse();
    let cut = if lead.len() > EXCERPT_WIDTH / 2 { "…" } else { "" };
    let lead = printable(&lead.iter().skip(usize::from(!cut.is_empty())).collect::<String>());
    let room = EXCERPT_WIDTH.saturating_sub(lead.chars().count());
    let line = text[span.start..].chars().take_while(|c| !matches!(c, '\n' | '\r'));
    let shown: String = line.take(room).collect();
    if lead.trim().is_empty() && shown.trim().is_empty() && span.start == span.end {
        return;
    }
    let words_len = (span.end - span.start).min(shown.len());
    let words = printable(&shown[..words_len]);
    let rest_room = room.saturating_sub(words.chars().count());
    let rest = printable(&shown[words_len..].chars().take(rest_room).collect::<String>());
    let number = span.line_column().line.to_string();
    let margin = " ".repeat(number.len());
    let indent = " ".repeat(width(cut) + width(&lead));
    let carets = "^".repeat(width(&words).max(1));
    let _ = writeln!(out, "  {number} | {cut}{lead}{words}{rest}");
    let _ = writeln!(out, "  {margin} | {indent}{accent}{carets}{plain}{label}");
}

/// A span of a line that a terminal shows as it stands; a tab counts as one space.
fn printable(text: &str) -> String {
    visible(&text.replace('\t', " "))
}

/// Columns that a text takes in a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[derive(Serialize)]
struct JsonRow<'a> {
    severity: &'a str,
    code: String,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    help: Option<&'a str>,
    related: Vec<JsonPlace<'a>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    label: &'a str,
}

fn json(out: &mut String, diagnostic: &Diagnostic) {
    let at = diagnostic.span.as_ref().map(Span::line_column);
    let row = JsonRow {
        severity: diagnostic.severity.word(),
        code: diagnostic.code.to_string(),
        message: &diagnostic.message,
        path: diagnostic.span.as_ref().map(|span| span.source.path.as_str()),
        line: at.map(|at| at.line),
        column: at.map(|at| at.column),
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|(span, label)| {
                let LineColumn { line, column } = span.line_column();
                JsonPlace { path: &span.source.path, line, column, label }
            })
            .collect(),
    };
    out.push_str(&serde_json::to_string(&row).expect("strings and numbers always serialise"));
    out.push('\n');
}

/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>: `%`, CR and LF are escaped.
fn github(out: &mut String, diagnostic: &Diagnostic) {
    let escape = |text: &str| visible(&text.replace('\n', " ")).replace('%', "%25");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let _ = write!(out, "::{} ", diagnostic.severity.word());
    if let Some(span) = &diagnostic.span {
        let LineColumn { line, column } = span.line_column();
        let _ = write!(out, "file={},line={line},col={column},", property(&span.source.path));
    }
    let _ = write!(out, "title={}::{}", diagnostic.code, escape(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, " (help: {})", escape(help));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, SourceText};

    fn sample() -> Diagnostic {
        let source = SourceText::new("content/a.md", "---\ntitel: \u{1b}[31mX\n---\n");
        Diagnostic::new(Code::FRONT_MATTER_UNKNOWN_KEY, "unknown key `titel`", Span::new(&source, 4, 9))
            .help("did you mean `title`?")
    }

    #[test]
    fn human_shows_place_line_caret_and_help() {
        assert_eq!(
            render(&[sample()], Format::Human, false),
            "content/a.md:2:1: warning[D012]: unknown key `titel`\n  2 | titel: \\x1b[31mX\n    | ^^^^^\n   help: did you mean `title`?\n\n"
        );
    }

    #[test]
    fn many_messages_about_one_long_line_take_no_time() {
        let source = SourceText::new("a.md", "one two ".repeat(100_000));
        let messages: Vec<_> = (0..100_000)
            .map(|n| Diagnostic::new(Code::DEAD_LINK, "a link", Span::new(&source, 8 * n, 8 * n + 3)))
            .collect();
        let shown = render(&messages, Format::Human, false);
        assert!(shown.contains("a.md:1:799993: "));
        let last = shown.lines().rfind(|line| line.contains("  1 | ")).unwrap();
        assert_eq!(last, format!("  1 | …{}", "one two ".repeat(7)));
    }

    #[test]
    fn short_json_and_github_name_the_place() {
        assert_eq!(
            render(&[sample()], Format::Short, false),
            "content/a.md:2:1: warning[D012]: unknown key `titel`; help: did you mean `title`?\n"
        );
        assert_eq!(
            render(&[sample()], Format::Json, false),
            "{\"severity\":\"warning\",\"code\":\"D012\",\"message\":\"unknown key `titel`\",\"path\":\"content/a.md\",\"line\":2,\"column\":1,\"help\":\"did you mean `title`?\",\"related\":[]}\n"
        );
        assert_eq!(
            render(&[sample()], Format::Github, false),
            "::warning file=content/a.md,line=2,col=1,title=D012::unknown key `titel` (help: did you mean `title`?)\n"
        );
    }
}
