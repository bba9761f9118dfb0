"""Duplicates: stores in memory and on disk, fingerprints, clusters."""

import pickle
import subprocess
import sys
import threading

import pytest

import textgate

ADVERT = "本店专业代开各类发票，真实可查，欢迎来电咨询，电话一三八零零"
SHOWN = "本店專業代開各類發票，真實可查，歡迎來電咨詢，電話一三八零零"
VARIED = "本店专业代开各类发票，真实可查，欢迎来电咨询，电话一三九一一"
OTHER = "今天天气不错，适合出去走走，晚上可能有雨，记得带伞"


def test_a_store_finds_what_it_remembers(tmp_path):
    for path in (None, tmp_path / "seen"):
        with textgate.DuplicateStore(path) as store:
            store.remember("a", ADVERT)
            store.remember("b", OTHER)
            (found,) = store.look_up(VARIED)
            assert (found.id, found.kinship, found.begin, found.end) == ("a", "near", 0, len(VARIED))
            assert 0.8 <= found.similarity < 1 and found.error == 0
            assert store.look_up(SHOWN.encode())[0].kinship == "folded"
            assert store.look_up("完全不相干的一句话") == []
            assert store.look_up_and_remember("c", VARIED)[0].id == "a"
            assert [f.id for f in store.look_up(VARIED, limit=5)] == ["c", "a"]
            store.forget("a")
            with pytest.raises(KeyError):
                store.forget("a")
            store.commit()
            store.compact()
            assert store.stats.texts == 2
        assert store.closed
        with pytest.raises(ValueError, match="closed"):
            store.look_up("a")
    with textgate.DuplicateStore(tmp_path / "seen") as store:
        assert store.look_up(OTHER)[0].id == "b"


def test_another_process_reads_and_none_writes(tmp_path):
    code = (
        "import sys, textgate\n"
        "print(len(textgate.DuplicateStore(sys.argv[1], read_only=True).look_up(sys.argv[2])))\n"
        "try: textgate.DuplicateStore(sys.argv[1])\n"
        "except textgate.Error as error: print(error.status)\n"
    )
    with textgate.DuplicateStore(tmp_path / "seen") as store:
        store.remember("a", ADVERT)
        store.commit()
        command = [sys.executable, "-c", code, str(tmp_path / "seen"), ADVERT]
        assert subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split() == ["1", "BUSY"]


def test_options_are_the_stores(tmp_path):
    textgate.DuplicateStore(tmp_path / "seen", threshold=0.7, normalise=["digits", "links"]).close()
    textgate.DuplicateStore(tmp_path / "seen").close()
    with pytest.raises(textgate.Error) as caught:
        textgate.DuplicateStore(tmp_path / "seen", threshold=0.9)
    assert caught.value.status == "INCOMPATIBLE" and not isinstance(caught.value, textgate.DictionaryError)
    with pytest.raises(ValueError):
        textgate.DuplicateStore(threshold=2)
    with pytest.raises(ValueError, match="digits links"):
        textgate.DuplicateStore(normalise=["letters"])
    with pytest.raises(TypeError):
        textgate.DuplicateStore(normalise="digits")
    with pytest.raises(FileNotFoundError):
        textgate.DuplicateStore(tmp_path / "no" / "such")


def test_misuse_is_told():
    store = textgate.DuplicateStore()
    for call in (lambda: store.remember("a"), lambda: store.remember(1, "x"), lambda: store.look_up(3), lambda: pickle.dumps(store)):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(ValueError):
        store.remember("", "x")
    with pytest.raises(ValueError):
        store.look_up("x", limit=0)


def test_containment_tells_where():
    store = textgate.DuplicateStore(containment=True)
    store.remember("a", ADVERT)
    text = OTHER + "。" + ADVERT + "。" + OTHER[::-1]
    (found,) = store.look_up(text)
    assert found.kinship == "contains" and text[found.begin : found.end] == ADVERT


def test_threads_share_a_store():
    store = textgate.DuplicateStore()
    texts = [f"{i * 7919} " + "".join(chr(0x4E00 + (i * 31 + k * k * 17) % 5000) for k in range(30)) for i in range(200)]

    def work(part):
        for i in range(part, 200, 4):
            store.look_up_and_remember(str(i), texts[i])

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert store.stats.texts == 200
    assert all(store.look_up(text)[0].id == str(i) for i, text in enumerate(texts))


def test_fingerprints_are_plain_values():
    a, b = textgate.fingerprint(ADVERT), textgate.fingerprint(VARIED)
    assert isinstance(a, bytes) and len(a) == 272
    similarity, error = textgate.fingerprint_similarity(a, b)
    assert abs(similarity - textgate.similarity(ADVERT, VARIED)) <= 4 * error + 0.01
    assert set(textgate.fingerprint_keys(a)) & set(textgate.fingerprint_keys(b))
    assert textgate.similarity("红包 100", "红包 2000", ["digits"]) == 1
    with pytest.raises(TypeError):
        textgate.fingerprint_keys(b"abc")
    with pytest.raises(textgate.Error):
        textgate.fingerprint_similarity(a, textgate.fingerprint(ADVERT, ["digits"]))


def test_clusters():
    members = textgate.cluster([ADVERT, OTHER, VARIED, SHOWN], threads=2)
    assert [m.cluster for m in members] == [0, 1, 0, 0]
    assert members[3].of == 0 and members[3].similarity == 1 and 0.8 <= members[2].similarity < 1
    assert textgate.cluster([]) == []
    with pytest.raises(TypeError):
        textgate.cluster("abc")
    with pytest.raises(TypeError):
        textgate.cluster(["a", 1])
    with pytest.raises(ValueError):
        textgate.cluster(["a"], threshold=3)
