//! What the front matter says, typed. Everything here is public: the gate in [`super`] has already taken out what is not.

use super::Body;
use crate::date::PartialDate;
use crate::diagnostics::Span;
use crate::kind::KindId;
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;

/// Name of a page that content, exports and overrides use: `articles/2016-01-07-test`, `people/jane-doe`.
///
/// The folder of its kind and the file's stem (NFC) or its `slug`; sub-folders do not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct PageId(pub String);

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PageId {
    /// The part before the first `/`: `people`.
    pub fn folder(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The part after the first `/`: `jane-doe`.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }
}

/// Text with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the file.
    pub span: Span,
}

/// What every published file has.
#[derive(Debug, Clone)]
pub struct Head {
    /// Unique among all pages.
    pub id: PageId,
    /// `title`; `None`: the first heading, else the file name.
    pub title: Option<String>,
    /// The file's stem as words, the last resort for a title.
    pub stem: String,
    /// `summary` or `description`, as plain text.
    pub summary: Option<String>,
    /// `lang`.
    pub lang: Option<String>,
    /// `date`; of an article that states none, the day of its publication elsewhere (`published`), the day at the start of
    /// its file name, or the one in `source`.
    pub date: Option<PartialDate>,
    /// `updated`.
    pub updated: Option<PartialDate>,
    /// `redirects`, and `aliases` that start with `/`: old addresses, without the leading slash.
    pub redirects: Vec<Placed<String>>,
    /// Names and addresses by which links of the program that the file was written for find it: `aliases`, `permalink`, `url`,
    /// `path`. They show nowhere.
    pub link_names: Vec<String>,
    /// `image`, `image_alt`, `image_caption`.
    pub image: Option<ImageRef>,
    /// `links`.
    pub links: LinkOverrides,
    /// `noindex`.
    pub noindex: bool,
    /// `search: false` takes the page out of the search; a number is a factor on its score. Default 1.
    pub search_boost: f64,
    /// `extra`, for templates.
    pub extra: serde_json::Value,
    /// The text below the front matter.
    pub body: Body,
}

/// A picture that front matter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRef {
    /// Path as written: relative to the file, or to `content/` or `static/` with a leading slash.
    pub path: Placed<String>,
    /// Alternative text.
    pub alt: Option<String>,
    /// Caption.
    pub caption: Option<String>,
}

/// `links:` in front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkOverrides {
    /// `links: false`: no automatic links on this page (mentions are recorded all the same).
    pub none: bool,
    /// Surface form → entity id, or `None` for "never a link".
    pub rules: Vec<(String, Option<Placed<String>>)>,
}

/// A file below `content/articles/`.
#[derive(Debug, Clone)]
pub struct ArticleSource {
    /// Common part.
    pub head: Head,
    /// `key`: stable name in paragraph keys.
    pub key: Option<Placed<String>>,
    /// `authors` or `author`: people who wrote it.
    pub authors: Vec<String>,
    /// `people`, `organizations`, …: what the article is about, by name or id.
    pub about: Vec<(KindId, Placed<String>)>,
    /// `tags` and what other tools call categories: names or ids of entities of any kind, or words that only group articles.
    pub tags: Vec<Placed<String>>,
    /// `source`: where the article comes from.
    pub source: Option<SourceRecord>,
    /// `quotes`: what the rules get wrong.
    pub quotes: Vec<QuoteOverride>,
    /// `statements`, then the `::: statement` blocks of the text.
    pub statements: Vec<StatementSource>,
}

/// A statement that the author records: a paraphrase, a claim, a denial.
#[derive(Debug, Clone)]
pub struct StatementSource {
    /// `id`: unique in the article, for references and addresses.
    pub id: Option<Placed<String>>,
    /// `speaker`: name or id, or words such as `a spokesman`.
    pub speaker: Placed<String>,
    /// `verb`: `said`, `denied`.
    pub verb: Option<String>,
    /// `date`: when it was made.
    pub date: Option<PartialDate>,
    /// `status`.
    pub status: Option<Status>,
    /// `denies`: statements that this one contradicts.
    pub denies: Vec<Placed<String>>,
    /// `supports`: statements that this one agrees with.
    pub supports: Vec<Placed<String>>,
    /// `about`: names or ids of entities.
    pub about: Vec<Placed<String>>,
    /// `source`: article id, URL or text; `None`: the article itself.
    pub source: Option<Placed<String>>,
    /// What is said.
    pub words: StatementWords,
    /// Where it is recorded.
    pub span: Span,
}

/// Where the words of a recorded statement stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementWords {
    /// `text` of the front matter, as plain text.
    Text(String),
    /// Between the first and the last line of a `::: statement` block: bytes of [`Body::text`].
    Block(Fences),
}

/// First and last line of a block: bytes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fences {
    /// The line that opens it.
    pub open: Range<usize>,
    /// The line that closes it.
    pub close: Range<usize>,
}

/// How a recorded statement stands, as the author has it from the sources. No verdict of the program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Said without proof.
    Alleged,
    /// Passed on by others.
    Reported,
    /// Borne out by others.
    Confirmed,
    /// Doubted.
    Disputed,
    /// Said to be untrue.
    Denied,
    /// Taken back by the speaker.
    Retracted,
}

impl Status {
    /// Each with its word in front matter, exports and interface labels.
    pub const ALL: &[(&'static str, Self)] = &[
        ("alleged", Self::Alleged),
        ("reported", Self::Reported),
        ("confirmed", Self::Confirmed),
        ("disputed", Self::Disputed),
        ("denied", Self::Denied),
        ("retracted", Self::Retracted),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, status)| *status == self).map_or("", |(word, _)| word)
    }
}

/// One of `quotes`: an author's word on a quotation of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteOverride {
    /// `text`: the quotation's first words.
    pub text: Placed<String>,
    /// `speaker`: name or id; empty if that is a page which is not published, so that nobody else is taken for the speaker.
    pub speaker: Option<Placed<String>>,
    /// `date`: when it was said, if not on the article's day.
    pub date: Option<PartialDate>,
    /// `source`: where it was published, if not in the article's source; an article's key, id or title, an address, or a text.
    pub source: Option<Placed<String>>,
    /// `ignore: true`: no quotation.
    pub ignore: bool,
}

/// Where an article comes from. Every field is what the author recorded; nothing is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct SourceRecord {
    /// Outlet or body that published it.
    pub name: Option<String>,
    /// Title of the original, where the article's own title is another.
    pub title: Option<String>,
    /// Whether the text is the original's (`true`) or a note about it (`false`); `None`: not said, and taken for a copy.
    pub copy: Option<bool>,
    /// Address of the original; `http` or `https`.
    pub url: Option<String>,
    /// As named in the source.
    pub author: Option<String>,
    /// Date of publication.
    pub published: Option<PartialDate>,
    /// When it was saved.
    pub retrieved: Option<PartialDate>,
    /// Address of an archived copy.
    pub archive_url: Option<String>,
    /// When the copy was made.
    pub archive_date: Option<PartialDate>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Language tag of the original.
    pub language: Option<String>,
    /// Hash of the original file or text, in hexadecimal.
    pub sha256: Option<String>,
}

impl SourceRecord {
    /// Whether the article is a note about the source, in the words of whoever keeps the dossier.
    pub fn is_note(&self) -> bool {
        self.copy == Some(false)
    }
}

/// A file below the folder of a kind.
#[derive(Debug, Clone)]
pub struct EntitySource {
    /// Common part; `title` is the canonical name.
    pub head: Head,
    /// Which kind of entity.
    pub kind: KindId,
    /// `aliases`: other names, as good as the title.
    pub aliases: Vec<Placed<String>>,
    /// `weak_aliases`: match only in a page where a full name occurs.
    pub weak_aliases: Vec<Placed<String>>,
    /// `not`: strings that are never this entity.
    pub not: Vec<Placed<String>>,
    /// `family_name`.
    pub family_name: Option<String>,
    /// `family_first`: the family name stands first.
    pub family_first: bool,
    /// `gender`, for he and she.
    pub gender: Option<Gender>,
    /// `autolink: false`: mentions are found by wikilinks and overrides only.
    pub autolink: bool,
    /// `match`.
    pub match_mode: MatchMode,
    /// `wikidata`: `Q42`.
    pub wikidata: Option<String>,
    /// `same_as`: addresses of the same thing elsewhere.
    pub same_as: Vec<String>,
    /// `living`.
    pub living: Option<bool>,
    /// `facts`.
    pub facts: Vec<Fact>,
    /// `relations`.
    pub relations: Vec<Relation>,
    /// `lat`, `lon` in degrees.
    pub position: Option<(f64, f64)>,
    /// `end` of an event; its start is `date`.
    pub end: Option<PartialDate>,
    /// `place` of an event: name or id.
    pub place: Option<Placed<String>>,
    /// `participants` of an event: names or ids.
    pub participants: Vec<Placed<String>>,
}

/// `gender` of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// she
    Female,
    /// he
    Male,
    /// neither pronoun is resolved to this person
    Other,
}

/// `match` of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatchMode {
    /// Only the names as they stand.
    Exact,
    /// Names, and what follows from them (short forms, plurals).
    #[default]
    Smart,
}

/// One row of `facts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What is stated: `Office`.
    pub label: String,
    /// The value, as plain text.
    pub value: String,
    /// Since when or when.
    pub date: Option<PartialDate>,
    /// Article id, URL or text.
    pub source: Option<Placed<String>>,
}

/// One row of `relations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Entity by name or id.
    pub to: Placed<String>,
    /// `member of`, `spokesman`: what the entity is to the other.
    pub role: String,
    /// What the other is to the entity: `father of` where `role` is `son of`.
    pub inverse: Option<String>,
    /// Start.
    pub from: Option<PartialDate>,
    /// End.
    pub until: Option<PartialDate>,
    /// Article id, URL or text.
    pub source: Option<Placed<String>>,
    /// As a rule `claimed`, `alleged`, `reported`, `confirmed`, `disputed`, `denied`, `retracted`, `current`, `former` or
    /// `ended`; other words are kept as they stand.
    pub status: Option<String>,
}

/// A file below `content/pages/`, or an `_index.md`.
#[derive(Debug, Clone)]
pub struct PageSource {
    /// Common part. The id of `content/_index.md` is `_index`, of `content/people/_index.md` `people/_index`.
    pub head: Head,
}

/// A file of `content/` that pages may use: a picture, a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetSource {
    /// Path relative to `content/`, with `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

/// A file of `static/`, copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticSource {
    /// Path relative to `static/`, with `/`: its address in the output.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

/// Why a page is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeldBackReason {
    /// `draft: true` and no `--drafts`.
    Draft,
    /// `private: true`.
    Private,
    /// `embargo` is later than today.
    Embargo,
    /// The day up to which it was to be seen is over.
    Expired,
    /// There is an error in it; it stays back so that nothing of it gets out by mistake.
    Unclear,
}

/// A page that the gate kept back. It serves three ends only: links to it become text, the receipt counts it, and the
/// finished output is searched for it. It is never rendered.
#[derive(Debug, Clone)]
pub struct HeldBack {
    /// Its id.
    pub id: PageId,
    /// Why.
    pub reason: HeldBackReason,
    /// Titles, names and aliases by which content may link to it, and for which the output is searched.
    pub names: Vec<String>,
    /// Where it stands, for warnings.
    pub span: Span,
    /// The first day on which it is published, if it waits for one and nothing else keeps it back.
    pub until: Option<Date>,
}

/// Markdown files that are not looked at, by reason, each relative to the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped {
    /// `ignore` in the settings names them or a folder they lie in.
    pub ignored: Vec<String>,
    /// Their name, or that of a folder, begins with `_`.
    pub underscored: Vec<String>,
    /// Their name begins with a full stop.
    pub hidden: Vec<String>,
    /// They lie in a folder of the dossier that holds no content: static files, templates, themes.
    pub own: Vec<String>,
    /// An `_index.md` or a `README.md` without a text.
    pub empty: Vec<String>,
}

impl Skipped {
    /// Number of files.
    pub fn count(&self) -> usize {
        [&self.ignored, &self.underscored, &self.hidden, &self.own, &self.empty].map(Vec::len).iter().sum()
    }
}

/// All that may be published, and nothing else.
#[derive(Debug, Clone, Default)]
pub struct PublicSources {
    /// By id.
    pub articles: Vec<ArticleSource>,
    /// By id.
    pub entities: Vec<EntitySource>,
    /// Free pages, by id.
    pub pages: Vec<PageSource>,
    /// `_index.md` files, by id.
    pub sections: Vec<PageSource>,
    /// By path.
    pub assets: Vec<AssetSource>,
    /// By path.
    pub statics: Vec<StaticSource>,
    /// By id.
    pub held_back: Vec<HeldBack>,
    /// What was not looked at.
    pub skipped: Skipped,
    /// Private spans (notes, blocks, comments) that were taken out of published files, for the receipt.
    pub spans_removed: usize,
    /// The long ones among them, for the search in the finished output (R30).
    pub removed_texts: Vec<String>,
}
