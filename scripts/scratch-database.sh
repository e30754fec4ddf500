#!/usr/bin/env bash
# A throw-away PostgreSQL with every migration applied, for checking SQL at compile time.
#   scripts/scratch-database.sh COMMAND…    runs COMMAND with DATABASE_URL set, then removes it all
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n1)
dir=$(mktemp -d)
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as_owner() { (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }
fi
trap 'as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT

as_owner "$bin/initdb" -D "$dir/data" -U city --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1
as_owner "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" \
    -o "-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off" start >/dev/null
chmod 711 "$dir"
export DATABASE_URL="postgres://city@localhost/city?host=$dir"
as_owner "$bin/createdb" -h "$dir" -U city city
for migration in migrations/*.sql; do
    "$bin/psql" -q -v ON_ERROR_STOP=1 -h "$dir" -U city -1 -f "$migration" city
done
"$@"
