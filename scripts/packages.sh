# Debian packages for the other scripts: source it, then call `need_packages NAME...`.
# Installs only what is missing, without recommended packages; says nothing when nothing is missing.
# Ends with 6 (the machine lacks something) and the line to run where it may not install.

missing_packages() {
    local name
    for name in "$@"; do
        case "$(dpkg-query -W -f='${db:Status-Abbrev}' "$name" 2>/dev/null)" in
            ?i*) ;;
            *) printf '%s\n' "$name" ;;
        esac
    done
}

# Runs its arguments as root, or says what to run.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 126
    fi
}

need_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian: make sure that what these packages hold is installed: $*" >&2
        return 0
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "These Debian packages are missing, and installing them needs root. Run this, then start again:" >&2
        echo "    su -c 'apt-get update && apt-get install --no-install-recommends ${missing[*]}'" >&2
        exit 6
    fi
    echo "Installing ${missing[*]}"
    local log
    log=$(mktemp)
    # A freshly started machine may still be busy with its own update: wait for the lock instead of failing.
    if ! { as_root apt-get -qq -o DPkg::Lock::Timeout=300 update &&
           as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
               install --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        echo "apt-get could not install: ${missing[*]}. See above; check the network and the package sources, then start again." >&2
        exit 6
    fi
    rm -f "$log"
}
