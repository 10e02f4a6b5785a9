//! A second net under the gate for privacy: every file made from content is searched for what was held back.
//!
//! In: titles and ids of pages that are not published, and long private spans of those that are. What the public part of the
//! dossier says too (a private page about someone whom an article names) proves nothing and is not searched for. Files of the
//! theme and of `static/`, and the stemmers of the search, are passed over: no content gets into them.

use crate::dossier::Dossier;
use crate::markdown::{Document, SlotTarget};
use crate::render::context::mark;
use crate::render::weave::escape;
use crate::search;
use crate::site::encode_path;
use crate::source::Head;
use crate::text::slug::slugify;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashSet;

/// Shortest text that is searched for, in bytes: shorter ones occur by chance.
const SHORTEST: usize = 8;
/// How much of a long private text is searched for, in bytes, and how many texts: nobody repeats that much by chance, and what
/// gets out gets out with its beginning.
const LONGEST: usize = 96;
const MOST: usize = 20_000;

/// Names of elements, attributes, classes and keys that the program writes itself, and templates do not: a page may be called so, too.
const MARKUP: &str = "accessed alert-caution alert-important alert-note alert-tip alert-title alert-warning align-center align-left \
    align-right alternateName archive_location archivedAt attributes attvalue attvalues blockquote category \
    certainty checkbox citation_author citation_language citation_online_date citation_public_url \
    citation_publication_date citation_publisher citation_title code-label container-title content_text contentUrl \
    @context date-parts date_modified date_published dateModified datePublished defaultedgetype disabled \
    doc-backlink doc-endnotes doc-noteref e-person edgedefault embed-of encoding endDate external_url feed_url \
    footnotes generator home_page_url homepage ImageObject inLanguage involved isBasedOn isPartOf k-person latitude \
    longitude mainEntity math-display math-inline mediatype n-person og:description og:image og:image:alt \
    og:image:height og:image:width og:site_name og:title og:type og:url p-article p-articles p-entity p-network \
    p-outlet p-search p-sources p-statements p-timeline position ProfilePage properties property resources sourceUrl \
    speaker_end speaker_entity speaker_name speaker_start startDate subtitle summary_large_image twitter:card \
    weak_aliases weakAlias wikidataId xml:lang";

const ADDRESS: &str = "the address of a page that is held back";

/// Looks at everything that goes out.
pub(super) struct Watch {
    needles: Option<(AhoCorasick, Vec<&'static str>)>,
}

impl Watch {
    /// `words` are texts of the theme, which may stand on any page.
    pub(super) fn new<'w>(dossier: &Dossier, words: impl Iterator<Item = &'w str>) -> Self {
        let mut needles: Vec<(String, &'static str)> = Vec::new();
        for held in &dossier.held_back {
            let mut add = |text: &str, what| needles.push((beginning(text).to_owned(), what));
            add(&held.id.0, ADDRESS);
            held.names.iter().for_each(|name| add(name, "the title of a page that is held back"));
        }
        needles.extend(dossier.removed_texts.iter().map(|text| (beginning(text).to_owned(), "a private text")));
        needles.retain(|(text, _)| text.len() >= SHORTEST);
        needles.sort_unstable();
        needles.dedup();
        needles.truncate(MOST);
        let needles = if needles.is_empty() { None } else { not_public(dossier, words, &needles) };
        Self { needles }
    }

    /// What a file shows of what is held back.
    pub(super) fn look(&self, path: &str, bytes: &[u8]) -> Option<&'static str> {
        let (automaton, what) = self.needles.as_ref().filter(|_| !search::is_only_code(path))?;
        [path.as_bytes(), bytes].into_iter().find_map(|text| {
            let mut hits = automaton.find_overlapping_iter(text);
            hits.find_map(|hit| is_whole(text, hit.end(), what[hit.pattern()]).then(|| what[hit.pattern()]))
        })
    }
}

/// Whether what ends at `end` is not a beginning of something longer: `articles/in` is not the address `articles/index.html`.
fn is_whole(text: &[u8], end: usize, what: &str) -> bool {
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'%' | 0x80..);
    what != ADDRESS || !text.get(end).is_some_and(goes_on)
}

/// The needles that no public text contains, in any spelling.
fn not_public<'w>(
    dossier: &Dossier,
    words: impl Iterator<Item = &'w str>,
    needles: &[(String, &'static str)],
) -> Option<(AhoCorasick, Vec<&'static str>)> {
    let (spelt, of): (Vec<String>, Vec<usize>) = needles
        .iter()
        .enumerate()
        .flat_map(|(number, (text, _))| spellings(text).into_iter().map(move |spelling| (spelling, number)))
        .unzip();
    let all = automaton(&spelt)?;
    let mut public: FxHashSet<usize> = FxHashSet::default();
    let mut look = |text: &str| {
        let hits = all.find_overlapping_iter(text).map(|hit| (of[hit.pattern()], hit.end()));
        let whole = hits.filter(|(number, end)| is_whole(text.as_bytes(), *end, needles[*number].1));
        public.extend(whole.map(|(number, _)| number));
    };
    words.chain([MARKUP]).for_each(&mut look);
    public_texts(dossier, &mut look);
    let (left, what): (Vec<String>, Vec<&'static str>) = spelt
        .into_iter()
        .zip(of)
        .filter(|(_, number)| !public.contains(number))
        .map(|(spelling, number)| (spelling, needles[number].1))
        .unzip();
    if left.is_empty() { None } else { Some((automaton(&left)?, what)) }
}

/// Small rather than fast: the whole table of a thousand texts would take longer to make than all files take to read.
fn automaton(texts: &[String]) -> Option<AhoCorasick> {
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().kind(kind).ascii_case_insensitive(true).build(texts).ok()
}

/// The first bytes of a text.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// How a text looks in HTML, in JSON and in an address, where that is another way.
fn spellings(text: &str) -> Vec<String> {
    let html = escape(text);
    let json = serde_json::to_string(text).unwrap_or_default();
    let mut all = vec![text.to_owned(), html.replace('\'', "&#39;"), html.replace('\'', "&#x27;"), html];
    all.push(json[1..json.len().max(2) - 1].to_owned());
    all.push(encode_path(text));
    // a slug of several words is a title in another form; a single word may be anything
    all.extend(Some(slugify(text)).filter(|slug| slug.contains('-')));
    all.retain(|text| text.len() >= SHORTEST);
    all.sort_unstable();
    all.dedup();
    all
}

/// Everything that authors published: what it shares with a private page is not a secret.
fn public_texts(dossier: &Dossier, look: &mut dyn FnMut(&str)) {
    let config = &dossier.config;
    [&config.title, &config.description].into_iter().chain(&config.author).chain(&config.contact).for_each(|t| look(t));
    look(&config.extra.to_string());
    for kind in &config.kinds.0 {
        look(&format!("e-{0} k-{0} n-{0}", mark(kind))); // classes of names
    }
    let articles = dossier.articles.iter().map(|article| (&article.source.head, &article.text));
    let entities = dossier.gazetteer.entities.iter().map(|entity| &entity.source.head).zip(&dossier.entity_texts);
    let pages = dossier.pages.iter().chain(&dossier.sections).map(|page| (&page.source.head, &page.text));
    for (head, text) in articles.chain(entities).chain(pages) {
        head_texts(head, look);
        body(&head.body.text(), &text.document, look);
        for text in [&*text.document.prose.text, &text.title, &text.summary] {
            look(text);
        }
        text.document.headings.iter().for_each(|heading| look(&heading.id));
        look(&slugify(&text.title));
    }
    for article in &dossier.articles {
        article.source.authors.iter().for_each(|author| look(author));
        if let Some(source) = &article.source.source {
            look(&serde_json::to_string(source).unwrap_or_default());
            source.name.iter().chain(&source.author).chain(&source.license).for_each(|text| {
                look(text);
                look(&slugify(text));
            });
        }
    }
    for entity in &dossier.gazetteer.entities {
        look(&entity.name);
        let source = &entity.source;
        let names = source.aliases.iter().chain(&source.weak_aliases).chain(&source.not).chain(&source.participants);
        names.chain(&source.place).for_each(|name| look(&name.value));
        source.same_as.iter().for_each(|address| look(address));
        for fact in &source.facts {
            look(&fact.label);
            look(&fact.value);
            fact.source.iter().for_each(|source| look(&source.value));
        }
        for relation in &source.relations {
            [&relation.role, &relation.to.value].into_iter().chain(&relation.status).for_each(|t| look(t));
            relation.source.iter().for_each(|source| look(&source.value));
        }
    }
    dossier.assets.iter().for_each(|asset| look(&asset.path));
    dossier.statics.iter().for_each(|file| look(&file.path));
}

/// A body as it was written, but for its links within the dossier: one that leads to a hidden page makes no address public.
fn body(text: &str, document: &Document, look: &mut dyn FnMut(&str)) {
    let mut from = 0;
    for slot in &document.slots {
        let source = slot.source.start as usize..slot.source.end as usize;
        look(text.get(from..source.start).unwrap_or_default());
        from = from.max(source.end);
        match &slot.target {
            SlotTarget::Wikilink { .. } => {}
            SlotTarget::Relative { title, .. } => look(title),
            SlotTarget::Image { path, alt, title, .. } => [path, alt, title].into_iter().for_each(|text| look(text)),
            SlotTarget::Embed { label, .. } => label.iter().for_each(|label| look(label)),
        }
    }
    look(text.get(from..).unwrap_or_default());
    let lines = text.lines().map(|line| line.trim_start_matches([' ', '\t', '>']));
    let fences = lines.filter_map(|line| line.strip_prefix("```").or(line.strip_prefix("~~~")));
    for language in fences.filter_map(|info| info.trim_start_matches(['`', '~']).split_whitespace().next()) {
        look(&format!("language-{language}")); // a class of code
    }
}

fn head_texts(head: &Head, look: &mut dyn FnMut(&str)) {
    look(&head.id.0);
    look(&head.stem);
    head.title.iter().chain(&head.summary).for_each(|text| look(text));
    head.redirects.iter().for_each(|address| look(&address.value));
    if let Some(image) = &head.image {
        look(&image.path.value);
        image.alt.iter().chain(&image.caption).for_each(|text| look(text));
    }
    look(&head.extra.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::tests::dossier_of;

    fn caught(files: &[(&str, &str)], output: &str) -> Option<&'static str> {
        let watch = Watch::new(&dossier_of("", files), ["Some words of the theme"].into_iter());
        watch.look("people/index.html", output.as_bytes())
    }

    #[test]
    fn what_is_held_back_is_found_in_every_spelling() {
        let files = [
            ("articles/hidden-affair.md", "---\ntitle: The \"hidden\" affair & its end\nprivate: true\n---\nText.\n"),
            ("articles/a.md", "---\nprivate_notes: The caller was our own neighbour\n---\nPublic.\n"),
        ];
        for output in [
            "the \"HIDDEN\" affair & its end",
            "The &quot;hidden&quot; affair &amp; its end",
            r#"{"title":"The \"hidden\" affair & its end"}"#,
            "<a href=\"../articles/hidden-affair.html\">",
            "/the-hidden-affair-its-end.html",
            "the caller was our own neighbour",
        ] {
            assert!(caught(&files, output).is_some(), "{output}");
        }
        assert_eq!(caught(&files, "Public. The affair ended; the caller was nobody."), None);
    }

    #[test]
    fn what_public_pages_say_too_is_no_leak() {
        let files = [
            ("people/ada.md", "---\ntitle: Ada Example\nprivate: true\n---\n"),
            ("articles/words.md", "---\ntitle: Some words of the theme\ndraft: true\n---\n"),
            ("articles/outlet.md", "---\ntitle: Morning Gazette\ndraft: true\n---\n"),
            ("articles/a.md", "---\nsource: {name: Morning Gazette}\n---\nAda Example said so.\n"),
        ];
        for output in ["ada example", "Some words of the theme", "sources/morning-gazette.html"] {
            assert_eq!(caught(&files, output), None, "{output}");
        }
    }

    #[test]
    fn a_link_to_a_hidden_page_makes_its_address_no_public_word() {
        let hidden = ("articles/hidden-affair.md", "---\ntitle: Affair\nprivate: true\n---\n");
        let bodies = [
            "[a](hidden-affair.md)",
            "[[articles/hidden-affair|a]]",
            "[[articles/hidden-affair]]",
            "![[hidden-affair]]",
        ];
        for body in bodies {
            let files = [hidden, ("articles/a.md", body)];
            assert!(caught(&files, "<a href=\"articles/hidden-affair.html\">").is_some(), "{body}");
        }
        let files = [hidden, ("articles/a.md", "<https://a.example/articles/hidden-affair>")];
        assert_eq!(caught(&files, "<a href=\"https://a.example/articles/hidden-affair\">"), None);
    }

    #[test]
    fn an_address_that_begins_like_a_hidden_one_is_another() {
        let files = [("articles/in.md", "---\ntitle: Zed\ndraft: true\n---\n"), ("articles/in-2.md", "Text.\n")];
        assert_eq!(caught(&files, "<a href=\"articles/index.html\"> articles/in-2.html articles/in%20x"), None);
        for output in ["<a href=\"articles/in.html\">", "articles/index.html articles/in", "{\"articles/in\":1}"] {
            assert!(caught(&files, output).is_some(), "{output}");
        }
    }

    #[test]
    fn long_private_texts_take_no_time() {
        let text = format!("%%{}%%\n\n%%{}%%\nPublic.\n", "abcdefgh ".repeat(50_000), "x\n".repeat(50_000));
        assert_eq!(caught(&[("articles/a.md", &text)], &"abcdefg ".repeat(1000)), None);
    }
}
