//! What comes in by `import`: cases as data, a pile of files in all formats against a table, properties, and hostile files.

#[path = "import/cases.rs"]
mod cases;
#[path = "import/documents.rs"]
mod documents;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/make.rs"]
mod make;
#[path = "import/pile.rs"]
mod pile;
#[path = "import/properties.rs"]
mod properties;
