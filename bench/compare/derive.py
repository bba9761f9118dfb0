"""Makes the dictionaries and texts that workloads.json defines from the few files of the data folder. The same files give
the same bytes; what is there and newer than its sources is left alone."""
import pathlib
import re
import unicodedata

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
SUFFIX = ".example"  # 8 bytes


def lines_of(path):
    """The lines, each once, without control characters, which dictionaries must not have (a few scraped words do)."""
    text = CONTROL.sub("_", path.read_text(encoding="utf-8"))
    return list(dict.fromkeys(line for line in (line.strip() for line in text.split("\n")) if line))


def every(words, count):
    """So many words, evenly spread over the list."""
    return list(dict.fromkeys(words[i * len(words) // count] for i in range(count)))


def short(words):
    """The words of two and three letters or characters, which are those that texts have."""
    return [word for word in words if 2 <= len(word) <= 3 and word.isalpha()]


def pairs(words, count):
    """The list, and words put together from a piece of one and the beginning of another, which begin in as many ways as
    the list's words go on."""
    made, k = dict.fromkeys(words), 0
    while len(made) < count and k < len(words) ** 2: # a short list has fewer
        turn = k // len(words)
        first, second = words[k % len(words)], words[(7919 * k + turn) % len(words)]
        begin = min(turn % 5, len(first) - 1)
        made[(first[begin:begin + 2 + turn % 3] + second[:1 + len(second) // 2]).strip()] = None
        k += 1
    return list(made)


def combines(word):
    """Whether there are marks or invisible characters in it: behind another word they would join with its last letter, and
    a search of bytes and one of characters would rightly differ."""
    return any(unicodedata.category(letter) in ("Mn", "Me", "Mc", "Cf") for letter in word)


def repeat_to(pieces, size):
    """The pieces one after another, again and again, up to a size in bytes."""
    out, length = [], 0
    while length < size:
        for piece in pieces:
            out.append(piece)
            length += len(piece.encode())
            if length >= size:
                break
    return "".join(out)


def shuffled(words):
    """Another order, the same each time: steps of a number that has no divisor in common with the count."""
    step = 61_803
    while len(words) % step == 0:
        step += 1
    order, at = [], 0
    seen = set()
    for _ in words:
        while at in seen:
            at = (at + 1) % len(words)
        seen.add(at)
        order.append(words[at])
        at = (at + step) % len(words)
    return order


def dictionary(definition, data):
    take, count = definition["take"], definition.get("count")
    if take == "akb":
        return ["a" * k + "b" for k in range(1, count + 1)]
    words = lines_of(data / definition["of"])
    if take == "all":
        return words
    if take == "every":
        return every(short(words) if definition.get("short") else words, count)
    if take == "pairs":
        return pairs(words, count)
    if take == "suffix":
        return list(dict.fromkeys(word + SUFFIX for word in every(words, count)))
    raise ValueError(f"no such dictionary: {take}")


def text(definition, data):
    take, size = definition["take"], definition.get("bytes")
    if take == "akb":
        return repeat_to(["a" * 999 + "b"], size)
    words = shuffled([word for word in lines_of(data / definition["of"]) if not combines(word)])
    if take == "words":
        return repeat_to(words, size)
    if take == "cut":
        return repeat_to([word[1:] if i % 2 else word[:-1] for i, word in enumerate(words)], size)
    if take == "suffix":  # one of two has no word before it: the suffix alone decides nothing
        return repeat_to([word[: 1 + len(word) // 2] + SUFFIX if i % 2 else word + SUFFIX
                          for i, word in enumerate(words)], size)
    raise ValueError(f"no such text: {take}")


def up_to_date(path, sources):
    return path.exists() and all(path.stat().st_mtime >= source.stat().st_mtime for source in sources)


def derive(kind, name, definition, data, folder):
    """The path of a dictionary's or a text's file."""
    source = data / definition["of"] if "of" in definition else None
    if source and not source.exists():
        raise SystemExit(f"{source}: not there; bench/README.md says what the folder must hold")
    if kind == "text" and definition["take"] == "all":
        return source
    path = folder / f"{kind}-{name}.txt"
    if not up_to_date(path, [p for p in (source, pathlib.Path(__file__)) if p]):
        folder.mkdir(parents=True, exist_ok=True)
        made = "\n".join(dictionary(definition, data)) + "\n" if kind == "words" else text(definition, data)
        part = path.with_suffix(".part")
        part.write_text(made, encoding="utf-8")
        part.replace(path)
    return path
