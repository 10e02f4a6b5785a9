#!/usr/bin/env bash
# Builds one archive with dossier, with Hugo, and indexes it with Pagefind, by turns; what is not installed is passed over and said.
#
#   bash benches/compare.sh [ARTICLES] [RUNS] [FOLDER]      1000 articles, 3 runs, a temporary folder
#
# Prints user, system and wall seconds and peak memory of each run, then files and bytes. Hugo gets the same texts with small templates:
# pages, lists in parts, a feed, a site map. It links no names, finds no quotations and makes no search, so the two columns are not one
# task done twice; they say what the same folder costs. Pagefind indexes the pages that dossier wrote.
set -euo pipefail
cd "$(dirname "$0")/.."

articles="${1:-1000}"
runs="${2:-3}"
folder="${3:-$(mktemp -d)}"
people=$((articles / 5 > 0 ? articles / 5 : 1))
have() { command -v "$1" >/dev/null 2>&1; }

cargo build --release --quiet --bin dossier
cargo build --release --quiet --example corpus
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
rm -rf "$folder/dossier" "$folder/hugo" "$folder/hugo-site"
target/release/examples/corpus --articles "$articles" --people "$people" "$folder/dossier"

# Time and memory of a command on one line.
measured() {
    local name="$1" status=0
    shift
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f "$name: %U user, %S system, %e wall, %M KiB" "$@" >/dev/null 2>"$folder/log" || status=$?
        tail -n 1 "$folder/log"
    else
        local TIMEFORMAT="$name: %U user, %S system, %R wall"
        time "$@" >/dev/null 2>&1 || status=$?
    fi
    [ "$status" -eq 0 ] || { echo "$name failed" >&2; cat "$folder/log" >&2; return "$status"; }
}

hugo_site() {
    target/release/examples/corpus --articles "$articles" --people "$people" --tool hugo "$folder/hugo" >/dev/null
    mkdir -p "$folder/hugo/layouts"
    cat >"$folder/hugo/hugo.toml" <<'TOML'
baseURL = "https://dossier.example/"
title = "Archive"
[taxonomies]
person = "people"
organization = "organizations"
place = "places"
topic = "topics"
TOML
    cat >"$folder/hugo/layouts/baseof.html" <<'HTML'
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a></nav><main>{{ block "main" . }}{{ end }}</main></body></html>
HTML
    cat >"$folder/hugo/layouts/page.html" <<'HTML'
{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format "2 January 2006" }} {{ .Params.source.name }}</p>{{ .Content }}
{{ range slice "people" "organizations" "places" "topics" }}<ul>{{ range $.GetTerms . }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</ul>{{ end }}{{ end }}
HTML
    for layout in home section taxonomy term; do
        cat >"$folder/hugo/layouts/$layout.html" <<'HTML'
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ $parts := .Paginate .Pages 50 }}
{{ range $parts.Pages }}<h2><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></h2><p>{{ .Summary }}</p>{{ end }}
{{ if $parts.HasNext }}<a href="{{ $parts.Next.URL }}">…</a>{{ end }}{{ end }}
HTML
    done
}

if have hugo; then hugo_site; else echo "hugo is not installed: its column is left out"; fi
have pagefind || echo "pagefind is not installed: its column is left out"

for run in $(seq "$runs"); do
    echo "run $run"
    rm -rf "$folder/site" "$folder/hugo-site"
    measured dossier target/release/dossier build --root "$folder/dossier" --output "$folder/site"
    if have hugo; then measured hugo hugo --quiet --source "$folder/hugo" --destination "$folder/hugo-site"; fi
    if have pagefind; then measured pagefind pagefind --site "$folder/site" --output-path "$folder/pagefind"; fi
done
for site in site hugo-site pagefind; do
    [ -d "$folder/$site" ] || continue
    echo "$site: $(find "$folder/$site" -type f | wc -l) files, $(find "$folder/$site" -type f -exec cat {} + | wc -c) bytes"
done
echo "what was made lies in $folder"
