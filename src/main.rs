//! The `dossier` command: reads the arguments, runs the command, turns the result into an exit code.

use clap::Parser;
use dossier::cli::{Cli, Command, ExportWhat};
use dossier::diagnostics::Severity;
use dossier::diagnostics::render::{Format, render};
use dossier::pipeline::{self, Request};
use dossier::source::LoadOptions;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(3)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<u8> {
    let export = match &cli.command {
        Command::Export(export) => Some(export),
        Command::Check(_) => None,
        Command::Completions(completions) => {
            dossier::commands::completions::run(completions.shell, &mut std::io::stdout())?;
            return Ok(0);
        }
        _ => {
            eprintln!("error: this command is not in this version yet");
            return Ok(2);
        }
    };
    let here = std::env::current_dir()?;
    let root = cli.global.root.clone().or_else(|| dossier::source::find_root(&here)).unwrap_or(here);
    let settings = cli.global.config.clone().unwrap_or_else(|| root.join("dossier.toml"));
    let config = match std::fs::read_to_string(&settings) {
        Ok(text) => Some((text, "dossier.toml".to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && cli.global.config.is_none() => None,
        Err(error) => return Err(error.into()),
    };
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    let (dossier, diagnostics) =
        pipeline::run(&Request { root: &root, config, load: LoadOptions { drafts: false, today } })?;
    eprint!("{}", render(&diagnostics, Format::Human, false));
    let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if let Some(export) = export {
        let rows = match export.what {
            ExportWhat::Text => dossier::export::text(&dossier),
            ExportWhat::Mentions => dossier::export::mentions(&dossier),
            ExportWhat::Quotes => dossier::export::quotes(&dossier, export.format),
            _ => {
                eprintln!("error: this export is not in this version yet");
                return Ok(2);
            }
        };
        match &export.to {
            Some(path) => std::fs::write(path, rows)?,
            None => std::io::stdout().write_all(rows.as_bytes())?,
        }
    }
    Ok(u8::from(failed))
}
