//! Entities and what ties them to each other: the relations that authors recorded, and the articles that name both.
//!
//! A tie by articles says that two names stand in the same article, and nothing else.

use super::csv::Table;
use super::push;
use crate::date::PartialDate;
use crate::dossier::{Dossier, co_mentions};
use crate::entities::EntityId;
use crate::source::Relation;
use crate::text::xml::Xml;
use serde::Serialize;

/// A tie between two entities.
struct Edge<'a> {
    source: EntityId,
    target: EntityId,
    tie: Tie<'a>,
}

enum Tie<'a> {
    /// This many articles concern both; has no direction.
    Together(u32),
    /// Recorded in the file of the source.
    Relation(&'a Relation),
}

impl Edge<'_> {
    /// `together` or `relation`.
    fn kind(&self) -> &'static str {
        if self.directed() { "relation" } else { "together" }
    }

    fn directed(&self) -> bool {
        matches!(self.tie, Tie::Relation(_))
    }

    /// Number of articles; a relation counts as one.
    fn weight(&self) -> u32 {
        match self.tie {
            Tie::Together(articles) => articles,
            Tie::Relation(_) => 1,
        }
    }

    /// What a relation says in words: role, start, end, status.
    fn words(&self) -> [String; 4] {
        let Tie::Relation(relation) = self.tie else { return Default::default() };
        let date = |date: &Option<PartialDate>| date.as_ref().map(PartialDate::to_string).unwrap_or_default();
        let status = relation.status.clone().unwrap_or_default();
        [relation.role.clone(), date(&relation.from), date(&relation.until), status]
    }
}

/// Entities and their ties, to be written in one form or another.
pub struct Graph<'a> {
    dossier: &'a Dossier,
    /// By source: relations as they stand in its file, then those with whom it shares articles, most first.
    edges: Vec<Edge<'a>>,
    /// Ties by fewer shared articles are left out.
    pub least: u32,
}

impl<'a> Graph<'a> {
    /// All ties.
    pub fn whole(dossier: &'a Dossier) -> Self {
        Self { dossier, edges: edges(dossier), least: 1 }
    }

    /// Relations, and of ties by articles the strongest, at most so many: nearly all pairs of names share one article, and
    /// these ties would be most of a site's bytes.
    pub fn at_most(dossier: &'a Dossier, ties: usize) -> Self {
        let mut graph = Self::whole(dossier);
        let mut weights: Vec<u32> = graph.edges.iter().filter(|edge| !edge.directed()).map(Edge::weight).collect();
        weights.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(first_out) = weights.get(ties) {
            graph.least = first_out + 1;
            graph.edges.retain(|edge| edge.directed() || edge.weight() >= graph.least);
        }
        graph
    }
}

fn edges(dossier: &Dossier) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    for (source, entity) in (0..).map(EntityId).zip(&dossier.gazetteer.entities) {
        for relation in &entity.source.relations {
            if let Some(target) = dossier.gazetteer.entity(&relation.to.value, None).filter(|target| *target != source)
            {
                edges.push(Edge { source, target, tie: Tie::Relation(relation) });
            }
        }
        let together = co_mentions(dossier, source).into_iter().filter(|other| other.entity > source);
        edges.extend(together.map(|other| Edge { source, target: other.entity, tie: Tie::Together(other.articles) }));
    }
    edges
}

/// What every format tells about an entity.
struct Node<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    articles: usize,
    mentions: u32,
}

fn nodes(dossier: &Dossier) -> impl Iterator<Item = Node<'_>> {
    (0..).map(EntityId).zip(&dossier.gazetteer.entities).map(|(id, entity)| Node {
        id: &entity.id.0,
        name: &entity.name,
        kind: &dossier.config.kinds.get(entity.kind).name,
        articles: dossier.backlinks[id.index()].len(),
        mentions: dossier.mention_count(id),
    })
}

fn id(dossier: &Dossier, entity: EntityId) -> &str {
    &dossier.gazetteer.get(entity).id.0
}

#[derive(Serialize)]
struct NodeRow<'a> {
    node: &'a str,
    name: &'a str,
    kind: &'a str,
    articles: usize,
    mentions: u32,
}

#[derive(Serialize)]
struct EdgeRow<'a> {
    edge: &'a str,
    source: &'a str,
    target: &'a str,
    weight: u32,
    #[serde(skip_serializing_if = "String::is_empty")]
    role: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    from: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    until: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    status: String,
}

impl Graph<'_> {
    /// A line for each node, then one for each edge.
    pub fn jsonl(&self) -> String {
        let dossier = self.dossier;
        let mut out = String::new();
        for Node { id, name, kind, articles, mentions } in nodes(dossier) {
            push(&mut out, &NodeRow { node: id, name, kind, articles, mentions });
        }
        for edge in &self.edges {
            let [role, from, until, status] = edge.words();
            let (source, target) = (id(dossier, edge.source), id(dossier, edge.target));
            push(
                &mut out,
                &EdgeRow { edge: edge.kind(), source, target, weight: edge.weight(), role, from, until, status },
            );
        }
        out
    }

    /// A table of edges with the column names that Gephi reads.
    pub fn csv(&self) -> String {
        let dossier = self.dossier;
        let mut table = Table::new(&["Source", "Target", "Type", "Weight", "Kind", "Label", "From", "Until", "Status"]);
        for edge in &self.edges {
            let [role, from, until, status] = edge.words();
            table.row(&[
                id(dossier, edge.source).to_owned(),
                id(dossier, edge.target).to_owned(),
                (if edge.directed() { "Directed" } else { "Undirected" }).to_owned(),
                edge.weight().to_string(),
                edge.kind().to_owned(),
                role,
                from,
                until,
                status,
            ]);
        }
        table.finish()
    }

    /// [GEXF 1.3](https://gexf.net/1.3), for Gephi. All edges are directed, because readers such as networkx refuse a file that
    /// mixes directed and undirected ones: `kind` tells that a tie by articles has no direction, and it runs from the lower id.
    pub fn gexf(&self) -> String {
        let dossier = self.dossier;
        let mut xml = Xml::new();
        xml.open("gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")]);
        xml.open("graph", &[("mode", "static"), ("defaultedgetype", "directed")]);
        gexf_attributes(&mut xml, "node", &[("kind", "string"), ("articles", "integer"), ("mentions", "integer")]);
        let words = [("from", "string"), ("until", "string"), ("status", "string")];
        gexf_attributes(&mut xml, "edge", &words);
        xml.open("nodes", &[]);
        for node in nodes(dossier) {
            xml.open("node", &[("id", node.id), ("label", node.name)]);
            let (articles, mentions) = (node.articles.to_string(), node.mentions.to_string());
            gexf_values(&mut xml, &[("kind", node.kind), ("articles", &articles), ("mentions", &mentions)]);
            xml.close("node");
        }
        xml.close("nodes");
        xml.open("edges", &[]);
        for (number, edge) in self.edges.iter().enumerate() {
            let [role, from, until, status] = edge.words();
            let (number, weight) = (number.to_string(), edge.weight().to_string());
            let mut attributes = vec![
                ("id", number.as_str()),
                ("source", id(dossier, edge.source)),
                ("target", id(dossier, edge.target)),
                ("kind", edge.kind()),
                ("weight", &weight),
            ];
            if !role.is_empty() {
                attributes.push(("label", &role));
            }
            if [&from, &until, &status].iter().all(|word| word.is_empty()) {
                xml.empty("edge", &attributes);
                continue;
            }
            xml.open("edge", &attributes);
            gexf_values(&mut xml, &[("from", &from), ("until", &until), ("status", &status)]);
            xml.close("edge");
        }
        xml.close("edges");
        xml.close("graph");
        xml.close("gexf");
        text(xml)
    }
}

fn gexf_attributes(xml: &mut Xml, class: &str, attributes: &[(&str, &str)]) {
    xml.open("attributes", &[("class", class)]);
    for (name, kind) in attributes {
        xml.empty("attribute", &[("id", name), ("title", name), ("type", kind)]);
    }
    xml.close("attributes");
}

fn gexf_values(xml: &mut Xml, values: &[(&str, &str)]) {
    if values.iter().all(|(_, value)| value.is_empty()) {
        return;
    }
    xml.open("attvalues", &[]);
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        xml.empty("attvalue", &[("for", name), ("value", value)]);
    }
    xml.close("attvalues");
}

/// What GraphML tells about an edge.
const EDGE: [(&str, &str); 6] = [
    ("tie", "string"),
    ("weight", "int"),
    ("role", "string"),
    ("from", "string"),
    ("until", "string"),
    ("status", "string"),
];

impl Graph<'_> {
    /// [GraphML](http://graphml.graphdrawing.org). All edges are directed, as in [`Self::gexf`]; `tie` tells them apart.
    pub fn graphml(&self) -> String {
        let dossier = self.dossier;
        let mut xml = Xml::new();
        xml.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
        for (name, kind) in [("name", "string"), ("kind", "string"), ("articles", "int"), ("mentions", "int")] {
            xml.empty("key", &[("id", name), ("for", "node"), ("attr.name", name), ("attr.type", kind)]);
        }
        for (name, kind) in EDGE {
            xml.empty("key", &[("id", name), ("for", "edge"), ("attr.name", name), ("attr.type", kind)]);
        }
        xml.open("graph", &[("id", "dossier"), ("edgedefault", "directed")]);
        for node in nodes(dossier) {
            xml.open("node", &[("id", node.id)]);
            let (articles, mentions) = (node.articles.to_string(), node.mentions.to_string());
            let data = [("name", node.name), ("kind", node.kind), ("articles", &articles), ("mentions", &mentions)];
            graphml_data(&mut xml, &data);
            xml.close("node");
        }
        for edge in &self.edges {
            let [role, from, until, status] = edge.words();
            let (source, target) = (id(dossier, edge.source), id(dossier, edge.target));
            xml.open("edge", &[("source", source), ("target", target)]);
            let weight = edge.weight().to_string();
            let values = [edge.kind(), &weight, &role, &from, &until, &status];
            let data: Vec<(&str, &str)> = EDGE.iter().map(|(name, _)| *name).zip(values).collect();
            graphml_data(&mut xml, &data);
            xml.close("edge");
        }
        xml.close("graph");
        xml.close("graphml");
        text(xml)
    }
}

fn graphml_data(xml: &mut Xml, data: &[(&str, &str)]) {
    for (key, value) in data.iter().filter(|(_, value)| !value.is_empty()) {
        xml.text("data", &[("key", key)], value);
    }
}

fn text(xml: Xml) -> String {
    String::from_utf8(xml.finish()).expect("names and texts are UTF-8")
}
