set -eu
version="VERSION"
releases="${DOSSIER_RELEASES:-RELEASES}"
bin="${DOSSIER_BIN:-$HOME/.local/bin}"
case "$(uname -s)-$(uname -m)" in
Linux-x86_64) target=x86_64-unknown-linux-musl ;;
Linux-aarch64) target=aarch64-unknown-linux-musl ;;
*) target= ;;
esac
archive="dossier-$version-$target.tar.gz"
mkdir -p "$bin"
work="$(mktemp -d)"
fetch() { curl -fsSL --retry 3 -o "$work/$1" "$releases/v$version/$1"; }
if [ -n "$releases" ] && [ -n "$target" ] && fetch SHA256SUMS && fetch "$archive"; then
  # a file that is not the released one ends everything here
  (cd "$work" && grep " $archive\$" SHA256SUMS | sha256sum -c -)
  tar -xzf "$work/$archive" -C "$bin" dossier
else
  cargo install CRATE --locked --root "$(dirname "$bin")"
fi
rm -rf "$work"
