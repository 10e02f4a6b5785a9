//! The search index: what of the model can be found.

use crate::config::SearchConfig;
use crate::date::PartialDate;
use crate::dossier::{Article, Dossier, StatementRow, Text};
use crate::entities::EntityId;
use crate::markdown::{BlockKind, Document};
use crate::quotes::{self, Quote};
use crate::render::room;
use crate::search::{
    self, SearchAnchor, SearchBlock, SearchEntity, SearchInput, SearchKind, SearchPage, SearchStatement, Speaker,
};
use crate::site::Site;
use crate::source::Head;
use crate::theme::Labels;
use rayon::prelude::*;

/// Builds the index and hands over each file.
pub(super) fn write<E: Send>(
    dossier: &Dossier,
    site: &Site,
    labels: &Labels,
    sink: &search::Sink<'_, E>,
) -> Result<(), E> {
    let kinds = room::kinds(dossier, labels);
    let mut rows = vec![SearchKind {
        name: "articles",
        singular: labels.text("article"),
        plural: labels.text("articles"),
        mark: "article",
    }];
    rows.extend(kinds.iter().map(|kind| SearchKind {
        name: &kind.name,
        singular: &kind.singular,
        plural: &kind.plural,
        mark: &kind.mark,
    }));
    rows.push(SearchKind { name: "pages", singular: labels.text("page"), plural: labels.text("pages"), mark: "page" });
    let room = Room { dossier, site, config: &dossier.config.search, pages_kind: rows.len() - 1 };
    let shown: Vec<EntityId> = (0..dossier.gazetteer.entities.len() as u32)
        .map(EntityId)
        .filter(|id| room.is_shown(&dossier.gazetteer.get(*id).source.head))
        .collect();
    let mut row_of = vec![None; dossier.gazetteer.entities.len()];
    for (row, id) in shown.iter().enumerate() {
        row_of[id.index()] = Some(row as u32);
    }
    let input = SearchInput {
        kinds: rows,
        pages: room.pages(&shown, &row_of),
        entities: shown.iter().map(|id| room.entity(*id)).collect(),
    };
    search::write(&input, sink)
}

struct Room<'a> {
    dossier: &'a Dossier,
    site: &'a Site,
    config: &'a SearchConfig,
    pages_kind: usize,
}

impl<'a> Room<'a> {
    fn pages(&self, shown: &[EntityId], row_of: &[Option<u32>]) -> Vec<SearchPage<'a>> {
        let articles = self.dossier.articles.par_iter().enumerate();
        let articles = articles.filter(|(_, article)| self.is_shown(&article.source.head)).map(|(number, article)| {
            let source = article.source.source.as_ref().and_then(|source| source.name.as_deref());
            let page = self.page(&article.source.head, &article.text, &self.site.articles[number], 0);
            let (blocks, recorded) = recorded(article, page.blocks, row_of);
            let mut statements = statements(article, row_of);
            statements.extend(recorded);
            SearchPage {
                date: article.date(),
                key: &article.key,
                source: source.unwrap_or_default(),
                entities: article.entities.iter().filter_map(|id| row_of[id.index()]).collect(),
                statements,
                blocks,
                ..page
            }
        });
        let entities = shown.par_iter().map(|id| {
            let entity = self.dossier.gazetteer.get(*id);
            let text = &self.dossier.entity_texts[id.index()];
            let page = self.page(&entity.source.head, text, self.site.entity(*id), 1 + usize::from(entity.kind.0));
            let mut blocks = Vec::with_capacity(page.blocks.len() + 1);
            blocks.extend(entity.source.head.summary.as_deref().map(|summary| SearchBlock {
                text: summary,
                anchor: SearchAnchor::Name(""),
                number: None,
                heading: false,
            }));
            blocks.extend(page.blocks);
            let mut entities: Vec<u32> =
                text.found.mentions.iter().filter_map(|mention| row_of[mention.entity.index()]).collect();
            entities.sort_unstable();
            entities.dedup();
            SearchPage { title: &entity.name, blocks, entities, date: entity.source.head.date.as_ref(), ..page }
        });
        let free = self.dossier.pages.iter().zip(&self.site.pages);
        let free = free
            .filter(|(page, _)| self.is_shown(&page.source.head))
            .map(|(page, path)| self.page(&page.source.head, &page.text, path, self.pages_kind));
        let mut all: Vec<SearchPage<'a>> = articles.collect();
        all.extend(entities.collect::<Vec<_>>());
        all.extend(free);
        all
    }

    fn page(&self, head: &'a Head, text: &'a Text, url: &'a str, kind: usize) -> SearchPage<'a> {
        SearchPage {
            id: &head.id.0,
            url,
            title: &text.title,
            kind,
            lang: &text.lang,
            date: head.date.as_ref(),
            key: "",
            source: "",
            boost: head.search_boost * self.boost(&head.id.0),
            blocks: blocks(&text.document),
            entities: Vec::new(),
            statements: Vec::new(),
        }
    }

    fn entity(&self, id: EntityId) -> SearchEntity<'a> {
        let entity = self.dossier.gazetteer.get(id);
        let aliases = entity.source.aliases.iter().chain(&entity.source.weak_aliases);
        let backlinks = &self.dossier.backlinks[id.index()];
        SearchEntity {
            id: &entity.id.0,
            url: self.site.entity(id),
            name: &entity.name,
            kind: 1 + usize::from(entity.kind.0),
            aliases: aliases.map(|alias| alias.value.as_str()).collect(),
            summary: entity.source.head.summary.as_deref().unwrap_or_default(),
            mentions: self.dossier.mention_count(id),
            articles: backlinks.iter().filter(|backlink| backlink.mentions > 0).count() as u32,
        }
    }

    /// Whether neither the page (`search: false`) nor dossier.toml (`exclude`) takes it out of the search.
    fn is_shown(&self, head: &Head) -> bool {
        head.search_boost > 0.0 && !self.config.exclude.iter().any(|rule| covers(rule, &head.id.0))
    }

    fn boost(&self, id: &str) -> f64 {
        let rules = self.config.boost.iter().filter(|(rule, _)| covers(rule, id));
        rules.map(|(_, factor)| factor).product()
    }
}

/// Whether a rule names the page, or its folder with `/` at the end.
fn covers(rule: &str, id: &str) -> bool {
    if rule.ends_with('/') { id.starts_with(rule) } else { id == rule }
}

/// Who speaks in which of the page's [`blocks`], and when.
fn statements<'a>(article: &'a Article, row_of: &[Option<u32>]) -> Vec<SearchStatement<'a>> {
    let text = &article.text;
    let row = shown_rows(&text.document);
    let speaker = |quote: &'a Quote| match &quote.speaker {
        quotes::Speaker::Named(name) => Some(Speaker::Named(quote.speaker_name.as_deref().unwrap_or(name))),
        other => speaker(other, row_of),
    };
    // what is known of a quotation is known of its first part
    let mut first = (0, 0);
    let statement = |(number, quote): (u32, &'a Quote)| {
        if quote.group != first.0 {
            first = (quote.group, number);
        }
        let date = own_date(article, StatementRow::Quote(first.1));
        Some(SearchStatement { speaker: speaker(quote)?, block: row[quote.block as usize]?, date })
    };
    (0..).zip(&text.quotes.quotes).filter_map(statement).collect()
}

/// When a statement was made, if not on the article's date.
fn own_date(article: &Article, row: StatementRow) -> Option<&PartialDate> {
    article.statement_date(row).filter(|date| Some(*date) != article.date())
}

/// The page's blocks with those that only recorded statements of the front matter have, and who speaks in which.
fn recorded<'a>(
    article: &'a Article,
    mut blocks: Vec<SearchBlock<'a>>,
    row_of: &[Option<u32>],
) -> (Vec<SearchBlock<'a>>, Vec<SearchStatement<'a>>) {
    let mut found = Vec::new();
    if article.recorded.is_empty() {
        return (blocks, found);
    }
    let rows = shown_rows(&article.text.document);
    for (number, recorded) in (0..).zip(&article.recorded) {
        let here = if recorded.blocks.is_empty() {
            let anchor = SearchAnchor::Name(&recorded.anchor);
            blocks.push(SearchBlock { text: &recorded.text, anchor, number: None, heading: false });
            vec![blocks.len() - 1]
        } else {
            recorded.blocks.clone().filter_map(|block| rows[block as usize]).collect()
        };
        let speaker = speaker(&recorded.speaker, row_of);
        let date = own_date(article, StatementRow::Recorded(number));
        found.extend(
            speaker
                .into_iter()
                .flat_map(|speaker| here.iter().map(move |block| SearchStatement { speaker, block: *block, date })),
        );
    }
    (blocks, found)
}

fn speaker<'a>(speaker: &'a quotes::Speaker, row_of: &[Option<u32>]) -> Option<Speaker<'a>> {
    match speaker {
        quotes::Speaker::Entity(id) => row_of[id.index()].map(Speaker::Entity),
        quotes::Speaker::Named(name) => Some(Speaker::Named(name)),
        quotes::Speaker::Unnamed(_) | quotes::Speaker::Unknown => None,
    }
}

/// Row of each of the document's blocks among the page's [`blocks`].
fn shown_rows(document: &Document) -> Vec<Option<usize>> {
    let mut row = vec![None; document.blocks.len()];
    for (at, (number, _)) in shown_blocks(document).enumerate() {
        row[number] = Some(at);
    }
    row
}

fn blocks(document: &Document) -> Vec<SearchBlock<'_>> {
    shown_blocks(document)
        .map(|(number, anchor)| {
            let block = &document.blocks[number];
            let text = &document.prose.text[block.prose.start as usize..block.prose.end as usize];
            let heading = matches!(block.kind, BlockKind::Heading(_));
            SearchBlock { text, anchor, number: block.number, heading }
        })
        .collect()
}

/// Blocks that stand on the page, with their anchors: all but a title that was left out.
fn shown_blocks(document: &Document) -> impl Iterator<Item = (usize, SearchAnchor<'_>)> {
    let mut headings = document.headings.iter().peekable();
    document.blocks.iter().enumerate().filter_map(move |(number, block)| {
        if matches!(block.kind, BlockKind::Heading(_)) {
            let heading = headings.next_if(|heading| heading.block as usize == number)?;
            return Some((number, SearchAnchor::Name(&heading.id)));
        }
        Some((number, SearchAnchor::Block(block.id)))
    })
}
