//! The `dossier` command: reads the arguments, runs the command, turns the result into an exit code.

use clap::Parser;
use dossier::cli::{Cli, Command};
use dossier::commands::session::Session;
use dossier::commands::{self, session};
use std::process::ExitCode;

/// A build allocates millions of short texts; the figures are in benches/README.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    session::choose_color(cli.global.color);
    match run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            session::say(&format!("error: {error:#}\n"));
            ExitCode::from(3)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<u8> {
    if let Some(threads) = cli.global.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global()?;
    }
    let named = cli.global.config.is_some();
    let open = || Session::open(&cli.global);
    match &cli.command {
        Command::Init(init) => commands::start::init(init, cli.global.quiet),
        Command::New(new) => commands::start::new(&open()?, named, new),
        Command::Build(build) => commands::build::run(&open()?, named, build),
        Command::Serve(serve) => commands::preview::run(&open()?, named, serve),
        Command::Check(check) => commands::check::run(&open()?, named, check),
        Command::Suggest(suggest) => commands::suggest::run(&open()?, named, suggest),
        Command::Import(import) => commands::import::run(&open()?, named, import),
        Command::Export(export) => commands::export::run(&open()?, named, export),
        Command::Publish(publish) => commands::publish::run(&open()?, named, publish),
        Command::Clean(clean) => commands::start::clean(&open()?, named, clean),
        Command::Completions(completions) => {
            commands::completions::run(completions.shell, &mut std::io::stdout())?;
            Ok(0)
        }
    }
}
