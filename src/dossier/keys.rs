//! Stable names of articles in paragraph keys.
//!
//! A key that people have cited must not change by what others add. So nothing here looks at how many articles there are or in
//! which order they stand, and a derived key has one length: long enough that no two are alike by chance.

use crate::diagnostics::{Code, Diagnostic, Severity, Span};
use crate::source::{ArticleSource, Head};
use crate::text::slug::slugify;
use rustc_hash::FxHashMap;

/// Letters and digits that are not mistaken for each other (Crockford's base 32, lower case).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Length of a derived key: 40 bits. Among 10,000 articles, one dossier in 20,000 has two that are alike.
const LENGTH: usize = 8;
/// Length of what stands in for a derived key that another article has: 60 bits.
const LONGER: usize = 12;

/// The key of each article: `key` of its front matter, else letters of a hash of its address, or of the first address that it
/// once had, so that a renamed file keeps its key. Reports keys that two files claim.
pub(super) fn assign(articles: &[ArticleSource], diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut keys = vec![String::new(); articles.len()];
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    for (number, article) in articles.iter().enumerate() {
        let Some(key) = &article.key else { continue };
        keys[number].clone_from(&key.value);
        if let Some(&first) = taken.get(&key.value) {
            let other = articles[first].key.as_ref().expect("only articles with a key are entered");
            diagnostics.push(
                Diagnostic::new(Code::KEY_TAKEN, format!("the key `{}` is used twice", key.value), key.span.clone())
                    .related(other.span.clone(), "first used here")
                    .help("give one of the articles another key"),
            );
        } else {
            taken.insert(key.value.clone(), number);
        }
    }
    // A renamed article comes before a new one that has taken its old name: its key is the one that was published.
    for renamed in [true, false] {
        for (number, article) in articles.iter().enumerate() {
            let old = old_address(&article.head);
            if article.key.is_some() || old.is_some() != renamed {
                continue;
            }
            let mut key = derived(&first_address(&article.head), LENGTH);
            if let Some(&first) = taken.get(&key) {
                let longer = derived(&own_address(&article.head), LONGER);
                diagnostics.push(twice(&article.head, &articles[first].head, &key, &longer));
                key = longer;
            }
            taken.insert(key.clone(), number);
            keys[number] = key;
        }
    }
    keys
}

/// The first address that an article had, without `.html`.
pub(super) fn first_address(head: &Head) -> String {
    old_address(head).unwrap_or_else(|| own_address(head))
}

fn own_address(head: &Head) -> String {
    format!("articles/{}", slugify(head.id.name()))
}

/// The first old address that an article of ours could have had.
fn old_address(head: &Head) -> Option<String> {
    head.redirects.iter().find_map(|old| {
        let name = old.value.trim_start_matches('/').strip_prefix("articles/")?;
        let name = name.strip_suffix(".html").unwrap_or(name);
        (!name.is_empty() && name != "index" && !name.contains('/')).then(|| format!("articles/{name}"))
    })
}

/// Says that two articles without a `key` have one derived key: by chance, or because both say that they had one address.
fn twice(head: &Head, first: &Head, key: &str, longer: &str) -> Diagnostic {
    let message = format!("another article has the key `{key}`; the key of this one is `{longer}`");
    let mut diagnostic = Diagnostic::new(Code::KEY_TAKEN, message, Span::file(&head.body.source))
        .related(Span::file(&first.body.source), "the other article")
        .help(format!("write `key: {longer}` here, or `key: {key}` here and another key there"));
    diagnostic.severity = Severity::Warning;
    diagnostic
}

/// The first letters of the BLAKE3 hash of an address, five bits each.
fn derived(address: &str, letters: usize) -> String {
    let hash = blake3::hash(address.as_bytes());
    hash.as_bytes()[..letters].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Code;
    use crate::pipeline::tests::{checked, dossier_of};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Keys by title, of articles given as file name, title and more front matter.
    fn keys(articles: &[(String, String, String)]) -> BTreeMap<String, String> {
        let file = |(name, title, more): &(String, String, String)| {
            (format!("articles/{name}.md"), format!("---\ntitle: {title}\n{more}---\nText.\n"))
        };
        let files: Vec<(String, String)> = articles.iter().map(file).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        dossier_of("", &files)
            .articles
            .iter()
            .map(|article| (article.text.title.clone(), article.key.clone()))
            .collect()
    }

    fn article(name: &str, more: &str) -> (String, String, String) {
        (name.to_owned(), format!("T {name}"), more.to_owned())
    }

    #[test]
    fn a_derived_key_is_of_one_length_and_outlives_the_name_of_its_file() {
        let first = keys(&[article("old", "")])["T old"].clone();
        assert_eq!(first.len(), super::LENGTH);
        for (name, more) in [
            ("new", "redirects: [/articles/old.html]\n"),
            ("new", "redirects: [articles/old]\n"),
            ("new", "redirects: [old]\n"),
            ("new", "aliases: [/articles/old.html]\n"),
            ("newest", "redirects: [/posts/1/, /articles/old.html, /articles/new.html]\n"),
            ("new", &format!("key: {first}\n")),
        ] {
            assert_eq!(keys(&[article(name, more)])[&format!("T {name}")], first, "{name} {more}");
        }
        for more in ["redirects: [/people/old.html]\n", "redirects: [/articles/2016/old.html]\n", ""] {
            assert_ne!(keys(&[article("new", more)])["T new"], first, "{more}");
        }
        // another file that takes the old name takes no key away
        let both = keys(&[article("new", "redirects: [/articles/old.html]\n"), article("old", "")]);
        assert_eq!(both["T new"], first);
        assert_eq!(both["T old"].len(), super::LONGER);
        // nor does one whose author chose that very key
        let chosen = keys(&[article("a", &format!("key: {first}\n")), article("old", "")]);
        assert_eq!((chosen["T a"].as_str(), chosen["T old"].len()), (first.as_str(), super::LONGER));
    }

    #[test]
    fn two_articles_of_one_derived_key_are_reported_with_the_line_to_add() {
        let files =
            [("articles/new.md", "---\nredirects: [/articles/old.html]\n---\nText.\n"), ("articles/old.md", "Text.\n")];
        let (_, report) = checked("", &files);
        let report = report.into_iter().filter(|found| found.code == Code::KEY_TAKEN);
        let report: Vec<String> =
            report.map(|found| format!("{}: {}", found.message, found.help.unwrap_or_default())).collect();
        assert_eq!(
            report,
            ["another article has the key `4n9770tk`; the key of this one is `4n9770tk0rcv`: \
              write `key: 4n9770tk0rcv` here, or `key: 4n9770tk` here and another key there"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// Whatever others add, edit, rename and take away, an article that was there before has the key that it had.
        #[test]
        fn no_article_changes_the_key_of_another(steps in prop::collection::vec((0..4u8, any::<u16>()), 1..24)) {
            let mut articles: Vec<_> = (0..6).map(|n| article(&format!("first-{n}"), "")).collect();
            let before = keys(&articles);
            for (count, (step, pick)) in steps.into_iter().enumerate() {
                let at = usize::from(pick) % articles.len();
                match step {
                    0 | 1 => {
                        let more = if step == 1 { format!("key: B{count}\n") } else { String::new() };
                        articles.push(article(&format!("a{pick}-{count}"), &more));
                    }
                    2 => {
                        let (name, _, more) = &mut articles[at];
                        let old = format!("/articles/{name}.html");
                        *name = format!("r{pick}-{count}");
                        *more = match more.strip_suffix("]\n") {
                            Some(list) => format!("{list}, {old}]\n"),
                            None => format!("{more}redirects: [{old}]\n"),
                        };
                    }
                    _ if articles.len() > 1 => {
                        articles.remove(at);
                    }
                    _ => {}
                }
            }
            let after = keys(&articles);
            for (title, key) in before.iter().filter(|(title, _)| after.contains_key(*title)) {
                prop_assert_eq!(key, &after[title], "{}", title);
            }
        }
    }
}
