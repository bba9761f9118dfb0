"""The ways to install: each from nothing, in an environment of its own. Slow and in need of the network (setuptools), so
only with `pytest -m slow`."""

import shutil
import subprocess
import sys
import sysconfig
import venv

import pytest

CHECK = """
import textgate
assert not textgate.Gate().is_clean("澳门百家乐开户")
assert textgate.Gate(words=["abc"]).scan("abc").action == "block"
print(textgate.__file__)
"""

pytestmark = pytest.mark.slow


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    return folder / "bin/python"


@pytest.fixture(scope="module")
def wheel(root, python, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, root / "bindings/python")
    (path,) = folder.glob("*.whl")
    return path


def check(python, folder):
    assert str(python.parent.parent) in run(python, "-c", CHECK, cwd=folder)


def test_the_wheel_is_for_all_pythons_from_3_9(wheel):
    assert wheel.name.startswith("textgate-") and "-cp39-abi3-" in wheel.name


def test_the_wheel_works_in_a_fresh_environment(wheel, python, tmp_path):
    run(python, "-m", "pip", "install", "-q", "--force-reinstall", wheel)
    check(python, tmp_path)


def test_a_source_archive_builds_away_from_the_repository(root, python, tmp_path):
    run(python, "-m", "pip", "install", "-q", "build")
    source = tmp_path / "copy/bindings/python"
    shutil.copytree(root / "bindings/python", source)
    for name in ("lib", "include", "dicts"):
        shutil.copytree(root / name, tmp_path / "copy" / name)
    run(python, "-m", "build", "-q", "--sdist", "-o", tmp_path, source)
    shutil.rmtree(tmp_path / "copy")
    (archive,) = tmp_path.glob("*.tar.gz")
    run(python, "-m", "pip", "install", "-q", "--force-reinstall", archive)
    check(python, tmp_path)


def test_the_extension_depends_on_the_named_libraries_only(wheel, python, tmp_path):
    if not sysconfig.get_config_var("HAVE_DLOPEN") or not sys.platform.startswith("linux") or not shutil.which("nm"):
        pytest.skip("needs nm")
    run(python, "-m", "zipfile", "-e", wheel, tmp_path)
    extension = tmp_path / "textgate/_textgate.abi3.so"
    exported = run("nm", "-D", "--defined-only", extension).split()
    assert exported[2::3] == ["PyInit__textgate"]
    assert "libtextgate" not in run("ldd", extension)
