//! Who said what.

use super::{EntityRef, Link, PageMeta, Shared, Statement};
use serde::Serialize;

/// `statements.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StatementsPage {
    /// The page.
    pub page: PageMeta,
    /// Number of statements.
    pub total: usize,
    /// Number of speakers that are known by name.
    pub speakers: usize,
    /// Verbs with their counts, most frequent first, at most eight.
    pub verbs: Vec<VerbCount>,
    /// If the list is split over several pages: all of them in order, the one shown with an empty `url`. Empty otherwise.
    pub parts: Vec<Link>,
    /// Most statements first, then by name; unnamed and unknown speakers come last.
    pub groups: Vec<SpeakerGroup>,
    /// The same speakers as an index.
    pub index: Vec<SpeakerRow>,
}

/// A verb.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VerbCount {
    /// `said`.
    pub verb: String,
    /// Statements with it.
    pub count: usize,
}

/// A speaker in the index of the page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakerRow {
    /// Name, or what the sources call the speaker: `a spokesman`.
    pub name: String,
    /// Fragment, with `#`.
    pub url: String,
    /// Statements.
    pub count: usize,
}

/// The statements of a speaker.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakerGroup {
    /// Fragment id, unique on the page.
    pub id: String,
    /// Who; `url` is empty for speakers without a page.
    pub speaker: Shared<EntityRef>,
    /// Newest first; those without a date come last.
    pub statements: Vec<Statement>,
}
