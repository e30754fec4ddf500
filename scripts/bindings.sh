#!/bin/bash
# Builds mobile-core and writes its Kotlin and Swift bindings, which are never kept in the tree.
# On a Mac the iOS half is made by scripts/build-xcframework.sh instead.
set -euo pipefail
cd "$(dirname "$0")/.."
TARGET=${CARGO_TARGET_DIR:-target}
BUILT=$TARGET/debug
case $(uname -s) in Darwin) LIB=$BUILT/libmobile_core.dylib ;; *) LIB=$BUILT/libmobile_core.so ;; esac

cargo build --quiet --locked -p mobile-core --features bindgen

KOTLIN=android/core/target/generated/kotlin
rm -rf "$KOTLIN"
"$BUILT/uniffi-bindgen" generate "$LIB" --language kotlin --no-format --out-dir "$KOTLIN"

mkdir -p ios/Sources/MobileCore ios/Sources/MobileCoreFFI
swift() { "$BUILT/uniffi-bindgen-swift" "$@"; }
ARCHIVE=$BUILT/libmobile_core.a
swift "$ARCHIVE" ios/Sources/MobileCore --swift-sources
swift "$ARCHIVE" ios/Sources/MobileCoreFFI --headers
swift "$ARCHIVE" ios/Sources/MobileCoreFFI --modulemap \
    --module-name MobileCoreFFI --modulemap-filename module.modulemap
