//! Writes what a package of the program carries beside it: manual pages to `man/`, scripts for shells to `completions/`.
//!
//! `cargo run --example manual -- FOLDER`

use clap::CommandFactory as _;
use clap_complete::Shell;
use dossier::cli::Cli;
use dossier::commands::completions;
use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf = std::env::args_os().nth(1).ok_or("name the folder to write to")?.into();
    let (man, scripts) = (folder.join("man"), folder.join("completions"));
    fs::create_dir_all(&man)?;
    fs::create_dir_all(&scripts)?;
    clap_mangen::generate_to(Cli::command(), &man)?;
    for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
        completions::run(shell, &mut File::create(scripts.join(format!("dossier.{shell}")))?)?;
    }
    Ok(())
}
