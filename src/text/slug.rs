//! Slugs.
/// Slug of a text.
pub fn slugify(text: &str) -> String {
    super::fold::fold_name(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("-")
}
