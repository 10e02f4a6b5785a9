//! Runs the program and reads what it wrote.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a run came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Files by path, with `/`; the list of what was written is left out.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command.args(arguments);
    if arguments.first() == Some(&"init") {
        command.arg(root);
    } else {
        command.arg("--root").arg(root);
    }
    // a relative --output counts from the current folder
    command.current_dir(if root.is_dir() { root } else { Path::new(env!("CARGO_MANIFEST_DIR")) });
    command.env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Runs to the end.
pub(crate) fn dossier(root: &Path, arguments: &[&str]) -> Run {
    with(root, arguments, &[])
}

/// The same in another environment.
pub(crate) fn with(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let output = command(root, arguments).envs(environment.iter().copied()).output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Starts it and goes on.
pub(crate) fn spawn(root: &Path, arguments: &[&str]) -> Child {
    command(root, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// All files below a folder.
pub(crate) fn tree(folder: &Path) -> Tree {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != ".dossier-manifest")
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
