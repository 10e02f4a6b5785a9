//! `dossier build`: the site, on disk, wholly new or not at all.

use super::counts::{Counts, names_skipped};
use super::gone;
use super::interrupt::{Interrupt, Interruptible};
use super::session::{Session, Tally, say, today};
use super::unchanged::{self, Inputs, Note};
use crate::cli;
use crate::config::{self, Config};
use crate::date::PartialDate;
use crate::diagnostics::render::visible;
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::dossier::Dossier;
use crate::pipeline;
use crate::produce::{Options, Plan, WriteError};
use crate::publish::{Guard, PublishError, Receipt, Staging};
use crate::source::{HeldBackReason, LoadOptions};
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
    output: PathBuf,
}

/// Builds; gives the exit code.
pub fn run(session: &Session, named: bool, build: &cli::Build) -> anyhow::Result<u8> {
    let start = Instant::now();
    let asked = !build.no_cache && session.is_dossier();
    let inputs = if asked { inputs(session, named, build)? } else { None };
    let last = inputs.as_ref().filter(|_| !session.verbose).and_then(|(inputs, _)| inputs.noted());
    if let (Some((_, output)), Some(last)) = (&inputs, last)
        && let Some(counts) = last.counts
    {
        close(session, &counts, "", kept(&last), Tally::default(), start, output);
        return Ok(0);
    }
    match site(session, named, build, inputs.as_ref().map(|(inputs, _)| inputs))? {
        Ok(Built { dossier, receipt, tally, output, .. }) => {
            let skipped = if session.verbose { names_skipped(&dossier) } else { String::new() };
            close(session, &Counts::of(&dossier), &skipped, receipt, tally, start, &output);
            Ok(0)
        }
        Err(code) => Ok(code),
    }
}

/// The receipt of a site that stays as it is.
fn kept(last: &Note) -> Receipt {
    Receipt { files: last.files, bytes: last.bytes, unchanged: last.files }
}

/// What a build reads, and where it writes to.
fn inputs(session: &Session, named: bool, build: &cli::Build) -> anyhow::Result<Option<(Inputs, PathBuf)>> {
    let (today, fixed) = today(build.today)?;
    let request = session.request(named, LoadOptions { drafts: build.drafts, today })?;
    let config = match &request.config {
        Some((text, path)) => config::load(text, path).take(&mut Vec::new()),
        None => Config::default(),
    };
    let output = session.output(build.output.as_deref(), &config.output_dir);
    let options = format!("{build:?} {today} {fixed}");
    Ok(Inputs::of(session, &output, unchanged::BUILD, &options).map(|inputs| (inputs, output)))
}

/// Writes the site and says what is wrong with it; without a site, the exit code.
/// With `inputs`, what was written of the very same before stays.
pub(super) fn site(
    session: &Session,
    named: bool,
    build: &cli::Build,
    inputs: Option<&Inputs>,
) -> anyhow::Result<Result<Built, u8>> {
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
    let gone = gone::report(&plan, &output, &guard);
    // what is said once may not be noted
    let inputs = inputs.filter(|_| gone.is_empty() && unchanged::tells_all(&plan.dossier().config.content.dir));
    diagnostics.extend(gone);
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
    if let Some(last) = inputs.and_then(Inputs::noted) {
        let receipt = kept(&last);
        return Ok(Ok(Built { dossier: plan.into_dossier(), receipt, tally, output }));
    }
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
    if let Some(inputs) = inputs {
        let counts = diagnostics.is_empty().then(|| Counts::of(&dossier));
        inputs.note(receipt.files, receipt.bytes, counts);
    }
    Ok(Ok(Built { dossier, receipt, tally, output }))
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

/// Says what was built and what was held back; `names` are those of the files that were not looked at.
fn close(
    session: &Session,
    counts: &Counts,
    names: &str,
    receipt: Receipt,
    tally: Tally,
    start: Instant,
    output: &Path,
) {
    let held = counts.held_back();
    if !held.is_empty() {
        session.say(&format!("held back: {held}"));
    }
    let skipped = counts.skipped();
    if !skipped.is_empty() {
        session.say(&format!("{skipped}{names}"));
    }
    let Counts { articles, entities, mentions, .. } = counts;
    let size = indicatif::DecimalBytes(receipt.bytes);
    let seconds = start.elapsed().as_secs_f64();
    let warnings = if tally.warnings > 0 { format!(", {tally}") } else { String::new() };
    session.say(&format!(
        "built {articles} articles and {entities} entities with {mentions} mentions: {} files, {size} in {seconds:.2} s{warnings}\n  -> {}",
        receipt.files,
        output.display()
    ));
}

impl Session {
    /// A step and the time since the start, with `--verbose`.
    pub(super) fn verbose_line(&self, start: Instant, step: &str) {
        if self.verbose {
            say(&format!("{step:>8} after {:.2} s\n", start.elapsed().as_secs_f64()));
        }
    }
}
