//! What every command that reads a dossier begins with: its folder, its settings, how to speak.

use super::adopt;
use crate::cli::{ColorChoice, Global, ReportFormat};
use crate::diagnostics::render::Format;
use crate::diagnostics::{Diagnostic, Severity, grouped};
use crate::pipeline::Request;
use crate::source::{self, LoadOptions};
use anyhow::Context as _;
use jiff::civil::Date;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// A dossier that a command works on.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its folder.
    pub root: PathBuf,
    /// Its settings file, which need not be there.
    pub settings: PathBuf,
    /// Print errors only.
    pub quiet: bool,
    /// Print more.
    pub verbose: bool,
}

impl Session {
    /// Finds the dossier that the options name: `--root`, else the nearest upwards.
    pub fn open(global: &Global) -> anyhow::Result<Self> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let root = match &global.root {
            Some(root) => {
                let found = fs::metadata(root).with_context(|| format!("cannot open `{}`", root.display()))?;
                anyhow::ensure!(found.is_dir(), "`{}` is not a folder", root.display());
                root.clone()
            }
            None => source::find_root(&here).unwrap_or(here),
        };
        let settings = global.config.clone().unwrap_or_else(|| root.join("dossier.toml"));
        Ok(Self { root, settings, quiet: global.quiet, verbose: global.verbose })
    }

    /// Whether there is anything to read.
    pub fn is_dossier(&self) -> bool {
        self.root.join("content").is_dir() || self.settings.is_file()
    }

    /// That there is nothing to read, and what to do about it.
    pub fn no_dossier(&self) -> String {
        let root = self.root.display();
        let help = if adopt::has_markdown(&self.root) {
            "there are Markdown files in it: `dossier init` looks at them and writes settings for them, and touches nothing else"
        } else {
            "`dossier init` starts one"
        };
        format!("error: `{root}` is not a dossier: it has neither content/ nor dossier.toml\nhelp: {help}\n")
    }

    /// What to read. The settings file may be missing unless it was named.
    pub fn request(&self, named: bool, load: LoadOptions) -> anyhow::Result<Request<'_>> {
        let config = match fs::read_to_string(&self.settings) {
            Ok(text) => Some((text, self.settings_name())),
            Err(error) if error.kind() == ErrorKind::NotFound && !named => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read `{}`", self.settings.display()));
            }
        };
        Ok(Request { root: &self.root, config, base_url: None, load })
    }

    /// The settings file as messages name it: relative to the dossier where it lies in it.
    fn settings_name(&self) -> String {
        self.settings.strip_prefix(&self.root).unwrap_or(&self.settings).display().to_string()
    }

    /// The folder of the site: as asked, else `output_dir` below the root.
    pub fn output(&self, asked: Option<&Path>, output_dir: &str) -> PathBuf {
        asked.map_or_else(|| self.root.join(output_dir), Path::to_owned)
    }

    /// Prints what is wrong, and what it comes to.
    pub fn report(&self, diagnostics: &[Diagnostic], strict: bool) -> Tally {
        let shown: Vec<Diagnostic> =
            diagnostics.iter().filter(|d| !self.quiet || strict || d.severity == Severity::Error).cloned().collect();
        say(&grouped::report(&shown, true, self.verbose));
        Tally::of(diagnostics)
    }

    /// Prints a line unless only errors are wanted.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            say(&format!("{line}\n"));
        }
    }
}

/// Number of mistakes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Tally {
    /// Counts them.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        Self { errors, warnings: diagnostics.len() - errors }
    }

    /// Whether nothing may be published.
    pub fn failed(self, strict: bool) -> bool {
        self.errors > 0 || (strict && self.warnings > 0)
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { errors, warnings } = *self;
        let word = |n: usize, one: &'static str, many: &'static str| if n == 1 { one } else { many };
        write!(f, "{errors} {}, {warnings} {}", word(errors, "error", "errors"), word(warnings, "warning", "warnings"))
    }
}

/// Text on standard error; colours go where nobody sees them. That nobody reads it is no reason to stop.
pub fn say(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Sets for the whole process when colours are used.
pub fn choose_color(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// The form of a report.
pub fn format(format: ReportFormat) -> Format {
    match format {
        ReportFormat::Human => Format::Human,
        ReportFormat::Short => Format::Short,
        ReportFormat::Json => Format::Json,
        ReportFormat::Github => Format::Github,
    }
}

/// The day that counts as today and whether it was fixed: as asked, else of `SOURCE_DATE_EPOCH`, else now, in UTC.
pub fn today(asked: Option<Date>) -> anyhow::Result<(Date, bool)> {
    if let Some(day) = asked {
        return Ok((day, true));
    }
    let utc = |time: jiff::Timestamp| jiff::tz::TimeZone::UTC.to_datetime(time).date();
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) if !seconds.is_empty() => {
            let stamp = seconds.trim().parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            let stamp = stamp.with_context(|| format!("SOURCE_DATE_EPOCH is not a number of seconds: `{seconds}`"))?;
            Ok((utc(stamp), true))
        }
        _ => Ok((utc(jiff::Timestamp::now()), false)),
    }
}
