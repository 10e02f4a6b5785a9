//! Where mistakes in values are noted, so that reading can go on to the next one.

use super::Entry;
use crate::diagnostics::{Code, Diagnostic, Severity, SourceText, Span};
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::sync::Arc;

/// The codes that mistakes get, by kind of file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Codes {
    /// The text cannot be parsed.
    pub(crate) syntax: Code,
    /// A value has the wrong type or form.
    pub(crate) value: Code,
    /// A key is unknown.
    pub(crate) unknown_key: Code,
    /// A key stands twice.
    pub(crate) double_key: Code,
}

impl Codes {
    /// For front matter.
    pub(crate) const FRONT_MATTER: Self = Self {
        syntax: Code::FRONT_MATTER,
        value: Code::FRONT_MATTER_VALUE,
        unknown_key: Code::FRONT_MATTER_UNKNOWN_KEY,
        double_key: Code::FRONT_MATTER_DUPLICATE_KEY,
    };
    /// For dossier.toml.
    pub(crate) const CONFIG: Self = Self {
        syntax: Code::CONFIG,
        value: Code::CONFIG,
        unknown_key: Code::CONFIG_UNKNOWN_KEY,
        double_key: Code::CONFIG,
    };
}

/// Notes the mistakes of one file.
#[derive(Debug)]
pub(crate) struct Reader<'s> {
    /// The file.
    pub(crate) source: &'s Arc<SourceText>,
    /// Codes for what is wrong in it.
    pub(crate) codes: Codes,
    found: RefCell<Vec<Diagnostic>>,
    withheld: Cell<usize>,
    doubled: RefCell<Vec<Doubled>>,
}

/// A key that stood twice.
#[derive(Debug, Clone)]
pub(crate) struct Doubled {
    /// The key.
    pub(crate) key: String,
    /// Where it stands the second time.
    pub(crate) place: Range<usize>,
    /// Whether it says something else there.
    pub(crate) differs: bool,
}

/// Most mistakes of one file that are listed; a file with more is not what the author meant it to be.
const MOST: usize = 100;

impl<'s> Reader<'s> {
    /// Nothing is wrong yet.
    pub(crate) fn new(source: &'s Arc<SourceText>, codes: Codes) -> Self {
        Self { source, codes, found: RefCell::default(), withheld: Cell::new(0), doubled: RefCell::default() }
    }

    /// A place in the file.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    /// Notes a mistake.
    pub(crate) fn report(&self, code: Code, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(code, message, self.span(range)).help(help));
    }

    /// Notes something odd that does no harm, under a code that is otherwise an error.
    pub(crate) fn warn(&self, code: Code, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let mut diagnostic = Diagnostic::new(code, message, self.span(range)).help(help);
        diagnostic.severity = Severity::Warning;
        self.push(diagnostic);
    }

    /// Notes a mistake that stops the build, under a code that is otherwise a warning.
    pub(crate) fn error(&self, code: Code, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let mut diagnostic = Diagnostic::new(code, message, self.span(range)).help(help);
        diagnostic.severity = Severity::Error;
        self.push(diagnostic);
    }

    /// Notes that the text cannot be parsed.
    pub(crate) fn syntax(&self, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.report(self.codes.syntax, range, message, help);
    }

    /// Notes a value of the wrong type or form. In front matter it is left out; in settings it is an error.
    pub(crate) fn value(&self, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let left_out = self.codes.value.severity() == Severity::Warning;
        let message = message.into() + if left_out { "; it is left out" } else { "" };
        self.report(self.codes.value, range, message, help);
    }

    /// Notes a key that stands twice, of which the second counts.
    pub(crate) fn double_key(&self, second: &Entry, first: &Entry) {
        let message = format!("the key `{}` stands twice; the last one counts", clip(&second.key));
        let diagnostic = Diagnostic::new(self.codes.double_key, message, self.span(&second.key_span))
            .related(self.span(&first.key_span), "here first")
            .help("keep one of them");
        self.push(diagnostic);
        self.doubled.borrow_mut().push(Doubled {
            key: second.key.clone(),
            place: second.key_span.clone(),
            differs: second.node.value != first.node.value,
        });
    }

    /// The keys that stood twice.
    pub(crate) fn doubled(&self) -> Vec<Doubled> {
        self.doubled.borrow().clone()
    }

    /// Whether there is an error.
    pub(crate) fn failed(&self) -> bool {
        self.found.borrow().iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Takes over what another reading of the same file has noted.
    pub(crate) fn merge(&self, other: Self) {
        self.doubled.borrow_mut().extend(other.doubled.into_inner());
        self.withheld.set(self.withheld.get() + other.withheld.get());
        other.found.into_inner().into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Lists a mistake, or counts it when the list is long; the first error is listed in any case.
    fn push(&self, diagnostic: Diagnostic) {
        let mut found = self.found.borrow_mut();
        let first_error = diagnostic.severity == Severity::Error && found.iter().all(|d| d.severity != Severity::Error);
        if found.len() < MOST || first_error {
            found.push(diagnostic);
        } else {
            self.withheld.set(self.withheld.get() + 1);
        }
    }

    /// All that was noted, in the order of reading.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        if self.withheld.get() > 0 {
            let message = format!("{} more mistakes in this file", self.withheld.get());
            found.push(
                Diagnostic::new(self.codes.value, message, Span::file(self.source)).help("mend the others first"),
            );
        }
        found
    }
}

/// An author's words for a message: the first line, not too long.
pub(crate) fn clip(words: &str) -> String {
    const LONGEST: usize = 60;
    let line = words.trim().lines().next().unwrap_or_default();
    let short: String = line.chars().take(LONGEST).collect();
    if short.len() < words.trim().len() { short + "…" } else { short }
}
