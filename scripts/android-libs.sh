#!/bin/bash
# Builds mobile-core for phones into android/app/build/jniLibs, with cargo-ndk and the NDK that
# ANDROID_NDK_HOME names; and writes everything else that Gradle takes from the rest of the tree.
set -euo pipefail
cd "$(dirname "$0")/.."
LIBS=android/app/build/jniLibs
rm -rf "$LIBS"
cargo ndk -t arm64-v8a -t armeabi-v7a -t x86_64 --platform 26 -o "$LIBS" \
    build --locked --profile mobile -p mobile-core
scripts/bindings.sh
scripts/strings.py
scripts/phone-assets.py android/ui/target/generated/resources/citycenter/assets
