//! Who said what: all statements by speaker and by topic, and those that other pages show.

use super::lists::titled;
use super::meta::Head;
use super::parts::{By, List, NEWEST, Row, divide, divide_names, newest};
use super::series::Series;
use super::statement::{Form, Ids, verb};
use crate::dossier::{self, ArticleId, StatementRow};
use crate::entities::EntityId;
use crate::markdown::BlockId;
use crate::quotes::Speaker;
use crate::render::context::{
    EntityRef, EntityRow, Quoted, Rows, SafeHtml, Shared, SpeakerGroup, SpeakerRow, SpeakersPage, StatementsPage,
    TopicsPage, VerbCount,
};
use crate::render::room::{Depth, Room};
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use rustc_hash::FxHashMap;

/// Statements and speakers on the home page.
const LATEST: usize = 5;
const MOST_QUOTED: usize = 6;
/// Speakers beside an article that are not folded.
const QUOTED: usize = 6;
/// Verbs counted above the list.
const VERBS: usize = 8;
/// Speakers on the first page of many statements.
const MOST_HEARD: usize = 60;
/// Topics on the page of topics.
const TOPICS: usize = 1000;
/// Addresses of the lists.
const BY_SPEAKER: &str = "statements.html";
const BY_TOPIC: &str = "statements-by-topic.html";
const SPEAKERS: &str = "statements/speakers.html";

/// Number and id of a paragraph.
type Place = (u32, BlockId);

/// A speaker with statements.
struct Voice {
    name: String,
    /// Who it is, if it has a page.
    entity: Option<EntityId>,
    /// Fragment id.
    id: String,
    /// Whether the sources name the speaker.
    listed: bool,
    /// Newest first.
    statements: Vec<dossier::Statement>,
}

impl Room<'_> {
    fn listed(&self, all: impl Iterator<Item = dossier::Statement>, depth: Depth, form: Form) -> Rows {
        let (mut rows, mut ids) = (Rows::default(), Ids::default());
        all.for_each(|statement| self.push_statement(&mut rows, statement, depth, form, &mut ids));
        rows
    }

    /// The newest statements of all.
    pub(super) fn latest_statements(&self) -> Rows {
        let newest = self.all_statements().into_iter().take(LATEST).map(|row| row.item);
        self.listed(newest, Depth::Root, Form::Named)
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

    /// Who speaks in an article, in order of the first statement, with the paragraphs: the first few, and all others.
    pub(super) fn quoted_in(&self, id: ArticleId) -> (Rows, Rows) {
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
        let (mut open, mut folded) = (Rows::default(), Rows::default());
        for (place, (_, entity, paragraphs)) in rows.iter().enumerate() {
            let written = if place < QUOTED { &mut open } else { &mut folded };
            written.push_quoted(&Quoted { entity, paragraphs }, &self.theme.pieces);
        }
        (open, folded)
    }

    /// `statements.html`: of many statements the newest, then all by year, each time by speaker.
    pub(super) fn statements_pages(&self) -> Series<'_> {
        let all = self.all_statements();
        let shown = newest(&all, NEWEST);
        let said: Vec<dossier::Statement> = all.iter().map(|row| row.item).collect();
        let parts = divide(all, By::Year);
        let shown = if parts.is_empty() { said.clone() } else { shown };
        let title = self.labels().text("statements_title");
        let paths = List { first: BY_SPEAKER, folder: "statements", title, parts: &parts }.paths();
        let page = move |number: usize| {
            let list = List { first: BY_SPEAKER, folder: "statements", title, parts: &parts };
            let (path, ways, statements, depth) = match number.checked_sub(1) {
                None => (BY_SPEAKER.to_owned(), list.ways_from_first(self.labels()), &shown, Depth::Root),
                Some(part) => {
                    (list.path(part), list.ways_from_part(part, self.labels()), &parts[part].rows, Depth::Folder)
                }
            };
            let of_all = ways.name.is_empty();
            let mut context =
                self.statement_groups(&path, &titled(title, &ways.name), statements, depth, !parts.is_empty());
            if of_all {
                let voices = self.voices(said.iter().copied());
                context.total = said.len();
                if !parts.is_empty() {
                    context.speakers = voices.iter().filter(|voice| voice.listed).count();
                    context.others = Vec::new();
                    context.index = self.most_heard(&voices);
                    SPEAKERS.clone_into(&mut context.all_speakers);
                }
            }
            context.topics_url = if self.has_topics() { depth.url(BY_TOPIC) } else { String::new() };
            context.speakers_url = depth.url(BY_SPEAKER);
            context.parts = ways;
            context
        };
        Series::of(paths, page)
    }

    /// Statements by speaker, with an index of those on the page.
    fn statement_groups(
        &self,
        path: &str,
        title: &str,
        statements: &[dossier::Statement],
        depth: Depth,
        divided: bool,
    ) -> StatementsPage {
        let head = Head { kind: "statements", id: "statements", path, title, description: "", nav: "statements" };
        let mut ids = Ids::default();
        let voices = self.voices(statements.iter().copied());
        let first_other = voices.iter().find(|voice| voice.entity.is_none()).map(|voice| voice.id.as_str());
        let group = |voice: &Voice| {
            let mut rows = Rows::default();
            // who has a page has everything there
            let form = if divided && voice.entity.is_some() { Form::Brief } else { Form::Own };
            for statement in &voice.statements {
                self.push_statement(&mut rows, *statement, depth, form, &mut ids);
            }
            SpeakerGroup {
                id: voice.id.clone(),
                speaker: self.speaker(voice.statements[0], depth),
                other: voice.entity.is_none(),
                first_other: first_other == Some(voice.id.as_str()),
                statements: rows,
            }
        };
        let index = |voice: &Voice| SpeakerRow {
            name: voice.name.clone(),
            url: format!("#{}", voice.id),
            count: voice.statements.len(),
        };
        StatementsPage {
            page: self.meta(head, depth),
            total: statements.len(),
            speakers: voices.iter().filter(|voice| voice.entity.is_some()).count(),
            others: voices.iter().filter(|voice| voice.entity.is_none()).map(index).collect(),
            verbs: self.verbs(statements.iter().copied()),
            index: voices.iter().filter(|voice| voice.entity.is_some()).map(index).collect(),
            groups: voices.iter().map(group).collect(),
            ..StatementsPage::default()
        }
    }

    /// All statements, newest first; those without a date last.
    fn all_statements(&self) -> Vec<Row<dossier::Statement>> {
        let all = self.dossier.by_date.iter().flat_map(|id| self.dossier.statements_in(*id));
        let known = |statement: &dossier::Statement| {
            !matches!(self.dossier.article(statement.article).speaker(statement.row), Speaker::Unknown)
        };
        let mut rows: Vec<Row<dossier::Statement>> =
            all.filter(known).map(|said| self.weighed(said, Form::Own)).collect();
        let date = |row: &Row<dossier::Statement>| {
            self.dossier.article(row.item.article).statement_date(row.item.row).cloned()
        };
        rows.sort_by_cached_key(|row| std::cmp::Reverse(date(row)));
        rows
    }

    /// A statement as a row of a list that may be divided.
    pub(super) fn weighed(&self, statement: dossier::Statement, form: Form) -> Row<dossier::Statement> {
        let article = self.dossier.article(statement.article);
        let source = article.source.source.as_ref().and_then(|source| source.url.as_ref()).map_or(0, String::len);
        let key = self.key(statement.article, Depth::Folder);
        let words = match statement.row {
            StatementRow::Quote(row) => {
                let quote = &article.text.quotes.quotes[row as usize].prose;
                let words = (quote.end - quote.start) as usize;
                // the link to the original carries the first words once more
                words + if form == Form::Own { 340 + key.title.len() + source + words.min(200) } else { 0 }
            }
            StatementRow::Recorded(row) => {
                let recorded = &article.recorded[row as usize];
                600 + recorded.text.len() + 2 * source + key.title.len() + 900 * recorded.ties.len()
            }
        };
        let own = if form == Form::Own { 200 } else { 260 };
        Row::new(statement, article.statement_date(statement.row), own + words + key.url.len())
    }

    /// `statements/speakers.html`, if the statements have more than one page: everybody who is quoted by name, by letter.
    pub(super) fn speakers_pages(&self) -> Series<'_> {
        const ROW: usize = 120;
        const FOLDER: &str = "statements/speakers";
        let all = self.all_statements();
        let said: Vec<dossier::Statement> = all.iter().map(|row| row.item).collect();
        let statements = divide(all, By::Year);
        if statements.is_empty() {
            return Series::none();
        }
        let voices = self.voices(said.into_iter());
        let mut rows: Vec<(String, Row<usize>)> = (0..voices.len())
            .filter(|voice| voices[*voice].listed)
            .map(|voice| {
                let name = self.name_in_order(&voices[voice]);
                let weight = ROW + 2 * name.len();
                (fold_name(&name), Row { item: voice, when: None, weight })
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let first: Vec<usize> = rows.iter().map(|row| row.1.item).collect();
        let parts = divide_names(rows);
        let first = if parts.is_empty() { first } else { Vec::new() };
        let title = self.labels().text("speakers");
        let paths = List { first: SPEAKERS, folder: FOLDER, title, parts: &parts }.paths();
        let page = move |number: usize| {
            let list = List { first: SPEAKERS, folder: FOLDER, title, parts: &parts };
            let (path, ways, shown, depth) = match number.checked_sub(1) {
                None => (SPEAKERS.to_owned(), list.ways_from_first(self.labels()), &first, Depth::Folder),
                Some(part) => {
                    (list.path(part), list.ways_from_part(part, self.labels()), &parts[part].rows, Depth::Deep)
                }
            };
            let title = titled(title, &ways.name);
            let head = Head {
                kind: "statements",
                id: "statements",
                path: &path,
                title: &title,
                description: "",
                nav: "statements",
            };
            let places = List { first: BY_SPEAKER, folder: "statements", title: "", parts: &statements };
            let row = |voice: &usize| {
                let voice = &voices[*voice];
                SpeakerRow {
                    name: self.name_in_order(voice),
                    url: self.place_of(voice, &places, depth),
                    count: voice.statements.len(),
                }
            };
            let page = self.meta(head, depth);
            SpeakersPage { page, rows: shown.iter().map(row).collect(), parts: ways }
        };
        Series::of(paths, page)
    }

    fn name_in_order(&self, voice: &Voice) -> String {
        voice.entity.map_or_else(|| voice.name.clone(), |id| self.sort_name(id))
    }

    /// Where all statements of a speaker stand, or the newest of one who has no page.
    fn place_of(&self, voice: &Voice, statements: &List<'_, dossier::Statement>, depth: Depth) -> String {
        if let Some(id) = voice.entity {
            return format!("{}#st", self.entity_ref(id, depth).url);
        }
        let newest = statements.parts.iter().position(|part| part.rows.contains(&voice.statements[0]));
        newest.map_or_else(String::new, |part| format!("{}#{}", depth.url(&statements.path(part)), voice.id))
    }

    /// The speakers with most statements, for the first of several pages.
    fn most_heard(&self, voices: &[Voice]) -> Vec<SpeakerRow> {
        let known = voices.iter().filter_map(|voice| Some((voice.entity?, voice)));
        let row = |(id, voice): (EntityId, &Voice)| SpeakerRow {
            name: voice.name.clone(),
            url: format!("{}#st", self.entity_ref(id, Depth::Root).url),
            count: voice.statements.len(),
        };
        known.take(MOST_HEARD).map(row).collect()
    }

    /// Whether a statement names a topic or anybody.
    fn has_topics(&self) -> bool {
        (0..self.dossier.statements_on.len() as u32).map(EntityId).any(|id| self.spoken_of(id) > 0)
    }

    /// How many statements of others a topic or a person has on its page.
    pub(super) fn spoken_of(&self, id: EntityId) -> usize {
        let kind = self.dossier.config.kinds.get(self.dossier.gazetteer.get(id).kind);
        if kind.common_noun || kind.person { self.dossier.statements_on[id.index()].len() } else { 0 }
    }

    /// `statements-by-topic.html`: topics, then people of whom others speak, with the way to what is said. None if no statement
    /// names any.
    pub(super) fn topics_pages(&self) -> Series<'_> {
        if self.has_topics() { Series::one(BY_TOPIC, || self.topics_page()) } else { Series::none() }
    }

    fn topics_page(&self) -> TopicsPage {
        /// People beyond these are found in the index of people.
        const PEOPLE: usize = 300;
        let mut rows: Vec<(bool, EntityId)> = (0..self.dossier.statements_on.len() as u32)
            .map(EntityId)
            .filter(|id| self.spoken_of(*id) > 0)
            .map(|id| (self.dossier.config.kinds.get(self.dossier.gazetteer.get(id).kind).person, id))
            .collect();
        rows.sort_by_key(|(person, id)| (*person, std::cmp::Reverse(self.spoken_of(*id)), *id));
        let title = self.labels().text("statements_by_topic");
        let head =
            Head { kind: "statements", id: "statements", path: BY_TOPIC, title, description: "", nav: "statements" };
        let row = |id: EntityId, anchor: &str| SpeakerRow {
            name: self.dossier.gazetteer.get(id).name.clone(),
            url: format!("{}#{anchor}", self.entity_ref(id, Depth::Root).url),
            count: self.spoken_of(id),
        };
        let (people, topics): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(person, _)| *person);
        TopicsPage {
            page: self.meta(head, Depth::Root),
            speakers_url: BY_SPEAKER.to_owned(),
            topics: topics.iter().take(TOPICS).map(|(_, id)| row(*id, "st")).collect(),
            people: people.iter().take(PEOPLE).map(|(_, id)| row(*id, "about")).collect(),
            topic_total: topics.len(),
            people_total: people.len(),
        }
    }

    /// Speakers that a text names: those known by name with most statements first, then unnamed ones.
    fn voices(&self, statements: impl Iterator<Item = dossier::Statement>) -> Vec<Voice> {
        let mut rows: FxHashMap<(bool, String), Vec<dossier::Statement>> = FxHashMap::default();
        for statement in statements {
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
            let entity = match self.dossier.article(statements[0].article).speaker(statements[0].row) {
                Speaker::Entity(id) => Some(*id),
                _ => None,
            };
            let name = self.spoken_name(statements[0]);
            Voice { name, entity, id: ids.unique(format!("sp-{slug}")), listed: !unnamed, statements }
        };
        let mut voices: Vec<Voice> = rows.into_iter().map(voice).collect();
        voices.sort_by(|a, b| {
            let rank =
                |voice: &Voice| (voice.entity.is_none(), !voice.listed, std::cmp::Reverse(voice.statements.len()));
            rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
        });
        voices
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
