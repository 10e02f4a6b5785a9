//! `dossier suggest statements`: sentences of reported speech as blocks, which somebody accepts one by one.

use super::super::FileError;
use super::super::session::{Session, say};
use super::Rejected;
use crate::cli;
use crate::dossier::Dossier;
use crate::suggest::statements::{Reported, block, reported, source_of, words};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Lists, writes or rejects; gives the exit code.
pub(super) fn run(
    session: &Session,
    dossier: &Dossier,
    mut rejected: Rejected,
    options: &cli::Suggest,
) -> anyhow::Result<u8> {
    if options.kind.is_some() || options.write_all {
        say(
            "error: `--type` and `--write-all` are for names\nhelp: statements are accepted one by one: `--write ID`\n",
        );
        return Ok(2);
    }
    let mut found = reported(dossier);
    found.retain(|reported| !rejected.has_statement(&reported.id));
    if !options.reject.is_empty() {
        options.reject.iter().for_each(|id| rejected.add_statement(id));
        session.say(&format!("-> {}", rejected.save(&session.root)?.display()));
        return Ok(0);
    }
    if !options.write.is_empty() {
        return accept(session, dossier, &found, &options.write);
    }
    let limit = if options.limit == 0 { found.len() } else { options.limit };
    let mut out = String::new();
    for reported in found.iter().take(limit) {
        let head = &dossier.articles[reported.article as usize].source.head;
        let _ =
            writeln!(out, "{}  {}\n\n{}", reported.id, head.id, block(dossier, reported, &words(dossier, reported)));
    }
    std::io::stdout().write_all(out.as_bytes())?;
    session.say(&format!(
        "{} of {} statements; `--write ID` puts one into its article",
        limit.min(found.len()),
        found.len()
    ));
    Ok(0)
}

/// Puts blocks around the sentences that are chosen.
fn accept(session: &Session, dossier: &Dossier, found: &[Reported], chosen: &[String]) -> anyhow::Result<u8> {
    let mut failed = false;
    let mut edits: Vec<(&str, std::ops::Range<usize>, String)> = Vec::new();
    for id in chosen.iter().collect::<BTreeSet<_>>() {
        let Some(reported) = found.iter().find(|reported| reported.id == *id) else {
            say(&format!(
                "error: no statement that is suggested has the id `{id}`\nhelp: `dossier suggest statements` lists them\n"
            ));
            failed = true;
            continue;
        };
        let source = &dossier.articles[reported.article as usize].source.head.body.source;
        let head = &dossier.articles[reported.article as usize].source.head;
        let Some(place) = source_of(dossier, reported) else {
            say(&format!(
                "error: `{}`: marks of Markdown stand where the sentence begins or ends\nhelp: copy the block into `{}` by hand\n",
                reported.id, source.path
            ));
            failed = true;
            continue;
        };
        let from = head.body.file_offset(place.start);
        let to = head.body.file_offset(place.end - 1) + 1;
        // as the file has it, with private notes that no page has
        let text = block(dossier, reported, &source.text[from..to]);
        edits.push((&source.path, from..to, text));
    }
    // later places first, so that earlier ones stay where they are
    edits.sort_by(|a, b| (a.0, b.1.start).cmp(&(b.0, a.1.start)));
    for file in edits.chunk_by(|a, b| a.0 == b.0) {
        let path = session.root.join(file[0].0);
        put(&path, file.iter().map(|(_, place, text)| (place.clone(), text.as_str())))?;
        writeln!(std::io::stdout(), "{}", path.display())?;
    }
    Ok(if failed { 2 } else { 0 })
}

/// Replaces spans of a file, the later ones first, each by a block with blank lines around it. The file is written whole or not at all,
/// and a link is not followed.
fn put<'a>(path: &Path, edits: impl Iterator<Item = (std::ops::Range<usize>, &'a str)>) -> anyhow::Result<()> {
    if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        anyhow::bail!("`{}` is a symbolic link", path.display());
    }
    let mut text = std::fs::read_to_string(path).map_err(FileError::new("read", path))?;
    for (place, block) in edits {
        let (Some(before), Some(after)) = (text.get(..place.start), text.get(place.end..)) else {
            anyhow::bail!("`{}` has changed in between", path.display());
        };
        let (before, after) = (before.trim_end_matches([' ', '\t']), after.trim_start_matches([' ', '\t']));
        let gap = if before.ends_with("\n\n") || before.is_empty() {
            ""
        } else if before.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let rest = after.trim_start_matches('\n');
        let end = if rest.is_empty() { "" } else { "\n" };
        text = format!("{before}{gap}{block}{end}{rest}");
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path).map_err(|error| error.error)
    };
    write().map_err(FileError::new("write", path))?;
    Ok(())
}
