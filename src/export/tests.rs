//! Exports of one small dossier, whole.

use super::*;
use crate::pipeline::tests::dossier_of;

const FILES: &[(&str, &str)] = &[
    (
        "people/ann-lee.md",
        "---\ntitle: Ann Lee\naliases: [A. Lee]\nsummary: Harbour master.\nwikidata: Q42\nsame_as: [https://en.wikipedia.org/wiki/X, https://example.org/lee]\nfacts:\n  - {label: Office, value: Harbour master, date: 2012, source: Harbour Post}\nrelations:\n  - {to: Port Authority, role: \"head, \\\"acting\\\"\", from: 2012-03, status: disputed, source: https://example.org/r}\n  - {to: Nobody, role: friend}\n---\n",
    ),
    ("organizations/port-authority.md", "---\ntitle: Port Authority\n---\n"),
    ("places/holm.md", "---\ntitle: Holm & Sund\nlat: 57.5\nlon: -4\n---\n"),
    (
        "events/strike.md",
        "---\ntitle: Harbour strike\ndate: 2016-01\nend: 2016-02-03\nplace: Holm & Sund\nparticipants: [Ann Lee, Holm & Sund]\n---\n",
    ),
    (
        "articles/a.md",
        "---\ntitle: A\ndate: 2016\n---\nAnn Lee left the Port Authority. Ann Lee went to Holm & Sund.\n",
    ),
];

#[test]
fn entities_in_all_forms() {
    let dossier = dossier_of("", FILES);
    let lines = entities(&dossier);
    let ann: serde_json::Value = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .find(|row: &serde_json::Value| row["id"] == "people/ann-lee")
        .expect("a row");
    assert_eq!(ann["relations"][0]["to"]["entity"], "organizations/port-authority");
    assert_eq!(ann["relations"][1]["to"], serde_json::json!({"name": "Nobody", "entity": null}));
    assert_eq!((&ann["articles"], &ann["mentions"]), (&1.into(), &2.into()));
    assert_eq!(
        entities_csv(&dossier),
        "id,kind,name,aliases,summary,wikidata,date,end,place,lat,lon,articles,mentions\r\n\
         events/strike,events,Harbour strike,,,,2016-01,2016-02-03,Holm & Sund,,,0,0\r\n\
         organizations/port-authority,organizations,Port Authority,,,,,,,,,1,1\r\n\
         people/ann-lee,people,Ann Lee,A. Lee,Harbour master.,Q42,,,,,,1,2\r\n\
         places/holm,places,Holm & Sund,,,,,,,57.5,-4,1,1\r\n"
    );
    assert_eq!(
        entities_ftm(&dossier),
        "{\"id\":\"events.strike\",\"schema\":\"Event\",\"properties\":{\"name\":[\"Harbour strike\"],\"startDate\":[\"2016-01\"],\"endDate\":[\"2016-02-03\"],\"location\":[\"Holm & Sund\"],\"involved\":[\"people.ann-lee\"]}}\n\
         {\"id\":\"organizations.port-authority\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Port Authority\"]}}\n\
         {\"id\":\"people.ann-lee\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ann Lee\"],\"alias\":[\"A. Lee\"],\"summary\":[\"Harbour master.\"],\"wikidataId\":[\"Q42\"],\"wikipediaUrl\":[\"https://en.wikipedia.org/wiki/X\"],\"sourceUrl\":[\"https://example.org/lee\"],\"notes\":[\"Office: Harbour master\"]}}\n\
         {\"id\":\"people.ann-lee.r1\",\"schema\":\"UnknownLink\",\"properties\":{\"subject\":[\"people.ann-lee\"],\"object\":[\"organizations.port-authority\"],\"role\":[\"head, \\\"acting\\\"\"],\"status\":[\"disputed\"],\"startDate\":[\"2012-03\"],\"sourceUrl\":[\"https://example.org/r\"]}}\n\
         {\"id\":\"places.holm\",\"schema\":\"Address\",\"properties\":{\"name\":[\"Holm & Sund\"],\"full\":[\"Holm & Sund\"],\"latitude\":[\"57.5\"],\"longitude\":[\"-4\"]}}\n"
    );
}

#[test]
fn ids_of_followthemoney_are_plain_and_differ_as_pages_do() {
    let ids = ["people/jané", "people/jane", "people/김", "people/金", "people/a.r1", "people/a"].map(entities::ftm_id);
    let plain = |id: &String| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    assert!(ids.iter().all(plain), "{ids:?}");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert_eq!((ids[1].as_str(), ids[5].as_str()), ("people.jane", "people.a"));
}

#[test]
fn a_quotation_has_the_day_and_source_that_its_author_gives() {
    let page = "---\ntitle: A\ndate: 2016-01-07\nsource: https://example.org/a\nquotes:\n  - {text: It is, date: 2015-12-24, source: Harbour Post}\n  - {text: Nothing, speaker: a spokesman}\n---\n“It is late,” Ann Lee said. “Nothing is known.” “I go,” Ann Lee said.\n";
    let dossier = dossier_of("", &[FILES[0], ("articles/a.md", page)]);
    let rows: Vec<serde_json::Value> =
        quotes(&dossier).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let told: Vec<_> = rows.iter().map(|row| [&row["quote"], &row["date"], &row["source"], &row["speaker"]]).collect();
    assert_eq!(
        serde_json::json!(told),
        serde_json::json!([
            ["It is late,", "2015-12-24", "Harbour Post", "Ann Lee"],
            ["Nothing is known.", "2016-01-07", "https://example.org/a", "a spokesman"],
            ["I go,", "2016-01-07", "https://example.org/a", "Ann Lee"],
        ])
    );
}

#[test]
fn the_graph_has_recorded_ties_with_direction_and_shared_articles_without() {
    let dossier = dossier_of("", FILES);
    assert_eq!(
        Graph::whole(&dossier).csv(),
        "Source,Target,Type,Weight,Kind,Label,From,Until,Status\r\n\
         organizations/port-authority,people/ann-lee,Undirected,1,together,,,,\r\n\
         organizations/port-authority,places/holm,Undirected,1,together,,,,\r\n\
         people/ann-lee,organizations/port-authority,Directed,1,relation,\"head, \"\"acting\"\"\",2012-03,,disputed\r\n\
         people/ann-lee,places/holm,Undirected,1,together,,,,\r\n"
    );
    let lines = Graph::whole(&dossier).jsonl();
    assert_eq!(lines.lines().count(), 4 + 4, "nodes, then edges");
    let relation = "{\"edge\":\"relation\",\"source\":\"people/ann-lee\",\"target\":\"organizations/port-authority\",\"weight\":1,\"role\":\"head, \\\"acting\\\"\",\"from\":\"2012-03\",\"status\":\"disputed\"}";
    assert!(lines.lines().any(|line| line == relation), "{lines}");
}

#[test]
fn a_graph_of_few_ties_has_the_strongest_and_all_relations() {
    let dossier = dossier_of("", FILES);
    let graph = |most| Graph::at_most(&dossier, most);
    assert_eq!((graph(3).least, graph(3).csv()), (1, Graph::whole(&dossier).csv()));
    let few = graph(2);
    assert_eq!(few.least, 2, "no tie by one article is better than another");
    assert_eq!(few.csv().matches("together").count(), 0);
    assert_eq!(few.csv().matches("relation").count(), 1);
    assert_eq!(few.jsonl().lines().count(), 4 + 1, "all names stay");
}

#[test]
fn graph_formats_are_whole_documents_with_everything_escaped() {
    let dossier = dossier_of("", FILES);
    for (text, nodes, name) in [
        (Graph::whole(&dossier).gexf(), "<node id=", "label=\"Holm &amp; Sund\""),
        (Graph::whole(&dossier).graphml(), "<node id=", "<data key=\"name\">Holm &amp; Sund</data>"),
    ] {
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
        assert_eq!(text.matches(nodes).count(), 4);
        assert_eq!(text.matches("<edge ").count(), 4);
        assert!(text.contains(name), "{text}");
        assert!(
            !text.contains("undirected") && !text.contains("directed=\"false\""),
            "one direction for all edges: {text}"
        );
    }
}
