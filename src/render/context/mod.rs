//! What templates see: one plain, finished struct for each type of page.
//!
//! In: nothing but plain values; whoever builds a page fills its struct. Out: the struct, which
//! [`Theme::render`](crate::theme::Theme::render) turns into HTML. Nothing here looks anything up, sorts or formats a date
//! for itself: lists arrive in their final order, counts are counted, addresses are finished.
//!
//! `themes/CONTRACT.md` is made from the doc comments in this folder; a test holds the two together.
//!
//! Conventions, for every struct below:
//! - a field called `url` is finished: relative to the page that shows it, or absolute to another host;
//! - a field called `path` is relative to the root of the site and needs `page.root` in front of it;
//! - an empty string means "not known" or "there is none"; an empty list means that there are none;
//! - strings are plain text and are escaped when they are printed; only `SafeHtml` is printed as it stands;
//! - counts are of everything in the published dossier, not of what is shown.

mod article;
mod chart;
mod entity;
mod fragments;
mod home;
mod lists;
mod meta;
mod network;
mod notes;
mod parts;
pub mod pieces;
mod rows;
mod safe;
mod shared;
mod simple;
mod site;
mod sources;
mod statements;
mod tables;
mod timeline;

#[cfg(test)]
mod contract;
#[cfg(test)]
mod preview;
#[cfg(test)]
pub(crate) mod samples;

pub use crate::theme::{DateText, mark};
pub use article::{ArticlePage, Cite, CiteStyle, MentionedGroup, TocEntry};
pub use chart::{
    BarRow, Bucket, Counted, MonthChart, Span, Strip, StripBar, StripEvent, StripTick, TimeAxis, shape, spark,
};
pub use entity::{EntityLists, EntityNames, EntityPage, EntityPart, Fact, MentionYear, Position, Relation};
pub use fragments::{
    CoMention, MentionArticle, MentionLine, MentionedRow, mentioned_rows, named_id, paragraph_keys, push_mentions,
    together_names, together_rows,
};
pub use home::{Figure, HomePage, KindRanking, Material};
pub use lists::{ArticlesPage, KindIndexPage, Letter, YearOfArticles};
pub use meta::{Frame, FrameParts, FramePlace, PageMeta};
pub use network::{NetworkEdge, NetworkNode, NetworkPage, NetworkPair};
pub use notes::{Note, NoteItem, Quoted, note_html};
pub use parts::{
    ArticleRef, Beside, CoMentionGroup, Counts, EntityCard, EntityRef, EntityRow, EventRow, Image, KeyRef, Link, Parts,
    RecordedStatement, Rows, SourceRail, Statement, StatementHead,
};
pub use rows::{ListedArticle, Quotation};
pub use safe::{SafeHtml, json_for_html, push_escaped};
pub use shared::Shared;
pub use simple::{FreePage, NotFoundPage, RedirectPage, SearchPage, SyntaxHint};
pub use site::{Build, Contact, Feed, KindInfo, NavItem, SearchAssets, Site};
pub use sources::{Attention, DataGroup, OutletPage, SourcesPage};
pub use statements::{SpeakerGroup, SpeakerRow, SpeakersPage, StatementsPage, TopicsPage, VerbCount};
pub use tables::{IndexRow, SourceRow};
pub use timeline::{TimelineMonth, TimelinePage, TimelineYear};

/// A type of page: what it shows, and the template that shows it.
pub trait PageContext: serde::Serialize {
    /// Name of the template.
    const TEMPLATE: &'static str;

    /// Facts about the page; `None` for parts of pages.
    fn meta(&mut self) -> Option<&mut PageMeta> {
        None
    }
}

macro_rules! pages {
    ($($page:ident = $template:literal,)*; $($part:ident = $partial:literal,)*) => {
        $(impl PageContext for $page {
            const TEMPLATE: &'static str = $template;

            fn meta(&mut self) -> Option<&mut PageMeta> {
                Some(&mut self.page)
            }
        })*
        $(impl PageContext for $part { const TEMPLATE: &'static str = $partial; })*

        /// Every type of page with its template, in the order of the contract.
        pub const PAGES: &[(&str, &str)] =
            &[$((stringify!($page), $template),)* $((stringify!($part), $partial),)*];
    };
}

pages! {
    HomePage = "home.html",
    ArticlePage = "article.html",
    EntityPage = "entity.html",
    EntityPart = "entity-part.html",
    EntityNames = "entity-names.html",
    KindIndexPage = "kind.html",
    ArticlesPage = "articles.html",
    TimelinePage = "timeline.html",
    NetworkPage = "network.html",
    StatementsPage = "statements.html",
    SpeakersPage = "speakers.html",
    TopicsPage = "topics.html",
    SourcesPage = "sources.html",
    OutletPage = "outlet.html",
    SearchPage = "search.html",
    FreePage = "page.html",
    NotFoundPage = "404.html",
    RedirectPage = "redirect.html",
    ; // parts of pages
    EntityCard = "partials/card.html",
    StatementHead = "partials/statement.html",
    RecordedStatement = "partials/recorded.html",
    FrameParts = "partials/mast.html",
}
