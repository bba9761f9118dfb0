"""The peers: how each is got and built. One that is not there is passed over with a line that says how to get it."""
import dataclasses
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CFLAGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O3", "-g", "-Wall", "-Wextra", "-pthread"]


class Missing(Exception):
    """Why a peer cannot be had, and how it could."""


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    command: tuple
    folds: bool = False


def run(*command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    if done.returncode:
        raise Missing(f"{shlex.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


def pkg_config(*arguments):
    return run(os.environ.get("PKG_CONFIG", "pkg-config"), *arguments).split()


def compile_c(target, sources, flags, libraries, depends=()):
    """A runner in C, compiled when a source is newer."""
    sources = [HERE / source for source in (*sources, "runner.c")]
    newest = max(pathlib.Path(p).stat().st_mtime for p in (*sources, HERE / "runner.h", *depends))
    if not target.exists() or target.stat().st_mtime < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        run(os.environ.get("CC", "cc"), *CFLAGS, *flags, *sources, *libraries, "-o", target)
    return target


def textgate(build, name, folder):
    build = pathlib.Path(build).resolve()
    library = build / "lib/libtextgate.a"
    if not library.exists():
        raise Missing(f"{library} is not there: make BUILD={build} all")
    include = build.parent / "include" if (build.parent / "include/textgate.h").exists() else ROOT / "include"
    libraries = pkg_config("--libs", "libpcre2-8", "icu-uc", "icu-i18n", "jansson", "libxxhash")
    target = compile_c(folder / f"runner-{name}", ["textgate.c"], [f"-I{include}"], [library, *libraries, "-lm", "-ldl"],
                       [library])
    return Peer(name, (target,), folds=True)


def hyperscan(folder):
    try:
        flags, libraries = pkg_config("--cflags", "libhs"), pkg_config("--libs", "libhs")
    except Missing:
        raise Missing("apt-get install libhyperscan-dev") from None
    return Peer("hyperscan", (compile_c(folder / "runner-hyperscan", ["hyperscan.c"],
                                        ['-DRUNNER_NAME="Hyperscan"', *flags], libraries),))


def rust(name, folder):
    try:
        subprocess.run(["cargo", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise Missing("needs cargo, of Rust") from None
    run("cargo", "build", "--release", "--locked", "--target-dir", folder / "rust", cwd=HERE / "rust")
    return Peer(name, (folder / "rust/release/runner", name))


PEERS = {
    "hyperscan": hyperscan,
    "daachorse-charwise": lambda folder: rust("daachorse-charwise", folder),
    "daachorse-bytewise": lambda folder: rust("daachorse-bytewise", folder),
    "aho-corasick": lambda folder: rust("aho-corasick", folder),
}


def find(wanted, builds, folder):
    """The peers whose names begin with one of the words wanted ('*' is all), textgate's builds first."""
    def is_wanted(name):
        return any(word == "*" or name.startswith(word) for word in wanted)

    found = []
    for build in builds:
        name, _, path = build.rpartition("=")
        if is_wanted(name or "textgate"):
            found.append(textgate(path, name or "textgate", folder))
    for name, make in PEERS.items():
        if is_wanted(name):
            try:
                found.append(make(folder))
            except Missing as why:
                print(f"without {name}: {why}", file=sys.stderr)
    return found
