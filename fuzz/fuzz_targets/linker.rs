//! Any text between names: links change no word of the page, and every mention is a span of it.
#![no_main]

use dossier::render::weave::{Reasons, Weave};
use dossier::site::{self, SiteLinks};
use dossier::theme::Labels;
use fuzz::ENTITIES;
use libfuzzer_sys::fuzz_target;
use scraper::Html;

/// Stand for names in the input, so that the fuzzer finds them with one byte.
const NAMES: [(char, &str); 6] =
    [('\u{1}', "Jane Doe"), ('\u{2}', "Doe"), ('\u{3}', "Ros-Lehtinen"), ('\u{4}', "김정은"), ('\u{5}', "IAEA"), ('\u{6}', "State")];

fuzz_target!(|body: &str| {
    let mut body = body.to_owned();
    for (character, name) in NAMES {
        body = body.replace(character, name);
    }
    let mut files = ENTITIES.to_vec();
    files.push(("content/articles/a.md", body.as_bytes()));
    let dossier = fuzz::dossier_of(&files);
    let Some(article) = dossier.articles.first() else { return };
    let plan = site::plan(&dossier, &mut Vec::new());
    let links = SiteLinks::resolve(&dossier, &plan, &mut Vec::new());
    let marks: Vec<String> = dossier.config.kinds.0.iter().map(|kind| kind.name.clone()).collect();
    let reasons = Reasons::new(&Labels::english());
    let page = plan.articles[0].as_str();
    let weave = Weave { dossier: &dossier, site: &plan, assets: &[], marks: &marks, reasons: &reasons, page };
    let document = &article.text.document;
    for mention in &article.text.found.mentions {
        assert!(document.prose.text.get(mention.prose.start as usize..mention.prose.end as usize).is_some());
        assert!(mention.sentence.start <= mention.prose.start && mention.prose.end <= mention.sentence.end);
    }
    for quote in &article.text.quotes.quotes {
        assert!((quote.block as usize) < document.blocks.len());
    }
    let woven = weave.weave(document, &links.articles[0], &article.text.found.mentions);
    // A wikilink by id shows the title, and a picture its words; everything else stays as it was.
    if document.slots.is_empty() {
        let text = |html: &str| Html::parse_fragment(html).root_element().text().collect::<String>();
        assert_eq!(text(&woven), text(&document.html));
    }
    let tree = Html::parse_fragment(&woven);
    for element in tree.root_element().descendent_elements().filter(|element| element.value().name() == "a") {
        assert!(element.ancestors().filter_map(scraper::ElementRef::wrap).all(|outer| outer.value().name() != "a"));
    }
});
