//! What many pages have in common around their own parts: made once for each type of page and entry of the navigation.
//!
//! In: the theme and a page's facts. Out: its [`Frame`]. Nothing else of the page may be seen by the templates, or pages that
//! differ in it would get the same frame.

use super::context::{Frame, FrameParts, FramePlace, PageMeta, SafeHtml, Shared};
use crate::diagnostics::Diagnostic;
use crate::theme::Theme;
use rustc_hash::FxHashMap;
use std::sync::{Mutex, PoisonError};

/// The frames made so far.
#[derive(Default)]
pub struct Frames(Mutex<FxHashMap<FramePlace, Shared<Frame>>>);

impl Frames {
    /// The frame of a page.
    pub fn of(&self, page: &PageMeta, theme: &Theme) -> Result<Shared<Frame>, Diagnostic> {
        let place = place(page);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frame) = known.get(&place) {
            return Ok(frame.clone());
        }
        let frame = Shared::new(frame(place.clone(), theme)?);
        known.insert(place, frame.clone());
        Ok(frame)
    }
}

/// Pages that come by the thousand and are not an entry of the navigation share frames whatever their address.
fn place(page: &PageMeta) -> FramePlace {
    let shared = matches!(page.kind.as_str(), "article" | "entity" | "outlet" | "redirect");
    FramePlace {
        kind: page.kind.clone(),
        root: page.root.clone(),
        path: if shared { String::new() } else { page.path.clone() },
        lang: page.lang.clone(),
        dir: page.dir.clone(),
        nav: page.nav.clone(),
    }
}

fn frame(place: FramePlace, theme: &Theme) -> Result<Frame, Diagnostic> {
    let parts = FrameParts { page: place };
    let part = |template: &str| theme.render(template, &parts).map(SafeHtml);
    Ok(Frame {
        assets: part("partials/assets.html")?,
        mast: part("partials/mast.html")?,
        foot: part("partials/foot.html")?,
    })
}
