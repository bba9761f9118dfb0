#!/usr/bin/env python3
"""Writes DATA/language/more: words of languages without a film-subtitle list, from two Python packages of public data.

    language_more.py --data DATA        (after `pip install wordfreq simplemma`)
"""
import argparse
import hashlib
import pathlib

import simplemma.strategies.dictionaries.dictionary_factory as simplemma
from wordfreq import get_frequency_dict

FREQUENT = {"ja": "ja", "hi": "hi", "ta": "ta", "ur": "ur", "fil": "tl"}  # code there and here
FORMS = "cy ga la nn sw gd lb hy".split()
MOST = 50_000
MOST_FORMS = 30_000


def write(path, words):
    path.write_text("".join(f"{word} {count}\n" for word, count in words), encoding="utf-8")
    print(path.name, len(words))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=pathlib.Path, required=True)
    folder = parser.parse_args().data / "language" / "more"
    folder.mkdir(parents=True, exist_ok=True)
    for code, tag in FREQUENT.items():
        words = sorted(get_frequency_dict(code, "best").items(), key=lambda item: -item[1])[:MOST]
        write(folder / f"{tag}.txt", [(word, max(1, round(share * 1e9))) for word, share in words])
    for code in FORMS:
        forms = set()
        for pair in simplemma.DefaultDictionaryFactory().get_dictionary(code).items():
            forms.update(form.decode() if isinstance(form, bytes) else form for form in pair)
        plain = sorted((form for form in forms if form.isalpha() and form == form.lower()),
                       key=lambda form: hashlib.md5(form.encode()).digest())
        write(folder / f"{code}.txt", [(form, 1) for form in sorted(plain[:MOST_FORMS])])


if __name__ == "__main__":
    main()
