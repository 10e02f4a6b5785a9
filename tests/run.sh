#!/usr/bin/env bash
# The test command: everything that can be checked with Rust and a shell.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo fmt --check
cargo clippy --all-targets -- -D warnings
cargo test
