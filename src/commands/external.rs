//! `dossier check --external`: the links of published pages to other sites, and what became of them.

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::Dossier;
use crate::markdown::Document;
use crate::network::{self, Allow, Outcome};
use crate::source::Head;
use std::collections::BTreeMap;

/// Asks for every link, and says which lead to no page.
pub(super) fn diagnostics(dossier: &Dossier, allow: Allow) -> Vec<Diagnostic> {
    let links = links(dossier);
    let outcomes = network::check(links.keys().cloned().collect(), allow);
    let said = |(address, outcome): (String, Outcome)| {
        let (what, help) = match outcome {
            Outcome::Works => return None,
            Outcome::Status(status) => {
                (format!("answers with {status}"), "correct the address, or lead to an archived copy")
            }
            Outcome::Loops => ("leads in circles".to_owned(), "correct the address, or lead to an archived copy"),
            Outcome::Silent(words) => {
                (format!("does not answer: {words}"), "try again later, or lead to an archived copy")
            }
            Outcome::Refused(why) => {
                (format!("was not asked: {why}"), "readers elsewhere cannot follow it either: take it out")
            }
        };
        let span = links.get(&address)?.clone();
        Some(Diagnostic::new(Code::DEAD_ADDRESS, format!("`{address}` {what}"), span).help(help))
    };
    outcomes.into_iter().filter_map(said).collect()
}

/// Addresses with the place where each stands first. Pages that are held back are not in the dossier, nor are their links.
fn links(dossier: &Dossier) -> BTreeMap<String, Span> {
    let mut links = BTreeMap::new();
    let mut add = |address: &str, span: Span| {
        if address.starts_with("http://") || address.starts_with("https://") {
            links.entry(address.to_owned()).or_insert(span);
        }
    };
    for article in &dossier.articles {
        let file = || Span::file(&article.source.head.body.source);
        if let Some(source) = &article.source.source {
            source.url.iter().chain(&source.archive_url).for_each(|address| add(address, file()));
        }
        let sources = article.source.statements.iter().filter_map(|statement| statement.source.as_ref());
        sources.for_each(|source| add(&source.value, source.span.clone()));
        in_text(&article.source.head, &article.text.document, &mut add);
    }
    for (entity, text) in dossier.gazetteer.entities.iter().zip(&dossier.entity_texts) {
        let source = &entity.source;
        source.same_as.iter().for_each(|address| add(address, Span::file(&source.head.body.source)));
        let sources =
            source.facts.iter().map(|fact| &fact.source).chain(source.relations.iter().map(|row| &row.source));
        sources.flatten().for_each(|source| add(&source.value, source.span.clone()));
        in_text(&source.head, &text.document, &mut add);
    }
    for page in dossier.pages.iter().chain(&dossier.sections) {
        in_text(&page.source.head, &page.text.document, &mut add);
    }
    links
}

/// The links that a text's HTML has.
fn in_text(head: &Head, document: &Document, add: &mut dyn FnMut(&str, Span)) {
    let mut body = None;
    for rest in document.html.split(" href=\"").skip(1) {
        let written = rest.split('"').next().unwrap_or_default();
        let address = written.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
        if address.starts_with("http") {
            let body = body.get_or_insert_with(|| head.body.text());
            // an address that the writer had to encode stands in the file in another form
            let span = match body.find(&address) {
                Some(at) => head.body.span(at..at + address.len()),
                None => Span::file(&head.body.source),
            };
            add(&address, span);
        }
    }
}
