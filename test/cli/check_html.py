"""Is the page on standard input well formed, self-contained and free of what a text could have put into it?

Prints its visible words, or what is wrong with it.
"""
import html.parser
import sys

VOID = {"meta", "input", "br"}


class Checker(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.words, self.marks = [], [], [], []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if tag in ("script", "link", "img", "iframe", "object") or any(name.startswith("on") for name in names):
            self.wrong.append(f"<{tag}> does not belong here")
        if len(set(names)) < len(names) or "src" in names or "href" in names:
            self.wrong.append(f"attributes of <{tag}>: {names}")
        if tag == "mark":
            self.marks.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> in the wrong place at {self.getpos()}")

    def handle_data(self, data):
        if "style" in self.open:
            return
        if "mark" in self.open:
            self.marks[-1] += data
        self.words += data.split()
        self.wrong += [f"character U+{ord(c):04X}" for c in data if c < " " and c not in "\n\t" or c in "\u202e\u200b"]


def main():
    page = sys.stdin.buffer.read().decode("utf-8")
    checker = Checker()
    checker.feed(page)
    checker.close()
    if not page.startswith("<!DOCTYPE html>"):
        checker.wrong.append("no document type")
    if checker.open:
        checker.wrong.append(f"not closed: {checker.open}")
    for wrong in checker.wrong:
        print("wrong:", wrong)
    print(" ".join(checker.words))
    print("marked:", " | ".join(checker.marks))


main()
