//! Addresses that the last build wrote and the new site lacks: whoever linked to them would be led nowhere.

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::Text;
use crate::markdown::Document;
use crate::produce::Plan;
use crate::publish::{self, Guard};
use crate::source::Head;
use rustc_hash::FxHashSet;
use std::fs;
use std::path::Path;

/// Pages that are read again to find out where they went; of more, only the names are told.
const READ: usize = 200;
/// Addresses that a message names.
const NAMED: usize = 5;

/// A warning for each page that has another address now, with the line that leads from the old to the new one, and one for all that
/// are gone. Nothing is said of pages that are held back, which their author knows, nor of lists, whose parts come and go.
pub(super) fn report(plan: &Plan, output: &Path, guard: &Guard) -> Vec<Diagnostic> {
    // what is wrong with the folder or with the site is said when it is written
    let Ok(before) = publish::published(output, guard) else { return Vec::new() };
    let gone = plan.open(|table| {
        let is_page = |path: &&String| Path::new(path.as_str()).extension().is_some_and(|ending| ending == "html");
        before.iter().filter(is_page).filter(|path| !table.has(path)).cloned().collect()
    });
    let gone: Vec<String> = gone.unwrap_or_default();
    let gone: Vec<(String, String)> = gone
        .into_iter()
        .enumerate()
        .filter(|(_, path)| !is_held_back(plan, path))
        .map(|(at, path)| {
            let html =
                if at < READ { fs::read_to_string(output.join(&path)).unwrap_or_default() } else { String::new() };
            (path, html)
        })
        .filter(|(path, html)| is_content(plan, path) || html.contains("http-equiv=\"refresh\""))
        .collect();
    let new = if gone.is_empty() { Vec::new() } else { new_pages(plan, &before) };
    let mut warnings = Vec::new();
    let mut lost = Vec::new();
    for (path, html) in &gone {
        match new.iter().find(|page| page.is_again(html)) {
            Some(page) => warnings.push(moved(path, page.head)),
            None => lost.push(path.as_str()),
        }
    }
    warnings.extend((!lost.is_empty()).then(|| nowhere(&lost)));
    warnings
}

/// Whether a page of the content could stand there.
fn is_content(plan: &Plan, path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else { return false };
    let kinds = &plan.dossier().config.kinds;
    name != "index.html" && (["articles", "pages"].contains(&folder) || kinds.by_name(folder).is_some())
}

fn is_held_back(plan: &Plan, path: &str) -> bool {
    let address = path.strip_suffix(".html").unwrap_or(path);
    plan.dossier().held_back.iter().any(|held| held.id.0 == address)
}

/// A page of the new site that the last build did not write.
struct NewPage<'p> {
    head: &'p Head,
    text: &'p Text,
}

fn new_pages<'p>(plan: &'p Plan, before: &[String]) -> Vec<NewPage<'p>> {
    let before: FxHashSet<&str> = before.iter().map(String::as_str).collect();
    let (dossier, site) = (plan.dossier(), plan.site());
    let articles = dossier.articles.iter().map(|article| (&article.source.head, &article.text)).zip(&site.articles);
    let entities = dossier.gazetteer.entities.iter().map(|entity| &entity.source.head);
    let entities = entities.zip(&dossier.entity_texts).zip(&site.entities);
    let pages = dossier.pages.iter().map(|page| (&page.source.head, &page.text)).zip(&site.pages);
    let all = articles.chain(entities).chain(pages);
    all.filter(|(_, path)| !before.contains(path.as_str())).map(|((head, text), _)| NewPage { head, text }).collect()
}

impl NewPage<'_> {
    /// Whether an old page is this one: it has its title, or more than half of its paragraphs.
    fn is_again(&self, html: &str) -> bool {
        title(html).is_some_and(|title| title == self.text.title) || shares(&self.text.document, html)
    }
}

/// Whether a document has more than half of the paragraphs of an old page.
fn shares(document: &Document, html: &str) -> bool {
    let ids: FxHashSet<String> = document.blocks.iter().map(|block| format!(" id=\"{}\"", block.id)).collect();
    let shared = ids.iter().filter(|id| html.contains(id.as_str())).count();
    shared > 0 && shared * 2 > html.matches(" id=\"p-").count()
}

/// The title of a page that we wrote.
fn title(html: &str) -> Option<String> {
    const BEFORE: &str = "<meta property=\"og:title\" content=\"";
    let rest = &html[html.find(BEFORE)? + BEFORE.len()..];
    let title = &rest[..rest.find('"')?];
    quick_xml::escape::unescape(title).ok().map(std::borrow::Cow::into_owned)
}

fn moved(path: &str, head: &Head) -> Diagnostic {
    let mut all: Vec<String> = head.redirects.iter().map(|old| format!("/{}", old.value)).collect();
    all.push(format!("/{path}"));
    let message = format!("this page was at `{path}`, and links to it would lead nowhere");
    Diagnostic::new(Code::ADDRESS_GONE, message, Span::file(&head.body.source))
        .help(format!("write `redirects: [{}]` in its front matter", all.join(", ")))
}

fn nowhere(lost: &[&str]) -> Diagnostic {
    let named: Vec<String> = lost.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let more = lost.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (what, verb) = if lost.len() == 1 { ("page", "is") } else { ("pages", "are") };
    let message = format!("{} {what} of the last build {verb} gone: {}{more}", lost.len(), named.join(", "));
    let help = format!(
        "if another page takes the place of one, write `redirects: [/{}]` in the front matter of that page",
        lost[0]
    );
    Diagnostic::without_place(Code::ADDRESS_GONE, message).help(help)
}
