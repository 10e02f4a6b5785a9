//! The pages that came through the gate, put where they belong, and what is wrong with several of them together.

use super::load::{Loaded, Page};
use super::same_name::tell_apart;
use super::{ArticleSource, Head, Placed, PublicSources};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::kind::KindId;
use crate::text::slug::slugify;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// Puts the pages where they belong, by id, tells those apart that have one name, and reports ids that stand twice. Gives the
/// files that no setting claims.
pub(super) fn gather(
    mut loaded: Vec<Loaded>,
    sources: &mut PublicSources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    diagnostics.extend(tell_apart(&mut loaded));
    let mut unclaimed = Vec::new();
    let (mut articles, mut entities, mut pages, mut sections) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for file in loaded {
        sources.spans_removed += file.removed_count;
        sources.removed_texts.extend(file.removed);
        if !matches!(file.page, Some(Page::Bare(_))) {
            diagnostics.extend(file.diagnostics); // what is said of a file that is no page is nobody's loss
        }
        match file.page {
            Some(Page::Article(article)) => articles.push(article),
            Some(Page::Entity(entity)) => entities.push(entity),
            Some(Page::Free(page)) => pages.push(page),
            Some(Page::Section(page)) => sections.push(page),
            Some(Page::Held(held)) => sources.held_back.push(held),
            Some(Page::Unclaimed(path)) => unclaimed.push(path),
            Some(Page::Bare(article)) => sources.skipped.empty.push(article.head.body.source.path.clone()),
            None => {}
        }
    }
    // The files came by path; a stable sort keeps that order between equal ids.
    sources.held_back.sort_by(|a, b| a.id.cmp(&b.id));
    sources.removed_texts.sort();
    sources.removed_texts.dedup();
    report_lost_characters(&articles, diagnostics);
    sources.articles = by_id(articles, |article| &article.head, diagnostics);
    sources.entities = by_id(entities, |entity| &entity.head, diagnostics);
    sources.pages = by_id(pages, |page| &page.head, diagnostics);
    sources.sections = by_id(sections, |page| &page.head, diagnostics);
    unclaimed
}

/// The first name of each kind and address, with its characters.
type FirstNames<'a> = FxHashMap<(Option<KindId>, String), (&'a Placed<String>, String)>;

/// Names that only characters tell apart (`C++`, `C#`) share an address: they are one page, and that is said.
fn report_lost_characters(articles: &[Box<ArticleSource>], diagnostics: &mut Vec<Diagnostic>) {
    let characters = |name: &str| {
        name.chars()
            .filter(|c| matches!(c, '+' | '#' | '*' | '@' | '!' | '?' | '%' | '$' | '€' | '^'))
            .collect::<String>()
    };
    let mut first = FirstNames::default();
    let mut said: FxHashSet<(Option<KindId>, &str)> = FxHashSet::default();
    let named = articles.iter().flat_map(|article| {
        let about = article.about.iter().map(|(kind, name)| (Some(*kind), name));
        about.chain(article.tags.iter().map(|name| (None, name)))
    });
    for (kind, name) in named {
        let own = characters(&name.value);
        match first.entry((kind, slugify(&name.value))) {
            Entry::Vacant(place) => _ = place.insert((name, own)),
            Entry::Occupied(place) => {
                let (other, others) = place.get();
                if *others != own && said.insert((kind, name.value.as_str())) {
                    let message = format!("`{}` and `{}` have one address and are one page", name.value, other.value);
                    let help =
                        "write one of them in letters, such as `C sharp`, or give it a page with a `slug` of its own";
                    let warning = Diagnostic::new(Code::FRONT_MATTER_VALUE, message, name.span.clone());
                    diagnostics.push(warning.related(other.span.clone(), "the other name").help(help));
                }
            }
        }
    }
}

/// Pages by id; of several with one id only the first stays. Each is moved out of its box once all are in order.
fn by_id<T>(mut pages: Vec<Box<T>>, head: fn(&T) -> &Head, diagnostics: &mut Vec<Diagnostic>) -> Vec<T> {
    pages.sort_by(|a, b| head(a).id.cmp(&head(b).id));
    pages.dedup_by(|later, first| {
        let (later, first) = (head(later), head(first));
        if later.id != first.id {
            return false;
        }
        let other = Span::file(&first.body.source);
        let message = format!("`{}` is the id of another page too", later.id);
        diagnostics.push(
            Diagnostic::new(Code::ADDRESS_TAKEN, message, Span::file(&later.body.source))
                .related(other, format!("{} has it already", first.body.source.path))
                .help("rename one of the files, or give it a `slug`"),
        );
        true
    });
    pages.into_iter().map(|page| *page).collect()
}
