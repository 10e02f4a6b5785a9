//! The dossier as data: which files lie in `data/`, and how they are described.
//!
//! What `dossier export` gives lies there, apart from the text and every single mention, which together are as large as the site.

/// What a data file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataSubject {
    /// Quotations and recorded statements with their speakers.
    Quotes,
    /// People, organisations and all others that have a page.
    Entities,
    /// What ties them to each other.
    Graph,
    /// Articles as references.
    Citations,
}

/// Its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataForm {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// For Gephi.
    Gexf,
    /// For most programs that draw graphs.
    Graphml,
    /// BibTeX.
    Bibtex,
    /// For reference managers.
    Ris,
    /// For Zotero, Pandoc and others.
    CslJson,
}

/// A file in `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DataFile {
    /// What it is about.
    pub subject: DataSubject,
    /// Its form.
    pub form: DataForm,
}

/// The file that describes the others, in the form of the Data Package standard (<https://datapackage.org/standard/data-package/>).
pub const DATA_PACKAGE: &str = "data/datapackage.json";

/// Every file that is described there, by subject.
pub const DATA_FILES: [DataFile; 12] = {
    use DataForm as F;
    use DataSubject as S;
    const fn file(subject: DataSubject, form: DataForm) -> DataFile {
        DataFile { subject, form }
    }
    [
        file(S::Quotes, F::Csv),
        file(S::Quotes, F::Jsonl),
        file(S::Entities, F::Csv),
        file(S::Entities, F::Jsonl),
        file(S::Entities, F::Ftm),
        file(S::Graph, F::Csv),
        file(S::Graph, F::Jsonl),
        file(S::Graph, F::Gexf),
        file(S::Graph, F::Graphml),
        file(S::Citations, F::Bibtex),
        file(S::Citations, F::Ris),
        file(S::Citations, F::CslJson),
    ]
};

impl DataSubject {
    /// Its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Entities => "entities",
            Self::Graph => "graph",
            Self::Citations => "citations",
        }
    }

    /// What it is, for the description.
    pub fn title(self) -> &'static str {
        match self {
            Self::Quotes => "Quotations and statements with their speakers, dates, sources and paragraphs",
            Self::Entities => "People, organisations, places, topics and events with their facts",
            Self::Graph => "Recorded relations, and who is mentioned in the same articles",
            Self::Citations => "Articles as bibliographic records",
        }
    }
}

impl DataForm {
    /// Its name as people say it.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The end of a file's name.
    pub fn ending(self) -> &'static str {
        self.row().1
    }

    /// Its type on the web.
    pub fn media_type(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Jsonl => ("JSON Lines", "jsonl", "application/jsonl"),
            Self::Csv => ("CSV", "csv", "text/csv"),
            Self::Ftm => ("FollowTheMoney", "ftm.json", "application/jsonl"),
            Self::Gexf => ("GEXF", "gexf", "application/gexf+xml"),
            Self::Graphml => ("GraphML", "graphml", "application/graphml+xml"),
            Self::Bibtex => ("BibTeX", "bib", "application/x-bibtex"),
            Self::Ris => ("RIS", "ris", "application/x-research-info-systems"),
            Self::CslJson => ("CSL JSON", "csl.json", "application/vnd.citationstyles.csl+json"),
        }
    }
}

impl DataFile {
    /// Its address.
    pub fn path(self) -> String {
        format!("data/{}.{}", self.subject.name(), self.form.ending())
    }
}
