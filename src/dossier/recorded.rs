//! Statements that authors recorded: whom they mean, and which of them deny or support which.

use super::Article;
use super::statements::{Statement, StatementRow};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::dossier::ArticleId;
use crate::entities::{EntityId, Gazetteer, Target};
use crate::markdown::Document;
use crate::quotes::{self, Speaker};
use crate::source::{Placed, StatementSource, StatementWords, Status};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What the dossier makes of a [`StatementSource`].
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Unique in its article: the author's `id`, else drawn from the words.
    pub id: String,
    /// Fragment of its address on the page of its article: `st-` and the id.
    pub anchor: String,
    /// Who says it.
    pub speaker: Speaker,
    /// The words, as plain text.
    pub text: String,
    /// The article's blocks in which they stand; none if they stand in the front matter.
    pub blocks: Range<u32>,
    /// Whom and what the author says it is about.
    pub about: Vec<EntityId>,
    /// Whether it contradicts something: it names what it denies, or its verb says so.
    pub denial: bool,
    /// Statements that it denies or supports, and that deny or support it, in order.
    pub ties: Vec<Tie>,
}

/// How a statement stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// How.
    pub relation: Relation,
    /// To which.
    pub to: Statement,
}

/// How a statement stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It contradicts the other.
    Denies,
    /// The other contradicts it.
    DeniedBy,
    /// It agrees with the other.
    Supports,
    /// The other agrees with it.
    SupportedBy,
}

impl Relation {
    /// The same, seen from the other statement.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Denies => Self::DeniedBy,
            Self::DeniedBy => Self::Denies,
            Self::Supports => Self::SupportedBy,
            Self::SupportedBy => Self::Supports,
        }
    }

    /// Name in exports and of the interface's words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Denies => "denies",
            Self::DeniedBy => "denied_by",
            Self::Supports => "supports",
            Self::SupportedBy => "supported_by",
        }
    }
}

/// The recorded statements of an article, without their ties.
pub(super) fn collect(
    sources: &[StatementSource],
    document: &Document,
    gazetteer: &Gazetteer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Recorded> {
    let mut boxes = document.boxes.iter();
    let mut all: Vec<Recorded> = Vec::with_capacity(sources.len());
    for source in sources {
        let (text, blocks) = match &source.words {
            StatementWords::Text(text) => (text.clone(), 0..0),
            StatementWords::Block(_) => boxes.next().map_or_else(
                || (String::new(), 0..0),
                |boxed| (words_of(document, &boxed.blocks), boxed.blocks.clone()),
            ),
        };
        let id = id(source, &text, &all, sources, diagnostics);
        let speaker = gazetteer.entity(&source.speaker.value, None);
        let speaker = speaker.map_or_else(|| Speaker::without_page(&source.speaker.value), Speaker::Entity);
        let about = source.about.iter().filter_map(|name| gazetteer.entity(&name.value, None)).collect();
        let by_verb = source.verb.as_deref().is_some_and(quotes::is_denial);
        let denial = by_verb || !source.denies.is_empty();
        let anchor = format!("st-{id}");
        all.push(Recorded { id, anchor, speaker, text, blocks, about, denial, ties: Vec::new() });
    }
    all
}

fn words_of(document: &Document, blocks: &Range<u32>) -> String {
    let blocks = &document.blocks[blocks.start as usize..blocks.end as usize];
    let words = blocks
        .iter()
        .flat_map(|block| document.prose.text[block.prose.start as usize..block.prose.end as usize].split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

/// The author's id, else `s-` and letters that only the words decide, so that no other statement changes it.
fn id(
    source: &StatementSource,
    text: &str,
    before: &[Recorded],
    sources: &[StatementSource],
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let taken = |id: &str| before.iter().position(|other| other.id == id);
    if let Some(id) = &source.id {
        let Some(first) = taken(&id.value) else { return id.value.clone() };
        let other = sources[first].id.as_ref().map_or(&sources[first].span, |id| &id.span);
        diagnostics.push(
            Diagnostic::new(
                Code::STATEMENT_TAKEN,
                format!("the statement `{}` stands twice", id.value),
                id.span.clone(),
            )
            .related(other.clone(), "first used here")
            .help("give one of them another `id`"),
        );
    }
    let hash = blake3::hash(format!("{}\n{text}", source.speaker.value).as_bytes()).to_hex();
    let base = format!("s-{}", &hash[..8]);
    let mut id = base.clone();
    let mut nth = 1;
    while taken(&id).is_some() {
        nth += 1;
        id = format!("{base}-{nth}");
    }
    id
}

/// Joins the statements that deny or support each other; reports names that lead nowhere.
pub(super) fn tie(articles: &mut [Article], gazetteer: &Gazetteer, diagnostics: &mut Vec<Diagnostic>) {
    if articles.iter().all(|article| article.recorded.is_empty()) {
        return;
    }
    let mut found: Vec<(Statement, Tie)> = Vec::new();
    let look_up = LookUp::new(articles, gazetteer);
    for (number, article) in (0..).zip(articles.iter()) {
        for (row, source) in (0..).zip(&article.source.statements) {
            let own = Statement { article: ArticleId(number), row: StatementRow::Recorded(row) };
            let denies = source.denies.iter().map(|name| (Relation::Denies, name));
            let supports = source.supports.iter().map(|name| (Relation::Supports, name));
            for (relation, name) in denies.chain(supports) {
                match look_up.statement(own, name) {
                    Ok(to) => {
                        found.push((own, Tie { relation, to }));
                        found.push((to, Tie { relation: relation.inverse(), to: own }));
                    }
                    Err(diagnostic) => diagnostics.push(*diagnostic),
                }
            }
        }
    }
    for (own, tie) in found {
        if let StatementRow::Recorded(row) = own.row {
            articles[own.article.index()].recorded[row as usize].ties.push(tie);
        }
    }
    for recorded in articles.iter_mut().flat_map(|article| &mut article.recorded) {
        recorded.ties.sort();
        recorded.ties.dedup();
    }
}

/// Statements by article and id.
struct LookUp<'a> {
    articles: &'a [Article],
    gazetteer: &'a Gazetteer,
    by_id: FxHashMap<&'a str, Vec<Statement>>,
}

impl<'a> LookUp<'a> {
    fn new(articles: &'a [Article], gazetteer: &'a Gazetteer) -> Self {
        let mut by_id: FxHashMap<&str, Vec<Statement>> = FxHashMap::default();
        for (number, article) in (0..).zip(articles) {
            for (row, recorded) in (0..).zip(&article.recorded) {
                let statement = Statement { article: ArticleId(number), row: StatementRow::Recorded(row) };
                by_id.entry(&recorded.id).or_default().push(statement);
            }
        }
        Self { articles, gazetteer, by_id }
    }

    /// The statement that a name means: `claim` in the same article, `ARTICLE#claim` in another, given by id, slug or key.
    fn statement(&self, own: Statement, name: &Placed<String>) -> Result<Statement, Box<Diagnostic>> {
        let (article, id) = match name.value.rsplit_once('#') {
            Some((article, id)) if !article.trim().is_empty() => (self.article(article.trim(), name)?, id),
            Some((_, id)) => (own.article, id),
            None => (own.article, name.value.as_str()),
        };
        let here = self.by_id.get(id).and_then(|all| all.iter().find(|statement| statement.article == article));
        match here {
            Some(found) if *found == own => {
                let message = format!("the statement `{}` refers to itself", name.value);
                Err(Box::new(dead(name, message, "name the statement that it answers".to_owned())))
            }
            Some(found) => Ok(*found),
            None => {
                let page = &self.articles[article.index()].source.head.id;
                let message = if article == own.article {
                    format!("this article records no statement `{id}`")
                } else {
                    format!("`{page}` records no statement `{id}`")
                };
                Err(Box::new(dead(name, message, self.candidates(own, article, id))))
            }
        }
    }

    fn article(&self, words: &str, name: &Placed<String>) -> Result<ArticleId, Box<Diagnostic>> {
        let known = self.gazetteer.look_up(words).iter().find_map(|target| match target {
            Target::Article(number) => Some(ArticleId(*number)),
            _ => None,
        });
        let by_key = || (0..).zip(self.articles).find(|(_, article)| article.key == words).map(|(n, _)| ArticleId(n));
        known.or_else(by_key).ok_or_else(|| {
            let help = self.gazetteer.suggestion(words).map_or_else(
                || "write `ARTICLE#id` with the id, slug or key of an article".to_owned(),
                |known| format!("did you mean `{known}`?"),
            );
            Box::new(dead(name, format!("`{words}` is not a published article"), help))
        })
    }

    /// Where the wanted statement may be: a near name in the article, the same name elsewhere, all of the article's.
    fn candidates(&self, own: Statement, article: ArticleId, id: &str) -> String {
        /// More would be no help.
        const MOST: usize = 8;
        let shown = |statement: &Statement, id: &str| {
            let page = self.articles[statement.article.index()].source.head.id.name();
            if statement.article == own.article { format!("`{id}`") } else { format!("`{page}#{id}`") }
        };
        let here = &self.articles[article.index()].recorded;
        let ids = || here.iter().map(|recorded| recorded.id.as_str()).filter(|id| !id.starts_with("s-"));
        let in_article = Statement { article, row: StatementRow::Recorded(0) };
        if let Some(near) = nearest(id, ids()) {
            return format!("did you mean {}?", shown(&in_article, near));
        }
        if let Some(elsewhere) = self.by_id.get(id) {
            let all: Vec<String> = elsewhere.iter().take(MOST).map(|statement| shown(statement, id)).collect();
            return format!("did you mean {}?", all.join(" or "));
        }
        let all: Vec<String> = ids().take(MOST).map(|id| shown(&in_article, id)).collect();
        if all.is_empty() {
            "give the statement that is meant an `id`".to_owned()
        } else {
            format!("statements with an `id` are {}", all.join(", "))
        }
    }
}

fn dead(name: &Placed<String>, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::DEAD_STATEMENT, message, name.span.clone()).help(help)
}

impl Article {
    /// The status that the author gives a recorded statement.
    pub fn status(&self, row: StatementRow) -> Option<Status> {
        match row {
            StatementRow::Quote(_) => None,
            StatementRow::Recorded(row) => self.source.statements[row as usize].status,
        }
    }
}
