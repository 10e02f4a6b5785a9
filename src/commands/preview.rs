//! `dossier serve` from the command line: how the content is read and the site laid out.

use super::build::errors;
use super::counts::Counts;
use super::live::LiveSite;
use super::serve::{self, ServeOptions, Site};
use super::session::{Session, Tally, say, today};
use crate::cli;
use crate::config::{self, Config};
use crate::diagnostics::{
    self, Severity,
    render::{Format, render},
};
use crate::pipeline::{self, LastRun};
use crate::produce::{Options, Plan};
use crate::source::LoadOptions;
use std::sync::Arc;
use std::time::Instant;

/// Serves until interrupted.
pub fn run(session: &Session, named: bool, options: &cli::Serve) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: options.drafts, today })?;
    // What is wrong with the settings is said by each reading.
    let config = request.config.map_or_else(Config::default, |(text, path)| config::load(&text, &path).value);
    let serve = ServeOptions {
        root: session.root.clone(),
        // as the system sees it: another relative path would count from the root
        config: std::path::absolute(&session.settings)?,
        content: config.content.dir,
        output: config.output_dir,
        interface: options.interface,
        port: options.port,
        open: options.open,
        quiet: session.quiet,
    };
    let (session, options) = (session.clone(), options.clone());
    let mut last = LastRun::default();
    let failed = |error: anyhow::Error| Err(format!("error: {error:#}\n"));
    serve::run(&serve, Box::new(move || read(&session, named, &options, &mut last).unwrap_or_else(failed)))?;
    Ok(0)
}

/// Reads once; the inner error is what is shown over the last good site. Mistakes in templates and what may not get out are found
/// when a page is made, and are shown in its place.
fn read(
    session: &Session,
    named: bool,
    options: &cli::Serve,
    last: &mut LastRun,
) -> anyhow::Result<Result<Arc<dyn Site>, String>> {
    let start = Instant::now();
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: options.drafts, today })?;
    let (mut dossier, mut diagnostics) = pipeline::run_again(&request, last)?;
    // links in the preview are relative; the page for missing addresses must not lead to the published site
    dossier.config.base_url = None;
    let plan = Plan::new(dossier, &session.root, &Options::default(), &mut diagnostics)?;
    diagnostics::sort(&mut diagnostics);
    let (left_out, stopping) = errors(&diagnostics, plan.dossier());
    if stopping > 0 || !left_out.is_empty() && !options.keep_going {
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return Ok(Err(render(&diagnostics, Format::Human, true)));
    }
    let held = Counts::of(plan.dossier()).held_back();
    let articles = plan.dossier().articles.len();
    let site = match LiveSite::open(plan) {
        Ok(site) => site,
        Err(errors) => return Ok(Err(errors)),
    };
    if !session.quiet {
        say(&render(&diagnostics, Format::Human, true));
    }
    if !left_out.is_empty() {
        session.say(&format!("left out because of errors: {}", left_out.join(", ")));
    }
    let held = if held.is_empty() { String::new() } else { format!("; held back: {held}") };
    let (tally, seconds) = (Tally::of(&diagnostics), start.elapsed().as_secs_f64());
    session.say(&format!("read {articles} articles in {seconds:.2} s, {tally}{held}"));
    Ok(Ok(Arc::new(site)))
}
