//! What is said before a site goes out: for people as text, for programs as JSON.

use super::changes::Changes;
use crate::dossier::Dossier;
use crate::source::HeldBackReason;
use indicatif::DecimalBytes;
use serde::Serialize;
use std::fmt::Write as _;

/// Names that are listed of each kind of change; `--verbose` lists all.
const LISTED: usize = 10;

/// What GitHub Pages takes: a site of 1 GB, and Git on GitHub no file above 100 MB.
const MOST_BYTES: u64 = 1_000_000_000;
const LARGEST_FILE: u64 = 100_000_000;

/// What readers will notice, and what the editor should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Preview {
    /// Where it goes, in words.
    pub(super) to: String,
    /// Pages that readers open.
    pub(super) pages: Changes,
    /// Everything else: search, styles, pictures, data.
    pub(super) files: Changes,
    /// Addresses that will lead nowhere.
    pub(super) vanished: Vec<Moved>,
    /// Pages on which copied links to paragraphs will not be found.
    pub(super) broken: Vec<Lost>,
    /// Pages that stay back.
    pub(super) held_back: Vec<Held>,
    /// How large the site is.
    pub(super) size: Size,
}

/// An address that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Moved {
    pub(super) path: String,
    /// A new page with the same title.
    pub(super) now: Option<String>,
}

/// A page that loses anchors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Lost {
    pub(super) path: String,
    pub(super) anchors: Vec<String>,
}

/// A page that stays back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Held {
    /// Its file, relative to the dossier.
    pub(super) file: String,
    pub(super) reason: &'static str,
    /// Day from which it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<String>,
}

/// How large a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Size {
    pub(super) files: usize,
    pub(super) bytes: u64,
    /// Bytes of the largest file.
    pub(super) largest: u64,
}

/// Pages that stay back, those that come out next first.
pub(super) fn held_back(dossier: &Dossier) -> Vec<Held> {
    let reason = |reason| match reason {
        HeldBackReason::Draft => "draft",
        HeldBackReason::Private => "private",
        HeldBackReason::Embargo => "embargo",
        HeldBackReason::Expired => "expired",
        HeldBackReason::Unclear => "errors",
    };
    let mut held: Vec<Held> = dossier
        .held_back
        .iter()
        .map(|page| Held {
            file: page.span.source.path.clone(),
            reason: reason(page.reason),
            until: page.until.map(|day| day.to_string()),
        })
        .collect();
    held.sort_by(|a, b| (a.until.is_none(), &a.until, &a.file).cmp(&(b.until.is_none(), &b.until, &b.file)));
    held
}

impl Preview {
    /// As lines of text; `all` lists every name.
    pub(super) fn text(&self, all: bool) -> String {
        let most = if all { usize::MAX } else { LISTED };
        let mut text = format!("to {}\n", self.to);
        for (what, changes) in [("pages", &self.pages), ("other files", &self.files)] {
            let Changes { new, changed, gone, unchanged } = changes;
            let counts = (new.len(), changed.len(), gone.len());
            let _ = writeln!(
                text,
                "{what}: {} new, {} changed, {} gone, {unchanged} as before",
                counts.0, counts.1, counts.2
            );
        }
        for (character, paths) in [("+", &self.pages.new), ("~", &self.pages.changed), ("-", &self.pages.gone)] {
            list(&mut text, paths, most, |path| format!("  {character} {}", visible(path)));
        }
        self.losses(&mut text, most);
        if !self.held_back.is_empty() {
            let _ = writeln!(text, "held back: {}", self.held_back.len());
            list(&mut text, &self.held_back, most, |held| {
                let until = held.until.as_ref().map(|day| format!(" until {day}")).unwrap_or_default();
                format!("  {} ({}{until})", visible(&held.file), held.reason)
            });
        }
        if let Some(next) = self.held_back.first().filter(|held| held.until.is_some()) {
            let day = next.until.as_deref().unwrap_or_default();
            let _ = writeln!(text, "next embargo ends: {day}, {}", visible(&next.file));
        }
        let Size { files, bytes, largest } = self.size;
        let _ = writeln!(text, "size: {files} files, {}", DecimalBytes(bytes));
        if bytes > MOST_BYTES {
            let _ = writeln!(text, "warning: GitHub Pages takes sites of up to {}", DecimalBytes(MOST_BYTES));
        }
        if largest > LARGEST_FILE {
            let _ = writeln!(
                text,
                "warning: a file has {}; GitHub takes {}",
                DecimalBytes(largest),
                DecimalBytes(LARGEST_FILE)
            );
        }
        text
    }

    fn losses(&self, text: &mut String, most: usize) {
        if !self.vanished.is_empty() {
            let _ =
                writeln!(text, "warning: {} will lead nowhere", counted(self.vanished.len(), "address", "addresses"));
            list(text, &self.vanished, most, |moved| {
                let path = visible(&moved.path);
                moved.now.as_ref().map_or_else(
                    || {
                        format!(
                            "  {path}\n    help: if another page takes its place, add `redirects: [{path}]` to that one"
                        )
                    },
                    |now| {
                        format!(
                            "  {path}\n    help: add `redirects: [{path}]` to the front matter of `{}`",
                            visible(now)
                        )
                    },
                )
            });
        }
        let anchors: usize = self.broken.iter().map(|page| page.anchors.len()).sum();
        if anchors > 0 {
            let links = counted(anchors, "paragraph", "paragraphs");
            let _ = writeln!(text, "warning: copied links to {links} will lead to the nearest place only");
            list(text, &self.broken, most, |lost| format!("  {}#{}", visible(&lost.path), lost.anchors.join(", #")));
        }
    }
}

fn list<T>(text: &mut String, items: &[T], most: usize, line: impl Fn(&T) -> String) {
    for item in items.iter().take(most) {
        text.push_str(&line(item));
        text.push('\n');
    }
    if items.len() > most {
        let _ = writeln!(text, "  … and {} more (--verbose lists all)", items.len() - most);
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn visible(path: &str) -> String {
    crate::diagnostics::render::visible(path)
}
