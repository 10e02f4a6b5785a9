//! `dossier check`: everything that is wrong, without building.

use super::build::errors;
use super::counts::Counts;
use super::external;
use super::session::{Session, Tally, format, today};
use super::unchanged::{self, Inputs};
use crate::cli;
use crate::config::{self, Config};
use crate::diagnostics::render::{Format, render};
use crate::diagnostics::{self, Code, Diagnostic, grouped};
use crate::network;
use crate::pipeline;
use crate::produce::{Options, Plan};
use crate::review;
use crate::source::LoadOptions;
use std::io::Write as _;

/// Checks; gives the exit code. The report is data: it goes to standard output.
pub fn run(session: &Session, named: bool, check: &cli::Check) -> anyhow::Result<u8> {
    if let Some(code) = check.explain {
        return explain(session, code);
    }
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: check.drafts, today })?;
    // what the web answers is noted nowhere
    let inputs = if check.no_cache || check.external { None } else { inputs(session, &request, check) };
    if let Some(counts) = inputs.as_ref().and_then(Inputs::noted).and_then(|noted| noted.counts) {
        report(session, check, &[], &counts)?;
        return Ok(0);
    }
    let (dossier, mut diagnostics) = pipeline::run(&request)?;
    let plan = Plan::new(dossier, &session.root, &Options::default(), &mut diagnostics)?;
    let dossier = plan.dossier();
    diagnostics.extend(review::entities(dossier));
    diagnostics.extend(review::longer_names(dossier));
    diagnostics.extend(review::look_alikes(dossier));
    diagnostics.extend(review::unknown_sources(dossier));
    if check.external {
        diagnostics.extend(external::diagnostics(dossier, network::is_public));
    }
    diagnostics::sort(&mut diagnostics);
    diagnostics::without_consequences(&mut diagnostics);
    let counts = Counts::of(dossier);
    let tally = report(session, check, &diagnostics, &counts)?;
    if let Some(inputs) = inputs
        && diagnostics.is_empty()
        && unchanged::tells_all(&dossier.config.content.dir)
    {
        inputs.note(0, 0, Some(counts));
    }
    if !check.keep_going {
        return Ok(u8::from(tally.errors > 0));
    }
    let (left_out, stopping) = errors(&diagnostics, dossier);
    if !left_out.is_empty() {
        session.say(&format!("left out because of errors: {}", left_out.join(", ")));
    }
    Ok(u8::from(stopping > 0))
}

/// What the check reads. The site is no part of it.
fn inputs(session: &Session, request: &pipeline::Request<'_>, check: &cli::Check) -> Option<Inputs> {
    let config = match &request.config {
        Some((text, path)) => config::load(text, path).take(&mut Vec::new()),
        None => Config::default(),
    };
    let output = session.output(None, &config.output_dir);
    let cli::Check { drafts, keep_going, .. } = check;
    Inputs::of(session, &output, unchanged::CHECK, &format!("{drafts} {keep_going} {}", request.load.today))
}

/// Prints what is wrong, and what it comes to.
fn report(session: &Session, check: &cli::Check, diagnostics: &[Diagnostic], counts: &Counts) -> anyhow::Result<Tally> {
    let report = match format(check.format) {
        Format::Human => grouped::report(diagnostics, true, session.verbose),
        format => render(diagnostics, format, true),
    };
    anstream::stdout().write_all(report.as_bytes())?;
    let tally = Tally::of(diagnostics);
    session.say(&format!("checked {} articles and {} entities: {tally}", counts.articles, counts.entities));
    Ok(tally)
}

/// Says what a code means.
fn explain(session: &Session, code: Code) -> anyhow::Result<u8> {
    let Some((_, words)) = diagnostics::codes::ALL.iter().find(|(known, _)| *known == code) else {
        let (first, last) = (diagnostics::codes::ALL.first(), diagnostics::codes::ALL.last());
        let range = first.zip(last).map_or(String::new(), |(first, last)| format!(" from {} to {}", first.0, last.0));
        session
            .say(&format!("error: there is no code {code}\nhelp: codes stand in brackets in messages, and go{range}"));
        return Ok(2);
    };
    let text = format!("{code} ({})\n{}\n", code.severity().word(), words.trim());
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(0)
}
