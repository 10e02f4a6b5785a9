//! Where the articles come from.

use super::{BarRow, CoMentionGroup, DateText, KeyRef, Link, PageMeta, Parts, Rows};
use serde::Serialize;

/// `sources.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourcesPage {
    /// The page.
    pub page: PageMeta,
    /// Publishers, most articles first, then by name.
    pub outlets: Vec<BarRow>,
    /// Hosts of the originals, most articles first, at most ten.
    pub hosts: Vec<BarRow>,
    /// What is missing, one row for each kind of gap; rows with a count of 0 are shown as well.
    pub attention: Vec<Attention>,
    /// The other pages of the list.
    pub parts: Parts,
    /// Number of articles.
    pub total: usize,
    /// All articles, oldest first; those without a date come last. Each is a `<tr>`: key, title, publisher, original, the days of
    /// publication and retrieval, archived copy, hash.
    pub rows: Rows,
    /// The dossier as data, by what the files are about; empty if the settings want none.
    pub data: Vec<DataGroup>,
}

/// Files of data about one thing.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DataGroup {
    /// What they are about.
    pub name: String,
    /// The files; `name` is the format.
    pub files: Vec<Link>,
}

/// A kind of gap.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Attention {
    /// What is missing, in words.
    pub label: String,
    /// Articles concerned.
    pub count: usize,
    /// Their keys, at most twelve.
    pub keys: Vec<KeyRef>,
    /// Articles beyond those in `keys`.
    pub more: usize,
}

/// `sources/OUTLET.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutletPage {
    /// The page.
    pub page: PageMeta,
    /// Name of the publisher.
    pub name: String,
    /// Its page as an entity, if an entity has this name; name empty otherwise.
    pub entity: Link,
    /// Hosts of its originals, most articles first.
    pub hosts: Vec<BarRow>,
    /// Its articles, latest first; of many the newest, and all of a year on the page of that.
    pub articles: Rows,
    /// Number of its articles, or of those of the page's year.
    pub total: usize,
    /// The other pages.
    pub parts: Parts,
    /// Articles with an archived copy.
    pub archived: usize,
    /// Date of the first.
    pub first: Option<DateText>,
    /// Date of the last.
    pub last: Option<DateText>,
    /// Who and what its articles mention most, by kind.
    pub mentions: Vec<CoMentionGroup>,
    /// Its newest articles as an Atom feed; `url` is empty without `base_url`, or if there are none with a date.
    pub feed: Link,
}
