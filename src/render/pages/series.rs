//! Pages as values: where each stands, and what makes it.
//!
//! In: addresses, and a function from a page's number to the struct that its template shows. Out: a [`Series`], of which nothing is
//! made until it is asked for, in any order and from many threads at once.

use crate::diagnostics::Diagnostic;
use crate::render::context::PageContext;
use crate::render::frame::Frames;
use crate::theme::Theme;

/// Pages that are made alike: all articles, the parts of a list, a page by itself.
pub(super) struct Series<'r> {
    /// Address of each page, by its number. They follow from the model alone.
    pub(super) paths: Vec<String>,
    /// Whether the pages have no file of their own in the content and are still pages that a site map lists.
    pub(super) in_site_map: bool,
    make: Box<Make<'r>>,
}

/// Makes the page with a number, behind what is in the buffer.
type Make<'r> = dyn Fn(usize, &Press<'_>, &mut Vec<u8>) -> Result<(), Diagnostic> + Send + Sync + 'r;

impl<'r> Series<'r> {
    /// Pages with templates.
    pub(super) fn of<P: PageContext>(paths: Vec<String>, page: impl Fn(usize) -> P + Send + Sync + 'r) -> Self {
        let make = move |number: usize, press: &Press<'_>, out: &mut Vec<u8>| press.print(page(number), out);
        Self { paths, in_site_map: false, make: Box::new(make) }
    }

    /// A page by itself.
    pub(super) fn one<P: PageContext>(path: &str, page: impl Fn() -> P + Send + Sync + 'r) -> Self {
        Self::of(vec![path.to_owned()], move |_| page())
    }

    /// No page.
    pub(super) fn none() -> Self {
        Self::files(Vec::new(), |_, _| Ok(()))
    }

    /// Files that are not pages.
    pub(super) fn files(
        paths: Vec<String>,
        make: impl Fn(usize, &mut Vec<u8>) -> Result<(), Diagnostic> + Send + Sync + 'r,
    ) -> Self {
        let make = move |number: usize, _: &Press<'_>, out: &mut Vec<u8>| make(number, out);
        Self { paths, in_site_map: false, make: Box::new(make) }
    }

    /// The same pages, in the site map.
    #[must_use]
    pub(super) fn listed(self) -> Self {
        Self { in_site_map: true, ..self }
    }

    /// Makes a page, behind what is in the buffer. The error is a mistake in a template.
    pub(super) fn make(&self, number: usize, press: &Press<'_>, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        (self.make)(number, press, out)
    }
}

/// The template engine, and what pages have in common.
pub(super) struct Press<'r> {
    theme: &'r Theme,
    frames: Frames,
}

impl<'r> Press<'r> {
    pub(super) fn new(theme: &'r Theme) -> Self {
        Self { theme, frames: Frames::default() }
    }

    fn print<P: PageContext>(&self, mut page: P, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        if let Some(meta) = page.meta() {
            meta.frame = self.frames.of(meta, self.theme)?;
        }
        self.theme.render_to(P::TEMPLATE, &page, out)
    }
}
