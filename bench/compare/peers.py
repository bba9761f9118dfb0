"""The peers: how each is got and built. One that cannot be had is passed over with a line that says what it needs."""
import dataclasses
import functools
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CFLAGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O3", "-g", "-pthread", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow",
          "-Wconversion", "-Wstrict-prototypes", "-Wmissing-prototypes", *(["-Werror"] if os.environ.get("CI") else [])]


class Missing(Exception):
    """Why a peer cannot be had."""


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    command: tuple
    match: str = ""      # how it compares words, where that is not as the workload says
    limit: bool = False  # no matcher: what none can pass

    @property
    def is_ours(self):
        """Whether it is the one that the others are held against."""
        return self.match == "fold"


def run(*command, **more):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    except OSError as why:
        raise Missing(f"{command[0]}: {why.strerror}") from None
    if done.returncode:
        raise Missing(f"{shlex.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


def pkg_config(*arguments):
    return run(os.environ.get("PKG_CONFIG", "pkg-config"), *arguments).split()


def compile_c(target, source, flags=(), libraries=(), depends=()):
    """A runner in C, compiled when it is older than something it is made of, or was made otherwise."""
    sources = [HERE / source, HERE / "runner.c"] # an absolute path stays as it is
    newest = max(path.stat().st_mtime for path in (*sources, HERE / "runner.h", *depends))
    command = list(map(str, (os.environ.get("CC", "cc"), *CFLAGS, f"-I{HERE}", *flags, *sources, *libraries, "-o", target)))
    told = target.with_suffix(".command")
    is_same = target.exists() and told.exists() and told.read_text(encoding="utf-8") == shlex.join(command)
    if not is_same or target.stat().st_mtime < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        run(*command)
        told.write_text(shlex.join(command), encoding="utf-8")
    return target


# ------------------------------------------------------------------ ours ----


def compile_ours(build, source, target, flags):
    library = pathlib.Path(build).resolve() / "lib/libtextgate.a"
    if not library.exists():
        raise Missing(f"{library} is not there: make BUILD={build} all")
    tree = library.parent.parent.parent if (library.parent.parent.parent / "include/textgate.h").exists() else ROOT
    libraries = pkg_config("--libs", "libpcre2-8", "icu-uc", "icu-i18n", "jansson", "libxxhash", "libsodium", "lmdb")
    return compile_c(target, source, [f"-I{tree / 'include'}", *(f"-I{tree / flag}" for flag in flags)],
                     [library, *libraries, "-lm", "-ldl"], [library])


def textgate(build, name, folder):
    return Peer(name, (compile_ours(build, "textgate.c", folder / f"runner-{name}", ()),), match="fold")


def loose(build, folder):
    """The same with disguises undone: what that costs. There is no reference for its counts."""
    return dataclasses.replace(textgate(build, "textgate", folder), name="loose", match="loose")


def reference(build, folder):
    """What the counts of all others must be. It looks into lib/ for the folding, so it lives with the tests."""
    return Peer("reference", (compile_ours(build, ROOT / "test/bench/reference.c", folder / "runner-reference", ("lib",)),))


# ---------------------------------------------------------------- theirs ----


def hyperscan(folder):
    flags, libraries = pkg_config("--cflags", "libhs"), pkg_config("--libs", "libhs")
    runner = compile_c(folder / "runner-hyperscan", "hyperscan.c", ['-DRUNNER_NAME="Hyperscan"', *flags], libraries)
    return Peer("hyperscan", (runner,))


def vectorscan(folder):
    """Its packages conflict with Hyperscan's, so they are unpacked beside the system."""
    root = folder / "vectorscan"
    if not root.exists():
        packages = folder / "packages"
        packages.mkdir(parents=True, exist_ok=True)
        run("apt-get", "download", "libvectorscan-dev", "libvectorscan5", cwd=packages)
        for package in packages.glob("libvectorscan*.deb"):
            run("dpkg-deb", "-x", package, root)
    library = next(root.glob("usr/lib/**/libhs.so"))
    flags = ['-DRUNNER_NAME="Vectorscan"', f"-I{root / 'usr/include/hs'}"]
    runner = compile_c(folder / "runner-vectorscan", "hyperscan.c", flags, [library, f"-Wl,-rpath,{library.parent}"])
    return Peer("vectorscan", (runner,))


@functools.cache
def build_rust(folder):
    run("cargo", "build", "--release", "--target-dir", folder / "rust", cwd=HERE / "rust")
    return folder / "rust/release/runner"


def rust(name, folder, limit=False):
    return Peer(name, (build_rust(folder), name), limit=limit)


@functools.cache
def build_python(folder):
    python = folder / "venv/bin/python"
    if not python.exists():
        run(sys.executable, "-m", "venv", folder / "venv")
    run(python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt")
    return python


def python(name, folder):
    return Peer(name, (build_python(folder), HERE / "python_peers.py", name))


def go(folder):
    run("go", "build", "-o", folder / "runner-go", ".", cwd=HERE / "go")
    return Peer("go", (folder / "runner-go",))


def memcpy(folder):
    return Peer("memcpy", (compile_c(folder / "runner-memcpy", "limits.c"),), limit=True)


# Name: how to make it, what it needs.
PEERS = {
    "hyperscan": (hyperscan, "Debian's libhyperscan-dev"),
    "vectorscan": (vectorscan, "apt-get, for Debian's libvectorscan-dev"),
    "daachorse-charwise": (lambda folder: rust("daachorse-charwise", folder), "cargo, of Rust 1.77 or later"),
    "daachorse-bytewise": (lambda folder: rust("daachorse-bytewise", folder), "cargo, of Rust 1.77 or later"),
    "aho-corasick": (lambda folder: rust("aho-corasick", folder), "cargo, of Rust 1.77 or later"),
    "ahocorasick_rs": (lambda folder: python("ahocorasick_rs", folder), "pip and python3-venv"),
    "pyahocorasick": (lambda folder: python("pyahocorasick", folder), "pip and python3-venv"),
    "go": (go, "Go 1.22 or later"),
    "memcpy": (memcpy, "a C compiler"),
    "validate": (lambda folder: rust("validate", folder, limit=True), "cargo, of Rust 1.77 or later"),
}


def find(wanted, builds, folder):
    """The peers whose names begin with one of the words wanted ('*' is all), textgate's builds first."""
    def is_wanted(name):
        return any(word == "*" or name.startswith(word) for word in wanted)

    found = []
    for build in builds:
        name, _, path = build.rpartition("=")
        if is_wanted(name or "textgate"):
            try:
                found.append(textgate(path, name or "textgate", folder))
            except Missing as why:
                raise SystemExit(f"textgate: {why}") from None
    if is_wanted("loose"):
        found.append(loose(builds[0].rpartition("=")[2], folder))
    for name, (make, needs) in PEERS.items():
        if is_wanted(name):
            try:
                found.append(make(folder))
            except (Missing, StopIteration) as why:
                print(f"without {name}, which needs {needs} ({str(why).splitlines()[0]})", file=sys.stderr)
    return found
