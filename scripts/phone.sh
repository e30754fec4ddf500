#!/bin/bash
# The Android app in a desktop window: scripts/phone.sh LINK [LAT,LON]. What it keeps lies in PHONE_DIR.
set -euo pipefail
cd "$(dirname "$0")/.."
TARGET=$(realpath "${CARGO_TARGET_DIR:-target}")
FOLDER=${PHONE_DIR:-$TARGET/phone}
curl -fsS -o /dev/null "$1" || { echo "nothing answers at $1: start \`make run\` beside" >&2; exit 1; }
mvn -B -ntp -q -f android/pom.xml -Dkotlin.compiler.daemon=false -pl core,ui test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/classpath -DincludeScope=runtime
mkdir -p "$FOLDER"
exec java -Djna.library.path="$TARGET/debug" ${SKIKO:+-Dskiko.renderApi=$SKIKO} \
    -cp "android/ui/target/classes:$(cat android/ui/target/classpath)" citycenter.ui.desktop.WindowKt "$FOLDER" "$@"
