//! Rows of `quotes:` that no longer speak of anything, as after the text was edited.

use crate::diagnostics::{Code, Diagnostic};
use crate::dossier::{Dossier, shorten};

/// Rows whose words begin no span between marks on their page.
pub fn idle_rules(dossier: &Dossier) -> Vec<Diagnostic> {
    let report = |words: &str, span| {
        let words = shorten(words.trim(), 60);
        Diagnostic::new(Code::DEAD_QUOTE, format!("no quotation of this page begins with `{words}`"), span)
            .help("write the first words as they stand behind the opening mark, or take the row out")
    };
    let articles = dossier.articles.iter();
    articles
        .flat_map(|article| {
            let idle = article.text.quotes.idle_rules.iter().map(|row| &article.source.quotes[*row as usize]);
            idle.map(|rule| report(&rule.text.value, rule.text.span.clone()))
        })
        .collect()
}
