//! The forms of references, with sources of all kinds and with hostile ones.

use super::*;
use crate::entities::EntityId;
use crate::pipeline::tests::dossier_of;
use serde_json::{Value, json};

const CONFIG: &str = "title = \"Lake & Co\"\nauthor = \"Lake Desk\"\n";
const PAGE: &str = "https://d.example/articles/a.html";

/// The reference of one article with this front matter, in a dossier that knows two people.
fn reference(front_matter: &str, url: Option<&str>) -> Reference {
    let dossier = lake(front_matter);
    Reference::of(&dossier, &dossier.articles[0], url)
}

fn lake(front_matter: &str) -> Dossier {
    let article = format!("---\n{front_matter}\n---\n\nText.\n");
    let files = [
        ("articles/a.md", article.as_str()),
        (
            "people/john-irish.md",
            "---\ntitle: John Irish\nwikidata: Q42\nsame_as: [\"https://j.example\"]\naliases: [J. Irish]\n---\n",
        ),
        ("people/kim.md", "---\ntitle: Kim Yong Nam\nfamily_name: Kim\nfamily_first: true\n---\n"),
    ];
    dossier_of(CONFIG, &files)
}

const FULL: &str = "title: A Claim\nkey: A13\nlang: en\nsource:\n  name: Reuters\n  url: https://r.example/a_b%20c\n  author: John Irish\n  published: 2015-05-28\n  retrieved: 2015-06-03\n  archive_url: https://web.example/2015/a\n  archive_date: 2015-06-02\n  language: en-GB";
const OWN: &str = "title: What we read\nkey: A1\ndate: 2016-12\nauthors: [Editors of this dossier, Kim Yong Nam]";

#[test]
fn a_full_source_in_words() {
    for (front_matter, url, expected) in [
        (
            FULL,
            Some(PAGE),
            "John Irish: “A Claim”, Reuters, 28 May 2015. Original: <https://r.example/a_b%20c>, accessed 3 Jun 2015. \
             Archived copy: <https://web.example/2015/a>, 2 Jun 2015. In: Lake & Co, A13, \
             <https://d.example/articles/a.html>.",
        ),
        (OWN, None, "Editors of this dossier; Kim Yong Nam: “What we read”, Lake & Co, Dec 2016. Key A1."),
        ("title: T\nkey: K\nsource: Gazette", None, "“T”, Gazette. In: Lake & Co, K."),
        (
            "title: T\nkey: K\ndate: 1994\nsource: https://a.example/{x}",
            None,
            "“T”, 1994. Original: <https://a.example/%7Bx%7D>. In: Lake & Co, K.",
        ),
    ] {
        assert_eq!(reference(front_matter, url).text(), expected, "{front_matter}");
    }
}

/// Front matter of an article, and what each style makes of it; the dossier knows the people below.
#[test]
fn styles_of_manuals() {
    crate::values::cases::check("citation/styles.txt", |name, front_matter| {
        let article = format!("---\n{front_matter}---\n\nText.\n");
        let files = [
            ("articles/a.md", article.as_str()),
            ("people/john-irish.md", "---\ntitle: John Irish\n---\n"),
            ("people/orr.md", "---\ntitle: Mary-Ann B. van Orr\nfamily_name: van Orr\n---\n"),
            ("people/kim.md", "---\ntitle: Kim Yong Nam\nfamily_name: Kim\nfamily_first: true\n---\n"),
            ("people/ri.md", "---\ntitle: Ri Su-yong\nfamily_first: true\n---\n"),
            ("people/li.md", "---\ntitle: Li Weiming\naliases: [Weiming Li]\n---\n"),
            ("people/heide.md", "---\ntitle: Ulrike von der Heide\n---\n"),
            ("people/marsh.md", "---\ntitle: Lenny P. Marsh Jr.\n---\n"),
            ("people/park.md", "---\ntitle: 박 영수\nfamily_first: true\n---\n"),
        ];
        let dossier = dossier_of(CONFIG, &files);
        let page = Some(PAGE).filter(|_| !name.ends_with("without base_url"));
        let styles = Reference::of(&dossier, &dossier.articles[0], page).styles();
        styles.map(|(style, text)| format!("{style}: {text}")).join("\n")
    });
}

#[test]
fn bibtex() {
    for (front_matter, url, expected) in [
        (
            FULL,
            Some(PAGE),
            "@online{A13,\n  title = {{A Claim}},\n  author = {Irish, John},\n  organization = {{Reuters}},\n  \
             year = {2015},\n  month = may,\n  date = {2015-05-28},\n  url = {https://r.example/a_b%20c},\n  \
             urldate = {2015-06-03},\n  language = {en-GB},\n  \
             note = {Archived copy (2015-06-02) https://web.example/2015/a. In Lake \\& Co, key A13, \
             https://d.example/articles/a.html}\n}\n",
        ),
        (
            OWN,
            None,
            "@misc{A1,\n  title = {{What we read}},\n  author = {{Editors of this dossier} and Kim, Yong Nam},\n  \
             organization = {{Lake \\& Co}},\n  year = {2016},\n  month = dec,\n  language = {en},\n  \
             note = {In Lake \\& Co, key A1}\n}\n",
        ),
    ] {
        assert_eq!(reference(front_matter, url).bibtex(), expected);
    }
}

#[test]
fn ris() {
    for (front_matter, url, expected) in [
        (
            FULL,
            Some(PAGE),
            "TY  - NEWS\nID  - A13\nTI  - A Claim\nAU  - Irish, John\nT2  - Reuters\nPY  - 2015\nDA  - 2015/05/28/\n\
             UR  - https://r.example/a_b%20c\nY2  - 2015/06/03/\nLA  - en-GB\n\
             N1  - Archived copy (2015-06-02) https://web.example/2015/a. In Lake & Co, key A13, \
             https://d.example/articles/a.html\nER  - \n",
        ),
        (
            OWN,
            Some(PAGE),
            "TY  - ELEC\nID  - A1\nTI  - What we read\nAU  - Editors of this dossier\nAU  - Kim, Yong Nam\n\
             T2  - Lake & Co\nPY  - 2016\nDA  - 2016/12//\nUR  - https://d.example/articles/a.html\nLA  - en\n\
             N1  - In Lake & Co, key A1\nER  - \n",
        ),
    ] {
        assert_eq!(reference(front_matter, url).ris(), expected);
    }
}

#[test]
fn csl_json() {
    let expected = json!({
        "id": "A13",
        "type": "article-newspaper",
        "title": "A Claim",
        "author": [{"family": "Irish", "given": "John"}],
        "container-title": "Reuters",
        "issued": {"date-parts": [[2015, 5, 28]]},
        "accessed": {"date-parts": [[2015, 6, 3]]},
        "URL": "https://r.example/a_b%20c",
        "archive_location": "https://web.example/2015/a",
        "language": "en-GB",
        "note": "Archived copy (2015-06-02) https://web.example/2015/a. In Lake & Co, key A13",
    });
    assert_eq!(reference(FULL, None).csl_json(), expected);
    let own = reference(OWN, None).csl_json();
    assert_eq!(own["type"], "webpage");
    assert_eq!(own["issued"], json!({"date-parts": [[2016, 12]]}));
    assert_eq!(own["author"][0], json!({"literal": "Editors of this dossier"}));
}

#[test]
fn coins_and_tags() {
    assert_eq!(
        reference(FULL, None).coins(),
        "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=newspaperArticle&rft.title=A%20Claim\
         &rft.source=Reuters&rft.aulast=Irish&rft.aufirst=John&rft.au=Irish%2C%20John&rft.date=2015-05-28\
         &rft.identifier=https%3A%2F%2Fr.example%2Fa_b%2520c&rft.language=en-GB"
    );
    let pairs = |front_matter: &str| -> Vec<String> {
        let tags = reference(front_matter, Some(PAGE)).meta();
        tags.into_iter().map(|(name, content)| format!("{}={content}", &name["citation_".len()..])).collect()
    };
    assert_eq!(
        pairs(OWN),
        [
            "title=What we read",
            "author=Editors of this dossier",
            "author=Kim, Yong Nam",
            "publication_date=2016/12",
            "online_date=2016/12",
            "publisher=Lake & Co",
            "language=en",
            "public_url=https://d.example/articles/a.html",
        ]
    );
}

#[test]
fn json_ld_of_an_article() {
    let dossier = lake(&format!("{FULL}\nupdated: 2016"));
    let article = &dossier.articles[0];
    let facts = PageFacts::of(&dossier, article, Some("https://d.example/"));
    let who = (0..2).map(EntityId).find(|id| dossier.gazetteer.get(*id).name == "John Irish").unwrap();
    let mention = Mentioned::of(&dossier, who, Some("https://d.example/people/john-irish.html"));
    let found = json_ld(&Reference::of(&dossier, article, Some(PAGE)), &facts, &[mention]);
    let person = json!({
        "@type": "Person",
        "name": "John Irish",
        "url": "https://d.example/people/john-irish.html",
        "sameAs": ["https://www.wikidata.org/wiki/Q42", "https://j.example"],
    });
    assert_eq!(
        found,
        json!({
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": "A Claim",
            "description": "Text.",
            "url": PAGE,
            "datePublished": "2015-05-28",
            "dateModified": "2016",
            "inLanguage": "en",
            "author": "Lake Desk",
            "publisher": "Lake Desk",
            "isPartOf": {"@type": "WebSite", "name": "Lake & Co", "url": "https://d.example/"},
            "isBasedOn": {
                "@type": "NewsArticle",
                "name": "A Claim",
                "author": "John Irish",
                "url": "https://r.example/a_b%20c",
                "publisher": {"@type": "Organization", "name": "Reuters"},
                "datePublished": "2015-05-28",
                "inLanguage": "en-GB",
                "archivedAt": "https://web.example/2015/a",
            },
            "mentions": [person],
        })
    );
    let own = reference(OWN, None);
    assert!(json_ld(&own, &PageFacts::default(), &[]).get("isBasedOn").is_none(), "a note is based on nothing");
    let page = entity_json_ld(&dossier, who, None, "Reporter.\n", None);
    assert_eq!(page["@type"], "ProfilePage");
    assert_eq!(page["mainEntity"]["@type"], "Person");
    assert_eq!(page["mainEntity"]["alternateName"], json!(["J. Irish"]));
    assert_eq!(page["mainEntity"]["description"], "Reporter.");
    assert_eq!(page.get("url"), None);
}

/// Titles, names and addresses as a hostile page would have them.
const HOSTILE: [&str; 8] = [
    "\"quoted\" \\ back { open",
    "}} , note = {x}",
    "one\nER  - \nTY  - BOOK",
    "@comment{ % $ # _ ^ ~",
    "]]> </script><script>alert(1)</script>",
    "\u{202E}override {:issued: 1900} and and",
    "عنوان \u{200F}«فارسی»",
    "a\u{0}\u{1b}\u{2028}b\r\n{",
];

fn hostile(text: &str) -> Reference {
    let mut made = lake(OWN);
    made.config.title = text.to_owned();
    let source = &mut made.articles[0].source;
    source.authors = vec![text.to_owned()];
    let record = crate::source::SourceRecord {
        name: Some(text.to_owned()),
        url: Some(format!("https://a.example/{text}")),
        archive_url: Some(format!("javascript:{text}")),
        language: Some(text.to_owned()),
        ..crate::source::SourceRecord::default()
    };
    source.source = Some(record);
    std::sync::Arc::make_mut(&mut made.articles[0].text).title = text.to_owned();
    made.articles[0].key = text.to_owned();
    made.articles[0].source.key = None;
    Reference::of(&made, &made.articles[0], Some(PAGE))
}

#[test]
fn no_field_gets_out_of_its_place() {
    for text in HOSTILE {
        let reference = hostile(text);
        assert_eq!(reference.archive_url, None, "no script is an address");

        let ris = reference.ris();
        let tags: Vec<&str> = ris.lines().map(|line| line.get(..6).unwrap_or_default()).collect();
        assert!(tags.iter().all(|tag| tag.ends_with("  - ")), "{ris}");
        assert_eq!(tags.iter().filter(|tag| ["TY  - ", "ER  - "].contains(tag)).count(), 2, "{ris}");

        let bibtex = reference.bibtex();
        assert_eq!(
            bibtex_fields(&bibtex),
            ["title", "author", "organization", "year", "month", "url", "language", "note"]
        );

        let csl: Value = serde_json::from_str(&reference.csl_json().to_string()).unwrap();
        assert!(!csl["note"].as_str().unwrap().contains("{:"));
        assert!(reference.coins().bytes().all(|b| b.is_ascii_graphic()), "{}", reference.coins());
        assert_eq!(reference.coins().matches('&').count(), 8, "{}", reference.coins());
        let everything =
            format!("{} {:?} {:?} {csl}", reference.text(), reference.styles().map(|(_, text)| text), reference.meta());
        assert!(!everything.contains(|c: char| c.is_control() || c == '\u{202E}' || c == '\u{2028}'), "{everything:?}");
    }
}

/// Names of the fields of one entry, read as BibTeX reads it: braces count, a backslash before them does not matter.
fn bibtex_fields(entry: &str) -> Vec<String> {
    let (mut depth, mut names, mut word) = (0, Vec::new(), String::new());
    for c in entry.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '=' if depth == 1 => names.push(word.trim().to_owned()),
            ',' if depth == 1 => word.clear(),
            c if depth == 1 => word.push(c),
            _ => {}
        }
        assert!(depth >= 0, "{entry}");
        if depth != 1 || matches!(c, ',' | '=' | '}') {
            word.clear();
        }
    }
    assert_eq!(depth, 0, "{entry}");
    names
}

#[test]
fn entries_have_names_of_ascii_that_differ() {
    let files = [
        ("articles/c.md", "---\ntitle: C\nkey: a13\n---\n"),
        ("articles/a.md", "---\ntitle: A\nkey: A13\n---\n"),
        ("articles/هفتم.md", "---\ntitle: D\nkey: الف\n---\n"),
        ("articles/b.md", "---\ntitle: B\n---\n"),
    ];
    let dossier = dossier_of("", &files);
    let csl: Value = serde_json::from_str(&Bibliography::of(&dossier, |_| None).file(Format::CslJson)).unwrap();
    let ids: Vec<&str> = csl.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids[0], "A13");
    assert!(ids[1].starts_with("b-"), "{ids:?}");
    assert_eq!(ids[2], "a13-2", "BibTeX does not tell case");
    assert!(ids[3].len() > 2 && ids[3].is_ascii(), "{ids:?}");
    let page = |id: ArticleId| Some(format!("https://d.example/{}.html", id.0));
    let bibliography = Bibliography::of(&dossier, page);
    let bibtex = bibliography.file(Format::Bibtex);
    assert_eq!(bibtex.matches("\n@online{").count() + 1, 4, "{bibtex}");
    assert!(bibtex.contains("url = {https://d.example/2.html}"), "{bibtex}");
    let ris = bibliography.file(Format::Ris);
    assert_eq!(ris.matches("ER  - \n").count(), 4, "{ris}");
    assert_eq!(Bibliography::of(&dossier_of("", &[]), |_| None).file(Format::CslJson), "[]\n");
}
