//! Who said what: all statements by speaker and by topic, and those that other pages show.

use super::lists::{PER_PAGE, page_path, page_paths};
use super::meta::Head;
use super::series::Series;
use super::statement::{Ids, verb};
use crate::dossier::{self, ArticleId, StatementRow};
use crate::entities::EntityId;
use crate::markdown::BlockId;
use crate::quotes::Speaker;
use crate::render::context::{
    EntityRef, EntityRow, Link, Quoted, Rows, SafeHtml, Shared, SpeakerGroup, SpeakerRow, StatementsPage, VerbCount,
};
use crate::render::room::{Depth, Room};
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use rustc_hash::FxHashMap;

/// Statements and speakers on the home page.
const LATEST: usize = 5;
const MOST_QUOTED: usize = 6;
/// Verbs counted above the list.
const VERBS: usize = 8;
/// Statements on a topic on the page of topics; a topic's own page has all.
const ON_TOPIC: usize = 12;
/// Addresses of the two lists.
const BY_SPEAKER: &str = "statements.html";
const BY_TOPIC: &str = "statements-by-topic.html";

/// Number and id of a paragraph.
type Place = (u32, BlockId);

/// What stands under one heading: a speaker with all that is said, or a topic with what is said on it.
struct Voice {
    heading: Shared<EntityRef>,
    /// Fragment id.
    id: String,
    /// On the first page's index, wherever the group stands.
    listed: bool,
    statements: Vec<dossier::Statement>,
}

impl Room<'_> {
    fn listed(&self, all: impl Iterator<Item = dossier::Statement>, depth: Depth, show_speaker: bool) -> Rows {
        let (mut rows, mut ids) = (Rows::default(), Ids::default());
        all.for_each(|statement| self.push_statement(&mut rows, statement, depth, show_speaker, &mut ids));
        rows
    }

    /// What an entity says, newest first.
    pub(super) fn statements_by(&self, id: EntityId) -> Rows {
        self.listed(self.dossier.statements[id.index()].iter().copied(), Depth::Folder, false)
    }

    /// What is said on a topic, newest first.
    pub(super) fn statements_on(&self, id: EntityId) -> Rows {
        self.listed(self.dossier.statements_on[id.index()].iter().copied(), Depth::Folder, true)
    }

    /// Where stands what others say of an entity.
    pub(super) fn spoken_of(&self, id: EntityId) -> Link {
        let kind = self.dossier.config.kinds.get(self.dossier.gazetteer.get(id).kind);
        let count = self.dossier.statements_on[id.index()].len();
        if count == 0 || !kind.person {
            return Link::default();
        }
        let url = format!("{}#{}", Depth::Folder.url(BY_TOPIC), self.topic_anchor(id));
        Link { name: self.labels().count("statements", count), url }
    }

    /// The newest statements of all.
    pub(super) fn latest_statements(&self) -> Rows {
        let all = self.dossier.by_date.iter().flat_map(|id| self.dossier.statements_in(*id));
        self.listed(all.take(LATEST), Depth::Root, true)
    }

    /// Who is quoted most.
    pub(super) fn most_quoted(&self) -> Vec<EntityRow> {
        let count = |id: &EntityId| self.facts[id.index()].counts.statements;
        let mut ids: Vec<EntityId> = (0..self.facts.len() as u32).map(EntityId).filter(|id| count(id) > 0).collect();
        ids.sort_by_key(|id| (std::cmp::Reverse(count(id)), *id));
        let row = |id: &EntityId| EntityRow {
            entity: self.entity(*id, Depth::Root),
            count: count(id),
            spark: SafeHtml::default(),
        };
        ids.iter().take(MOST_QUOTED).map(row).collect()
    }

    /// Who speaks in an article, in order of the first statement, with the paragraphs.
    pub(super) fn quoted_in(&self, id: ArticleId) -> Rows {
        let article = self.dossier.article(id);
        let mut rows: Vec<(String, Shared<EntityRef>, Vec<Place>)> = Vec::new();
        for statement in self.dossier.statements_in(id) {
            let name = self.spoken_name(statement);
            let block = match statement.row {
                StatementRow::Quote(row) => Some(article.text.quotes.quotes[row as usize].block),
                StatementRow::Recorded(row) => Some(&article.recorded[row as usize].blocks)
                    .filter(|blocks| !blocks.is_empty())
                    .map(|blocks| blocks.start),
            };
            let block = block.map(|block| &article.text.document.blocks[block as usize]);
            let place = block.and_then(|block| block.number.map(|number| (number, block.id)));
            match rows.iter_mut().find(|row| row.0 == name) {
                Some(row) if place.is_none() || row.2.last() == place.as_ref() => {}
                Some(row) => row.2.extend(place),
                None => rows.push((name, self.speaker(statement, Depth::Folder), place.into_iter().collect())),
            }
        }
        let mut written = Rows::default();
        for (_, entity, paragraphs) in &rows {
            written.push_quoted(&Quoted { entity, paragraphs });
        }
        written
    }

    /// `statements.html`, on as many pages as it needs; the statements of one speaker stand on one page.
    pub(super) fn statements_pages(&self) -> Series<'_> {
        let voices = self.voices();
        let total = voices.iter().map(|voice| voice.statements.len()).sum();
        let all = voices.iter().flat_map(|voice| voice.statements.iter().copied());
        let common = StatementsPage {
            total,
            speakers: voices.iter().filter(|voice| voice.listed).count(),
            verbs: self.verbs(all),
            ..StatementsPage::default()
        };
        self.grouped(BY_SPEAKER, voices, usize::MAX, common)
    }

    /// `statements-by-topic.html`, on as many pages as it needs; none if no statement names a topic or anybody.
    pub(super) fn topics_pages(&self) -> Series<'_> {
        let topics = self.topics();
        if topics.is_empty() {
            return Series::none();
        }
        let common = StatementsPage { by_topic: true, ..StatementsPage::default() };
        self.grouped(BY_TOPIC, topics, ON_TOPIC, common)
    }

    /// Groups on pages, at most `most` statements of each.
    fn grouped(&self, first: &'static str, voices: Vec<Voice>, most: usize, common: StatementsPage) -> Series<'_> {
        let mut page_of = Vec::with_capacity(voices.len());
        let (mut page, mut room_left) = (0, PER_PAGE);
        for (number, voice) in voices.iter().enumerate() {
            let count = voice.statements.len().min(most);
            if count > room_left && number > 0 {
                page += 1;
                room_left = PER_PAGE;
            }
            room_left = room_left.saturating_sub(count);
            page_of.push(page);
        }
        let title = self.labels().text("statements");
        let topics = common.by_topic || !self.topics().is_empty();
        let make = move |part: usize| {
            let path = page_path(first, part);
            let head =
                Head { kind: "statements", id: "statements", path: &path, title, description: "", nav: "statements" };
            let mut ids = Ids::default();
            let here = || voices.iter().zip(&page_of).filter(move |(_, page)| **page == part);
            let groups = here().map(|(voice, _)| self.group(voice, most, common.by_topic, &mut ids)).collect();
            let on_index = voices.iter().zip(&page_of);
            let on_index = on_index.filter(|(voice, page)| **page == part || (part == 0 && voice.listed));
            let index = on_index.map(|(voice, page)| SpeakerRow {
                name: voice.heading.name.clone(),
                url: if *page == part {
                    format!("#{}", voice.id)
                } else {
                    format!("{}#{}", Depth::Root.url(&page_path(first, *page)), voice.id)
                },
                id: if *page == part { String::new() } else { voice.id.clone() },
                count: voice.statements.len(),
            });
            StatementsPage {
                page: self.meta(head, Depth::Root),
                speakers_url: BY_SPEAKER.to_owned(),
                topics_url: if topics { BY_TOPIC.to_owned() } else { String::new() },
                parts: self.parts(first, part, page + 1, Depth::Root),
                groups,
                index: index.collect(),
                ..common.clone()
            }
        };
        Series::of(page_paths(first, page + 1), make)
    }

    fn group(&self, voice: &Voice, most: usize, show_speaker: bool, ids: &mut Ids) -> SpeakerGroup {
        let mut statements = Rows::default();
        for statement in voice.statements.iter().take(most) {
            self.push_statement(&mut statements, *statement, Depth::Root, show_speaker, ids);
        }
        SpeakerGroup { id: voice.id.clone(), speaker: voice.heading.clone(), statements, total: voice.statements.len() }
    }

    /// All speakers that a text names: those known by name with most statements first, then unnamed ones.
    fn voices(&self) -> Vec<Voice> {
        let mut rows: FxHashMap<(bool, String), Vec<dossier::Statement>> = FxHashMap::default();
        for statement in self.dossier.by_date.iter().flat_map(|id| self.dossier.statements_in(*id)) {
            let key = match self.dossier.article(statement.article).speaker(statement.row) {
                Speaker::Entity(id) => (false, self.dossier.gazetteer.get(*id).id.0.clone()),
                Speaker::Named(_) => (false, fold_name(&self.spoken_name(statement))),
                Speaker::Unnamed(role) => (true, fold_name(role)),
                Speaker::Unknown => continue,
            };
            rows.entry(key).or_default().push(statement);
        }
        let mut rows: Vec<((bool, String), Vec<dossier::Statement>)> = rows.into_iter().collect();
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        // ids in the order of names, so that no count changes them
        let mut ids = Ids::default();
        let voice = |((unnamed, key), mut statements): ((bool, String), Vec<dossier::Statement>)| {
            let date = |of: &dossier::Statement| self.dossier.article(of.article).statement_date(of.row);
            statements.sort_by(|a, b| date(b).cmp(&date(a)));
            let slug = slugify(key.rsplit('/').next().unwrap_or(&key));
            let heading = self.speaker(statements[0], Depth::Root);
            Voice { heading, id: ids.unique(format!("sp-{slug}")), listed: !unnamed, statements }
        };
        let mut voices: Vec<Voice> = rows.into_iter().map(voice).collect();
        voices.sort_by(|a, b| {
            let rank = |voice: &Voice| (!voice.listed, std::cmp::Reverse(voice.statements.len()));
            rank(a).cmp(&rank(b)).then_with(|| a.heading.name.cmp(&b.heading.name))
        });
        voices
    }

    /// Topics, then people of whom others speak, those with most statements first.
    fn topics(&self) -> Vec<Voice> {
        let kind = |id: EntityId| self.dossier.config.kinds.get(self.dossier.gazetteer.get(id).kind);
        let mut rows: Vec<(bool, EntityId)> = (0..self.dossier.statements_on.len() as u32)
            .map(EntityId)
            .filter(|id| !self.dossier.statements_on[id.index()].is_empty())
            .filter(|id| kind(*id).common_noun || kind(*id).person)
            .map(|id| (kind(id).person, id))
            .collect();
        rows.sort_by_key(|(person, id)| {
            (*person, std::cmp::Reverse(self.dossier.statements_on[id.index()].len()), *id)
        });
        let voice = |(_, id): (bool, EntityId)| Voice {
            heading: self.entity(id, Depth::Root),
            id: self.topic_anchor(id),
            listed: true,
            statements: self.dossier.statements_on[id.index()].clone(),
        };
        rows.into_iter().map(voice).collect()
    }

    /// Fragment id of a topic: its id is unique, and its kind parts it from others of the name.
    fn topic_anchor(&self, id: EntityId) -> String {
        format!("on-{}", self.dossier.gazetteer.get(id).id.0.replace('/', "-"))
    }

    fn verbs(&self, all: impl Iterator<Item = dossier::Statement>) -> Vec<VerbCount> {
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for statement in all {
            let article = self.dossier.article(statement.article);
            let said = match statement.row {
                StatementRow::Quote(row) => article.text.quotes.quotes[row as usize].cue.as_deref().map(verb),
                StatementRow::Recorded(row) => article.source.statements[row as usize].verb.clone(),
            };
            if let Some(verb) = said {
                *counts.entry(verb).or_default() += 1;
            }
        }
        let mut verbs: Vec<VerbCount> = counts.into_iter().map(|(verb, count)| VerbCount { verb, count }).collect();
        verbs.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.verb.cmp(&b.verb)));
        verbs.truncate(VERBS);
        verbs
    }
}
