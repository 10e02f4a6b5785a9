//! One statement as templates show it, whether it was found in the text or recorded by the author.

use crate::date::PartialDate;
use crate::dossier::{self, Article, ArticleId, Recorded, Relation, StatementRow, Tie};
use crate::quotes::{Certainty, Quote, Speaker, is_denial};
use crate::render::context::{Beside, EntityRef, KeyRef, Shared, Statement};
use crate::render::room::{Depth, Room};
use crate::site::with_words;
use crate::source::{StatementSource, StatementWords, Status};
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

impl Room<'_> {
    /// A statement with its key; parts of an interrupted quotation stand together.
    pub(in crate::render) fn statement(
        &self,
        statement: dossier::Statement,
        depth: Depth,
        show_speaker: bool,
    ) -> Statement {
        let article = self.dossier.article(statement.article);
        let shown = self.article(statement.article, depth);
        let own_source = article.statement_source(statement.row);
        let (source_key, source) = self.source(own_source, depth);
        let url = article.source.source.as_ref().and_then(|source| source.url.as_deref());
        let url = url.filter(|_| own_source.is_none());
        let common = Statement {
            speaker: self.speaker(statement, depth),
            show_speaker,
            date: self.date(article.statement_date(statement.row)),
            text: words(article, statement.row),
            lang: shown.lang.clone(),
            key: self.statement_key(statement, depth),
            outlet: shown.outlet.clone(),
            source_key,
            source,
            ..Statement::default()
        };
        match statement.row {
            StatementRow::Quote(row) => {
                let quote = &article.text.quotes.quotes[row as usize];
                Statement {
                    id: stable_id(article, words_of_part(article, quote)),
                    verb: quote.cue.as_deref().map(verb).unwrap_or_default(),
                    denial: quote.denial,
                    direct: true,
                    certainty: certainty(quote.certainty).to_owned(),
                    placed: article.text.document.blocks[quote.block as usize].number.is_some(),
                    original: url.and_then(|url| with_words(url, words_of_part(article, quote))).unwrap_or_default(),
                    // the article's own source does not have these words
                    outlet: if own_source.is_some() { String::new() } else { common.outlet.clone() },
                    ..common
                }
            }
            StatementRow::Recorded(row) => {
                let (source, recorded) = (&article.source.statements[row as usize], &article.recorded[row as usize]);
                Statement {
                    id: stable_id(article, &recorded.id),
                    verb: source.verb.clone().unwrap_or_default(),
                    denial: recorded.denial,
                    status: source.status.map(|status| status.word().to_owned()).unwrap_or_default(),
                    lead: self.lead(source, recorded),
                    direct: false,
                    placed: !recorded.blocks.is_empty(),
                    original: url.unwrap_or_default().to_owned(),
                    about: recorded.about.iter().map(|id| self.entity(*id, depth)).collect(),
                    beside: self.beside(statement, &recorded.ties, depth),
                    ..common
                }
            }
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
    pub(super) fn recorded_in_front(&self, id: ArticleId) -> Vec<Statement> {
        let all = self.recorded(id, false).into_iter();
        all.map(|statement| Statement { id: self.anchor(statement), ..self.statement(statement, Depth::Folder, true) })
            .collect()
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
    /// text say themselves who denies what; only what the status adds is new to them.
    fn lead(&self, source: &StatementSource, recorded: &Recorded) -> String {
        const NEGATIONS: &[&str] = &["not", "no", "never", "none", "nothing", "untrue", "false", "nor"];
        let negated = |word: &str| NEGATIONS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t");
        let words = recorded.text.to_lowercase();
        let mut words = words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        let says_so = is_denial(&recorded.text) || words.any(negated);
        let verb = source.verb.as_deref().filter(|verb| is_denial(verb));
        let doubted = |status: &Status| matches!(status, Status::Disputed | Status::Denied | Status::Retracted);
        match (&source.words, source.status.filter(doubted)) {
            (StatementWords::Text(_), _) if recorded.denial && !says_so => {
                verb.map_or_else(|| self.labels().text("denies").to_owned(), str::to_lowercase)
            }
            (_, Some(status)) if !recorded.denial => {
                self.labels().text(&format!("status_{}", status.word())).to_owned()
            }
            _ => String::new(),
        }
    }

    /// What a statement denies or supports, or is denied or supported by: latest first.
    fn beside(&self, own: dossier::Statement, ties: &[Tie], depth: Depth) -> Vec<Beside> {
        let date =
            |statement: dossier::Statement| self.dossier.article(statement.article).statement_date(statement.row);
        let mut ties = ties.to_vec();
        ties.sort_by(|a, b| date(b.to).cmp(&date(a.to)));
        let beside = |tie: &Tie| {
            let other = self.statement_alone(tie.to, depth);
            Beside {
                relation: tie.relation.inverse().word().to_owned(),
                older: !is_later(date(tie.to), date(own), tie.relation),
                speaker: other.speaker,
                date: other.date,
                verb: other.verb,
                denial: other.denial,
                status: other.status,
                lead: other.lead,
                text: other.text,
                lang: other.lang,
                key: other.key,
            }
        };
        ties.iter().map(beside).collect()
    }

    /// A statement without those beside it, which have it beside them.
    fn statement_alone(&self, statement: dossier::Statement, depth: Depth) -> Statement {
        let article = self.dossier.article(statement.article);
        let StatementRow::Recorded(row) = statement.row else { return self.statement(statement, depth, true) };
        let (source, recorded) = (&article.source.statements[row as usize], &article.recorded[row as usize]);
        Statement {
            speaker: self.speaker(statement, depth),
            date: self.date(article.statement_date(statement.row)),
            verb: source.verb.clone().unwrap_or_default(),
            denial: recorded.denial,
            status: source.status.map(|status| status.word().to_owned()).unwrap_or_default(),
            lead: self.lead(source, recorded),
            text: recorded.text.clone(),
            lang: self.article(statement.article, depth).lang.clone(),
            key: self.statement_key(statement, depth),
            ..Statement::default()
        }
    }
}

/// Whether the other of two statements is later than the own one, which stands to it as `relation` says. Where the dates leave
/// that open (`2012-12` and `2012-12-10`), an answer is later than what it answers.
fn is_later(other: Option<&PartialDate>, own: Option<&PartialDate>, relation: Relation) -> bool {
    let answers = matches!(relation, Relation::DeniedBy | Relation::SupportedBy);
    let (Some(other), Some(own)) = (other, own) else { return answers };
    let known = [(Some(other.year), Some(own.year)), (other.month.map(i16::from), own.month.map(i16::from))];
    let known = known.into_iter().chain([(other.day.map(i16::from), own.day.map(i16::from))]);
    for pair in known {
        match pair {
            (Some(other), Some(own)) if other != own => return other > own,
            (Some(_), Some(_)) => {}
            _ => break,
        }
    }
    answers
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
    let hash = blake3::hash(format!("{}\n{words}", article.source.head.id).as_bytes()).to_hex();
    format!("s-{}", &hash[..8])
}

/// The words that ascribe a statement, as a reader expects them: `according` stands for `according to`.
pub(super) fn verb(cue: &str) -> String {
    let cue = cue.to_lowercase();
    if cue == "according" { "according to".to_owned() } else { cue }
}

/// The words of a statement: parts of a quotation that something interrupts are joined by an ellipsis, paragraphs by a space;
/// the comma before its attribution is the narrator's.
fn words(article: &Article, row: StatementRow) -> String {
    let first = match row {
        StatementRow::Quote(row) => row as usize,
        StatementRow::Recorded(row) => return article.recorded[row as usize].text.clone(),
    };
    let parts = &article.text.quotes.quotes[first..];
    let mut out = String::new();
    let mut block = parts[0].block;
    for part in parts.iter().take_while(|part| part.group == parts[0].group) {
        if !out.is_empty() {
            out.push_str(if part.block == block { " … " } else { " " });
        }
        block = part.block;
        out.push_str(&words_of_part(article, part).split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out.truncate(out.trim_end_matches(',').len());
    out
}

fn words_of_part<'a>(article: &'a Article, part: &Quote) -> &'a str {
    &article.text.document.prose.text[part.prose.start as usize..part.prose.end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_later_where_the_dates_leave_it_open() {
        for (other, own, relation, later) in [
            ("2012-12", "2012-12-10", Relation::DeniedBy, true),
            ("2012-12-10", "2012-12", Relation::Denies, false),
            ("2012-12-09", "2012-12-10", Relation::DeniedBy, false),
            ("2013", "2012-12-10", Relation::Denies, true),
            ("2012-12-10", "2012-12-10", Relation::SupportedBy, true),
        ] {
            let date = |text| PartialDate::parse(text).unwrap();
            assert_eq!(is_later(Some(&date(other)), Some(&date(own)), relation), later, "{other} {own}");
        }
        assert!(is_later(None, None, Relation::DeniedBy));
    }
}
