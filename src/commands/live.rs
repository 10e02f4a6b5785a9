//! A site whose files are made when a browser asks for them.
//!
//! In: a [`Plan`]. Out: a [`LiveSite`]. What pages share borrows from the plan, so a thread keeps both and answers questions; it ends
//! when nobody can ask any more.

use super::serve::Site;
use super::session::say;
use crate::diagnostics::render::{Format, render};
use crate::produce::{Plan, Table, WriteError};
use std::sync::mpsc::{self, Receiver, Sender};

/// A site to be asked for its files.
pub(super) struct LiveSite {
    /// Every path that is known before anything is made, sorted.
    paths: Vec<String>,
    questions: Sender<Question>,
}

/// A path, and where the answer goes.
struct Question {
    path: String,
    answer: Sender<Answer>,
}

type Answer = Result<Option<Vec<u8>>, String>;

impl LiveSite {
    /// Lays out the site. The error is what keeps all of it from being shown.
    pub(super) fn open(plan: Plan) -> Result<Self, String> {
        let (questions, asked) = mpsc::channel();
        let (ready, laid_out) = mpsc::channel();
        std::thread::spawn(move || {
            let kept = plan.open(|table| {
                let paths = table.rows().iter().map(|row| row.path.clone()).collect();
                if ready.send(Ok(paths)).is_ok() {
                    keep(table, asked);
                }
            });
            if let Err(error) = kept {
                let _ = ready.send(Err(message(error)));
            }
        });
        let paths = laid_out.recv().unwrap_or_else(|_| Err("error: the site could not be laid out\n".to_owned()))?;
        Ok(Self { paths, questions })
    }
}

/// Answers as long as somebody can ask. Each question has a thread of its own, none of those that share the work on one file: they
/// must not wait for what they are to make, such as the search index.
fn keep(table: &Table<'_>, asked: Receiver<Question>) {
    std::thread::scope(|scope| {
        for question in asked {
            scope.spawn(move || {
                let answer = table.get(&question.path).map_err(message);
                // who asked may have gone away
                let _ = question.answer.send(answer);
            });
        }
    });
}

/// An error as it is shown.
pub(super) fn message(error: WriteError) -> String {
    match error {
        WriteError::Author(diagnostic) => render(&[*diagnostic], Format::Human, true),
        WriteError::Publish(error) => format!("error: {error}\n"),
    }
}

impl Site for LiveSite {
    fn get(&self, path: &str) -> Answer {
        let (answer, answered) = mpsc::channel();
        let asked = self.questions.send(Question { path: path.to_owned(), answer });
        let answer = asked.ok().and_then(|()| answered.recv().ok());
        let answer = answer.unwrap_or_else(|| Err(format!("error: `{path}` could not be made\n")));
        if let Err(error) = &answer {
            say(error);
        }
        answer
    }

    fn has(&self, path: &str) -> bool {
        self.paths.binary_search_by(|known| known.as_str().cmp(path)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::tests::dossier_of;
    use crate::produce::Options;

    fn open(files: &[(&str, &str)], templates: &[(&str, &str)]) -> Result<LiveSite, String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("templates")).unwrap();
        for (name, text) in templates {
            std::fs::write(root.path().join("templates").join(name), text).unwrap();
        }
        let plan = Plan::new(dossier_of("", files), root.path(), &Options::default(), &mut Vec::new()).unwrap();
        LiveSite::open(plan)
    }

    #[test]
    fn many_ask_at_once_and_all_are_answered() {
        let site = open(&[("articles/a.md", "One tide.\n"), ("articles/b.md", "Two tides.\n")], &[]).unwrap();
        assert!(site.has("index.html") && site.has("articles/b.html") && !site.has("articles/c.html"));
        std::thread::scope(|scope| {
            for _ in 0..20 {
                for path in ["search/index.js", "index.html", "articles/a.html", "atom.xml", "data/citations.bib"] {
                    let site = &site;
                    scope.spawn(move || {
                        assert!(site.get(path).unwrap().is_some_and(|bytes| !bytes.is_empty()), "{path}");
                    });
                }
            }
        });
        assert_eq!(site.get("articles/c.html"), Ok(None));
    }

    #[test]
    fn a_mistake_in_a_template_is_said_by_the_pages_that_use_it() {
        let site = open(&[("articles/a.md", "One.\n")], &[("network.html", "<p>{{ nothing }}</p>")]).unwrap();
        let error = site.get("network.html").unwrap_err();
        assert!(anstream::adapter::strip_str(&error).to_string().contains("templates/network.html:1:"), "{error}");
        assert!(site.get("index.html").unwrap().is_some());
    }

    #[test]
    fn a_thread_that_fails_takes_one_answer_with_it() {
        let (questions, asked) = mpsc::channel();
        let site = LiveSite { paths: Vec::new(), questions };
        drop(asked);
        assert_eq!(site.get("a.html"), Err("error: `a.html` could not be made\n".to_owned()));
    }
}
