//! `dossier suggest`: names that the articles have and the dossier lacks; pages for those that are chosen.

use super::new::{self, NewError};
use super::session::{Session, say, today};
use crate::cli::{self, SuggestType};
use crate::config::Config;
use crate::diagnostics::nearest;
use crate::dossier::Dossier;
use crate::pipeline;
use crate::source::LoadOptions;
use crate::suggest::{self, Suggestion, Type};
use crate::text::fold::fold_name;
use crate::text::plain::yaml_string;
use crate::text::slug::slugify;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Lists or writes; gives the exit code. The list is data: it goes to standard output.
pub fn run(session: &Session, named: bool, options: &cli::Suggest) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: true, today })?;
    let (dossier, diagnostics) = pipeline::run(&request)?;
    let errors: Vec<_> =
        diagnostics.into_iter().filter(|d| d.severity == crate::diagnostics::Severity::Error).collect();
    let tally = session.report(&errors, false);
    let mut suggestions = suggest::suggest(&dossier);
    if let Some(kind) = options.kind {
        suggestions.retain(|suggestion| suggestion.kind == of(kind));
    }
    if !options.write.is_empty() {
        return write(session, &dossier, &suggestions, &options.write);
    }
    let limit = if options.limit == 0 { suggestions.len() } else { options.limit };
    std::io::stdout().write_all(list(&dossier, &suggestions, limit, options.sentences).as_bytes())?;
    session.say(&format!("{} of {} names", limit.min(suggestions.len()), suggestions.len()));
    Ok(u8::from(tally.errors > 0))
}

fn of(kind: SuggestType) -> Type {
    match kind {
        SuggestType::Person => Type::Person,
        SuggestType::Organization => Type::Organization,
        SuggestType::Place => Type::Place,
    }
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

fn write(session: &Session, dossier: &Dossier, suggestions: &[Suggestion], chosen: &[String]) -> anyhow::Result<u8> {
    let mut failed = false;
    for name in chosen {
        let folded = fold_name(name);
        let spelled = |suggestion: &&Suggestion| suggestion.spellings.iter().any(|other| fold_name(other) == folded);
        let exact = suggestions.iter().find(|suggestion| fold_name(&suggestion.name) == folded);
        let Some(suggestion) = exact.or_else(|| suggestions.iter().find(spelled)) else {
            let near = nearest(name, suggestions.iter().map(|suggestion| suggestion.name.as_str()));
            let help =
                near.map_or_else(|| "`dossier suggest` lists the names".to_owned(), |n| format!("did you mean `{n}`?"));
            say(&format!("error: `{name}` is not among the suggested names\nhelp: {help}\n"));
            failed = true;
            continue;
        };
        match page(&session.root, &dossier.config, suggestion) {
            Ok(path) => writeln!(std::io::stdout(), "{}", path.display())?,
            Err(
                error @ (NewError::Exists(_) | NewError::Link(_) | NewError::NoSlug(_) | NewError::UnknownKind { .. }),
            ) => {
                say(&format!("error: {error}\n"));
                failed = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(if failed { 2 } else { 0 })
}

/// A page with the name and its other spellings; family names and other short forms follow from the name itself.
fn page(root: &Path, config: &Config, suggestion: &Suggestion) -> Result<std::path::PathBuf, NewError> {
    let schema = match suggestion.kind {
        Type::Person => "Person",
        Type::Organization => "Organization",
        Type::Place => "Place",
    };
    let Some((_, kind)) = config.kinds.iter().find(|(_, kind)| kind.schema_org == schema) else {
        return Err(NewError::UnknownKind { kind: schema.to_lowercase(), help: "add it to `[[kinds]]`".to_owned() });
    };
    let slug = slugify(&suggestion.name);
    if slug.is_empty() {
        return Err(NewError::NoSlug(suggestion.name.clone()));
    }
    let folded = fold_name(&suggestion.name);
    let aliases: Vec<String> = suggestion
        .spellings
        .iter()
        .filter(|other| other.contains(' ') && fold_name(other) != folded)
        .map(|other| yaml_string(other))
        .collect();
    let aliases = if aliases.is_empty() { String::new() } else { format!("aliases: [{}]\n", aliases.join(", ")) };
    let text = format!("---\ntitle: {}\n{aliases}---\n\n", yaml_string(&suggestion.name));
    new::create(root, &new::place(config, &kind.name), &format!("{slug}.md"), &text)
}
