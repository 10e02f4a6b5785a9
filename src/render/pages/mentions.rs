//! Every mention of an entity in its sentence, by year and article.

use crate::dossier::{Article, Backlink};
use crate::entities::EntityId;
use crate::markdown::Anchor;
use crate::mentions::Mention;
use crate::render::context::pieces::MentionedName;
use crate::render::context::{
    MentionArticle, MentionLine, MentionYear, SafeHtml, named_id, push_escaped, push_mentions,
};
use crate::render::room::{Depth, Room};
use crate::text::curl::push_curled;
use crate::theme::pieces::Html;
use std::ops::Range;

/// Sentences of one article that are shown: the others are one link away, in the article. Where there are many articles, the first
/// of each must do.
const LINES: usize = 3;
const LINES_OF_MANY: usize = 1;

impl Room<'_> {
    /// Mentions of an entity, latest year first; articles without a date come last.
    pub(super) fn mention_years(&self, id: EntityId, mentioned: &[Backlink], depth: Depth) -> Vec<MentionYear> {
        let year_of = |backlink: &Backlink| self.dossier.article(backlink.article).date().map(|date| date.year);
        mentioned
            .chunk_by(|a, b| year_of(a) == year_of(b))
            .map(|same| {
                let mut html = SafeHtml::default();
                for backlink in same {
                    self.push_article(&mut html, id, *backlink, depth);
                }
                MentionYear {
                    year: year_of(&same[0]).map(|year| self.labels().digits(&year.to_string())).unwrap_or_default(),
                    articles: same.len(),
                    count: same.iter().map(|backlink| backlink.mentions as usize).sum(),
                    html,
                }
            })
            .collect()
    }

    fn push_article(&self, out: &mut SafeHtml, id: EntityId, backlink: Backlink, depth: Depth) {
        let article = self.dossier.article(backlink.article);
        let mentions: Vec<&Mention> = article.mentions_of(id).collect();
        let sentences: Vec<&[&Mention]> = mentions.chunk_by(|a, b| same_sentence(a, b)).collect();
        let lines: Vec<MentionLine<Anchor<'_>>> =
            sentences.iter().take(self.lines_of(id)).map(|same| self.mention_line(article, same)).collect();
        let written = MentionArticle {
            article: self.article_ref(backlink.article, depth),
            count: mentions.len(),
            lines: &lines,
            more: sentences.len() - lines.len(),
            more_at: &named_id(&self.entity_ref(id, Depth::Folder).url),
        };
        push_mentions(out, &written, self.labels(), &self.theme.pieces);
    }

    fn lines_of(&self, id: EntityId) -> usize {
        if self.is_crowded(id) { LINES_OF_MANY } else { LINES }
    }

    /// Bytes of an article among the mentions of an entity, roughly.
    pub(super) fn mention_weight(&self, id: EntityId, backlink: Backlink) -> usize {
        const ARTICLE: usize = 240;
        const LINE: usize = 90;
        let article = self.article_ref(backlink.article, Depth::Folder);
        let mentions: Vec<&Mention> = self.dossier.article(backlink.article).mentions_of(id).collect();
        let lines = mentions.chunk_by(|a, b| same_sentence(a, b)).take(self.lines_of(id));
        let line =
            |same: &[&Mention]| LINE + article.url.len() + (same[0].sentence.end - same[0].sentence.start) as usize;
        ARTICLE + 2 * article.url.len() + article.title.len() + lines.map(line).sum::<usize>()
    }

    /// One sentence with all mentions in it marked.
    fn mention_line<'a>(&self, article: &'a Article, mentions: &[&Mention]) -> MentionLine<Anchor<'a>> {
        let document = &article.text.document;
        let text = &document.prose.text;
        let start = mentions.iter().map(|mention| mention.sentence.start).min().unwrap_or(0) as usize;
        let end = mentions.iter().map(|mention| mention.sentence.end).max().unwrap_or(0) as usize;
        let mut html = String::with_capacity(end - start + 16 * mentions.len());
        let (mut from, mut name) = (start, String::new());
        for mention in mentions {
            let (a, b) = (mention.prose.start as usize, mention.prose.end as usize);
            if a < from {
                continue; // inside the one before
            }
            push_plain(&mut html, text, from..a);
            name.clear();
            push_plain(&mut name, text, a..b);
            self.theme.pieces.push(&mut html, &MentionedName { html: Html(&name) });
            from = b;
        }
        push_plain(&mut html, text, from..end.max(from));
        let block = &document.blocks[mentions[0].block as usize];
        MentionLine {
            paragraph: block.number.unwrap_or(0),
            anchor: document.anchor(mentions[0].block as usize),
            html: SafeHtml(html),
        }
    }
}

fn same_sentence(a: &Mention, b: &Mention) -> bool {
    a.block == b.block && a.sentence.start < b.sentence.end && b.sentence.start < a.sentence.end
}

/// A part of prose as HTML: escaped, with curled marks; a line feed is a space.
pub(super) fn push_plain(out: &mut String, text: &str, part: Range<usize>) {
    let mut curled = String::with_capacity(part.len());
    push_curled(&mut curled, text, part);
    let text = curled;
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        push_escaped(out, line);
    }
}
