//! Who said what.

use super::{EntityRef, Link, PageMeta, Rows, Shared};
use serde::Serialize;

/// `statements.html`, by speaker, and `statements-by-topic.html`, by what the statements are about.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StatementsPage {
    /// The page.
    pub page: PageMeta,
    /// Whether the groups are topics, and people and others who are spoken of, instead of speakers.
    pub by_topic: bool,
    /// The first page by speaker.
    pub speakers_url: String,
    /// The first page by topic; empty if there are none.
    pub topics_url: String,
    /// Number of statements.
    pub total: usize,
    /// Number of speakers that are known by name.
    pub speakers: usize,
    /// Verbs with their counts, most frequent first, at most eight.
    pub verbs: Vec<VerbCount>,
    /// If the list is split over several pages: all of them in order, the one shown with an empty `url`. Empty otherwise.
    pub parts: Vec<Link>,
    /// Most statements first, then by name. By speaker, unnamed ones come last; by topic, topics come first.
    pub groups: Vec<SpeakerGroup>,
    /// The groups of this page; on the first page, those of the others too, but for unnamed speakers.
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
    /// Page and fragment.
    pub url: String,
    /// Fragment id, for groups on another page: so `statements.html#sp-jane-doe` leads on wherever the group stands.
    pub id: String,
    /// Statements.
    pub count: usize,
}

/// The statements of a speaker, or on a topic.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakerGroup {
    /// Fragment id, the same whatever else the dossier holds.
    pub id: String,
    /// Who, or what; `url` is empty for speakers without a page.
    pub speaker: Shared<EntityRef>,
    /// Newest first; those without a date come last. Each is a `<div class="st">`.
    pub statements: Rows,
    /// All of the group: by topic, only the latest stand in `statements`.
    pub total: usize,
}
