"""What the tests share. They test the installed package, not the sources beside them."""

import pathlib

import pytest

HERE = pathlib.Path(__file__).resolve().parent
BINDING = HERE.parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def root():
    """The repository; tests that need more of it than this folder are skipped where it is not there."""
    if not (ROOT / "include/textgate.h").exists():
        pytest.skip("not in the repository")
    return ROOT


@pytest.fixture(scope="session")
def shipped():
    import textgate

    return textgate.Gate()


@pytest.fixture(scope="session")
def gate():
    """A gate for all tests: do not close it."""
    import textgate

    return textgate.Gate(words=["百家乐", ("poker", "category=gambling severity=medium")], detectors=["words", "patterns"])


@pytest.fixture
def write(tmp_path):
    """Writes a file and gives its path."""

    def write_file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file
