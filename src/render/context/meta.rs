//! What the head of every page holds.

use super::{SafeHtml, Shared, push_escaped};
use serde::Serialize;

/// Facts about the page itself, for its head and its links to other pages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageMeta {
    /// Id of the page, `articles/2016-01-07-test`; made pages have the name of their file: `timeline`.
    pub id: String,
    /// Type of page, for `<body class>`: `home`, `article`, `entity`, `kind`, `articles`, `timeline`, `network`, `statements`, `sources`,
    /// `outlet`, `search`, `page`, `404`, `redirect`.
    pub kind: String,
    /// What comes before every `path`: empty at the root of the site, `../` one folder down, the absolute base path on the
    /// page for missing addresses.
    pub root: String,
    /// Address of this page, relative to the root of the site.
    pub path: String,
    /// The page's own title, without the dossier's.
    pub title: String,
    /// One sentence for search engines and previews.
    pub description: String,
    /// Language tag of the interface words on the page.
    pub lang: String,
    /// Writing direction that goes with `lang`: `ltr` or `rtl`.
    pub dir: String,
    /// Absolute address of the page; empty without `base_url`.
    pub canonical: String,
    /// `<meta>` elements, one a line: Open Graph properties for previews, and on articles the `citation_*` tags of reference
    /// managers. On entities and outlets also the `<link>` to their feed.
    pub tags: SafeHtml,
    /// COinS record as the value of a `title` attribute, for reference managers that read it; empty on pages that are not sources.
    pub coins: String,
    /// JSON-LD, encoded for a script element; empty if there is nothing to say.
    pub json_ld: SafeHtml,
    /// Whether search engines are asked to stay away.
    pub noindex: bool,
    /// Id of the entry of `site.nav` that the page belongs to; empty if none.
    pub nav: String,
    /// What it has in common with its neighbours.
    pub frame: Shared<Frame>,
}

/// What pages of one type and one entry of the navigation have in common, made once: their heads would take longer than their own
/// parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// Links to feeds, icon, style sheets and scripts, from `partials/assets.html`.
    pub assets: SafeHtml,
    /// The top with brand, search and navigation, from `partials/mast.html`.
    pub mast: SafeHtml,
    /// The foot, from `partials/foot.html`.
    pub foot: SafeHtml,
}

/// What the templates `partials/assets.html`, `partials/mast.html` and `partials/foot.html` make the frame of pages of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FrameParts {
    /// Where the pages stand.
    pub page: FramePlace,
}

/// What a frame needs to know of its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FramePlace {
    /// Type of page, as in PageMeta.
    pub kind: String,
    /// What comes before every `path`, as in PageMeta.
    pub root: String,
    /// Address of the page; empty for articles, entities, outlets and redirects, which share frames.
    pub path: String,
    /// Language tag of the interface words.
    pub lang: String,
    /// Writing direction that goes with `lang`.
    pub dir: String,
    /// Id of the entry of `site.nav` that the pages belong to; empty if none.
    pub nav: String,
}

impl PageMeta {
    /// Appends the `<link>` to the page's own feed.
    pub fn push_feed(&mut self, url: &str, title: &str) {
        let out = &mut self.tags.0;
        out.push_str("\n<link rel=\"alternate\" type=\"application/atom+xml\" href=\"");
        push_escaped(out, url);
        out.push_str("\" title=\"");
        push_escaped(out, title);
        out.push_str("\">");
    }

    /// Appends a `<meta>` element whose `attribute` (`name`, `property`) names it.
    pub fn push_tag(&mut self, attribute: &str, name: &str, content: &str) {
        let out = &mut self.tags.0;
        out.push_str(if out.is_empty() { "<meta " } else { "\n<meta " });
        out.push_str(attribute);
        out.push_str("=\"");
        push_escaped(out, name);
        out.push_str("\" content=\"");
        push_escaped(out, content);
        out.push_str("\">");
    }
}
