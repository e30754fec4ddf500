#!/usr/bin/env bash
# Checks and tries the alert rules with promtool, which scripts/setup.sh fetches where it is missing.
set -euo pipefail
cd "$(dirname "$0")/../deploy/prometheus"

promtool=$(command -v promtool || echo "${XDG_CACHE_HOME:-$HOME/.cache}/citycenter/promtool")
said=$("$promtool" check rules citycenter.rules.yml && "$promtool" check config --syntax-only prometheus.yml \
    && "$promtool" test rules citycenter.rules.test.yml) || { echo "$said" >&2; exit 1; }
echo "alerts: $(grep -c 'alert:' citycenter.rules.yml) rules hold"
