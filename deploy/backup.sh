#!/bin/sh
# A backup of today below the folder that is named, beside the newest one; those of before the last
# CITYCENTER_BACKUP_KEEP (14) go. What was erased leaves the last backup after so many nights.
set -eu
shelf=$1
keep=${CITYCENTER_BACKUP_KEEP:-14}
today=$shelf/$(date +%F)

whole() { for dir in "$shelf"/????-??-??; do [ ! -f "$dir/manifest.json" ] || echo "$dir"; done; }
[ ! -f "$today/manifest.json" ] || { echo "backup: $today is there already"; exit 0; }
# What was broken off is begun anew.
rm -rf "$today"
newest=$(whole | tail -n 1)
"${CITYCENTER:-/usr/bin/citycenter}" backup "$today" ${newest:+--beside "$newest"}
whole | head -n -"$keep" | while read -r old; do rm -rf "$old"; done
