//! What goes wrong, as plain data.
//!
//! In: nothing. Out: [`Diagnostic`]s, which every author-facing room collects and returns beside its value.
//! Printing is the business of [`render`]; deciding an exit code is the business of the commands.

pub mod codes;
pub mod grouped;
mod nearest;
pub mod render;
mod span;

pub use codes::Code;
pub use nearest::{Names, nearest};
pub use span::{LineColumn, SourceText, Span};

/// How bad a [`Diagnostic`] is. With `--strict`, warnings count as errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The content cannot be published as it is; the build stops with exit code 1.
    Error,
    /// The content can be published, but the author probably meant something else.
    Warning,
}

impl Severity {
    /// The word that starts a message: `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One mistake in the author's material, with its place and one way to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of mistake; its severity and explanation stand in [`codes`].
    pub code: Code,
    /// As a rule the code's own severity.
    pub severity: Severity,
    /// Lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// Where; `None` only for what has no place in a file (an empty folder).
    pub span: Option<Span>,
    /// Other places that matter, each with a label (the second of two pages with one address).
    pub related: Vec<(Span, String)>,
    /// One thing the author can do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with the severity of its code.
    pub fn new(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            span: Some(span),
            related: Vec::new(),
            help: None,
        }
    }

    /// A diagnostic that has no place in a file.
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), span: None, related: Vec::new(), help: None }
    }

    /// Adds the one help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// A value and what was wrong on the way to it. One bad article never hides the rest.
#[derive(Debug, Clone, Default)]
pub struct Checked<T> {
    /// As complete as the mistakes allow.
    pub value: T,
    /// In the order in which they were found; [`sort`] before printing.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Moves the diagnostics into `all` and gives the value.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// Puts diagnostics into the order of printing: by file, place, severity, message; equal ones once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> (&str, usize, Severity, &str) {
        let (path, start) = d.span.as_ref().map_or(("", 0), |s| (s.source.path.as_str(), s.start));
        (path, start, d.severity, d.message.as_str())
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup();
}

/// Takes out what only follows from an error: a link to a page that stays back because of one. The error is said already.
pub fn without_consequences(diagnostics: &mut Vec<Diagnostic>) {
    let path = |diagnostic: &Diagnostic| diagnostic.span.as_ref().map(|span| span.source.path.clone());
    let broken: rustc_hash::FxHashSet<String> =
        diagnostics.iter().filter(|d| d.severity == Severity::Error).filter_map(path).collect();
    diagnostics.retain(|diagnostic| {
        diagnostic.code != Code::HIDDEN_LINK
            || !diagnostic.related.iter().any(|(span, _)| broken.contains(&span.source.path))
    });
}
