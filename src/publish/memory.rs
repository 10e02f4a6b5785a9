//! A site that never touches the disk, for tests.

use super::ledger::Ledger;
use super::{PublishError, Sink};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// All files of a site, by path.
#[derive(Debug, Default)]
pub struct MemorySite {
    ledger: Ledger,
    files: Mutex<BTreeMap<String, Arc<Vec<u8>>>>,
}

impl MemorySite {
    /// A site without files.
    pub fn new() -> Self {
        Self::default()
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
        let file = Arc::new(bytes.to_vec());
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
}
