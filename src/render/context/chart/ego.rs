//! The small network on an entity's page: the entity in the middle, its neighbours around it.

use super::tenth;
use crate::render::context::{EntityRef, SafeHtml, Shared};
use serde::Serialize;
use std::fmt::Write as _;

/// An entity and those it is mentioned with most: `viewBox="0 0 360 330"`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EgoGraph {
    /// The neighbours, clockwise from the top.
    pub nodes: Vec<EgoNode>,
    /// Lines as `<path>`, the ones to the middle last; those that join two neighbours have the class `al2`.
    pub edges: SafeHtml,
    /// The entity of the page.
    pub center: EgoNode,
}

/// A name in an [`EgoGraph`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EgoNode {
    /// Who or what.
    pub entity: Shared<EntityRef>,
    /// Name as it fits into the drawing: family name, acronym, alias, or cut with an ellipsis.
    pub label: String,
    /// Centre.
    pub x: f64,
    /// Centre.
    pub y: f64,
    /// Radius, or half the side of a square; 4 to 9.
    pub r: f64,
    /// Twice `r`, for squares.
    pub size: f64,
    /// Left edge of a square.
    pub left: f64,
    /// Top edge of a square.
    pub top: f64,
    /// Where the label starts or ends.
    pub label_x: f64,
    /// Base line of the label.
    pub label_y: f64,
    /// `start`, `end` or `middle`.
    pub anchor: String,
}

const MIDDLE: (f64, f64) = (180.0, 165.0);
/// Across and down: most of the width is the names'.
const RADII: (f64, f64) = (74.0, 118.0);
/// Room of the name in the middle, which is set in bold above the mark.
const MIDDLE_ROOM: f64 = 160.0;

impl EgoGraph {
    /// Fewest neighbours for which a drawing says more than the list below it.
    pub const FEWEST: usize = 3;
    /// Most neighbours that can be told apart.
    pub const MOST: usize = 10;

    /// Draws the first ten of `others` (entity, articles shared with the middle) and the pairs among them, given by their
    /// places in `others`. `short` gives the name of one of them, or of the middle, in so much room. `None` if there are
    /// fewer than three.
    pub fn draw(
        center: &Shared<EntityRef>,
        others: &[(Shared<EntityRef>, usize)],
        pairs: &[(usize, usize)],
        short: &dyn Fn(Option<usize>, f64) -> String,
    ) -> Option<Self> {
        let others = &others[..others.len().min(Self::MOST)];
        if others.len() < Self::FEWEST {
            return None;
        }
        let highest = others.iter().map(|other| other.1).max().unwrap_or(1).max(1) as f64;
        let nodes: Vec<EgoNode> = others
            .iter()
            .enumerate()
            .map(|(n, (entity, shared))| {
                // from just right of the top, clockwise: no two names share a line
                let angle = std::f64::consts::TAU * (n as f64 + 0.5) / others.len() as f64;
                let (x, y) = (MIDDLE.0 + RADII.0 * angle.sin(), MIDDLE.1 - RADII.1 * angle.cos());
                let r = 4.5 + 2.5 * (*shared as f64 / highest).sqrt();
                place(entity, &|most| short(Some(n), most), (x, y), r)
            })
            .collect();
        let mut edges = String::new();
        for &(a, b) in pairs.iter().filter(|(a, b)| *a < nodes.len() && *b < nodes.len()) {
            let (a, b) = (&nodes[a], &nodes[b]);
            let _ = write!(edges, "<path class=\"al2\" d=\"M{} {}L{} {}\" stroke-width=\"0.75\"/>", a.x, a.y, b.x, b.y);
        }
        for (node, other) in nodes.iter().zip(others) {
            let width = tenth(0.8 + 2.0 * other.1 as f64 / highest);
            let (x, y) = MIDDLE;
            let _ = write!(edges, "<path d=\"M{x} {y}L{} {}\" stroke-width=\"{width}\"/>", node.x, node.y);
        }
        let edges = SafeHtml(edges);
        let mut middle = place(center, &|_| short(None, MIDDLE_ROOM), MIDDLE, 9.0);
        (middle.label_x, middle.label_y, middle.anchor) = (MIDDLE.0, MIDDLE.1 - 16.0, "middle".into());
        Some(Self { nodes, edges, center: middle })
    }
}

fn place(entity: &Shared<EntityRef>, short: &dyn Fn(f64) -> String, (x, y): (f64, f64), r: f64) -> EgoNode {
    let right = x >= MIDDLE.0;
    let label_x = if right { x + r + 6.0 } else { x - r - 6.0 };
    let room = if right { 360.0 - label_x } else { label_x };
    EgoNode {
        entity: entity.clone(),
        label: short(room),
        x: tenth(x),
        y: tenth(y),
        r: tenth(r),
        size: tenth(2.0 * r),
        left: tenth(x - r),
        top: tenth(y - r),
        label_x: tenth(label_x),
        label_y: tenth(y + 4.0),
        anchor: if right { "start" } else { "end" }.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::letters::width;

    #[test]
    fn two_neighbours_are_no_graph_and_long_names_stay_inside() {
        let entity = |name: &str| Shared::new(EntityRef { name: name.into(), ..EntityRef::default() });
        let others = |n: usize| -> Vec<_> { (0..n).map(|i| (entity("x"), i + 1)).collect() };
        let name = "A name of more than thirty characters";
        let short = |_: Option<usize>, room: f64| {
            (1..=name.len())
                .rev()
                .map(|end| &name[..end])
                .find(|cut| width(cut, 13.0, false) <= room)
                .unwrap_or("")
                .to_owned()
        };
        assert_eq!(EgoGraph::draw(&entity("me"), &others(2), &[], &short), None);
        let graph = EgoGraph::draw(&entity("me"), &others(12), &[(0, 1), (0, 11)], &short).unwrap();
        assert_eq!((graph.nodes.len(), graph.edges.0.matches("<path ").count()), (10, 11));
        for node in &graph.nodes {
            let width = width(&node.label, 13.0, false);
            assert!(width > 60.0, "{} is cut too short", node.label);
            let (from, to) = if node.anchor == "start" {
                (node.label_x, node.label_x + width)
            } else {
                (node.label_x - width, node.label_x)
            };
            assert!(from >= 0.0 && to <= 360.0, "{} at {}", node.label, node.x);
        }
    }
}
