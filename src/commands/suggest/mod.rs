//! `dossier suggest`: names that the articles have and the dossier lacks, and sentences of reported speech that are not recorded yet;
//! pages and statements for those that are chosen.

mod page;
mod rejected;
mod statements;

pub(crate) use rejected::Rejected;

use super::new::NewError;
use super::session::{Session, say, today};
use crate::cli::{self, SuggestWhat};
use crate::config::Config;
use crate::diagnostics::{Severity, nearest};
use crate::dossier::Dossier;
use crate::kind::{Kind, Kinds};
use crate::pipeline;
use crate::source::{self, LoadOptions};
use crate::suggest::{self, Suggestion};
use crate::text::fold::fold_name;
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use std::fmt::Write as _;
use std::io::Write as _;

/// Lists, writes or rejects; gives the exit code. The list is data: it goes to standard output.
pub fn run(session: &Session, named: bool, options: &cli::Suggest) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: true, today })?;
    let (dossier, diagnostics) = pipeline::run(&request)?;
    let errors: Vec<_> = diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
    let tally = session.report(&errors, false);
    let mut rejected = Rejected::load(&session.root)?;
    if options.what == SuggestWhat::Statements {
        return statements::run(session, &dossier, rejected, options);
    }
    let kind = match options.kind.as_deref().map(|word| kind_of(word, &dossier.config.kinds)) {
        Some(Err(message)) => {
            say(&message);
            return Ok(2);
        }
        found => found.transpose().unwrap_or_default(),
    };
    let mut suggestions = suggest::suggest(&dossier);
    suggestions.retain(|suggestion| !rejected.has_name(&suggestion.name));
    if !options.reject.is_empty() {
        options.reject.iter().for_each(|name| rejected.add_name(name));
        session.say(&format!("-> {}", rejected.save(&session.root)?.display()));
        return Ok(0);
    }
    if !options.write.is_empty() || options.write_all {
        let published = published(session, named, today, &dossier.config)?;
        let writer = Writer { session, dossier: &dossier, kind, published };
        return if options.write_all {
            writer.write_all(&suggestions, options.above)
        } else {
            writer.write(&suggestions, &options.write)
        };
    }
    if let Some(kind) = kind {
        suggestions.retain(|suggestion| suggestion.kind.schema_org() == kind.schema_org);
    }
    let limit = if options.limit == 0 { suggestions.len() } else { options.limit };
    std::io::stdout().write_all(list(&dossier, &suggestions, limit, options.sentences).as_bytes())?;
    session.say(&format!("{} of {} names", limit.min(suggestions.len()), suggestions.len()));
    Ok(u8::from(tally.errors > 0))
}

/// A kind of the dossier by any word for it.
fn kind_of<'a>(word: &str, kinds: &'a Kinds) -> Result<&'a Kind, String> {
    kinds.by_word(word).map(|id| kinds.get(id)).ok_or_else(|| {
        let words: Vec<String> = kinds.iter().map(|(_, kind)| kind.singular.to_lowercase()).collect();
        let help = nearest(word, words.iter().map(String::as_str))
            .map_or_else(|| format!("use `{}`", words.join("`, `")), |near| format!("did you mean `{near}`?"));
        format!("error: unknown kind `{word}`\nhelp: {help}\n")
    })
}

/// The ids of all articles that are published.
fn published(session: &Session, named: bool, today: Date, config: &Config) -> anyhow::Result<FxHashSet<String>> {
    let request = session.request(named, LoadOptions { drafts: false, today })?;
    let sources = source::load(request.root, config, &request.load)?.take(&mut Vec::new());
    Ok(sources.articles.iter().map(|article| article.head.id.0.clone()).collect())
}

/// One name a line with its type and counts, its sentences below it.
fn list(dossier: &Dossier, suggestions: &[Suggestion], limit: usize, sentences: usize) -> String {
    let mut out = String::new();
    for suggestion in suggestions.iter().take(limit) {
        let (mentions, articles) = (suggestion.mentions.len(), suggestion.articles().len());
        let _ = write!(out, "{}  {}  {mentions} in {articles}", suggestion.name, suggestion.kind.word());
        if !suggestion.spellings.is_empty() {
            let _ = write!(out, "  also: {}", suggestion.spellings.join(", "));
        }
        out.push('\n');
        let mut last = String::new();
        let mut shown = 0;
        for place in &suggestion.mentions {
            let sentence = suggest::sentence(dossier, place);
            if shown < sentences && sentence != last {
                let _ = writeln!(out, "    {}: {sentence}", dossier.articles[place.article as usize].source.head.id);
                shown += 1;
            }
            last = sentence;
        }
    }
    out
}

/// Makes pages of names.
struct Writer<'a> {
    session: &'a Session,
    dossier: &'a Dossier,
    /// What the names are, if the author says so.
    kind: Option<&'a Kind>,
    published: FxHashSet<String>,
}

impl Writer<'_> {
    /// Pages for the names that are chosen.
    fn write(&self, suggestions: &[Suggestion], chosen: &[String]) -> anyhow::Result<u8> {
        let mut failed = false;
        for name in chosen {
            let folded = fold_name(name);
            let spelled =
                |suggestion: &&Suggestion| suggestion.spellings.iter().any(|other| fold_name(other) == folded);
            let exact = suggestions.iter().find(|suggestion| fold_name(&suggestion.name) == folded);
            if let Some(suggestion) = exact.or_else(|| suggestions.iter().find(spelled)) {
                failed |= !self.page(suggestion)?;
                continue;
            }
            let near = nearest(name, suggestions.iter().map(|suggestion| suggestion.name.as_str()));
            let help =
                near.map_or_else(|| "`dossier suggest` lists the names".to_owned(), |n| format!("did you mean `{n}`?"));
            say(&format!("error: `{name}` is not among the suggested names\nhelp: {help}\n"));
            failed = true;
        }
        Ok(if failed { 2 } else { 0 })
    }

    /// Pages for all names, or all that are likely of the kind, that articles have more often than `above`.
    fn write_all(&self, suggestions: &[Suggestion], above: usize) -> anyhow::Result<u8> {
        let is_of_kind = |suggestion: &&Suggestion| {
            self.kind.is_none_or(|kind| suggestion.kind.schema_org() == kind.schema_org)
                && suggestion.mentions.len() > above
        };
        let mut written = 0;
        for suggestion in suggestions.iter().filter(is_of_kind) {
            written += usize::from(self.page(suggestion)?);
        }
        self.session.say(&format!("{written} of {} names have a page now", suggestions.len()));
        Ok(0)
    }

    /// Writes a page and names it; false, with a message, if that cannot be.
    fn page(&self, suggestion: &Suggestion) -> anyhow::Result<bool> {
        let schema = suggestion.kind.schema_org();
        let likely =
            || self.dossier.config.kinds.iter().find(|(_, kind)| kind.schema_org == schema).map(|(_, kind)| kind);
        let written = match self.kind.or_else(likely) {
            Some(kind) => page::write(&self.session.root, self.dossier, kind, suggestion, &self.published),
            None => Err(NewError::UnknownKind {
                kind: schema.to_lowercase(),
                help: "add it to `[[kinds]]`, or say with `--type` what the name is".to_owned(),
            }),
        };
        match written {
            Ok(path) => {
                writeln!(std::io::stdout(), "{}", path.display())?;
                Ok(true)
            }
            Err(
                error @ (NewError::Exists(_) | NewError::Link(_) | NewError::NoSlug(_) | NewError::UnknownKind { .. }),
            ) => {
                say(&format!("error: {error}\n"));
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}
