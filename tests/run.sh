#!/usr/bin/env bash
# The test command: installs what the tests need, where that is possible, and runs all of them.
#
# Rust and a shell are enough. What else can be had is used: Node and Chromium for the checks in tests/browser, Java for the HTML
# validator. What cannot be had is skipped, and the last lines say what and why; a network that is not there fails nothing.
#
#   bash tests/run.sh                everything
#   bash tests/run.sh rust           formatting, lints, tests
#   bash tests/run.sh browser        the browser checks only
#   DOSSIER_NO_INSTALL=1 bash …      installs nothing
set -euo pipefail
cd "$(dirname "$0")/.."

part="${1:-all}"
skipped=()
skip() { skipped+=("$*"); echo "skipped: $*" >&2; }
step() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
may_install() { [ -z "${DOSSIER_NO_INSTALL:-}" ]; }

# Runs a command that may hang on a dead network; its last words are shown only if it fails.
quietly() {
    local log status=0
    log="$(mktemp)"
    if have timeout; then timeout 900 "$@" >"$log" 2>&1 || status=$?; else "$@" >"$log" 2>&1 || status=$?; fi
    [ "$status" -eq 0 ] || tail -n 5 "$log" >&2
    rm -f "$log"
    return "$status"
}

# A part of the Rust toolchain: `component rustfmt fmt` makes sure that `cargo fmt` is there.
component() {
    cargo "$2" --version >/dev/null 2>&1 && return 0
    have rustup && may_install && quietly rustup component add "$1" && cargo "$2" --version >/dev/null 2>&1
}

rust() {
    have cargo || { echo "error: there is no cargo; install Rust first: https://rustup.rs" >&2; exit 2; }
    step "formatting"
    if component rustfmt fmt; then cargo fmt --check; else skip "cargo fmt: the component rustfmt could not be installed"; fi
    step "lints"
    if component clippy clippy; then cargo clippy --all-targets -- -D warnings; else skip "cargo clippy: the component clippy could not be installed"; fi
    step "tests"
    local without=()
    have git || system_packages git || { skip "tests of publishing to a branch: there is no git"; without=(-- --skip publish::); }
    cargo test --locked "${without[@]+"${without[@]}"}"
    step "dependencies"
    # Advisories come over the network and without any change of ours: the workflow on GitHub shows them.
    if cargo deny --version >/dev/null 2>&1; then
        cargo deny --offline --log-level error check licenses sources bans
    else
        skip "cargo deny: it is not installed (cargo install cargo-deny --locked)"
    fi
}

find_chromium() {
    local candidate
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$candidate" ] && have "$candidate"; then command -v "$candidate"; return 0; fi
    done
    return 1
}

recent_node() { have node && have npm && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }

# Installs packages of the system, if this is one with apt and we may.
system_packages() {
    local as=()
    have apt-get && may_install || return 1
    if [ "$(id -u)" -ne 0 ]; then
        have sudo && sudo -n true 2>/dev/null || return 1
        as=(sudo -n)
    fi
    echo "installing $*"
    quietly "${as[@]+"${as[@]}"}" apt-get update || true # a stale list may do
    quietly "${as[@]+"${as[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

browser() {
    step "browser"
    recent_node || system_packages nodejs npm || true
    recent_node || { skip "browser checks: there is no Node 20 or later with npm"; return 0; }
    find_chromium >/dev/null || system_packages chromium || true
    CHROMIUM="$(find_chromium)" || { skip "browser checks: there is no Chromium or Chrome; CHROMIUM can name one"; return 0; }
    export CHROMIUM
    have java || system_packages default-jre-headless || skip "HTML validator: there is no Java"

    # Packages only, no scripts of theirs: nothing is to be built, and no second browser to be fetched.
    local installed=tests/browser/node_modules/.package-lock.json
    if [ ! -e "$installed" ] || [ tests/browser/package-lock.json -nt "$installed" ]; then
        if ! may_install || ! quietly npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund; then
            skip "browser checks: npm could not install playwright-core, axe-core and vnu-jar"
            return 0
        fi
        touch "$installed"
    fi
    node tests/browser/run.mjs
}

case "$part" in
all)
    rust
    browser
    ;;
rust) rust ;;
browser) browser ;;
*) echo "usage: bash tests/run.sh [all|rust|browser]" >&2; exit 2 ;;
esac

printf '\nall checks passed'
if [ "${#skipped[@]}" -gt 0 ]; then
    printf ', but not all ran:\n'
    printf '  skipped: %s\n' "${skipped[@]}"
else
    printf '\n'
fi
