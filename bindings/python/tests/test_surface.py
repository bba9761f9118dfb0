"""The surface: every function of the library has its place here, stubs agree with the module, the README's code runs."""

import ast
import inspect
import io
import pathlib
import re
import subprocess
import sys
from contextlib import redirect_stdout

import pytest

import textgate

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = pathlib.Path(textgate.__file__).parent

NOT_BOUND = {
    "tg_options_add_default": "the wheel carries its own pack, which is added by its path",
    "tg_pack_task": "a Model tells its task; Model(pack, name) asks for one",
    "tg_detect_language": "Verdict.languages has them; where each stands is the command's work: textgate detect-language --spans",
    "tg_gate_ref": "Python counts the references to a Gate",
    "tg_policy_ref": "a policy lives in its gate only",
    "tg_pack_ref": "Python counts the references to a Pack",
    "tg_holder_new": "a Gate is replaced by assigning another to the variable or attribute that holds it",
    "tg_holder_free": "see tg_holder_new",
    "tg_holder_get": "see tg_holder_new",
    "tg_holder_set": "see tg_holder_new",
    "tg_scanner_new_following": "see tg_holder_new",
    "tg_scan_each": "a call into Python for each finding costs more than the list",
    "tg_overlay_new": "see tg_holder_new",
    "tg_overlay_free": "see tg_holder_new",
    "tg_overlay_add": "see tg_holder_new",
    "tg_overlay_remove": "see tg_holder_new",
    "tg_overlay_publish": "see tg_holder_new",
    "tg_overlay_compile": "see tg_holder_new",
    "tg_builder_add_pack": "dictionaries= takes packs",
    "tg_batch_new": "scan_many has threads of its own, which give way to Ctrl-C",
    "tg_batch_free": "see tg_batch_new",
    "tg_batch_scan": "see tg_batch_new",
    "tg_verdict_json": "to_dict() gives the same as objects; a Verdict has no scanner that could write it",
    "tg_severity_from_word": "severities come in dictionaries only",
    "tg_store_set_time": "for tests and replays; max_age goes by the system's time",
    "tg_store_look_up_fingerprint": "a store takes texts; fingerprints are for a database of one's own",
    "tg_store_remember_fingerprint": "see tg_store_look_up_fingerprint",
    "tg_normalise_word": "words go in, not out",
    "tg_scanner_set_store": "DuplicateStore.look_up tells the same beside a scan",
    "tg_scanner_remember": "see tg_scanner_set_store",
    "tg_verdict_duplicate": "see tg_scanner_set_store",
    "tg_verdict_emotion_span": "what shows a feeling is the work of the command: textgate scan, setting emotion-spans",
    "tg_layer_word": "see tg_verdict_emotion_span",
    "tg_builder_entry_count": "len(pack) is the same",
    "tg_builder_diagnostic_count": "the diagnostics are read to their end",
}


def exported_functions(root):
    manifest = root / "test/house/symbols.txt"
    if manifest.exists():
        return set(manifest.read_text().split())
    header = re.sub(r"/\*.*?\*/", "", (root / "include/textgate.h").read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"^TG_API[^;]*?\b(tg_\w+)\s*\(", header, flags=re.MULTILINE))


def test_each_exported_function_is_bound_or_explained(root):
    code = "".join(p.read_text(encoding="utf-8") for p in (HERE.parent / "ext").glob("*.c"))
    code = re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL)
    used = set(re.findall(r"\btg_\w+", code))
    exported = exported_functions(root)
    assert len(exported) > 50
    assert sorted(exported - used - set(NOT_BOUND)) == [], "bind them or say why not"
    assert sorted(set(NOT_BOUND) & used) == [], "bound after all"
    assert sorted(set(NOT_BOUND) - exported) == [], "no longer there"


def test_the_version_is_the_librarys(root):
    header = (root / "include/textgate.h").read_text(encoding="utf-8")
    assert f'#define TG_VERSION "{textgate.__version__}"' in header


def test_the_module_under_test_is_an_installed_abi3_build(root):
    assert root not in PACKAGE.parents or "site-packages" in PACKAGE.parts
    for name in ("py.typed", "_textgate.pyi", "default.pack"):
        assert (PACKAGE / name).exists()
    assert textgate.Gate.__module__ == "textgate"
    assert textgate._textgate.__file__.endswith(".abi3.so")


def declared():
    return ast.parse((PACKAGE / "_textgate.pyi").read_text(encoding="utf-8"))


def parameters_of(function):
    a = function.args
    return [p.arg for p in a.posonlyargs + a.args], [p.arg for p in a.kwonlyargs]


def test_the_stub_tells_of_everything_public():
    classes = {n.name: n for n in declared().body if isinstance(n, ast.ClassDef)}
    functions = {n.name for n in declared().body if isinstance(n, ast.FunctionDef)}
    for name in set(textgate.__all__) - {"__version__"}:
        thing = getattr(textgate, name)
        assert thing.__doc__, name
        if not inspect.isclass(thing):
            assert name in functions
        elif not issubclass(thing, tuple):
            told = {n.name for n in classes[name].body if isinstance(n, ast.FunctionDef)}
            told |= {n.target.id for n in classes[name].body if isinstance(n, ast.AnnAssign)}
            there = {n for n in vars(thing) if not n.startswith("_")}
            assert there <= told, name


def test_the_stub_has_the_parameters_of_the_methods():
    (gate,) = (n for n in declared().body if isinstance(n, ast.ClassDef) and n.name == "Gate")
    for method in (n for n in gate.body if isinstance(n, ast.FunctionDef)):
        if method.name.startswith("_") or method.name == "closed":
            continue
        signature = inspect.signature(getattr(textgate.Gate, method.name))
        assert list(signature.parameters) == sum(parameters_of(method), []), method.name


def test_the_stub_has_a_keyword_for_each_setting(root):
    header = (root / "include/textgate.h").read_text(encoding="utf-8")
    rows = header[header.index("#define TG_SETTING_LIST") : header.index("typedef enum tg_setting")]
    settings = {w.replace("-", "_") for w in re.findall(r'X\(\w+, "([a-z-]+)"', rows)} - {"detectors"}
    (gate,) = (n for n in declared().body if isinstance(n, ast.ClassDef) and n.name == "Gate")
    (new,) = (n for n in gate.body if isinstance(n, ast.FunctionDef) and n.name == "__new__")
    assert set(parameters_of(new)[1]) == settings
    for setting in settings:
        textgate.Gate(words=["a"], **{setting: 1 if setting in ("kernels", "emotion_spans") else 1000})


README = (HERE.parent / "README.md").read_text(encoding="utf-8") if (HERE.parent / "README.md").exists() else ""
EXAMPLES = re.findall(r"```python\n(.*?)```(?:\n+prints\n+```text\n(.*?)```)?", README, flags=re.DOTALL)


@pytest.mark.parametrize("code, output", EXAMPLES)
def test_the_readmes_example_runs_and_prints_what_it_says(code, output, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})
    assert printed.getvalue() == output


def test_the_readme_has_examples(root):
    assert len(EXAMPLES) >= 5 and all(output for _, output in EXAMPLES)


def test_the_docstring_of_the_package_is_true():
    import doctest

    result = doctest.testmod(textgate)
    assert result.attempted and not result.failed


def test_importing_takes_no_other_module():
    code = "import sys; before = set(sys.modules); import textgate; print(*(set(sys.modules) - before))"
    names = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    assert {n.partition(".")[0] for n in names} <= {
        "textgate", "collections", "_collections", "itertools", "keyword", "operator", "_operator", "reprlib",
        "_collections_abc", "functools", "_functools", "types", "heapq", "_heapq",
    }  # fmt: skip
