//! What hides a page in other tools, and what that means here.
//!
//! A page that its own tool does not show is not shown here either: it is held back, without an error, as the receipt of a build
//! says. A value that may mean either is an error. Keys are compared without regard to case, and `-` is `_`.

use super::HeldBackReason;
use crate::date::{PartialDate, Unread};
use crate::diagnostics::nearest;
use crate::values::{Entry, Node, Scalar, Value, yes_or_no};
use jiff::civil::Date;

/// How a key decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Hides when it is on; a word that is neither on nor off is something else.
    On,
    /// The same, but a value that is neither on nor off is an error.
    OnStrictly,
    /// Hides when it is off.
    Off,
    /// The same, but a value that is neither on nor off nor a date is an error.
    OffStrictly,
    /// Hides with one of [`HIDING_WORDS`]; other words say how far the work is.
    State,
    /// Hides with one of [`HIDING_WORDS`], shows with one of [`OPEN_WORDS`]; any other value is an error.
    Audience,
    /// Hides with any value.
    Set,
    /// Hides from that day on.
    Until,
    /// Hides before that day.
    From,
    /// A table of what is made of the page.
    Build,
    /// A table of keys for the pages below.
    Cascade,
}

/// Keys, how they decide, why the page stays back, and who means it so.
#[rustfmt::skip]
const ROWS: &[(&[&str], Rule, HeldBackReason, &str)] = &[
    (&["published"], Rule::OffStrictly, HeldBackReason::Draft, "Jekyll, Dendron: no page; a date is one of clippers"),
    (&["publish"], Rule::OffStrictly, HeldBackReason::Draft, "Obsidian Publish, Quartz: no page"),
    (&["dg_publish", "dgpublish"], Rule::OffStrictly, HeldBackReason::Draft, "Digital Garden: no page"),
    (&["share", "shared"], Rule::Off, HeldBackReason::Private, "Enveloppe and others for Obsidian: not sent out"),
    (&["public", "is_public", "ispublic"], Rule::Off, HeldBackReason::Private, "Logseq, Foam: no page"),
    (&["listed", "visible", "show", "online", "live"], Rule::Off, HeldBackReason::Private, "themes: left out of lists"),
    (&["render", "permalink", "output"], Rule::Off, HeldBackReason::Private, "Zola, Eleventy, Jekyll's collections: no page"),
    (&["hidden", "unlisted"], Rule::OnStrictly, HeldBackReason::Private, "Docusaurus, Quartz, themes: left out of lists, found by those who know the address"),
    (&["unpublished", "nopublish", "no_publish", "hide", "dg_hide", "exclude", "excluded", "ignore", "ignored"], Rule::On, HeldBackReason::Private, "several: left out; a list after `hide` is one of parts of the page"),
    (&["headless"], Rule::On, HeldBackReason::Private, "Hugo: only its files are used"),
    (&["eleventyexcludefromcollections"], Rule::On, HeldBackReason::Private, "Eleventy: left out of lists"),
    (&["archived", "archive", "trashed", "deleted"], Rule::On, HeldBackReason::Private, "Ghost, Notion: put away"),
    (&["secret", "confidential", "classified", "sensitive", "restricted", "protected", "internal"], Rule::On, HeldBackReason::Private, "several: not for everybody"),
    (&["password", "passphrase"], Rule::Set, HeldBackReason::Private, "WordPress, Quartz, Hexo: for those who know it"),
    (&["status", "state", "post_status"], Rule::State, HeldBackReason::Private, "WordPress, Ghost"),
    (&["visibility", "access", "audience"], Rule::Audience, HeldBackReason::Private, "Ghost, GitLab, several: for members, for nobody"),
    (&["expirydate", "expiry_date", "expiry", "expires", "unpublishdate", "unpublish_date"], Rule::Until, HeldBackReason::Expired, "Hugo: no page from that day on"),
    (&["publishdate", "publish_date"], Rule::From, HeldBackReason::Embargo, "Hugo: no page before that day"),
    (&["build", "_build"], Rule::Build, HeldBackReason::Private, "Hugo: `render` and `list` say what is made of the page"),
    (&["cascade"], Rule::Cascade, HeldBackReason::Private, "Hugo: keys for all pages below"),
];

/// Words that hide a page. `draft` among them makes it a draft.
#[rustfmt::skip]
const HIDING_WORDS: &[&str] = &[
    "draft", "drafts", "private", "hidden", "unpublished", "unlisted", "secret", "confidential", "embargoed", "embargo", "internal",
    "pending", "scheduled", "future", "trash", "trashed", "members", "paid", "restricted", "protected", "nobody", "none", "never",
    "self", "me", "only me", "team", "skip", "false", "no", "off",
];

/// Words that show a page to everybody.
#[rustfmt::skip]
const OPEN_WORDS: &[&str] = &[
    "", "public", "published", "publish", "open", "everyone", "everybody", "all", "anyone", "world", "free", "visible", "listed",
    "true", "yes", "on",
];

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It hides nothing.
    Shows,
    /// The page stays back.
    Hides(HeldBackReason),
    /// Nobody can tell.
    Unclear,
}

/// Whether a key decides about pages in another tool.
pub(super) fn decides(key: &str) -> bool {
    row(key).is_some()
}

fn row(key: &str) -> Option<(Rule, HeldBackReason)> {
    let key = super::privacy::normal(key);
    ROWS.iter().find(|(keys, ..)| keys.contains(&key.as_str())).map(|(_, rule, reason, _)| (*rule, *reason))
}

/// What a row of front matter means for its page; `None` if it is of another kind.
pub(super) fn answer(entry: &Entry, today: Date) -> Option<Answer> {
    let (rule, reason) = row(&entry.key)?;
    // `publish date` is a note of the author's: a plain day to come is kept, and nothing else is made of it
    let own_words = rule == Rule::From && entry.key.contains([' ', '.']);
    let value = &entry.node.value;
    let hides = |yes: bool| Some(if yes { Answer::Hides(reason) } else { Answer::Shows });
    let word = match value {
        Value::Null => return Some(Answer::Shows),
        Value::Scalar(_, text) => text.trim().to_lowercase(),
        Value::List(_) | Value::Table(_) => String::new(),
    };
    let single = matches!(value, Value::Scalar(..));
    match rule {
        Rule::On | Rule::Off => match yes_or_no(value) {
            Some(on) => hides(on == (rule == Rule::On)),
            None => nearest(&word, ["true", "false"]).is_some().then_some(Answer::Unclear),
        },
        Rule::OnStrictly => {
            Some(yes_or_no(value).map_or(Answer::Unclear, |on| if on { Answer::Hides(reason) } else { Answer::Shows }))
        }
        Rule::OffStrictly => match yes_or_no(value) {
            Some(on) => hides(!on),
            None if single && is_date(&word) => Some(Answer::Shows),
            None => Some(Answer::Unclear),
        },
        Rule::Set => hides(!single || !matches!(word.as_str(), "" | "false" | "no")),
        Rule::State | Rule::Audience => {
            let hiding = single && HIDING_WORDS.contains(&word.as_str());
            match () {
                () if hiding && word.starts_with("draft") => Some(Answer::Hides(HeldBackReason::Draft)),
                () if hiding => hides(true),
                () if rule == Rule::State => None,
                () if single && (OPEN_WORDS.contains(&word.as_str()) || is_date(&word)) => Some(Answer::Shows),
                () => Some(Answer::Unclear),
            }
        }
        Rule::Until | Rule::From => {
            if single
                && (word.is_empty()
                    || yes_or_no(value) == Some(false) && word != "0"
                    || rule == Rule::Until && word == "never")
            {
                return Some(Answer::Shows);
            }
            let unclear = if own_words { Answer::Shows } else { Answer::Unclear };
            let Ok(date) = PartialDate::read(&word) else { return Some(unclear) };
            if rule == Rule::Until {
                return hides(date.first_day() <= today);
            }
            Some(if date.day.is_none() {
                unclear
            } else if super::privacy::opening_day(&date) > today {
                Answer::Hides(reason)
            } else {
                Answer::Shows
            })
        }
        Rule::Build => match value {
            Value::Table(rows) => hides(rows.iter().any(is_never)),
            _ => match yes_or_no(value) {
                Some(on) => hides(!on),
                None => None,
            },
        },
        // what it hides is asked for apart
        Rule::Cascade => {
            let mut found = Vec::new();
            below(value, today, &mut found);
            found.iter().any(|(_, answer)| *answer == Answer::Unclear).then_some(Answer::Unclear)
        }
    }
}

/// `render: never`, `list: never`; Hugo makes no page for `render: link` either.
fn is_never(row: &Entry) -> bool {
    let word = match &row.node.value {
        Value::Scalar(_, word) => word.trim().to_lowercase(),
        _ => return false,
    };
    match row.key.to_lowercase().as_str() {
        "render" => matches!(word.as_str(), "never" | "false" | "no" | "link"),
        "list" => matches!(word.as_str(), "never" | "false" | "no"),
        _ => false,
    }
}

/// A key that a page hands down to the pages below it and that hides them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Handed {
    key: String,
    reason: HeldBackReason,
}

/// The keys that hide what lies below a page. Which of the pages a table is for (`target`) is not asked: it counts for all.
pub(super) fn handed_down(values: &Node, today: Date) -> Vec<Handed> {
    let hides = |(key, answer)| match answer {
        Answer::Hides(reason) => Some(Handed { key, reason }),
        Answer::Unclear => Some(Handed { key, reason: HeldBackReason::Unclear }),
        Answer::Shows => None,
    };
    cascades(rows(values), today).into_iter().filter_map(hides).collect()
}

/// What a page may hand down whose front matter nobody can read.
pub(super) fn handed_down_unread(text: &str) -> Vec<Handed> {
    let handed = Handed { key: String::new(), reason: HeldBackReason::Unclear };
    if text.to_lowercase().contains("cascade") { vec![handed] } else { Vec::new() }
}

/// Why keys that come from above hide a page: a key that it states itself counts instead. What is private is so before what is a draft.
pub(super) fn hidden_from_above<'h>(handed: impl Iterator<Item = &'h Handed>, values: &Node) -> Option<HeldBackReason> {
    let states = |key: &str| rows(values).iter().any(|entry| super::privacy::normal(&entry.key) == key);
    let reasons = handed.filter(|handed| !states(&handed.key)).map(|handed| handed.reason);
    reasons.max_by_key(|reason| *reason != HeldBackReason::Draft)
}

fn rows(values: &Node) -> &[Entry] {
    if let Value::Table(entries) = &values.value { entries } else { &[] }
}

fn cascades(entries: &[Entry], today: Date) -> Vec<(String, Answer)> {
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| row(&entry.key).is_some_and(|(rule, _)| rule == Rule::Cascade)) {
        below(&entry.node.value, today, &mut found);
    }
    found
}

fn below(value: &Value, today: Date, found: &mut Vec<(String, Answer)>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| below(&item.value, today, found)),
        Value::Table(entries) => {
            for entry in entries {
                match &entry.node.value {
                    Value::Table(_) | Value::List(_)
                        if row(&entry.key).is_none_or(|(rule, _)| rule == Rule::Cascade) =>
                    {
                        below(&entry.node.value, today, found);
                    }
                    _ => {
                        let answer = own(entry).or_else(|| answer(entry, today));
                        found.extend(answer.map(|answer| (super::privacy::normal(&entry.key), answer)));
                    }
                }
            }
        }
        Value::Null | Value::Scalar(..) => {}
    }
}

/// What our own keys mean for the pages below.
fn own(entry: &Entry) -> Option<Answer> {
    let reason = match super::privacy::normal(&entry.key).as_str() {
        "draft" => HeldBackReason::Draft,
        "private" => HeldBackReason::Private,
        "embargo" => return Some(Answer::Unclear),
        _ => return None,
    };
    Some(match yes_or_no(&entry.node.value) {
        Some(true) => Answer::Hides(reason),
        Some(false) => Answer::Shows,
        None => Answer::Unclear,
    })
}

fn is_date(word: &str) -> bool {
    word.is_empty() || !matches!(PartialDate::read(word), Err(Unread::NoDate | Unread::BeforeOurEra))
}

/// Rows that stand in the text's first lines as Logseq writes them: `public:: false`.
pub(super) fn properties(text: &str) -> impl Iterator<Item = Entry> + '_ {
    let lines = text.trim_start().lines().map_while(|line| {
        let (key, value) = line.trim().trim_start_matches("- ").split_once("::")?;
        let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        word.then(|| (key.to_owned(), value.trim().to_owned()))
    });
    lines.map(|(key, value)| {
        let node = Node { value: Value::Scalar(Scalar::Text, value), span: 0..0 };
        Entry { key, key_span: 0..0, node }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice_and_all_are_as_they_are_compared() {
        let mut all: Vec<&str> = ROWS.iter().flat_map(|(keys, ..)| *keys).copied().collect();
        for key in &all {
            assert_eq!(crate::source::privacy::normal(key), *key);
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn words_of_other_tools_hide_as_there() {
        const PRIVATE: Option<Answer> = Some(Answer::Hides(HeldBackReason::Private));
        const DRAFT: Option<Answer> = Some(Answer::Hides(HeldBackReason::Draft));
        const SHOWS: Option<Answer> = Some(Answer::Shows);
        const UNCLEAR: Option<Answer> = Some(Answer::Unclear);
        for (key, value, expected) in [
            ("share", "false", PRIVATE),
            ("share", "true", SHOWS),
            ("share", "flase", UNCLEAR),
            ("share", "with friends", None),
            ("Public", "no", PRIVATE),
            ("published", "false", DRAFT),
            ("published", "2020-01-02", SHOWS),
            ("published", "03/04/2020", SHOWS),
            ("published", "soon", UNCLEAR),
            ("dg-publish", "off", DRAFT),
            ("hidden", "yes", PRIVATE),
            ("hidden", "partly", UNCLEAR),
            ("archived", "true", PRIVATE),
            ("archived", "https://archive.example/a", None),
            ("secret", "the butler", None),
            ("password", "x", PRIVATE),
            ("status", "Draft", DRAFT),
            ("status", "final", None),
            ("visibility", "public", SHOWS),
            ("visibility", "private", PRIVATE),
            ("access", "subscribers of the first hour", UNCLEAR),
            ("expiryDate", "2020-01-02", Some(Answer::Hides(HeldBackReason::Expired))),
            ("expiryDate", "2099-01-02", SHOWS),
            ("expires", "some day", UNCLEAR),
            ("publishDate", "2099-01-02", Some(Answer::Hides(HeldBackReason::Embargo))),
            ("publishDate", "2099", UNCLEAR),
            ("publish_date", "[[6/2019]]", UNCLEAR),
            ("publish date", "[[6/2019]]", SHOWS),
            ("publish date", "2099-01-02", Some(Answer::Hides(HeldBackReason::Embargo))),
            ("permalink", "/a/", None),
            ("permalink", "false", PRIVATE),
            ("title", "false", None),
        ] {
            let node = Node { value: Value::Scalar(Scalar::Text, value.into()), span: 0..0 };
            let entry = Entry { key: key.into(), key_span: 0..0, node };
            assert_eq!(answer(&entry, jiff::civil::date(2026, 11, 24)), expected, "{key}: {value}");
        }
    }
}
