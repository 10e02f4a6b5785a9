//! `dossier serve` from the command line: how the site is built in memory.

use super::build::held_back;
use super::serve::{self, ServeOptions};
use super::session::{Session, Tally, say, today};
use crate::cli;
use crate::config::{self, Config};
use crate::diagnostics::{
    self, Severity,
    render::{Format, render},
};
use crate::pipeline;
use crate::produce::{Options, Plan, WriteError};
use crate::publish::MemorySite;
use crate::source::LoadOptions;
use std::sync::Arc;
use std::time::Instant;

/// Serves until interrupted.
pub fn run(session: &Session, named: bool, options: &cli::Serve) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: options.drafts, today })?;
    // What is wrong with the settings is said by each build.
    let config = request.config.map_or_else(Config::default, |(text, path)| config::load(&text, &path).value);
    let serve = ServeOptions {
        root: session.root.clone(),
        config: session.settings.clone(),
        content: config.content.dir,
        output: config.output_dir,
        interface: options.interface,
        port: options.port,
        open: options.open,
        quiet: session.quiet,
    };
    let (session, drafts) = (session.clone(), options.drafts);
    serve::run(&serve, move |last| {
        build(&session, named, drafts, last).unwrap_or_else(|error| Err(format!("error: {error:#}\n")))
    })?;
    Ok(0)
}

/// Builds once, beside the last good site; the error is what is shown over that.
fn build(
    session: &Session,
    named: bool,
    drafts: bool,
    last: Option<Arc<MemorySite>>,
) -> anyhow::Result<Result<MemorySite, String>> {
    let start = Instant::now();
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts, today })?;
    let (mut dossier, mut diagnostics) = pipeline::run(&request)?;
    // links in the preview are relative; the page for missing addresses must not lead to the published site
    dossier.config.base_url = None;
    let plan = Plan::new(dossier, &session.root, &Options::default(), &mut diagnostics)?;
    diagnostics::sort(&mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return Ok(Err(render(&diagnostics, Format::Human, true)));
    }
    if !session.quiet {
        say(&render(&diagnostics, Format::Human, true));
    }
    let site = MemorySite::beside(last);
    let dossier = match plan.write(&site, &|_| {}) {
        Ok(dossier) => dossier,
        Err(WriteError::Author(diagnostic)) => return Ok(Err(render(&[*diagnostic], Format::Human, true))),
        Err(WriteError::Publish(error)) => return Ok(Err(format!("error: {error}\n"))),
    };
    let held = held_back(&dossier);
    let held = if held.is_empty() { String::new() } else { format!("; held back: {held}") };
    let (tally, seconds) = (Tally::of(&diagnostics), start.elapsed().as_secs_f64());
    session.say(&format!("built {} articles in {seconds:.2} s, {tally}{held}", dossier.articles.len()));
    Ok(Ok(site.finish()))
}
