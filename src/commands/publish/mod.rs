//! `dossier publish`: builds, says what readers will notice, and sends the site to a branch or a folder.
//!
//! The site is built in a folder of its own that goes afterwards: a publication that is refused, or that fails half way, leaves
//! the dossier, its output and its repository as they were, and what is published as well.

mod branch;
mod changes;
mod folder;
mod git;
mod preview;
mod target;

use super::build::{self, Built};
use super::session::{Session, say};
use crate::cli;
use crate::publish::{self, Guard, PublishError};
use branch::Branch;
use changes::{Changes, Listing, is_page, lost_anchors, title};
use folder::Folder;
use preview::{Lost, Moved, Preview};
use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use target::Target;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The place is not one to publish to.
    #[error("{message}")]
    Refused {
        /// What is wrong with it.
        message: String,
        /// What can be done.
        help: String,
    },
    /// Git could not do it.
    #[error("git could not {action}: {words}")]
    Git {
        /// What it was to do.
        action: &'static str,
        /// Its own words, without secrets.
        words: String,
    },
    /// The disk could not.
    #[error(transparent)]
    Disk(#[from] PublishError),
}

impl Failure {
    fn refused(message: &str, help: &str) -> Self {
        Self::Refused { message: message.to_owned(), help: help.to_owned() }
    }
}

/// What the parts need to know of the call.
struct Request<'a> {
    root: &'a Path,
    guard: &'a Guard,
    /// What is at the place may go, whoever put it there.
    replace: bool,
}

/// The published site.
enum Place {
    Branch(Branch),
    Folder(Folder),
}

/// Publishes; gives the exit code.
pub fn run(session: &Session, named: bool, options: &cli::Publish) -> anyhow::Result<u8> {
    if let Some(Err(message)) = options.to.as_deref().map(Target::parse) {
        say(&format!("error: {message}\n"));
        return Ok(2);
    }
    let scratch = tempfile::Builder::new().prefix("dossier-publish-").tempdir()?;
    let as_build = cli::Build {
        output: Some(scratch.path().join("site")),
        base_url: options.base_url.clone(),
        drafts: false,
        today: options.today,
        strict: options.strict,
        keep_going: options.keep_going,
        minify: options.minify,
        no_cache: true,
    };
    let built = match build::site(session, named, &as_build, None)? {
        Ok(built) => built,
        Err(code) => return Ok(code),
    };
    let config = &built.dossier.config.publish;
    let Some(to) = options.to.as_ref().or(config.to.as_ref()) else {
        say(
            "error: it is not said where to publish\nhelp: add `to = \"branch:gh-pages\"` below `[publish]` in dossier.toml, or give `--to`\n",
        );
        return Ok(2);
    };
    let target = match Target::parse(to) {
        Ok(target) => target,
        Err(message) => {
            say(&format!("error: {message}\n"));
            return Ok(2);
        }
    };
    match publish(session, options, &built, &target, scratch.path()) {
        Ok(code) => Ok(code),
        Err(Failure::Refused { message, help }) => {
            say(&format!("error: {message}\nhelp: {help}\n"));
            Ok(2)
        }
        Err(failure) => Err(anyhow::Error::from(failure).context("nothing was published")),
    }
}

fn publish(
    session: &Session,
    options: &cli::Publish,
    built: &Built,
    target: &Target,
    scratch: &Path,
) -> Result<u8, Failure> {
    let config = &built.dossier.config;
    let guard = Guard::new(&session.root, &session.settings).with_content(&config.content.dir);
    let request = Request { root: &session.root, guard: &guard, replace: options.replace };
    let place = match target {
        Target::Branch { name, remote } => Place::Branch(Branch::open(&request, name, remote, scratch)?),
        Target::Folder(path) => Place::Folder(Folder::open(&request, path)?),
    };
    let site = scratch.join("site");
    let paths = publish::published(&site, &guard)?;
    let new = place.digests(&site, &paths)?;
    let changes = Changes::between(place.listing(), &new);
    let preview = preview_of(&place, &site, &new, changes.clone(), built, target)?;
    match options.format {
        cli::PublishFormat::Human => session.say(preview.text(session.verbose).trim_end()),
        cli::PublishFormat::Json => println_json(&preview),
    }
    if changes.is_empty() {
        session.say("nothing to publish: what is there is this site already");
        return Ok(0);
    }
    if options.dry_run {
        return Ok(0);
    }
    if !options.yes && !agreed()? {
        session.say("nothing was published");
        return Ok(1);
    }
    match &place {
        Place::Branch(branch) => branch.push(&site, &new, &changes, config.publish.history)?,
        Place::Folder(folder) => folder.copy(&site, &new)?,
    }
    session.say(&format!("published to {target}"));
    Ok(0)
}

impl Place {
    fn listing(&self) -> &Listing {
        match self {
            Self::Branch(branch) => branch.listing(),
            Self::Folder(folder) => folder.listing(),
        }
    }

    fn digests(&self, site: &Path, paths: &[String]) -> Result<Listing, Failure> {
        match self {
            Self::Branch(branch) => branch.digests(site, paths),
            Self::Folder(_) => folder::digests(site, paths),
        }
    }

    /// A published page.
    fn page(&self, path: &str) -> Result<String, Failure> {
        let bytes = match self {
            Self::Branch(branch) => branch.read(path),
            Self::Folder(folder) => folder.read(path),
        }?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn preview_of(
    place: &Place,
    site: &Path,
    new: &Listing,
    changes: Changes,
    built: &Built,
    target: &Target,
) -> Result<Preview, Failure> {
    let pages_before = place.listing().keys().filter(|path| is_page(path)).count();
    let (pages, files) = changes.split(pages_before);
    let read = |path: &str| {
        let path = site.join(path);
        fs::read(&path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .map_err(|error| unreadable(&path, &error))
    };
    let mut broken = Vec::new();
    for path in &pages.changed {
        let anchors = lost_anchors(&place.page(path)?, &read(path)?);
        broken.extend((!anchors.is_empty()).then(|| Lost { path: path.clone(), anchors }));
    }
    let mut by_title = BTreeMap::new();
    if !pages.gone.is_empty() {
        for path in &pages.new {
            by_title.extend(title(&read(path)?).map(|title| (title.to_owned(), path.clone())));
        }
    }
    let mut vanished = Vec::new();
    for path in &pages.gone {
        let now = title(&place.page(path)?).and_then(|title| by_title.get(title).cloned());
        vanished.push(Moved { path: path.clone(), now });
    }
    let bytes = new.keys().try_fold((0, 0), |(sum, largest), path| {
        let path = site.join(path);
        let length = fs::metadata(&path).map_err(|error| unreadable(&path, &error))?.len();
        Ok::<_, Failure>((sum + length, length.max(largest)))
    })?;
    Ok(Preview {
        to: target.to_string(),
        pages,
        files,
        vanished,
        broken,
        held_back: preview::held_back(&built.dossier),
        size: preview::Size { files: new.len(), bytes: bytes.0, largest: bytes.1 },
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Git { action: "be given the site", words: format!("cannot read `{}`: {error}", path.display()) }
}

fn println_json(preview: &Preview) {
    let text = serde_json::to_string_pretty(preview).expect("texts and numbers only");
    // that nobody reads it is no reason to stop
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Asks on a terminal; elsewhere nobody could answer.
fn agreed() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::refused(
            "nobody is there to agree to this",
            "`--yes` publishes without a question, `--dry-run` only shows what would change",
        ));
    }
    say("Publish this? [y/N] ");
    let mut answer = String::new();
    Ok(std::io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes"))
}
