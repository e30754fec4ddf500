#!/usr/bin/env bash
# Sends what schemathesis makes of docs/openapi.json to the server at BASE_URL: as anybody, as a coordinator
# and as an administrator.
# Fails on any answer of 500 and more, and on bodies that are not what the description says.
set -euo pipefail
cd "$(dirname "$0")/.."
home=${SCHEMATHESIS_HOME:-${CARGO_TARGET_DIR:-target}/schemathesis}
[ -x "$home/bin/schemathesis" ] || { python3 -m venv "$home" && "$home/bin/pip" install --quiet schemathesis; }
sign_in() {
    curl -sS -D - -o /dev/null "$BASE_URL/api/v1/sessions" -H 'content-type: application/json' \
        -d "{\"login\":\"$1\",\"password\":\"demo-city-2026\"}" | sed -n 's/^set-cookie: \(session=[^;]*\).*/cookie: \1/ip'
}
coordinator=$(sign_in coordinator) administrator=$(sign_in administrator)
[ -n "$coordinator" ] && [ -n "$administrator" ] || { echo "nobody could sign in" >&2; exit 1; }
# Made-up names of cities and cases would never lead past the first question of the server.
report=$(curl -sS "$BASE_URL/api/v1/cities/$CITY_SLUG/desk/reports?limit=1" -H "$coordinator" |
    sed -n 's/.*"reports":\[{"id":"\([0-9a-f-]*\)".*/\1/p')
[ -n "$report" ] || { echo "there is no report to ask about" >&2; exit 1; }
config=$(mktemp)
trap 'rm -f "$config"' EXIT
printf '[parameters]\n"path.city" = "%s"\n"path.id" = "%s"\n' "$CITY_SLUG" "$report" >"$config"
# What goes on for ever, and what would sign staff out, are other tests' matter.
ask() {
    "$home/bin/schemathesis" --config-file "$config" run docs/openapi.json --url "$BASE_URL" --seed "${SEED:-1}" \
        --max-examples "${EXAMPLES:-50}" --checks not_a_server_error,response_schema_conformance \
        --exclude-operation-id follow_events --exclude-operation-id sign_out --exclude-operation-id end_all_sessions --no-color "$@"
}
wrong=0
ask || wrong=$?
for who in "$coordinator" "$administrator"; do ask -H "$who" || wrong=$?; done
exit "$wrong"
