#!/bin/sh
# Makes deploy/secrets: the keys of an installation and its passwords, for docker-compose.yml. Never over others: what
# the keys have signed and sealed can be proved and read with no others. Keep a copy apart from the data.
set -eu
cd "$(dirname "$0")/.."
folder=deploy/secrets
umask 077

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

node deploy/bin/kompass.mjs keys create "$folder"
random >"$folder/postgres-password"
printf 'postgres://kompass:%s@postgres:5432/kompass' "$(cat "$folder/postgres-password")" >"$folder/postgres-url"
random >"$folder/operator-token"
