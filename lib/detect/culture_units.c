/* Which units are used where; see culture.h. Elsewhere than in the lists the metric ones are, and only these. */
#include "detect/culture.h"

enum { NOTHING, DISTANCE, SPEED, LENGTH, AREA, WEIGHT, VOLUME, HEAT };

static const struct {
    uint8_t what;
    const char *name;
} rows[] = {
#define TG_X(name, what, english) {what, english},
    TG_MEASURE_LIST(TG_X)
#undef TG_X
};

/* The United States, Liberia and the territories that measure as the United States do. */
#define AMERICAN "US,LR,PR,GU,VI,AS,MP,FM,MH,PW,"

/* Markets that use a unit which is not metric, by law or custom: roads in miles, heights and flats in feet, land in acres. */
static const char *const users[TG_MEASURE_COUNT] = {
    [TG_MEASURE_MILE] = AMERICAN "GB,GG,IM,JE,GI,AG,AI,BS,BZ,DM,FK,GD,KN,KY,LC,MS,SH,TC,VC,VG,WS",
    [TG_MEASURE_MPH] = AMERICAN "GB,GG,IM,JE,GI,AG,AI,BS,BZ,DM,FK,GD,KN,KY,LC,MS,SH,TC,VC,VG,WS",
    [TG_MEASURE_FOOT] = AMERICAN "GB,IE,CA,AU,NZ,IN,PK,BD,LK,NP,HK,SG,MY,PH,AE,QA,BH,KW,OM,ZA,NG,KE,GH,JM,TT,BB,BS,BZ,MM",
    [TG_MEASURE_YARD] = AMERICAN "GB,IE,CA,IN,PK,BD,LK,AE,SA,MM",
    [TG_MEASURE_ACRE] = AMERICAN "GB,IE,CA,AU,NZ,IN,PK,BD,LK,NP,MY,SG,HK,ZA,NG,KE,UG,TZ,GH,ZM,ZW,JM,TT,BB,BS,BZ,MM,EG",
    [TG_MEASURE_POUND] = AMERICAN "GB,IE,CA,JM,TT,BB,BS,BZ,MM,HK",
    [TG_MEASURE_OUNCE] = AMERICAN "GB,IE,CA,AU,NZ,JM,TT,BB,BS,BZ",
    [TG_MEASURE_GALLON] = AMERICAN "GB,IE,CA,EC,CO,PE,PA,GT,HN,SV,NI,DO,HT,JM,BB,BS,BZ,MM,AE",
    [TG_MEASURE_FAHRENHEIT] = AMERICAN "BS,BZ,KY",
};

/* Metric units that readers of a market do not think in. */
static const char *const strangers[TG_MEASURE_COUNT] = {
    [TG_MEASURE_KILOMETRE] = "US,GB,LR,PR",
    [TG_MEASURE_KMH] = "US,GB,LR,PR",
    [TG_MEASURE_CENTIMETRE] = "US,PR",
    [TG_MEASURE_METRE] = "US,PR",
    [TG_MEASURE_HECTARE] = "US,PR",
    [TG_MEASURE_SQUARE_METRE] = "US,PR",
    [TG_MEASURE_KILOGRAM] = "US,PR",
    [TG_MEASURE_CELSIUS] = AMERICAN "BS,BZ,KY",
};

uint32_t tg_measures_beside(tg_measure unit)
{
    uint32_t set = 0;
    for (unsigned i = 1; i < TG_MEASURE_COUNT; i++)
        set |= rows[i].what == rows[unit].what ? UINT32_C(1) << i : 0;
    return set;
}

const char *tg_measure_name(tg_measure unit)
{
    return rows[unit].name;
}

bool tg_measure_fits(tg_measure unit, const char *market)
{
    if (users[unit])
        return tg_lists_meet(users[unit], market, 2);
    return !strangers[unit] || !tg_lists_meet(strangers[unit], market, 2);
}
