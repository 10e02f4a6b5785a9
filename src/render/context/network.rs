//! The network of names.

use super::{EntityRef, KeyRef, KindInfo, PageMeta, SafeHtml, Shared};
use serde::Serialize;

/// `network.html`. Lines mean that two names stand in the same articles, nothing more.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NetworkPage {
    /// The page.
    pub page: PageMeta,
    /// Fewest shared articles for a line.
    pub minimum: usize,
    /// Width of the view box; 0 if there is no drawing (fewer than three names).
    pub width: u32,
    /// Height of the view box.
    pub height: u32,
    /// Names, those with the most mentions last, so that they are drawn on top.
    pub nodes: Vec<NetworkNode>,
    /// Lines, the weakest first.
    pub edges: Vec<NetworkEdge>,
    /// Values that the filter offers as fewest shared articles; fewer than two: no filter.
    pub minimums: Vec<usize>,
    /// Kinds that occur, for the filter and the legend.
    pub kinds: Vec<KindInfo>,
    /// Folders of the kinds that are shown at first: people and organisations, or all if those are too few.
    pub shown_kinds: Vec<String>,
    /// All pairs: those of people and organisations first, then the others, the strongest of each first.
    pub pairs: Vec<NetworkPair>,
}

/// A name.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NetworkNode {
    /// Who or what.
    pub entity: Shared<EntityRef>,
    /// Folder of its kind, for the filter.
    pub kind: String,
    /// The mark of its kind as a part of the drawing, `class="n-MARK"`; its size goes with the number of mentions.
    pub shape: SafeHtml,
    /// Centre of the label.
    pub x: f64,
    /// Base line of the label, which is centred below the node.
    pub label_y: f64,
    /// `big`, `sm` or empty, by number of mentions.
    pub size: String,
    /// Name as it fits.
    pub label: String,
    /// Mentions.
    pub mentions: usize,
    /// Whether it waits for the filter to show it.
    pub hidden: bool,
}

/// A line.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NetworkEdge {
    /// Id of one end.
    pub a: String,
    /// Id of the other end.
    pub b: String,
    /// One end.
    pub x1: f64,
    /// One end.
    pub y1: f64,
    /// The other end.
    pub x2: f64,
    /// The other end.
    pub y2: f64,
    /// Stroke width.
    pub width: f64,
    /// Stroke opacity, 0 to 1.
    pub opacity: f64,
    /// Shared articles.
    pub count: usize,
    /// Whether it waits for the filter to show it.
    pub hidden: bool,
}

/// Two names and the articles that hold both.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NetworkPair {
    /// One.
    pub a: Shared<EntityRef>,
    /// The other.
    pub b: Shared<EntityRef>,
    /// Shared articles.
    pub count: usize,
    /// Their keys, by date, at most eight.
    pub keys: Vec<KeyRef>,
    /// Articles beyond those in `keys`.
    pub more: usize,
    /// The search for articles that mention both; empty without a search.
    pub both: String,
}
