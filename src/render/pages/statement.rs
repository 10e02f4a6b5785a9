//! One statement as templates show it, whether it was found in the text or recorded by the author.

use super::mentions::push_plain;
use crate::dossier::{self, Article, ArticleId, Recorded, Relation, StatementRow, Tie};
use crate::quotes::{Certainty, Quote, Speaker, is_denial};
use crate::render::context::pieces::QuotedPart;
use crate::render::context::{Beside, EntityRef, KeyRef, Quotation, Rows, SafeHtml, Shared, Statement};
use crate::render::room::{Depth, Room};
use crate::site::with_words;
use crate::source::{StatementSource, StatementWords, Status};
use crate::text::curl::curl;
use crate::text::plain::push_words;
use crate::text::sentences::{Splitter, around};
use crate::theme::pieces::{Html, Pieces};
use rustc_hash::FxHashMap;

/// Gives ids that no other statement of a page has.
#[derive(Default)]
pub(super) struct Ids(FxHashMap<String, usize>);

impl Ids {
    /// The id, with a number if it is taken.
    pub(super) fn unique(&mut self, id: String) -> String {
        let nth = self.0.entry(id.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        if *nth == 1 { id } else { format!("{id}-{nth}") }
    }
}

/// How a list shows statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// On the speaker's own page, or below the speaker's name: with everything that is known of where it stands.
    Own,
    /// The same, with the speaker.
    Named,
    /// In lists that repeat what stands elsewhere in full: the words and the key.
    Brief,
    /// The same, with the speaker.
    BriefNamed,
}

impl Form {
    fn speaker(self) -> bool {
        matches!(self, Self::Named | Self::BriefNamed)
    }

    fn brief(self) -> bool {
        matches!(self, Self::Brief | Self::BriefNamed)
    }
}

impl Room<'_> {
    /// Appends a statement to a list.
    pub(super) fn push_statement(
        &self,
        rows: &mut Rows,
        statement: dossier::Statement,
        depth: Depth,
        form: Form,
        ids: &mut Ids,
    ) {
        let article = self.dossier.article(statement.article);
        match statement.row {
            StatementRow::Quote(row) => self.push_quotation(rows, statement, row, depth, form, ids),
            StatementRow::Recorded(row) => {
                let id = ids.unique(stable_id(article, &article.recorded[row as usize].id));
                rows.push_recorded(&id, self.recorded_row(statement, depth, form.speaker()), &self.theme.pieces);
            }
        }
    }

    /// Appends a quotation; parts of an interrupted one stand together.
    fn push_quotation(
        &self,
        rows: &mut Rows,
        statement: dossier::Statement,
        row: u32,
        depth: Depth,
        form: Form,
        ids: &mut Ids,
    ) {
        let article = self.dossier.article(statement.article);
        let quote = &article.text.quotes.quotes[row as usize];
        let unlisted;
        let speaker = match quote.speaker {
            _ if !form.speaker() => None,
            Speaker::Entity(id) => Some(self.entity_ref(id, depth)),
            _ => {
                unlisted = EntityRef { name: self.spoken_name(statement), ..EntityRef::default() };
                Some(&unlisted)
            }
        };
        let part = words_of_part(article, quote);
        let document = &article.text.document;
        let number = document.blocks[quote.block as usize].number;
        let date = self.date(article.statement_date(statement.row));
        let own_source = article.statement_source(statement.row);
        let (source_key, source) = self.source(own_source, depth);
        let url = article.source.source.as_ref().and_then(|source| source.url.as_deref());
        let url = url.filter(|_| own_source.is_none() && form == Form::Own);
        let (said, sentence) = (words(article, row), sentence(article, row, &self.theme.pieces));
        let quotation = Quotation {
            id: &ids.unique(stable_id(article, part)),
            speaker,
            date: date.as_ref(),
            verb: &quote.cue.as_deref().map(verb).unwrap_or_default(),
            denial: quote.denial,
            text: &curl(&said),
            sentence: &sentence,
            certainty: certainty(quote.certainty),
            article: self.article_ref(statement.article, depth),
            source_key: source_key.as_ref(),
            source: &source,
            // the article's own source does not have words that the author ascribes to another
            show_outlet: own_source.is_none(),
            paragraph: number.zip(document.anchor(quote.block as usize)),
            original: &url.and_then(|url| with_words(url, part)).unwrap_or_default(),
        };
        if form.brief() {
            rows.push_brief(&quotation, &self.theme.pieces);
        } else {
            rows.push_quotation(&quotation, &self.theme.pieces);
        }
    }

    /// A statement that the author recorded, with its key.
    pub(in crate::render) fn recorded_statement(
        &self,
        statement: dossier::Statement,
        depth: Depth,
        show_speaker: bool,
    ) -> Statement {
        let article = self.dossier.article(statement.article);
        let StatementRow::Recorded(row) = statement.row else { return Statement::default() };
        let recorded = &article.recorded[row as usize];
        let own_source = article.statement_source(statement.row);
        let (source_key, source) = self.source(own_source, depth);
        let url = article.source.source.as_ref().and_then(|source| source.url.clone());
        let (answers, answered) = self.tied(&recorded.ties, depth);
        Statement {
            show_speaker,
            outlet: self.article_ref(statement.article, depth).outlet.clone(),
            original: url.filter(|_| own_source.is_none()).unwrap_or_default(),
            source_key,
            source,
            about: recorded.about.iter().map(|id| self.entity(*id, depth)).collect(),
            answers,
            answered,
            ..self.statement_alone(statement, depth)
        }
    }

    /// Where a statement stands: its paragraph, or its place on the page of its article.
    pub(super) fn statement_key(&self, statement: dossier::Statement, depth: Depth) -> KeyRef {
        let article = self.dossier.article(statement.article);
        match statement.row {
            StatementRow::Quote(row) => {
                self.paragraph_key(statement.article, article.text.quotes.quotes[row as usize].block, depth)
            }
            StatementRow::Recorded(row) => {
                let blocks = &article.recorded[row as usize].blocks;
                let whole = self.key(statement.article, depth);
                let url = format!("{}#{}", whole.url, self.anchor(statement));
                let key =
                    if blocks.is_empty() { whole } else { self.paragraph_key(statement.article, blocks.start, depth) };
                KeyRef { url, ..key }
            }
        }
    }

    /// Fragment id of a recorded statement on the page of its article.
    pub(in crate::render) fn anchor(&self, statement: dossier::Statement) -> String {
        match statement.row {
            StatementRow::Recorded(row) => {
                self.dossier.article(statement.article).recorded[row as usize].anchor.clone()
            }
            StatementRow::Quote(_) => String::new(),
        }
    }

    /// The recorded statements that stand in the text of an article, in its order.
    pub(in crate::render) fn boxed_statements(&self, id: ArticleId) -> Vec<dossier::Statement> {
        self.recorded(id, true)
    }

    fn recorded(&self, id: ArticleId, boxed: bool) -> Vec<dossier::Statement> {
        let all = (0..).zip(&self.dossier.article(id).recorded);
        let wanted = all.filter(|(_, recorded)| recorded.blocks.is_empty() != boxed);
        wanted.map(|(row, _)| dossier::Statement { article: id, row: StatementRow::Recorded(row) }).collect()
    }

    /// The statements that the front matter of an article records; their ids are their places on its page.
    pub(super) fn recorded_in_front(&self, id: ArticleId) -> Rows {
        let mut rows = Rows::default();
        for statement in self.recorded(id, false) {
            rows.push_recorded(
                &self.anchor(statement),
                self.recorded_row(statement, Depth::Folder, true),
                &self.theme.pieces,
            );
        }
        rows
    }

    pub(super) fn speaker(&self, statement: dossier::Statement, depth: Depth) -> Shared<EntityRef> {
        match self.dossier.article(statement.article).speaker(statement.row) {
            Speaker::Entity(id) => self.entity(*id, depth),
            _ => Shared::new(EntityRef { name: self.spoken_name(statement), ..EntityRef::default() }),
        }
    }

    /// What a speaker is called.
    pub(super) fn spoken_name(&self, statement: dossier::Statement) -> String {
        let article = self.dossier.article(statement.article);
        match article.speaker(statement.row) {
            Speaker::Entity(id) => self.dossier.gazetteer.get(*id).name.clone(),
            Speaker::Named(name) => {
                let full = match statement.row {
                    StatementRow::Quote(row) => article.text.quotes.quotes[row as usize].speaker_name.clone(),
                    StatementRow::Recorded(_) => None,
                };
                full.unwrap_or_else(|| name.clone())
            }
            Speaker::Unnamed(role) => role.clone(),
            Speaker::Unknown => String::new(), // never shown
        }
    }

    /// The word without which the words of a recorded statement would say the opposite of what is meant. Paragraphs of a
    /// text say themselves who denies what. A claim has none, whatever others say of it: who denies it stands beside it.
    fn lead(&self, source: &StatementSource, recorded: &Recorded) -> String {
        const NEGATIONS: &[&str] = &["not", "no", "never", "none", "nothing", "untrue", "false", "nor"];
        let negated = |word: &str| NEGATIONS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t");
        let words = recorded.text.to_lowercase();
        let mut words = words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        let says_so = is_denial(&recorded.text) || words.any(negated);
        match (&source.words, source.status) {
            (StatementWords::Text(_), _) if recorded.denial && !says_so => self.labels().text("note_denial").to_owned(),
            // the speaker's own word on it, as against what others say
            (_, Some(Status::Retracted)) => self.labels().text("lead_retracted").to_owned(),
            _ => String::new(),
        }
    }

    /// What a statement denies or supports, and what denies or supports it: oldest first, those without a date last.
    pub(super) fn tied(&self, ties: &[Tie], depth: Depth) -> (Vec<Beside>, Vec<Beside>) {
        let date =
            |statement: dossier::Statement| self.dossier.article(statement.article).statement_date(statement.row);
        let mut ties = ties.to_vec();
        ties.sort_by(|a, b| {
            let (a, b) = (date(a.to), date(b.to));
            a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
        });
        let (answers, answered): (Vec<Tie>, Vec<Tie>) =
            ties.into_iter().partition(|tie| matches!(tie.relation, Relation::DeniedBy | Relation::SupportedBy));
        let all = |ties: &[Tie]| ties.iter().map(|tie| self.beside(*tie, depth)).collect();
        (all(&answers), all(&answered))
    }

    /// The other end of a tie.
    pub(super) fn beside(&self, tie: Tie, depth: Depth) -> Beside {
        let other = self.statement_alone(tie.to, depth);
        Beside {
            relation: tie.relation.word().to_owned(),
            speaker: other.speaker,
            date: other.date,
            verb: other.verb,
            denial: other.denial,
            text: other.text,
            lang: other.lang,
            key: other.key,
        }
    }

    /// A statement without those beside it, which have it beside them.
    fn statement_alone(&self, statement: dossier::Statement, depth: Depth) -> Statement {
        let article = self.dossier.article(statement.article);
        let common = Statement {
            speaker: self.speaker(statement, depth),
            date: self.date(article.statement_date(statement.row)),
            lang: self.article_ref(statement.article, depth).lang.clone(),
            key: self.statement_key(statement, depth),
            ..Statement::default()
        };
        match statement.row {
            StatementRow::Quote(row) => {
                let quote = &article.text.quotes.quotes[row as usize];
                Statement {
                    verb: quote.cue.as_deref().map(verb).unwrap_or_default(),
                    denial: quote.denial,
                    text: curl(&words(article, row)).into_owned(),
                    ..common
                }
            }
            StatementRow::Recorded(row) => {
                let (source, recorded) = (&article.source.statements[row as usize], &article.recorded[row as usize]);
                Statement {
                    verb: source.verb.as_deref().map(verb).unwrap_or_default(),
                    denial: recorded.denial,
                    status: source.status.map(|status| status.word().to_owned()).unwrap_or_default(),
                    lead: self.lead(source, recorded),
                    text: curl(&recorded.text).into_owned(),
                    ..common
                }
            }
        }
    }
}

fn certainty(certainty: Option<Certainty>) -> &'static str {
    match certainty {
        Some(Certainty::Explicit) => "explicit",
        Some(Certainty::Adjacent) => "adjacent",
        Some(Certainty::Resolved) => "resolved",
        None => "",
    }
}

/// A fragment id that changes only with the article's id and the words.
fn stable_id(article: &Article, words: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(article.source.head.id.0.as_bytes()).update(b"\n").update(words.as_bytes());
    format!("s-{}", &hasher.finalize().to_hex()[..8])
}

/// The verb of the source, as a reader expects it. Those that say no more than that something was said are one:
/// `says`, `told`, `goes` and `according` are `said`.
pub(super) fn verb(cue: &str) -> String {
    let cue = cue.trim().to_lowercase();
    let plain = include_str!("plain_verbs.txt").lines().filter_map(|line| line.split_once(": "));
    let shown = plain.filter(|(verb, _)| *verb == cue).map(|(_, shown)| shown.to_owned()).next();
    shown.unwrap_or(cue)
}

/// The words of a quotation, by its first part: parts of a quotation that something interrupts are joined by an ellipsis, paragraphs by a space;
/// the comma before its attribution is the narrator's.
fn words(article: &Article, first: u32) -> String {
    let parts = &article.text.quotes.quotes[first as usize..];
    let mut out = String::new();
    let mut block = parts[0].block;
    for part in parts.iter().take_while(|part| part.group == parts[0].group) {
        if !out.is_empty() {
            out.push_str(if part.block == block { " … " } else { " " });
        }
        block = part.block;
        push_words(&mut out, words_of_part(article, part));
    }
    out.truncate(out.trim_end_matches(',').len());
    out
}

/// The sentence of a quotation that is less than one, as HTML with the quoted words in the component `quoted_part`: nobody can tell from
/// `it safer to cheat` who would find what safer. Empty for words that stand by themselves.
fn sentence(article: &Article, first: u32, pieces: &Pieces) -> SafeHtml {
    /// In bytes; a longer one is a list or a page without full stops.
    const LONGEST: usize = 800;
    let parts = &article.text.quotes.quotes[first as usize..];
    let parts: Vec<&Quote> = parts.iter().take_while(|part| part.group == parts[0].group).collect();
    let text = &article.text.document.prose.text;
    let (start, end) = (parts[0].prose.start as usize, parts[parts.len() - 1].prose.end as usize);
    let span = text[start..end].trim();
    let whole = span.starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic())
        && (span.ends_with(['.', '?', '!', '…', ',', '。', '？', '！', '؟']) || span.split_whitespace().count() > 7);
    let block = &article.text.document.blocks[parts[0].block as usize].prose;
    let block = block.start as usize..block.end as usize;
    if whole || !(block.start <= start && end <= block.end) {
        return SafeHtml::default();
    }
    let sentences = Splitter::new(&article.text.lang).split(&text[block.clone()]);
    let around = around(&sentences, &(start - block.start..end - block.start), block.len());
    let around = around.start + block.start..around.end + block.start;
    if around.len() > LONGEST || around.len() <= end - start + 4 {
        return SafeHtml::default();
    }
    let mut html = String::with_capacity(around.len() + 16);
    let (mut from, mut words) = (around.start, String::new());
    for part in parts {
        let (mut a, mut b) = (part.prose.start as usize, part.prose.end as usize);
        // the marks belong to the words
        a -= text[from..a].chars().next_back().filter(|c| is_mark(*c)).map_or(0, char::len_utf8);
        b += text[b..around.end].chars().next().filter(|c| is_mark(*c)).map_or(0, char::len_utf8);
        push_plain(&mut html, text, from..a);
        words.clear();
        push_plain(&mut words, text, a..b);
        pieces.push(&mut html, &QuotedPart { html: Html(&words) });
        from = b;
    }
    push_plain(&mut html, text, from..around.end);
    SafeHtml(html)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '「' | '」' | '『' | '』')
}

fn words_of_part<'a>(article: &'a Article, part: &Quote) -> &'a str {
    &article.text.document.prose.text[part.prose.start as usize..part.prose.end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_that_say_no_more_are_one() {
        for (cue, expected) in [
            ("says", "said"),
            ("Told", "said"),
            ("goes", "said"),
            ("according to", "said"),
            ("warns", "warned"),
            ("hinted", "hinted"),
        ] {
            assert_eq!(verb(cue), expected, "{cue}");
        }
    }
}
