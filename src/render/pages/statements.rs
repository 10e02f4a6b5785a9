//! Who said what: all statements by speaker, and those that other pages show.

use super::lists::{PER_PAGE, page_path};
use super::meta::Head;
use crate::dossier::{self, ArticleId, groups};
use crate::entities::EntityId;
use crate::markdown::BlockId;
use crate::quotes::{Certainty, Quote, Speaker};
use crate::render::context::{
    EntityRef, EntityRow, Quoted, Shared, SpeakerGroup, SpeakerRow, Statement, StatementsPage, VerbCount,
    paragraph_keys,
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

/// Number and id of a paragraph.
type Place = (u32, BlockId);

/// A speaker with all that is said.
struct Voice {
    speaker: Speaker,
    name: String,
    /// Fragment id.
    id: String,
    statements: Vec<dossier::Statement>,
}

impl Room<'_> {
    fn quote(&self, statement: dossier::Statement) -> &Quote {
        &self.dossier.article(statement.article).text.quotes.quotes[statement.quote as usize]
    }

    /// A statement with its key; parts of an interrupted one stand together.
    fn statement(&self, statement: dossier::Statement, depth: Depth, id: String, show_speaker: bool) -> Statement {
        let article = self.dossier.article(statement.article);
        let quote = self.quote(statement);
        let shown = self.article(statement.article, depth);
        Statement {
            id,
            speaker: self.speaker(quote, depth),
            show_speaker,
            date: self.date(article.date()),
            verb: quote.cue.as_deref().map(verb).unwrap_or_default(),
            denial: quote.denial,
            text: words(article, statement.quote as usize),
            lang: shown.lang.clone(),
            direct: true,
            certainty: match quote.certainty {
                Some(Certainty::Explicit) => "explicit",
                Some(Certainty::Adjacent) => "adjacent",
                Some(Certainty::Resolved) => "resolved",
                None => "",
            }
            .to_owned(),
            key: self.paragraph_key(statement.article, quote.block, depth),
            placed: article.text.document.blocks[quote.block as usize].number.is_some(),
            outlet: shown.outlet.clone(),
            occasion: String::new(),
        }
    }

    fn speaker(&self, quote: &Quote, depth: Depth) -> Shared<EntityRef> {
        match &quote.speaker {
            Speaker::Entity(id) => self.entity(*id, depth),
            _ => Shared::new(EntityRef { name: self.spoken_name(quote), ..EntityRef::default() }),
        }
    }

    /// What a speaker is called.
    fn spoken_name(&self, quote: &Quote) -> String {
        match &quote.speaker {
            Speaker::Entity(id) => self.dossier.gazetteer.get(*id).name.clone(),
            Speaker::Named(name) => quote.speaker_name.clone().unwrap_or_else(|| name.clone()),
            Speaker::Unnamed(role) => role.clone(),
            Speaker::Unknown => String::new(), // never shown
        }
    }

    fn listed(
        &self,
        all: impl Iterator<Item = dossier::Statement>,
        depth: Depth,
        show_speaker: bool,
    ) -> Vec<Statement> {
        (1..).zip(all).map(|(n, statement)| self.statement(statement, depth, format!("s{n}"), show_speaker)).collect()
    }

    /// What an entity is quoted with, newest first.
    pub(super) fn statements_by(&self, id: EntityId) -> Vec<Statement> {
        self.listed(self.dossier.statements[id.index()].iter().copied(), Depth::Folder, false)
    }

    /// What is said in paragraphs that name a topic, newest first.
    pub(super) fn statements_on(&self, id: EntityId) -> Vec<Statement> {
        let here = self.dossier.backlinks[id.index()].iter().flat_map(|backlink| {
            let article = self.dossier.article(backlink.article);
            let blocks: Vec<u32> = article.mentions_of(id).map(|mention| mention.block).collect();
            groups(article)
                .filter(move |(_, quote)| quote.speaker != Speaker::Unknown && blocks.contains(&quote.block))
                .map(|(quote, _)| dossier::Statement { article: backlink.article, quote })
        });
        self.listed(here, Depth::Folder, true)
    }

    /// The newest statements of all.
    pub(super) fn latest_statements(&self) -> Vec<Statement> {
        let all = self.dossier.by_date.iter().flat_map(|id| {
            let known = groups(self.dossier.article(*id)).filter(|(_, quote)| quote.speaker != Speaker::Unknown);
            known.map(|(quote, _)| dossier::Statement { article: *id, quote })
        });
        self.listed(all.take(LATEST), Depth::Root, true)
    }

    /// Who is quoted most.
    pub(super) fn most_quoted(&self) -> Vec<EntityRow> {
        let count = |id: &EntityId| self.facts[id.index()].counts.statements;
        let mut ids: Vec<EntityId> = (0..self.facts.len() as u32).map(EntityId).filter(|id| count(id) > 0).collect();
        ids.sort_by_key(|id| (std::cmp::Reverse(count(id)), *id));
        let row = |id: &EntityId| EntityRow { entity: self.entity(*id, Depth::Root), count: count(id), spark: None };
        ids.iter().take(MOST_QUOTED).map(row).collect()
    }

    /// Who is quoted in an article, in order of first quotation, with the paragraphs.
    pub(super) fn quoted_in(&self, id: ArticleId) -> Vec<Quoted> {
        let article = self.dossier.article(id);
        let mut rows: Vec<(String, Shared<EntityRef>, Vec<Place>)> = Vec::new();
        for (_, quote) in groups(article).filter(|(_, quote)| quote.speaker != Speaker::Unknown) {
            let name = self.spoken_name(quote);
            let block = &article.text.document.blocks[quote.block as usize];
            let place = block.number.map(|number| (number, block.id));
            match rows.iter_mut().find(|row| row.0 == name) {
                Some(row) if place.is_none() || row.2.last() == place.as_ref() => {}
                Some(row) => row.2.extend(place),
                None => rows.push((name, self.speaker(quote, Depth::Folder), place.into_iter().collect())),
            }
        }
        rows.into_iter().map(|(_, entity, keys)| Quoted { entity, keys: paragraph_keys(&keys) }).collect()
    }

    /// `statements.html`, on as many pages as it needs; the statements of one speaker stand on one page.
    pub(super) fn statements_pages(&self) -> Vec<(String, StatementsPage)> {
        let voices = self.voices();
        let total = voices.iter().map(|voice| voice.statements.len()).sum();
        let mut pages: Vec<Vec<&Voice>> = vec![Vec::new()];
        let mut room_left = PER_PAGE;
        for voice in &voices {
            if voice.statements.len() > room_left && !pages.last().is_none_or(Vec::is_empty) {
                pages.push(Vec::new());
                room_left = PER_PAGE;
            }
            room_left = room_left.saturating_sub(voice.statements.len());
            pages.last_mut().expect("there is one from the start").push(voice);
        }
        let count = pages.len();
        let title = self.labels().text("statements");
        let speakers = voices.iter().filter(|v| matches!(v.speaker, Speaker::Entity(_) | Speaker::Named(_))).count();
        let verbs = self.verbs(&voices);
        let page = |(part, voices): (usize, Vec<&Voice>)| {
            let path = page_path("statements.html", part);
            let head =
                Head { kind: "statements", id: "statements", path: &path, title, description: "", nav: "statements" };
            let mut number = 0;
            let groups = voices.iter().map(|voice| self.group(voice, &mut number)).collect();
            let index = voices.iter().map(|voice| SpeakerRow {
                name: voice.name.clone(),
                url: format!("#{}", voice.id),
                count: voice.statements.len(),
            });
            let context = StatementsPage {
                page: self.meta(head, Depth::Root),
                total,
                speakers,
                verbs: verbs.clone(),
                parts: self.parts("statements.html", part, count, Depth::Root),
                groups,
                index: index.collect(),
            };
            (path, context)
        };
        pages.into_iter().enumerate().map(page).collect()
    }

    fn group(&self, voice: &Voice, number: &mut usize) -> SpeakerGroup {
        let statement = |statement: &dossier::Statement| {
            *number += 1;
            self.statement(*statement, Depth::Root, format!("s{number}"), false)
        };
        let statements: Vec<Statement> = voice.statements.iter().map(statement).collect();
        let speaker = voice.statements.first().map(|first| self.speaker(self.quote(*first), Depth::Root));
        SpeakerGroup { id: voice.id.clone(), speaker: speaker.unwrap_or_default(), statements }
    }

    /// All speakers that a text names: those known by name with most statements first, then unnamed ones.
    fn voices(&self) -> Vec<Voice> {
        let mut rows: FxHashMap<(bool, String), Voice> = FxHashMap::default();
        for id in &self.dossier.by_date {
            for (row, quote) in groups(self.dossier.article(*id)) {
                let statement = dossier::Statement { article: *id, quote: row };
                let (unnamed, key) = match &quote.speaker {
                    Speaker::Entity(id) => (false, self.dossier.gazetteer.get(*id).id.0.clone()),
                    Speaker::Named(_) => (false, fold_name(&self.spoken_name(quote))),
                    Speaker::Unnamed(role) => (true, fold_name(role)),
                    Speaker::Unknown => continue,
                };
                let voice = rows.entry((unnamed, key)).or_insert_with(|| Voice {
                    speaker: quote.speaker.clone(),
                    name: self.spoken_name(quote),
                    id: String::new(),
                    statements: Vec::new(),
                });
                voice.statements.push(statement);
            }
        }
        let mut voices: Vec<((bool, String), Voice)> = rows.into_iter().collect();
        voices.sort_by(|(a_key, a), (b_key, b)| {
            let rank = |key: &(bool, String), voice: &Voice| (key.0, std::cmp::Reverse(voice.statements.len()));
            rank(a_key, a).cmp(&rank(b_key, b)).then_with(|| (&a.name, &a_key.1).cmp(&(&b.name, &b_key.1)))
        });
        let mut taken: FxHashMap<String, usize> = FxHashMap::default();
        for ((_, key), voice) in &mut voices {
            let slug = slugify(key.rsplit('/').next().unwrap_or(key));
            let same = taken.entry(slug.clone()).and_modify(|n| *n += 1).or_insert(1);
            voice.id = if *same == 1 { format!("sp-{slug}") } else { format!("sp-{slug}-{same}") };
        }
        voices.into_iter().map(|(_, voice)| voice).collect()
    }

    fn verbs(&self, voices: &[Voice]) -> Vec<VerbCount> {
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for statement in voices.iter().flat_map(|voice| &voice.statements) {
            if let Some(verb) = &self.quote(*statement).cue {
                *counts.entry(self::verb(verb)).or_default() += 1;
            }
        }
        let mut verbs: Vec<VerbCount> = counts.into_iter().map(|(verb, count)| VerbCount { verb, count }).collect();
        verbs.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.verb.cmp(&b.verb)));
        verbs.truncate(VERBS);
        verbs
    }
}

/// The words that ascribe a statement, as a reader expects them: `according` stands for `according to`.
fn verb(cue: &str) -> String {
    let cue = cue.to_lowercase();
    if cue == "according" { "according to".to_owned() } else { cue }
}

/// The words of a quotation: parts that something interrupts are joined by an ellipsis, paragraphs by a space.
fn words(article: &dossier::Article, first: usize) -> String {
    let text = &article.text.document.prose.text;
    let parts = &article.text.quotes.quotes[first..];
    let mut out = String::new();
    let (group, mut block) = (parts[0].group, parts[0].block);
    for part in parts.iter().take_while(|part| part.group == group) {
        if !out.is_empty() {
            out.push_str(if part.block == block { " … " } else { " " });
        }
        block = part.block;
        let words = &text[part.prose.start as usize..part.prose.end as usize];
        for (at, word) in words.split_whitespace().enumerate() {
            if at > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}
