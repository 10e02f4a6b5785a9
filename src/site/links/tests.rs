//! Where links of every kind lead: small folders, one link, and what becomes of it.

use super::{Resolved, SiteLinks};
use crate::pipeline::tests::dossier_of;

/// Where the first link of `here` leads, and the messages.
fn lead(here: &str, link: &str, others: &[(&str, &str)]) -> (String, Vec<String>) {
    let body = format!("---\ntitle: Here\n---\n{link}\n");
    let mut files = vec![(here, body.as_str())];
    files.extend(others);
    let dossier = dossier_of("", &files);
    let mut problems = Vec::new();
    let site = crate::site::plan(&dossier, &mut problems);
    let links = SiteLinks::resolve(&dossier, &site, &mut problems);
    let own = dossier.articles.iter().position(|article| article.text.title == "Here").expect("the page of the link");
    let first = links.articles[own].slots.first().expect("a link");
    let to = match first {
        Resolved::Page { path, fragment, .. } if fragment.is_empty() => path.clone(),
        Resolved::Page { path, fragment, .. } => format!("{path}#{fragment}"),
        Resolved::Asset(asset) => dossier.assets[*asset as usize].path.clone(),
        Resolved::Static(file) => format!("static {}", dossier.statics[*file as usize].path),
        Resolved::Remote(url) => url.clone(),
        Resolved::Text => "text".to_owned(),
        Resolved::Hidden => "hidden".to_owned(),
    };
    (to, problems.into_iter().map(|problem| problem.message).collect())
}

const NOTE: &str = "Text.\n\n## What’s new?\n\nMore.\n";

#[test]
fn links_lead_where_their_origin_leads_them() {
    for (link, file, to) in [
        // paths
        ("[x](b.md)", "articles/b.md", "articles/b.html"),
        ("[x](./b)", "articles/b.md", "articles/b.html"),
        ("[x](../a/b.md)", "articles/sub/a/b.md", "articles/b.html"),
        ("[x](/articles/b.md)", "articles/b.md", "articles/b.html"),
        ("[x](/sub/b/)", "articles/sub/b.md", "articles/b.html"),
        ("[x](@/sub/b.md)", "articles/sub/b.md", "articles/b.html"),
        ("[x](B.MD)", "articles/b.md", "articles/b.html"),
        ("[x](my%20note.md)", "articles/my note.md", "articles/my-note.html"),
        ("[x](my_note.md)", "articles/my note.md", "articles/my-note.html"),
        ("[x](b.html?x=1#whats-new)", "articles/b.md", "articles/b.html#h-what-s-new"),
        ("[x](/2016/01/07/title.html)", "articles/2016-1-7-title.md", "articles/2016-1-7-title.html"),
        ("[x](/sub/title/)", "articles/sub/2016-01-07-title.md", "articles/2016-01-07-title.html"),
        ("[x](/b/)", "articles/b/index.md", "articles/b.html"),
        ("[x]({filename}../sub/b.md)", "articles/sub/b.md", "articles/b.html"),
        ("[x](/guide/start)", "articles/2.guide/01-start.md", "articles/01-start.html"),
        ("[x](./b.mdx)", "articles/sub2/b.mdx", "articles/b.html"),
        ("[x](dendron://vault/b.c)", "articles/b.c.md", "articles/b-c.html"),
        ("[x](/timeline.html)", "articles/b.md", "timeline.html"),
        ("[x](../articles/)", "articles/b.md", "articles/index.html"),
        // names
        ("[[b]]", "articles/sub/b.md", "articles/b.html"),
        ("[[sub/b]]", "articles/deep/sub/b.md", "articles/b.html"),
        ("[[B|x]]", "articles/b.md", "articles/b.html"),
        ("[[b.md#What’s new?]]", "articles/b.md", "articles/b.html#h-what-s-new"),
        ("[[e\u{301}tude]]", "articles/étude.md", "articles/etude.html"),
        ("[[a/b]]", "articles/a___b.md", "articles/a-b.html"),
        ("[words]([[b]])", "articles/sub/b.md", "articles/b.html"),
        ("[words](<[[b#what’s new]]>)", "articles/sub/b.md", "articles/b.html#h-what-s-new"),
        ("[[words of a link|b.c]]", "articles/b.c.md", "articles/b-c.html"),
        ("[[words|dendron://vault/b.c#whats-new,1:#*]]", "articles/b.c.md", "articles/b-c.html#h-what-s-new"),
        ("<a href=\"b.md\">x</a>", "articles/b.md", "articles/b.html"),
        ("<div><a href='b.md#whats-new'>x</a></div>", "articles/b.md", "articles/b.html#h-what-s-new"),
        // files
        ("![x](/img/p%20q.png)", "articles/img/p q.png", "articles/img/p q.png"),
        ("![[p.png]]", "articles/attachments/P.png", "articles/attachments/P.png"),
        ("[x](files/a.pdf)", "articles/files/a.pdf", "articles/files/a.pdf"),
        ("![x](/img/p.png)", "../static/img/p.png", "static img/p.png"),
        ("<img src=\"p.png\">", "articles/p.png", "articles/p.png"),
        ("<figure><img srcset=\"q.png 1x, p.png 2x\"></figure>", "articles/p.png", "articles/p.png"),
        ("<video src=\"f.mp4\"></video>", "articles/f.mp4", "articles/f.mp4"),
    ] {
        let (found, problems) = lead("articles/sub2/here.md", link, &[(file, NOTE)]);
        let near = if file.starts_with("articles/sub/a") {
            lead("articles/sub/c/here.md", link, &[(file, NOTE)]).0
        } else {
            found
        };
        assert_eq!(near, to, "{link} with {file}: {problems:?}");
    }
}

#[test]
fn other_names_of_a_page_are_found() {
    for (link, head) in [
        ("[[An Alias]]", "aliases: [An Alias]"),
        ("[[an alias]]", "aliases: One, An Alias"),
        ("[[The Title]]", "title: The Title"),
        ("[x](/old/place/)", "permalink: /old/place/"),
        ("[x](/old/place.html)", "redirects: [/old/place.html]"),
        ("[x](/2016/01/07/b/)", "date: 2016-01-07"),
    ] {
        let text = format!("---\n{head}\n---\nText.\n");
        let (found, problems) = lead("articles/here.md", link, &[("articles/deep/b.md", &text)]);
        assert_eq!(found, "articles/b.html", "{link}: {problems:?}");
    }
}

#[test]
fn of_several_the_nearest_is_meant_and_what_nothing_decides_is_reported() {
    let two = |one: &'static str, other: &'static str| {
        [(one, "---\nslug: one\n---\nText.\n"), (other, "---\nslug: other\n---\nText.\n")]
    };
    for (here, one, other, to) in [
        ("articles/x/here.md", "articles/x/b.md", "articles/y/b.md", "articles/one.html"),
        ("articles/x/z/here.md", "articles/y/b.md", "articles/x/b.md", "articles/other.html"),
        ("articles/here.md", "articles/x/b.md", "articles/y/b.md", "text"),
    ] {
        let (found, problems) = lead(here, "[[b]]", &two(one, other));
        assert_eq!(found, to, "{here}");
        assert_eq!(problems.iter().any(|problem| problem == "`b` is the name of several pages"), to == "text");
    }
}

#[test]
fn pages_that_are_held_back_stay_words() {
    let held = "---\ntitle: Held\ndraft: true\n---\nText.\n";
    for link in ["[x](b.md)", "[[b]]", "[[Held]]", "[[sub/b]]", "![[b]]", "[x](/sub/b/)", "<a href=\"sub/b.md\">x</a>"]
    {
        let (found, problems) = lead("articles/here.md", link, &[("articles/sub/b.md", held)]);
        assert_eq!(found, "hidden", "{link}: {problems:?}");
        assert!(problems[0].ends_with("is not published; the link becomes text"), "{problems:?}");
    }
}

#[test]
fn a_missing_anchor_leads_to_the_page_and_is_reported() {
    for link in ["[x](b.md#nope)", "[[b#nope]]"] {
        let (found, problems) = lead("articles/here.md", link, &[("articles/b.md", NOTE)]);
        assert_eq!(found, "articles/b.html", "{link}");
        assert_eq!(problems, ["`B` has no heading `nope`"]);
    }
}

#[test]
fn of_pages_in_several_languages_one_that_has_the_place_is_meant() {
    let others = [("articles/de/docs/b.md", "Text.\n"), ("articles/en/docs/b.md", NOTE)];
    for (link, to) in [
        ("[x](/docs/b/#whats-new)", "articles/en-b.html#h-what-s-new"),
        ("[x](/docs/b/#nowhere)", "articles/de-b.html"),
        ("[x](/docs/b/)", "articles/de-b.html"),
        ("[x](/de/docs/b/#whats-new)", "articles/de-b.html"),
    ] {
        assert_eq!(lead("articles/de/here.md", link, &others).0, to, "{link}");
    }
}

#[test]
fn a_path_from_the_top_of_a_folder_that_is_the_articles_beats_the_end_of_another() {
    let others = [
        ("articles/de/docs/b.md", "---\nslug: other\n---\nText.\n"),
        ("articles/docs/b.md", "---\nslug: top\n---\nText.\n"),
    ];
    for link in ["[x](/docs/b)", "[[docs/b]]", "[x](docs/b.md)"] {
        assert_eq!(lead("articles/de/more/here.md", link, &others).0, "articles/top.html", "{link}");
    }
}

#[test]
fn words_that_are_the_name_of_another_file_turn_no_link() {
    let others = [("articles/in/the harbour.md", NOTE), ("articles/harbour.md", "Text.\n")];
    for link in [
        "[[./the harbour|harbour]]",
        "[[in/the harbour|harbour]]",
        "[[../articles/in/the harbour.md|harbour]]",
        "[[the harbour#What’s new?|harbour]]",
    ] {
        let (found, problems) = lead("articles/in/here.md", link, &others);
        assert!(found.starts_with("articles/the-harbour.html"), "{link}: {found} {problems:?}");
    }
    assert_eq!(lead("articles/in/here.md", "[[where boats lie|harbour]]", &others).0, "articles/harbour.html");
    // but nobody shows readers the name of a file with dots
    let dotted = [("articles/tags.md", "Text.\n"), ("articles/topic.tags.md", "Text.\n")];
    assert_eq!(lead("articles/here.md", "[[Tags|topic.tags]]", &dotted).0, "articles/topic-tags.html");
    assert_eq!(lead("articles/here.md", "[[topic.tags|tags]]", &dotted).0, "articles/topic-tags.html");
}

#[test]
fn a_block_of_an_outline_is_found_on_any_page() {
    const ID: &str = "64c0b2a4-0000-4000-8000-000000000000";
    let text = format!("- One.\n- Two of *them*.\n  id:: {ID}\n");
    for link in [format!("(({ID}))"), format!("[x]((({ID})))"), format!("{{{{embed (({ID}))}}}}")] {
        let (found, problems) = lead("articles/here.md", &link, &[("articles/deep/b.md", &text)]);
        assert!(found.starts_with("articles/b.html#p-") && problems.is_empty(), "{link}: {found} {problems:?}");
        // what its page does not show is not shown here
        let hidden = format!("---\nprivate: true\n---\n{text}");
        let (found, problems) = lead("articles/here.md", &link, &[("articles/deep/b.md", &hidden)]);
        assert_eq!((found.as_str(), problems.len()), ("text", 1), "{link}: {problems:?}");
    }
}

#[test]
fn a_place_that_raw_html_names_is_its_block() {
    let text = "One.\n\n## <a id=\"tech\"></a> Questions\n\nTwo.\n\n<a name=\"end\"></a>\n\nThree.\n";
    let at = |link| lead("articles/here.md", link, &[("articles/b.md", text)]);
    assert_eq!(at("[x](b.md#tech)").0, "articles/b.html#h-questions");
    let (end, problems) = at("[x](b.md#end)");
    assert!(end.starts_with("articles/b.html#p-"), "{end}: {problems:?}");
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn a_file_beats_a_stub() {
    let tagged = "---\ntitle: Tagged\ntopics: [resistance]\n---\nText.\n";
    let others = [("articles/tagged.md", tagged), ("articles/rules/Resistance.md", "Text.\n")];
    assert_eq!(lead("articles/here.md", "[[resistance]]", &others).0, "articles/resistance.html");
}
