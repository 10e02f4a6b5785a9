//! What programs read of a site: feeds, the site map, robots.txt and GitHub's marker.
//!
//! In: the model, the plan of the site and its address on the web, if it has one. Out: files, as path and bytes. No clock is
//! read: a feed is as old as its newest entry. No HTML is written into a feed: all content is plain text.
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
use crate::site::Site;
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
}

/// All files, by path.
pub fn files(input: &FeedInput<'_>) -> Vec<(String, Vec<u8>)> {
    let feed = Feed::of(input);
    let mut files = vec![
        (".nojekyll".to_owned(), Vec::new()),
        ("atom.xml".to_owned(), atom::write(&feed)),
        ("feed.json".to_owned(), json::write(&feed)),
        ("robots.txt".to_owned(), robots::write(input).into_bytes()),
    ];
    files.extend(sitemap::files(input));
    files.sort();
    files
}
