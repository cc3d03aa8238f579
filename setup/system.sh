#!/bin/sh
# Sees to what only the machine's package manager can give: `sh setup/system.sh demo|test`.
# Runs first and changes nothing unless everything that is missing can be installed.
set -eu
cd "$(dirname "$0")/.."
. setup/common.sh

python=$(find_python) || stop "Python 3.11, 3.12 or 3.13 is needed and none was found:" \
  "install one (on Debian: apt-get install python3 python3-venv), or set PYTHON to where it is."

missing=
lacks() { missing="$missing $*"; }
loads() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
name=python3
[ "$python" = "$(command -v python3)" ] || name=$(basename "$python")

"$python" -c 'import ensurepip, venv' 2>/dev/null || lacks "$name-venv"
if [ "$(uname)" = Linux ]; then # elsewhere WeasyPrint says itself what it misses
  loads libpango-1.0.so.0 || lacks libpango-1.0-0
  loads libpangoft2-1.0.so.0 || lacks libpangoft2-1.0-0
  loads libharfbuzz-subset.so.0 || lacks libharfbuzz-subset0
fi
if [ "$1" = test ]; then
  java -version >/dev/null 2>&1 || lacks default-jre-headless
  command -v mvn >/dev/null || lacks maven
fi
[ -n "$missing" ] || exit 0

command="apt-get install --no-install-recommends$missing"
command -v apt-get >/dev/null ||
  stop "\`make $1\` needs what Debian calls$missing: install it with your package manager, then run it again."
if [ "$(id -u)" = 0 ]; then
  sudo=
elif sudo -n true 2>/dev/null; then
  sudo="sudo -n"
else
  stop "\`make $1\` needs packages that only an administrator may install: \`$command\`; then run it again."
fi

install() {
  # shellcheck disable=SC2086 # the words of $missing are packages
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    -o Dpkg::Use-Pty=0 --no-install-recommends $missing
}
say "system packages:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install >"$log" 2>&1 ||
  { say "apt-get update" && $sudo apt-get update -qq >"$log" 2>&1 && install >"$log" 2>&1; } ||
  { tail -n 15 "$log" >&2 && stop "apt-get failed as shown above: mend that, or run \`$command\` by hand."; }

# Java keeps a list of its own of who is trusted; certificates that an administrator
# added to this machine come into it only now that there is a Java.
case $missing in *jre*) $sudo update-ca-certificates >"$log" 2>&1 || say "update-ca-certificates failed" ;; esac
