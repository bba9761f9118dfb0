/* The detector `culture` beside its dictionaries: numbers, money, units and languages that do not fit the markets that are
 * asked for. What is known of markets is in tables: culture_territories.inc and culture_marks.inc, made by culture.py from
 * Unicode CLDR, and the rows of culture_numbers.c and culture_units.c. */
#ifndef TG_DETECT_CULTURE_H
#define TG_DETECT_CULTURE_H

#include "detect/detect.h"

struct tg_territory { /* tg_territory */
    char code[3];           /* ISO 3166 */
    const char *name;
    const char *currencies; /* ISO 4217, "USD" or "PAB,USD" */
    const char *languages;  /* official, or spoken by one in five: "nl,en", with scripts where that matters */
};

/* NULL: there is no such territory (the European Union is none). */
const tg_territory *tg_territory_find(const char *code);

/* The English name of a language by its tag, or the tag. */
const char *tg_language_name(const char *tag);

/* Units, by what they measure: name, what, English name. */
#define TG_MEASURE_LIST(X)                                                                                                \
    X(NONE, NOTHING, "") X(MILE, DISTANCE, "miles") X(MPH, SPEED, "miles an hour") X(FOOT, LENGTH, "feet")             \
    X(YARD, LENGTH, "yards") X(ACRE, AREA, "acres") X(POUND, WEIGHT, "pounds") X(OUNCE, WEIGHT, "ounces")              \
    X(GALLON, VOLUME, "gallons") X(FAHRENHEIT, HEAT, "degrees Fahrenheit") X(KILOMETRE, DISTANCE, "kilometres")        \
    X(KMH, SPEED, "kilometres an hour") X(CENTIMETRE, LENGTH, "centimetres") X(METRE, LENGTH, "metres")                \
    X(HECTARE, AREA, "hectares") X(SQUARE_METRE, AREA, "square metres") X(KILOGRAM, WEIGHT, "kilograms")               \
    X(LITRE, VOLUME, "litres") X(CELSIUS, HEAT, "degrees Celsius")

typedef enum tg_measure {
#define TG_X(name, what, english) TG_MEASURE_##name,
    TG_MEASURE_LIST(TG_X)
#undef TG_X
    TG_MEASURE_COUNT
} tg_measure;

/* Units of the same kind as this one, itself included, as bits. */
uint32_t tg_measures_beside(tg_measure unit);

const char *tg_measure_name(tg_measure unit);
bool tg_measure_fits(tg_measure unit, const char *market);

/* How money or a unit is written beside a number. */
typedef struct tg_mark {
    const char *word;       /* letters of ASCII in lower case, unless `capitals` */
    uint8_t length;
    bool capitals;          /* it is written in capitals alone */
    uint8_t unit;           /* tg_measure; NONE: money … */
    const char *currencies; /* … which is one of these */
} tg_mark;

/* The mark that stands right behind byte `at`, or ends right before it; of several the longest. *range is where. Blanks may be
 * between. NULL: there is none. */
const tg_mark *tg_mark_behind(const char *text, size_t length, size_t at, tg_range *range);
const tg_mark *tg_mark_before(const char *text, size_t at, tg_range *range);

enum { TG_QUANTITY_DIGITS = 20 };

/* A number in a text, with what stands beside it. */
typedef struct tg_quantity {
    tg_range number, all;    /* in the text: the digits, and with the marks */
    char digits[TG_QUANTITY_DIGITS + 1]; /* without separators and a fraction of nought */
    size_t count;            /* of digits; 0: there are too many to mean something */
    const tg_mark *money, *unit; /* or NULL */
} tg_quantity;

/* The next number from byte *at on, which is moved behind it; false: there is none. Linear in the bytes passed over. */
bool tg_quantity_next(const char *text, size_t length, size_t *at, tg_quantity *quantity);

/* A number with a meaning of its own in some markets, where the text makes it stand out. */
typedef struct tg_number_row {
    const char *digits;
    const char *markets;
    uint8_t ways;           /* set of TG_NUMBER_* in which it stands out */
    uint8_t repeats;        /* of a price: as often it is repeated at least */
    tg_severity severity;
    const char *note, *advice, *source;
} tg_number_row;

enum {
    TG_NUMBER_PRICE = 1, /* a price consists of it, or ends in three and more of a single digit */
    TG_NUMBER_LABEL = 2, /* "number 13", "14 號", "lucky number" */
    TG_NUMBER_GIFT = 4   /* so many pieces of a gift */
};

extern const tg_number_row tg_number_rows[];
extern const size_t tg_number_row_count;

/* In which of the ways a quantity of the text stands out as the number of the row; 0: in none. */
unsigned tg_number_ways(const tg_number_row *row, const char *text, size_t length, const tg_quantity *quantity);

/* Whether two lists "A,B" of words of three letters (or two) have one in common. */
bool tg_lists_meet(const char *a, const char *b, size_t width);

tg_status tg_detect_culture(tg_work *work);

#endif
