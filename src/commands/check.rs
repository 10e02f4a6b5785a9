//! `dossier check`: everything that is wrong, without building.

use super::external;
use super::session::{Session, Tally, format, today};
use crate::cli;
use crate::diagnostics::{self, render::render};
use crate::network;
use crate::pipeline;
use crate::produce::{Options, Plan};
use crate::review;
use crate::source::LoadOptions;
use std::io::Write as _;

/// Checks; gives the exit code. The report is data: it goes to standard output.
pub fn run(session: &Session, named: bool, check: &cli::Check) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: false, today })?;
    let (dossier, mut diagnostics) = pipeline::run(&request)?;
    let plan = Plan::new(dossier, &session.root, &Options::default(), &mut diagnostics)?;
    let dossier = plan.dossier();
    diagnostics.extend(review::entities(dossier));
    diagnostics.extend(review::longer_names(dossier));
    diagnostics.extend(review::look_alikes(dossier));
    if check.external {
        diagnostics.extend(external::diagnostics(dossier, network::is_public));
    }
    diagnostics::sort(&mut diagnostics);
    let report = render(&diagnostics, format(check.format), true);
    anstream::stdout().write_all(report.as_bytes())?;
    let tally = Tally::of(&diagnostics);
    session.say(&format!(
        "checked {} articles and {} entities: {tally}",
        dossier.articles.len(),
        dossier.gazetteer.entities.len()
    ));
    Ok(u8::from(tally.errors > 0))
}
