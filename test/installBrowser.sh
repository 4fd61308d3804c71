#!/usr/bin/env bash
# The browser of the tests, from Debian's packages. Does nothing where it is there.
#   E2E_CHROMIUM  another browser's program
# The shell without a window of its own takes a third less time; not every release of Debian has it.
set -euo pipefail
SUDO=; [ "$(id -u)" = 0 ] || SUDO=sudo
if [ -z "${E2E_CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null; then
  apt=($SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends)
  $SUDO apt-get update -qq
  "${apt[@]}" chromium-headless-shell || command -v chromium >/dev/null || "${apt[@]}" chromium
fi
