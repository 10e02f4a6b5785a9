//! What a feed says, whatever its format: every text is one line.

use super::FeedInput;
use crate::date::PartialDate;
use crate::dossier::{ArticleId, Dossier};
use crate::site::{FeedOf, absolute, encode_path, feed_of};
use crate::source::Head;
use crate::text::plain::{line, web_address};

/// The moment of a feed without dated entries: Atom demands one, and one that never changes makes nothing look new.
pub(super) const NO_DATE: &str = "1970-01-01T00:00:00Z";

/// Most entries of the feed of an entity or an outlet: there are thousands of such feeds, and readers ask for them daily.
const MOST_OF_ONE: usize = 20;

/// The dossier as a feed, or a part of it.
pub(super) struct Feed {
    pub(super) id: String,
    pub(super) title: String,
    /// May be empty.
    pub(super) description: String,
    pub(super) language: String,
    /// Who is responsible; the dossier itself if nobody is named.
    pub(super) author: String,
    /// Absolute address of the site, if it has one.
    pub(super) base_url: Option<String>,
    /// Address of the feed itself, and of the page that shows the same.
    pub(super) path: String,
    pub(super) page: String,
    /// Latest change of an entry.
    pub(super) updated: String,
    /// Newest first, undated last.
    pub(super) entries: Vec<Entry>,
}

/// An article in a feed.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) language: String,
    pub(super) authors: Vec<String>,
    /// RFC 3339; `None` if the day is not known, for a month is not its first day.
    pub(super) published: Option<String>,
    /// RFC 3339: the later one of `updated` and `date`, where a month or year counts from its first day. Readers sort by it;
    /// Atom demands it, so that undated articles have no entry there.
    pub(super) updated: Option<String>,
    /// The day of `updated` is known.
    pub(super) updated_to_the_day: bool,
    /// Summary and source; may be empty.
    pub(super) text: String,
    /// Address of the original.
    pub(super) source: Option<String>,
    /// Names of the topics that the article is about.
    pub(super) topics: Vec<String>,
}

impl Feed {
    pub(super) fn of(input: &FeedInput<'_>, of: FeedOf) -> Self {
        let config = &input.dossier.config;
        let whole = line(&config.title);
        let mut most = config.publish.feed_limit;
        let (title, page, name) = match of {
            FeedOf::Dossier => (whole.clone(), "index.html", String::new()),
            FeedOf::Entity(id) => {
                let entity = input.dossier.gazetteer.get(id);
                let page = input.site.entity(id);
                (format!("{} · {whole}", line(&entity.name)), page, lasting_name(&entity.source.head, page))
            }
            FeedOf::Outlet(number) => {
                let page = input.site.outlets[number as usize].as_str();
                let outlet = &input.dossier.outlets[number as usize];
                (format!("{} · {whole}", line(&outlet.name)), page, page.trim_end_matches(".html").to_owned())
            }
        };
        if of != FeedOf::Dossier {
            most = most.min(MOST_OF_ONE);
        }
        let newest = of.articles(input.dossier).into_iter().take(most);
        let entries: Vec<Entry> = newest.map(|id| Entry::of(input, id)).collect();
        let latest = entries.iter().filter_map(|entry| entry.updated.as_deref()).max_by_key(|text| moment(text));
        let author = config.author.as_deref().map(line).filter(|author| !author.is_empty());
        Self {
            id: id(&config.title, &name),
            author: author.unwrap_or(whole),
            title,
            description: if of == FeedOf::Dossier { line(&config.description) } else { String::new() },
            path: if of == FeedOf::Dossier { "atom.xml".to_owned() } else { feed_of(page) },
            page: page.to_owned(),
            language: line(&config.language),
            base_url: input.base_url.map(|base| base.trim_end_matches('/').to_owned()),
            updated: latest.unwrap_or(NO_DATE).to_owned(),
            entries,
        }
    }

    /// Address of a file at the root of the site.
    pub(super) fn url(&self, path: &str) -> String {
        url(self.base_url.as_deref(), path)
    }
}

impl Entry {
    fn of(input: &FeedInput<'_>, article_id: ArticleId) -> Self {
        let article = input.dossier.article(article_id);
        let (head, source) = (&article.source.head, article.source.source.as_ref());
        let to_the_day = |date: &&PartialDate| date.day.is_some();
        let latest = article.date().into_iter().chain(&head.updated).max_by_key(|date| moment(&date.rfc3339()));
        let path = input.site.article(article_id);
        let source_url = source.and_then(|source| web_address(source.url.as_deref()?));
        let outlet = source.and_then(|source| Some((source.name.as_deref()?, source.is_note())));
        // an outlet never has published what is a note about its text
        let outlet = outlet
            .map(|(name, is_note)| if is_note { line(&input.note_on.replace("{name}", name)) } else { line(name) });
        let origin: Vec<String> =
            outlet.into_iter().chain(source_url.clone()).filter(|part| !part.is_empty()).collect();
        let parts = [line(&article.text.summary), origin.join(", ")];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        Self {
            id: id(&input.dossier.config.title, &article.lasting_name()),
            url: url(input.base_url, path),
            title: Some(line(&article.text.title))
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| line(&head.id.0)),
            language: line(&article.text.lang),
            authors: article.source.authors.iter().map(|name| line(name)).filter(|name| !name.is_empty()).collect(),
            published: article.date().filter(to_the_day).map(PartialDate::rfc3339),
            updated: latest.map(PartialDate::rfc3339),
            updated_to_the_day: latest.is_some_and(|date| to_the_day(&date)),
            text: parts.join(" — "),
            source: source_url,
            topics: topics(input.dossier, article_id),
        }
    }
}

/// Topics that front matter lists: what is merely mentioned is not a category.
fn topics(dossier: &Dossier, article: ArticleId) -> Vec<String> {
    let Some(kind) = dossier.config.kinds.by_name("topics") else { return Vec::new() };
    let about = dossier.gazetteer.about.get(article.index()).map_or(&[][..], Vec::as_slice);
    let topics = about.iter().map(|id| dossier.gazetteer.get(*id)).filter(|entity| entity.kind == kind);
    topics.map(|entity| line(&entity.name)).filter(|name| !name.is_empty()).collect()
}

/// The first address that an entity had in its folder, without `.html`: its feed is the same after it is renamed.
fn lasting_name(head: &Head, page: &str) -> String {
    let folder = page.split('/').next().unwrap_or_default();
    let old = head.redirects.iter().find_map(|old| {
        let name = old.value.trim_start_matches('/').trim_end_matches(".html");
        let inside = name.strip_prefix(folder)?.strip_prefix('/')?;
        (!inside.is_empty() && !inside.contains('/')).then_some(name)
    });
    old.unwrap_or_else(|| page.trim_end_matches(".html")).to_owned()
}

fn url(base_url: Option<&str>, path: &str) -> String {
    base_url.map_or_else(|| encode_path(path), |base| absolute(base, path))
}

/// A UUID from the title of the dossier and the lasting name of an article (version 8 of RFC 9562, which leaves all other bits to
/// us). An id says whether an entry is new, so that neither the address of the site nor that of the page may be in it.
fn id(title: &str, name: &str) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(title.as_bytes()).update(&[0]).update(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// For comparison: texts with different zones do not sort as they read.
fn moment(rfc3339: &str) -> Option<jiff::Timestamp> {
    rfc3339.parse().ok()
}
