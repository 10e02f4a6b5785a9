//! The whole way from files to the model, as one page of straight code. Only this room knows the order and the threads.

use crate::config::{self, Config};
use crate::diagnostics::{self, Diagnostic};
use crate::dossier::{Dossier, Page, Parts, Text, assemble, first_sentences};
use crate::entities::{self, AliasMatcher, EntityId, Gazetteer};
use crate::markdown::{self, Fence, Hidden, Labels, MarkdownOptions, Problem, Turned};
use crate::memo::{Key, KeyMaker, Memo};
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
use std::sync::Arc;

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
    run_with(request, None)
}

/// The same once more: files that nobody has written to are not opened again, and pages that are as they were, in a dossier that
/// knows the same names, are not read again.
pub fn run_again(request: &Request<'_>, last: &mut LastRun) -> Result<(Dossier, Vec<Diagnostic>), ReadError> {
    run_with(request, Some(last))
}

/// What is remembered from one run to the next.
#[derive(Default)]
pub struct LastRun {
    loads: source::Loads,
    readings: Readings,
}

/// What reading pages gave: the text, and what is wrong with it. Nothing in it leads back to a file, so that none of what was
/// held back is in it.
type Readings = Memo<(Arc<Text>, Arc<Vec<Problem>>)>;

fn run_with(request: &Request<'_>, mut last: Option<&mut LastRun>) -> Result<(Dossier, Vec<Diagnostic>), ReadError> {
    let mut all = Vec::new();
    let mut config = match &request.config {
        Some((text, path)) => config::load(text, path).take(&mut all),
        None => Config::default(),
    };
    if let Some(base_url) = &request.base_url {
        config.base_url = Some(base_url.clone());
    }
    let sources = match &mut last {
        Some(last) => source::load_again(request.root, &config, &request.load, &mut last.loads)?,
        None => source::load(request.root, &config, &request.load)?,
    };
    let sources = sources.take(&mut all);
    let words = theme::words(request.root, &config);
    let dossier = model_with(config, sources, &words, last.as_deref().map(|last| &last.readings), &mut all);
    if let Some(last) = last {
        last.readings.end_round();
    }
    all.extend(review::ambiguities(&dossier));
    all.extend(review::idle_rules(&dossier));
    diagnostics::sort(&mut all);
    Ok((dossier, all))
}

/// The model of sources that are in memory. Nothing is read from disk here, so that fuzzing can begin at this point.
pub fn model(config: Config, sources: PublicSources, words: &theme::Labels, all: &mut Vec<Diagnostic>) -> Dossier {
    model_with(config, sources, words, None, all)
}

fn model_with(
    config: Config,
    mut sources: PublicSources,
    words: &theme::Labels,
    readings: Option<&Readings>,
    all: &mut Vec<Diagnostic>,
) -> Dossier {
    sources.articles.par_iter_mut().for_each(tags_in_text);
    let kept = readings.map(|readings| (readings, view(&config, &sources, words)));
    let gazetteer = entities::assemble(&mut sources, &config.kinds).take(all);
    let matcher = AliasMatcher::new(&gazetteer, &config.kinds);
    let room = Room { config: &config, gazetteer: &gazetteer, matcher: &matcher, labels: labels(words), kept };

    let articles: Vec<ToRead<'_>> = sources
        .articles
        .iter()
        .zip(&gazetteer.about)
        .map(|(article, about)| ToRead { head: &article.head, own: None, article: Some((article, about)) })
        .collect();
    let article_texts = read_all(room, &articles, all);
    let entities: Vec<ToRead<'_>> = (0..)
        .map(EntityId)
        .zip(&gazetteer.entities)
        .map(|(id, entity)| ToRead { head: &entity.source.head, own: Some(id), article: None })
        .collect();
    let entity_texts = read_all(room, &entities, all);
    let pages = read_pages(room, sources.pages, all);
    let sections = read_pages(room, sources.sections, all);

    let parts = Parts {
        articles: sources.articles,
        article_texts,
        entity_texts,
        gazetteer,
        pages,
        sections,
        assets: sources.assets,
        statics: sources.statics,
        held_back: sources.held_back,
        skipped: sources.skipped,
        removed_texts: sources.removed_texts,
        spans_removed: sources.spans_removed,
        config,
    };
    assemble(parts, all)
}

/// Everything but its own text that the reading of a page depends on: settings, interface words, and all of which the gazetteer
/// is made. That is each file's front matter, but no text below it, or an edited sentence would make every page new.
fn view(config: &Config, sources: &PublicSources, words: &theme::Labels) -> Key {
    let mut view = KeyMaker::default();
    view.part(format!("{config:?}")).part(format!("{:?}", labels(words)));
    let heads = |head: &Head, view: &mut KeyMaker| {
        let file = &head.body.source;
        let front_matter = &file.text[..head.body.kept.first().map_or(file.text.len(), |kept| kept.start)];
        let title = head.title.as_deref().unwrap_or_default();
        view.part(&head.id.0).part(&head.stem).part(title).part(&file.path).part(front_matter);
    };
    view.part("articles");
    for article in &sources.articles {
        heads(&article.head, &mut view);
        article.tags.iter().for_each(|tag| _ = view.part(&tag.value));
        view.part("");
    }
    view.part("entities");
    sources.entities.iter().for_each(|entity| heads(&entity.head, &mut view));
    view.part("pages");
    sources.pages.iter().chain(&sources.sections).for_each(|page| heads(&page.head, &mut view));
    view.part("held back");
    for held in &sources.held_back {
        view.part(&held.id.0);
        held.names.iter().for_each(|name| _ = view.part(name));
        view.part("");
    }
    view.key()
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
    /// What was read before, with the [`view`] of now.
    kept: Option<(&'a Readings, Key)>,
}

/// A page that is to be read.
#[derive(Clone, Copy)]
struct ToRead<'a> {
    head: &'a Head,
    /// The entity whose page it is.
    own: Option<EntityId>,
    /// An article, and what its front matter says it is about.
    article: Option<(&'a ArticleSource, &'a Vec<EntityId>)>,
}

/// Texts that are joined in memory: enough that a piece is a megabyte, few enough that all cores have work to the end.
const JOINED: usize = 64;

/// Reads pages on all cores.
fn read_all(room: Room<'_>, pages: &[ToRead<'_>], all: &mut Vec<Diagnostic>) -> Vec<Arc<Text>> {
    let read: Vec<(Arc<Text>, Vec<Diagnostic>)> = if let Some((readings, view)) = room.kept {
        pages.par_iter().map(|page| read_once(room, *page, readings, view)).collect()
    } else {
        let size = (pages.len() / (8 * rayon::current_num_threads())).clamp(1, JOINED);
        pages.par_chunks(size).flat_map_iter(|pages| read_joined(room, pages)).collect()
    };
    let keep = |(text, diagnostics)| {
        all.extend::<Vec<Diagnostic>>(diagnostics);
        text
    };
    read.into_iter().map(keep).collect()
}

/// Texts that live until the output is written lie in large pieces, apart from what is let go of early.
fn read_joined(room: Room<'_>, pages: &[ToRead<'_>]) -> Vec<(Arc<Text>, Vec<Diagnostic>)> {
    let mut read: Vec<(Text, Vec<Problem>)> = pages.iter().map(|page| read(room, *page)).collect();
    SharedStr::join(read.iter_mut().map(|(text, _)| &mut text.document.html));
    SharedStr::join(read.iter_mut().map(|(text, _)| &mut text.document.prose.text));
    let said = |((text, problems), page): ((Text, Vec<Problem>), &ToRead<'_>)| {
        (Arc::new(text), diagnostics_of(&problems, page.head))
    };
    read.into_iter().zip(pages).map(said).collect()
}

/// Reads a page unless it was read before, as it is now.
fn read_once(room: Room<'_>, page: ToRead<'_>, readings: &Readings, view: Key) -> (Arc<Text>, Vec<Diagnostic>) {
    let boxes = page.article.map_or_else(Vec::new, |(source, _)| boxes(source));
    let mut key = KeyMaker::default();
    let kind = if page.article.is_some() { 'a' } else { 'p' };
    key.part(view)
        .part(format!("{kind}{:?}", page.own))
        .part(&page.head.id.0)
        .part(&*page.head.body.text())
        .part(format!("{boxes:?}"));
    let (text, problems) = readings.get(key.key(), || {
        let (text, problems) = read(room, page);
        (Arc::new(text), Arc::new(problems))
    });
    (text, diagnostics_of(&problems, page.head))
}

/// Mistakes in a body as mistakes in its file.
fn diagnostics_of(problems: &[Problem], head: &Head) -> Vec<Diagnostic> {
    let said = |problem: &Problem| {
        let diagnostic = Diagnostic::new(problem.code, problem.message.clone(), head.body.span(problem.source.clone()));
        match &problem.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    };
    problems.iter().map(said).collect()
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
        sources: ["code_diagram", "code_query"].map(|key| words.text(key)),
    }
}

/// Parses one page and finds who is named on it. What this depends on, but for the page's own text, [`view`] has to know.
fn read(room: Room<'_>, page: ToRead<'_>) -> (Text, Vec<Problem>) {
    let ToRead { head, own, article } = page;
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
    (Text { title, summary, lang, document, found, quotes }, problems)
}

/// Whether `[[words|page]]` is written as Dendron has it: the second part is the name of a file, the first is none.
fn is_turned(room: Room<'_>, words: &str, page: &str) -> bool {
    let page = page.split('#').next().unwrap_or_default().trim();
    if page.is_empty() || page.contains(|c: char| c.is_whitespace() || c.is_uppercase()) {
        return false;
    }
    // the first part may be a path: `[[./The Harbour#Boats|harbour]]`
    let target = words.split('#').next().unwrap_or_default().trim();
    let name = target.rsplit('/').next().unwrap_or_default();
    let name = name.strip_suffix(".md").unwrap_or(name);
    if target.is_empty() || target.starts_with(['.', '/']) {
        return false;
    }
    let folders = || ["articles", "pages"].into_iter().chain(room.config.kinds.0.iter().map(|kind| kind.name.as_str()));
    let is_file = |name: &str| folders().any(|folder| room.gazetteer.has_id(&format!("{folder}/{name}")));
    let known = room.gazetteer.look_up(name);
    let is_entity = known.iter().any(|target| matches!(target, entities::Target::Entity(_)));
    let is_plain = known.is_empty() && !target.contains('/');
    // `[[Tags|topic.tags]]` where both are pages: nobody shows readers a name with dots in place of a word
    let is_dotted = page.contains('.') && !target.contains(['.', '/']);
    is_file(page) && !is_entity && (is_dotted || (!is_file(name) && (is_plain || page.contains('.'))))
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
    let pages: Vec<ToRead<'_>> =
        sources.iter().map(|page| ToRead { head: &page.head, own: None, article: None }).collect();
    let texts = read_all(room, &pages, all);
    sources.into_iter().zip(texts).map(|(source, text)| Page { source, text }).collect()
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
            ("en", ["Link to paragraph 1", "Footnotes", "Back to reference 1", "Tip", "Done"]),
            ("de", ["Link zu Absatz 1", "Fußnoten", "Zurück zu Verweis 1", "Tipp", "Erledigt"]),
            ("fa", ["پیوند به بند 1", "پانویس‌ها", "بازگشت به ارجاع 1", "راهنمایی", "انجام‌شده"]),
        ] {
            let html = html(language);
            for word in words {
                assert!(html.contains(word), "{language}: {word} is not in {html}");
            }
        }
    }

    /// What a model says, as text.
    fn said(outcome: &(Dossier, Vec<Diagnostic>)) -> String {
        use crate::diagnostics::render::{Format, render};
        let (dossier, diagnostics) = outcome;
        let names: Vec<&str> = dossier.gazetteer.entities.iter().map(|entity| entity.id.0.as_str()).collect();
        let articles: Vec<_> =
            dossier.articles.iter().map(|a| (&a.source.head.id, &a.key, &a.entities, &a.recorded, &a.text)).collect();
        let pages: Vec<&Text> = dossier.pages.iter().chain(&dossier.sections).map(|page| &*page.text).collect();
        let texts = format!("{names:?}\n{articles:#?}\n{:#?}\n{pages:#?}", dossier.entity_texts);
        format!("{texts}\n{}", render(diagnostics, Format::Human, true))
    }

    /// Changes a folder at random, again and again, and reads it with and without what is remembered.
    #[test]
    fn what_is_remembered_is_what_is_read() {
        const PATHS: [&str; 9] = [
            "content/articles/a.md",
            "content/articles/b.md",
            "content/articles/b/note.md",
            "content/people/ada-example.md",
            "content/people/kim.md",
            "content/organizations/union.md",
            "content/pages/about.md",
            "content/people/_index.md",
            "dossier.toml",
        ];
        const HEADS: [&str; 9] = [
            "title: Ada Example",
            "title: The Tide\npeople: [Kim Lee, Ada Example]",
            "title: Union\naliases: [The Union, Ada]",
            "private: true\ntitle: Kim Lee",
            "draft: true",
            "tags: [tide]\nprivate_notes: what nobody may read, ever",
            "links: {Ada: people/kim}\nlang: de",
            "quotes: [{text: low, speaker: Kim Lee}]",
            "",
        ];
        const BODIES: [&str; 8] = [
            "Ada Example met Kim Lee at the Union. \"The tide is low,\" she said.\n",
            "# Kim Lee\n\nSee [[people/kim]] and [[The Tide|articles/a]]. #tide\n",
            "%%A long private span that stays at home%% Kim said: \"The tide is high.\"\n",
            "::: statement\nspeaker: Ada Example\n:::\n\nThe wall stood[^1]\n",
            "<b>Ada</b> ![[nothing.png]] [[nobody]]\n",
            "Text.\n",
            "\r\nSomething else about Lee.\r\n",
            "",
        ];
        const SETTINGS: [&str; 4] =
            ["", "language = \"de\"\n", "[links]\ndensity = \"all\"\n", "[quotes]\nenabled = false\n"];
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        std::fs::create_dir_all(folder.path().join("content")).expect("a folder");
        let mut last = LastRun::default();
        let mut remembered = 0;
        for step in 0..200 {
            let name = PATHS[next(PATHS.len())];
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
            let before = std::fs::read_to_string(&path).unwrap_or_default();
            let (head, body) = (HEADS[next(HEADS.len())], BODIES[next(BODIES.len())]);
            // most edits are of texts, not of front matter
            let kept = before.rfind("\n---\n").map(|end| &before[..end + 5]).filter(|_| next(3) > 0);
            let text = match kept {
                _ if name == "dossier.toml" => SETTINGS[next(SETTINGS.len())].to_owned(),
                Some(kept) => format!("{kept}{body}"),
                None if head.is_empty() => body.to_owned(),
                None => format!("---\n{head}\n---\n{body}"),
            };
            if next(12) == 0 {
                let _ = std::fs::remove_file(&path);
            } else {
                std::fs::write(&path, text).expect("a file");
            }
            let config = std::fs::read_to_string(folder.path().join("dossier.toml")).ok();
            let load = LoadOptions { drafts: step % 40 < 20, today: jiff::civil::date(2026, 1, 1) };
            let config = config.map(|text| (text, "dossier.toml".to_owned()));
            let request = Request { root: folder.path(), config, base_url: None, load };
            let again = said(&run_again(&request, &mut last).expect("a folder that can be read"));
            remembered += usize::from(last.readings.made() < last.readings.len());
            assert!(again == said(&run(&request).expect("a folder that can be read")), "step {step}: {name}");
            let inside = format!("{:?}", last.readings);
            assert!(!inside.contains("long private span") && !inside.contains("nobody may read"), "step {step}");
        }
        assert!(remembered > 50, "only {remembered} of the steps found anything as it was");
    }

    #[test]
    fn an_edited_text_is_the_only_one_that_is_read_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(folder.path().join("content/articles")).expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join("content/articles").join(name), text).expect("a file");
        };
        write("a.md", "---\npeople: [Kim Lee]\n---\nKim Lee spoke.\n");
        write("b.md", "Lee listened.\n");
        let load = LoadOptions { drafts: false, today: jiff::civil::date(2026, 1, 1) };
        let request = Request { root: folder.path(), config: None, base_url: None, load };
        let mut last = LastRun::default();
        let mut made = || {
            run_again(&request, &mut last).expect("a folder that can be read");
            last.readings.made()
        };
        assert_eq!(made(), 3, "two articles and a person without a file");
        assert_eq!(made(), 0);
        write("b.md", "Lee listened for long.\n");
        assert_eq!(made(), 1);
        write("b.md", "---\npeople: [Ann Ray]\n---\nLee listened for long.\n");
        assert_eq!(made(), 4, "with another name every text may mean something else");
    }
}
