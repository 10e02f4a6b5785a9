//! What programs read of a site: feeds, the site map, robots.txt and GitHub's marker.
//!
//! In: the model, the plan of the site and its address on the web, if it has one. Out: the addresses of the files, and the bytes
//! of each. No clock is read: a feed is as old as its newest entry. No HTML is written into a feed: all content is plain text.
//!
//! Without `base_url` the links in the feeds are relative to the feed's own address, which is the root of the site (RFC 4287
//! leaves the base to RFC 3986 where no `xml:base` stands), and there is no site map, which must be absolute.

mod atom;
mod entries;
mod json;
mod robots;
mod sitemap;
#[cfg(test)]
mod tests;

use crate::dossier::Dossier;
use crate::site::{FeedOf, Site, feed_of};
use entries::Feed;

/// What the files are made of.
#[derive(Debug, Clone, Copy)]
pub struct FeedInput<'a> {
    /// The model.
    pub dossier: &'a Dossier,
    /// Addresses of its pages.
    pub site: &'a Site,
    /// Absolute address of the site.
    pub base_url: Option<&'a str>,
    /// Addresses of pages that have no file of their own, for the site map: `index.html`, `people/index.html`.
    pub made: &'a [String],
    /// How a note about a source is told from the source, in the language of the interface: `Editor’s note on {name}`.
    pub note_on: &'a str,
}

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedFile {
    /// `.nojekyll`
    NoJekyll,
    /// `atom.xml`
    Atom,
    /// `feed.json`
    Json,
    /// `robots.txt`
    Robots,
    /// `sitemap.xml`
    SiteMap,
    /// `people/jane-doe/atom.xml`
    Of(FeedOf),
    /// `sitemap-1.xml` and so on, counted from 0.
    SiteMapPart(usize),
}

/// All files with their addresses. None is made.
pub fn files(input: &FeedInput<'_>) -> Vec<(String, FeedFile)> {
    let mut files = vec![
        (".nojekyll".to_owned(), FeedFile::NoJekyll),
        ("atom.xml".to_owned(), FeedFile::Atom),
        ("feed.json".to_owned(), FeedFile::Json),
        ("robots.txt".to_owned(), FeedFile::Robots),
    ];
    files.extend(input.site.feeds().into_iter().map(|(page, of)| (feed_of(page), FeedFile::Of(of))));
    files.extend(sitemap::files(input));
    files
}

/// Makes a file.
pub fn make(input: &FeedInput<'_>, file: FeedFile) -> Vec<u8> {
    match file {
        FeedFile::NoJekyll => Vec::new(),
        FeedFile::Atom => atom::write(&Feed::of(input, FeedOf::Dossier)),
        FeedFile::Json => json::write(&Feed::of(input, FeedOf::Dossier)),
        FeedFile::Of(of) => atom::write(&Feed::of(input, of)),
        FeedFile::Robots => robots::write(input).into_bytes(),
        FeedFile::SiteMap => sitemap::whole(input),
        FeedFile::SiteMapPart(part) => sitemap::part(input, part),
    }
}
