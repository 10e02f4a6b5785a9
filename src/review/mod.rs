//! What only a person can decide: names that nothing decides, and a list of entities that needs a hand.
//!
//! In: the model. Out: diagnostics, each with the line to add. Nothing is changed and nothing is guessed here.

mod entities;
mod lookalikes;
mod quotes;
mod sources;

pub use entities::entities;
pub use lookalikes::look_alikes;
pub use quotes::idle_rules;
pub use sources::unknown_sources;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::dossier::{Dossier, Text, shorten};
use crate::entities::EntityId;
use crate::mentions::{Ambiguity, Undecided};
use crate::source::Head;
use crate::text::fold::{fold_name, is_ignored};
use crate::text::sentences::{Splitter, around};
use rustc_hash::FxHashSet;
use std::fmt::Write as _;
use std::ops::Range;

/// Most candidates that a message names.
const MOST: usize = 6;

/// Names that the pages leave undecided: each once per page, with its candidates, its sentence and the line to add.
pub fn ambiguities(dossier: &Dossier) -> Vec<Diagnostic> {
    undecided(dossier, |why| why != Undecided::Longer)
}

/// Known names within longer ones that the dossier does not know, each once per page.
pub fn longer_names(dossier: &Dossier) -> Vec<Diagnostic> {
    undecided(dossier, |why| why == Undecided::Longer)
}

fn undecided(dossier: &Dossier, wanted: impl Fn(Undecided) -> bool) -> Vec<Diagnostic> {
    let articles = dossier.articles.iter().map(|article| (&article.source.head, &article.text));
    let entities = dossier.gazetteer.entities.iter().map(|entity| &entity.source.head).zip(&dossier.entity_texts);
    let pages = dossier.pages.iter().chain(&dossier.sections).map(|page| (&page.source.head, &page.text));
    // a tag groups articles: nobody says that it is the name of something
    let named = |ambiguity: &&Ambiguity| ambiguity.candidates.iter().any(|id| !dossier.gazetteer.get(*id).tag);
    let mut all = Vec::new();
    // a page with `links: false` has decided: nothing on it is linked
    for (head, text) in articles.chain(entities).chain(pages).filter(|(head, _)| !head.links.none) {
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for ambiguity in text.found.ambiguities.iter().filter(|ambiguity| wanted(ambiguity.why)).filter(named) {
            let words = &text.document.prose.text[ambiguity.prose.start as usize..ambiguity.prose.end as usize];
            if seen.insert(fold_name(words)) {
                all.push(report(dossier, head, text, ambiguity, words));
            }
        }
    }
    all
}

fn report(dossier: &Dossier, head: &Head, text: &Text, ambiguity: &Ambiguity, words: &str) -> Diagnostic {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // characters without width would stand as marks in the line to add
    let words = one_line(words).replace(is_ignored, "");
    let sentence = shorten(&one_line(sentence(text, ambiguity)), 200);
    let span = span(head, text, &ambiguity.prose);
    let names = names(dossier, &ambiguity.candidates);
    let first = dossier.gazetteer.get(ambiguity.candidates[0]);
    match ambiguity.why {
        Undecided::Longer => {
            let message = format!("`{words}` is not in this dossier, only {names}, in “{sentence}”");
            let mut help = format!("add an entity for `{words}`");
            if !first.stub {
                let file = &first.source.head.body.source.path;
                let _ = write!(help, ", or add `not: [{}]` to `{file}`", quoted(&words));
            }
            Diagnostic::new(Code::LONGER_NAME, message, span).help(help)
        }
        why => {
            let stranger = if why == Undecided::Stranger { ", or somebody who is not in this dossier," } else { "" };
            let message = format!("`{words}` may be {names}{stranger} in “{sentence}”");
            let help = rule_to_add(&head.body.source.text, !head.links.rules.is_empty(), &words, &first.id.0);
            Diagnostic::new(Code::AMBIGUOUS_NAME, message, span).help(help)
        }
    }
}

/// What to write where, so that a name means an entity on a page: in the format of its front matter, and without a second
/// `links` where there is one.
fn rule_to_add(file: &str, has_rules: bool, words: &str, id: &str) -> String {
    let (words, id) = (quoted(words), quoted(id));
    let file = file.trim_start_matches('\u{feff}');
    let rule = if file.starts_with("+++") { format!("{words} = {id}") } else { format!("{words}: {id}") };
    let (line, place) = match (has_rules, file.bytes().next()) {
        (true, _) => (rule, "`links` in the front matter"),
        (_, Some(b'+')) => (format!("links = {{{rule}}}"), "the front matter, above its first table"),
        (_, Some(b'{')) => (format!("\"links\": {{{rule}}}"), "the front matter"),
        _ => (format!("links: {{{rule}}}"), "the front matter"),
    };
    format!("add `{line}` to {place}, or `false` for no link")
}

/// `Ann Lee (people/ann-lee) or Bo Lee (people/bo-lee)`
fn names(dossier: &Dossier, candidates: &[EntityId]) -> String {
    let mut out = String::new();
    let shown = candidates.len().min(MOST);
    for (at, candidate) in candidates.iter().take(MOST).enumerate() {
        let entity = dossier.gazetteer.get(*candidate);
        let before = match at {
            0 => "",
            _ if at + 1 == shown && shown == candidates.len() => " or ",
            _ => ", ",
        };
        let _ = write!(out, "{before}{} ({})", entity.name, entity.id);
    }
    if candidates.len() > MOST {
        let _ = write!(out, " or {} others", candidates.len() - MOST);
    }
    out
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn sentence<'a>(text: &'a Text, ambiguity: &Ambiguity) -> &'a str {
    let block = &text.document.blocks[ambiguity.block as usize].prose;
    let words = &text.document.prose.text[block.start as usize..block.end as usize];
    let span = ambiguity.prose.start.max(block.start) - block.start..ambiguity.prose.end.min(block.end) - block.start;
    let sentences = Splitter::new(&text.lang).split(words);
    &words[around(&sentences, &(span.start as usize..span.end as usize), words.len())]
}

/// The words in the file; the whole segment where single bytes do not correspond.
fn span(head: &Head, text: &Text, prose: &Range<u32>) -> Span {
    let segments = &text.document.prose.segments;
    let after = segments.partition_point(|segment| segment.prose <= prose.start);
    let Some(segment) = after.checked_sub(1).map(|at| &segments[at]) else { return Span::file(&head.body.source) };
    let start = segment.source as usize;
    let end = start + segment.source_len as usize;
    if segment.prose_len != segment.source_len || prose.end > segment.prose + segment.prose_len {
        return head.body.span(start..end);
    }
    let from = start + (prose.start - segment.prose) as usize;
    head.body.span(from..from + (prose.end - prose.start) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_the_format_of_the_front_matter() {
        for (file, has_rules, line) in [
            ("---\ntitle: A\n---\n", false, r#"add `links: {"Doe": "people/a"}` to the front matter"#),
            ("---\nlinks: {Roe: false}\n---\n", true, r#"add `"Doe": "people/a"` to `links` in the front matter"#),
            ("+++\n+++\n", false, r#"add `links = {"Doe" = "people/a"}` to the front matter, above its first table"#),
            ("+++\n[links]\nRoe = false\n+++\n", true, r#"add `"Doe" = "people/a"` to `links` in the front matter"#),
            ("\u{feff}{\"title\": 1}", false, r#"add `"links": {"Doe": "people/a"}` to the front matter"#),
            ("Text.", false, r#"add `links: {"Doe": "people/a"}` to the front matter"#),
        ] {
            assert_eq!(rule_to_add(file, has_rules, "Doe", "people/a"), format!("{line}, or `false` for no link"));
        }
    }
}
