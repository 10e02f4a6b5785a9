//! What the search of the previews finds.

use super::pieces::{ENTITIES, Row, articles, said, site};
use crate::date::PartialDate;
use crate::markdown::BlockId;
use crate::search::{
    SearchAnchor, SearchBlock, SearchEntity, SearchInput, SearchKind, SearchPage, SearchStatement, Speaker,
};
use crate::theme::Theme;

/// A page that can be found.
pub(crate) struct Found {
    id: String,
    url: String,
    title: String,
    kind: String,
    date: Option<PartialDate>,
    key: String,
    source: String,
    blocks: Vec<String>,
    entities: Vec<u32>,
    statements: Vec<SearchStatement<'static>>,
}

/// Articles and entities of the samples.
pub(crate) fn found(theme: &Theme) -> Vec<Found> {
    let articles = articles(&theme.labels, "").into_iter().enumerate().map(|(n, row)| {
        let entity = |step: usize| ((n * step + step) % ENTITIES.len()) as u32;
        let entities: Vec<u32> = [entity(1), entity(3), entity(5), entity(7)].into();
        let names: Vec<&str> = entities.iter().map(|entity| ENTITIES[*entity as usize].2).collect();
        let said = said(n);
        Found {
            id: format!("articles/a{n}"),
            url: if n == 0 { "articles/sample.html".into() } else { format!("articles/a{n}.html") },
            title: row.title.clone(),
            kind: "articles".into(),
            date: row.date.as_ref().and_then(|date| PartialDate::parse(&date.iso)),
            key: row.key.label.clone(),
            source: row.outlet.clone(),
            blocks: vec![
                format!("The ferries of the lake, and what {} and {} say about them.", names[0], names[1]),
                format!("{said} So it stands in the minutes of {}, which the ferry office keeps.", names[2]),
                format!("In winter the ferries wait for the ice to go; {} counts the days.", names[3]),
            ],
            entities,
            statements: vec![SearchStatement { speaker: Speaker::Entity(n as u32 % 8), block: 1, date: None }],
        }
    });
    let entities = ENTITIES.iter().map(|row| Found {
        id: format!("{}/{}", row.0, row.1),
        url: if row.0 == "people" { "people/sample.html".into() } else { format!("{}/{}.html", row.0, row.1) },
        title: row.2.into(),
        kind: row.0.into(),
        date: None,
        key: String::new(),
        source: String::new(),
        blocks: vec![row.6.into()],
        entities: Vec::new(),
        statements: Vec::new(),
    });
    articles.chain(entities).collect()
}

/// The input of the search over them.
pub(crate) fn search_input<'a>(theme: &'a Theme, found: &'a [Found]) -> SearchInput<'a> {
    let mut kinds: Vec<SearchKind<'_>> = vec![SearchKind {
        name: "articles",
        singular: theme.labels.text("article"),
        plural: theme.labels.text("articles"),
        mark: "article",
    }];
    let infos: &'static [crate::render::context::KindInfo] = Vec::leak(site(theme).kinds);
    kinds.extend(infos.iter().map(|kind| SearchKind {
        name: &kind.name,
        singular: &kind.singular,
        plural: &kind.plural,
        mark: &kind.mark,
    }));
    let kind_of = |name: &str| kinds.iter().position(|kind| kind.name == name).expect("a kind of the samples");
    let block = |n: usize, text: &'a String| SearchBlock {
        text,
        anchor: SearchAnchor::Block(BlockId { hash: n as u32 + 1, nth: 1 }),
        number: Some(n as u32 + 1),
        heading: false,
    };
    let page = |page: &'a Found| SearchPage {
        id: &page.id,
        url: &page.url,
        title: &page.title,
        kind: kind_of(&page.kind),
        lang: "en",
        date: page.date.as_ref(),
        key: &page.key,
        source: &page.source,
        boost: 1.0,
        blocks: page.blocks.iter().enumerate().map(|(n, text)| block(n, text)).collect(),
        entities: page.entities.clone(),
        statements: page.statements.clone(),
    };
    let entity = |(row, page): (&'static Row, &'a Found)| SearchEntity {
        id: &page.id,
        url: &page.url,
        name: row.2,
        kind: kind_of(&page.kind),
        aliases: Vec::new(),
        summary: row.6,
        mentions: 12,
        articles: 4,
    };
    SearchInput {
        pages: found.iter().map(page).collect(),
        entities: ENTITIES.iter().zip(&found[found.len() - ENTITIES.len()..]).map(entity).collect(),
        kinds,
    }
}
