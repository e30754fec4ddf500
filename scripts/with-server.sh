#!/usr/bin/env bash
# Runs a command against a server of its own: demo mode, the small town, a fresh private database.
#   CITY_BASE_URL, CITY_SLUG and BASE_URL tell the command where it is.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
dir=$(mktemp -d /tmp/citycenter-XXXXXX)
chmod 755 "$dir"
# Whatever ends this script ends the server too, and with it its database.
trap 'kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT

CITYCENTER_FAST_INITDB=1 "$target/debug/citycenter" serve --demo --listen 127.0.0.1:0 --data-dir "$dir/data" \
    --city-dir cities/small-town --city-dir cities/yuzhno-sakhalinsk >"$dir/out" 2>"$dir/log" &
server=$!
for _ in $(seq 600); do
    url=$(sed -n 's/.*listening on \(http:[^ ]*\).*/\1/p' "$dir/log" | head -n1)
    [ -n "$url" ] && break
    kill -0 "$server" 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
    sleep 0.1
done
[ -n "$url" ] || { cat "$dir/log" >&2; echo "the server did not begin to listen" >&2; exit 1; }
export BASE_URL=$url CITY_BASE_URL=$url CITY_SLUG=small-town
"$@"
if grep -q ' ERROR ' "$dir/log"; then
    grep ' ERROR ' "$dir/log" >&2
    echo "the server logged errors" >&2
    exit 1
fi
