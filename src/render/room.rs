//! What every page builder may look up: names with their links, keys, dates, and who is how often mentioned.
//!
//! In: the model, the plan of the site, the theme. Out: a [`Room`] that all builders share; nothing in it changes after it
//! is made. Everything with a link exists twice, for pages at the root and for pages one folder down.

use super::context::{
    ArticleRef, EntityCard, EntityRef, EventRow, Image, KeyRef, KindInfo, Link, PageContext, RecordedStatement,
    SafeHtml, Shared, StatementHead, TimeAxis, mark, spark,
};
use super::facts::{self, Facts};
use super::weave::{BoxHead, PublishedAsset, Weave};
use crate::config::MOST_CARDS;
use crate::date::PartialDate;
use crate::diagnostics::Diagnostic;
use crate::dossier::{Article, ArticleId, Dossier, Statement, StatementRow, Text, shorten};
use crate::entities::EntityId;
use crate::kind::KindId;
use crate::share::Fonts;
use crate::site::{PageLinks, Site, SiteLinks, encode_path};
use crate::source::{Head, SourceRecord};
use crate::text::curl::curl;
use crate::theme::{DateText, Labels, Theme, direction};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Where a page stands: how links from it begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// `index.html`
    Root,
    /// `people/jane-doe.html`
    Folder,
    /// `people/jane-doe/2015.html`
    Deep,
}

impl Depth {
    /// All, in the order of the tables in [`Room`].
    const ALL: [Self; 3] = [Self::Root, Self::Folder, Self::Deep];

    /// What comes before an address from the root.
    pub fn up(self) -> &'static str {
        match self {
            Self::Root => "",
            Self::Folder => "../",
            Self::Deep => "../../",
        }
    }

    /// An address from the root (unescaped) as a page at this depth links to it.
    pub fn url(self, path: &str) -> String {
        format!("{}{}", self.up(), encode_path(path))
    }
}

/// Values that many pages show, at one depth.
struct AtDepth {
    entities: Vec<Shared<EntityRef>>,
    articles: Vec<Shared<ArticleRef>>,
}

/// Everything that page builders need.
pub struct Room<'a> {
    /// The model.
    pub dossier: &'a Dossier,
    /// Addresses.
    pub site: &'a Site,
    /// Where links in texts lead.
    pub links: &'a SiteLinks,
    /// By index in [`Dossier::assets`].
    pub assets: &'a [PublishedAsset],
    /// Templates and words, with what all pages share.
    pub theme: &'a Theme,
    /// By [`KindId`]; kinds without a page have the count 0.
    pub kinds: Vec<KindInfo>,
    /// By [`EntityId`].
    pub facts: Vec<Facts>,
    /// Sparklines by [`EntityId`]; empty without dated mentions.
    pub sparks: Vec<SafeHtml>,
    /// The axis of all drawings; `None` without dates.
    pub axis: Option<TimeAxis>,
    /// Statements whose speaker the text names, and recorded ones.
    pub statement_count: usize,
    /// Heads of the statements that stand in the text of an article, by [`ArticleId`].
    statement_heads: Vec<Vec<BoxHead>>,
    /// Recorded statements as lists show them, by place, depth of the page, and whether the speaker is named.
    recorded_rows: FxHashMap<(Statement, Depth, bool), SafeHtml>,
    /// The letters of cards; `None` if there are no cards.
    pub card_fonts: Option<Fonts>,
    marks: Vec<String>,
    depths: [AtDepth; 3],
}

/// What a key shows when the pointer rests on it: title, who speaks in the article, date.
fn key_title(article: &Article, byline: &str, date: Option<&DateText>) -> String {
    let date = date.map_or("", |date| date.text.as_str());
    let title = curl(&article.text.title);
    let parts = [title.as_ref(), byline, date];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The letters of cards, if the settings want any. A theme whose fonts cannot be read has none.
fn card_fonts(dossier: &Dossier, theme: &Theme) -> Option<Fonts> {
    dossier.config.base_url.as_ref()?;
    let pages = dossier.articles.len() + dossier.gazetteer.entities.len() + dossier.pages.len();
    let wanted = dossier.config.publish.cards.unwrap_or(pages <= MOST_CARDS);
    let font = |name: &str| theme.font(&format!("fonts/dossier-{name}.woff2"));
    wanted.then(|| Fonts::read(&font("serif"), &font("sans"))).flatten()
}

/// Kinds of entity with their words and counts, by [`KindId`].
pub fn kinds(dossier: &Dossier, labels: &Labels) -> Vec<KindInfo> {
    let mut counts = vec![0; dossier.config.kinds.0.len()];
    for entity in &dossier.gazetteer.entities {
        counts[usize::from(entity.kind.0)] += 1;
    }
    let info = |(kind, count): (&crate::kind::Kind, usize)| {
        let (singular, plural) = labels.kind(kind);
        let path = format!("{}/index.html", kind.name);
        KindInfo { name: kind.name.clone(), singular, plural, mark: mark(kind), path, count }
    };
    dossier.config.kinds.0.iter().zip(counts).map(info).collect()
}

impl<'a> Room<'a> {
    /// Prepares what pages share. The error is a mistake in the template of heads.
    pub fn new(
        dossier: &'a Dossier,
        site: &'a Site,
        links: &'a SiteLinks,
        assets: &'a [PublishedAsset],
        theme: &'a Theme,
    ) -> Result<Self, Diagnostic> {
        let kinds = kinds(dossier, &theme.labels);
        let axis = facts::axis(dossier);
        let facts = facts::collect(dossier);
        let draw = |facts: &Facts| {
            let axis = axis.filter(|_| !facts.mentions.is_empty());
            axis.map(|axis| spark(axis, &facts.mentions, theme)).unwrap_or_default()
        };
        let sparks = facts.par_iter().map(draw).collect();
        let marks = kinds.iter().map(|kind| kind.mark.clone()).collect();
        let mut room = Self {
            dossier,
            site,
            links,
            assets,
            theme,
            kinds,
            facts,
            sparks,
            axis,
            statement_count: facts::statement_count(dossier),
            card_fonts: card_fonts(dossier, theme),
            statement_heads: Vec::new(),
            recorded_rows: FxHashMap::default(),
            marks,
            depths: Depth::ALL.map(|_| AtDepth { entities: Vec::new(), articles: Vec::new() }),
        };
        for depth in Depth::ALL {
            let entities = dossier.gazetteer.entities.par_iter().enumerate();
            room.depths[depth as usize].entities =
                entities.map(|(id, _)| Shared::new(room.make_entity_ref(EntityId(id as u32), depth))).collect();
            let articles = dossier.articles.par_iter().enumerate();
            room.depths[depth as usize].articles =
                articles.map(|(id, _)| Shared::new(room.make_article_ref(ArticleId(id as u32), depth))).collect();
        }
        let articles = (0..dossier.articles.len() as u32).into_par_iter().map(ArticleId);
        room.statement_heads = articles.map(|id| room.make_statement_heads(id)).collect::<Result<_, Diagnostic>>()?;
        room.recorded_rows = room.make_recorded_rows()?;
        Ok(room)
    }

    /// Words of the interface.
    pub fn labels(&self) -> &Labels {
        &self.theme.labels
    }

    /// An entity as a page at this depth names it.
    pub fn entity(&self, id: EntityId, depth: Depth) -> Shared<EntityRef> {
        self.depths[depth as usize].entities[id.index()].clone()
    }

    /// The same, to be written from and not to be given to a template.
    pub fn entity_ref(&self, id: EntityId, depth: Depth) -> &EntityRef {
        &self.depths[depth as usize].entities[id.index()]
    }

    /// An article as a page at this depth names it.
    pub fn article(&self, id: ArticleId, depth: Depth) -> Shared<ArticleRef> {
        self.depths[depth as usize].articles[id.index()].clone()
    }

    /// The same, to be written from and not to be given to a template.
    pub fn article_ref(&self, id: ArticleId, depth: Depth) -> &ArticleRef {
        &self.depths[depth as usize].articles[id.index()]
    }

    /// The key of an article as a whole.
    pub fn key(&self, id: ArticleId, depth: Depth) -> KeyRef {
        self.article_ref(id, depth).key.clone()
    }

    /// The key of a paragraph; of the article as a whole if the block has no number.
    pub fn paragraph_key(&self, id: ArticleId, block: u32, depth: Depth) -> KeyRef {
        let article = self.dossier.article(id);
        let document = &article.text.document;
        let whole = &self.article_ref(id, depth).key;
        let number = document.blocks[block as usize].number;
        let (Some(number), Some(anchor)) = (number, document.anchor(block as usize)) else { return whole.clone() };
        KeyRef {
            label: format!("{} ¶{number}", article.key),
            url: format!("{}#{anchor}", whole.url),
            title: whole.title.clone(),
        }
    }

    /// A name that is at most so wide in a drawing: itself, else a person's family name, an acronym or another alias, else cut.
    pub fn short_name(&self, id: EntityId, most: f64) -> String {
        let entity = self.dossier.gazetteer.get(id);
        let fits = |name: &&str| self.theme.letters.name_width(name) <= most;
        if fits(&entity.name.as_str()) {
            return entity.name.clone();
        }
        let sort_name = self.sort_name(id);
        let family = sort_name.split_once(", ").map(|(family, _)| family);
        let aliases = || entity.source.aliases.iter().map(|alias| alias.value.as_str()).filter(fits);
        let acronym = || aliases().find(|alias| alias.len() > 1 && alias.chars().all(|c| c.is_ascii_uppercase()));
        // one in the words of the name before one in another language; the longest says most
        let alias = || {
            aliases()
                .max_by_key(|alias| (entity.name.contains(*alias), alias.chars().count(), std::cmp::Reverse(*alias)))
        };
        let short = family.filter(fits).or_else(acronym).or_else(alias);
        let cut = || {
            let counts = (1..entity.name.chars().count()).rev();
            let words = counts.clone().map(|count| shorten(&entity.name, count)).find(|cut| fits(&cut.as_str()));
            // a long second word would leave the first alone: `US…`
            let much = words.filter(|cut| self.theme.letters.name_width(cut) > most / 2.0);
            let letters = |count| entity.name.chars().take(count).collect::<String>().trim_end().to_owned() + "…";
            much.or_else(|| counts.clone().map(letters).find(|cut| fits(&cut.as_str())))
                .unwrap_or_else(|| shorten(&entity.name, 1))
        };
        short.map_or_else(cut, str::to_owned)
    }

    /// A kind.
    pub fn kind(&self, id: KindId) -> &KindInfo {
        &self.kinds[usize::from(id.0)]
    }

    /// A date in the dossier's language.
    pub fn date(&self, date: Option<&PartialDate>) -> Option<DateText> {
        date.map(|date| self.labels().date(date))
    }

    /// A language tag if it is not the dossier's, else nothing.
    pub fn foreign(&self, lang: &str) -> String {
        if lang == self.dossier.config.language { String::new() } else { lang.to_owned() }
    }

    /// A page's text as HTML, links and mentions in place.
    pub fn html(&self, text: &Text, links: &PageLinks, page: &str) -> SafeHtml {
        SafeHtml(self.weave(page).weave(&text.document, links, &text.found.mentions))
    }

    /// The text of an article with notes, each at a byte of its document's HTML between two blocks.
    pub fn article_html(&self, id: ArticleId, page: &str, notes: Vec<(u32, String)>) -> SafeHtml {
        let (text, links) = (&self.dossier.article(id).text, &self.links.articles[id.index()]);
        let heads = &self.statement_heads[id.index()];
        SafeHtml(self.weave(page).weave_with(&text.document, links, &text.found.mentions, heads, notes))
    }

    fn weave<'b>(&'b self, page: &'b str) -> Weave<'b> {
        Weave {
            dossier: self.dossier,
            site: self.site,
            assets: self.assets,
            marks: &self.marks,
            look: &self.theme.pieces,
            page,
            links: self.links,
        }
    }

    /// The picture that front matter names.
    pub fn image(&self, head: &Head, links: &PageLinks, depth: Depth) -> Option<Image> {
        let asset = self.assets.get(links.image? as usize).filter(|asset| !asset.path.is_empty())?;
        let source = head.image.as_ref()?;
        let (width, height) = asset.size.unwrap_or_default();
        Some(Image {
            url: depth.url(&asset.path),
            alt: source.alt.clone().unwrap_or_default(),
            caption: source.caption.clone().unwrap_or_default(),
            width,
            height,
        })
    }

    /// The outlet of an article, linked to its page.
    pub fn outlet(&self, id: ArticleId, depth: Depth) -> Link {
        self.dossier.outlet_of[id.index()].map_or(Link::default(), |number| Link {
            name: self.dossier.outlets[number as usize].name.clone(),
            url: depth.url(&self.site.outlets[number as usize]),
        })
    }

    /// An event in a list, with the articles that report it.
    pub fn event_row(&self, id: EntityId, depth: Depth) -> EventRow {
        const KEYS: usize = 6;
        let source = &self.dossier.gazetteer.get(id).source;
        let reports = &self.dossier.backlinks[id.index()];
        EventRow {
            entity: self.entity(id, depth),
            date: self.date(source.head.date.as_ref()),
            end: self.date(source.end.as_ref()),
            keys: reports.iter().rev().take(KEYS).map(|backlink| self.key(backlink.article, depth)).collect(),
            more: reports.len().saturating_sub(KEYS),
        }
    }

    /// Whether an entity lies in time: it, or its kind, has dates of its own.
    pub fn is_event(&self, id: EntityId) -> bool {
        let entity = self.dossier.gazetteer.get(id);
        let kind = self.dossier.config.kinds.get(entity.kind);
        kind.schema_org == "Event" || (entity.source.head.date.is_some() && !kind.person)
    }

    fn make_entity_ref(&self, id: EntityId, depth: Depth) -> EntityRef {
        let entity = self.dossier.gazetteer.get(id);
        let kind = self.kind(entity.kind);
        EntityRef {
            id: entity.id.0.clone(),
            name: curl(&entity.name).into_owned(),
            url: depth.url(self.site.entity(id)),
            mark: kind.mark.clone(),
            kind: kind.singular.clone(),
            summary: curl(entity.source.head.summary.as_deref().unwrap_or_default()).into_owned(),
        }
    }

    fn make_statement_heads(&self, id: ArticleId) -> Result<Vec<BoxHead>, Diagnostic> {
        let labels = self.labels();
        let heads = self.boxed_statements(id).into_iter().map(|statement| {
            let head = StatementHead {
                statement: self.recorded_statement(statement, Depth::Folder, true),
                lang: labels.language.clone(),
                dir: direction(&labels.language).to_owned(),
            };
            Ok(BoxHead { id: self.anchor(statement), html: self.theme.render(StatementHead::TEMPLATE, &head)? })
        });
        heads.collect()
    }

    fn make_recorded_rows(&self) -> Result<FxHashMap<(Statement, Depth, bool), SafeHtml>, Diagnostic> {
        let all = (0..).map(ArticleId).zip(&self.dossier.articles);
        let statements = all.flat_map(|(article, source)| {
            let rows = (0..source.recorded.len() as u32).map(StatementRow::Recorded);
            rows.map(move |row| Statement { article, row })
        });
        let forms = |statement| {
            Depth::ALL.into_iter().flat_map(move |depth| [true, false].map(|named| (statement, depth, named)))
        };
        let keys: Vec<(Statement, Depth, bool)> = statements.flat_map(forms).collect();
        let row = |key: (Statement, Depth, bool)| {
            let row = RecordedStatement { statement: self.recorded_statement(key.0, key.1, key.2) };
            Ok((key, SafeHtml(self.theme.render(RecordedStatement::TEMPLATE, &row)?)))
        };
        keys.into_par_iter().map(row).collect::<Result<FxHashMap<_, _>, Diagnostic>>()
    }

    /// A recorded statement as lists show it.
    pub fn recorded_row(&self, statement: Statement, depth: Depth, named: bool) -> &SafeHtml {
        &self.recorded_rows[&(statement, depth, named)]
    }

    fn make_article_ref(&self, id: ArticleId, depth: Depth) -> ArticleRef {
        let article = self.dossier.article(id);
        let source = article.source.source.as_ref();
        let outlet = source.and_then(|source| source.name.clone()).unwrap_or_default();
        let url = depth.url(self.site.article(id));
        let date = self.date(article.date());
        let own = source.is_none_or(SourceRecord::is_note);
        let byline = match (own, outlet.is_empty()) {
            (false, _) => outlet.clone(),
            (true, true) => self.labels().text("own_note").to_owned(),
            (true, false) => self.labels().fill("note_on", &[("name", &outlet)]),
        };
        let title = key_title(article, &byline, date.as_ref());
        ArticleRef {
            key: KeyRef { label: article.key.clone(), url: url.clone(), title },
            title: curl(&article.text.title).into_owned(),
            url,
            lang: self.foreign(&article.text.lang),
            date,
            outlet,
            byline,
            own,
        }
    }

    /// What appears when the pointer rests on a name; its links begin at the root of the site.
    pub fn card(&self, id: EntityId) -> Result<String, Diagnostic> {
        let facts = &self.facts[id.index()];
        let last = facts.last.filter(|last| Some(*last) != facts.first);
        let date = |id: ArticleId| self.date(self.dossier.article(id).date());
        let card = EntityCard {
            entity: self.entity(id, Depth::Root),
            counts: facts.counts,
            spark: self.sparks[id.index()].clone(),
            first_date: facts.first.and_then(date),
            first: facts.first.map(|id| self.key(id, Depth::Root)),
            last_date: last.and_then(date),
            last: last.map(|id| self.key(id, Depth::Root)),
        };
        self.theme.render(EntityCard::TEMPLATE, &card)
    }
}
