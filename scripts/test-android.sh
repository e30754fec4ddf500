#!/bin/bash
# The app's models and screens against a running server: CITY_BASE_URL names it, CITY_SLUG one of its
# cities. Run scripts/bindings.sh first.
set -euo pipefail
cd "$(dirname "$0")/.."
TARGET=$(realpath "${CARGO_TARGET_DIR:-target}")
mvn -B -ntp -f android/pom.xml -Dkotlin.compiler.daemon=false \
    -Dmobile.core.dir="$TARGET/debug" "$@" test
