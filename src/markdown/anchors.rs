//! What a link can name on a page, as the programs write it that texts come from.
//!
//! Each makes ids of headings in its own way: GitHub leaves marks out, Hugo keeps them, Zola writes Latin letters only, Obsidian
//! names the words as they stand. What all of them keep is letters and digits in their order.

use super::{Block, BlockKind, Document};
use crate::text::fold::fold_name;
use rustc_hash::{FxHashMap, FxHashSet};

/// The anchors of a page.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Ids of headings in their order.
    headings: Vec<Box<str>>,
    /// Folded words to headings, in their order.
    by_words: FxHashMap<String, Vec<u32>>,
    /// Letters and digits of words and ids to headings, in their order.
    by_letters: FxHashMap<String, Vec<u32>>,
    /// Ids of all elements.
    ids: FxHashSet<String>,
    /// Names of places in raw HTML to ids.
    places: FxHashMap<String, String>,
    /// Letters and digits of the terms that are explained on the page, as Hugo names them, to ids.
    terms: FxHashMap<String, String>,
    /// Letters and digits of the page's own title, whose heading leads to the top.
    title: String,
}

/// Whether a block is the term of a definition.
fn is_term(document: &Document, block: &Block) -> bool {
    block.kind == BlockKind::Definition
        && document.html.get(block.html.start as usize..).is_some_and(|html| html.starts_with("<dt"))
}

impl Anchors {
    /// The anchors of a page that consists of these documents. A heading with the words of `title` may have been left out.
    pub fn new<'d>(documents: impl IntoIterator<Item = &'d Document>, title: &str) -> Self {
        let mut anchors = Self { title: letters(title), ..Self::default() };
        for document in documents {
            for heading in &document.headings {
                let number = anchors.headings.len() as u32;
                anchors.headings.push(heading.id.as_str().into());
                anchors.ids.insert(heading.id.clone());
                anchors.by_words.entry(fold_name(&heading.text)).or_default().push(number);
                let own = heading.id.strip_prefix("h-").unwrap_or(&heading.id);
                let (words, id) = (letters(&heading.text), letters(own));
                let counted = id.strip_prefix(&words).is_some_and(|nth| nth.bytes().all(|byte| byte.is_ascii_digit()));
                if !counted {
                    anchors.by_letters.entry(id).or_default().push(number);
                }
                anchors.by_letters.entry(words).or_default().push(number);
            }
            for block in document.blocks.iter().filter(|block| is_term(document, block)) {
                let words = &document.prose.text[block.prose.start as usize..block.prose.end as usize];
                anchors.terms.entry(letters(words)).or_insert_with(|| block.id.to_string());
            }
            for (name, block) in &document.places {
                let id = document.anchor(*block as usize).map_or_else(String::new, |anchor| anchor.to_string());
                anchors.places.entry(name.clone()).or_insert(id);
            }
            let blocks = document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Heading(_)));
            anchors.ids.extend(blocks.map(|block| block.id.to_string()));
        }
        anchors
    }

    /// The `id` that `#wanted` leads to; empty for the top of the page, `None` if there is nothing of the kind.
    pub fn find(&self, wanted: &str) -> Option<&str> {
        let wanted = wanted.trim();
        if wanted.is_empty() || wanted == "top" || wanted == "_top" {
            return Some("");
        }
        if let Some(id) = self.ids.get(wanted) {
            return Some(id);
        }
        if let Some(id) = self.places.get(wanted) {
            return Some(id);
        }
        if let Some((wanted, _)) = wanted.split_once(":#") {
            return self.find(wanted); // the end of a range, as Dendron embeds it
        }
        if let Some(number) = self.nested(wanted).or_else(|| self.heading(wanted)) {
            return Some(&self.headings[number as usize]);
        }
        // so many lines after it, as Dendron embeds them
        if let Some((base, lines)) = wanted.rsplit_once(',')
            && lines.bytes().all(|byte| byte.is_ascii_digit())
        {
            return self.find(base);
        }
        if let Some(id) = self.terms.get(&letters(wanted)) {
            return Some(id);
        }
        (letters(wanted) == self.title && !self.title.is_empty()).then_some("")
    }

    /// `#Chapter#Section`: the section that comes after the chapter, else any of that name.
    fn nested(&self, wanted: &str) -> Option<u32> {
        let mut after = None;
        let mut parts = wanted.split('#').filter(|part| !part.trim().is_empty()).peekable();
        while let Some(part) = parts.next() {
            let all = self.alike(part);
            let next = all.iter().copied().find(|number| after.is_none_or(|after| *number > after));
            if parts.peek().is_none() {
                return next.or(all.first().copied());
            }
            after = next.or(after);
        }
        None
    }

    /// One heading by an id that some program makes of it.
    fn heading(&self, wanted: &str) -> Option<u32> {
        if let Some((base, nth)) = wanted.rsplit_once('-')
            && let Ok(nth) = nth.parse::<usize>()
        {
            // the second of a name is `name-1` to all programs, but `name-2` here
            let all = self.alike(base);
            if let Some(number) = all.get(nth).or_else(|| all.get(nth.wrapping_sub(1))) {
                return Some(*number);
            }
        }
        None
    }

    /// The headings of these words, or of this id.
    fn alike(&self, wanted: &str) -> &[u32] {
        let by_letters = |wanted: &str| self.by_letters.get(&letters(wanted)).filter(|_| !letters(wanted).is_empty());
        let found = self.by_words.get(&fold_name(wanted)).or_else(|| by_letters(wanted));
        found.or_else(|| wanted.strip_prefix("h-").and_then(by_letters)).map_or(&[], Vec::as_slice)
    }

    /// The ids of headings as authors write them, for help lines.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|id| id.strip_prefix("h-").unwrap_or(id))
    }
}

/// Letters and digits of a text, without case and accents; other scripts by the sounds of their letters, as far as a program may
/// have written them so.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in fold_name(text).chars().filter(|c| c.is_alphanumeric()) {
        match any_ascii::any_ascii_char(c) {
            "" => out.push(c),
            latin => out.extend(latin.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase())),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{MarkdownOptions, parse};

    fn found(body: &str, wanted: &str) -> Option<String> {
        let (document, _) = parse(body, &MarkdownOptions::default());
        Anchors::new([&document], "The Title").find(wanted).map(str::to_owned)
    }

    #[test]
    fn ids_as_other_programs_make_them() {
        for (heading, wanted) in [
            ("What's \"new\"?", "whats-new"),
            ("What's \"new\"?", "what-s-new"),
            ("What's \"new\"?", "What's \"new\"?"),
            ("C++ & `code`", "c--code"),
            ("A -- B", "a----b"),
            ("A Heading", "A-Heading"),
            ("A Heading", "a_heading"),
            ("Étude Two", "étude-two"),
            ("Étude Two", "etude-two"),
            ("Größe", "große"),
            ("Что делать?", "что-делать"),
            ("Что делать?", "chto-delat"),
            ("東京 タワー", "東京-タワー"),
            ("1.2 Sizes", "12-sizes"),
            ("Own {#mine}", "mine"),
            ("Own {#mine}", "own"),
        ] {
            let body = format!("## {heading}\n\nText.\n");
            let hit = found(&body, wanted);
            assert!(hit.is_some(), "{heading}: {wanted}");
        }
    }

    #[test]
    fn of_equal_headings_each_is_found() {
        let body = "# A\n\n## X\n\n# B\n\n## X\n\n## X\n\n## X 7\n";
        for (wanted, id) in [
            ("X", "h-x"),
            ("x-1", "h-x-2"),
            ("x-2", "h-x-3"),
            ("h-x-2", "h-x-2"),
            ("B#X", "h-x-2"),
            ("A#X", "h-x"),
            ("C#X", "h-x"),
            ("x-7", "h-x-7"),
            ("the-title", ""),
            ("top", ""),
            ("x,1:#*", "h-x"),
            ("x,1", "h-x"),
        ] {
            assert_eq!(found(body, wanted).as_deref(), Some(id), "{wanted}");
        }
        assert_eq!(found(body, "x-9"), None);
        assert_eq!(found("## ?!\n", "!!"), None);
    }
}
