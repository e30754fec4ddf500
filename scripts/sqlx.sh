#!/usr/bin/env bash
# The checked form of every SQL query, so that the server builds without a database.
#   scripts/sqlx.sh write    records it in .sqlx
#   scripts/sqlx.sh check    fails when .sqlx is not what the code and the migrations say
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
fresh=$PWD/$target/sqlx-fresh
case $target in /*) fresh=$target/sqlx-fresh ;; esac

rm -rf "$fresh" && mkdir -p "$fresh"
touch server/src/lib.rs
SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$fresh scripts/scratch-database.sh \
    cargo check -q --workspace --all-targets --features server/test-clock
if [ "${1:-check}" = write ]; then
    rm -rf .sqlx && cp -r "$fresh" .sqlx
elif ! diff -rq "$fresh" .sqlx; then
    echo ".sqlx is stale: make bless" >&2
    exit 1
fi
echo "sqlx: $(ls "$fresh" | wc -l) queries $([ "${1:-check}" = write ] && echo recorded || echo fresh)"
