//! Borders of sentences, by the `sentencex` crate. The only place that knows it.

use sentencex::languages::Language;
use std::ops::Range;

/// Splits texts of one language.
pub struct Splitter {
    language: Box<dyn Language>,
}

impl Splitter {
    /// For a language tag; unknown languages fall back to related ones and at last to English.
    pub fn new(lang: &str) -> Self {
        let primary = lang.split(['-', '_']).next().unwrap_or("en").to_ascii_lowercase();
        Self { language: sentencex::language_factory(&primary) }
    }

    /// The sentences of a block in bytes, without the white space around them, in order; together they hold all other text.
    pub fn split(&self, text: &str) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        for slice in self.language.segment(text) {
            let start = slice.as_ptr() as usize - text.as_ptr() as usize;
            let lead = slice.len() - slice.trim_start().len();
            let kept = slice.trim();
            if !kept.is_empty() {
                sentences.push(start + lead..start + lead + kept.len());
            }
        }
        sentences
    }
}

/// The sentence that holds a stretch, or the sentences from its first to its last byte; the whole text if none does.
pub fn around(sentences: &[Range<usize>], stretch: &Range<usize>, text_len: usize) -> Range<usize> {
    let first = sentences.partition_point(|sentence| sentence.end <= stretch.start);
    let last = sentences.partition_point(|sentence| sentence.start < stretch.end);
    match (sentences.get(first), last.checked_sub(1).and_then(|last| sentences.get(last))) {
        (Some(first), Some(last)) if first.start <= stretch.start && stretch.end <= last.end => first.start..last.end,
        _ => 0..text_len,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn around_gives_the_sentence_of_a_stretch() {
        let text = "First one. Second one here. Third.";
        let sentences = Splitter::new("en").split(text);
        assert_eq!(&text[around(&sentences, &(18..21), text.len())], "Second one here.");
        assert_eq!(&text[around(&sentences, &(4..14), text.len())], "First one. Second one here.");
    }
}
