//! `dossier import`: saved pages and texts become drafts among the articles.

use super::new::{self, NewError};
use super::session::{Session, say, today};
use crate::cli;
use crate::config::Config;
use crate::import;
use crate::pipeline;
use crate::source::LoadOptions;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// Imports every file that can be; gives the exit code. No existing file is touched, and nothing is published: what comes in is a draft.
pub fn run(session: &Session, named: bool, import: &cli::Import) -> anyhow::Result<u8> {
    let (today, _) = today(None)?;
    let request = session.request(named, LoadOptions { drafts: true, today })?;
    let dossier = pipeline::run(&request).ok().map(|(dossier, _)| dossier);
    let folder =
        new::place(&dossier.as_ref().map_or_else(Config::default, |dossier| dossier.config.clone()), "articles");
    let mut keys: Vec<String> =
        dossier.map(|dossier| dossier.articles.into_iter().map(|article| article.key).collect()).unwrap_or_default();
    let mut code = 0;
    for file in &import.files {
        let key = new::next_key(&keys);
        let bytes = match read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                say(&format!("error: cannot read `{}`: {error}\n", file.display()));
                code = 3;
                continue;
            }
        };
        let made = match import::article(&file.to_string_lossy(), &bytes, &key) {
            Ok(made) => made,
            Err(error) => {
                say(&format!("error: `{}` is not imported: {error}\n", file.display()));
                code = code.max(1);
                continue;
            }
        };
        match new::create(&session.root, &folder, &format!("{}.md", made.slug), &made.text) {
            Ok(path) => {
                made.notes.iter().for_each(|note| session.say(&format!("note: `{}`: {note}", file.display())));
                writeln!(io::stdout(), "{}", path.display())?;
                keys.push(key);
            }
            Err(error @ NewError::Exists(_)) => {
                say(&format!("error: {error}\n"));
                code = code.max(1);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(code)
}

/// A regular file, or what a link of the author leads to; a pipe would never end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    const LARGEST: u64 = 64 * 1024 * 1024;
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(io::Error::other("larger than 64 MiB")) } else { Ok(bytes) }
}
