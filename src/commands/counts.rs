//! The numbers that a command closes with, and their words.

use crate::dossier::Dossier;
use crate::source::{HeldBackReason, Skipped};
use serde::{Deserialize, Serialize};

/// How much of everything there is. No text is in it, so that it can be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    /// Articles.
    pub(super) articles: usize,
    /// Entities.
    pub(super) entities: usize,
    /// Names in articles.
    pub(super) mentions: usize,
    /// Pages and spans that were held back, by reason.
    held_back: [usize; 6],
    /// Markdown files that were not looked at, by reason.
    skipped: [usize; 5],
}

impl Counts {
    /// Counts what is in a model.
    pub(super) fn of(dossier: &Dossier) -> Self {
        let held = |reason| dossier.held_back.iter().filter(|held| held.reason == reason).count();
        Self {
            articles: dossier.articles.len(),
            entities: dossier.gazetteer.entities.len(),
            mentions: dossier.articles.iter().map(|article| article.text.found.mentions.len()).sum(),
            held_back: [
                held(HeldBackReason::Draft),
                held(HeldBackReason::Private),
                held(HeldBackReason::Embargo),
                held(HeldBackReason::Expired),
                held(HeldBackReason::Unclear),
                dossier.spans_removed,
            ],
            skipped: paths(&dossier.skipped).map(Vec::len),
        }
    }

    /// Pages and spans that were held back, by reason.
    pub(super) fn held_back(&self) -> String {
        const WORDS: [(&str, &str); 6] = [
            ("draft", "drafts"),
            ("private page", "private pages"),
            ("page under embargo", "pages under embargo"),
            ("expired page", "expired pages"),
            ("page with errors", "pages with errors"),
            ("private note or comment", "private notes and comments"),
        ];
        let rows = self.held_back.iter().zip(WORDS).filter(|(n, _)| **n > 0);
        rows.map(|(n, (one, many))| format!("{n} {}", if *n == 1 { one } else { many })).collect::<Vec<_>>().join(", ")
    }

    /// Markdown files that were not looked at, by reason.
    pub(super) fn skipped(&self) -> String {
        const WHY: [&str; 5] = [
            "by `ignore`",
            "whose name or folder begins with `_`",
            "whose name begins with a full stop",
            "in `static`, `templates` or `themes`",
            "that introduce a folder and hold no text",
        ];
        let count: usize = self.skipped.iter().sum();
        if count == 0 {
            return String::new();
        }
        let rows = self.skipped.iter().zip(WHY).filter(|(n, _)| **n > 0);
        let reasons: Vec<String> = rows.map(|(n, why)| format!("{n} {why}")).collect();
        let files = if count == 1 { "file" } else { "files" };
        format!("skipped {count} {files}: {}", reasons.join(", "))
    }
}

/// The names of files that were not looked at, one a line.
pub(super) fn names_skipped(dossier: &Dossier) -> String {
    paths(&dossier.skipped)
        .into_iter()
        .flatten()
        .flat_map(|path| ["\n  ".to_owned(), path.escape_debug().to_string()])
        .collect()
}

fn paths(skipped: &Skipped) -> [&Vec<String>; 5] {
    let Skipped { ignored, underscored, hidden, own, empty } = skipped;
    [ignored, underscored, hidden, own, empty]
}
