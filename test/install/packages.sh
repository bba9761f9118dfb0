#!/bin/sh
# Installs the Debian packages named, those that are missing. Needs root or sudo only for that.
set -eu

missing=
for package; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true) in
    *' installed') ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Please install what these Debian packages hold:$missing" >&2
    exit 1
fi
root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root:$missing" >&2; exit 1; }
    root=sudo
fi
echo "Installing:$missing"
$root apt-get update -qq
# shellcheck disable=SC2086 # a list
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
