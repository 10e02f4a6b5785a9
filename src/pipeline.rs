//! The whole way from files to the model, as one page of straight code. Only this room knows the order and the threads.

use crate::config::{self, Config};
use crate::diagnostics::{self, Diagnostic};
use crate::dossier::{Dossier, Page, Parts, Text, assemble, first_sentences};
use crate::entities::{self, AliasMatcher, EntityId, Gazetteer};
use crate::markdown::{self, Fence, Hidden, Labels, MarkdownOptions, Turned};
use crate::mentions::{self, PageInput};
use crate::quotes::{self, PageQuotes, QuoteInput};
use crate::review;
use crate::source::{
    self, ArticleSource, Head, LoadOptions, PageSource, Placed, PublicSources, ReadError, StatementWords,
};
use crate::text::shared_str::SharedStr;
use crate::theme;
use rayon::prelude::*;
use std::path::Path;

/// What a command reads and how.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Folder of the dossier.
    pub root: &'a Path,
    /// Text of dossier.toml and its name in messages; `None`: defaults.
    pub config: Option<(String, String)>,
    /// Address of the published site in place of the settings' own.
    pub base_url: Option<String>,
    /// Drafts and the day that counts as today.
    pub load: LoadOptions,
}

/// The model, and everything that was wrong on the way, sorted.
pub fn run(request: &Request<'_>) -> Result<(Dossier, Vec<Diagnostic>), ReadError> {
    let mut all = Vec::new();
    let mut config = match &request.config {
        Some((text, path)) => config::load(text, path).take(&mut all),
        None => Config::default(),
    };
    if let Some(base_url) = &request.base_url {
        config.base_url = Some(base_url.clone());
    }
    let sources = source::load(request.root, &config, &request.load)?.take(&mut all);
    let words = theme::words(request.root, &config);
    let dossier = model(config, sources, &words, &mut all);
    all.extend(review::ambiguities(&dossier));
    all.extend(review::idle_rules(&dossier));
    diagnostics::sort(&mut all);
    Ok((dossier, all))
}

/// The model of sources that are in memory. Nothing is read from disk here, so that fuzzing can begin at this point.
pub fn model(config: Config, mut sources: PublicSources, words: &theme::Labels, all: &mut Vec<Diagnostic>) -> Dossier {
    sources.articles.par_iter_mut().for_each(tags_in_text);
    let gazetteer = entities::assemble(&mut sources, &config.kinds).take(all);
    let matcher = AliasMatcher::new(&gazetteer, &config.kinds);
    let room = Room { config: &config, gazetteer: &gazetteer, matcher: &matcher, labels: labels(words) };

    let articles = read_all(sources.articles.len(), |number| {
        let article = &sources.articles[number];
        read(room, &article.head, None, Some((article, &gazetteer.about[number])))
    });
    let entity_texts = read_all(gazetteer.entities.len(), |number| {
        read(room, &gazetteer.entities[number].source.head, Some(EntityId(number as u32)), None)
    });
    let pages = read_pages(room, sources.pages, all);
    let sections = read_pages(room, sources.sections, all);

    let parts = Parts {
        articles: sources.articles,
        article_texts: collect(articles, all),
        entity_texts: collect(entity_texts, all),
        gazetteer,
        pages,
        sections,
        assets: sources.assets,
        statics: sources.statics,
        held_back: sources.held_back,
        skipped: sources.skipped,
        removed_texts: sources.removed_texts,
        stretches_removed: sources.stretches_removed,
        config,
    };
    assemble(parts, all)
}

/// Adds the tags that an article's text gives it (`#tide`) to those of its front matter.
fn tags_in_text(article: &mut ArticleSource) {
    let body = &article.head.body;
    for (name, place) in markdown::hashtags(&body.text()) {
        if !article.tags.iter().any(|known| known.value == name) {
            article.tags.push(Placed { value: name, span: body.span(place) });
        }
    }
}

/// What every page is read with.
#[derive(Clone, Copy)]
struct Room<'a> {
    config: &'a Config,
    gazetteer: &'a Gazetteer,
    matcher: &'a AliasMatcher,
    labels: Labels<'a>,
}

/// Texts that are joined in memory: enough that a piece is a megabyte, few enough that all cores have work to the end.
const JOINED: usize = 64;

/// Reads pages on all cores. Texts that live until the output is written lie in large pieces, apart from what is let go of early.
fn read_all(count: usize, read: impl Fn(usize) -> (Text, Vec<Diagnostic>) + Sync) -> Vec<(Text, Vec<Diagnostic>)> {
    let size = (count / (8 * rayon::current_num_threads())).clamp(1, JOINED);
    let parts = (0..count.div_ceil(size)).into_par_iter().flat_map_iter(|part| {
        let mut texts: Vec<_> = (part * size..count.min((part + 1) * size)).map(&read).collect();
        SharedStr::join(texts.iter_mut().map(|(text, _)| &mut text.document.html));
        SharedStr::join(texts.iter_mut().map(|(text, _)| &mut text.document.prose.text));
        texts
    });
    parts.collect()
}

/// The words that the HTML of a text adds to the author's, in the language of the dossier.
fn labels(words: &theme::Labels) -> Labels<'_> {
    Labels {
        paragraph: words.text("paragraph_link"),
        footnotes: words.text("footnotes"),
        back: words.text("footnote_back"),
        alerts: ["alert_note", "alert_tip", "alert_important", "alert_warning", "alert_caution"]
            .map(|key| words.text(key)),
        tasks: ["task_open", "task_done"].map(|key| words.text(key)),
    }
}

/// Parses one page and finds who is named on it.
fn read(
    room: Room<'_>,
    head: &Head,
    own: Option<EntityId>,
    article: Option<(&ArticleSource, &Vec<EntityId>)>,
) -> (Text, Vec<Diagnostic>) {
    let about = article.map_or(&[][..], |(_, about)| about);
    let overrides = article.map_or(&[][..], |(source, _)| &source.quotes);
    let boxes = article.map_or_else(Vec::new, |(source, _)| boxes(source));
    let body = head.body.text();
    let is_hidden = |page: &str| room.gazetteer.held_back(page).is_some();
    let hidden = Hidden(&is_hidden);
    let is_turned = |words: &str, page: &str| is_turned(room, words, page);
    let from_heading = if head.title.is_none() { markdown::leading_title(&body, hidden) } else { None };
    let title = head.title.clone().or(from_heading).unwrap_or_else(|| head.stem.clone());
    let options = MarkdownOptions {
        drop_leading_title: Some(&title),
        boxes: &boxes,
        labels: room.labels,
        hidden,
        turned: Turned(&is_turned),
        ..MarkdownOptions::default()
    };
    let (document, problems) = markdown::parse(&body, &options);
    let diagnostics = problems
        .into_iter()
        .map(|problem| {
            let diagnostic = Diagnostic::new(problem.code, problem.message, head.body.span(problem.source));
            match problem.help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        })
        .collect();
    let lang = head.lang.clone().unwrap_or_else(|| room.config.language.clone());
    let input = PageInput {
        document: &document,
        own,
        about,
        links: &head.links,
        density: room.config.links.density,
        lang: &lang,
    };
    let found = mentions::find(input, room.gazetteer, room.matcher);
    let quotes = if room.config.quotes.enabled {
        quotes::find(&QuoteInput {
            document: &document,
            mentions: &found,
            gazetteer: room.gazetteer,
            kinds: &room.config.kinds,
            overrides,
            lang: &lang,
        })
    } else {
        PageQuotes::default()
    };
    let summary = head.summary.clone().unwrap_or_else(|| first_sentences(&document, &lang));
    (Text { title, summary, lang, document, found, quotes }, diagnostics)
}

/// Whether `[[words|page]]` is written as Dendron has it: the second part is the name of a file, the first is none.
fn is_turned(room: Room<'_>, words: &str, page: &str) -> bool {
    let page = page.split('#').next().unwrap_or_default().trim();
    if page.is_empty() || page.contains(|c: char| c.is_whitespace() || c.is_uppercase()) {
        return false;
    }
    let folders = || ["articles", "pages"].into_iter().chain(room.config.kinds.0.iter().map(|kind| kind.name.as_str()));
    let is_file = |name: &str| folders().any(|folder| room.gazetteer.has_id(&format!("{folder}/{name}")));
    let known = room.gazetteer.look_up(words);
    let is_entity = known.iter().any(|target| matches!(target, entities::Target::Entity(_)));
    is_file(page) && !is_file(words) && !is_entity && (known.is_empty() || page.contains('.'))
}

/// Where the recorded statements of an article stand in its text.
fn boxes(article: &ArticleSource) -> Vec<Fence> {
    let fence = |words: &StatementWords| match words {
        StatementWords::Block(fences) => Some(Fence { open: fences.open.clone(), close: fences.close.clone() }),
        StatementWords::Text(_) => None,
    };
    article.statements.iter().filter_map(|statement| fence(&statement.words)).collect()
}

fn read_pages(room: Room<'_>, sources: Vec<PageSource>, all: &mut Vec<Diagnostic>) -> Vec<Page> {
    let texts: Vec<(Text, Vec<Diagnostic>)> =
        sources.par_iter().map(|page| read(room, &page.head, None, None)).collect();
    sources.into_iter().zip(collect(texts, all)).map(|(source, text)| Page { source, text }).collect()
}

fn collect(texts: Vec<(Text, Vec<Diagnostic>)>, all: &mut Vec<Diagnostic>) -> Vec<Text> {
    texts
        .into_iter()
        .map(|(text, diagnostics)| {
            all.extend(diagnostics);
            text
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The model of a few files, `articles/a.md` and its text, for tests of the rooms above.
    pub(crate) fn dossier_of(config: &str, files: &[(&str, &str)]) -> Dossier {
        checked(config, files).0
    }

    /// The same, with what was found wrong.
    pub(crate) fn checked(config: &str, files: &[(&str, &str)]) -> (Dossier, Vec<Diagnostic>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join("content").join(path);
            std::fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        let load = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
        let config = Some((config.to_owned(), "dossier.toml".to_owned()));
        run(&Request { root: folder.path(), config, base_url: None, load }).expect("a folder that can be read")
    }

    #[test]
    fn texts_get_the_words_of_the_dossiers_language() {
        let body = "---\ntitle: A\n---\nOne.[^1]\n\n> [!TIP]\n> Two.\n\n- [x] Three.\n\n[^1]: Four.\n";
        let html = |language: &str| {
            let dossier = dossier_of(&format!("language = \"{language}\"\n"), &[("articles/a.md", body)]);
            dossier.articles[0].text.document.html.clone()
        };
        for (language, words) in [
            ("en", ["Paragraph 1, link", "Footnotes", "Back to reference 1", "Tip", "Done"]),
            ("de", ["Absatz 1, Link", "Fußnoten", "Zurück zu Verweis 1", "Tipp", "Erledigt"]),
            ("fa", ["بند 1، پیوند", "پانویس‌ها", "بازگشت به ارجاع 1", "راهنمایی", "انجام‌شده"]),
        ] {
            let html = html(language);
            for word in words {
                assert!(html.contains(word), "{language}: {word} is not in {html}");
            }
        }
    }
}
