//! Notes beside the paragraphs of an article: what answers a recorded statement, where else a speaker is quoted, where else a
//! rare name stands.
//!
//! In: the model. Out: notes, each with the byte of the document's HTML that it follows. Everything in them is looked up or
//! counted; what two articles say about each other is left to their readers.

use crate::dossier::{ArticleId, Statement, StatementRow, groups, shorten};
use crate::entities::EntityId;
use crate::markdown::{BlockKind, Document};
use crate::quotes::Speaker;
use crate::render::context::{KeyRef, Note, NoteItem};
use crate::render::room::{Depth, Room};

/// Most notes of an article: more would compete with its text.
const MOST: usize = 6;
/// Most items of one note.
const ITEMS: usize = 2;
/// A name that stands in more articles than this says nothing about any of them.
const RARE: usize = 12;
/// Keys of an item.
const KEYS: usize = 2;
/// Letters of what a name is.
const SUMMARY: usize = 120;

/// What a note can be about. The order is that of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// What answers a recorded statement, or what it answers: by its place among the article's and among its ties.
    Answer { row: u32, tie: usize },
    /// A quotation, by its place among the article's.
    Said { denial_last: bool, quote: u32, speaker: EntityId },
    /// The first mention of a name: how loosely its kind is tied to the case, the articles that hold it, which.
    Named { looseness: u8, articles: usize, entity: EntityId },
}

/// A paragraph that gets a note.
struct Place {
    /// Byte of the HTML that the note follows.
    at: u32,
    paragraph: u32,
    items: Vec<Subject>,
}

impl Room<'_> {
    /// The notes of an article in the order of its text.
    pub(super) fn notes(&self, id: ArticleId) -> Vec<(u32, Note)> {
        let document = &self.dossier.article(id).text.document;
        let mut subjects = self.answered_here(id);
        subjects.extend(self.said_here(id));
        subjects.extend(self.named_here(id));
        subjects.sort_unstable();
        let mut chosen: Vec<Place> = Vec::new();
        for (subject, block) in subjects {
            let number = document.blocks[block as usize].number;
            let (Some(at), Some(number)) = (end_of(document, block as usize), number) else { continue };
            match chosen.iter().position(|place| place.at == at) {
                Some(place) => {
                    let items = &mut chosen[place].items;
                    let answer = matches!(subject, Subject::Answer { .. });
                    if answer || (items.len() < ITEMS && matches!(subject, Subject::Said { .. })) {
                        items.push(subject);
                    }
                }
                None if chosen.len() < MOST => {
                    chosen.push(Place { at, paragraph: number, items: vec![subject] });
                }
                None => {}
            }
        }
        chosen.sort_unstable_by_key(|place| place.at);
        let note = |place: Place| {
            let items = place.items.into_iter().map(|subject| self.note_item(id, subject)).collect();
            (place.at, Note { paragraph: place.paragraph, items })
        };
        chosen.into_iter().map(note).collect()
    }

    /// The recorded statements of the text that are tied to others.
    fn answered_here(&self, id: ArticleId) -> Vec<(Subject, u32)> {
        let all = (0..).zip(&self.dossier.article(id).recorded).filter(|(_, recorded)| !recorded.blocks.is_empty());
        all.flat_map(|(row, recorded)| {
            let last = recorded.blocks.end - 1;
            (0..recorded.ties.len()).map(move |tie| (Subject::Answer { row, tie }, last))
        })
        .collect()
    }

    /// The first quotation of each speaker who is quoted elsewhere too.
    fn said_here(&self, id: ArticleId) -> Vec<(Subject, u32)> {
        let mut seen: Vec<EntityId> = Vec::new();
        let mut found = Vec::new();
        for (row, quote) in groups(self.dossier.article(id)) {
            let Speaker::Entity(speaker) = quote.speaker else { continue };
            if seen.contains(&speaker) || self.dossier.statements[speaker.index()].len() < 2 {
                continue;
            }
            seen.push(speaker);
            found.push((Subject::Said { denial_last: !quote.denial, quote: row, speaker }, quote.block));
        }
        found
    }

    /// The first mention of each name that few other articles hold. People and places are left out: who is quoted and who is
    /// named stands beside and below the text, and a place says little about a case.
    fn named_here(&self, id: ArticleId) -> Vec<(Subject, u32)> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut found = Vec::new();
        for mention in &self.dossier.article(id).text.found.mentions {
            let entity = mention.entity;
            let articles = self.facts[entity.index()].counts.articles;
            if !(2..=RARE).contains(&articles) || !seen.insert(entity) {
                continue;
            }
            let kind = self.dossier.config.kinds.get(self.dossier.gazetteer.get(entity).kind);
            let looseness = match () {
                () if self.is_event(entity) => 0,
                () if kind.common_noun => 1,
                () if kind.person || kind.schema_org == "Place" => continue,
                () => 2,
            };
            found.push((Subject::Named { looseness, articles, entity }, mention.block));
        }
        found
    }

    fn note_item(&self, id: ArticleId, subject: Subject) -> NoteItem {
        match subject {
            Subject::Answer { row, tie } => self.answer(id, row, tie),
            Subject::Said { denial_last, quote, speaker } => {
                let all = &self.dossier.statements[speaker.index()];
                let name = &self.dossier.gazetteer.get(speaker).name;
                NoteItem {
                    title: self.labels().text(if denial_last { "note_statement" } else { "note_denial" }).to_owned(),
                    text: self.labels().fill("other_statements_of", &[("name", name)]),
                    denial: !denial_last,
                    keys: self.other_statements(Statement { article: id, row: StatementRow::Quote(quote) }, all),
                }
            }
            Subject::Named { entity, .. } => {
                let known = self.dossier.gazetteer.get(entity);
                let summary = known.source.head.summary.as_deref().map(|summary| shorten(summary, SUMMARY));
                let also = self.labels().text("also_in").to_owned();
                NoteItem {
                    title: known.name.clone(),
                    text: summary.into_iter().chain([also]).collect::<Vec<_>>().join(" "),
                    denial: false,
                    keys: self.other_articles(id, entity),
                }
            }
        }
    }

    /// A statement beside one that it answers, or that answers it, in one line.
    fn answer(&self, id: ArticleId, row: u32, tie: usize) -> NoteItem {
        let other = self.beside(self.dossier.article(id).recorded[row as usize].ties[tie], Depth::Folder);
        let label = self.labels().text(&format!("relation_{}", other.relation)).to_owned();
        let who = [Some(other.speaker.name.as_str()), other.date.as_ref().map(|date| date.text.as_str())];
        let who: Vec<&str> = who.into_iter().flatten().collect();
        NoteItem {
            title: format!("{label} {}", who.join(", ")),
            text: other.text,
            denial: other.relation == "denied_by",
            keys: vec![other.key],
        }
    }

    /// Where the statements of a speaker stand that are nearest in time, this one's place left out.
    fn other_statements(&self, own: Statement, all: &[Statement]) -> Vec<KeyRef> {
        let place = all.iter().position(|statement| *statement == own).unwrap_or(0);
        let mut keys = vec![self.statement_key(own, Depth::Folder)];
        for statement in around(all, place) {
            let key = self.statement_key(*statement, Depth::Folder);
            if !keys.contains(&key) {
                keys.push(key);
            }
            if keys.len() > KEYS {
                break;
            }
        }
        keys.split_off(1)
    }

    /// Where the articles nearest in time name the entity first.
    fn other_articles(&self, id: ArticleId, entity: EntityId) -> Vec<KeyRef> {
        let all: Vec<ArticleId> = self.dossier.backlinks[entity.index()]
            .iter()
            .filter(|backlink| backlink.mentions > 0)
            .map(|backlink| backlink.article)
            .collect();
        let own = all.iter().position(|other| *other == id).unwrap_or(0);
        let key = |other: &ArticleId| {
            let block = self.dossier.article(*other).mentions_of(entity).next().map(|mention| mention.block);
            block.map_or_else(
                || self.key(*other, Depth::Folder),
                |block| self.paragraph_key(*other, block, Depth::Folder),
            )
        };
        around(&all, own).take(KEYS).map(key).collect()
    }
}

/// All but one, the nearest to it first.
fn around<T>(all: &[T], own: usize) -> impl Iterator<Item = &T> {
    (1..all.len().max(1))
        .flat_map(move |step| [own.checked_add(step), own.checked_sub(step)])
        .flatten()
        .filter_map(|at| all.get(at))
}

/// The place after the element at the top level that holds a block; `None` where that is not plain to see.
fn end_of(document: &Document, block: usize) -> Option<u32> {
    let own = &document.blocks[block];
    if let Some(boxed) = document.boxes.iter().find(|boxed| boxed.blocks.contains(&(block as u32))) {
        return Some(boxed.after);
    }
    match own.kind {
        BlockKind::Paragraph => Some(own.html.end),
        BlockKind::ListItem | BlockKind::Quote | BlockKind::Cell => {
            let next = document.blocks[block + 1..].iter().find(|next| next.kind != own.kind)?;
            matches!(next.kind, BlockKind::Paragraph | BlockKind::Heading(_)).then_some(next.html.start)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{MarkdownOptions, parse};

    #[test]
    fn the_nearest_come_first() {
        let near = |own| around(&[0, 1, 2, 3], own).copied().collect::<Vec<_>>();
        assert_eq!(near(0), [1, 2, 3]);
        assert_eq!(near(2), [3, 1, 0]);
        assert_eq!(around(&[7], 0).count(), 0);
        assert_eq!(around::<u8>(&[], 0).count(), 0);
    }

    #[test]
    fn notes_stand_between_elements_of_the_top_level() {
        let body = "One.\n\n- two\n- three\n\n> four\n>\n> five\n\nSix.\n\n| a |\n|---|\n| b |\n";
        let (document, _) = parse(body, &MarkdownOptions { permalinks: false, ..MarkdownOptions::default() });
        let after = |block: usize| end_of(&document, block).map(|at| document.html[..at as usize].trim_end());
        let ends: Vec<Option<&str>> =
            (0..document.blocks.len()).map(|n| after(n).and_then(|html| html.get(html.len() - 6..))).collect();
        // the list is followed by a quotation, the table by nothing: no place is certain
        let expected = [Some("e.</p>"), None, None, Some("quote>"), Some("quote>"), Some("x.</p>"), None, None];
        assert_eq!(ends, expected);
    }
}
