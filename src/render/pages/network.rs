//! The network of names: who stands in the same articles.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a drawing's own scale

use super::home::query_encoded;
use crate::dossier::ArticleId;
use crate::entities::EntityId;
use crate::render::context::{KeyRef, NetworkEdge, NetworkNode, NetworkPage, NetworkPair, shape};
use crate::render::layout::{self, Node};
use crate::render::room::{Depth, Room};
use crate::theme::Sizes;
use rustc_hash::FxHashMap;

/// Most names drawn of those who act, and of all others: more cannot be told apart. Without two limits the places and topics
/// that stand in every article would leave no room for the people.
const ACTORS: usize = 40;
const OTHERS: usize = 14;
/// Fewest names for which a drawing says more than a list.
const FEWEST: usize = 3;
/// Most pairs listed and drawn.
const PAIRS: usize = 200;
/// Keys of a pair.
const KEYS: usize = 2;
/// What the drawing has of a wide screen, so that its letters are as large as those around it.
const LEAST_WIDTH: f64 = 880.0;
/// Widest label, at 13 px.
const LABEL: f64 = 170.0;

/// Two names and the articles that hold both, by date.
struct Pair {
    a: usize,
    b: usize,
    articles: Vec<ArticleId>,
}

impl Room<'_> {
    /// `network.html`.
    pub(super) fn network_page(&self) -> NetworkPage {
        let names = self.drawn_names();
        let (minimum, pairs) = self.pairs(&names);
        let page = self.made("network", self.labels().text("network"), "");
        let mut page = NetworkPage { page, minimum, ..NetworkPage::default() };
        let (between_actors, others): (Vec<&Pair>, Vec<&Pair>) =
            pairs.iter().partition(|pair| self.acts(names[pair.a]) && self.acts(names[pair.b]));
        page.pairs = between_actors.into_iter().chain(others).map(|pair| self.pair(&names, pair)).collect();
        // names that share nothing often enough say nothing in a drawing
        let joined: Vec<usize> =
            (0..names.len()).filter(|n| pairs.iter().any(|pair| pair.a == *n || pair.b == *n)).collect();
        if joined.len() >= FEWEST {
            self.draw(&mut page, &names, &joined, &pairs);
        }
        page
    }

    /// Whether an entity can do something: people and organisations do, places and topics do not.
    fn acts(&self, id: EntityId) -> bool {
        let kind = self.dossier.config.kinds.get(self.dossier.gazetteer.get(id).kind);
        kind.person || kind.schema_org == "Organization"
    }

    /// The names mentioned in most articles, most first.
    fn drawn_names(&self) -> Vec<EntityId> {
        let mut names: Vec<EntityId> = (0..self.facts.len() as u32).map(EntityId).collect();
        names.retain(|id| self.facts[id.index()].counts.articles > 1);
        names.sort_by_key(|id| {
            let counts = self.facts[id.index()].counts;
            (std::cmp::Reverse((counts.articles, counts.mentions)), *id)
        });
        let (mut actors, mut others) = (0, 0);
        names.retain(|id| {
            let (seen, most) = if self.acts(*id) { (&mut actors, ACTORS) } else { (&mut others, OTHERS) };
            *seen += 1;
            *seen <= most
        });
        names
    }

    /// The pairs that share enough articles, strongest first, and how many are enough: two, or more in a crowd.
    fn pairs(&self, names: &[EntityId]) -> (usize, Vec<Pair>) {
        let place: FxHashMap<EntityId, usize> = names.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        let mut shared: Vec<Vec<ArticleId>> = vec![Vec::new(); names.len() * names.len()];
        for id in self.dossier.by_date.iter().rev() {
            let mut here: Vec<usize> =
                self.dossier.article(*id).entities.iter().filter_map(|entity| place.get(entity).copied()).collect();
            here.sort_unstable();
            for (n, a) in here.iter().enumerate() {
                for b in &here[n + 1..] {
                    shared[a * names.len() + b].push(*id);
                }
            }
        }
        let mut pairs: Vec<Pair> = shared
            .into_iter()
            .enumerate()
            .filter(|(_, articles)| articles.len() > 1)
            .map(|(at, articles)| Pair { a: at / names.len(), b: at % names.len(), articles })
            .collect();
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.articles.len()), pair.a, pair.b));
        let minimum = if names.len() < 40 { 2 } else { pairs.get(PAIRS).map_or(2, |pair| pair.articles.len() + 1) };
        pairs.retain(|pair| pair.articles.len() >= minimum);
        (minimum, pairs)
    }

    fn pair(&self, names: &[EntityId], pair: &Pair) -> NetworkPair {
        NetworkPair {
            a: self.entity(names[pair.a], Depth::Root),
            b: self.entity(names[pair.b], Depth::Root),
            count: pair.articles.len(),
            // without titles, which would be most of the page
            keys: pair
                .articles
                .iter()
                .take(KEYS)
                .map(|id| KeyRef { title: String::new(), ..self.key(*id, Depth::Root) })
                .collect(),
            more: pair.articles.len().saturating_sub(KEYS),
            both: self.search_for_both(names[pair.a], names[pair.b]),
        }
    }

    /// The search for articles that mention both; empty without a search.
    fn search_for_both(&self, a: EntityId, b: EntityId) -> String {
        if !self.dossier.config.search.enabled {
            return String::new();
        }
        let about = |id: EntityId| format!("about:{}", self.dossier.gazetteer.get(id).id.name());
        format!("search.html?q={}", query_encoded(&format!("{} {}", about(a), about(b))))
    }

    fn draw(&self, page: &mut NetworkPage, names: &[EntityId], joined: &[usize], pairs: &[Pair]) {
        let mentions = |n: usize| self.facts[names[n].index()].counts.mentions;
        let most = joined.iter().map(|n| mentions(*n)).max().unwrap_or(1).max(1) as f64;
        let radius = |n: usize| 4.0 + 8.0 * (mentions(n) as f64 / most).sqrt();
        let labels: Vec<String> = joined.iter().map(|n| self.short_name(names[*n], LABEL)).collect();
        let nodes: Vec<Node> = joined
            .iter()
            .zip(&labels)
            .map(|(n, label)| {
                let letters = &self.theme.letters;
                let (size, bold) = Size::of(mentions(*n) as f64 / most).letters(&letters.sizes);
                let half_width = (letters.width(label, size, bold) / 2.0).max(radius(*n));
                Node { half_width, above: radius(*n), below: radius(*n) + 18.0 }
            })
            .collect();
        let row: FxHashMap<usize, usize> = joined.iter().enumerate().map(|(row, n)| (*n, row)).collect();
        let edges: Vec<(usize, usize, f64)> =
            pairs.iter().map(|pair| (row[&pair.a], row[&pair.b], pair.articles.len() as f64)).collect();
        // who acts is placed first and alone: that is what readers see before they ask for more
        let acting: Vec<bool> = joined.iter().map(|n| self.acts(names[*n])).collect();
        let mut points = layout::place_first(&nodes, &edges, &acting);
        let (width, height) = layout::extent(&nodes, &points);
        let width = layout::widen(&mut points, width, LEAST_WIDTH);
        (page.width, page.height) = (width.ceil() as u32, height.ceil() as u32);

        // among those who act: beside a country that stands in every article all their lines would be faint
        let strongest = page.pairs.first().map_or(1, |pair| pair.count) as f64;
        let id = |n: usize| self.dossier.gazetteer.get(names[n]).id.0.clone();
        page.edges = pairs
            .iter()
            .rev()
            .map(|pair| {
                let ((x1, y1), (x2, y2)) = (points[row[&pair.a]], points[row[&pair.b]]);
                let strength = (pair.articles.len() as f64 / strongest).min(1.0);
                NetworkEdge {
                    a: id(pair.a),
                    b: id(pair.b),
                    x1: tenth(x1),
                    y1: tenth(y1),
                    x2: tenth(x2),
                    y2: tenth(y2),
                    width: tenth(0.6 + 2.4 * strength),
                    opacity: tenth(0.3 + 0.5 * strength),
                    count: pair.articles.len(),
                    hidden: false,
                }
            })
            .collect();
        page.nodes = joined
            .iter()
            .zip(&points)
            .zip(labels)
            .map(|((n, point), label)| self.node(names[*n], *point, radius(*n), label, most))
            .rev()
            .collect();
        page.shown_kinds = self.kinds.iter().map(|kind| kind.name.clone()).collect();
        page.minimums = minimums(pairs);
        let drawn = |kind: &&crate::render::context::KindInfo| page.nodes.iter().any(|node| node.kind == kind.name);
        page.kinds = self.kinds.iter().filter(drawn).cloned().collect();
        self.veil(page, &acting, joined.iter().map(|n| names[*n]));
    }

    /// Hides at first what does not act, where enough is left that does.
    fn veil(&self, page: &mut NetworkPage, acting: &[bool], ids: impl Iterator<Item = EntityId>) {
        let acts: rustc_hash::FxHashSet<&str> = ids
            .zip(acting)
            .filter(|(_, acts)| **acts)
            .map(|(id, _)| self.dossier.gazetteer.get(id).id.0.as_str())
            .collect();
        let seen = |edge: &NetworkEdge| acts.contains(edge.a.as_str()) && acts.contains(edge.b.as_str());
        let tied: rustc_hash::FxHashSet<String> =
            page.edges.iter().filter(|edge| seen(edge)).flat_map(|edge| [edge.a.clone(), edge.b.clone()]).collect();
        if tied.len() < FEWEST {
            return;
        }
        for edge in &mut page.edges {
            edge.hidden = !seen(edge);
        }
        for node in &mut page.nodes {
            node.hidden = !tied.contains(&node.entity.id);
        }
        let shown = page.nodes.iter().filter(|node| !node.hidden).map(|node| node.kind.clone());
        page.shown_kinds = shown.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    }

    fn node(&self, id: EntityId, (x, y): layout::Point, r: f64, label: String, most: f64) -> NetworkNode {
        let mentions = self.facts[id.index()].counts.mentions;
        let entity = self.entity(id, Depth::Root);
        let shape = shape(&entity.mark, (x, y), r, &self.theme.pieces);
        NetworkNode {
            entity,
            shape,
            kind: self.kind(self.dossier.gazetteer.get(id).kind).name.clone(),
            x: tenth(x),
            label_y: tenth(y + r + 13.0),
            size: Size::of(mentions as f64 / most).class().to_owned(),
            label,
            mentions,
            hidden: false,
        }
    }
}

/// How large a name is set: by its mentions, as a share of the most.
#[derive(Clone, Copy)]
enum Size {
    Big,
    Middle,
    Small,
}

impl Size {
    fn of(share: f64) -> Self {
        match share {
            share if share > 0.5 => Self::Big,
            share if share < 0.1 => Self::Small,
            _ => Self::Middle,
        }
    }

    /// Class in the template.
    fn class(self) -> &'static str {
        match self {
            Self::Big => "big",
            Self::Middle => "",
            Self::Small => "sm",
        }
    }

    /// Size and whether it is bold, as the theme's style sheet has it.
    fn letters(self, sizes: &Sizes) -> (f64, bool) {
        match self {
            Self::Big => (sizes.big, true),
            Self::Middle => (sizes.name, false),
            Self::Small => (sizes.small, false),
        }
    }
}

/// What the filter offers: the fewest, and what leaves about a half and a fifth of the pairs.
fn minimums(pairs: &[Pair]) -> Vec<usize> {
    let at = |part: usize| pairs.get(pairs.len() / part).map(|pair| pair.articles.len());
    let fewest = pairs.last().map(|pair| pair.articles.len());
    let mut all: Vec<usize> = [fewest, at(2), at(5)].into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
