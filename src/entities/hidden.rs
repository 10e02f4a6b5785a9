//! Front matter that names pages which are not published: the names are left out here, before anything is made of them.
//!
//! A name as a name is a word of the public page and stays, as the words of a link do; an address (`people/jane-doe`) goes. What
//! only refers (a relation, a place, a subject, a source) goes either way, and with a speaker all that he says.

use super::{Entity, Gazetteer};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::source::{ArticleSource, Fences, Head, HeldBack, Placed, PublicSources, StatementSource, StatementWords};
use crate::text::slug::is_address;

/// A public page names one that is not published: the name is left out.
pub(crate) fn hidden_reference(name: &Placed<String>, held: &HeldBack) -> Diagnostic {
    Diagnostic::new(
        Code::HIDDEN_LINK,
        format!("`{}` is not published and is left out here", name.value),
        name.span.clone(),
    )
    .related(held.span.clone(), "the page that is held back")
    .help("publish that page, or take the name out")
}

/// Takes out of all front matter what leads to pages that are not published, so that no room above can show an address or name
/// of theirs.
pub(super) fn leave_out(gazetteer: &mut Gazetteer, sources: &mut PublicSources, diagnostics: &mut Vec<Diagnostic>) {
    let mut entities = std::mem::take(&mut gazetteer.entities);
    let names: Vec<String> = entities.iter().map(|entity| entity.name.clone()).collect();
    let PublicSources { articles, pages, sections, held_back, .. } = sources;
    let mut gate = Gate { gazetteer, names: &names, held_back, diagnostics };
    for entity in &mut entities {
        gate.entity(entity);
    }
    for article in articles {
        gate.article(article);
    }
    for page in pages.iter_mut().chain(sections) {
        gate.head(&mut page.head);
    }
    gazetteer.entities = entities;
}

struct Gate<'a> {
    gazetteer: &'a Gazetteer,
    /// Of the entities, by their ids: the gazetteer's own are being changed.
    names: &'a [String],
    held_back: &'a [HeldBack],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Gate<'_> {
    fn entity(&mut self, Entity { name, source, .. }: &mut Entity) {
        self.head(&mut source.head);
        let place = Span::file(&source.head.body.source);
        self.plain(name, &place);
        source.relations.retain(|relation| self.lets(&relation.to));
        source.participants.retain(|name| self.lets(name));
        source.place = source.place.take().filter(|name| self.lets(name));
        source.facts.retain_mut(|fact| {
            fact.source = fact.source.take().filter(|name| self.lets(name));
            self.plain(&mut fact.label, &place);
            self.plain(&mut fact.value, &place)
        });
        for relation in &mut source.relations {
            relation.source = relation.source.take().filter(|name| self.lets(name));
            self.plain(&mut relation.role, &place);
            relation.status.iter_mut().for_each(|status| _ = self.plain(status, &place));
        }
    }

    fn article(&mut self, article: &mut ArticleSource) {
        self.head(&mut article.head);
        let place = Span::file(&article.head.body.source);
        article.authors =
            std::mem::take(&mut article.authors).into_iter().filter_map(|author| self.name(author, &place)).collect();
        if let Some(source) = &mut article.source {
            source.name = source.name.take().and_then(|name| self.name(name, &place));
            source.author = source.author.take().and_then(|name| self.name(name, &place));
        }
        for quote in &mut article.quotes {
            if let Some(speaker) = quote.speaker.as_mut().filter(|speaker| !self.lets(speaker)) {
                speaker.value.clear();
            }
            quote.source = quote.source.take().filter(|name| self.lets(name));
        }
        leave_statements_out(article, |statement| !self.lets(&statement.speaker));
        for statement in &mut article.statements {
            statement.about.retain(|name| self.lets(name));
            statement.source = statement.source.take().filter(|name| self.lets(name));
            if let StatementWords::Text(text) = &mut statement.words {
                self.plain(text, &statement.span);
            }
        }
    }

    fn head(&mut self, head: &mut Head) {
        let place = Span::file(&head.body.source);
        let image = head.image.iter_mut().flat_map(|image| image.alt.iter_mut().chain(&mut image.caption));
        head.title.iter_mut().chain(&mut head.summary).chain(image).for_each(|words| _ = self.plain(words, &place));
    }

    /// Whether a reference may stay; if not, there is a message.
    fn lets(&mut self, name: &Placed<String>) -> bool {
        let held = self.gazetteer.held_back(&name.value);
        self.diagnostics.extend(held.map(|held| hidden_reference(name, &self.held_back[held as usize])));
        held.is_none()
    }

    /// Gives a name that is written as an address its words: those of the page, or none if it is not published.
    fn name(&mut self, words: String, place: &Span) -> Option<String> {
        if !is_address(&words) {
            return Some(words);
        }
        let name = Placed { value: words, span: place.clone() };
        if !self.lets(&name) {
            return None;
        }
        let known = self.gazetteer.entity(&name.value, None);
        Some(known.map_or(name.value, |id| self.names[id.index()].clone()))
    }

    /// Puts the words of wikilinks in their place, where no links can be. False if that leaves nothing.
    fn plain(&mut self, words: &mut String, place: &Span) -> bool {
        if !words.contains("[[") {
            return true;
        }
        let mut out = String::with_capacity(words.len());
        let mut rest = words.as_str();
        while let Some((before, next)) = rest.split_once("]]") {
            rest = next;
            let Some((before, inner)) = before.rsplit_once("[[").filter(|(_, inner)| !inner.contains('\n')) else {
                out.push_str(before);
                out.push_str("]]");
                continue;
            };
            out.push_str(before);
            if let Some((_, label)) = inner.split_once('|') {
                out.push_str(label.trim());
            } else {
                let page = inner.split('#').next().unwrap_or_default().trim_start_matches('~').trim();
                out.extend(self.name(page.to_owned(), place));
            }
        }
        out.push_str(rest);
        *words = out;
        !words.trim().is_empty()
    }
}

/// Takes statements out of an article: rows, and blocks with their words.
fn leave_statements_out(article: &mut ArticleSource, mut hidden: impl FnMut(&StatementSource) -> bool) {
    let mut gone: usize = 0;
    let body = &mut article.head.body;
    article.statements.retain_mut(|statement| {
        let StatementWords::Block(Fences { open, close }) = &mut statement.words else { return !hidden(statement) };
        for line in [&mut *open, &mut *close] {
            *line = line.start - gone..line.end - gone;
        }
        let block = open.start..close.end;
        let leave = hidden(statement);
        if leave {
            gone += block.len();
            body.take_out(block);
        }
        !leave
    });
}
