#!/bin/bash
# What of the iOS half can be checked without a Mac, against a running server: CITY_BASE_URL names
# it, CITY_SLUG one of its cities. Run scripts/install-swift.sh and scripts/bindings.sh first.
set -euo pipefail
cd "$(dirname "$0")/.."
MOBILE_CORE_LIB_DIR=$(realpath "${CARGO_TARGET_DIR:-target}")/debug
export MOBILE_CORE_LIB_DIR
swift() { (cd ios && ../scripts/with-swift.sh swift "$@"); }

# SwiftPM does not watch the archive: without this, tests would stay linked to an old core, or be laid out for one.
rm -rf ios/.build/*/debug/*.xctest ios/.build/*/debug/CityCoreTests.build
swift format lint --strict --recursive Sources/CityCore Tests Package.swift
swift build --quiet --build-tests -Xswiftc -warnings-as-errors
# Every test is XCTest; the other library would close on "0 tests".
swift test --skip-build --disable-swift-testing -Xswiftc -warnings-as-errors
