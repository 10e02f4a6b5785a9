//! The page of an entity, whatever its kind.

use super::article::{address_or_text, host, or_empty};
use super::entity_lists::{Entry, folder};
use super::meta::Head;
use super::parts::Part;
use super::share_cards::Shared as Page;
use crate::citation::entity_json_ld;
use crate::date::PartialDate;
use crate::dossier::{self, ArticleId, co_mentions};
use crate::entities::{EntityId, Target};
use crate::render::context::{
    CoMention, CoMentionGroup, EntityNames, EntityPage, EntityRef, EventRow, Fact, KeyRef, KindInfo, Link, MonthChart,
    PageMeta, Position, Shared, json_for_html, together_names, together_rows,
};
use crate::render::room::{Depth, Room};
use crate::site::{feed_of, relative};
use crate::source;
use crate::text::curl::curl;
use crate::theme::direction;

/// Rows with bars of one kind among what an entity occurs with.
const TOGETHER: usize = 8;
/// Names of a kind that are all listed, even those that share a single article.
const FEW: usize = 20;
/// Articles from which on a page of their own has the names below the rows, and most names of a kind on it.
const CROWD: usize = 40;
const ALL_NAMES: usize = 350;

impl Room<'_> {
    /// The page of an entity.
    pub(super) fn entity_page(&self, id: EntityId, parts: &[Part<Entry>]) -> EntityPage {
        let entity = self.dossier.gazetteer.get(id);
        let kind = self.dossier.config.kinds.get(entity.kind);
        let text = &self.dossier.entity_texts[id.index()];
        let links = &self.links.entities[id.index()];
        let path = self.site.entity(id);
        let facts = &self.facts[id.index()];
        let together = co_mentions(self.dossier, id);
        let mut page = self.meta(
            Head {
                kind: "entity",
                id: &entity.id.0,
                path,
                title: &entity.name,
                description: &text.summary,
                nav: &kind.name,
            },
            Depth::Folder,
        );
        page.noindex |= entity.source.head.noindex;
        let groups = self.together(&together, Depth::Folder, if self.is_crowded(id) { 0 } else { ALL_NAMES });
        let url = self.absolute(path);
        let image = self.image(&entity.source.head, links, Depth::Folder);
        let shared = self.share_picture(&mut page, image.as_ref(), Page::Entity(id));
        // a card shows letters, not the person
        let portrait = shared.filter(|_| image.is_some());
        let json_ld = entity_json_ld(self.dossier, id, url.as_deref(), &text.summary, portrait.as_deref());
        page.json_ld = json_for_html(&json_ld);
        let feed = self.feed_link(&mut page, path);
        EntityPage {
            page,
            entity: self.entity(id, Depth::Folder),
            kind: self.kind(entity.kind).clone(),
            lang: self.foreign(&text.lang),
            dir: direction(&text.lang).to_owned(),
            summary_keys: Vec::new(),
            stub: entity.stub,
            body: or_empty(self.html(text, links, path)),
            image,
            aliases: self.aliases(id),
            common_noun: kind.common_noun,
            person: kind.person,
            facts: together_by(
                entity.source.facts.iter().map(|fact| self.fact(id, fact)).collect(),
                |fact| fact.label.clone(),
                |fact| fact.same_label = true,
            ),
            relations: self.relations(id),
            same_as: self.same_as(id),
            position: entity.source.position.map(position),
            date: self.date(entity.source.head.date.as_ref()),
            end: self.date(entity.source.end.as_ref()),
            place: entity.source.place.as_ref().map(|place| self.named(&place.value)),
            participants: entity.source.participants.iter().map(|name| self.named(&name.value)).collect(),
            events: self.events_of(id),
            counts: facts.counts,
            first_date: facts.first.and_then(|id| self.date(self.dossier.article(id).date())),
            first: facts.first.map(|id| self.key(id, Depth::Folder)),
            last_date: facts.last.and_then(|id| self.date(self.dossier.article(id).date())),
            last: facts.last.map(|id| self.key(id, Depth::Folder)),
            chart: self.axis.and_then(|axis| MonthChart::draw(axis, &facts.mentions, &facts.statements, self.theme)),
            lists: self.entity_lists(id, path, parts),
            feed,
            all_names: if groups.iter().any(|group| group.elsewhere > 0) {
                let name = self.labels().text("all_names").to_owned();
                Link { name, url: relative(path, &names_path(path)) }
            } else {
                Link::default()
            },
            together: groups,
            together_total: together.len(),
            extra: entity.source.head.extra.clone(),
        }
    }

    /// The feed of an entity or an outlet, for its own page.
    pub(super) fn feed_link(&self, page: &mut PageMeta, path: &str) -> Link {
        if !self.site.has_feed(path) {
            return Link::default();
        }
        let url = relative(path, &feed_of(path));
        let title = page.title.clone();
        page.push_feed(&url, &title);
        Link { name: self.labels().text("feed").to_owned(), url }
    }

    fn aliases(&self, id: EntityId) -> Vec<String> {
        let source = &self.dossier.gazetteer.get(id).source;
        source.aliases.iter().chain(&source.weak_aliases).map(|alias| alias.value.clone()).collect()
    }

    /// The entity of a name, with its link if it has a page.
    pub(super) fn named(&self, name: &str) -> Shared<EntityRef> {
        match self.dossier.gazetteer.entity(name, None) {
            Some(id) => self.entity(id, Depth::Folder),
            None => Shared::new(EntityRef { name: name.to_owned(), ..EntityRef::default() }),
        }
    }

    /// A source as an author writes it: an article's id or title becomes its key, an address a link, anything else text.
    pub(super) fn source(&self, source: Option<&source::Placed<String>>, depth: Depth) -> (Option<KeyRef>, Link) {
        let Some(source) = source else { return (None, Link::default()) };
        let article = self.dossier.gazetteer.look_up(&source.value).iter().find_map(|target| match target {
            Target::Article(number) => Some(ArticleId(*number)),
            _ => None,
        });
        match article.or_else(|| self.dossier.article_by_key(&source.value)) {
            Some(id) => (Some(self.key(id, depth)), Link::default()),
            None => (None, address_or_text(&source.value)),
        }
    }

    fn fact(&self, own: EntityId, fact: &source::Fact) -> Fact {
        let (key, source) = self.source(fact.source.as_ref(), Depth::Folder);
        let url = match self.dossier.gazetteer.entity(&fact.value, None) {
            Some(id) if id != own => relative(self.site.entity(own), self.site.entity(id)),
            _ => String::new(),
        };
        Fact {
            label: curl(&fact.label).into_owned(),
            same_label: false,
            value: Link { name: curl(&fact.value).into_owned(), url },
            date: self.date(fact.date.as_ref().filter(|date| !says(&fact.value, date))),
            key,
            source,
        }
    }

    fn same_as(&self, id: EntityId) -> Vec<Link> {
        let source = &self.dossier.gazetteer.get(id).source;
        let wikidata = source
            .wikidata
            .iter()
            .map(|item| Link { name: "Wikidata".to_owned(), url: format!("https://www.wikidata.org/wiki/{item}") });
        wikidata.chain(source.same_as.iter().map(|url| Link { name: host(url), url: url.clone() })).collect()
    }

    /// Events that name the entity as place or participant, latest first.
    fn events_of(&self, id: EntityId) -> Vec<EventRow> {
        let mut events: Vec<EntityId> = self
            .dossier
            .named_by(id)
            .iter()
            .copied()
            .filter(|other| {
                let source = &self.dossier.gazetteer.get(*other).source;
                let names = source.place.iter().chain(&source.participants);
                let mut found = names.map(|name| self.dossier.gazetteer.entity(&name.value, None));
                found.any(|found| found == Some(id))
            })
            .collect();
        let date = |id: &EntityId| self.dossier.gazetteer.get(*id).source.head.date.as_ref();
        events.sort_by(|a, b| date(b).cmp(&date(a)).then(a.cmp(b)));
        events.into_iter().map(|id| self.event_row(id, Depth::Folder)).collect()
    }

    /// Articles whose front matter names a topic or an event, newest first.
    pub(super) fn articles_about(&self, id: EntityId) -> Vec<ArticleId> {
        let kind = self.dossier.gazetteer.get(id).kind;
        if !self.dossier.config.kinds.get(kind).common_noun && !self.is_event(id) {
            return Vec::new();
        }
        let about = &self.dossier.gazetteer.about;
        let listed = self.dossier.backlinks[id.index()].iter().map(|backlink| backlink.article);
        listed.filter(|article| about[article.index()].contains(&id)).collect()
    }

    /// What an entity or an outlet occurs with, by kind, and whether names are left to a page of their own.
    pub(super) fn together(&self, all: &[dossier::CoMention], depth: Depth, most: usize) -> Vec<CoMentionGroup> {
        let mut groups: Vec<Vec<CoMention<'_>>> = vec![Vec::new(); self.kinds.len()];
        for row in all {
            let kind = self.dossier.gazetteer.get(row.entity).kind;
            let entity = self.entity_ref(row.entity, depth);
            groups[usize::from(kind.0)].push(CoMention { entity, count: row.articles as usize });
        }
        let groups = self.kinds.iter().zip(groups).filter(|(_, rows)| !rows.is_empty());
        groups.map(|(kind, rows)| self.together_group(kind, &rows, most)).collect()
    }

    fn together_group(&self, kind: &KindInfo, rows: &[CoMention<'_>], most: usize) -> CoMentionGroup {
        // of a crowd those that share a single article are named by that article
        let listed =
            if rows.len() <= FEW { rows.len() } else { rows.partition_point(|row| row.count > 1).max(TOGETHER) };
        let (open, names) = rows[..listed].split_at(listed.min(TOGETHER));
        let names = &names[..names.len().min(most)];
        CoMentionGroup {
            kind: kind.name.clone(),
            title: kind.plural.clone(),
            rows: together_rows(open, self.theme),
            names: together_names(names, self.theme),
            more: names.len(),
            elsewhere: listed - open.len() - names.len(),
            once: rows.len() - listed,
            total: rows.len(),
        }
    }

    /// Whether the names that an entity occurs with have a page of their own: told without counting them.
    pub(super) fn is_crowded(&self, id: EntityId) -> bool {
        self.dossier.backlinks[id.index()].len() >= CROWD
    }

    /// `people/jane-doe/names.html`.
    pub(super) fn entity_names(&self, id: EntityId) -> EntityNames {
        let entity = self.dossier.gazetteer.get(id);
        let path = names_path(self.site.entity(id));
        let title = format!("{}: {}", entity.name, self.labels().text("mentioned_together"));
        let kind = self.kind(entity.kind);
        let id_of_page = path.trim_end_matches(".html");
        let head =
            Head { kind: "entity", id: id_of_page, path: &path, title: &title, description: "", nav: &kind.name };
        let mut page = self.meta(head, Depth::Deep);
        page.noindex |= entity.source.head.noindex;
        EntityNames {
            page,
            entity: self.entity(id, Depth::Deep),
            kind: kind.clone(),
            first: Link { name: entity.name.clone(), url: self.entity_ref(id, Depth::Deep).url.clone() },
            together: self.together(&co_mentions(self.dossier, id), Depth::Deep, ALL_NAMES),
        }
    }
}

pub(super) fn names_path(first: &str) -> String {
    format!("{}/names.html", folder(first))
}

/// Whether a value is the date itself, in whatever form: it would stand there twice.
fn says(value: &str, date: &PartialDate) -> bool {
    PartialDate::read(value.trim()).is_ok_and(|read| read.agrees_with(date) && !date.is_more_exact_than(&read))
}

/// Brings rows with the same label together, in the order in which labels occur first, and marks all but the first of each.
pub(super) fn together_by<T>(rows: Vec<T>, label: impl Fn(&T) -> String, mark: impl Fn(&mut T)) -> Vec<T> {
    let mut groups: Vec<(String, Vec<T>)> = Vec::new();
    for mut row in rows {
        let own = label(&row);
        match groups.iter_mut().find(|group| group.0 == own) {
            Some(group) => {
                mark(&mut row);
                group.1.push(row);
            }
            None => groups.push((own, vec![row])),
        }
    }
    groups.into_iter().flat_map(|group| group.1).collect()
}

/// Degrees in words: `39.03° N, 125.75° E`.
fn position((lat, lon): (f64, f64)) -> Position {
    let (ns, ew) = (if lat < 0.0 { 'S' } else { 'N' }, if lon < 0.0 { 'W' } else { 'E' });
    Position { lat, lon, text: format!("{:.2}° {ns}, {:.2}° {ew}", lat.abs(), lon.abs()) }
}
