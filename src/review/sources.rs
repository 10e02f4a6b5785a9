//! Texts of which nobody has said where they come from.

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::Dossier;

/// Articles that have a source without saying which: neither who published it, nor where it is, nor who wrote it.
pub fn unknown_sources(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for article in &dossier.articles {
        let Some(record) = &article.source.source else { continue };
        let known = [&record.name, &record.url, &record.author, &record.archive_url];
        if known.iter().all(|value| value.is_none()) {
            let help = "write `source: {name: …, url: …}`, or take `source` out if the text is your own";
            let span = Span::file(&article.source.head.body.source);
            all.push(Diagnostic::new(Code::UNKNOWN_SOURCE, "where this text comes from is not known", span).help(help));
        }
    }
    all
}
