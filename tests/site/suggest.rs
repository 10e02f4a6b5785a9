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
