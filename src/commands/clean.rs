//! `dossier clean`: takes the built site away.

use crate::publish::{self, Guard, PublishError};
use std::io::{self, Write};
use std::path::Path;

/// Deletes what the last build wrote to `output` and says how much that was. Files that no build made stay, and a
/// folder that no build made is refused.
pub fn run(output: &Path, guard: &Guard, messages: &mut dyn Write) -> Result<(), PublishError> {
    let deleted = publish::remove(output, guard)?;
    // A message that cannot be printed is no reason to fail: the work is done.
    let _: io::Result<()> = match deleted {
        0 => writeln!(messages, "nothing to delete in {}", output.display()),
        1 => writeln!(messages, "deleted 1 file in {}", output.display()),
        _ => writeln!(messages, "deleted {deleted} files in {}", output.display()),
    };
    Ok(())
}
