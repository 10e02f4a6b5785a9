//! robots.txt. It counts at the root of a host only; below it, the tags on the pages speak.

use super::FeedInput;
use crate::site::absolute;

/// `robots.txt`.
pub(super) fn write(input: &FeedInput<'_>) -> String {
    if input.dossier.config.publish.noindex {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let map = input.base_url.map(|base| format!("\nSitemap: {}\n", absolute(base, "sitemap.xml")));
    format!("User-agent: *\nAllow: /\n{}", map.unwrap_or_default())
}
