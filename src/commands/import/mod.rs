//! `dossier import`: saved pages, documents, messages and tables become drafts.

mod inputs;
mod known;
mod write;

use super::session::{Session, say, today};
use crate::cli;
use crate::import::batch::{self, Fate};
use crate::import::draft::{Draft, Origin};
use crate::import::{self, Options, Reading, Refusal};
use crate::kind::Kinds;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use inputs::{Input, Inputs};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// What a file gave: drafts and parts that are none, why it gave nothing, or why it cannot be read at all.
type Read = Result<Result<Reading, Refusal>, io::Error>;

/// Imports everything that can be; gives the exit code. No existing file is touched, nothing is fetched, and unless it is asked for
/// nothing is published: what comes in is a draft.
pub fn run(session: &Session, named: bool, import: &cli::Import) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let known = known::look(session, named, today)?;
    let options = match options(import, &known.config.kinds) {
        Ok(options) => options,
        Err(message) => {
            say(&message);
            return Ok(2);
        }
    };
    let inputs = inputs::collect(&import.files);
    let mut readings = read_all(session, &inputs.files, &options, &known.config.kinds);

    // all drafts of all files in one row, so that copies are found across files
    let mut owners: Vec<usize> = Vec::new();
    let mut drafts: Vec<&mut Draft> = Vec::new();
    for (at, read) in readings.iter_mut().enumerate() {
        if let Ok(Ok(reading)) = read {
            owners.extend(std::iter::repeat_n(at, reading.drafts.len()));
            drafts.extend(reading.drafts.iter_mut());
        }
    }
    let fates = batch::decide(&mut drafts, &known.existing);

    let mut writer = write::Writer::new(session, &known, import.dry_run, &options);
    let mut paths: Vec<Option<PathBuf>> = vec![None; drafts.len()];
    for (at, draft) in drafts.iter_mut().enumerate() {
        if fates[at] == Fate::Kept {
            let input = &inputs.files[owners[at]];
            again(draft, input, &options, &known.config.kinds, at, &owners);
            let pictures = pictures(draft, &inputs, input);
            paths[at] = Some(as_seen(writer.write(draft, &stem(input), pictures)?));
        }
    }
    let lists = Lists { inputs: &inputs, owners: &owners, fates: &fates, paths: &paths };
    report(session, import.dry_run, &lists, &readings)
}

/// The options of the command line, checked.
fn options(import: &cli::Import, kinds: &Kinds) -> Result<Options, String> {
    let word = import.kind.as_deref().map(str::trim).unwrap_or_default().to_lowercase();
    let (kind, own) = match word.as_str() {
        "" | "article" | "articles" => (None, false),
        "note" | "notes" => (None, true),
        word => {
            if let Some(kind) = kinds.by_word(word) {
                (Some(kinds.get(kind).name.clone()), false)
            } else {
                let known: Vec<String> =
                    kinds.iter().map(|(_, kind)| format!("`{}`", kind.singular.to_lowercase())).collect();
                let help = format!("use `article`, `note`, {}", known.join(", "));
                return Err(format!("error: unknown kind `{word}`\nhelp: {help}\n"));
            }
        }
    };
    Ok(Options {
        outlet: import.outlet.clone(),
        retrieved: import.retrieved.map(|day| day.to_string()),
        lang: import.lang.clone(),
        kind,
        own,
        draft: import.draft,
    })
}

/// Reads all files on all cores, in their order.
fn read_all(session: &Session, files: &[Input], options: &Options, kinds: &Kinds) -> Vec<Read> {
    /// Files from which on a progress line is worth its flicker.
    const LONG: usize = 30;
    let target = if session.quiet || files.len() < LONG {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr_with_hz(8)
    };
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files read").expect("the template is fixed");
    let bar = ProgressBar::with_draw_target(Some(files.len() as u64), target).with_style(style);
    // what a library says when it gives up on a damaged file is of no use to an author; the file is named in the report
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let read = |input: &Input| {
        let read = input.read().map(|bytes| {
            let mut reading = import::read(&input.shown, &bytes, options, kinds);
            if let Ok(reading) = &mut reading
                && input.is_file()
            {
                reading.drafts.iter_mut().for_each(lighten);
            }
            reading
        });
        bar.inc(1);
        read
    };
    let readings = files.par_iter().map(read).collect();
    std::panic::set_hook(hook);
    bar.finish_and_clear();
    readings
}

/// Pictures within texts are taken out of memory until they are written: a thousand saved pages have gigabytes of them.
fn lighten(draft: &mut Draft) {
    for picture in &mut draft.pictures {
        if let Origin::Within(_, bytes) = &mut picture.origin {
            *bytes = Vec::new();
        }
    }
}

/// Reads a file once more for the pictures within it.
fn again(draft: &mut Draft, input: &Input, options: &Options, kinds: &Kinds, at: usize, owners: &[usize]) {
    let is_empty = |origin: &Origin| matches!(origin, Origin::Within(_, bytes) if bytes.is_empty());
    if !draft.pictures.iter().any(|picture| is_empty(&picture.origin)) {
        return;
    }
    let number = owners[..at].iter().filter(|owner| **owner == owners[at]).count();
    let Ok(bytes) = input.read() else { return };
    let Ok(mut reading) = import::read(&input.shown, &bytes, options, kinds) else { return };
    if let Some(whole) = reading.drafts.get_mut(number) {
        for (picture, whole) in draft.pictures.iter_mut().zip(&mut whole.pictures) {
            std::mem::swap(&mut picture.origin, &mut whole.origin);
        }
    }
}

/// The bytes of each picture of a draft, with a name; `None` where there is no file, or one that is no picture.
fn pictures(draft: &mut Draft, inputs: &Inputs, input: &Input) -> Vec<Option<(String, Vec<u8>)>> {
    let found = draft.pictures.iter_mut().map(|picture| match &mut picture.origin {
        Origin::Within(name, bytes) => {
            Some((name.clone(), std::mem::take(bytes))).filter(|(_, bytes)| !bytes.is_empty())
        }
        Origin::Beside(path) => inputs.picture(input, path).map(|bytes| (path.clone(), bytes)),
    });
    found.collect()
}

/// A path from the folder in which the author stands, if it leads down from there.
fn as_seen(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path)
}

fn stem(input: &Input) -> String {
    let name = input.shown.rsplit(['/', '\\']).next().unwrap_or(&input.shown);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Everything that the report names.
struct Lists<'a> {
    inputs: &'a Inputs,
    /// The file of each draft.
    owners: &'a [usize],
    fates: &'a [Fate],
    paths: &'a [Option<PathBuf>],
}

/// Names every input with what became of it; gives the exit code.
fn report(session: &Session, dry: bool, lists: &Lists<'_>, readings: &[Read]) -> anyhow::Result<u8> {
    let Lists { inputs, owners, fates, paths } = lists;
    let both_seen = io::stdout().is_terminal() && io::stderr().is_terminal() && !session.quiet;
    let mut out = io::stdout().lock();
    let (mut code, mut written, mut same, mut refused) = (0, 0, 0, 0);
    for (at, (input, read)) in inputs.files.iter().zip(readings).enumerate() {
        let shown = &input.shown;
        let reading = match read {
            Err(error) => {
                say(&format!("error: cannot read `{shown}`: {error}\n"));
                (code, refused) = (3, refused + 1);
                continue;
            }
            // a folder holds all sorts of things, and nobody asked for this one
            Ok(Err(refusal)) if refusal.is_no_text && !input.is_named => {
                session.say(&format!("{shown}\n  is left out: {}", refusal.why));
                continue;
            }
            Ok(Err(refusal)) => {
                say(&format!("error: `{shown}` is not imported: {refusal}\n"));
                (code, refused) = (code.max(1), refused + 1);
                continue;
            }
            Ok(Ok(reading)) => reading,
        };
        let mine: Vec<usize> = (0..owners.len()).filter(|draft| owners[*draft] == at).collect();
        for (draft, number) in reading.drafts.iter().zip(&mine) {
            // a file of many is named with the part that is meant
            let part = draft.title.as_deref().filter(|_| reading.drafts.len() + reading.left_out.len() > 1);
            let named = part.map_or_else(|| shown.clone(), |title| format!("{shown}: {title}"));
            match (&fates[*number], &paths[*number]) {
                (Fate::Kept, Some(path)) => {
                    written += 1;
                    session.say(&format!("{named}\n  -> {}", path.display()));
                    if !both_seen {
                        writeln!(out, "{}", path.display())?;
                    }
                }
                (Fate::Same(other, taken), _) => {
                    same += 1;
                    let mut line = format!("{named}\n  is the same text as {}", inputs.files[owners[*other]].shown);
                    if !taken.is_empty() {
                        let _ = write!(line, ", which got from it: {}", taken.join(", "));
                    }
                    session.say(&line);
                }
                (Fate::Known(path), _) => {
                    same += 1;
                    session.say(&format!("{named}\n  is in the dossier already: {path}"));
                }
                (Fate::Kept, None) => {}
            }
            for note in &draft.notes {
                session.say(&format!("note: `{named}`: {note}"));
            }
        }
        for (what, refusal) in &reading.left_out {
            session.say(&format!("note: `{shown}`: {what} is left out: {}", refusal.why));
        }
    }
    for (what, why) in &inputs.passed_over {
        session.say(&format!("{what}\n  {why}"));
    }
    for (what, why) in &inputs.unreadable {
        say(&format!("error: cannot read `{what}`: {why}\n"));
        (code, refused) = (3, refused + 1);
    }
    let files = inputs.files.len() + inputs.unreadable.len();
    if files > 1 || dry {
        let verb = if dry { "would write" } else { "wrote" };
        let s = |n: usize| if n == 1 { "" } else { "s" };
        session.say(&format!(
            "{files} file{}: {verb} {written} draft{}, {same} known already or twice, {refused} not imported",
            s(files),
            s(written)
        ));
    }
    Ok(code)
}
