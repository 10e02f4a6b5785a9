//! What names in the front matter of articles mean: an entity with a file, or else a stub.
//!
//! A file always wins: `tags: [John Kirby]` and `topics: [john-kirby]` are the person of `people/john-kirby.md`. A stub of another
//! kind wins over one that only a tag or a topic would make.

use super::gazetteer::id_key;
use super::hidden::hidden_reference;
use super::{Entity, EntityId, Gazetteer, Target};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use crate::kind::{KindId, Kinds};
use crate::source::{ArticleSource, Body, EntitySource, Head, LinkOverrides, MatchMode, PageId, Placed, PublicSources};
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write as _;

/// A name in front matter and the key that it stands under.
#[derive(Clone, Copy)]
struct Named<'a> {
    kind: KindId,
    name: &'a Placed<String>,
    /// How much the key says: the least first.
    key: Key,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// `people` and every other kind of names.
    Kind,
    /// `topics`: perhaps the topic has a page of another kind.
    Topic,
    /// `tags`.
    Tag,
}

/// All names of an article's front matter, in the author's order. Tags are topics.
fn named_in(article: &ArticleSource, topics: Option<KindId>) -> impl Iterator<Item = Named<'_>> {
    let about = article.about.iter().map(move |(kind, name)| {
        let key = if Some(*kind) == topics { Key::Topic } else { Key::Kind };
        Named { kind: *kind, name, key }
    });
    let tags = topics.into_iter().flat_map(|kind| article.tags.iter().map(move |name| (kind, name)));
    about.chain(tags.map(|(kind, name)| Named { kind, name, key: Key::Tag }))
}

fn topics(kinds: &Kinds) -> Option<KindId> {
    kinds.by_name("topics")
}

/// An entity for each name that only front matter knows. The first spelling in the order of article ids gives the name;
/// names of pages that are not published make none.
pub(super) fn stubs(entities: &[Entity], sources: &PublicSources, kinds: &Kinds) -> Vec<Entity> {
    let mut ids: FxHashSet<String> = entities.iter().map(|entity| id_key(&entity.id.0)).collect();
    let mut files: FxHashSet<String> = FxHashSet::default();
    for entity in entities {
        let aliases = entity.source.aliases.iter().chain(&entity.source.weak_aliases).map(|alias| alias.value.as_str());
        let names = [entity.name.as_str(), entity.id.name()];
        files.extend(names.into_iter().chain(aliases).map(fold_name));
    }
    for held in &sources.held_back {
        files.extend(held.names.iter().map(|name| fold_name(name)));
        ids.insert(id_key(&held.id.0));
    }
    let mut all: Vec<Named<'_>> =
        sources.articles.iter().flat_map(|article| named_in(article, topics(kinds))).collect();
    all.sort_by_key(|named| named.key);
    let mut stubs: Vec<Entity> = Vec::new();
    // by folded name: the kinds of its stubs
    let mut made: FxHashMap<String, Vec<KindId>> = FxHashMap::default();
    let mut seen: FxHashSet<(KindId, &str)> = FxHashSet::default();
    for Named { kind, name, key } in all {
        if !seen.insert((kind, &name.value)) {
            continue;
        }
        let folded = fold_name(&name.value);
        let slug = slugify(&name.value);
        if slug.is_empty() || files.contains(&folded) || ids.contains(&id_key(&name.value)) {
            continue;
        }
        let others = made.entry(folded).or_default();
        if others.contains(&kind) || (key != Key::Kind && !others.is_empty()) {
            continue;
        }
        let id = PageId(format!("{}/{slug}", kinds.get(kind).name));
        if ids.insert(id_key(&id.0)) {
            others.push(kind);
            stubs.push(stub(id, kind, name, key == Key::Tag));
        }
    }
    stubs
}

/// For each article, what its front matter says it is about.
pub(super) fn about(
    gazetteer: &Gazetteer,
    sources: &PublicSources,
    kinds: &Kinds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<EntityId>> {
    let reader = Reader { gazetteer, slugs: slugs(gazetteer) };
    // most names stand in many articles
    let mut known: FxHashMap<(KindId, &str), Meaning> = FxHashMap::default();
    let mut all = Vec::with_capacity(sources.articles.len());
    for article in &sources.articles {
        let mut about = Vec::new();
        for Named { kind, name, .. } in named_in(article, topics(kinds)) {
            match known.entry((kind, &name.value)).or_insert_with(|| reader.meaning(&name.value, kind)) {
                Meaning::Entity(id) if !about.contains(id) => about.push(*id),
                Meaning::Entity(_) | Meaning::Nothing => {}
                Meaning::Several(files) => diagnostics.push(undecided(gazetteer, name, files)),
                Meaning::HeldBack(held) => {
                    diagnostics.push(hidden_reference(name, &sources.held_back[*held as usize]));
                }
            }
        }
        all.push(about);
    }
    all
}

/// What a name in front matter stands for.
enum Meaning {
    Entity(EntityId),
    /// Entities of other kinds than the key's.
    Several(Vec<EntityId>),
    /// A page that is not published.
    HeldBack(u32),
    Nothing,
}

struct Reader<'a> {
    gazetteer: &'a Gazetteer,
    /// Entities with files by the last parts of their ids, folded.
    slugs: FxHashMap<String, Vec<EntityId>>,
}

fn slugs(gazetteer: &Gazetteer) -> FxHashMap<String, Vec<EntityId>> {
    let mut slugs: FxHashMap<String, Vec<EntityId>> = FxHashMap::default();
    for (number, entity) in (0..).zip(&gazetteer.entities).filter(|(_, entity)| !entity.stub) {
        slugs.entry(fold_name(entity.id.name())).or_default().push(EntityId(number));
    }
    slugs
}

impl Reader<'_> {
    /// The entity of the key's kind; else the one with a file, by name or slug; else the only stub.
    fn meaning(&self, words: &str, kind: KindId) -> Meaning {
        let targets = self.gazetteer.look_up(words);
        let named: Vec<EntityId> = targets
            .iter()
            .filter_map(|target| if let Target::Entity(id) = target { Some(*id) } else { None })
            .collect();
        let slugs = self.slugs.get(&fold_name(words)).map_or(&[][..], Vec::as_slice);
        let of_kind = |id: &&EntityId| self.gazetteer.get(**id).kind == kind;
        if let Some(id) = named.iter().chain(slugs).find(of_kind) {
            return Meaning::Entity(*id);
        }
        let files: Vec<EntityId> = named.iter().filter(|id| !self.gazetteer.get(**id).stub).copied().collect();
        match [files.as_slice(), slugs, named.as_slice()].into_iter().find(|all| !all.is_empty()) {
            Some([only]) => Meaning::Entity(*only),
            Some(several) => Meaning::Several(several.to_vec()),
            None => {
                let held = targets.iter().find_map(|t| if let Target::HeldBack(held) = t { Some(*held) } else { None });
                held.map_or(Meaning::Nothing, Meaning::HeldBack)
            }
        }
    }
}

/// A name that entities of several other kinds have.
fn undecided(gazetteer: &Gazetteer, name: &Placed<String>, several: &[EntityId]) -> Diagnostic {
    let mut candidates = String::new();
    for (at, id) in several.iter().enumerate() {
        let before = if at == 0 { "" } else { " or " };
        let _ = write!(candidates, "{before}`{}`", gazetteer.get(*id).id);
    }
    let message = format!("`{}` may be {candidates}", name.value);
    let help = format!("write `{}` instead of the name, if that is meant", gazetteer.get(several[0]).id);
    Diagnostic::new(Code::AMBIGUOUS_NAME, message, name.span.clone()).help(help)
}

fn stub(id: PageId, kind: KindId, name: &Placed<String>, tag: bool) -> Entity {
    let file = SourceText::new(format!("content/{id}.md"), "");
    let head = Head {
        id: id.clone(),
        title: Some(name.value.clone()),
        stem: name.value.clone(),
        summary: None,
        lang: None,
        date: None,
        updated: None,
        redirects: Vec::new(),
        link_names: Vec::new(),
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
    Entity { id, kind, name: name.value.clone(), stub: true, tag, named_at: Some(name.span.clone()), source }
}
