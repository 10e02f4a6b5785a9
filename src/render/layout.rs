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

/// Width to height of the drawing.
const SHAPE: f64 = 1.05;
/// How often the room of all labels fits into the drawing.
const SPARE: f64 = 4.5;
/// What each of a few names gets, so that lines are long enough to be told apart, and how many get it at most.
const ROOMY: f64 = 32_000.0;
const FEW: f64 = 24.0;
const PULL: f64 = 1.2;
const ROUNDS: usize = 300;
const PUSHES: usize = 400;
/// Space between two names.
const GAP: f64 = 5.0;

/// An edge: two nodes by their index, and a weight above 0.
pub type Edge = (usize, usize, f64);

/// Places those that are `first` by themselves, then each of the others near those that it is joined to, without moving the
/// first. All coordinates are at least 0.
pub fn place_first(nodes: &[Node], edges: &[Edge], first: &[bool]) -> Vec<Point> {
    let chosen: Vec<usize> = (0..nodes.len()).filter(|n| first[*n]).collect();
    if chosen.len() < 3 || chosen.len() == nodes.len() {
        return place(nodes, edges);
    }
    let row = |n: usize| chosen.binary_search(&n).ok();
    let own: Vec<Node> = chosen.iter().map(|n| nodes[*n]).collect();
    let among: Vec<Edge> = edges.iter().filter_map(|edge| Some((row(edge.0)?, row(edge.1)?, edge.2))).collect();
    let placed = place(&own, &among);
    let (width, height) = extent(&own, &placed);
    let mut points = vec![(0.0, 0.0); nodes.len()];
    let mut taken = chosen.clone();
    for (row, n) in chosen.iter().enumerate() {
        points[*n] = placed[row];
    }
    for n in (0..nodes.len()).filter(|n| !first[*n]) {
        let middle = weighted_middle(edges, n, &|other| row(other).map(|row| placed[row]));
        points[n] = free_place(nodes, &points, &taken, n, middle.unwrap_or((width / 2.0, height / 2.0)));
        taken.push(n);
    }
    to_origin(nodes, &mut points);
    points
}

/// The first place, on rings around the wished one, where a node meets none of those that are placed.
fn free_place(nodes: &[Node], points: &[Point], taken: &[usize], n: usize, wish: Point) -> Point {
    const STEP: f64 = 12.0;
    let free = |at: Point| {
        taken.iter().all(|&other| {
            let (across, down) = overlap((&nodes[n], at), (&nodes[other], points[other]));
            across <= 0.0 || down <= 0.0
        })
    };
    let ring = |size: i32| {
        let sides = move |i: i32| [(i, -size), (i, size), (-size, i), (size, i)];
        (-size..=size).flat_map(sides)
    };
    let at = |(x, y): (i32, i32)| (wish.0 + f64::from(x) * STEP, wish.1 + f64::from(y) * STEP);
    (0..10_000).flat_map(ring).map(at).find(|place| free(*place)).unwrap_or(wish)
}

/// How far two names reach into each other, across and down, with the space that they need; they meet if both are above 0.
fn overlap(a: (&Node, Point), b: (&Node, Point)) -> (f64, f64) {
    let (upper, lower) = if a.1.1 <= b.1.1 { (a, b) } else { (b, a) };
    let across = a.0.half_width + b.0.half_width + GAP - (a.1.0 - b.1.0).abs();
    let down = upper.0.below + lower.0.above + GAP - (lower.1.1 - upper.1.1);
    (across, down)
}

/// The middle of a node's neighbours that are placed, the stronger the nearer; `None` if it has none.
fn weighted_middle(edges: &[Edge], n: usize, placed: &dyn Fn(usize) -> Option<Point>) -> Option<Point> {
    let (mut sum, mut total) = ((0.0, 0.0), 0.0);
    for &(a, b, weight) in edges {
        let other = if a == n {
            b
        } else if b == n {
            a
        } else {
            continue;
        };
        if let Some((x, y)) = placed(other) {
            sum = (sum.0 + x * weight, sum.1 + y * weight);
            total += weight;
        }
    }
    (total > 0.0).then(|| (sum.0 / total, sum.1 / total))
}

/// Places the nodes. All coordinates are at least 0.
pub fn place(nodes: &[Node], edges: &[Edge]) -> Vec<Point> {
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
    fit(&mut points, (area * SPARE).max(ROOMY * count.min(FEW)));
    if (0..PUSHES).all(|_| push_apart(nodes, &mut points)) {
        // in a crowd pushing may go round in circles: then whoever is in the way moves to where there is room
        for n in 1..nodes.len() {
            let earlier: Vec<usize> = (0..n).collect();
            points[n] = free_place(nodes, &points, &earlier, n, points[n]);
        }
    }
    to_origin(nodes, &mut points);
    points
}

/// Spans the points over a drawing of this area.
fn fit(points: &mut [Point], area: f64) {
    let (width, height) = ((area * SHAPE).sqrt(), (area / SHAPE).sqrt());
    let of = |pick: fn(&Point) -> f64| {
        let low = points.iter().map(pick).fold(f64::MAX, f64::min);
        let high = points.iter().map(pick).fold(f64::MIN, f64::max);
        (low, (high - low).max(1.0))
    };
    let ((left, across), (top, down)) = (of(|point| point.0), of(|point| point.1));
    for point in points {
        *point = ((point.0 - left) / across * width, (point.1 - top) / down * height);
    }
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

fn step(points: &mut [Point], edges: &[Edge], ideal: f64, heaviest: f64, side: f64, heat: f64) {
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
        // a pull to the middle keeps parts that nothing joins near the others
        let pulled = (way.0 + (side / 2.0 - point.0) * PULL, way.1 + (side / 2.0 - point.1) * PULL);
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
            let (across, down) = overlap((&nodes[a], points[a]), (&nodes[b], points[b]));
            if across <= 0.01 || down <= 0.01 {
                continue;
            }
            any = true;
            let (left, right) = if points[a].0 <= points[b].0 { (a, b) } else { (b, a) };
            let (upper, lower) = if points[a].1 <= points[b].1 { (a, b) } else { (b, a) };
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

/// Moves a drawing that is narrower than the width into its middle, and gives the width that it has then: few names are not
/// to be set larger than many.
pub fn widen(points: &mut [Point], width: f64, least: f64) -> f64 {
    let spare = (least - width).max(0.0) / 2.0;
    for point in points {
        point.0 += spare;
    }
    width.max(least)
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
        for count in [3_usize, 12, 60, 150] {
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
            apart(&nodes, &points);
            // every third comes later
            let first: Vec<bool> = (0..count).map(|n| n % 3 > 0).collect();
            let mut points = place_first(&nodes, &edges, &first);
            apart(&nodes, &points);
            let width = extent(&nodes, &points).0;
            assert!((widen(&mut points, width, 2000.0) - width.max(2000.0)).abs() < 1e-9);
            apart(&nodes, &points);
        }
    }

    fn apart(nodes: &[Node], points: &[Point]) {
        let count = nodes.len();
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
