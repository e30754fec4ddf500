#!/bin/bash
# macOS only: builds mobile-core for iOS and wraps it, with its headers, as
# ios/MobileCoreFFI.xcframework, and writes the Swift bindings beside it.
# Needs Xcode and `rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(uname -s)" = Darwin ] || { echo "xcodebuild and lipo exist on macOS only" >&2; exit 1; }

export IPHONEOS_DEPLOYMENT_TARGET=17.0         # as platforms: in ios/Package.swift
TARGET=${CARGO_TARGET_DIR:-target}
OUT=ios/MobileCoreFFI.xcframework
STAGE=$TARGET/xcframework
LIB=libmobile_core.a

for t in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios; do
    cargo build --locked --profile mobile -p mobile-core --lib --target "$t"
done

rm -rf "$STAGE" "$OUT"
mkdir -p "$STAGE/sim" "$STAGE/headers/MobileCoreFFI"
lipo -create -output "$STAGE/sim/$LIB" \
    "$TARGET/aarch64-apple-ios-sim/mobile/$LIB" "$TARGET/x86_64-apple-ios/mobile/$LIB"

bindgen() {
    cargo run --locked -q -p mobile-core --features bindgen --bin uniffi-bindgen-swift -- \
        "$TARGET/aarch64-apple-ios/mobile/$LIB" "$@"
}
bindgen ios/Sources/MobileCore --swift-sources
bindgen "$STAGE/headers/MobileCoreFFI" --headers
# A folder of its own: two frameworks that both put module.modulemap at the top of their headers
# collide in one app.
bindgen "$STAGE/headers/MobileCoreFFI" --modulemap \
    --module-name MobileCoreFFI --modulemap-filename module.modulemap

xcodebuild -create-xcframework \
    -library "$TARGET/aarch64-apple-ios/mobile/$LIB" -headers "$STAGE/headers" \
    -library "$STAGE/sim/$LIB" -headers "$STAGE/headers" \
    -output "$OUT"
