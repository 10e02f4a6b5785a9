//! Pieces that several types of page share.

use super::{DateText, SafeHtml, Shared};
use serde::Serialize;

/// A link to a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Text of the link.
    pub name: String,
    /// Address; empty if there is no page, then the name stands as text.
    pub url: String,
}

/// Ways between the pages of a list that is too long for one. The first page has its newest rows, the others all rows of a time
/// or of a letter. Everything is empty if one page holds the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// What this page holds of the list: `2015`, `2010–19`, `Mar 2015`, `B`; empty on the first page.
    pub name: String,
    /// The first page, named by the list's title; `url` is empty on the first page.
    pub first: Link,
    /// On the first page those that hold everything, newest first or by letter; on the page of a year that is divided, its months.
    pub all: Vec<Link>,
    /// The page with what comes before, in time or in the alphabet; `url` is empty on the first page and if there is none.
    pub earlier: Link,
    /// The page with what comes after.
    pub later: Link,
}

/// A paragraph key, the unit of provenance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct KeyRef {
    /// `A13 ¶4`, `A13` for an article as a whole, `¶4` within its own article.
    pub label: String,
    /// The paragraph or the article.
    pub url: String,
    /// Article, publisher, date and paragraph in words; empty within the article itself.
    pub title: String,
}

/// An entity as other pages name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntityRef {
    /// Id, `people/jane-doe`; empty for a name without a page.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Its page; empty for a name without a page.
    pub url: String,
    /// Mark of its kind: `person`, `org`, `place`, `topic`, `event`, or `x-NAME` for a kind of the dossier's own.
    pub mark: String,
    /// Word for its kind: `Person`.
    pub kind: String,
    /// What it is, in a few words; empty if not recorded.
    pub summary: String,
}

/// An entity in a ranking.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntityRow {
    /// Who or what.
    pub entity: Shared<EntityRef>,
    /// The number it is ranked by: mentions, or statements.
    pub count: usize,
    /// Mentions per month, as `<svg class="spark">`; empty where the list shows none.
    pub spark: SafeHtml,
}

/// An article as other pages name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ArticleRef {
    /// The article's key.
    pub key: KeyRef,
    /// Title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Language tag of the title; empty if it is the dossier's.
    pub lang: String,
    /// Date of publication, else of the article.
    pub date: Option<DateText>,
    /// Publisher of its source; empty if not recorded.
    pub outlet: String,
    /// Who speaks in it, in words: the publisher, or that it is an editor's note, and on whose text; empty if no publisher is
    /// recorded.
    pub byline: String,
    /// Whether it is the dossier's own note: it names no source, or says that it is a note about it.
    pub own: bool,
}

/// A list that is written already: of articles, each `<li>` with its day, title, publisher, key and, in some lists, why it
/// stands there or whom it names; or of statements, each `<div class="st">` with day and verb, speaker, words and key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Number of rows.
    pub count: usize,
    /// The rows.
    pub html: SafeHtml,
}

/// An event in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// The event.
    pub entity: Shared<EntityRef>,
    /// When it began.
    pub date: Option<DateText>,
    /// When it ended, if it lasted.
    pub end: Option<DateText>,
    /// Articles that report it, by date, at most six.
    pub keys: Vec<KeyRef>,
    /// Articles beyond those in `keys`.
    pub more: usize,
}

/// What occurs together with the entity of the page, one kind of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CoMentionGroup {
    /// Folder of the kind: `people`.
    pub kind: String,
    /// Heading: the kind's word for many.
    pub title: String,
    /// Most articles first, then by name, at most eight. Each is `<li><a><bdi>name</bdi></a>`, a bar, `<i class="w1">` to
    /// `w20`, and the number of shared articles, `<span class="n">`.
    pub rows: SafeHtml,
    /// Those that follow, each a `<span>` with name and number.
    pub names: SafeHtml,
    /// Number of those in `names`.
    pub more: usize,
    /// Number of those that stand on the page of all names only.
    pub elsewhere: usize,
    /// Number of those that share one article only and are not listed, since that article names them.
    pub once: usize,
    /// All of this kind.
    pub total: usize,
}

/// How often something occurs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Mentions in all articles.
    pub mentions: usize,
    /// Articles with at least one mention.
    pub articles: usize,
    /// Statements by it.
    pub statements: usize,
}

/// A statement that the author recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Who said it; `url` is empty for unnamed and unknown speakers.
    pub speaker: Shared<EntityRef>,
    /// Whether to name the speaker (false on the speaker's own page).
    pub show_speaker: bool,
    /// When it was made or, failing that, published.
    pub date: Option<DateText>,
    /// The verb of the source: `said`, `warned`, `denied`; empty if there is none.
    pub verb: String,
    /// Whether it is a denial.
    pub denial: bool,
    /// How it stands, as the author recorded it: `alleged`, `reported`, `confirmed`, `disputed`, `denied`, `retracted`; empty if
    /// not recorded.
    pub status: String,
    /// A word to stand before the words, so that nobody reads them as if they were affirmed: `Denial`, `Retracted`; empty if the
    /// words say so themselves, and for claims, whoever denies them.
    pub lead: String,
    /// The words, without quotation marks.
    pub text: String,
    /// Language tag of the words; empty if it is the dossier's.
    pub lang: String,
    /// Where it stands.
    pub key: KeyRef,
    /// Publisher; empty if not recorded.
    pub outlet: String,
    /// The original on the web; empty if not recorded, or if the statement has a source of its own.
    pub original: String,
    /// The article that the author names as source of a recorded statement.
    pub source_key: Option<KeyRef>,
    /// Another source of it: an address or a text; name empty if there is none.
    pub source: Link,
    /// Whom and what the author says it is about.
    pub about: Vec<Shared<EntityRef>>,
    /// Statements that deny or support it, oldest first, those without a date last: to be shown beside it.
    pub answers: Vec<Beside>,
    /// Statements that it denies or supports, likewise: to be named. The pair stands in full where the other does.
    pub answered: Vec<Beside>,
}

/// The other of two statements of which one answers the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// How the first stands to this one: `denied_by`, `supported_by`, or, of one that it answers, `denies`, `supports`.
    pub relation: String,
    /// Who said it.
    pub speaker: Shared<EntityRef>,
    /// When.
    pub date: Option<DateText>,
    /// The verb; empty if there is none.
    pub verb: String,
    /// Whether it is a denial.
    pub denial: bool,
    /// The words.
    pub text: String,
    /// Language tag of the words; empty if it is the dossier's.
    pub lang: String,
    /// Where it stands.
    pub key: KeyRef,
}

/// What the template `partials/statement.html` makes the head of a recorded statement of, where it stands in its article.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StatementHead {
    /// Which.
    pub statement: Statement,
    /// Language of the interface.
    pub lang: String,
    /// Its writing direction.
    pub dir: String,
}

/// What the template `partials/recorded.html` makes a recorded statement of, in lists of statements.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecordedStatement {
    /// Which.
    pub statement: Statement,
}

/// What is recorded about where an article comes from. Nothing in it is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceRail {
    /// Whether the article names no source at all: the dossier's own note.
    pub own: bool,
    /// Whether the article is a note about this source, in words of the editor.
    pub note: bool,
    /// Title of the original; empty if not recorded apart from the article's own.
    pub title: String,
    /// Articles that an own note links to, by key.
    pub based_on: Vec<KeyRef>,
    /// Publisher, with its page; name empty if not recorded.
    pub outlet: Link,
    /// Author as named in the source; empty if not named.
    pub author: String,
    /// Date of publication.
    pub published: Option<DateText>,
    /// When it was saved.
    pub retrieved: Option<DateText>,
    /// Host of the original, shown as the link's text; empty if not recorded.
    pub host: String,
    /// Address of the original; empty if not recorded.
    pub url: String,
    /// Address of the archived copy; empty if there is none.
    pub archive_url: String,
    /// Who holds the copy: the host of `archive_url`.
    pub archive_host: String,
    /// When the copy was made.
    pub archive_date: Option<DateText>,
    /// Licence of the text; empty if not recorded.
    pub license: String,
    /// Language of the original as a word or tag; empty if it is the article's own.
    pub language: String,
    /// SHA-256 of the original, 64 hexadecimal digits; empty if not recorded.
    pub sha256: String,
    /// The first 16 digits in groups of four, for display.
    pub sha256_short: String,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Image {
    /// Address.
    pub url: String,
    /// Alternative text; empty if it only decorates.
    pub alt: String,
    /// Caption; empty if none.
    pub caption: String,
    /// Width in pixels; 0 if not known.
    pub width: u32,
    /// Height in pixels; 0 if not known.
    pub height: u32,
}

/// What the template `partials/card.html` makes a preview card of: what appears when the pointer rests on a name. A card is
/// made once for each entity and put into `cards/N.js`; addresses in it are relative to the root of the site. It holds nothing
/// that the entity's page lacks.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EntityCard {
    /// Who or what.
    pub entity: Shared<EntityRef>,
    /// How often it occurs.
    pub counts: Counts,
    /// Mentions over time, as `<svg class="spark">`; empty without dated mentions.
    pub spark: SafeHtml,
    /// Date of the first article that mentions it.
    pub first_date: Option<DateText>,
    /// That article.
    pub first: Option<KeyRef>,
    /// Date of the last article that mentions it; `None` if it is the first.
    pub last_date: Option<DateText>,
    /// That article.
    pub last: Option<KeyRef>,
}
