//! The small network on an entity's page: the entity in the middle, its neighbours around it.

use super::{push_shape, tenth};
use crate::render::context::{EntityRef, SafeHtml, push_escaped};
use serde::Serialize;
use std::fmt::Write as _;

/// An entity and those it is mentioned with most: `viewBox="0 0 360 330"`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EgoGraph {
    /// Name of the entity in the middle.
    pub name: String,
    /// What stands within `<svg>`. Lines as `<path>`, the ones to the middle last; those that join two neighbours have the class
    /// `al2`. Then the neighbours, clockwise from the top: `<a data-pv>` with the mark of the kind (`class="n-MARK"`) and the name
    /// as `<text>`, in full as `<title>` where it had to be shortened. Then the middle, whose `<text>` has the class `me`.
    pub drawing: SafeHtml,
}

/// A name in an [`EgoGraph`].
struct Node<'a> {
    entity: &'a EntityRef,
    /// Name as it fits into the drawing: family name, acronym, alias, or cut with an ellipsis.
    label: String,
    /// Centre.
    at: (f64, f64),
    /// Radius, or half the side of a square; 4 to 9.
    r: f64,
    /// Where the label starts or ends, on its base line.
    label_at: (f64, f64),
    /// `start`, `end` or `middle`.
    anchor: &'static str,
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
        center: &EntityRef,
        others: &[(&EntityRef, usize)],
        pairs: &[(usize, usize)],
        short: &dyn Fn(Option<usize>, f64) -> String,
    ) -> Option<Self> {
        let others = &others[..others.len().min(Self::MOST)];
        if others.len() < Self::FEWEST {
            return None;
        }
        let highest = others.iter().map(|other| other.1).max().unwrap_or(1).max(1) as f64;
        let nodes: Vec<Node<'_>> = others
            .iter()
            .enumerate()
            .map(|(n, (entity, shared))| {
                // from just right of the top, clockwise: no two names share a line
                let angle = std::f64::consts::TAU * (n as f64 + 0.5) / others.len() as f64;
                let (x, y) = (MIDDLE.0 + RADII.0 * libm::sin(angle), MIDDLE.1 - RADII.1 * libm::cos(angle));
                let r = 4.5 + 2.5 * (*shared as f64 / highest).sqrt();
                place(entity, &|most| short(Some(n), most), (x, y), r)
            })
            .collect();
        let mut out = String::with_capacity(4096);
        for &(a, b) in pairs.iter().filter(|(a, b)| *a < nodes.len() && *b < nodes.len()) {
            let (a, b) = (&nodes[a], &nodes[b]);
            let (ax, ay, bx, by) = (tenth(a.at.0), tenth(a.at.1), tenth(b.at.0), tenth(b.at.1));
            let _ = write!(out, "<path class=\"al2\" d=\"M{ax} {ay}L{bx} {by}\" stroke-width=\"0.75\"/>");
        }
        for (node, other) in nodes.iter().zip(others) {
            let width = tenth(0.8 + 2.0 * other.1 as f64 / highest);
            let ((x, y), (to_x, to_y)) = (MIDDLE, (tenth(node.at.0), tenth(node.at.1)));
            let _ = write!(out, "<path d=\"M{x} {y}L{to_x} {to_y}\" stroke-width=\"{width}\"/>");
        }
        for node in &nodes {
            push_linked(&mut out, node);
        }
        let (label, label_at) = (short(None, MIDDLE_ROOM), (MIDDLE.0, MIDDLE.1 - 16.0));
        out.push_str("<g>");
        push_node(
            &mut out,
            &Node { entity: center, label, at: MIDDLE, r: 9.0, label_at, anchor: "middle" },
            " class=\"me\"",
        );
        out.push_str("</g>");
        Some(Self { name: center.name.clone(), drawing: SafeHtml(out) })
    }
}

fn push_linked(out: &mut String, node: &Node<'_>) {
    out.push_str("<a href=\"");
    push_escaped(out, &node.entity.url);
    out.push_str("\" data-pv=\"");
    push_escaped(out, &node.entity.id);
    out.push_str("\">");
    if node.label != node.entity.name {
        out.push_str("<title>");
        push_escaped(out, &node.entity.name);
        out.push_str("</title>");
    }
    push_node(out, node, "");
    out.push_str("</a>");
}

fn push_node(out: &mut String, node: &Node<'_>, attribute: &str) {
    push_shape(out, &node.entity.mark, node.at, node.r);
    let (x, y, anchor) = (tenth(node.label_at.0), tenth(node.label_at.1), node.anchor);
    let _ = write!(out, "<text{attribute} x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">");
    push_escaped(out, &node.label);
    out.push_str("</text>");
}

fn place<'a>(entity: &'a EntityRef, short: &dyn Fn(f64) -> String, (x, y): (f64, f64), r: f64) -> Node<'a> {
    let right = x >= MIDDLE.0;
    let label_x = if right { x + r + 6.0 } else { x - r - 6.0 };
    let room = if right { 360.0 - label_x } else { label_x };
    Node {
        entity,
        label: short(room),
        at: (x, y),
        r,
        label_at: (label_x, y + 4.0),
        anchor: if right { "start" } else { "end" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::letters::width;

    #[test]
    fn two_neighbours_are_no_graph_and_long_names_stay_inside() {
        let entity = |name: &str| EntityRef { name: name.into(), url: "a&b.html".into(), ..EntityRef::default() };
        let all: Vec<EntityRef> = (0..12).map(|_| entity("x")).collect();
        let others = |n: usize| -> Vec<_> { all[..n].iter().enumerate().map(|(i, entity)| (entity, i + 1)).collect() };
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
        let drawing = &graph.drawing.0;
        let count = |part: &str| drawing.matches(part).count();
        assert_eq!((count("<a href=\"a&amp;b.html\""), count("<path d=\""), count("<path class=\"al2\"")), (10, 10, 1));
        assert!(
            graph.name == "me" && drawing.contains("<text class=\"me\" x=\"180\" y=\"149\" text-anchor=\"middle\">")
        );
        for text in drawing.split("<text ").skip(1).filter(|text| !text.starts_with("class")) {
            let (attributes, rest) = text.split_once('>').unwrap();
            let label = rest.split('<').next().unwrap();
            let x: f64 = attributes.split('"').nth(1).unwrap().parse().unwrap();
            let width = width(label, 13.0, false);
            assert!(width > 60.0, "{label} is cut too short");
            let (from, to) = if attributes.contains("start") { (x, x + width) } else { (x - width, x) };
            assert!(from >= -0.05 && to <= 360.05, "{label} at {x}");
        }
    }
}
