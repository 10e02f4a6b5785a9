//! What the search is told: pages, entities, who is mentioned and who speaks where. Everything is borrowed from the model.

use crate::date::PartialDate;
use crate::markdown::BlockId;

/// Everything that can be found.
#[derive(Debug, Clone, Default)]
pub struct SearchInput<'a> {
    /// Kinds of pages, in the order of facets.
    pub kinds: Vec<SearchKind<'a>>,
    /// In any order; ids are unique.
    pub pages: Vec<SearchPage<'a>>,
    /// In the order to which [`SearchPage::entities`] and [`Speaker::Entity`] refer, grouped by kind.
    pub entities: Vec<SearchEntity<'a>>,
}

/// A kind of page: `articles`, `pages`, or a kind of entity.
#[derive(Debug, Clone, Copy)]
pub struct SearchKind<'a> {
    /// `people`; `articles` stands for the articles.
    pub name: &'a str,
    /// `Person`.
    pub singular: &'a str,
    /// `People`.
    pub plural: &'a str,
    /// Name of the mark in the theme: `person`.
    pub mark: &'a str,
}

/// A page that can be a result.
#[derive(Debug, Clone, Default)]
pub struct SearchPage<'a> {
    /// `articles/2016-01-07-test`; that of its entity if it is the page of one.
    pub id: &'a str,
    /// Relative to the site's root.
    pub url: &'a str,
    /// Plain text.
    pub title: &'a str,
    /// Row in [`SearchInput::kinds`].
    pub kind: usize,
    /// BCP 47 tag.
    pub lang: &'a str,
    /// Date of the page.
    pub date: Option<&'a PartialDate>,
    /// `A13`, for references such as `A13 ¶4`; empty if it has none.
    pub key: &'a str,
    /// Who published it; empty if not recorded.
    pub source: &'a str,
    /// Factor on its score; 1 for most.
    pub boost: f64,
    /// Blocks in reading order.
    pub blocks: Vec<SearchBlock<'a>>,
    /// Entities that it mentions.
    pub entities: Vec<u32>,
    /// Who speaks where.
    pub statements: Vec<SearchStatement<'a>>,
}

/// A heading, paragraph, list item, cell …
#[derive(Debug, Clone, Copy)]
pub struct SearchBlock<'a> {
    /// Plain text.
    pub text: &'a str,
    /// Where it is on the page. Neighbours with the same anchor (cells of a table) are one block to the search.
    pub anchor: SearchAnchor<'a>,
    /// `4` of `A13 ¶4`.
    pub number: Option<u32>,
    /// Whether it is a heading.
    pub heading: bool,
}

/// An `id` in the page's HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchAnchor<'a> {
    /// That of a block.
    Block(BlockId),
    /// Any other; empty: the page as a whole.
    Name(&'a str),
}

/// A direct quotation.
#[derive(Debug, Clone, Copy)]
pub struct SearchStatement<'a> {
    /// Who says it.
    pub speaker: Speaker<'a>,
    /// Which of [`SearchPage::blocks`].
    pub block: usize,
    /// When it was said, if not on the page's date.
    pub date: Option<&'a PartialDate>,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker<'a> {
    /// Index into [`SearchInput::entities`].
    Entity(u32),
    /// A name that is not an entity's.
    Named(&'a str),
}

/// Who or what can be mentioned.
#[derive(Debug, Clone)]
pub struct SearchEntity<'a> {
    /// `people/jane-doe`.
    pub id: &'a str,
    /// Relative to the site's root.
    pub url: &'a str,
    /// Canonical name.
    pub name: &'a str,
    /// Row in [`SearchInput::kinds`].
    pub kind: usize,
    /// Other names.
    pub aliases: Vec<&'a str>,
    /// One sentence; may be empty.
    pub summary: &'a str,
    /// How often it is mentioned.
    pub mentions: u32,
    /// In how many articles.
    pub articles: u32,
}
