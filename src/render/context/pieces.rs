//! Pieces of pages that stand there by the hundred thousand. Each is a component of the theme with one parameter, `row`; the fields
//! of its struct are the fields of `row`.
//!
//! Code writes them by way of [`crate::theme::pieces`], which runs a component once for each set of values that are there. Hence a
//! component prints texts as they are: it can ask whether one is there, but not look into it. It can ask what a *word* is.

use super::{EntityRef, KeyRef, Link};
use crate::theme::DateText;
use crate::theme::pieces::{Html, Piece, Shown, Slots, Value, Word};
use std::fmt::{self, Display};

/// A text, and something behind it that is shown with it: an address and its fragment, the key of an article and a paragraph.
#[derive(Clone, Copy)]
pub struct Joined<'a> {
    /// The text.
    pub text: &'a str,
    /// What stands between them, and what follows.
    pub then: Option<(&'static str, &'a dyn Display)>,
}

impl<'a> Joined<'a> {
    /// The text alone.
    pub fn text(text: &'a str) -> Self {
        Self { text, then: None }
    }
}

impl Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)?;
        self.then.map_or(Ok(()), |(between, then)| write!(f, "{between}{then}"))
    }
}

impl Value for Joined<'_> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        match self.then {
            None => slots.text(name, self.text),
            Some(_) => slots.shown(name, self),
        }
    }
}

impl Value for KeyRef {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.holding(name, |slots| {
            slots.text("label", &self.label);
            slots.text("url", &self.url);
            slots.text("title", &self.title);
        });
    }
}

impl Value for EntityRef {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.holding(name, |slots| {
            slots.text("id", &self.id);
            slots.text("name", &self.name);
            slots.text("url", &self.url);
            slots.word("mark", &self.mark);
            slots.text("kind", &self.kind);
            slots.text("summary", &self.summary);
        });
    }
}

impl Value for Link {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.holding(name, |slots| {
            slots.text("url", &self.url);
            // components ask whether the name says more than the address
            if self.name == self.url && !self.url.is_empty() {
                slots.again("name");
            } else {
                slots.text("name", &self.name);
            }
        });
    }
}

macro_rules! pieces {
    ($($(#[doc = $doc:literal])+ $name:ident = $component:literal { $($(#[doc = $about:literal])+ $field:ident: $type:ty,)* })*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy)]
            pub struct $name<'a> {
                $($(#[doc = $about])+ pub $field: $type,)*
            }

            impl Piece for $name<'_> {
                const COMPONENT: &'static str = $component;

                fn fill<'s>(&'s self, slots: &mut Slots<'s>) {
                    $(Value::fill(&self.$field, stringify!($field), slots);)*
                }
            }
        )*
    };
}

pieces! {
    /// An article in a list.
    ArticleRow = "article_row" {
        /// When it was published.
        date: Option<&'a DateText>,
        /// Its page.
        url: &'a str,
        /// Its title.
        title: &'a str,
        /// Language tag of the title; empty if it is the dossier's.
        lang: &'a str,
        /// Who speaks in it; empty if not recorded.
        byline: &'a str,
        /// Why it stands here, in words; empty where the list needs no reason.
        reason: &'a str,
        /// The people most mentioned in it, each a `person_of_article`; empty in lists that name none.
        people: Html<'a>,
        /// Its key.
        key: KeyAt<'a>,
    }

    /// One of the people most mentioned in an article, in a list of articles.
    PersonOfArticle = "person_of_article" {
        /// Who.
        entity: &'a EntityRef,
    }

    /// The article before or after the page's.
    NeighbourRow = "neighbour_row" {
        /// Its page.
        url: &'a str,
        /// Which it is: `prev`, `next`.
        rel: Word<'a>,
        /// Its title.
        title: &'a str,
        /// Who speaks in it; empty if not recorded.
        byline: &'a str,
        /// How far away it is, in words.
        reason: &'a str,
        /// Its key.
        key: KeyAt<'a>,
    }

    /// The key of a paragraph.
    KeyAt = "key_row" {
        /// `A13 ¶4`, or `¶4` on the page of the article.
        label: Joined<'a>,
        /// The paragraph.
        url: Joined<'a>,
        /// Article, publisher and date in words; empty where the row says them, too.
        title: &'a str,
    }

    /// The keys of several paragraphs of the page's article.
    ParagraphKeys = "paragraph_keys" {
        /// The first keys, each a `key_row`.
        open: Html<'a>,
        /// The others; empty if there are none.
        folded: Html<'a>,
        /// How many those are.
        more: Shown<usize>,
    }

    /// A quotation that was found in a text, in a list of statements.
    QuotationRow = "quotation" {
        /// Fragment id, unique on the page.
        id: &'a str,
        /// When it was published.
        date: Option<&'a DateText>,
        /// The verb of the source; empty if there is none.
        verb: &'a str,
        /// Whether it is a denial.
        denial: bool,
        /// Who said it; none on the speaker's own page.
        speaker: Option<&'a EntityRef>,
        /// Language tag of the words; empty if it is the dossier's.
        lang: &'a str,
        /// The words, without quotation marks.
        text: &'a str,
        /// Whether they begin within a sentence.
        is_part: bool,
        /// The sentence that they stand in, with them in `quoted_part`, where they are less than a sentence; else empty.
        sentence: Html<'a>,
        /// Where it stands: the key of its paragraph, or of its article.
        key: KeyAt<'a>,
        /// Whether the paragraph is known.
        has_paragraph: bool,
        /// The article that the author names as its source.
        source_key: Option<&'a KeyRef>,
        /// Another source that the author names; its address is empty if it is a text, its name if there is none.
        source: &'a Link,
        /// The article's publisher, if it has the words, too; else empty.
        outlet: &'a str,
        /// The original on the web, at the quoted words; empty if not recorded.
        original: &'a str,
        /// How sure the attribution is: `explicit`, `adjacent`, `resolved`; empty if there was nothing to attribute by.
        certainty: Word<'a>,
    }

    /// A quotation that another page shows in full.
    BriefQuotation = "quotation_brief" {
        /// When it was published.
        date: Option<&'a DateText>,
        /// The verb of the source; empty if there is none.
        verb: &'a str,
        /// Whether it is a denial.
        denial: bool,
        /// Who said it.
        speaker: Option<&'a EntityRef>,
        /// Language tag of the words; empty if it is the dossier's.
        lang: &'a str,
        /// The words, without quotation marks.
        text: &'a str,
        /// Whether they begin within a sentence.
        is_part: bool,
        /// The sentence that they stand in, as in `quotation`.
        sentence: Html<'a>,
        /// Where it stands.
        key: KeyAt<'a>,
        /// How sure the attribution is, as in `quotation`.
        certainty: Word<'a>,
    }

    /// The quoted words within their sentence.
    QuotedPart = "quoted_part" {
        /// The words.
        html: Html<'a>,
    }

    /// A recorded statement in a list.
    RecordedRow = "recorded_row" {
        /// Fragment id, unique on the page.
        id: &'a str,
        /// What the template `partials/recorded.html` makes of it.
        html: Html<'a>,
    }

    /// Someone quoted in the article of the page.
    QuotedRow = "quoted_row" {
        /// Who.
        entity: &'a EntityRef,
        /// The keys of the paragraphs, from `paragraph_keys`.
        keys: Html<'a>,
    }

    /// An entity that the article of the page mentions.
    MentionedRow = "mentioned_row" {
        /// Fragment id.
        id: &'a str,
        /// Which.
        entity: &'a EntityRef,
        /// The kind's word for many.
        kind: &'a str,
        /// The keys of the paragraphs, from `paragraph_keys`; empty if only the front matter names it.
        keys: Html<'a>,
    }

    /// An entity that occurs together with the page's, with a bar.
    TogetherRow = "together_row" {
        /// Which.
        entity: &'a EntityRef,
        /// Its share of the first row's articles, from 1 to 20: a class of the style sheet says how long the bar is.
        share: Shown<usize>,
        /// Articles that mention both.
        count: &'a str,
    }

    /// An entity that occurs together with the page's, in one paragraph with others.
    TogetherName = "together_name" {
        /// Which.
        entity: &'a EntityRef,
        /// Articles that mention both.
        count: &'a str,
    }

    /// An article among the mentions of the page's entity.
    MentionsRow = "mentions_row" {
        /// Its page.
        url: &'a str,
        /// Its title.
        title: &'a str,
        /// Language tag of title and sentences; empty if it is the dossier's.
        lang: &'a str,
        /// Its key.
        key: &'a KeyRef,
        /// Who speaks in it; empty if not recorded.
        byline: &'a str,
        /// When it was published.
        date: Option<&'a DateText>,
        /// `3 mentions`.
        count: &'a str,
        /// The first sentences, each a `mention_line`.
        lines: Html<'a>,
        /// `2 more in this article`; empty if all are shown.
        more: &'a str,
        /// Fragment id of the row on the article's page that has all of them.
        more_at: &'a str,
    }

    /// A sentence that mentions the page's entity.
    MentionLine = "mention_line" {
        /// Its block on the article's page.
        url: Joined<'a>,
        /// Number of the paragraph; none in a heading.
        paragraph: Option<Shown<u32>>,
        /// The sentence, each name in a `mentioned_name`.
        html: Html<'a>,
    }

    /// The page's entity in a sentence that mentions it.
    MentionedName = "mentioned_name" {
        /// The name as it stands there.
        html: Html<'a>,
    }

    /// An entity in the index of its kind.
    IndexLine = "index_row" {
        /// What the filter field looks in: names and summary, in lower case.
        filter: &'a str,
        /// The letter that begins with it; empty on the others.
        letter: &'a str,
        /// The letter's fragment id.
        id: &'a str,
        /// Which.
        entity: &'a EntityRef,
        /// Name in sorting order: `Doe, Jane`.
        sort_name: &'a str,
        /// How often it is mentioned.
        mentions: Count<'a>,
        /// In how many articles.
        articles: Count<'a>,
        /// Its statements.
        statements: Count<'a>,
        /// Years of its mentions: `2013–16`; empty without dated mentions.
        years: &'a str,
        /// Mentions over time, a `spark`; empty without dated mentions.
        spark: Html<'a>,
    }

    /// An article in the table of sources.
    SourceLine = "source_row" {
        /// Its key.
        key: &'a KeyRef,
        /// Its page.
        url: &'a str,
        /// Its title.
        title: &'a str,
        /// Publisher, with its page; none if not recorded.
        outlet: Option<&'a Link>,
        /// Address of the original, named by its host; none if not recorded.
        original: Option<&'a Link>,
        /// When it was published.
        published: Option<&'a DateText>,
        /// When it was saved.
        retrieved: Option<&'a DateText>,
        /// Address of the archived copy; empty if there is none.
        archive_url: &'a str,
        /// Whether it is the dossier's own note, which has no original.
        own: bool,
        /// First eight digits of the SHA-256; empty if not recorded.
        hash: &'a str,
    }

    /// What was published in a month of the timeline.
    PublishedRow = "published_row" {
        /// When.
        date: Option<&'a DateText>,
        /// Its page.
        url: &'a str,
        /// Its title.
        title: &'a str,
        /// Language tag of the title; empty if it is the dossier's.
        lang: &'a str,
        /// Publisher; empty if not recorded.
        outlet: &'a str,
        /// Whether it is the dossier's own note.
        own: bool,
        /// Its key.
        key: &'a KeyRef,
    }

    /// What happened in a month of the timeline.
    HappenedRow = "happened_row" {
        /// When it began.
        date: Option<&'a DateText>,
        /// The event.
        entity: &'a EntityRef,
        /// When it ended, if it lasted.
        end: Option<&'a DateText>,
        /// The keys of the first articles that report it, each a `key_row`; empty if none does.
        keys: Html<'a>,
        /// How many more there are.
        more: Option<Shown<usize>>,
    }

    /// A note in the margin of an article.
    NoteBox = "note" {
        /// `Note to paragraph 4`.
        label: &'a str,
        /// Language tag of the interface words, in which it is.
        lang: &'a str,
        /// Writing direction that goes with it.
        dir: &'a str,
        /// Whether it begins with a denial.
        denial: bool,
        /// What it says, each a `note_item`.
        items: Html<'a>,
    }

    /// An item of a note.
    NoteLine = "note_item" {
        /// What kind of note, in a word or two.
        title: &'a str,
        /// The note.
        text: &'a str,
        /// Where it comes from, each a `key_row`.
        keys: Html<'a>,
    }

    /// A name in a text that has a page.
    NameInText = "name_in_text" {
        /// Mark of its kind, as in EntityRef.
        mark: Word<'a>,
        /// Its page.
        url: &'a str,
        /// Why it is linked, where the words are not the name itself: `alias`, `plural`, `short`, `acronym`, `override`; else empty.
        why: Word<'a>,
        /// The words. They must be printed.
        html: Html<'a>,
    }

    /// Another text, or a part of it, where a text embeds it.
    EmbeddedText = "embedded_text" {
        /// A link to it.
        link: Html<'a>,
        /// What is shown of it.
        html: Html<'a>,
        /// Whether that is only its beginning.
        is_part: bool,
    }

    /// A picture of another site, which is linked and not shown.
    PictureElsewhere = "picture_elsewhere" {
        /// Its address.
        url: &'a str,
        /// What it shows, else its address.
        words: &'a str,
    }

    /// The mark of a kind in a drawing, in a square of twice `r`.
    DrawnMark = "drawn_mark" {
        /// Mark of the kind, as in EntityRef.
        mark: Word<'a>,
        /// Its centre.
        x: Shown<f64>,
        /// Its centre.
        y: Shown<f64>,
        /// Half its width.
        r: Shown<f64>,
        /// Left edge.
        left: Shown<f64>,
        /// Top edge.
        top: Shown<f64>,
        /// Its width.
        side: Shown<f64>,
        /// Half of `r`.
        half: Shown<f64>,
    }

    /// A small chart of mentions over time, three units a column on a base line at 21.
    Spark = "spark" {
        /// Its width.
        width: Shown<usize>,
        /// The counts in words, for readers who do not see it: `2016: 4, 2017: 1`.
        label: &'a str,
        /// The axis, as the data of a path.
        axis: &'a str,
        /// The part of the axis between the first and the last mention.
        held: &'a str,
        /// The columns.
        columns: &'a str,
        /// The highest columns.
        peak: &'a str,
    }

    /// A column of the chart of mentions: `viewBox="0 0 {{ width }} 60"`.
    ChartBar = "chart_bar" {
        /// Left edge; it is 8 wide.
        x: Shown<usize>,
        /// Top edge.
        y: Shown<f64>,
        /// Height.
        height: Shown<f64>,
        /// `Feb 2013: 4 mentions`; empty on the part of a column that is statements.
        title: &'a str,
    }

    /// The part of the chart's axis between the first and the last mention.
    ChartHeld = "chart_held" {
        /// As the data of a path.
        path: &'a str,
    }
}

impl<'a> KeyAt<'a> {
    /// A key in a row that says itself what it leads to.
    pub fn untitled(key: &'a KeyRef) -> Self {
        Self { label: Joined::text(&key.label), url: Joined::text(&key.url), title: "" }
    }
}

/// A number of the index of a kind.
#[derive(Clone, Copy)]
pub struct Count<'a> {
    /// As readers see it: `1,204`; empty for 0.
    pub shown: &'a str,
    /// As scripts sort by it.
    pub value: usize,
}

impl Value for Count<'_> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.holding(name, |slots| {
            slots.text("shown", self.shown);
            slots.shown("value", &self.value);
        });
    }
}

impl Value for KeyAt<'_> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.holding(name, |slots| Piece::fill(self, slots));
    }
}
