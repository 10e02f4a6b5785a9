//! The timeline.

use super::{EventRow, PageMeta, Parts, Rows, Strip};
use serde::Serialize;

/// `timeline.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TimelinePage {
    /// The page.
    pub page: PageMeta,
    /// Number of dated events.
    pub events: usize,
    /// Number of dated articles.
    pub articles: usize,
    /// The strip above the rows; `None` below three months with articles.
    pub strip: Option<Strip>,
    /// The other pages of the list.
    pub parts: Parts,
    /// Latest year first.
    pub years: Vec<TimelineYear>,
    /// Events without a date, by name.
    pub undated: Vec<EventRow>,
}

/// A year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TimelineYear {
    /// The year.
    pub year: String,
    /// Fragment id, unique on the page.
    pub id: String,
    /// First a row for what has no month, if there is such, then the months, latest first.
    pub months: Vec<TimelineMonth>,
}

/// A month: what happened beside what was published. One of the two may be empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TimelineMonth {
    /// Name of the month, short; empty for what has no month.
    pub month: String,
    /// Month and year, in words.
    pub title: String,
    /// What happened: first what has no day, then latest first. Each is `<li>` with day, name, end, and the keys of the articles
    /// that report it.
    pub events: Rows,
    /// What was published: first what has no day, then latest first. Each is `<li>` with day, title, publisher and key.
    pub articles: Rows,
}
