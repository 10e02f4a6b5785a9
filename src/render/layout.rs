//! A drawing of a network: where its names stand.
//!
//! In: the size of each label and how strongly names are joined. Out: the centre of each node. Forces as in
//! Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991), then labels that overlap are pushed apart.
//! Only `+ - * /` and square roots are used, which IEEE 754 defines to the last bit, so that every machine draws the same.
#![allow(clippy::cast_precision_loss)] // counts are far below 2^52

/// A point or a way.
pub type Point = (f64, f64);

/// A name with the room that it needs.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Half the width of mark and label.
    pub half_width: f64,
    /// From the centre up.
    pub above: f64,
    /// From the centre down, label included.
    pub below: f64,
}

/// Width to height of the drawing before it is fitted.
const SHAPE: Point = (1.25, 0.8);
const ROUNDS: usize = 300;
const PUSHES: usize = 400;
/// Space between two names.
const GAP: f64 = 5.0;

/// Places the nodes; `edges` join two by their index, with a weight above 0. All coordinates are at least 0.
pub fn place(nodes: &[Node], edges: &[(usize, usize, f64)]) -> Vec<Point> {
    let count = nodes.len() as f64;
    // the side of a square that gives every name its room a few times over
    let area: f64 = nodes.iter().map(|node| 2.0 * node.half_width * (node.above + node.below)).sum();
    let side = (area * 5.0).sqrt().max(320.0);
    let mut points = start(nodes.len(), side);
    let ideal = (side * side / count.max(1.0)).sqrt();
    let heaviest = edges.iter().map(|edge| edge.2).fold(1.0, f64::max);
    for round in 0..ROUNDS {
        let heat = side * 0.1 * (1.0 - round as f64 / ROUNDS as f64);
        step(&mut points, edges, ideal, heaviest, side, heat);
    }
    for point in &mut points {
        *point = (point.0 * SHAPE.0, point.1 * SHAPE.1);
    }
    for _ in 0..PUSHES {
        if !push_apart(nodes, &mut points) {
            break;
        }
    }
    to_origin(nodes, &mut points);
    points
}

/// Scattered by a fixed sequence: a golden-ratio lattice, so that no two start at one place.
fn start(count: usize, side: f64) -> Vec<Point> {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    (0..count)
        .map(|n| {
            let across = (n as f64 + 0.5) / count as f64;
            let down = (n as f64 * RATIO) % 1.0;
            (across * side, down * side)
        })
        .collect()
}

fn step(points: &mut [Point], edges: &[(usize, usize, f64)], ideal: f64, heaviest: f64, side: f64, heat: f64) {
    let mut moves = vec![(0.0, 0.0); points.len()];
    for a in 0..points.len() {
        for b in a + 1..points.len() {
            let (way, distance) = between(points[a], points[b]);
            let force = ideal * ideal / distance;
            add(&mut moves, a, b, way, force / distance);
        }
    }
    for &(a, b, weight) in edges {
        let (way, distance) = between(points[a], points[b]);
        let force = distance * distance / ideal * (0.4 + 0.6 * weight / heaviest);
        add(&mut moves, a, b, way, -force / distance);
    }
    for (point, way) in points.iter_mut().zip(moves) {
        // a weak pull to the middle keeps parts that nothing joins on the page
        let pulled = (way.0 + (side / 2.0 - point.0) * 0.12, way.1 + (side / 2.0 - point.1) * 0.12);
        let length = (pulled.0 * pulled.0 + pulled.1 * pulled.1).sqrt().max(0.01);
        let scale = length.min(heat) / length;
        *point = (point.0 + pulled.0 * scale, point.1 + pulled.1 * scale);
    }
}

fn between(a: Point, b: Point) -> (Point, f64) {
    let way = (a.0 - b.0, a.1 - b.1);
    (way, (way.0 * way.0 + way.1 * way.1).sqrt().max(0.01))
}

fn add(moves: &mut [Point], a: usize, b: usize, way: Point, factor: f64) {
    moves[a] = (moves[a].0 + way.0 * factor, moves[a].1 + way.1 * factor);
    moves[b] = (moves[b].0 - way.0 * factor, moves[b].1 - way.1 * factor);
}

/// Moves every two names that overlap apart on the shorter way; whether any did.
fn push_apart(nodes: &[Node], points: &mut [Point]) -> bool {
    let mut any = false;
    for a in 0..nodes.len() {
        for b in a + 1..nodes.len() {
            let (left, right) = if points[a].0 <= points[b].0 { (a, b) } else { (b, a) };
            let (upper, lower) = if points[a].1 <= points[b].1 { (a, b) } else { (b, a) };
            let across = nodes[a].half_width + nodes[b].half_width + GAP - (points[right].0 - points[left].0);
            let down = nodes[upper].below + nodes[lower].above + GAP - (points[lower].1 - points[upper].1);
            if across <= 0.01 || down <= 0.01 {
                continue;
            }
            any = true;
            if across < down {
                points[left].0 -= across / 2.0;
                points[right].0 += across / 2.0;
            } else {
                points[upper].1 -= down / 2.0;
                points[lower].1 += down / 2.0;
            }
        }
    }
    any
}

fn to_origin(nodes: &[Node], points: &mut [Point]) {
    let left = nodes.iter().zip(&*points).map(|(node, point)| point.0 - node.half_width).fold(f64::MAX, f64::min);
    let top = nodes.iter().zip(&*points).map(|(node, point)| point.1 - node.above).fold(f64::MAX, f64::min);
    for point in points {
        *point = (point.0 - left + GAP, point.1 - top + GAP);
    }
}

/// Right and lower edge of a drawing.
pub fn extent(nodes: &[Node], points: &[Point]) -> Point {
    let right = nodes.iter().zip(points).map(|(node, point)| point.0 + node.half_width).fold(0.0, f64::max);
    let bottom = nodes.iter().zip(points).map(|(node, point)| point.1 + node.below).fold(0.0, f64::max);
    (right + GAP, bottom + GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_overlap_and_joined_ones_are_near() {
        for count in [3_usize, 12, 60] {
            let nodes: Vec<Node> =
                (0..count).map(|n| Node { half_width: 20.0 + (n % 7) as f64 * 8.0, above: 9.0, below: 24.0 }).collect();
            // two groups, each a ring
            let half = count / 2;
            let edges: Vec<(usize, usize, f64)> = (0..half)
                .map(|n| (n, (n + 1) % half, 3.0))
                .chain((half..count).map(|n| (n, if n + 1 < count { n + 1 } else { half }, 1.0)))
                .filter(|edge| edge.0 != edge.1)
                .collect();
            let points = place(&nodes, &edges);
            assert_eq!(points, place(&nodes, &edges));
            for a in 0..count {
                assert!(points[a].0 - nodes[a].half_width > 0.0 && points[a].1 - nodes[a].above > 0.0);
                for b in a + 1..count {
                    let apart_x = (points[a].0 - points[b].0).abs() >= nodes[a].half_width + nodes[b].half_width;
                    let (upper, lower) = if points[a].1 <= points[b].1 { (a, b) } else { (b, a) };
                    let apart_y = points[lower].1 - points[upper].1 >= nodes[upper].below + nodes[lower].above;
                    assert!(apart_x || apart_y, "{a} and {b} of {count}");
                }
            }
        }
    }
}
