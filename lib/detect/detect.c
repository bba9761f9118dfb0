/* The table of detectors. */
#include "detect/culture.h"
#include "detect/emotion.h"
#include "detect/flood.h"
#include "detect/invisible.h"
#include "detect/privacy.h"
#include "detect/models.h"

const tg_detector_row tg_detectors[] = {
    {TG_DETECTOR_BIT(TG_DETECTOR_WORDS) | TG_DETECTOR_BIT(TG_DETECTOR_CULTURE), tg_detect_combinations},
    {TG_DETECTOR_BIT(TG_DETECTOR_WORDS), tg_detect_secrets},
    {TG_DETECTOR_BIT(TG_DETECTOR_PATTERNS) | TG_DETECTOR_BIT(TG_DETECTOR_CULTURE), tg_detect_patterns},
    {TG_DETECTOR_BIT(TG_DETECTOR_INVISIBLE), tg_detect_invisible},
    {TG_DETECTOR_BIT(TG_DETECTOR_PRIVACY), tg_detect_privacy},
    {TG_DETECTOR_BIT(TG_DETECTOR_CULTURE), tg_detect_culture},
    {TG_DETECTOR_BIT(TG_DETECTOR_FLOOD), tg_detect_flood},
    {TG_DETECTOR_BIT(TG_DETECTOR_SPAM), tg_detect_spam}, /* behind those whose findings it counts */
    {TG_DETECTOR_BIT(TG_DETECTOR_ABUSE), tg_detect_abuse},
    {TG_DETECTOR_BIT(TG_DETECTOR_MODELS), tg_detect_models},
    {TG_DETECTOR_BIT(TG_DETECTOR_EMOTION), tg_detect_emotion},
    {TG_DETECTOR_BIT(TG_DETECTOR_DUPLICATE), tg_detect_duplicate},
    {0, NULL},
};
