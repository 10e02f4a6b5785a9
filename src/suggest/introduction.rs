//! The words with which an article introduces somebody: `Jane Doe, a harbour master in Norland, said …`.

use super::{Place, surface};
use crate::dossier::{Article, Dossier, shorten};
use crate::quotes::speech_word;
use crate::text::plain::line;

/// Most characters of an introduction.
const MOST: usize = 200;

/// What an article says of a name at a place, in its own words and between quotation marks, with the outlet and the day: a summary
/// that asserts nothing in the dossier's own voice. The apposition behind the name, else the sentence.
pub fn introduction(dossier: &Dossier, place: &Place) -> Option<String> {
    let article = &dossier.articles[place.article as usize];
    let text = &article.text.document.prose.text;
    let block = &article.text.document.blocks[place.block as usize].prose;
    let before = &text[block.start as usize..place.prose.start as usize];
    let behind = &text[place.prose.end as usize..block.end as usize];
    let words = apposition(before, behind, &article.text.lang)
        .map_or_else(|| around(&super::whole_sentence(dossier, place), surface(dossier, place), MOST), str::to_owned);
    let words = line(&words);
    // marks of its own within ours would end them
    let words = words.replace('“', "‘").replace(['”', '"'], "’");
    (!words.is_empty()).then(|| format!("“{words}” ({})", source(article)))
}

/// `said Ann Lee, an expert on ships.`, `Ann Lee, an expert on ships, said`: what stands between commas behind a name and begins with an
/// article, if a verb of saying beside it shows that the name is alone the subject: `Ann Lee, the mayor and Karl Vogt met` is a list.
fn apposition<'a>(before: &str, behind: &'a str, lang: &str) -> Option<&'a str> {
    let inner = behind.strip_prefix(", ")?;
    let end = inner.find([',', ';', '“', '”', '"', '\n', '(']).unwrap_or(inner.len());
    let end = inner[..end].find(". ").unwrap_or(end);
    let words = inner[..end].trim_end_matches('.').trim();
    let mut first = words.split(' ');
    let begins = first.next().is_some_and(|word| matches!(word, "a" | "an" | "the"));
    let is_time = first.next().is_none_or(|word| {
        const SPANS: &str = include_str!("spans-of-time.txt");
        SPANS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).any(|span| span == word)
    });
    let says = |word: Option<&str>| word.is_some_and(|word| speech_word(word, lang).says);
    let is_subject = says(before.split_whitespace().next_back())
        || inner[end..].strip_prefix(", ").is_some_and(|rest| {
            let next = rest.split_whitespace().next();
            says(next) || next.is_some_and(|word| word == "who")
        });
    let is_short = words.chars().count() <= MOST && words.split(' ').count() <= 24;
    (begins && !is_time && is_subject && is_short).then_some(words)
}

/// The outlet or the title, and the day.
fn source(article: &Article) -> String {
    let record = article.source.source.as_ref();
    let name = record.and_then(|record| record.name.clone()).unwrap_or_else(|| shorten(&article.text.title, 80));
    match &article.source.head.date {
        Some(day) => format!("{name}, {day}"),
        None => name,
    }
}

/// A sentence, or so much of it that the name stands in it.
pub(super) fn around(sentence: &str, name: &str, most: usize) -> String {
    let Some(at) = sentence.find(name) else { return shorten(sentence, most) };
    if sentence[..at + name.len()].chars().count() + 1 < most {
        return shorten(sentence, most);
    }
    // the name with some words before it
    let before = sentence[..at].char_indices().rev().nth(most / 3).map_or(0, |(at, _)| at);
    let start = sentence[before..].find(' ').map_or(before, |space| before + space + 1).min(at);
    let cut = shorten(&sentence[start..], most);
    if start == 0 { cut } else { format!("…{cut}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apposition_begins_with_an_article_and_ends_with_its_clause() {
        for (before, behind, expected) in [
            ("", ", an expert on ships, said so.", Some("an expert on ships")),
            (
                "“No,” said ",
                ", the managing director at the Harbour Board.",
                Some("the managing director at the Harbour Board"),
            ),
            ("So said ", ", a fool. And more", Some("a fool")),
            ("", ", a lawyer, who left", Some("a lawyer")),
            ("", ", who said so,", None),
            ("", " said so, a day later,", None),
            ("said ", ", a", None),
            ("said ", ", a day after the vote.", None),
            ("", ", the mayor and Karl Vogt met.", None),
            ("", ", the mayor, and Karl Vogt met.", None),
        ] {
            assert_eq!(apposition(before, behind, "en"), expected, "{before}…{behind}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_name() {
        let sentence = format!("{} Jane Doe of {}", "word ".repeat(60).trim(), "town ".repeat(60).trim());
        let cut = around(&sentence, "Jane Doe", 100);
        assert!(
            cut.starts_with('…') && cut.contains("Jane Doe") && cut.ends_with('…') && cut.chars().count() < 110,
            "{cut}"
        );
        assert_eq!(around("Jane Doe left.", "Jane Doe", 100), "Jane Doe left.");
    }
}
