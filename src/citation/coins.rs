//! What reference managers find in a page: COinS and `citation_*` tags.

use super::Reference;
use crate::date::PartialDate;
use crate::text::plain::encode_value;

impl Reference {
    /// The record for `<span class="Z3988" title="…">`: keys and values of an OpenURL ContextObject, percent-encoded, not yet
    /// escaped for the attribute. The Dublin Core form, as the one for journals has no word for a newspaper or a web page;
    /// `rft.type` holds Zotero's name of the type.
    pub fn coins(&self) -> String {
        let kind = if self.is_news() { "newspaperArticle" } else { "webpage" };
        let mut pairs = vec![
            ("ctx_ver", "Z39.88-2004".to_owned()),
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc".to_owned()),
            ("rft.type", kind.to_owned()),
            ("rft.title", self.title.clone()),
        ];
        pairs.extend(self.container().map(|name| ("rft.source", name.to_owned())));
        if let Some(parts) = self.authors.first().and_then(|author| author.parts.clone()) {
            pairs.extend([("rft.aulast", parts.family), ("rft.aufirst", parts.given)]);
            pairs.extend(parts.suffix.map(|suffix| ("rft.ausuffix", suffix)));
        }
        pairs.extend(self.authors.iter().map(|author| ("rft.au", author.sorted())));
        pairs.extend(self.issued.as_ref().map(|date| ("rft.date", date.iso_date())));
        pairs.extend(self.address().map(|url| ("rft.identifier", url.to_owned())));
        pairs.extend(self.cites.as_ref().map(|_| ("rft.description", self.note())));
        pairs.push(("rft.language", self.language.clone()));
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", encode_value(value))).collect();
        pairs.join("&")
    }

    /// Names and contents of `<meta>` tags, in order of printing; not yet escaped.
    pub fn meta(&self) -> Vec<(&'static str, String)> {
        let mut tags = vec![("citation_title", self.title.clone())];
        tags.extend(self.authors.iter().map(|author| ("citation_author", author.sorted())));
        tags.extend(self.issued.as_ref().map(|date| ("citation_publication_date", slashed(date))));
        tags.extend(self.dated.as_ref().map(|date| ("citation_online_date", slashed(date))));
        tags.extend(self.container().map(|name| ("citation_publisher", name.to_owned())));
        tags.push(("citation_language", self.language.clone()));
        tags.extend(self.page_url.clone().map(|url| ("citation_public_url", url)));
        tags
    }
}

/// `2016/01/07`, `2016/01` or `2016`.
fn slashed(date: &PartialDate) -> String {
    date.iso_date().replace('-', "/")
}
