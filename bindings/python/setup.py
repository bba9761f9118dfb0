"""Builds the extension: the C library's own sources and those of ext/ in one module, with the shipped dictionaries compiled
to a pack beside it. What setuptools does well by itself is in pyproject.toml.

The library is taken from the repository that this folder is part of, or from vendor/, where an sdist has its copy.
"""

import atexit
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"
ROOT = VENDOR if VENDOR.is_dir() else HERE.parents[1]
VENDORED = ("lib", "include", "dicts")
PACKAGES = "libpcre2-8 icu-uc icu-i18n jansson libxxhash libsodium lmdb".split()
FLAGS = "-std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -fvisibility=hidden -pthread -Wall -Wextra".split()

# Run by a process of its own, with the extension that was just built.
COMPILE_PACK = """
import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
_, module, sources, pack = sys.argv
spec = spec_from_file_location("_textgate", module, loader=ExtensionFileLoader("_textgate", module))
textgate = module_from_spec(spec)
spec.loader.exec_module(textgate)
textgate.compile(sources, pack)
"""


def version():
    header = (ROOT / "include/textgate.h").read_text(encoding="utf-8")
    return re.search(r'#define TG_VERSION "(.+?)"', header)[1]


def pkg_config(option):
    command = [os.environ.get("PKG_CONFIG", "pkg-config"), option, *PACKAGES]
    try:
        return shlex.split(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"textgate needs pkg-config and {', '.join(PACKAGES)}: {error}") from None


def build_folder():
    """A folder of this build's own, so that builds at the same time do not meet and none finds an older one's files."""
    folder = tempfile.mkdtemp(prefix="textgate-build-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class BuildExtension(build_ext):
    def build_extension(self, extension):
        extension.include_dirs = [str(ROOT / "include")]
        extension.extra_compile_args = [*FLAGS, *pkg_config("--cflags")]
        extension.extra_link_args = [*pkg_config("--libs"), "-pthread", "-lm", "-ldl"]
        if sys.platform.startswith("linux"):
            extension.extra_link_args.append(f"-Wl,--version-script={HERE / 'ext/exports.map'}")
        extension.extra_objects = self.compile_library(extension.extra_compile_args)
        super().build_extension(extension)
        self.compile_pack(extension)

    def compile_library(self, flags):
        """The library's objects, made by as many compilers as there are processors."""
        # Where an installed library has its pack; ours is beside the extension, which names it.
        flags = [*flags, '-DTG_DATADIR="/usr/local/share/textgate"']

        def compile_one(source):
            return self.compiler.compile(
                [str(source)],
                output_dir=self.build_temp,
                include_dirs=[str(ROOT / "include"), str(ROOT / "lib")],
                extra_postargs=flags,
            )

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            made = pool.map(compile_one, sorted(ROOT.glob("lib/*/*.c")))
            return [name for names in made for name in names]

    def pack_path(self, extension):
        return os.path.join(os.path.dirname(self.get_ext_fullpath(extension.name)), "default.pack")

    def compile_pack(self, extension):
        module = os.path.abspath(self.get_ext_fullpath(extension.name))
        command = [sys.executable, "-c", COMPILE_PACK, module, str(ROOT / "dicts"), self.pack_path(extension)]
        # An extension that was built with sanitizers runs in a process that has them loaded.
        preload = os.environ.get("TEXTGATE_PRELOAD")
        subprocess.run(command, check=True, env={**os.environ, **({"LD_PRELOAD": preload} if preload else {})})

    def copy_extensions_to_source(self):
        """For `pip install -e`."""
        super().copy_extensions_to_source()
        for extension in self.extensions:
            self.compile_pack(extension)

    def get_outputs(self):
        return [*super().get_outputs(), *map(self.pack_path, self.extensions)]


class SourceDistribution(sdist):
    """Takes along the library and the dictionaries, which lie outside this folder."""

    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        for name in VENDORED:
            shutil.copytree(ROOT / name, Path(base_dir, "vendor", name))


setup(
    version=version(),
    ext_modules=[
        Extension("textgate._textgate", sorted(f"ext/{p.name}" for p in HERE.glob("ext/*.c")), py_limited_api=True)
    ],
    cmdclass={"build_ext": BuildExtension, "sdist": SourceDistribution},
    options={"bdist_wheel": {"py_limited_api": "cp39"}, "build": {"build_base": build_folder()}},
)
