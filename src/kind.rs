//! The table of entity kinds. Five are built in; `[[kinds]]` in dossier.toml adds rows.
//!
//! Nothing else in the house may branch on which kind it has: what differs between kinds is a column here.

use serde::Serialize;

/// Row number in [`Kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct KindId(pub u8);

/// What can be mentioned: a row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Folder below `content/`, front matter key, first part of ids and addresses: `people`.
    pub name: String,
    /// Word for one, in the language of the interface: `Person`.
    pub singular: String,
    /// Word for many: `People`.
    pub plural: String,
    /// Type at <https://schema.org>.
    pub schema_org: String,
    /// Schema of [FollowTheMoney](https://followthemoney.tech/explorer/).
    pub ftm: String,
    /// Name of the mark and colour in the theme (`person`, `org`, `place`, `topic`, `event`) for built-in kinds; `other` for added ones.
    pub mark: String,
    /// CSS colour of an added kind, as `#rrggbb`.
    pub color: Option<String>,
    /// Whether names are common nouns: case is ignored for lower-case names and simple English plurals match.
    pub common_noun: bool,
    /// Whether the entities are people: they have family names and speak.
    pub person: bool,
    /// Further folders whose pages are of this kind, as paths or globs below the content folder.
    pub folders: Vec<String>,
    /// Tags that make an article's file a page of this kind.
    pub tags: Vec<String>,
}

/// The table; order is the order of navigation, facets and exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kinds(pub Vec<Kind>);

impl Kind {
    /// Whether the entities are places: `in` stands before them, and a comma between a smaller and a larger one.
    pub fn is_place(&self) -> bool {
        self.schema_org == "Place"
    }
}

impl Default for Kinds {
    fn default() -> Self {
        let row = |name: &str, singular: &str, plural: &str, schema_org: &str, ftm: &str, mark: &str| Kind {
            name: name.into(),
            singular: singular.into(),
            plural: plural.into(),
            schema_org: schema_org.into(),
            ftm: ftm.into(),
            mark: mark.into(),
            color: None,
            common_noun: name == "topics",
            person: name == "people",
            folders: Vec::new(),
            tags: Vec::new(),
        };
        Self(vec![
            row("people", "Person", "People", "Person", "Person", "person"),
            row("organizations", "Organisation", "Organisations", "Organization", "Organization", "org"),
            row("places", "Place", "Places", "Place", "Address", "place"),
            row("topics", "Topic", "Topics", "DefinedTerm", "Note", "topic"),
            row("events", "Event", "Events", "Event", "Event", "event"),
        ])
    }
}

impl Kinds {
    /// Row of a kind.
    pub fn get(&self, id: KindId) -> &Kind {
        &self.0[usize::from(id.0)]
    }

    /// The kind whose folder and front matter key is `name`.
    pub fn by_name(&self, name: &str) -> Option<KindId> {
        self.iter().find(|(_, kind)| kind.name == name).map(|(id, _)| id)
    }

    /// The kind that a word in front matter means: its name, or the word for one or for many, in any case.
    pub fn by_word(&self, word: &str) -> Option<KindId> {
        let word = word.trim().to_lowercase();
        let means = |kind: &Kind| {
            // The types at schema.org are spelt the American way: `organization`.
            let built_in = kind.schema_org != "Thing" && kind.schema_org.to_lowercase() == word;
            built_in || [&kind.name, &kind.singular, &kind.plural].iter().any(|name| name.to_lowercase() == word)
        };
        self.iter().find(|(_, kind)| means(kind)).map(|(id, _)| id)
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        (0u8..).map(KindId).zip(&self.0)
    }
}
