//! `dossier new`: a file for an article, a free page or an entity, with the front matter that it needs.

use super::{FileError, init};
use crate::cli;
use crate::config::Config;
use crate::diagnostics::nearest;
use crate::kind::Kinds;
use crate::text::plain::yaml_string;
use jiff::civil::Date;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What `new` has to know of the dossier.
pub struct Context<'a> {
    /// The dossier's folder.
    pub root: &'a Path,
    /// Its settings: the table of kinds, and where their pages lie.
    pub config: &'a Config,
    /// Date of a new article.
    pub today: Date,
    /// Makes a slug of a title.
    pub slug: &'a dyn Fn(&str) -> String,
    /// The keys of all articles; asked for only when an article is made.
    pub keys: &'a dyn Fn() -> Vec<String>,
}

/// Why there is no new page.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// The kind is not in the table. A usage error.
    #[error("unknown kind `{kind}`\nhelp: {help}")]
    UnknownKind {
        /// As typed.
        kind: String,
        /// What can be typed.
        help: String,
    },
    /// Nothing in the title can stand in an address. A usage error.
    #[error("no address can be made of `{0}`\nhelp: use letters or digits in the title")]
    NoSlug(String),
    /// A folder on the way is a link, which may lead out of the dossier.
    #[error("`{}` is a symbolic link\nhelp: create the page by hand, if this is what you mean", .0.display())]
    Link(PathBuf),
    /// There is such a page.
    #[error("`{}` exists already\nhelp: choose another title, or edit that file", .0.display())]
    Exists(PathBuf),
    /// The machine refuses.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Creates the page and gives its path. An existing file is never touched.
pub fn run(what: &cli::New, context: &Context<'_>) -> Result<PathBuf, NewError> {
    let folder = folder(&what.kind, &context.config.kinds)?;
    let slug = (context.slug)(&what.title);
    if slug.is_empty() || slug.contains(['/', '\\', '\0']) || slug.starts_with('.') {
        return Err(NewError::NoSlug(what.title.clone()));
    }
    let name = if folder == ARTICLES { format!("{}-{slug}.md", context.today) } else { format!("{slug}.md") };
    create(context.root, &place(context.config, folder), &name, &front_matter(folder, what, context))
}

/// The folder, relative to the root, in which new pages of a kind begin; `name` is that of the kind, or `articles`, or `pages`.
pub(super) fn place(config: &Config, name: &str) -> String {
    let content = &config.content;
    match name {
        ARTICLES => content.new_pages_go(&content.articles, ARTICLES),
        PAGES => content.new_pages_go(&content.pages, PAGES),
        name => {
            let folders = config.kinds.by_name(name).map_or(&[][..], |id| &config.kinds.get(id).folders);
            content.new_pages_go(folders, name)
        }
    }
}

/// Writes a page into a folder of the dossier; never through a link, and never over an existing file.
pub(super) fn create(root: &Path, folder: &str, name: &str, text: &str) -> Result<PathBuf, NewError> {
    let mut place = root.to_owned();
    for part in folder.split('/').filter(|part| *part != ".") {
        place.push(part);
        if fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(NewError::Link(place));
        }
    }
    let path = place.join(name);
    match init::write_new(&path, text) {
        Ok(()) => Ok(path),
        Err(error) if error.exists() => Err(NewError::Exists(path)),
        Err(error) => Err(error.into()),
    }
}

const ARTICLES: &str = "articles";
const PAGES: &str = "pages";

/// The folder of a kind, by any word for it.
fn folder<'a>(word: &str, kinds: &'a Kinds) -> Result<&'a str, NewError> {
    let asked = word.to_lowercase();
    let mut words: Vec<(String, &str)> = Vec::new();
    words.extend(["article", ARTICLES].map(|word| (word.to_owned(), ARTICLES)));
    words.extend(["page", PAGES].map(|word| (word.to_owned(), PAGES)));
    for (_, kind) in kinds.iter() {
        // The type at schema.org is spelled the American way: `organization`.
        for word in [&kind.singular, &kind.name, &kind.plural, &kind.schema_org] {
            words.push((word.to_lowercase(), &kind.name));
        }
    }
    if let Some((_, folder)) = words.iter().find(|(word, _)| *word == asked) {
        return Ok(folder);
    }
    let near = nearest(&asked, words.iter().map(|(word, _)| word.as_str()));
    let help = near.map_or_else(
        || {
            let kinds: Vec<_> = kinds.iter().map(|(_, kind)| format!("`{}`", kind.singular.to_lowercase())).collect();
            format!("use `article`, `page`, {}", kinds.join(", "))
        },
        |near| format!("did you mean `{near}`?"),
    );
    Err(NewError::UnknownKind { kind: word.to_owned(), help })
}

fn front_matter(folder: &str, what: &cli::New, context: &Context<'_>) -> String {
    let mut text = format!("---\ntitle: {}\n", yaml_string(&what.title));
    match folder {
        ARTICLES => {
            let _ = write!(text, "date: {}\nkey: {}\n", context.today, next_key(&(context.keys)()));
            text.push_str("# source:\n#   name: \n#   url: \n#   published: \n");
        }
        PAGES => {}
        _ => text.push_str("# aliases: []\n# summary: \n"),
    }
    text.push_str("---\n\n");
    text
}

/// `A` and the number after the highest one: the key of a deleted article is not given again.
pub(super) fn next_key(keys: &[String]) -> String {
    let highest = keys.iter().filter_map(|key| key.strip_prefix('A')?.parse::<u32>().ok()).max().unwrap_or(0);
    format!("A{}", highest.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn make(root: &Path, kind: &str, title: &str) -> Result<String, String> {
        let config = Config::default();
        let context = Context {
            root,
            config: &config,
            today: jiff::civil::date(2016, 1, 7),
            slug: &|title| title.to_lowercase().replace([' ', ':'], "-"),
            keys: &|| vec!["A2".into(), "A13".into(), "B99".into(), "Ax".into()],
        };
        let what = cli::New { kind: kind.into(), title: title.into() };
        let made = run(&what, &context);
        made.map(|path| path.strip_prefix(root).unwrap().display().to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn pages_get_what_their_kind_needs() {
        let dir = tempfile::tempdir().unwrap();
        for (kind, title, path, text) in [
            (
                "article",
                "Of \"this\": #that",
                "content/articles/2016-01-07-of-\"this\"--#that.md",
                "---\ntitle: \"Of \\\"this\\\": #that\"\ndate: 2016-01-07\nkey: A14\n\
                 # source:\n#   name: \n#   url: \n#   published: \n---\n\n",
            ),
            (
                "Person",
                "Jane Doe",
                "content/people/jane-doe.md",
                "---\ntitle: \"Jane Doe\"\n# aliases: []\n# summary: \n---\n\n",
            ),
            ("organization", "A\\B", "content/organizations/a\\b.md", ""),
            ("pages", "About", "content/pages/about.md", "---\ntitle: \"About\"\n---\n\n"),
        ] {
            if text.is_empty() {
                assert!(make(dir.path(), kind, title).unwrap_err().starts_with("no address"));
                continue;
            }
            assert_eq!(make(dir.path(), kind, title).as_deref(), Ok(path));
            assert_eq!(fs::read_to_string(dir.path().join(path)).unwrap(), text);
        }
        let error = make(dir.path(), "people", "Jane Doe").unwrap_err();
        assert!(error.ends_with("exists already\nhelp: choose another title, or edit that file"), "{error}");
    }

    #[test]
    fn unknown_kinds_are_refused_with_a_suggestion() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(make(dir.path(), "persn", "x"), Err("unknown kind `persn`\nhelp: did you mean `person`?".into()));
        assert_eq!(
            make(dir.path(), "vessel", "x"),
            Err("unknown kind `vessel`\nhelp: use `article`, `page`, `person`, `organisation`, `place`, `topic`, `event`"
                .into())
        );
        assert!(fs::read_dir(dir.path()).unwrap().next().is_none());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let (dir, victim) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(dir.path().join("content")).unwrap();
        std::os::unix::fs::symlink(victim.path(), dir.path().join("content/people")).unwrap();
        assert!(make(dir.path(), "person", "Jane").unwrap_err().contains("is a symbolic link"));
        assert!(fs::read_dir(victim.path()).unwrap().next().is_none());
    }
}
