//! Who said what.

use super::{EntityRef, PageMeta, Parts, Rows, Shared};
use serde::Serialize;

/// `statements.html`: who said what. Of many statements the newest; all of them stand on pages by year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StatementsPage {
    /// The page.
    pub page: PageMeta,
    /// The first page.
    pub speakers_url: String,
    /// The page of topics and people who are spoken of; empty if there are none.
    pub topics_url: String,
    /// Number of statements; on a page of one year those of it.
    pub total: usize,
    /// Number of speakers with a page, likewise; if the statements have several pages, of all that are known by name.
    pub speakers: usize,
    /// The groups of this page whose speakers have no page: names, roles and papers. On the first of several pages none.
    pub others: Vec<SpeakerRow>,
    /// Verbs of this page with their counts, most frequent first, at most eight.
    pub verbs: Vec<VerbCount>,
    /// The other pages.
    pub parts: Parts,
    /// Speakers with a page, those with most statements first, then by name; then the others, likewise.
    pub groups: Vec<SpeakerGroup>,
    /// The groups of this page whose speakers have one; on the first of several pages the speakers with most statements of all, with their own pages.
    pub index: Vec<SpeakerRow>,
    /// The page of all speakers; empty unless `index` is not of this page's groups.
    pub all_speakers: String,
}

/// `statements/speakers.html`: everybody who is quoted by name, if the statements have more than one page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakersPage {
    /// The page.
    pub page: PageMeta,
    /// By name, the family name first; none on the first of several pages.
    pub rows: Vec<SpeakerRow>,
    /// The pages by letter.
    pub parts: Parts,
}

/// `statements-by-topic.html`: on what and on whom something is said. The statements stand on the pages of each.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TopicsPage {
    /// The page.
    pub page: PageMeta,
    /// The page by speaker.
    pub speakers_url: String,
    /// Topics, most statements first.
    pub topics: Vec<SpeakerRow>,
    /// Number of topics with statements.
    pub topic_total: usize,
    /// People and others of whom somebody speaks, most statements first, at most 300.
    pub people: Vec<SpeakerRow>,
    /// Number of people of whom somebody speaks.
    pub people_total: usize,
}

/// A verb.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VerbCount {
    /// `said`.
    pub verb: String,
    /// Statements with it.
    pub count: usize,
}

/// A speaker in an index, or who or what is spoken of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakerRow {
    /// Name, or what the sources call the speaker: `a spokesman`.
    pub name: String,
    /// Page and fragment.
    pub url: String,
    /// Statements.
    pub count: usize,
}

/// The statements of a speaker.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakerGroup {
    /// Fragment id, the same whatever else the dossier holds.
    pub id: String,
    /// Who, or what; `url` is empty for speakers without a page.
    pub speaker: Shared<EntityRef>,
    /// Whether the speaker is not an entity of the dossier.
    pub other: bool,
    /// Whether it is the first of those: their heading stands above it.
    pub first_other: bool,
    /// Newest first; those without a date come last. Each is a `<div class="st">`.
    pub statements: Rows,
}
