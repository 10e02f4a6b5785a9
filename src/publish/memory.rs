//! A site that never touches the disk, for `serve` and tests.

use super::ledger::Ledger;
use super::{PublishError, Sink};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// All files of a site, by path.
#[derive(Debug, Default)]
pub struct MemorySite {
    ledger: Ledger,
    files: Mutex<BTreeMap<String, Arc<Vec<u8>>>>,
    /// The site that this one will stand in place of, while it is made.
    last: Option<Arc<MemorySite>>,
}

impl MemorySite {
    /// A site without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// A site without files, to be made while another is still there: files that are the same will be in memory once.
    pub fn beside(last: Option<Arc<Self>>) -> Self {
        Self { last, ..Self::default() }
    }

    /// The finished site.
    #[must_use]
    pub fn finish(self) -> Self {
        Self { last: None, ..self }
    }

    /// The file at `path`.
    pub fn get(&self, path: &str) -> Option<Arc<Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    /// All paths, sorted.
    pub fn paths(&self) -> Vec<String> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

impl Sink for MemorySite {
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.ledger.claim(path, |_| Ok(()))?;
        let same = self.last.as_ref().and_then(|last| last.get(path)).filter(|file| ***file == *bytes);
        let file = same.unwrap_or_else(|| Arc::new(bytes.to_vec()));
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), file);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_as_they_went_in() {
        let site = MemorySite::new();
        site.write("people/jane.html", b"Jane").unwrap();
        site.write("index.html", b"Home").unwrap();
        assert_eq!(site.paths(), ["index.html", "people/jane.html"]);
        assert_eq!(site.get("people/jane.html").as_deref(), Some(&b"Jane".to_vec()));
        assert_eq!(site.get("people"), None);
        assert!(site.write("Index.html", b"").is_err());
        assert!(site.write("../x", b"").is_err());
    }

    #[test]
    fn files_that_stay_the_same_are_in_memory_once() {
        let first = MemorySite::new();
        first.write("a.html", b"A").unwrap();
        first.write("b.html", b"B").unwrap();
        let first = Arc::new(first.finish());
        let second = MemorySite::beside(Some(Arc::clone(&first)));
        second.write("a.html", b"A").unwrap();
        second.write("b.html", b"new").unwrap();
        let second = second.finish();
        assert!(Arc::ptr_eq(&first.get("a.html").unwrap(), &second.get("a.html").unwrap()));
        assert_eq!(second.get("b.html").as_deref(), Some(&b"new".to_vec()));
        assert_eq!(Arc::strong_count(&first), 1, "a site holds no earlier one");
    }
}
