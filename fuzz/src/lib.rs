//! What several targets need: dossiers in memory, and the rules that pages are held to.

#[path = "../../tests/markdown/safe.rs"]
#[allow(unreachable_pub)]
mod safe;

use dossier::config::Config;
use dossier::dossier::Dossier;
use dossier::pipeline;
use dossier::source::{LoadOptions, PublicSources, load_text};
use dossier::theme::Labels;

pub const OPTIONS: LoadOptions = LoadOptions { drafts: false, today: jiff::civil::date(2026, 11, 24) };

/// Panics unless a browser reads the HTML as it was written, finds only harmless things in it, and a sanitiser that allows
/// what we write takes nothing out.
pub fn check_html(html: &str) {
    safe::check_tree(html);
    safe::check_again_sanitised(html);
}

/// The model of these files; the pages that do not pass the gate are missing from it.
pub fn dossier_of(files: &[(&str, &[u8])]) -> Dossier {
    let config = Config::default();
    let mut all = PublicSources::default();
    for (path, text) in files {
        let mut one = load_text(path, text.to_vec(), &config, OPTIONS).value;
        all.articles.append(&mut one.articles);
        all.entities.append(&mut one.entities);
        all.pages.append(&mut one.pages);
        all.held_back.append(&mut one.held_back);
    }
    all.articles.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    all.entities.sort_by(|a, b| a.head.id.cmp(&b.head.id));
    pipeline::model(config, all, &Labels::english(), &mut Vec::new())
}

/// A few names of every kind, with what makes linking hard: short forms, two bearers of one family name, acronyms, CJK.
pub const ENTITIES: &[(&str, &[u8])] = &[
    ("content/people/jane-doe.md", b"---\ntitle: Jane Doe\naliases: [J. Doe, The Lady]\n---\nJane Doe met John Doe.\n"),
    ("content/people/john-doe.md", b"---\ntitle: John Doe\n---\n"),
    ("content/people/ros-lehtinen.md", b"---\ntitle: Ileana Ros-Lehtinen\nweak_aliases: [Ros]\nnot: [Ros River]\n---\n"),
    ("content/people/kim.md", "---\ntitle: 김정은\naliases: [Kim Jong Un, 金正恩]\nfamily_first: true\n---\n".as_bytes()),
    ("content/organizations/iaea.md", b"---\ntitle: International Atomic Energy Agency\naliases: [IAEA]\n---\n"),
    ("content/organizations/state.md", b"---\ntitle: State Department\naliases: [State]\n---\n"),
    ("content/places/tehran.md", "---\ntitle: Tehran\naliases: [تهران, Téhéran]\n---\n".as_bytes()),
    ("content/topics/sanction.md", b"---\ntitle: Sanction\naliases: [oil embargo]\n---\n"),
];
