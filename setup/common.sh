# What the setup scripts share. Sourced by them, from the root of the checkout.

say() { printf '%s\n' "· $*"; }

stop() { # one sentence that tells the way out
  printf 'passerelle: %s\n' "$*" >&2
  exit 1
}

# The first Python 3.11-3.13 of this machine, or $PYTHON where it is given.
find_python() {
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
      2>/dev/null && command -v "$candidate" && return
  done
  return 1
}

# Whether two files say the same: the second is what was installed last time.
same() { [ -f "$2" ] && cmp -s "$1" "$2"; }
