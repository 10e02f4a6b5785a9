//! The words with which an article introduces somebody: `Jane Doe, a harbour master in Norland, said …`.

use super::{Place, surface};
use crate::dossier::{Article, Dossier, shorten};
use crate::text::plain::line;

/// Most characters of an introduction.
const MOST: usize = 200;

/// What an article says of a name at a place, in its own words and between quotation marks, with the outlet and the day: a summary
/// that asserts nothing in the dossier's own voice. The apposition behind the name, else the sentence.
pub fn introduction(dossier: &Dossier, place: &Place) -> Option<String> {
    let article = &dossier.articles[place.article as usize];
    let text = &article.text.document.prose.text;
    let block = &article.text.document.blocks[place.block as usize].prose;
    let behind = &text[place.prose.end as usize..block.end as usize];
    let words = apposition(behind)
        .map_or_else(|| around(&super::whole_sentence(dossier, place), surface(dossier, place), MOST), str::to_owned);
    let words = line(&words);
    // marks of its own within ours would end them
    let words = words.replace('“', "‘").replace(['”', '"'], "’");
    (!words.is_empty()).then(|| format!("“{words}” ({})", source(article)))
}

/// `, an expert on ships,`: two words or more that begin with an article, up to the next comma or the end of the sentence.
fn apposition(behind: &str) -> Option<&str> {
    let inner = behind.strip_prefix(", ")?;
    let end = inner.find([',', ';', '“', '”', '"', '\n', '(']).unwrap_or(inner.len());
    let end = inner[..end].find(". ").unwrap_or(end);
    let words = inner[..end].trim_end_matches('.').trim();
    let mut first = words.split(' ');
    let begins = first.next().is_some_and(|word| matches!(word, "a" | "an" | "the"));
    (begins && first.next().is_some() && words.chars().count() <= MOST && words.split(' ').count() <= 24)
        .then_some(words)
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
        for (behind, expected) in [
            (", an expert on ships, said so.", Some("an expert on ships")),
            (", the managing director at the Harbour Board.", Some("the managing director at the Harbour Board")),
            (", a fool. And more", Some("a fool")),
            (", who said so,", None),
            (" said so, a day later,", None),
            (", a", None),
        ] {
            assert_eq!(apposition(behind), expected, "{behind}");
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
