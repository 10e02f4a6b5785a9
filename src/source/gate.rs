//! One file through the gate for privacy: the page, or why it stays back. A page with an error in it stays back whole.

use super::front_matter::Split;
use super::keys::{PageType, finish};
use super::load::{LoadOptions, Page};
use super::place::{Place, Position, id_with_slug, texts};
use super::privacy::{Verdict, opening_day, refuse_doubled, refuse_inner_keys, verdict};
use super::strip::{Stripped, strip};
use super::{
    Body, HeldBack, HeldBackReason, PageId, PageSource, article::article, entity::entity, head::head, names::shown,
    statement,
};
use crate::config::Config;
use crate::date::PartialDate;
use crate::diagnostics::Span;
use crate::text::slug::slugify;
use crate::values::{Node, Reader, Scalar, Table, Value};
use jiff::civil::Date;
use std::cell::Cell;
use std::sync::Arc;

/// Keys whose day a page waits for.
const EMBARGOES: &[&str] = &["embargo", "publishDate", "publishdate", "publish_date"];

/// Private texts at least this long are looked for in the finished output; shorter ones would be found by accident.
const TELLING: usize = 24;

/// A file on its way through the gate.
pub(super) struct File<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) config: &'a Config,
    pub(super) position: Position,
    pub(super) split: Option<Split>,
    pub(super) own_slug: Cell<bool>,
}

impl File<'_> {
    /// The page, or why it stays back. Whatever is unclear stays back as private; then there is an error too.
    /// `above` is why a page above keeps it back.
    pub(super) fn read(
        &self,
        options: LoadOptions,
        above: Option<HeldBackReason>,
        removed: &mut Vec<String>,
    ) -> Result<Page, HeldBackReason> {
        const UNCLEAR: HeldBackReason = HeldBackReason::Unclear;
        let Split { values, body } = self.split.as_ref().ok_or(UNCLEAR)?;
        let mut table = Table::new(self.reader, values, "front matter").ok_or(UNCLEAR)?;
        let text = self.reader.source.text.as_str();
        refuse_doubled(self.reader).ok_or(UNCLEAR)?;
        let mut clear = Some(());
        for entry in table.rest().filter(|entry| !entry.key.eq_ignore_ascii_case("cascade")) {
            clear = refuse_inner_keys(self.reader, &entry.key, &entry.node).and(clear);
        }
        match verdict(&mut table, &text[*body..], options.drafts, options.today) {
            Verdict::Public => clear.ok_or(UNCLEAR)?,
            Verdict::Held(reason) => return Err(reason),
            Verdict::Unclear => return Err(UNCLEAR),
        }
        let draft = self.position.draft.then_some(HeldBackReason::Draft);
        let is_shown = |reason: &HeldBackReason| *reason == HeldBackReason::Draft && options.drafts;
        if let Some(reason) = above.or(draft).filter(|reason| !is_shown(reason)) {
            return Err(reason);
        }
        if self.config.content.publish_key.as_ref().is_some_and(|key| !is_marked(values, key)) {
            return Err(HeldBackReason::Private);
        }
        if let Some(notes) = table.take("private_notes") {
            removed.push(self.reader.span(&notes.span).text().to_owned());
        }
        let stripped = strip(self.reader, *body..text.len());
        removed.extend(stripped.removed.iter().map(|range| text[range.clone()].to_owned()));
        let is_bare = self.position.place == Place::Branch && is_blank(&stripped, text);
        let page = self.typed(&mut table, &stripped);
        // Without a page its keys are not all read, and none of them is unknown for sure.
        let page = page.ok_or(UNCLEAR)?;
        finish(&table, self.page_type(), &self.config.kinds, options.today)
            .filter(|()| stripped.clear)
            .ok_or(UNCLEAR)?;
        if self.reader.failed() {
            return Err(UNCLEAR);
        }
        Ok(match page {
            Page::Article(article) if is_bare => Page::Bare(article),
            page => page,
        })
    }

    fn page_type(&self) -> PageType {
        match self.position.place {
            Place::Article | Place::Branch => PageType::Article,
            Place::Entity(_) => PageType::Entity,
            Place::Page | Place::Unclaimed => PageType::Page,
            Place::Section => PageType::Section,
        }
    }

    /// The page with all its keys read; `None` if it has no address or a private value stands in the wrong place.
    fn typed(&self, table: &mut Table<'_>, stripped: &Stripped) -> Option<Page> {
        let Position { place, id: own, words, lang, .. } = &self.position;
        let id = match place {
            Place::Section => Some(own.clone()),
            _ => id_with_slug(table, own.clone()).map(|(id, said)| {
                self.own_slug.set(said);
                id
            }),
        };
        let body = Body { source: Arc::clone(self.reader.source), kept: stripped.kept.clone() };
        if !matches!(place, Place::Article | Place::Branch) {
            statement::refuse(self.reader, &stripped.statements);
        }
        let mut head = head(table, id.clone().unwrap_or_else(|| own.clone()), words.clone(), body);
        head.lang = head.lang.take().or_else(|| lang.clone());
        let page = match *place {
            Place::Article | Place::Branch => {
                let blocks = statement::blocks(self.reader, &head.body, &stripped.statements)?;
                let mut article = article(table, head, &self.config.kinds);
                article.statements.extend(blocks);
                Page::Article(Box::new(article))
            }
            Place::Entity(kind) => {
                let heading = || Some(plain_heading(first_heading(&head.body.text())?)?.to_owned());
                head.title = head.title.take().or_else(heading);
                Page::Entity(Box::new(entity(table, head, kind)))
            }
            Place::Page | Place::Unclaimed => Page::Free(Box::new(PageSource { head })),
            Place::Section => Page::Section(Box::new(PageSource { head })),
        };
        id.map(|_| page)
    }

    pub(super) fn held_back(&self, reason: HeldBackReason) -> HeldBack {
        let Position { id: own, words, .. } = &self.position;
        let mut names = vec![words.clone(), own.name().to_owned()];
        let mut id = own.clone();
        let mut until = None;
        if let Some(Split { values, body }) = &self.split {
            let text = |key: &str| texts(values, key).next();
            if let Some(slug) = text("slug").map(slugify).filter(|slug| !slug.is_empty()) {
                id = PageId(format!("{}/{slug}", own.folder()));
                names.push(slug);
            }
            let title = text("title").or_else(|| first_heading(&self.reader.source.text[*body..]));
            let aliases = ["aliases", "weak_aliases"].into_iter().flat_map(|key| texts(values, key));
            names.extend(title.into_iter().chain(aliases).map(shown));
            until = opening(values).filter(|_| reason == HeldBackReason::Embargo && !is_marked(values, "draft"));
        }
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        HeldBack { id, reason, names, span: Span::file(self.reader.source), until }
    }
}

/// The day on which the last embargo of a page ends.
fn opening(values: &Node) -> Option<Date> {
    let days = EMBARGOES.iter().flat_map(|key| texts(values, key));
    days.filter_map(|day| PartialDate::read(day).ok())
        .filter(|date| date.day.is_some())
        .map(|date| opening_day(&date))
        .max()
}

/// Whether a key of front matter says yes.
fn is_marked(values: &Node, key: &str) -> bool {
    let entries = if let Value::Table(entries) = &values.value { entries.as_slice() } else { &[] };
    entries.iter().any(|entry| entry.key == key && matches!(entry.node.value, Value::Scalar(Scalar::Bool(true), _)))
}

/// Whether nothing is left of a text that can be read.
fn is_blank(stripped: &Stripped, text: &str) -> bool {
    stripped.kept.iter().all(|range| text[range.clone()].trim().is_empty())
}

/// The words of the first `# heading`, which is the title of a page that states none.
fn first_heading(body: &str) -> Option<&str> {
    let mut in_code = false;
    let mut lines = body.lines().filter(|line| {
        in_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        !in_code
    });
    lines.find_map(|line| line.strip_prefix("# ")).map(|words| words.trim().trim_end_matches('#').trim_end())
}

/// A heading that can be a name: without markup, but for emphasis of the whole.
fn plain_heading(words: &str) -> Option<&str> {
    let words = words.trim_matches(['*', '_', ' ']);
    (!words.is_empty() && !words.contains(['[', '<', '{', '`', '*', '$', '\\'])).then_some(words)
}

/// The lines of a private span that are long enough to be looked for.
pub(super) fn telling_lines(words: &str) -> impl Iterator<Item = &str> {
    let inner = words.trim_matches(|c: char| c.is_whitespace() || "%<!->:\"'|".contains(c));
    inner.lines().map(str::trim).filter(|line| line.chars().count() >= TELLING)
}
