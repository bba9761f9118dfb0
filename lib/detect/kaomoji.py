#!/usr/bin/env python3
"""Writes kaomoji.inc beside itself: what each character may be in a face drawn with characters, ordered by code point, from
the lists below. A character has one row: roles (what it may stand for) and what it says, with a strength.
"""
import pathlib

E, M, D, B = "PART_EYE", "PART_MOUTH", "PART_OTHER", "PART_BROW"
ROWS = [  # roles, feeling, strength, characters; what stands between the eyes counts twice
    # eyes
    (E, "JOY", 3, "^＾⌒◠≧≦◕✿❁ᵔ♥❤✧★☆"),
    (E, "JOY", 2, "nᗒᗕ"),
    (E, "JOY", 1, "•・･◍｡๑˙ˊˋ"),
    (E, "SADNESS", 3, "TＴ╥ಥㄒ┬┳πஇ༎"),
    (E, "SADNESS", 2, ";；ŏ个◞◟QＱ><＞＜"),
    (E, "SURPRISE", 4, "⊙◎☉⚆⦿ʘ"),
    (E, "SURPRISE", 3, "●OＯ○"),
    (E, "SURPRISE", 2, "o0"),
    (E, "SURPRISE", 1, "°º˚゜ﾟ"),
    (E, "ANGER", 3, "ಠ◉눈"),
    (E, "ANGER", 2, "ÒÓòó"),
    (E, "DISGUST", 3, "¬→←≖"),
    (E, "DISGUST", 2, "‸"),
    (E, "NEUTRAL", 1, "-－—–=＝˘─x×X@＠_■\u0304¯"),
    (E, "FEAR", 2, "+＋"),
    # brows: in front of a mouth they frown, behind it they plead
    (B, "NEUTRAL", 0, "´`｀ˋ'‘’′‵"),
    # mouths
    (M, "JOY", 2, "▽∇∀ヮωᴥﻌᗜᗢᗨᴗ‿◡ㅂε3³з∪v︶"),
    (M, "JOY", 1, "u"),
    (M, "SADNESS", 3, "﹏︿へヘ︵︹︺⌓﹃ᗣ"),
    (M, "SADNESS", 1, "╭╮"),
    (M, "ANGER", 4, "益皿"),
    (M, "SURPRISE", 2, "ДдロД□〇０△ﾛ口ｏΔ"),
    (M, "NEUTRAL", 0, ".ー＿一人ˍｰ~﹁︷"),
    # what else a face has
    (D, "JOY", 3, "♡♪♫*＊"),
    (D, "SADNESS", 3, "༼༽"),
    (D, "SADNESS", 2, ",，"),
    (D, "ANGER", 4, "#＃╬ꐦ҂凸"),
    (D, "FEAR", 2, "|｜∥〣Σ∑"),
    (D, "NEUTRAL", 0, " 　。～〜彡╯╰ლςゞシツづっつ✌ฅ♬ﾉノヾヽ＼／/\\و⊂⊃✩⭐︻メ՞〃ﾞ゛͜͡ʖ⌐°︶ვง┛"
                      "\u0300\u0301\u0302\u0308\u0325\u0329\u0eb6ᵕᶘᶅ冫心"),
]


def main():
    table = {}
    for role, tone, strength, characters in ROWS:
        for c in characters:
            roles, *said = table.get(ord(c), (set(), tone, strength))
            roles.add(role)
            table[ord(c)] = (roles, *said)  # the first list that has it decides what it says
    # these are several things
    for c, *roles in [("ω", M), ("o", E, M), ("O", E, M), ("。", E, M, D), ("｡", E, D), ("-", E, M), ("_", E, M), (".", E, M),
                      ("・", E, M), ("°", E, D), ("ﾟ", E, D), ("゜", E, D), ("Ｏ", E, M), ("○", E, M), ("0", E), ("~", M, E),
                      ("^", E, M), ("w", M), ("A", M), ("a", M), ("n", E, M), ("u", E, M), ("q", E), ("*", D, E), ("つ", D),
                      ("︶", E, M), ("￣", E, M), ("﹏", M), ("へ", M, D), ("ヘ", M, D), ("◡", E, M), ("‿", M), ("╥", E),
                      ("╯", E, D), ("╰", E, D), ("￢", E), ("ˇ", E), ("￥", E, M), ("$", E), ("ー", E, M), ("′", B, E),
                      ("‵", B, E), ("᷄", D), ("᷅", D), ("•", E), ("Θ", E), ("一", E, M),
                      ("⁰", E), ("ᗣ", M), ("ᗝ", M), ("<", E), (">", E), ("｀", B), ("へ", M), ("ㅅ", M), ("c", M), ("ﾛ", M),
                      ("?", D), ("？", D), ("!", D), ("！", D), ("｛", D), ("\\", D), ("p", D), ("q", E, D), ("b", D), ("d", D),
                      ("m", D), ("╮", M, D), ("╭", M, D), ("ε", M), ("＝", E, D), ("=", E, D), ("‸", E, M, D), ("ˍ", M),
                      ("・", E, M, D), ("･", E, M, D), ("∥", D), ("̀", D), ("́", D), ("✧", E, D), ("☆", E, D), ("★", E, D),
                      ("◟", E), ("◞", E), ("━", E, M), ("┃", D), ("》", E), ("《", E), ("T", E), ("Д", M), ("v", M, E),
                      ("˙", E, D), ("˘", E), ("⌓", M), ("个", E), ("3", M), ("٩", D), ("۶", D), ("ᗨ", M), ("ᗣ", M), ("ノ", E, D), ("つ", E, M, D), ("っ", E, D), ("⊂", E, D), ("ς", E, D), ("/", E, D), ("＼", E, D), ("ლ", E, D), ("и", M), ("ϖ", M), ("Φ", E)]:
        old = table.get(ord(c), (set(), "NEUTRAL", 0))
        table[ord(c)] = (old[0] | set(roles), old[1], old[2])
    out = ["/* Made by kaomoji.py; do not edit. */", "static const part parts[] = {"]
    for code, (roles, tone, strength) in sorted(table.items()):
        out.append("    {0x%X, %s, TG_TONE_%s, %d}," % (code, " | ".join(sorted(roles)), tone, strength))
    out += ["};", ""]
    (pathlib.Path(__file__).parent / "kaomoji.inc").write_text("\n".join(out), encoding="ascii")


if __name__ == "__main__":
    main()
