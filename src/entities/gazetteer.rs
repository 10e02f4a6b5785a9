//! The list of entities and the look-up of names that authors write: in front matter, wikilinks and overrides.

use super::hidden::{self, hidden_reference};
use crate::diagnostics::{Checked, Code, Diagnostic, Names, SourceText};
use crate::kind::{KindId, Kinds};
use crate::source::{
    ArticleSource, Body, EntitySource, Head, HeldBack, LinkOverrides, MatchMode, PageId, Placed, PublicSources,
};
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::sync::OnceLock;

/// Row number in [`Gazetteer::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntityId(pub u32);

impl EntityId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Someone or something with a page.
#[derive(Debug, Clone)]
pub struct Entity {
    /// `people/jane-doe`.
    pub id: PageId,
    /// Which kind.
    pub kind: KindId,
    /// Canonical name.
    pub name: String,
    /// No file of its own: only front matter of articles names it.
    pub stub: bool,
    /// What its file says; a stub's is empty.
    pub source: EntitySource,
}

/// What an author's name or id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An entity.
    Entity(EntityId),
    /// An article, by its index in [`PublicSources::articles`].
    Article(u32),
    /// A free page, by its index in [`PublicSources::pages`].
    Page(u32),
    /// A page that is not published, by its index in [`PublicSources::held_back`].
    HeldBack(u32),
}

/// Every entity, sorted by id, with look-up by id and by folded name.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// By id.
    pub entities: Vec<Entity>,
    /// For each article, what its front matter says it is about, in the author's order, each once.
    pub about: Vec<Vec<EntityId>>,
    by_id: FxHashMap<String, Target>,
    by_name: FxHashMap<String, Vec<Target>>,
    /// For help lines; made when the first name is not found.
    near: OnceLock<Names>,
}

impl Gazetteer {
    /// The entity of a row number.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// All that a name, title, alias or id may stand for; an id stands for one thing only. Accents, case and hyphens do not matter.
    pub fn look_up(&self, words: &str) -> &[Target] {
        let words = words.trim();
        if let Some(target) = self.by_id.get(&id_key(words)) {
            return std::slice::from_ref(target);
        }
        self.by_name.get(&fold_name(words)).map_or(&[], Vec::as_slice)
    }

    /// The entity that a name or id stands for, if it is the only one of the wanted kind.
    pub fn entity(&self, words: &str, kind: Option<KindId>) -> Option<EntityId> {
        let mut found = self.look_up(words).iter().filter_map(|target| match target {
            Target::Entity(id) if kind.is_none_or(|kind| self.get(*id).kind == kind) => Some(*id),
            _ => None,
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The page that is held back, if these words stand for nothing else.
    pub fn held_back(&self, words: &str) -> Option<u32> {
        let mut only = None;
        for target in self.look_up(words) {
            let Target::HeldBack(held) = target else { return None };
            only = only.or(Some(*held));
        }
        only
    }

    /// The known name nearest to a misspelt one, for help lines.
    pub fn suggestion(&self, words: &str) -> Option<&str> {
        self.near.get_or_init(|| Names::new(self.entities.iter().map(|entity| entity.name.as_str()))).nearest(words)
    }
}

/// Ids are compared without `.md`, case and Unicode form.
fn id_key(words: &str) -> String {
    let words = words.trim_start_matches('/');
    let words = words.strip_prefix("content/").unwrap_or(words);
    words.strip_suffix(".md").unwrap_or(words).to_lowercase()
}

/// Builds the gazetteer; reports names of `links:`, relations, places and participants that nothing answers to, and names
/// that two entities share.
pub fn assemble(sources: &mut PublicSources, kinds: &Kinds) -> Checked<Gazetteer> {
    let mut diagnostics = Vec::new();
    let mut entities: Vec<Entity> = std::mem::take(&mut sources.entities).into_iter().map(with_file).collect();
    entities.extend(stubs(&entities, &sources.articles, &sources.held_back, kinds));
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    let mut gazetteer = Gazetteer { entities, ..Gazetteer::default() };
    index(&mut gazetteer, sources);
    gazetteer.about = about(&gazetteer, sources, &mut diagnostics);
    hidden::leave_out(&mut gazetteer, sources, &mut diagnostics);
    check_references(&gazetteer, sources, &mut diagnostics);
    Checked { value: gazetteer, diagnostics }
}

fn with_file(source: EntitySource) -> Entity {
    let name = source.head.title.clone().unwrap_or_else(|| source.head.stem.clone());
    Entity { id: source.head.id.clone(), kind: source.kind, name, stub: false, source }
}

/// An entity for each name that only front matter knows. The first spelling in the order of article ids gives the name;
/// names of pages that are not published make none.
fn stubs(entities: &[Entity], articles: &[ArticleSource], held_back: &[HeldBack], kinds: &Kinds) -> Vec<Entity> {
    let mut known: FxHashSet<(KindId, String)> = FxHashSet::default();
    let mut ids: FxHashSet<String> = FxHashSet::default();
    for entity in entities {
        let names = std::iter::once(&entity.name)
            .chain(entity.source.aliases.iter().map(|alias| &alias.value))
            .chain(entity.source.weak_aliases.iter().map(|alias| &alias.value));
        known.extend(names.map(|name| (entity.kind, fold_name(name))));
        ids.insert(id_key(&entity.id.0));
    }
    let mut hidden: FxHashSet<String> = FxHashSet::default();
    for held in held_back {
        hidden.extend(held.names.iter().map(|name| fold_name(name)));
        hidden.insert(id_key(&held.id.0));
    }
    let mut stubs = Vec::new();
    let mut seen: FxHashSet<(KindId, &str)> = FxHashSet::default();
    for (kind, name) in articles.iter().flat_map(|article| &article.about) {
        if !seen.insert((*kind, &name.value)) {
            continue;
        }
        let folded = fold_name(&name.value);
        let id = PageId(format!("{}/{}", kinds.get(*kind).name, slugify(&name.value)));
        let is_known = known.contains(&(*kind, folded.clone()))
            || ids.contains(&id_key(&name.value))
            || hidden.contains(&folded)
            || hidden.contains(&id_key(&name.value));
        if is_known || slugify(&name.value).is_empty() || !ids.insert(id_key(&id.0)) {
            continue;
        }
        known.insert((*kind, folded));
        stubs.push(stub(id, *kind, &name.value));
    }
    stubs
}

fn stub(id: PageId, kind: KindId, name: &str) -> Entity {
    let file = SourceText::new(format!("content/{id}.md"), "");
    let head = Head {
        id: id.clone(),
        title: Some(name.to_owned()),
        stem: name.to_owned(),
        summary: None,
        lang: None,
        date: None,
        updated: None,
        redirects: Vec::new(),
        image: None,
        links: LinkOverrides::default(),
        noindex: false,
        search_boost: 1.0,
        extra: serde_json::Value::Null,
        body: Body { source: file, kept: Vec::new() },
    };
    let source = EntitySource {
        head,
        kind,
        aliases: Vec::new(),
        weak_aliases: Vec::new(),
        not: Vec::new(),
        family_name: None,
        family_first: false,
        gender: None,
        autolink: true,
        match_mode: MatchMode::Smart,
        wikidata: None,
        same_as: Vec::new(),
        living: None,
        facts: Vec::new(),
        relations: Vec::new(),
        position: None,
        end: None,
        place: None,
        participants: Vec::new(),
    };
    Entity { id, kind, name: name.to_owned(), stub: true, source }
}

fn index(gazetteer: &mut Gazetteer, sources: &PublicSources) {
    let (by_id, by_name) = (&mut gazetteer.by_id, &mut gazetteer.by_name);
    let mut add = |target: Target, id: &PageId, names: &mut dyn Iterator<Item = &str>| {
        by_id.entry(id_key(&id.0)).or_insert(target);
        for name in names {
            let folded = fold_name(name);
            if !folded.is_empty() {
                let targets: &mut Vec<Target> = by_name.entry(folded).or_default();
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        }
    };
    for (number, entity) in (0..).zip(&gazetteer.entities) {
        let source = &entity.source;
        let others = source.aliases.iter().chain(&source.weak_aliases).map(|alias| alias.value.as_str());
        let stem = std::iter::once(source.head.stem.as_str())
            .filter(|stem| !entity.stub && entity.source.head.title.is_none() && !stem.is_empty());
        add(
            Target::Entity(EntityId(number)),
            &entity.id,
            &mut std::iter::once(entity.name.as_str()).chain(others).chain(stem),
        );
    }
    for (number, article) in (0..).zip(&sources.articles) {
        let names = [
            article.head.title.as_deref(),
            Some(article.head.id.name()),
            article.key.as_ref().map(|key| key.value.as_str()),
        ];
        add(Target::Article(number), &article.head.id, &mut names.into_iter().flatten());
    }
    for (number, page) in (0..).zip(&sources.pages) {
        let names = [page.head.title.as_deref(), Some(page.head.id.name())];
        add(Target::Page(number), &page.head.id, &mut names.into_iter().flatten());
    }
    for (number, held) in (0..).zip(&sources.held_back) {
        add(Target::HeldBack(number), &held.id, &mut held.names.iter().map(String::as_str));
    }
}

fn about(gazetteer: &Gazetteer, sources: &PublicSources, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<EntityId>> {
    // most names stand in many articles
    let mut found: FxHashMap<&str, &[Target]> = FxHashMap::default();
    let mut look_up = |words| *found.entry(words).or_insert_with(|| gazetteer.look_up(words));
    let articles = sources.articles.iter();
    articles.map(|article| about_of(article, gazetteer, sources, &mut look_up, diagnostics)).collect()
}

fn about_of<'s, 'g>(
    article: &'s ArticleSource,
    gazetteer: &'g Gazetteer,
    sources: &PublicSources,
    look_up: &mut impl FnMut(&'s str) -> &'g [Target],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<EntityId> {
    let mut all = Vec::new();
    for (kind, name) in &article.about {
        let targets = look_up(&name.value);
        let of_kind = targets.iter().find_map(|target| match target {
            Target::Entity(id) if gazetteer.get(*id).kind == *kind => Some(*id),
            _ => None,
        });
        match of_kind {
            Some(id) if !all.contains(&id) => all.push(id),
            Some(_) => {}
            None => {
                if let Some(Target::HeldBack(held)) =
                    targets.iter().find(|target| matches!(target, Target::HeldBack(_)))
                {
                    diagnostics.push(hidden_reference(name, &sources.held_back[*held as usize]));
                }
            }
        }
    }
    all
}

fn check_references(gazetteer: &Gazetteer, sources: &PublicSources, diagnostics: &mut Vec<Diagnostic>) {
    let mut check = |name: &Placed<String>, what: &str| {
        let targets = gazetteer.look_up(&name.value);
        if targets.iter().any(|target| matches!(target, Target::Entity(_))) {
            return;
        }
        if let Some(Target::HeldBack(held)) = targets.first() {
            diagnostics.push(hidden_reference(name, &sources.held_back[*held as usize]));
            return;
        }
        let help = gazetteer.suggestion(&name.value).map_or_else(
            || "add a page for it, or correct the name".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        diagnostics.push(
            Diagnostic::new(
                Code::UNKNOWN_ENTITY,
                format!("{what} `{}` is not an entity of this dossier", name.value),
                name.span.clone(),
            )
            .help(help),
        );
    };
    for entity in &gazetteer.entities {
        entity.source.relations.iter().for_each(|relation| check(&relation.to, "the relation to"));
        entity.source.place.iter().for_each(|place| check(place, "the place"));
        entity.source.participants.iter().for_each(|name| check(name, "the participant"));
    }
    let statements = sources.articles.iter().flat_map(|article| &article.statements);
    statements.flat_map(|statement| &statement.about).for_each(|name| check(name, "the subject"));
    let heads = sources.articles.iter().map(|a| &a.head).chain(sources.pages.iter().map(|p| &p.head));
    for head in heads.chain(gazetteer.entities.iter().map(|e| &e.source.head)) {
        head.links
            .rules
            .iter()
            .filter_map(|(_, target)| target.as_ref())
            .for_each(|target| check(target, "the link target"));
    }
}
