//! Boundaries of sentences, by the `sentencex` crate. The only place that knows it.

mod plain;

use sentencex::languages::Language;
use std::ops::Range;

/// Splits texts of one language.
pub struct Splitter {
    language: Box<dyn Language>,
    /// Its plain texts are split without the library's tables of lists and brackets.
    english: bool,
}

impl Splitter {
    /// For a language tag; unknown languages fall back to related ones and at last to English.
    pub fn new(lang: &str) -> Self {
        let primary = lang.split(['-', '_']).next().unwrap_or("en").to_ascii_lowercase();
        Self { language: sentencex::language_factory(&primary), english: primary == "en" }
    }

    /// The sentences of a block in bytes, without the white space around them, in order; together they hold all other text.
    pub fn split(&self, text: &str) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        if self.english && plain::split(&*self.language, text, &mut sentences) {
            return sentences;
        }
        sentences.clear();
        self.split_by_library(text, &mut sentences);
        sentences
    }

    fn split_by_library(&self, text: &str, sentences: &mut Vec<Range<usize>>) {
        let mut start = 0;
        while start < text.len() {
            let end = start + window(&text[start..]);
            let mut slices = self.language.segment(&text[start..end]);
            let mut next = end;
            // The last sentence of a window may go on behind it, and is read again with what follows.
            if end < text.len()
                && slices.len() > 1
                && let Some(last) = slices.pop()
            {
                next = last.as_ptr() as usize - text.as_ptr() as usize;
            }
            for slice in slices {
                let at = slice.as_ptr() as usize - text.as_ptr() as usize;
                push(text, at..at + slice.len(), sentences);
            }
            start = next;
        }
    }
}

/// Adds a sentence without the white space around it, if anything is left.
fn push(text: &str, sentence: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let slice = &text[sentence.clone()];
    let lead = slice.len() - slice.trim_start().len();
    let kept = slice.trim().len();
    if kept > 0 {
        sentences.push(sentence.start + lead..sentence.start + lead + kept);
    }
}

/// Longest text that is split at once, in bytes.
const LONGEST: usize = 4096;
/// Most punctuation marks of a text that is split at once.
const MOST_PUNCTUATION: usize = 512;

/// How much of a text is split at once. For each character that may end a sentence `sentencex` looks back to the last space, and
/// for each quotation mark ahead to its partner: on a hostile text that is the square of its length.
fn window(text: &str) -> usize {
    if text.len() <= MOST_PUNCTUATION {
        return text.len();
    }
    let mut punctuation = 0;
    let end = text.char_indices().find(|(at, c)| {
        punctuation += usize::from(!c.is_alphanumeric() && !c.is_whitespace());
        *at >= LONGEST || punctuation > MOST_PUNCTUATION
    });
    let Some((end, _)) = end else { return text.len() };
    // Words stay whole where there are any.
    text[..end].rfind(char::is_whitespace).filter(|space| *space > end / 2).unwrap_or(end)
}

/// The sentence that holds a span, or the sentences from its first to its last byte; the whole text if none does.
pub fn around(sentences: &[Range<usize>], span: &Range<usize>, text_len: usize) -> Range<usize> {
    let first = sentences.partition_point(|sentence| sentence.end <= span.start);
    let last = sentences.partition_point(|sentence| sentence.start < span.end);
    match (sentences.get(first), last.checked_sub(1).and_then(|last| sentences.get(last))) {
        (Some(first), Some(last)) if first.start <= span.start && span.end <= last.end => first.start..last.end,
        _ => 0..text_len,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences(text: &str) -> Vec<&str> {
        Splitter::new("en").split(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_titles_and_initials_do_not_end_sentences() {
        for (text, expected) in [
            ("Rep. Ann Lee (R., Ga.) met Dr. J. R. Cole at 5 p.m. in the U.S. on Jan. 4.", 1),
            ("It rained. “We left early,” she said. Nobody stayed.", 3),
            ("One line\nstill the same sentence. Next.", 2),
        ] {
            assert_eq!(sentences(text).len(), expected, "{:?}", sentences(text));
        }
    }

    #[test]
    fn long_texts_are_split_in_pieces_as_if_they_were_whole() {
        let sentence = "Mr. Smith met Dr. J. R. Khan in the U.S. on Jan. 4, he said. “We left,” she said.\n";
        let text = sentence.repeat(300);
        let sentences = sentences(&text);
        let joined: String = sentences.iter().flat_map(|sentence| [*sentence, " "]).collect();
        assert_eq!(joined.split_whitespace().collect::<String>(), text.split_whitespace().collect::<String>());
        assert_eq!(sentences.len(), 600, "{:?}", &sentences[..4]);
        for hostile in ["![", "` `` ``` ", "\"", "a.", "“", "é!", "..."] {
            let text = hostile.repeat(200_000 / hostile.len());
            let sentences = self::sentences(&text);
            assert_eq!(sentences.concat().replace(' ', "").len(), text.replace(' ', "").len(), "{hostile}");
        }
    }

    fn by_library(text: &str) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        Splitter::new("en").split_by_library(text, &mut sentences);
        sentences
    }

    #[test]
    fn plain_texts_are_split_as_the_library_does() {
        for text in [
            "It rained again. Nobody came, they say. The end",
            "Up 24.5% since 2007. The Grain Union (GU) left. Done!",
            "Gen. Ann Lee met Mr. J. R. Khan in the U.S. She left at 5 p.m. Tom stayed.",
            "“We left. They stayed.” She said “no.” Then “yes,” he said. “Perhaps?” asked Lee.",
            "She said. “Never closed, he went on. And on.",
            "I don't know. It’s theirs (see below. Or above) now. (Why not?) Yes.",
            "Two (1) and (2) parts. See a) the first. And b) the second.",
            "1. First one here. 2. Second one. 3. Third.",
            "xi. A chapter. xii. Another.",
            " she said. Then she left. ",
            "What?! No... Yes. . . . And ! . So",
            "Élodie réussit. Été froid. Ångström came.",
            "He came etc. The rest stayed. Yahoo! It is. abbrev. Next",
            "e. e. cummings wrote. b. Then",
            "a [1] b.[2] C. d@e.org. F",
            "The word.” Then more. Word.’ Next. ",
            "",
            ".",
            "Ends with a stop after a (bracket). Next (one.) More (BBC) and (NBC). Or (1995). Or (95). Or 5). Or (v).",
        ] {
            assert_eq!(Splitter::new("en").split(text), by_library(text), "{text}");
        }
    }

    #[test]
    fn no_abbreviation_is_as_long_as_a_word_that_is_not_looked_up() {
        let language = sentencex::language_factory("en");
        let longest = language.get_abbreviations().iter().map(String::len).max();
        // dots part words
        assert!(longest.is_some_and(|longest| longest > 0), "there is a list");
        for word in language.get_abbreviations().iter().flat_map(|word| word.split('.')) {
            assert!(word.len() < plain::LONG_WORD, "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn any_text_is_split_as_the_library_does(pieces in prop::collection::vec(0..PIECES.len(), 0..24)) {
            let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
            prop_assert_eq!(Splitter::new("en").split(&text), by_library(&text));
        }

        #[test]
        fn any_characters_are_split_as_the_library_does(text in "[aB1ivé .!?,()“”’'…–•\\-\"@\\[\\]\n]{0,24}") {
            prop_assert_eq!(Splitter::new("en").split(&text), by_library(&text));
        }
    }

    const PIECES: &[&str] = &[
        " ",
        " ",
        " ",
        " ",
        ". ",
        ". ",
        ". ",
        ".",
        "? ",
        "! ",
        ", ",
        "“",
        "”",
        ".” ",
        ",” ",
        " “",
        " (",
        ") ",
        ").",
        "(",
        "Gen",
        "Mr",
        "etc",
        "U.S",
        "J",
        "p.m",
        "5",
        "24.5%",
        "2007",
        "NBC",
        "v",
        "ii",
        "a",
        "Lee",
        "The",
        "In",
        "said",
        "rained",
        "nobody",
        "searkness",
        "government",
        "It’s",
        "don't",
        "’",
        "'",
        "Élodie",
        "été",
        "—",
        " – ",
        "…",
        "...",
        "•",
        "1",
        "@",
        "[1]",
        "\n",
        "\"",
        "\u{a0}",
        "Yahoo",
        "messrs",
    ];

    #[test]
    fn around_gives_the_sentence_of_a_span() {
        let text = "First one. Second one here. Third.";
        let sentences = Splitter::new("en").split(text);
        assert_eq!(&text[around(&sentences, &(18..21), text.len())], "Second one here.");
        assert_eq!(&text[around(&sentences, &(4..14), text.len())], "First one. Second one here.");
    }
}
