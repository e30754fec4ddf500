#!/bin/bash
# How large the phones' core is, as they carry it: built with the profile `mobile`, for this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
TARGET=${CARGO_TARGET_DIR:-target}
# The other shapes of the library would be optimized as a whole once more each.
cargo rustc --quiet --locked -p mobile-core --lib --crate-type cdylib --profile mobile
LIB=$TARGET/mobile/libmobile_core.so
echo "libmobile_core.so, stripped: $(stat -c %s "$LIB") bytes, $(gzip -9 <"$LIB" | wc -c) packed"
