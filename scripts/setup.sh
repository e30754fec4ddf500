#!/usr/bin/env bash
# Installs what this machine lacks to build, run and test; Swift apart (install-swift.sh), which
# only test-ios needs. Running it again changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
need() { "${@:2}" >/dev/null 2>&1 || packages+=("$1"); }
need postgresql-postgis bash -c 'ls /usr/share/postgresql/*/extension/postgis.control'
need postgresql bash -c 'ls /usr/lib/postgresql/*/bin/initdb'
need chromium command -v chromium
need fonts-noto-core bash -c 'ls /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf'
need haproxy command -v haproxy
need util-linux command -v setpriv
need libheif-examples bash -c 'command -v heif-dec || command -v heif-convert'
# Since Debian 13 what decodes HEVC is a package of its own.
if apt-cache show libheif-plugin-libde265 >/dev/null 2>&1; then
    need libheif-plugin-libde265 bash -c 'ls /usr/lib/*/libheif/plugins/libheif-libde265.so'
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
if [ ${#packages[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "setup: as root, run: apt-get install ${packages[*]}" >&2
        exit 1
    fi
    as_root apt-get update -q -o DPkg::Lock::Timeout=900
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=900 "${packages[@]}"
fi
# promtool, which tries the alerts, taken out of its package: installing that would start a service.
promtool=${XDG_CACHE_HOME:-$HOME/.cache}/citycenter/promtool
if ! command -v promtool >/dev/null && [ ! -x "$promtool" ]; then
    dir=$(mktemp -d)
    chmod 755 "$dir"
    fetch() { (cd "$dir" && apt-get download -q prometheus >/dev/null 2>&1); }
    fetch || { as_root apt-get update -q -o DPkg::Lock::Timeout=900 && fetch; }
    dpkg-deb -x "$dir"/prometheus_*.deb "$dir/out"
    mkdir -p "$(dirname "$promtool")"
    mv "$dir/out/usr/bin/promtool" "$promtool"
    rm -rf "$dir"
fi
for tool in cargo node npm mvn java; do
    command -v "$tool" >/dev/null || { echo "setup: $tool is missing; the README says what is needed" >&2; exit 1; }
done

[ web/node_modules/.package-lock.json -nt web/package-lock.json ] || (cd web && npm ci --no-audit --no-fund)
[ tests/bucket/node_modules/.package-lock.json -nt tests/bucket/package-lock.json ] \
    || (cd tests/bucket && npm ci --no-audit --no-fund)
cargo fetch --locked --quiet
echo "setup: complete"
