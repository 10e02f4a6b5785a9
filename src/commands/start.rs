//! `init`, `new` and `clean` from the command line: what they need is found here, what they do is in their own rooms.

use super::session::{Session, say, today};
use super::{adopt, clean, init, new, unchanged};
use crate::cli;
use crate::config::{self, Config};
use crate::publish::{Guard, PublishError};
use crate::source::LoadOptions;
use crate::text::slug::slugify;
use anyhow::Context as _;
use std::io::{self, Write};

/// Messages on standard error, or nowhere.
fn messages(quiet: bool) -> Box<dyn Write> {
    if quiet { Box::new(io::sink()) } else { Box::new(anstream::stderr()) }
}

/// `dossier init`
pub fn init(init: &cli::Init, quiet: bool) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let mut messages = messages(quiet);
    if let Some(from) = &init.from {
        if init.dir.join("dossier.toml").exists() || init.dir.join("content").exists() {
            say(&format!(
                "error: `{}` is a dossier already\nhelp: name a folder that is new or empty\n",
                init.dir.display()
            ));
            return Ok(2);
        }
        let copied = adopt::copy(from, &init.dir)?;
        writeln!(messages, "copied {copied} files from {}", from.display())?;
    }
    init::run(&init.dir, init.theme.as_deref(), init.ci, today, &mut messages)?;
    Ok(0)
}

/// `dossier new`
pub fn new(session: &Session, named: bool, new: &cli::New) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let load = LoadOptions { drafts: true, today };
    let request = session.request(named, load)?;
    let config = settings(session, &request)?;
    let keys = || {
        let read = crate::pipeline::run(&request).map(|(dossier, _)| dossier.articles);
        read.map(|articles| articles.into_iter().map(|article| article.key).collect()).unwrap_or_default()
    };
    let context =
        new::Context { root: &session.root, config: &config, today, slug: &|title| slugify(title), keys: &keys };
    match new::run(new, &context) {
        Ok(path) => {
            writeln!(io::stdout(), "{}", path.display())?;
            Ok(0)
        }
        Err(error @ (new::NewError::UnknownKind { .. } | new::NewError::NoSlug(_))) => {
            say(&format!("error: {error}\n"));
            Ok(2)
        }
        Err(error) => Err(error.into()),
    }
}

/// `dossier clean`
pub fn clean(session: &Session, named: bool, clean: &cli::Clean) -> anyhow::Result<u8> {
    if clean.cache {
        let cleared = unchanged::clear(&session.root).context("cannot delete `.dossier-cache`")?;
        session.say(if cleared { "deleted .dossier-cache" } else { "nothing to delete" });
        return Ok(0);
    }
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: false, today })?;
    let config = settings(session, &request)?;
    let output = session.output(clean.output.as_deref(), &config.output_dir);
    let guard = Guard::new(&session.root, &session.settings).with_content(&config.content.dir);
    clean::run(&output, &guard, &mut messages(session.quiet)).map_err(|error: PublishError| error.into()).map(|()| 0)
}

/// The settings; mistakes in them are said and the defaults used.
fn settings(session: &Session, request: &crate::pipeline::Request<'_>) -> anyhow::Result<Config> {
    let Some((text, path)) = &request.config else { return Ok(Config::default()) };
    let mut diagnostics = Vec::new();
    let config = config::load(text, path).take(&mut diagnostics);
    let tally = session.report(&diagnostics, false);
    anyhow::ensure!(tally.errors == 0, "the settings cannot be read");
    Ok(config)
}
