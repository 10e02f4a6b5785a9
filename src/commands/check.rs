//! `dossier check`: everything that is wrong, without building.

use super::build::errors;
use super::external;
use super::session::{Session, Tally, format, today};
use crate::cli;
use crate::diagnostics::render::{Format, render};
use crate::diagnostics::{self, Code, grouped};
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
    let report = match format(check.format) {
        Format::Human => grouped::report(&diagnostics, true, session.verbose),
        format => render(&diagnostics, format, true),
    };
    anstream::stdout().write_all(report.as_bytes())?;
    let tally = Tally::of(&diagnostics);
    session.say(&format!(
        "checked {} articles and {} entities: {tally}",
        dossier.articles.len(),
        dossier.gazetteer.entities.len()
    ));
    if !check.keep_going {
        return Ok(u8::from(tally.errors > 0));
    }
    let (left_out, stopping) = errors(&diagnostics, dossier);
    if !left_out.is_empty() {
        session.say(&format!("left out because of errors: {}", left_out.join(", ")));
    }
    Ok(u8::from(stopping > 0))
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
