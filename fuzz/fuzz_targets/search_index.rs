//! Any text in every field of the search index: files are scripts that only call one function with JSON, in plain characters.
#![no_main]

use dossier::search::{SearchAnchor, SearchBlock, SearchEntity, SearchInput, SearchKind, SearchPage, SearchStatement, Speaker, build};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (first, rest) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let kinds = vec![
        SearchKind { name: "articles", singular: first, plural: rest, mark: "article" },
        SearchKind { name: "people", singular: rest, plural: first, mark: "person" },
    ];
    let block = |text, heading| SearchBlock { text, anchor: SearchAnchor::Name("h-a"), number: Some(1), heading };
    let page = |id, kind, title, blocks| SearchPage {
        id,
        url: "articles/a.html",
        title,
        kind,
        lang: "en",
        date: None,
        key: rest,
        source: first,
        boost: 1.0,
        blocks,
        entities: vec![0],
        statements: vec![SearchStatement { speaker: Speaker::Named(first), block: 0 }],
    };
    let pages = vec![
        page("articles/a", 0, first, vec![block(rest, false), block(first, true)]),
        page("people/a", 1, rest, vec![block(text, false)]),
    ];
    let entities = vec![SearchEntity {
        id: "people/a",
        url: "people/a.html",
        name: rest,
        kind: 1,
        aliases: vec![first, text],
        summary: text,
        mentions: 1,
        articles: 1,
    }];
    let input = SearchInput { kinds, pages, entities };
    let files = build(&input);
    for file in &files {
        let script = std::str::from_utf8(&file.bytes).expect("scripts are UTF-8");
        assert!(!script.contains(['\u{2028}', '\u{2029}', '\0']) && !script.trim_end().contains('\n'));
        assert!(!script.to_ascii_lowercase().contains("</script") && !script.contains("<!--"));
    }
    let again = build(&input);
    assert!(files.iter().map(|file| (&file.path, &file.bytes)).eq(again.iter().map(|file| (&file.path, &file.bytes))));
});
