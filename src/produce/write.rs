//! All files at once, for a build.

use super::files::{FileKind, Files};
use super::table::{self, Kind, LastStep, Output};
use super::{Plan, WriteError, leak};
use crate::dossier::Dossier;
use crate::publish::{PublishError, Sink};
use crate::render::pages::Pages;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Where finished files go.
struct Exit<'a> {
    last: LastStep<'a>,
    sink: &'a dyn Sink,
    /// The first file, by path, that shows something held back, and what it shows.
    leaked: Mutex<Option<(String, &'static str)>>,
}

impl Exit<'_> {
    fn write(&self, path: &str, kind: Kind, bytes: Cow<'_, [u8]>) -> Result<(), PublishError> {
        match self.last.take(path, kind, bytes) {
            Ok(bytes) => self.sink.write(path, &bytes),
            Err(what) => {
                let mut leaked = self.leaked.lock().unwrap_or_else(PoisonError::into_inner);
                if leaked.as_ref().is_none_or(|(first, _)| path < first.as_str()) {
                    *leaked = Some((path.to_owned(), what));
                }
                Ok(())
            }
        }
    }
}

/// Makes every file. Nothing is handed over before it is known that all have an address of their own.
///
/// Thousands of texts are in memory three times, as files, as HTML and as prose: each is let go of after the step that
/// needs it last, so that the search finds room. What is left of the model, for counting, is given back.
pub(super) fn all(mut plan: Plan, sink: &dyn Sink, tick: &(dyn Fn(usize) + Sync)) -> Result<Dossier, WriteError> {
    let watch = plan.watch();
    let exit = Exit { last: LastStep { watch: &watch, minify: plan.minify }, sink, leaked: Mutex::default() };
    plan.dossier.release_sources();
    let (rows, made) = {
        let room = plan.room()?;
        let pages = Pages::of(&room);
        let made = pages.in_site_map();
        let rows = table::rows(&pages, &Files::of(&plan, made.clone()))?;
        write_pages(&rows, &pages, &exit, &|| tick(rows.len()))?;
        (rows, made)
    };
    plan.dossier.release_html();
    write_files(&rows, &Files::of(&plan, made), &exit, &|| tick(rows.len()))?;
    match exit.leaked.into_inner().unwrap_or_else(PoisonError::into_inner) {
        None => Ok(plan.dossier),
        Some((path, what)) => Err(leak(&path, what).into()),
    }
}

fn write_pages(
    rows: &[Output],
    pages: &Pages<'_>,
    exit: &Exit<'_>,
    tick: &(dyn Fn() + Sync),
) -> Result<(), WriteError> {
    let mut series: BTreeMap<u32, Vec<(&str, Kind)>> = BTreeMap::new();
    for row in rows {
        if let Kind::Page(id) = row.kind {
            series.entry(id.series).or_default().push((&row.path, row.kind));
        }
    }
    let write = |buffer: &mut Vec<u8>, (path, kind): (&str, Kind)| -> Result<(), WriteError> {
        let Kind::Page(id) = kind else { return Ok(()) };
        buffer.clear();
        pages.make(id, buffer)?;
        exit.write(path, kind, Cow::Borrowed(buffer))?;
        tick();
        Ok(())
    };
    let mut series: Vec<Vec<(&str, Kind)>> = series.into_values().collect();
    // at the same time, since cores that make files in one folder wait for each other
    let largest = (0..series.len()).max_by_key(|at| series[*at].len()).map(|at| series.swap_remove(at));
    let (one, others) = rayon::join(
        || largest.into_par_iter().flatten().try_for_each_init(Vec::new, write),
        || series.into_par_iter().flatten().try_for_each_init(Vec::new, write),
    );
    one.and(others)
}

fn write_files(
    rows: &[Output],
    files: &Files<'_>,
    exit: &Exit<'_>,
    tick: &(dyn Fn() + Sync),
) -> Result<(), WriteError> {
    let (search, others): (Vec<_>, Vec<_>) = rows
        .iter()
        .filter_map(|row| if let Kind::File(kind) = row.kind { Some((row, kind)) } else { None })
        .partition(|(_, kind)| *kind == FileKind::Search);
    let search = || -> Result<(), WriteError> {
        for (row, _) in search {
            files.write_search(&|path: &str, bytes: &[u8]| exit.write(path, row.kind, Cow::Borrowed(bytes)))?;
            tick();
        }
        Ok(())
    };
    let others = || {
        others.into_par_iter().try_for_each(|(row, kind)| -> Result<(), WriteError> {
            exit.write(&row.path, row.kind, files.make(kind)?)?;
            tick();
            Ok(())
        })
    };
    let (searched, written) = rayon::join(search, others);
    searched.and(written)
}
