//! The files in `data/`, and the one that describes them.

use super::Plan;
use crate::citation::{Bibliography, Format};
use crate::dossier::Dossier;
use crate::export::{self, Graph};
use crate::site::{DATA_FILES, DataFile, DataForm, DataSubject, absolute};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// The most ties by shared articles that the graph of a site has; `dossier export graph` gives all.
const TIES: usize = 100_000;

/// Makes them; what two of them are made of is made once.
pub(super) struct Data<'p> {
    plan: &'p Plan,
    bibliography: OnceLock<Bibliography>,
    graph: OnceLock<Graph<'p>>,
    /// Size and SHA-256 of each file that was made, in the order of [`DATA_FILES`].
    digests: [OnceLock<(usize, String)>; DATA_FILES.len()],
}

/// <https://datapackage.org/standard/data-package/>
#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: String,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    name: String,
    path: String,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: usize,
    hash: String,
}

impl<'p> Data<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        Self {
            plan,
            bibliography: OnceLock::new(),
            graph: OnceLock::new(),
            digests: [const { OnceLock::new() }; DATA_FILES.len()],
        }
    }

    /// The bytes of a file.
    pub(super) fn make(&self, file: DataFile) -> Vec<u8> {
        let bytes = self.text(file).into_bytes();
        if let Some(at) = DATA_FILES.iter().position(|known| *known == file) {
            self.digests[at].get_or_init(|| digest(&bytes));
        }
        bytes
    }

    /// The description of all of them, with their sizes and hashes.
    pub(super) fn package(&self) -> Vec<u8> {
        let config = &self.plan.dossier.config;
        let resources = DATA_FILES.iter().zip(&self.digests).map(|(file, known)| {
            let (bytes, hash) = known.get_or_init(|| digest(self.text(*file).as_bytes())).clone();
            let path = file.path();
            Resource {
                name: path["data/".len()..].replace('.', "-"),
                path: path["data/".len()..].to_owned(),
                title: file.subject.title(),
                description: self.left_out(*file),
                format: file.form.ending(),
                mediatype: file.form.media_type(),
                encoding: "utf-8",
                bytes,
                hash,
            }
        });
        let slug = crate::text::slug::slugify(&config.title);
        let package = Package {
            schema: "https://datapackage.org/profiles/2.0/datapackage.json",
            name: if slug.is_ascii() && !slug.is_empty() { slug } else { "dossier".to_owned() },
            title: &config.title,
            description: &config.description,
            homepage: config.base_url.as_ref().map(|base| format!("{base}/")),
            resources: resources.collect(),
        };
        let mut text = serde_json::to_string_pretty(&package).expect("texts and numbers only");
        text.push('\n');
        text.into_bytes()
    }

    /// What a file does not have.
    fn left_out(&self, file: DataFile) -> Option<String> {
        let least = if file.subject == DataSubject::Graph { self.graph().least } else { 1 };
        (least > 1).then(|| format!("Ties by fewer than {least} shared articles are left out."))
    }

    fn text(&self, file: DataFile) -> String {
        use DataForm as Form;
        let dossier: &Dossier = &self.plan.dossier;
        match (file.subject, file.form) {
            (DataSubject::Quotes, Form::Csv) => export::quotes_csv(dossier),
            (DataSubject::Quotes, _) => export::quotes(dossier),
            (DataSubject::Entities, Form::Csv) => export::entities_csv(dossier),
            (DataSubject::Entities, Form::Ftm) => export::entities_ftm(dossier),
            (DataSubject::Entities, _) => export::entities(dossier),
            (DataSubject::Graph, Form::Csv) => self.graph().csv(),
            (DataSubject::Graph, Form::Gexf) => self.graph().gexf(),
            (DataSubject::Graph, Form::Graphml) => self.graph().graphml(),
            (DataSubject::Graph, _) => self.graph().jsonl(),
            (DataSubject::Citations, Form::Ris) => self.bibliography().file(Format::Ris),
            (DataSubject::Citations, Form::CslJson) => self.bibliography().file(Format::CslJson),
            (DataSubject::Citations, _) => self.bibliography().file(Format::Bibtex),
        }
    }

    fn graph(&self) -> &Graph<'p> {
        self.graph.get_or_init(|| Graph::at_most(&self.plan.dossier, TIES))
    }

    fn bibliography(&self) -> &Bibliography {
        let (dossier, site) = (&self.plan.dossier, &self.plan.site);
        let url = |id| dossier.config.base_url.as_ref().map(|base| absolute(base, site.article(id)));
        self.bibliography.get_or_init(|| Bibliography::of(dossier, url))
    }
}

fn digest(bytes: &[u8]) -> (usize, String) {
    let hash = Sha256::digest(bytes).iter().fold("sha256:".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    (bytes.len(), hash)
}
