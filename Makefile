# The only door. `make run` and `make test` do all set-up that they need.

# Root's own processes may read everything, the postgres user may not: keep data where both can.
DATA_DIR ?= $(if $(filter 0,$(shell id -u)),/var/tmp/citycenter,data)
LISTEN   ?= 127.0.0.1:8080
CITIES   ?= --city-dir cities/small-town --city-dir cities/yuzhno-sakhalinsk

# A fresh clone of the same machine need not build everything again.
ifeq ($(CI),true)
export CARGO_TARGET_DIR ?= $(HOME)/.cache/citycenter/target
endif
TARGET  = $(or $(CARGO_TARGET_DIR),target)
export SQLX_OFFLINE = true
unexport DATABASE_URL

STAMP = @date +"== $@ begins %T"
# The server whose clock stories may move. One selection of packages for all suites: another one
# would build half of what they depend on again.
TEST_BUILD = cargo build --locked --workspace --features server/test-clock

.PHONY: setup build run demo test test-rust test-web test-android test-ios check fmt bless bench torture tour tour-web tour-android phone bindings strings web fuzz schemathesis

## Install what this machine lacks: Debian's packages, npm packages. Again changes nothing.
setup:
	scripts/setup.sh

## The server with the web app inside.
build: web
	cargo build --locked -p server

web: web/node_modules/.package-lock.json
	cd web && npm run --silent build

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund

## Everything on the private database; prints addresses and demo sign-ins.
run: setup build
	"$(TARGET)/debug/citycenter" serve --demo --listen $(LISTEN) --data-dir "$(DATA_DIR)" $(CITIES)

## The same with a fresh small town and its months of made-up cases.
demo: setup build
	@! [ -e "$(DATA_DIR)-demo/postgres/lock" ] || flock -n "$(DATA_DIR)-demo/postgres/lock" true \
	    || { echo "a demo runs on $(DATA_DIR)-demo already"; exit 1; }
	rm -rf "$(DATA_DIR)-demo"
	"$(TARGET)/debug/citycenter" serve --demo --listen $(LISTEN) --data-dir "$(DATA_DIR)-demo" $(CITIES)

## The gate.
test: setup
	@# Swift takes minutes to fetch: beside the rest, and waited for by test-ios.
	@scripts/install-swift.sh >/dev/null 2>&1 &
	$(MAKE) --no-print-directory test-rust
	$(MAKE) --no-print-directory test-web
	@# Much of each is a compiler on one core: beside each other.
	$(MAKE) --no-print-directory --output-sync -j2 test-android test-ios
	@echo "all suites passed"

## Rules, server and core; then stories over the real binary and a real PostGIS.
test-rust: web
	$(STAMP)
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --features server/test-clock -- -D warnings
	scripts/sqlx.sh check
	scripts/alerts.sh
	$(TEST_BUILD)
	CITYCENTER_BIN="$$(realpath "$(TARGET)")/debug/citycenter" \
	    cargo test --locked --workspace --features server/test-clock
	@date +"== $@ ended %T"

## The web app: types, units, and stories in Chromium on a running server.
test-web: web
	$(STAMP)
	cd web && npm run --silent check && npm run --silent test
	$(TEST_BUILD)
	scripts/e2e.sh
	@date +"== $@ ended %T"

## The Android app: its models and screens on a JVM, with the real core, on a running server.
test-android: bindings
	$(STAMP)
	$(TEST_BUILD)
	scripts/with-server.sh scripts/test-android.sh
	@date +"== $@ ended %T"

## The phones' core from Swift, on a running server.
test-ios: bindings
	$(STAMP)
	scripts/install-swift.sh
	$(TEST_BUILD)
	scripts/with-server.sh scripts/test-ios.sh
	@date +"== $@ ended %T"

## Bindings of the phones' core, and what phones draw with.
bindings: web/node_modules/.package-lock.json
	scripts/bindings.sh
	scripts/phone-assets.py android/ui/target/generated/resources/citycenter/assets

LINK ?= http://$(LISTEN)/

## The Android app in a desktop window, on a server that `make run` started. LINK is its city's.
phone: setup bindings
	scripts/phone.sh "$(LINK)"

## What apps say themselves, from locales/ into android/app/build/strings and ios/build/strings.
strings:
	scripts/strings.py

## What a reviewer runs before looking: forms, lints, types, recorded files.
check: web
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --features server/test-clock -- -D warnings
	scripts/sqlx.sh check
	cd web && npm run --silent check

fmt:
	cargo fmt --all

## Record what tests compare with: SQL, OpenAPI, snapshots.
bless: web
	scripts/sqlx.sh write
	BLESS=1 INSTA_UPDATE=always cargo test -p domain -p server -p mobile-core

## Kills, cuts, fills and stops everything under load, and looks for what was acknowledged. Some minutes.
## TORTURE="--server 10 --only killed" tortures less.
torture: web
	$(TEST_BUILD)
	CITYCENTER_BIN="$$(realpath "$(TARGET)")/debug/citycenter" cargo run --locked -p stories --bin torture -- $(TORTURE)

## Ratios against pgbench, CPU per request, memory, start-up; the phones' core, and how large it is. Builds for release.
## BENCH="--reports 1000000 --plans" measures a large city and records docs/plans.md.
bench: web
	cargo build --locked --release -p server
	cargo run --locked -p stories --bin bench -- $(BENCH)
	CARGO_PROFILE_MOBILE_LTO=off cargo bench --locked --profile mobile -p mobile-core --bench phone
	scripts/core-size.sh

## Pictures of every screen, into target/tour: the web's, and the phone's in target/tour/android.
tour: tour-web tour-android
	@echo "pictures: $(TARGET)/tour"

tour-web: build
	TOUR_DIR="$$(realpath "$(TARGET)")/tour" scripts/with-server.sh npm --prefix web run --silent tour

tour-android: build bindings
	TOUR_DIR="$$(realpath "$(TARGET)")/tour" scripts/with-server.sh scripts/test-android.sh -pl core,ui \
	    -Dtest='*Story' -Dsurefire.failIfNoSpecifiedTests=false

FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= $(notdir $(wildcard fuzz/corpus/*))

## Throw made-up bytes at every door for FUZZ_SECONDS each. Needs nightly Rust and cargo-fuzz
## (`cargo install cargo-fuzz`). What it finds lies in fuzz/artifacts: mend it, move it to fuzz/corpus.
fuzz:
	@for target in $(FUZZ_TARGETS); do mkdir -p fuzz/found/$$target && \
	cargo +nightly fuzz run --fuzz-dir fuzz $$target fuzz/found/$$target fuzz/corpus/$$target -- \
	    -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 || exit 1; done

## Requests that schemathesis makes of docs/openapi.json, as anybody and as staff (fetches it once).
schemathesis:
	$(TEST_BUILD)
	scripts/with-server.sh scripts/schemathesis.sh
