#!/usr/bin/env bash
# The databases of the queue's tests, from Debian's packages. Does nothing where they are there.
set -euo pipefail
SUDO=; [ "$(id -u)" = 0 ] || SUDO=sudo
missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
if [ "${#missing[@]}" -gt 0 ]; then
  $SUDO apt-get update -qq
  $SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
redis-server --version
ls -d /usr/lib/postgresql/*/bin
