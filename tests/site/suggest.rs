//! `suggest` on small dossiers: what it lists, what it merges, which pages it makes, and that it overwrites none.

use super::run::dossier;
use std::path::Path;

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join("content").join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Two articles and no entities.
fn empty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "Marta Vogel of the Norland Trade Union spoke in Holmberg. Vogel left Holmberg.\n";
    put(folder.path(), "articles/a.md", text);
    put(folder.path(), "articles/b.md", "Vogel spoke again. Marta Vogel said so.\n");
    folder
}

#[test]
fn an_empty_dossier_lists_names_best_first_with_type_counts_and_sentences() {
    let folder = empty();
    let run = dossier(folder.path(), &["suggest"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows: Vec<&str> = run.stdout.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(rows[0], "Marta Vogel  person  4 in 2  also: Vogel");
    assert!(rows.contains(&"Norland Trade Union  organization  1 in 1"), "{}", run.stdout);
    assert!(rows.contains(&"Holmberg  place  2 in 1"), "{}", run.stdout);
    assert!(run.stdout.contains("    articles/a: Marta Vogel of the Norland Trade Union spoke in Holmberg.\n"));
    let exported = dossier(folder.path(), &["export", "names"]);
    let first: serde_json::Value = serde_json::from_str(exported.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["name"], &first["type"], &first["count"], &first["spellings"]),
        (&"Marta Vogel".into(), &"person".into(), &4.into(), &serde_json::json!(["Vogel"]))
    );
}

#[test]
fn what_the_dossier_knows_is_not_listed() {
    let folder = empty();
    put(folder.path(), "people/marta-vogel.md", "---\ntitle: Marta Vogel\n---\n");
    let run = dossier(folder.path(), &["suggest"]);
    assert!(!run.stdout.lines().any(|line| line.starts_with("Marta") || line.starts_with("Vogel")), "{}", run.stdout);
}

#[test]
fn chosen_names_get_pages_that_link_and_no_file_is_overwritten() {
    let folder = empty();
    let root = folder.path();
    // the address of a page that is called otherwise
    let own = "---\ntitle: Another Union\n---\nMy own words.\n";
    put(root, "organizations/norland-trade-union.md", own);
    let run = dossier(root, &["suggest", "--write", "Marta Vogel", "--write", "Norland Trade Union"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("norland-trade-union.md"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(root.join("content/organizations/norland-trade-union.md")).unwrap(), own);
    let page = std::fs::read_to_string(root.join("content/people/marta-vogel.md")).unwrap();
    assert!(page.contains("title: \"Marta Vogel\""), "{page}");
    let mentions = dossier(root, &["export", "mentions"]).stdout;
    assert_eq!(mentions.lines().filter(|line| line.contains("people/marta-vogel")).count(), 4, "{mentions}");
    assert_eq!(dossier(root, &["suggest", "--write", "Marta Vogel"]).code, 2, "it is known by now");
    assert_eq!(std::fs::read_to_string(root.join("content/people/marta-vogel.md")).unwrap(), page);
}

/// Articles of one paragraph each, and rows that `suggest` must and must not have.
#[test]
fn names_are_merged_and_cut_as_an_editor_would() {
    type Case = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);
    let cases: &[Case] = &[
        (
            "middle initials",
            &["Marta B. Vogel spoke. Reporters asked Marta Vogel.", "Reporters asked Marta Vogel again. Vogel left."],
            &["Marta Vogel  person  4 in 2  also: Marta B. Vogel, Vogel"],
            &["Marta B. Vogel  "],
        ),
        (
            "two people who differ by an initial",
            &["Marta B. Vogel met Marta C. Vogel and Marta Vogel."],
            &["Marta B. Vogel  person  1 in 1", "Marta C. Vogel  person  1 in 1"],
            &[],
        ),
        (
            "an acronym that the page defines",
            &["The Norland Trade Union (NTU) met. Members of the NTU left.", "A plan of the NTU failed."],
            &["Norland Trade Union  organization  3 in 1  also: NTU", "NTU  organization  1 in 1"],
            &[],
        ),
        (
            "an acronym that the page defines twice",
            &["The Norland Trade Union (NTU) met the Norland Teachers Union (NTU). Members of the NTU left."],
            &["NTU  organization  3 in 1"],
            &[],
        ),
        (
            "a list of players is not a headline",
            &[
                "Keepers: Donis Escobar (Olimpia), Luis Lopez (Real Norland), Ricardo Canales (Vida). Defenders: Allan Vargas \
               (Real Norland), Cesar Osegueda (Olimpia), Ever Alvarado (Olimpia), Henry Figueroa (Vida)",
            ],
            &["Cesar Osegueda  person  1 in 1"],
            &[],
        ),
        (
            "an adjective of a place",
            &["A Norland-based firm grew. The firm left Norland."],
            &["Norland  "],
            &["Norland-based"],
        ),
        ("money", &["They paid US$ 500 and US $600 for it."], &[], &["US  "]),
        (
            "a minister's portfolio",
            &["The Minister of Finance Adam Holt spoke."],
            &["Adam Holt  person  1 in 1"],
            &["Finance"],
        ),
        (
            "common words joined by `and`",
            &["They joined the Norland Workers and Helpers Union."],
            &["Norland Workers and Helpers Union  organization"],
            &["Helpers"],
        ),
        (
            "names with a small article",
            &["Reporters asked Amal al-Sabri and Jeanne d’Arbois."],
            &["Amal al-Sabri  person", "Jeanne d’Arbois  person"],
            &[],
        ),
        ("capitals for stress", &["They wrote SLOW RECOVERY on it. A slow recovery began."], &[], &["SLOW"]),
        (
            "party and state",
            &["Senator Adam Holt (R., Fla.) met Jane Reed (D-Mich.) and Ann Moore (R, Ill.)."],
            &["Adam Holt  person", "Jane Reed  person"],
            &["Fla", "D-Mich", "Ill"],
        ),
        ("an adjective of two peoples", &["The Iranian-North Korean axis grew."], &[], &["Iranian"]),
        (
            "common words with a capital",
            &["They met the Ministry and a Commission. The Procedure, the Exhibition and our Weatherman follow."],
            &[],
            &["Ministry", "Commission", "Procedure", "Exhibition", "Weatherman"],
        ),
        (
            "prizes, laws and events are none of the three",
            &[
                "She won the Marta Vogel Prize at the Norland Food Festival. The Norland Fisheries Act and the Treaty of Quarn hold.",
            ],
            &[],
            &["Marta Vogel Prize", "Norland Food Festival", "Norland Fisheries Act", "Treaty"],
        ),
        (
            "newspapers, agencies and parliaments are organisations",
            &[
                "Reuters said so. Reporters of the Norland Mirror asked Congress, and Reuters wrote it. It was read in Congress.",
            ],
            &["Reuters  organization", "Norland Mirror  organization", "Congress  organization"],
            &[],
        ),
        (
            "who is responsible for what",
            &["The Director of Education Orla Tarn spoke, and the Minister of Finance Ulf Orne did."],
            &["Orla Tarn  person", "Ulf Orne  person"],
            &["Education", "Finance"],
        ),
        (
            "what a director directs",
            &["The director of the Red Quarn Ballet left for Little Quarn."],
            &["Red Quarn Ballet  organization", "Little Quarn"],
            &["Quarn Ballet"],
        ),
        (
            "owners within names",
            &["The Norland Workers' Union asked the Prosecutor General's Office."],
            &["Norland Workers' Union  organization", "Prosecutor General's Office  organization"],
            &["Norland  ", "Office"],
        ),
        (
            "people and firms on a line of their own",
            &["Marcos Tarn, Quarn Partners", "– Daniel Orne, Ulmet: 90 percent", "Storm Hits Norland, Kills Four"],
            &["Marcos Tarn  person", "Daniel Orne  person", "Quarn Partners"],
            &["Storm"],
        ),
        ("prefixes", &["An ex-Norland player and a pro-Quarn party met."], &["Norland  ", "Quarn  "], &["ex-"]),
        (
            "hyphens between spaces, where the page has no others",
            &["The slow - moving Kim Doo - hwan met a well - known left - handed man from Quarn - Orne."],
            &["Kim Doo - hwan  person", "Quarn - Orne"],
            &["Kim Doo  ", "Orne  "],
        ),
        (
            "dashes where hyphens are tight",
            &[
                "A well-known man from Quarn - a town - left. It was Norland - so they said - Orne - who came - and went.",
            ],
            &["Quarn  ", "Norland  "],
            &["Quarn - ", "Norland - "],
        ),
        ("an acronym before a title", &["Then the QRU Leader Adam Holt spoke."], &["QRU  ", "Adam Holt  person"], &[]),
        (
            "mountains and lakes",
            &["They saw Lake Quarn and Mt Orne. Isthmus of Ulmet lies there."],
            &["Lake Quarn  place", "Mt Orne  place"],
            &[],
        ),
        ("contractions", &["He said I’d go and I’ve gone."], &[], &["I’"]),
    ];
    for (name, articles, expected, unwanted) in cases {
        let folder = tempfile::tempdir().unwrap();
        for (number, text) in articles.iter().enumerate() {
            put(folder.path(), &format!("articles/{number}.md"), &format!("{text}\n"));
        }
        let run = dossier(folder.path(), &["suggest"]);
        let rows: Vec<&str> = run.stdout.lines().filter(|line| !line.starts_with(' ')).collect();
        for row in *expected {
            assert!(rows.iter().any(|found| found.starts_with(row)), "{name}: no {row:?} in\n{}", run.stdout);
        }
        for row in *unwanted {
            assert!(!rows.iter().any(|found| found.starts_with(row)), "{name}: {row:?} in\n{}", run.stdout);
        }
    }
}

/// An article of an outlet, and the same as a draft.
fn report(root: &Path, draft: bool) {
    let text = format!(
        "---\ntitle: Harbour report\ndate: 2016-01-07\n{}source:\n  name: Norland Gazette\n---\nMarta Vogel, an expert on piers, said so in \
         Holmberg. Vogel told the Norland Gazette more. Reuters asked Vogel.\n",
        if draft { "draft: true\n" } else { "" }
    );
    put(root, "articles/report.md", &text);
}

fn page(root: &Path, path: &str) -> String {
    std::fs::read_to_string(root.join("content").join(path)).unwrap_or_default()
}

#[test]
fn a_page_has_the_words_of_an_article_as_its_summary_with_their_source() {
    let folder = tempfile::tempdir().unwrap();
    report(folder.path(), false);
    let run = dossier(folder.path(), &["suggest", "--write", "Marta Vogel"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        page(folder.path(), "people/marta-vogel.md"),
        "---\ntitle: \"Marta Vogel\"\nsummary: \"“an expert on piers” (Norland Gazette, 2016-01-07)\"\n---\n\n"
    );
}

#[test]
fn what_only_drafts_name_becomes_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "articles/a.md", "Nobody is named here.\n");
    report(folder.path(), true);
    assert_eq!(dossier(folder.path(), &["suggest", "--write-all"]).code, 0);
    assert!(page(folder.path(), "people/marta-vogel.md").contains("draft: true"));
    let build = dossier(folder.path(), &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(!folder.path().join("output/people").exists(), "nothing of a draft is published");
}

#[test]
fn a_kind_is_corrected_and_outlets_and_agencies_are_organisations() {
    let folder = tempfile::tempdir().unwrap();
    report(folder.path(), false);
    let listed = dossier(folder.path(), &["suggest", "-s", "0"]).stdout;
    assert!(listed.contains("Norland Gazette  organization") && listed.contains("Reuters  organization"), "{listed}");
    let run = dossier(folder.path(), &["suggest", "--write", "Holmberg", "--type", "topic"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(page(folder.path(), "topics/holmberg.md").contains("Holmberg"));
    let run = dossier(folder.path(), &["suggest", "--write", "Reuters", "--type", "presson"]);
    assert!(run.code == 2 && run.stderr.contains("help: did you mean `person`?"), "{}", run.stderr);
}

#[test]
fn many_pages_at_once_are_those_of_frequent_names() {
    let folder = tempfile::tempdir().unwrap();
    report(folder.path(), false);
    let run = dossier(folder.path(), &["suggest", "--write-all", "--above", "2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("marta-vogel.md"), "{}", run.stdout);
    let run = dossier(folder.path(), &["suggest", "--write-all", "--type", "organization"]);
    assert!(run.stdout.lines().all(|line| line.contains("organizations")) && !run.stdout.is_empty(), "{}", run.stdout);
}

#[test]
fn rejected_names_are_not_suggested_again() {
    let folder = empty();
    let root = folder.path();
    assert_eq!(dossier(root, &["suggest", "--reject", "norland trade union", "--reject", "Holmberg"]).code, 0);
    let listed = dossier(root, &["suggest", "-s", "0"]).stdout;
    assert!(!listed.contains("Union") && !listed.contains("Holmberg") && listed.contains("Marta Vogel"), "{listed}");
    let kept = std::fs::read_to_string(root.join("suggest.toml")).unwrap();
    assert!(kept.contains("\"norland trade union\"") && kept.starts_with('#'), "{kept}");
    assert_eq!(dossier(root, &["suggest", "--reject", "Marta Vogel"]).code, 0);
    assert!(!dossier(root, &["suggest", "-s", "0"]).stdout.contains("Holmberg"), "what was rejected before stays so");
    std::fs::write(root.join("suggest.toml"), "names = 1\n").unwrap();
    let broken = dossier(root, &["suggest"]);
    assert!(broken.code != 0 && broken.stderr.contains("suggest.toml"), "{}", broken.stderr);
}

#[test]
fn the_sentence_shown_holds_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let long = "word ".repeat(80);
    put(folder.path(), "articles/a.md", &format!("The {long}was seen by Marta Vogel in the {long}end.\n"));
    let listed = dossier(folder.path(), &["suggest"]).stdout;
    let sentence = listed.lines().find(|line| line.starts_with("    ")).unwrap();
    assert!(sentence.contains("Marta Vogel") && sentence.contains("…word") && sentence.len() < 300, "{sentence}");
}

/// Articles and the statements that are suggested, as `speaker | verb | words`.
#[test]
fn statements_are_sentences_whose_subject_reports() {
    let cases: &[(&str, &[&str])] = &[
        ("Ann Lee said that the pier was closed.", &["Ann Lee | said | Ann Lee said that the pier was closed."]),
        (
            "The rain fell. The Harbour Board denied the claim.",
            &["Harbour Board | denied | The Harbour Board denied the claim."],
        ),
        (
            "Mayor Ann Lee, a lawyer, has repeatedly denied it.",
            &["Ann Lee | denied | Mayor Ann Lee, a lawyer, has repeatedly denied it."],
        ),
        (
            "On Monday, Ann Lee told the Gazette that it was late.",
            &["Ann Lee | told | On Monday, Ann Lee told the Gazette that it was late."],
        ),
        (
            "Norland said it had no ships, but Ann Lee denied that.",
            &["Norland | said | Norland said it had no ships, but Ann Lee denied that."],
        ),
        // somebody else speaks, nobody does, or it is a quotation and counts as one
        ("A spokesman for Ann Lee said that the pier was closed.", &[]),
        ("Ann Lee’s lawyer said that the pier was closed.", &[]),
        ("Ann Lee never said that the pier was closed.", &[]),
        ("Ann Lee did not deny it.", &[]),
        ("Had Ann Lee said that the pier was closed?", &[]),
        ("If Ann Lee said that, it was late.", &[]),
        ("Ann Lee believed that the pier was closed.", &[]),
        ("Ann Lee said that the pier was “closed for good”.", &[]),
        ("> Ann Lee said that the pier was closed.", &[]),
        ("::: statement\nspeaker: Ann Lee\n\nAnn Lee said that the pier was closed.\n:::", &[]),
    ];
    for (text, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "people/ann-lee.md", "---\ntitle: Ann Lee\n---\n");
        put(folder.path(), "organizations/harbour-board.md", "---\ntitle: Harbour Board\n---\n");
        put(folder.path(), "places/norland.md", "---\ntitle: Norland\n---\n");
        put(folder.path(), "articles/a.md", &format!("{text}\n"));
        let run = dossier(folder.path(), &["suggest", "statements"]);
        let value = |block: &str, key: &str| -> String {
            let line = block.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
            line.trim().trim_matches('"').to_owned()
        };
        let found: Vec<String> = run
            .stdout
            .split("::: statement\n")
            .skip(1)
            .map(|block| {
                let words = block.split("\n\n").nth(1).unwrap_or_default().trim_end_matches("\n:::");
                format!("{} | {} | {words}", value(block, "speaker:"), value(block, "verb:"))
            })
            .collect();
        assert_eq!(found, *expected, "{text}\n{}", run.stdout);
    }
}

#[test]
fn a_statement_is_put_around_its_sentence_when_somebody_accepts_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "people/ann-lee.md", "---\ntitle: Ann Lee\n---\n");
    put(root, "topics/pier.md", "---\ntitle: pier\n---\n");
    let head = "---\ntitle: A\n---\n";
    let body = "It rained. Ann Lee said that the *old* pier %% which? %% was closed. %% ask her %% It rained again.\n\nThen Ann Lee left. Ann Lee denied that.\n";
    put(root, "articles/a.md", &format!("{head}{body}"));
    let ids = |run: &str| -> Vec<String> {
        run.lines().filter(|line| line.ends_with("  articles/a")).map(|line| line[..8].to_owned()).collect()
    };
    let listed = dossier(root, &["suggest", "statements"]).stdout;
    let found = ids(&listed);
    assert_eq!(found.len(), 2, "{listed}");
    assert!(!listed.contains("ask her"), "{listed}");
    assert_eq!(page(root, "articles/a.md"), format!("{head}{body}"), "a list changes nothing");
    assert_eq!(dossier(root, &["suggest", "statements", "--reject", &found[1]]).code, 0);
    assert_eq!(dossier(root, &["suggest", "statements", "--write", &found[1]]).code, 2, "it was rejected");
    let run = dossier(root, &["suggest", "statements", "--write", &found[0], "--write", &found[0]]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        page(root, "articles/a.md"),
        format!(
            "{head}It rained.\n\n::: statement\nspeaker: \"Ann Lee\"\nverb: said\nabout: [\"pier\"]\n\nAnn Lee said that the *old* pier %% which? %% was \
             closed.\n:::\n\n%% ask her %% It rained again.\n\nThen Ann Lee left. Ann Lee denied that.\n"
        )
    );
    let quotes = dossier(root, &["export", "quotes"]).stdout;
    assert_eq!(quotes.lines().count(), 1, "{quotes}");
    assert!(ids(&dossier(root, &["suggest", "statements"]).stdout).is_empty());
}

#[test]
fn from_an_empty_folder_to_a_dossier_with_its_people_in_four_commands() {
    let folder = tempfile::tempdir().unwrap();
    let page_saved = folder.path().join("Harbour talks.html");
    std::fs::write(
        &page_saved,
        "<!-- saved from url=(0042)https://gazette.example/2016/harbour-talks -->\n<html lang=\"en\"><head><title>Harbour talks fail - Norland \
         Gazette</title><meta property=\"og:site_name\" content=\"Norland Gazette\"></head><body><nav><a href=\"/\">Home</a></nav><article>\
         <h1>Harbour talks fail</h1><p>By Ida Holm</p><p>January 7, 2016</p><p>Talks on the pier failed on Wednesday, lawmakers and experts \
         said after a long night in the capital of the small country.</p><p>“The pier cannot stay open for another winter,” said Marta \
         Vogel, an expert at the Norland Institute, who has studied the harbour for years.</p><p>Senator Otto Brandt denied that \
         there were any plans to close it, and Brandt said that the money was there.</p></article></body></html>\n",
    )
    .unwrap();
    let root = folder.path().join("dossier");
    let run = |arguments: &[&str]| {
        let run = dossier(&root, arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
        run.stdout
    };
    run(&["init"]);
    run(&["import", "--draft=false", page_saved.to_str().unwrap()]);
    run(&["suggest", "--write-all"]);
    run(&["build"]);
    let site = super::run::tree(&root.join("output"));
    let article = site.iter().find(|(path, _)| path.starts_with("articles/") && path.contains("harbour-talks"));
    let article = String::from_utf8(article.expect("the article").1.clone()).unwrap();
    for words in ["Norland Gazette", "2016-01-07", "Ida Holm", "https://gazette.example/2016/harbour-talks"] {
        assert!(article.contains(words), "{words} is missing");
    }
    let vogel = String::from_utf8(site["people/marta-vogel.html"].clone()).unwrap();
    assert!(vogel.contains("an expert at the Norland Institute") && vogel.contains("cannot stay open"), "{vogel}");
    assert!(site.contains_key("people/otto-brandt.html") && site.contains_key("organizations/norland-institute.html"));
}
