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
                let lead = slice.len() - slice.trim_start().len();
                let kept = slice.trim();
                if !kept.is_empty() {
                    sentences.push(at + lead..at + lead + kept.len());
                }
            }
            start = next;
        }
        sentences
    }
}

/// How much of a text is split at once. For each sign that may end a sentence `sentencex` looks back to the last space, and
/// for each quotation mark ahead to its partner: on a hostile text that is the square of its length.
fn window(text: &str) -> usize {
    const LONGEST: usize = 4096;
    const MOST_SIGNS: usize = 512;
    if text.len() <= MOST_SIGNS {
        return text.len();
    }
    let mut signs = 0;
    let end = text.char_indices().find(|(at, c)| {
        signs += usize::from(!c.is_alphanumeric() && !c.is_whitespace());
        *at >= LONGEST || signs > MOST_SIGNS
    });
    let Some((end, _)) = end else { return text.len() };
    // Words stay whole where there are any.
    text[..end].rfind(char::is_whitespace).filter(|space| *space > end / 2).unwrap_or(end)
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

    #[test]
    fn around_gives_the_sentence_of_a_stretch() {
        let text = "First one. Second one here. Third.";
        let sentences = Splitter::new("en").split(text);
        assert_eq!(&text[around(&sentences, &(18..21), text.len())], "Second one here.");
        assert_eq!(&text[around(&sentences, &(4..14), text.len())], "First one. Second one here.");
    }
}
