#!/bin/sh
# Installs textgate below temporary folders and uses it from there: are the files where they belong, does pkg-config lead to
# them, do programs in C and C++ build and find the shipped pack, does all of it work when moved, and does `make uninstall`
# take away all of it and nothing else. Last, whether the Makefile honours CC and CFLAGS.
#
#     run.sh [BUILD]     what is installed: a folder below the tree, already built; "build" if not given
#
# CC and CXX are the compilers of the small programs.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-build}
CC=${CC:-cc}
CXX=${CXX:-c++}
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR LD_LIBRARY_PATH CFLAGS LDFLAGS
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
umask 077 # what is installed is for everybody nevertheless

passed=0
failed=0

# check WHAT COMMAND...: whether the command succeeds; what it printed is shown if not.
check() {
    what=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        echo "ok $what"
        passed=$((passed + 1))
    else
        echo "FAIL $what"
        sed 's/^/    /' "$work/output" | tail -n 20
        failed=$((failed + 1))
    fi
}

run_make() {
    make --no-print-directory -C "$root" BUILD="$build" "$@"
}

is_file() { [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c %a "$1")" = "$2" ] && [ -s "$1" ] || { ls -l "$1"; return 1; }; }
is_link() { [ "$(readlink "$1")" = "$2" ] || { ls -l "$1"; return 1; }; }
is_absent() { [ ! -e "$1" ] && [ ! -L "$1" ] || { echo "$1 is there"; return 1; }; }
is_equal() { [ "$1" = "$2" ] || { printf 'expected: %s\nis:       %s\n' "$2" "$1"; return 1; }; }
exits() { # exits STATUS COMMAND...
    wanted=$1
    shift
    "$@"
    is_equal $? "$wanted"
}

# Everything below a folder that is no folder, in order.
list() { (cd "$1" && find . ! -type d | LC_ALL=C sort); }

all_files='./bin/textgate
./include/textgate.h
./lib/libtextgate.a
./lib/libtextgate.so
./lib/libtextgate.so.0
./lib/libtextgate.so.0.1.0
./lib/pkgconfig/textgate.pc
./share/textgate/default.pack'

check_tree() { # check_tree NAME FOLDER
    check "$1: all files and no others" is_equal "$(list "$2")" "$all_files"
    check "$1: the command" is_file "$2/bin/textgate" 755
    check "$1: the header" is_file "$2/include/textgate.h" 644
    check "$1: the static library" is_file "$2/lib/libtextgate.a" 644
    check "$1: the shared library" is_file "$2/lib/libtextgate.so.0.1.0" 755
    check "$1: the shared library's name for programs" is_link "$2/lib/libtextgate.so.0" libtextgate.so.0.1.0
    check "$1: the shared library's name for linking" is_link "$2/lib/libtextgate.so" libtextgate.so.0
    check "$1: the pack" is_file "$2/share/textgate/default.pack" 644
    check "$1: folders are open to everybody" is_equal "$(find "$2" -type d ! -perm 755)" ''
}

# Checks pkg-config's answers for a prefix, which need not be where the file is.
check_pc() { # check_pc NAME FOLDER-OF-PC PREFIX LIBDIR
    pc() { PKG_CONFIG_PATH=$pc_folder PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config "$@" textgate; }
    pc_folder=$2
    check "$1: textgate.pc can be read by all" is_file "$2/textgate.pc" 644
    check "$1: prefix" is_equal "$(pc --variable=prefix)" "$3"
    check "$1: libdir" is_equal "$(pc --variable=libdir)" "$4"
    check "$1: includedir" is_equal "$(pc --variable=includedir)" "$3/include"
    check "$1: datadir" is_equal "$(pc --variable=datadir)" "$3/share/textgate"
    check "$1: version" is_equal "$(pc --modversion)" 0.1.0
    check "$1: --libs" is_equal "$(pc --libs | sed 's/ *$//')" "-L$4 -ltextgate"
}

# ------------------------------------------------------------------ packaging

stage=$work/stage
check 'make install DESTDIR= PREFIX=/usr' run_make install DESTDIR="$stage" PREFIX=/usr
check 'DESTDIR: nothing is beside the prefix' is_equal "$(ls -A "$stage")" usr
check_tree DESTDIR "$stage/usr"
check_pc DESTDIR "$stage/usr/lib/pkgconfig" /usr /usr/lib
check 'make uninstall DESTDIR= PREFIX=/usr' run_make uninstall DESTDIR="$stage" PREFIX=/usr
check 'DESTDIR: nothing is left' is_equal "$(list "$stage")" ''

other=$work/other
check 'make install LIBDIR=' run_make install PREFIX="$other" LIBDIR="$other/lib/some-abi"
check 'LIBDIR: the library is there' is_file "$other/lib/some-abi/libtextgate.so.0.1.0" 755
check 'LIBDIR: nothing is in lib' is_equal "$(ls "$other/lib")" some-abi
check_pc LIBDIR "$other/lib/some-abi/pkgconfig" "$other" "$other/lib/some-abi"
check 'LIBDIR: the library knows where the pack is, since that is not beside it' \
    grep -q "$other/share/textgate" "$other/lib/some-abi/libtextgate.so"

# -------------------------------------------------------------------- programs

prefix=$work/prefix
moved="$work/moved here"
check 'make install PREFIX=' run_make install PREFIX="$prefix"
check 'make install again' run_make install PREFIX="$prefix"
check_tree PREFIX "$prefix"
check_pc PREFIX "$prefix/lib/pkgconfig" "$prefix" "$prefix/lib"

cat >"$work/program.c" <<'END'
/* Exits with 0 if the shipped dictionaries block the first argument and let the second one pass. */
#include <stdio.h>
#include <string.h>
#include <textgate.h>

#define MUST(call) do { if ((call) != TG_OK) { fprintf(stderr, "%s: %s\n", #call, error.message); return 2; } } while (0)

int main(int count, char **texts)
{
    tg_error error;
    tg_gate *gate;
    tg_scanner *scanner;
    const tg_verdict *verdict;
    int i, wrong = 0;
    tg_options *options = tg_options_new(NULL);
    memset(&error, 0, sizeof error);
    if (!options || strcmp(tg_version(), TG_VERSION) != 0)
        return 2;
    MUST(tg_options_add_default(options, &error));
    MUST(tg_gate_new(options, &gate, &error));
    MUST(tg_scanner_new(gate, &scanner));
    for (i = 1; i < count; i++) {
        MUST(tg_scan(scanner, texts[i], strlen(texts[i]), &verdict));
        printf("%s: %s\n", texts[i], tg_action_word(verdict->action));
        wrong |= verdict->action != (i == 1 ? TG_ACTION_BLOCK : TG_ACTION_PASS);
    }
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
    return wrong;
}
END
# Whatever entry the shipped dictionaries have that blocks.
bad=$(awk '/^%severity (high|critical)/ { on = 1; next } /^%severity/ { on = 0 }
    on && NF && !/[\t&~]/ && !/^[#%!\/]/ { print; exit }' "$root/dicts/zh/gambling.txt")
good='Good morning'
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"

# shellcheck disable=SC2046,SC2086 # lists
build_shared() { $CC -Wall -Wextra -Werror $(pkg-config --cflags textgate) "$work/program.c" $(pkg-config --libs textgate) -o "$work/shared"; }
# The archive, and shared libraries of others: Debian has no static ICU without a C++ compiler.
# shellcheck disable=SC2046,SC2086
build_static() {
    $CC $(pkg-config --cflags textgate) "$work/program.c" \
        $(pkg-config --static --libs textgate | sed 's/-ltextgate\>/-l:libtextgate.a/') -o "$prefix/bin/static"
}
# shellcheck disable=SC2046,SC2086
build_cpp() {
    cp "$work/program.c" "$work/program.cc"
    $CXX -std=c++11 -Wall -Wextra -Wpedantic -Werror $(pkg-config --cflags textgate) "$work/program.cc" \
        $(pkg-config --libs textgate) -o "$work/cpp"
}
header_alone() { # header_alone COMPILER OPTION...
    echo '#include <textgate.h>' >"$work/alone.c"
    "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only "-I$prefix/include" "$work/alone.c"
}
run_shared() { LD_LIBRARY_PATH="$1/lib" exits 0 "$2" "$bad" "$good"; }
needs() { readelf -d "$1" | grep -q "$2"; }

check 'a program builds against the shared library' build_shared
check 'it needs the library by its soname' needs "$work/shared" 'NEEDED.*\[libtextgate\.so\.0\]'
check 'it finds the shipped pack and blocks a text' run_shared "$prefix" "$work/shared"
check 'a program builds against the static library' build_static
check 'it does not need the shared one' exits 1 needs "$prefix/bin/static" 'NEEDED.*libtextgate'
check 'it finds the shipped pack and blocks a text' exits 0 "$prefix/bin/static" "$bad" "$good"
check 'a C++ program builds' build_cpp
check 'it blocks a text' run_shared "$prefix" "$work/cpp"
for std in c99 c11 c17; do
    check "the header is $std" header_alone $CC -std=$std
done
for std in c++11 c++20; do
    check "the header is $std" header_alone $CXX -x c++ -std=$std
done
check 'the library gives away no names but its own' is_equal \
    "$(nm -D --defined-only "$prefix/lib/libtextgate.so" | awk '$2 != "A" {print $3}' | grep -v '^tg_')" ''

# ------------------------------------------------------------------------ moved

scan() { printf '%s' "$2" | "$1/bin/textgate" scan --format json; }
mv "$prefix" "$moved"
check 'moved: the command blocks a text' exits 1 scan "$moved" "$bad"
check 'moved: the command lets a text pass' exits 0 scan "$moved" "$good"
check 'moved: a program with the shared library' run_shared "$moved" "$work/shared"
check 'moved: a program with the static library' exits 0 "$moved/bin/static" "$bad" "$good"
printf 'morning\n' >"$work/own.txt"
check 'moved: the command compiles' exits 0 "$moved/bin/textgate" compile -o "$moved/share/textgate/default.pack" "$work/own.txt"
check 'moved: the pack beside the command is the one in use' exits 1 scan "$moved" "$good"
ln -s "$moved/bin/textgate" "$work/link"
run_link() { printf '%s' "$good" | "$work/link" scan; }
check 'moved: the command through a link' exits 1 run_link
mv "$moved" "$prefix"

# -------------------------------------------------------------------- uninstalling

echo mine >"$prefix/share/textgate/mine.txt"
echo mine >"$prefix/lib/mine.a"
rm "$prefix/bin/static"
check 'make uninstall' run_make uninstall PREFIX="$prefix"
check 'uninstall leaves what is not its own' is_equal "$(list "$prefix")" './lib/mine.a
./share/textgate/mine.txt'
check 'make uninstall of nothing' run_make uninstall PREFIX="$prefix"
rm -r "$prefix"
check 'make install once more' run_make install PREFIX="$prefix"
check 'make uninstall once more' run_make uninstall PREFIX="$prefix"
check 'uninstall leaves no file' is_equal "$(list "$prefix")" ''
check 'nor its own folder' is_absent "$prefix/share/textgate"
check 'make uninstall LIBDIR=' run_make uninstall PREFIX="$other" LIBDIR="$other/lib/some-abi"
check 'LIBDIR: nothing is left' is_equal "$(list "$other")" ''

# ------------------------------------------------------------------ CC and CFLAGS

# A compiler that takes notes; any other fails.
real=$(command -v clang || command -v gcc || command -v cc)
mkdir "$work/compilers"
for name in cc gcc clang c99 c11; do
    printf '#!/bin/sh\necho "%s was called" >&2\nexit 1\n' $name >"$work/compilers/$name"
done
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>"%s"\nexec "%s" "$@"\n' "$work/calls" "$real" >"$work/compilers/noting"
chmod +x "$work"/compilers/*
build_noting() {
    PATH="$work/compilers:$PATH" make --no-print-directory -j2 -C "$root" BUILD="$work/noted" CC=noting \
        CFLAGS='-O0 -DHONOURED' LDFLAGS=-Wl,-O1 PREFIX="$prefix" install
}
check "CC and CFLAGS: everything is built by CC ($(basename "$real"))" build_noting
check 'CFLAGS: are given to every call' is_equal "$(grep -vc -e -DHONOURED "$work/calls")" 0
check 'CFLAGS: replace the optimisation' is_equal "$(grep -c -e ' -O[123sg]' "$work/calls")" 0
check 'LDFLAGS: are given to every linking' is_equal "$(grep -v -e ' -c ' "$work/calls" | grep -vc -e -Wl,-O1)" 0
check 'what it built blocks a text' exits 1 scan "$prefix" "$bad"
check 'PREFIX: is known to the library' grep -q "$prefix/share/textgate" "$prefix/lib/libtextgate.so"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
