//! Whether anything that a command reads was written to since it last ran.
//!
//! In: the dossier's folder, and what the command was asked to do. Out: [`Inputs`], and what the last run with just these noted
//! ([`Note`]). Three rules keep that sound: what cannot be named exactly is not noted, so that the command runs as ever; a note speaks
//! for one state of the inputs and of the output, and for no other; and there is no text in it, neither of a file nor of a message,
//! only hashes of what the system says of files, and numbers. So nothing private can be in it.

mod folder;
mod stamps;

use super::counts::Counts;
use super::session::Session;
use serde::{Deserialize, Serialize};
use stamps::Stamps;
use std::path::{Path, PathBuf};

pub(super) use folder::clear;

/// What a command reads, as it was when the command began.
pub(super) struct Inputs {
    root: PathBuf,
    settings: PathBuf,
    output: PathBuf,
    /// Name of the note.
    name: &'static str,
    options: String,
    seen: Stamps,
}

/// What a run that found nothing wrong in its inputs leaves for the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// The inputs.
    inputs: String,
    /// The output; empty if the command writes none.
    output: String,
    /// Files of the site.
    pub(super) files: usize,
    /// Their size.
    pub(super) bytes: u64,
    /// What there is to say; none if there were messages, which need the texts that they quote.
    pub(super) counts: Option<Counts>,
}

impl Inputs {
    /// Looks at everything that a command may read. `options` is all that was asked of it. None if the system does not say enough to
    /// tell a file from what it was, or if something could be read that was not seen here.
    pub(super) fn of(session: &Session, output: &Path, name: &'static str, options: &str) -> Option<Self> {
        let (root, settings) = (session.root.clone(), session.settings.clone());
        let seen = Stamps::of_inputs(&root, &settings, output, options)?;
        Some(Self { root, settings, output: output.to_owned(), name, options: options.to_owned(), seen })
    }

    /// What the last run noted of these very inputs, if they and the output are still as they were.
    pub(super) fn noted(&self) -> Option<Note> {
        let note: Note = serde_json::from_slice(&folder::read(&self.root, self.name)?).ok()?;
        (note.inputs == self.seen.hash() && note.output == self.output_now()? && self.are_as_they_were())
            .then_some(note)
    }

    /// Notes what came of them. What was written to meanwhile, or so shortly before that the next write could bear the same time, is
    /// not known well enough.
    pub(super) fn note(&self, files: usize, bytes: u64, counts: Option<Counts>) {
        let Some(output) = self.output_now().filter(|_| self.seen.settled() && self.are_as_they_were()) else { return };
        let note = Note { inputs: self.seen.hash(), output, files, bytes, counts };
        // without a note the next run takes longer, and nothing else
        let text = serde_json::to_vec(&note).unwrap_or_default();
        let _ = folder::write(&self.root, self.name, &text);
    }

    fn are_as_they_were(&self) -> bool {
        let now = Stamps::of_inputs(&self.root, &self.settings, &self.output, &self.options);
        now.is_some_and(|now| now.hash() == self.seen.hash())
    }

    fn output_now(&self) -> Option<String> {
        if self.name == CHECK { Some(String::new()) } else { Stamps::of_output(&self.output) }
    }
}

/// The note of `build`.
pub(super) const BUILD: &str = "last-build";
/// The note of `check`.
pub(super) const CHECK: &str = "last-check";

/// Whether all that a dossier is made of lies in folders of its own. Files that come and go between two looks change the time of their
/// folder, but so does a build that of the root.
pub(super) fn tells_all(content: &str) -> bool {
    Path::new(content).components().any(|part| matches!(part, std::path::Component::Normal(_)))
}
