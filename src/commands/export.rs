//! `dossier export`: the dossier as data.

use super::session::{Session, say, today};
use crate::citation::{Format, bibliography};
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
    let jsonl = matches!(export.format, None | Some(ExportFormat::Jsonl));
    match export.what {
        ExportWhat::Text if jsonl => Some(export::text(dossier)),
        ExportWhat::Mentions if jsonl => Some(export::mentions(dossier)),
        ExportWhat::Quotes if jsonl || export.format == Some(ExportFormat::Csv) => {
            Some(export::quotes(dossier, !jsonl))
        }
        ExportWhat::Names if jsonl => Some(export::names(dossier, &suggest::suggest(dossier))),
        ExportWhat::Citations => {
            let format = match export.format {
                None | Some(ExportFormat::Bibtex) => Format::Bibtex,
                Some(ExportFormat::Ris) => Format::Ris,
                Some(ExportFormat::CslJson) => Format::CslJson,
                Some(_) => return None,
            };
            let site = site::plan(dossier, &mut Vec::new());
            let base = dossier.config.base_url.as_ref();
            Some(bibliography(dossier, format, |id| base.map(|base| site::absolute(base, site.article(id)))))
        }
        _ => None,
    }
}
