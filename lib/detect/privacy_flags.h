/* Which bytes of a vector ask for a look. privacy_skip.c includes this once for each width of vectors: F() names its
 * functions and their type, TARGET is the attribute of those that need more than every processor has. */

typedef unsigned char F(bytes) __attribute__((vector_size(WIDTH))); /* of a comparison: all bits or none */

TARGET static inline F(bytes) F(every)(byte c)
{
    F(bytes) v;
    memset(&v, c, sizeof v);
    return v;
}

TARGET static inline F(bytes) F(load)(const byte *p)
{
    F(bytes) v;
    memcpy(&v, p, sizeof v);
    return v;
}

TARGET static inline F(bytes) F(is)(F(bytes) v, byte c)
{
    return (F(bytes))(v == F(every)(c));
}

TARGET static inline F(bytes) F(from_to)(F(bytes) v, byte first, byte last)
{
    return (F(bytes))(v - F(every)(first) <= F(every)((byte)(last - first)));
}

TARGET static inline F(bytes) F(small)(F(bytes) v) /* letters in lower case */
{
    return v | F(every)(0x20);
}

TARGET static inline F(bytes) F(flag_ascii)(const byte *p)
{
    F(bytes) a = F(load)(p), b = F(load)(p + 1), c = F(load)(p + 2), low = F(small)(a), second = F(small)(b), third =
        F(small)(c);
    F(bytes) dot = F(is)(a, '.') & (F(from_to)(second, 'a', 'z') | F(is)(b, ']') | F(is)(b, ')'));
    F(bytes) scheme = F(is)(a, '/') & F(is)(b, '/');
    F(bytes) vx = (F(is)(low, 'v') | F(is)(low, 'w')) & (F(is)(second, 'x') | (F(is)(second, 'e') & (F(is)(third, 'c') |
        F(is)(third, 'i'))));
    F(bytes) bank = (F(is)(low, 's') & F(is)(second, 'w') & F(is)(third, 'i')) | (F(is)(low, 'b') & F(is)(second,
        'i') & F(is)(third, 'c'));
    F(bytes) spelt = F(is)(low, 'd') & F(is)(second, 'o') & F(is)(third, 't');
    F(bytes) dashes = F(is)(a, '-') & F(is)(b, '-') & F(is)(c, '-');
    return F(from_to)(a, '0', '9') | F(is)(a, '@') | dot | scheme | vx | bank | spelt | dashes;
}

/* The first two bytes of Chinese numerals. */
TARGET static inline F(bytes) F(numeral_pair)(F(bytes) a, F(bytes) b)
{
    return (F(is)(a, 0xE4) & (F(is)(b, 0xB8) | F(is)(b, 0xBA) | F(is)(b, 0xB9) | F(is)(b, 0xBC))) |
           (F(is)(a, 0xE5) & (F(is)(b, 0x9B) | F(is)(b, 0x85) | F(is)(b, 0xA3) | F(is)(b, 0x8F) | F(is)(b, 0xB9))) |
           (F(is)(a, 0xE9) & (F(is)(b, 0x9B) | F(is)(b, 0x99))) | (F(is)(a, 0xE3) & F(is)(b, 0x80)) |
           (F(is)(a, 0xE6) & (F(is)(b, 0x9F) | F(is)(b, 0x8D))) | (F(is)(a, 0xE7) & F(is)(b, 0x8E)) |
           (F(is)(a, 0xE8) & (F(is)(b, 0x82) | F(is)(b, 0xB4) | F(is)(b, 0xB2)));
}

/* Their third bytes, of the commonest ones. */
TARGET static inline F(bytes) F(numeral_third)(F(bytes) a, F(bytes) c)
{
    F(bytes) low = F(is)(c, 0x80) | F(is)(c, 0x83) | F(is)(c, 0x89) | F(is)(c, 0x8C) | F(is)(c, 0x8D) | F(is)(c, 0x94) |
        F(is)(c, 0x9D);
    F(bytes) middle = F(is)(c, 0x9B) | F(is)(c, 0xAB) | F(is)(c, 0xAD) | F(is)(c, 0xB9) | F(is)(c, 0xBA) | F(is)(c,
        0x81) | F(is)(c, 0x83);
    return (F(is)(a, 0xE4) & low) | (F(is)(a, 0xE5) & middle) | (F(is)(a, 0xE3) & F(is)(c, 0x87)) | F(from_to)(a, 0xE6,
        0xE9);
}

TARGET static inline bool F(is_none)(F(bytes) v)
{
    uint64_t parts[sizeof v / 8], any = 0;
    memcpy(parts, &v, sizeof v);
    for (size_t i = 0; i < sizeof v / 8; i++)
        any |= parts[i];
    return !any;
}

/* Digits in circles, above the line, of other scripts and styles. */
TARGET static inline F(bytes) F(flag_rare)(F(bytes) a, F(bytes) b, F(bytes) c)
{
    F(bytes) circled = (F(is)(a, 0xE2) & (F(from_to)(b, 0x81, 0x82) | F(from_to)(b, 0x91, 0x93) | F(from_to)(b, 0x9D,
        0x9E))) |
                    (F(is)(a, 0xF0) & (F(is)(b, 0x9D) | (F(is)(b, 0x9F) & F(is)(c, 0x84))));
    return circled | (F(is)(a, 0xC2) & F(from_to)(b, 0xB2, 0xBF)) | F(is)(a, 0xD9) | F(is)(a, 0xDB) | (F(is)(a,
        0xE0) & (F(is)(b, 0xA5) | F(is)(b, 0xB9)));
}

TARGET static inline F(bytes) F(flag_other)(const byte *p)
{
    F(bytes) a = F(load)(p), b = F(load)(p + 1), c = F(load)(p + 2), d = F(load)(p + 3);
    F(bytes) flags = F(numeral_pair)(a, b);
    if (!F(is_none)(flags)) /* another numeral must follow */
        flags &= F(numeral_pair)(d, F(load)(p + 4)) | F(from_to)(d, '0', '9') | F(is)(d, ' ') | F(is)(d, '-');
    if (!F(is_none)(flags))
        flags &= F(numeral_third)(a, c);
    if (!F(is_none)(F(from_to)(a, 0xC2, 0xE2) | F(is)(a, 0xF0)))
        flags |= F(flag_rare)(a, b, c);
    F(bytes) name = F(is)(d, 0xE4) & ((F(is)(a, 0xE5) & (F(is)(b, 0xBE) | F(is)(b, 0xA8))) | (F(is)(a, 0xE8) & F(is)(b, 0x96))); /* 微信 */
    F(bytes) wide = F(is)(a, 0xEF) & F(is)(b, 0xBC) & (F(from_to)(c, 0x90, 0x99) | F(is)(c, 0xA0) | F(is)(c, 0x8E));
    F(bytes) dot = F(from_to)(F(small)(d), 'a', 'z') & (F(is)(a, 0xE7) | F(is)(a, 0xE3) | F(is)(a, 0xEF));
    return flags | name | wide | dot | (F(is)(a, 0xE3) & (F(is)(b, 0x88) | F(is)(b, 0x8A)));
}

/* The first flagged one of a vector of bytes, or how many there are. */
TARGET static size_t F(first_flag)(const byte *p)
{
    F(bytes) high = F(load)(p) & F(every)(0x80), flags = F(every)(0);
    if (!F(is_none)(high ^ F(every)(0x80)))
        flags = F(flag_ascii)(p);
    if (!F(is_none)(high))
        flags |= F(flag_other)(p);
    if (F(is_none)(flags))
        return sizeof(F(bytes));
    byte each[sizeof(F(bytes))];
    memcpy(each, &flags, sizeof each);
    size_t k = 0;
    while (!each[k])
        k++;
    return k;
}
