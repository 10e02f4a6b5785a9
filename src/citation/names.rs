//! Names of authors.

use crate::dossier::Dossier;
use crate::entities::Entity;
use crate::names::family_comes_first;
use crate::text::plain::line;

/// Someone who wrote something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    /// As recorded.
    pub(super) name: String,
    /// Family and given names, if the dossier knows them. Otherwise a name stays whole: `Kim Yong Nam` and `Editors of the
    /// Times` would come out wrong, and only the author of the dossier can tell.
    pub(super) parts: Option<(String, String)>,
}

/// All names of a list.
pub(super) fn all(names: &[String], dossier: &Dossier) -> Vec<Author> {
    names.iter().filter_map(|name| Author::read(name, dossier)).collect()
}

impl Author {
    /// Reads a name; `None` if it is empty.
    pub(super) fn read(name: &str, dossier: &Dossier) -> Option<Self> {
        let name = line(name);
        if name.is_empty() {
            return None;
        }
        let mut people = dossier.config.kinds.iter().filter(|(_, kind)| kind.person);
        let known = people.find_map(|(kind, _)| dossier.gazetteer.entity(&name, Some(kind)));
        let parts = known.and_then(|id| parts(&name, dossier.gazetteer.get(id)));
        Some(Self { name, parts })
    }

    /// `Kerr, Paul`, or the whole name.
    pub(super) fn sorted(&self) -> String {
        match &self.parts {
            Some((family, given)) => format!("{family}, {given}"),
            None => self.name.clone(),
        }
    }
}

/// Family and given names of a person with a page: as the page says, else of two words in the order that the name has.
fn parts(name: &str, person: &Entity) -> Option<(String, String)> {
    // of the name, not of the person: an alias may have the other order
    let first = person.source.family_first || (!person.stub && family_comes_first(name));
    let (family, given) = match (&person.source.family_name, first) {
        (Some(family), _) => {
            let family = line(family);
            let given = name
                .strip_suffix(&family)
                .filter(|rest| rest.ends_with(' '))
                .or_else(|| name.strip_prefix(&family).filter(|rest| rest.starts_with(' ')))?;
            (family, given.trim().to_owned())
        }
        (None, true) => name.split_once(' ').map(|(family, given)| (family.to_owned(), given.to_owned()))?,
        (None, false) if person.stub => return None,
        (None, false) => name.split_once(' ').map(|(given, family)| (family.to_owned(), given.to_owned()))?,
    };
    let one_word = !family.contains(' ') || person.source.family_name.is_some();
    let whole = !family.is_empty() && !given.is_empty() && one_word && !name.contains(',');
    whole.then_some((family, given))
}
