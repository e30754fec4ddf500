#!/usr/bin/env bash
# The browser stories in two halves beside each other, each on a server of its own: much of a story is waiting.
# Arguments go to Playwright.
set -euo pipefail
cd "$(dirname "$0")/.."
second=$(mktemp)
trap 'rm -f "$second"' EXIT

part() { E2E_PART=$1 scripts/with-server.sh npm --prefix web run --silent e2e -- --shard="$1/2" "${@:2}"; }

part 2 "$@" >"$second" 2>&1 &
other=$!
failed=0
part 1 "$@" || failed=1
wait "$other" || failed=1
cat "$second"
exit "$failed"
