#!/usr/bin/env bash
# Checks and tries the alert rules with promtool: the one that is installed, or the one of Debian's package
# `prometheus`, taken out of it without installing a service.
set -euo pipefail
cd "$(dirname "$0")/../deploy/prometheus"

kept=${XDG_CACHE_HOME:-$HOME/.cache}/citycenter/promtool
promtool=$(command -v promtool || echo "$kept")
if [ ! -x "$promtool" ]; then
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
    chmod 755 "$dir"
    (
        cd "$dir"
        # Without the lists of packages there is nothing to download yet.
        apt-get download -q prometheus >/dev/null 2>&1 || { apt-get update -q && apt-get download -q prometheus; } >/dev/null
        dpkg-deb -x prometheus_*.deb out
    )
    mkdir -p "$(dirname "$kept")"
    mv "$dir/out/usr/bin/promtool" "$kept"
fi
said=$("$promtool" check rules citycenter.rules.yml && "$promtool" check config --syntax-only prometheus.yml \
    && "$promtool" test rules citycenter.rules.test.yml) || { echo "$said" >&2; exit 1; }
echo "alerts: $(grep -c 'alert:' citycenter.rules.yml) rules hold"
