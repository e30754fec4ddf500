#!/bin/bash
# Runs a command with Swift on its PATH: the machine's own `swift` when there is one (a Mac), else
# in the Debian 13 root that scripts/install-swift.sh made. The repository, and MOBILE_CORE_LIB_DIR
# when that lies elsewhere, are seen there under their own paths. Mounts are made in a private
# namespace, so none outlives the command, even a killed one.
set -euo pipefail
export ROOT=${SWIFT_ROOT:-/opt/swift-trixie}
export REPO; REPO=$(cd "$(dirname "$0")/.." && pwd -P)
export DIR; DIR=$(pwd -P)
export LIB=${MOBILE_CORE_LIB_DIR:-$REPO}

if [ ! -x "$ROOT/usr/libexec/swift/bin/swift-frontend" ]; then
    command -v swift >/dev/null || { echo "no Swift here: run scripts/install-swift.sh" >&2; exit 1; }
    exec "$@"
fi

# The rest of the environment is not handed on.
keep=()
while IFS= read -r -d '' kv; do
    case $kv in CITY_*|MOBILE_CORE_*|SWIFT_*|CI=*) keep+=("$kv") ;; esac
done < <(env -0)

exec unshare --mount --propagation private bash -c '
    set -e
    mount --rbind /proc "$ROOT/proc"
    mount --rbind /dev "$ROOT/dev"
    for seen in "$REPO" "$LIB"; do
        mkdir -p "$ROOT$seen"
        mount --bind "$seen" "$ROOT$seen"
    done
    exec chroot "$ROOT" /usr/bin/env -i HOME=/home LANG=C.UTF-8 \
        PATH=/usr/libexec/swift/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        "$@"
' _ "${keep[@]}" bash -c 'cd "$1" && shift && exec "$@"' _ "$DIR" "$@"
