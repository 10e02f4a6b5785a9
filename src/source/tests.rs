//! Whole files through the gate: what is read, what is kept back, what is said.

use super::gather::gather;
use super::load::{decode, reduce};
use super::*;
use crate::config::Config;
use crate::diagnostics::render::{Format, render};
use crate::values::cases;
use std::fmt::{Debug, Write as _};

fn options() -> LoadOptions {
    LoadOptions { drafts: false, today: jiff::civil::date(2026, 11, 24) }
}

/// Everything about a page that is not as by default, one line each.
#[derive(Default)]
struct Dump(String);

impl Dump {
    fn line(&mut self, name: &str, value: impl Debug) {
        let value = format!("{value:?}");
        if !matches!(value.as_str(), "None" | "[]" | "false" | "Object {}") {
            let _ = writeln!(
                self.0,
                "{name}: {}",
                value.strip_prefix("Some(").and_then(|v| v.strip_suffix(')')).unwrap_or(&value)
            );
        }
    }

    fn head(&mut self, head: &Head) {
        let _ = writeln!(self.0, "{}", head.id);
        self.line("title", &head.title);
        self.line("summary", &head.summary);
        self.line("lang", &head.lang);
        self.line("date", head.date.as_ref().map(ToString::to_string));
        self.line("updated", head.updated.as_ref().map(ToString::to_string));
        self.line("redirects", values(&head.redirects));
        self.line("image", head.image.as_ref().map(|image| (&image.path.value, &image.alt, &image.caption)));
        self.line("links none", head.links.none);
        self.line(
            "links",
            head.links.rules.iter().map(|(words, to)| (words, to.as_ref().map(|to| &to.value))).collect::<Vec<_>>(),
        );
        self.line("noindex", head.noindex);
        self.line("search", Some(head.search_boost).filter(|boost| (boost - 1.0).abs() > 0.0));
        self.line("extra", &head.extra);
        self.line("body", head.body.text());
    }

    fn article(&mut self, article: &ArticleSource) {
        self.head(&article.head);
        self.line("key", article.key.as_ref().map(|key| &key.value));
        self.line("authors", &article.authors);
        let about = article.about.iter().map(|(kind, name)| (kind.0, &name.value));
        let topics = crate::kind::Kinds::default().by_name("topics").expect("a built-in kind");
        self.line("about", about.chain(article.tags.iter().map(|tag| (topics.0, &tag.value))).collect::<Vec<_>>());
        if let Some(source) = &article.source {
            let date = |date: &Option<crate::date::PartialDate>| date.as_ref().map(ToString::to_string);
            self.line("source.name", &source.name);
            self.line("source.url", &source.url);
            self.line("source.author", &source.author);
            self.line("source.published", date(&source.published));
            self.line("source.retrieved", date(&source.retrieved));
            self.line("source.archive_url", &source.archive_url);
            self.line("source.archive_date", date(&source.archive_date));
            self.line("source.license", &source.license);
            self.line("source.language", &source.language);
            self.line("source.sha256", &source.sha256);
        }
    }

    fn entity(&mut self, entity: &EntitySource) {
        self.head(&entity.head);
        self.line("aliases", values(&entity.aliases));
        self.line("weak_aliases", values(&entity.weak_aliases));
        self.line("not", values(&entity.not));
        self.line("family_name", &entity.family_name);
        self.line("family_first", entity.family_first);
        self.line("gender", entity.gender);
        self.line("no autolink", !entity.autolink);
        self.line("exact", entity.match_mode == MatchMode::Exact);
        self.line("wikidata", &entity.wikidata);
        self.line("same_as", &entity.same_as);
        self.line("living", entity.living);
        for fact in &entity.facts {
            let date = fact.date.as_ref().map(ToString::to_string);
            self.line("fact", (&fact.label, &fact.value, date, fact.source.as_ref().map(|source| &source.value)));
        }
        for relation in &entity.relations {
            let date = |date: &Option<crate::date::PartialDate>| date.as_ref().map(ToString::to_string);
            let source = relation.source.as_ref().map(|source| &source.value);
            let times = (date(&relation.from), date(&relation.until));
            self.line("relation", (&relation.to.value, &relation.role, times, source, &relation.status));
        }
        self.line("position", entity.position);
        self.line("end", entity.end.as_ref().map(ToString::to_string));
        self.line("place", entity.place.as_ref().map(|place| &place.value));
        self.line("participants", values(&entity.participants));
    }
}

fn values(placed: &[Placed<String>]) -> Vec<&str> {
    placed.iter().map(|placed| placed.value.as_str()).collect()
}

fn load_text(path: &str, text: &str, options: LoadOptions) -> (PublicSources, String) {
    let (mut sources, mut diagnostics) = (PublicSources::default(), Vec::new());
    match decode(path, text.as_bytes().to_vec()) {
        Ok(source) => {
            gather(vec![reduce(&source, &Config::default(), options)], &mut sources, &mut diagnostics);
        }
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
    crate::diagnostics::sort(&mut diagnostics);
    (sources, render(&diagnostics, Format::Short, false))
}

fn outcome(path: &str, text: &str) -> String {
    let drafts = path.ends_with(" --drafts");
    let path = path.split(' ').next().unwrap_or_default();
    let (sources, messages) = load_text(path, text, LoadOptions { drafts, ..options() });
    let mut dump = Dump::default();
    sources.articles.iter().for_each(|article| dump.article(article));
    sources.entities.iter().for_each(|entity| dump.entity(entity));
    sources.pages.iter().chain(&sources.sections).for_each(|page| dump.head(&page.head));
    for held in &sources.held_back {
        dump.line("held back", (&held.id.0, held.reason, &held.names));
    }
    dump.line("removed texts", &sources.removed_texts);
    if sources.spans_removed > 0 {
        dump.line("removed", sources.spans_removed);
    }
    dump.0 + &messages
}

#[test]
fn articles() {
    cases::check("source/articles.txt", |name, text| outcome(&format!("content/articles/{name}"), text));
}

#[test]
fn entities() {
    cases::check("source/entities.txt", |name, text| outcome(&format!("content/{name}"), text));
}

#[test]
fn other_tools() {
    cases::check("source/other-tools.txt", |name, text| outcome(&format!("content/articles/{name}"), text));
}

#[test]
fn privacy() {
    cases::check("source/privacy.txt", |name, text| outcome(&format!("content/articles/{name}"), text));
}

#[test]
fn private_spans() {
    cases::check("source/private-spans.txt", |name, text| outcome(&format!("content/articles/{name}"), text));
}

#[test]
fn fences() {
    cases::check("source/fences.txt", |name, text| outcome(&format!("content/articles/{name}"), text));
}
