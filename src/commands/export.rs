//! `dossier export`: the dossier as data.

use super::session::{Session, say, today};
use crate::citation::{Bibliography, Format};
use crate::cli::{self, ExportFormat, ExportWhat};
use crate::dossier::Dossier;
use crate::source::LoadOptions;
use crate::{export, pipeline, site, suggest};
use anyhow::Context as _;
use std::io::Write as _;

/// Exports; gives the exit code. What is wrong with the content is said, and does not stop the export.
pub fn run(session: &Session, named: bool, export: &cli::Export) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: false, today })?;
    let (dossier, diagnostics) = pipeline::run(&request)?;
    let tally = session.report(&diagnostics, false);
    let Some(text) = written(&dossier, export) else {
        say("error: this form does not suit what is exported\nhelp: leave `--format` out for the usual one\n");
        return Ok(2);
    };
    match export.to.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => std::fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => std::io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")?,
    }
    Ok(u8::from(tally.errors > 0))
}

/// The export; `None` if it has no such form.
fn written(dossier: &Dossier, export: &cli::Export) -> Option<String> {
    use ExportFormat as Form;
    let usual = if export.what == ExportWhat::Citations { Form::Bibtex } else { Form::Jsonl };
    let text = match (export.what, export.format.unwrap_or(usual)) {
        (ExportWhat::Text, Form::Jsonl) => export::text(dossier),
        (ExportWhat::Mentions, Form::Jsonl) => export::mentions(dossier),
        (ExportWhat::Quotes, Form::Jsonl) => export::quotes(dossier),
        (ExportWhat::Quotes, Form::Csv) => export::quotes_csv(dossier),
        (ExportWhat::Names, Form::Jsonl) => export::names(dossier, &suggest::suggest(dossier)),
        (ExportWhat::Entities, Form::Jsonl) => export::entities(dossier),
        (ExportWhat::Entities, Form::Csv) => export::entities_csv(dossier),
        (ExportWhat::Entities, Form::Ftm) => export::entities_ftm(dossier),
        (ExportWhat::Graph, Form::Jsonl) => export::Graph::whole(dossier).jsonl(),
        (ExportWhat::Graph, Form::Csv) => export::Graph::whole(dossier).csv(),
        (ExportWhat::Graph, Form::Gexf) => export::Graph::whole(dossier).gexf(),
        (ExportWhat::Graph, Form::Graphml) => export::Graph::whole(dossier).graphml(),
        (ExportWhat::Citations, Form::Bibtex) => citations(dossier, Format::Bibtex),
        (ExportWhat::Citations, Form::Ris) => citations(dossier, Format::Ris),
        (ExportWhat::Citations, Form::CslJson) => citations(dossier, Format::CslJson),
        _ => return None,
    };
    Some(text)
}

fn citations(dossier: &Dossier, format: Format) -> String {
    let site = site::plan(dossier, &mut Vec::new());
    let base = dossier.config.base_url.as_ref();
    Bibliography::of(dossier, |id| base.map(|base| site::absolute(base, site.article(id)))).file(format)
}
