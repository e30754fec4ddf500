#!/bin/bash
# The emulator's tests beside a running server, which the phone reaches over the cable:
# scripts/with-server.sh scripts/android-walk.sh. Run scripts/android-libs.sh first.
set -euo pipefail
cd "$(dirname "$0")/../android"
PORT=${CITY_BASE_URL##*:}
adb reverse "tcp:$PORT" "tcp:$PORT"
gradle :app:connectedDebugAndroidTest -Pcitycenter.home="http://127.0.0.1:$PORT/c/$CITY_SLUG"
