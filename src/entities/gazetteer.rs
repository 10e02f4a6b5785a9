//! The list of entities and the look-up of names that authors write: in wikilinks, overrides and references.

use super::front_matter::{about, stubs};
use super::hidden::{self, hidden_reference};
use crate::diagnostics::{Checked, Code, Diagnostic, Names, Span};
use crate::kind::{KindId, Kinds};
use crate::source::{EntitySource, PageId, Placed, PublicSources};
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;
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
    /// A stub that only `tags` name: perhaps a name, perhaps a word that groups articles.
    pub tag: bool,
    /// Where front matter names a stub first.
    pub named_at: Option<Span>,
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

    /// Whether a page has this id.
    pub fn has_id(&self, id: &str) -> bool {
        self.by_id.contains_key(&id_key(id))
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

impl Entity {
    /// Where a message about the entity points to: its file, or the front matter that names it.
    pub fn place(&self) -> Span {
        self.named_at.clone().unwrap_or_else(|| Span::file(&self.source.head.body.source))
    }
}

/// Ids are compared without `.md`, case and Unicode form.
pub(super) fn id_key(words: &str) -> String {
    let words = words.trim_start_matches('/');
    let words = words.strip_prefix("content/").unwrap_or(words);
    words.strip_suffix(".md").unwrap_or(words).to_lowercase()
}

/// Builds the gazetteer; reports names of `links:`, relations, places and participants that nothing answers to, and names
/// that two entities share.
pub fn assemble(sources: &mut PublicSources, kinds: &Kinds) -> Checked<Gazetteer> {
    let mut diagnostics = Vec::new();
    let mut entities: Vec<Entity> = std::mem::take(&mut sources.entities).into_iter().map(with_file).collect();
    entities.extend(stubs(&entities, sources, kinds));
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    let mut gazetteer = Gazetteer { entities, ..Gazetteer::default() };
    index(&mut gazetteer, sources);
    gazetteer.about = about(&gazetteer, sources, kinds, &mut diagnostics);
    hidden::leave_out(&mut gazetteer, sources, &mut diagnostics);
    check_references(&gazetteer, sources, &mut diagnostics);
    Checked { value: gazetteer, diagnostics }
}

fn with_file(source: EntitySource) -> Entity {
    let name = source.head.title.clone().unwrap_or_else(|| source.head.stem.clone());
    Entity { id: source.head.id.clone(), kind: source.kind, name, stub: false, tag: false, named_at: None, source }
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
