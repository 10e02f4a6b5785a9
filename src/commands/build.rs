//! `dossier build`: the site, on disk, wholly new or not at all.

use super::gone;
use super::interrupt::{Interrupt, Interruptible};
use super::session::{Session, Tally, say, today};
use crate::cli;
use crate::date::PartialDate;
use crate::diagnostics::render::visible;
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::dossier::Dossier;
use crate::pipeline;
use crate::produce::{Options, Plan, WriteError};
use crate::publish::{Guard, PublishError, Receipt, Staging};
use crate::source::{HeldBackReason, LoadOptions, Skipped};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Files from which on a progress line is worth its flicker.
const LONG: usize = 500;

/// A site that was written.
pub(super) struct Built {
    /// What is left of the model, for counting.
    pub(super) dossier: Dossier,
    receipt: Receipt,
    tally: Tally,
    start: Instant,
    output: PathBuf,
}

/// Builds; gives the exit code.
pub fn run(session: &Session, named: bool, build: &cli::Build) -> anyhow::Result<u8> {
    match site(session, named, build)? {
        Ok(Built { dossier, receipt, tally, start, output }) => {
            close(session, &dossier, &receipt, tally, start, &output.display().to_string());
            Ok(0)
        }
        Err(code) => Ok(code),
    }
}

/// Writes the site and says what is wrong with it; without a site, the exit code.
pub(super) fn site(session: &Session, named: bool, build: &cli::Build) -> anyhow::Result<Result<Built, u8>> {
    let start = Instant::now();
    let (today, fixed) = today(build.today)?;
    if !session.is_dossier() {
        say(&session.no_dossier());
        return Ok(Err(1));
    }
    let mut request = session.request(named, LoadOptions { drafts: build.drafts, today })?;
    request.base_url.clone_from(&build.base_url);
    let (dossier, mut diagnostics) = pipeline::run(&request)?;
    session.verbose_line(start, "read");
    let date = fixed.then(|| PartialDate::from_date(today));
    let options = Options { date, minify: build.minify };
    let plan = Plan::new(dossier, &session.root, &options, &mut diagnostics)?;
    let output = session.output(build.output.as_deref(), &plan.dossier().config.output_dir);
    let guard = Guard::new(&session.root, &session.settings).with_content(&plan.dossier().config.content.dir);
    diagnostics.extend(gone::report(&plan, &output, &guard));
    diagnostics::sort(&mut diagnostics);
    diagnostics::without_consequences(&mut diagnostics);
    let tally = session.report(&diagnostics, build.strict);
    let (left_out, stopping) = errors(&diagnostics, plan.dossier());
    let stops =
        if build.keep_going { stopping > 0 || build.strict && tally.warnings > 0 } else { tally.failed(build.strict) };
    if stops {
        say(&format!("nothing was written: {tally}\n"));
        if !build.keep_going && stopping == 0 && tally.errors > 0 {
            say("help: `dossier build --keep-going` publishes the rest\n");
        }
        return Ok(Err(1));
    }
    if !left_out.is_empty() {
        say(&format!("left out because of errors: {}\n", left_out.join(", ")));
    }
    session.verbose_line(start, "planned");
    let interrupt = Interrupt::listen().context("cannot listen to signals")?;
    let (receipt, dossier) = match write(session, plan, &output, &guard, start, &interrupt) {
        Ok(written) => written,
        Err(WriteError::Publish(error @ PublishError::Interrupted)) => {
            say(&format!("{error}\n"));
            return Ok(Err(interrupt.code().unwrap_or(3)));
        }
        Err(WriteError::Author(diagnostic)) => return Ok(Err(failed(&diagnostic))),
        Err(WriteError::Publish(error @ (PublishError::Duplicate { .. } | PublishError::Path { .. }))) => {
            say(&format!("error: {error}\nnothing was written\n"));
            return Ok(Err(1));
        }
        Err(WriteError::Publish(error)) => return Err(error.into()),
    };
    Ok(Ok(Built { dossier, receipt, tally, start, output }))
}

/// Files that stay out because of errors in them, and the number of errors that do not keep a single page out and so stop a build.
pub(super) fn errors(diagnostics: &[Diagnostic], dossier: &Dossier) -> (Vec<String>, usize) {
    let unclear = dossier.held_back.iter().filter(|held| held.reason == HeldBackReason::Unclear);
    let out: BTreeSet<&str> = unclear.map(|held| held.span.source.path.as_str()).collect();
    let is_out = |d: &&Diagnostic| d.span.as_ref().is_some_and(|span| out.contains(span.source.path.as_str()));
    let stopping = diagnostics.iter().filter(|d| d.severity == Severity::Error && !is_out(d)).count();
    (out.into_iter().map(visible).collect(), stopping)
}

fn failed(diagnostic: &Diagnostic) -> u8 {
    use crate::diagnostics::render::{Format, render};
    say(&render(std::slice::from_ref(diagnostic), Format::Human, true));
    say("nothing was written: 1 error\n");
    1
}

fn write(
    session: &Session,
    plan: Plan,
    output: &Path,
    guard: &Guard,
    start: Instant,
    interrupt: &Interrupt,
) -> Result<(Receipt, Dossier), WriteError> {
    interrupt.hold();
    let staging = Staging::begin(output, guard)?;
    let progress = progress(session);
    let dossier = plan.write(&Interruptible { staging: &staging, interrupt }, &|total| {
        if total > LONG {
            progress.set_length(total as u64);
            progress.inc(1);
        }
    })?;
    progress.finish_and_clear();
    session.verbose_line(start, "made");
    interrupt.check()?;
    let receipt = staging.finish()?;
    session.verbose_line(start, "written");
    Ok((receipt, dossier))
}

/// A line that counts files, on a terminal only.
fn progress(session: &Session) -> ProgressBar {
    let target = if session.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(8) };
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files").expect("the template is fixed");
    ProgressBar::with_draw_target(Some(0), target).with_style(style)
}

/// Says what was built and what was held back.
fn close(session: &Session, dossier: &Dossier, receipt: &Receipt, tally: Tally, start: Instant, output: &str) {
    let held = held_back(dossier);
    if !held.is_empty() {
        session.say(&format!("held back: {held}"));
    }
    let skipped = skipped(dossier, session.verbose);
    if !skipped.is_empty() {
        session.say(&skipped);
    }
    let articles = dossier.articles.len();
    let entities = dossier.gazetteer.entities.len();
    let mentions: usize = dossier.articles.iter().map(|article| article.text.found.mentions.len()).sum();
    let size = indicatif::DecimalBytes(receipt.bytes);
    let seconds = start.elapsed().as_secs_f64();
    let warnings = if tally.warnings > 0 { format!(", {tally}") } else { String::new() };
    session.say(&format!(
        "built {articles} articles and {entities} entities with {mentions} mentions: {} files, {size} in {seconds:.2} s{warnings}\n  -> {output}",
        receipt.files
    ));
}

/// Markdown files that were not looked at, by reason; with their names if `named`.
pub(super) fn skipped(dossier: &Dossier, named: bool) -> String {
    let Skipped { ignored, underscored, hidden, own, empty } = &dossier.skipped;
    let rows = [
        (ignored, "by `ignore`"),
        (underscored, "whose name or folder begins with `_`"),
        (hidden, "whose name begins with a full stop"),
        (own, "in `static`, `templates` or `themes`"),
        (empty, "that introduce a folder and hold no text"),
    ];
    let rows: Vec<_> = rows.into_iter().filter(|(paths, _)| !paths.is_empty()).collect();
    let count: usize = rows.iter().map(|(paths, _)| paths.len()).sum();
    if count == 0 {
        return String::new();
    }
    let reasons: Vec<String> = rows.iter().map(|(paths, why)| format!("{} {why}", paths.len())).collect();
    let files = if count == 1 { "file" } else { "files" };
    let mut text = format!("skipped {count} {files}: {}", reasons.join(", "));
    for path in rows.iter().flat_map(|(paths, _)| paths.iter()).filter(|_| named) {
        text.extend(["\n  ", &path.escape_debug().to_string()]);
    }
    text
}

/// Pages and spans that were held back, by reason.
pub(super) fn held_back(dossier: &Dossier) -> String {
    let count = |reason| dossier.held_back.iter().filter(|held| held.reason == reason).count();
    let rows = [
        (count(HeldBackReason::Draft), "draft", "drafts"),
        (count(HeldBackReason::Private), "private page", "private pages"),
        (count(HeldBackReason::Embargo), "page under embargo", "pages under embargo"),
        (count(HeldBackReason::Expired), "expired page", "expired pages"),
        (count(HeldBackReason::Unclear), "page with errors", "pages with errors"),
        (dossier.spans_removed, "private note or comment", "private notes and comments"),
    ];
    let words = rows.into_iter().filter(|(n, ..)| *n > 0);
    words.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many })).collect::<Vec<_>>().join(", ")
}

impl Session {
    /// A step and the time since the start, with `--verbose`.
    pub(super) fn verbose_line(&self, start: Instant, step: &str) {
        if self.verbose {
            say(&format!("{step:>8} after {:.2} s\n", start.elapsed().as_secs_f64()));
        }
    }
}
