#!/bin/sh
# The demo: what textgate says of the sample documents in this folder.
# usage: demo.sh COMMAND SAMPLES BUILD
set -u
textgate=$1
samples=$2
page=$3/demo.html

show() {
    printf '\n\033[1m$ textgate %s\033[0m\n' "$*"
    "$textgate" "$@"
    status=$?
    [ "$status" -le 1 ] || exit "$status"
}

show scan "$samples/advertisement.txt"
show scan --lines "$samples/comments.txt"
show scan --html "$samples/article.html"
show scan "$samples/clean.txt"
show scan --jsonl body --format json --matches longest "$samples/articles.jsonl"
show scan --market SA,JP,DE --lines --only culture "$samples/campaign.txt"
show detect-language "$samples/campaign.txt"
show redact "$samples/advertisement.txt"
"$textgate" scan --lines --format html "$samples/comments.txt" >"$page"
[ $? -le 1 ] || exit 2
printf '\nThe same comments as a page for an editor: %s\n' "$page"
