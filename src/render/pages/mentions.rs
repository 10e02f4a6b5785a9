//! Every mention of an entity in its sentence, by year and article.

use crate::dossier::{Article, Backlink};
use crate::entities::EntityId;
use crate::markdown::Anchor;
use crate::mentions::Mention;
use crate::render::context::{MentionArticle, MentionLine, MentionYear, SafeHtml, push_escaped, push_mentions};
use crate::render::room::{Depth, Room};

impl Room<'_> {
    /// The mentions of an entity, latest year first; articles without a date come last.
    pub(super) fn mention_years(&self, id: EntityId) -> Vec<MentionYear> {
        let year_of = |backlink: &&Backlink| self.dossier.article(backlink.article).date().map(|date| date.year);
        let mentioned: Vec<&Backlink> =
            self.dossier.backlinks[id.index()].iter().filter(|backlink| backlink.mentions > 0).collect();
        mentioned
            .chunk_by(|a, b| year_of(a) == year_of(b))
            .map(|same| {
                let mut html = SafeHtml::default();
                for backlink in same {
                    self.push_article(&mut html, id, **backlink);
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

    fn push_article(&self, out: &mut SafeHtml, id: EntityId, backlink: Backlink) {
        let article = self.dossier.article(backlink.article);
        let mentions: Vec<&Mention> = article.mentions_of(id).collect();
        let lines: Vec<MentionLine<Anchor<'_>>> = mentions
            .chunk_by(|a, b| {
                a.block == b.block && a.sentence.start < b.sentence.end && b.sentence.start < a.sentence.end
            })
            .map(|same| line(article, same))
            .collect();
        let article_ref = self.article(backlink.article, Depth::Folder);
        let written = MentionArticle {
            head: &self.mention_heads[backlink.article.index()],
            url: &article_ref.url,
            lang: &article_ref.lang,
            count: mentions.len(),
            lines: &lines,
        };
        push_mentions(out, &written, self.labels());
    }
}

/// One sentence with all mentions in it set in bold.
fn line<'a>(article: &'a Article, mentions: &[&Mention]) -> MentionLine<Anchor<'a>> {
    let document = &article.text.document;
    let text = &document.prose.text;
    let start = mentions.iter().map(|mention| mention.sentence.start).min().unwrap_or(0) as usize;
    let end = mentions.iter().map(|mention| mention.sentence.end).max().unwrap_or(0) as usize;
    let mut html = String::with_capacity(end - start + 16 * mentions.len());
    let mut from = start;
    for mention in mentions {
        let (a, b) = (mention.prose.start as usize, mention.prose.end as usize);
        if a < from {
            continue; // inside the one before
        }
        push_plain(&mut html, &text[from..a]);
        html.push_str("<b>");
        push_plain(&mut html, &text[a..b]);
        html.push_str("</b>");
        from = b;
    }
    push_plain(&mut html, &text[from..end.max(from)]);
    let block = &document.blocks[mentions[0].block as usize];
    MentionLine {
        paragraph: block.number.unwrap_or(0),
        anchor: document.anchor(mentions[0].block as usize),
        html: SafeHtml(html),
    }
}

/// Prose as HTML: escaped, a line feed is a space.
fn push_plain(out: &mut String, text: &str) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        push_escaped(out, line);
    }
}
