/* The table of detectors. */
#include "detect/flood.h"
#include "detect/invisible.h"
#include "detect/privacy.h"

const tg_detector_row tg_detectors[] = {
    {TG_DETECTOR_WORDS, tg_detect_combinations},
    {TG_DETECTOR_WORDS, tg_detect_secrets},
    {TG_DETECTOR_PATTERNS, tg_detect_patterns},
    {TG_DETECTOR_INVISIBLE, tg_detect_invisible},
    {TG_DETECTOR_PRIVACY, tg_detect_privacy},
    {TG_DETECTOR_FLOOD, tg_detect_flood},
    {TG_DETECTOR_COUNT, NULL},
};
