/* Checking an automaton that came from a file; see automaton.h. */
#include "match/automaton.h"

/* Failure links lead to lesser depths, so that following them ends; bases leave room for every label. */
static bool slots_are_valid(const tg_automaton *a)
{
    if (a->label_count < 1 || a->label_count > TG_SYMBOL_LIMIT || a->slot_count < a->label_count + (size_t)1)
        return false;
    const tg_slot *slots = a->slots;
    size_t count = a->slot_count, greatest = count - a->label_count, valid = 1;
    for (size_t i = 1; i < count; i++) {
        const tg_slot *slot = &slots[i];
        const tg_slot_link *link = &a->links[i];
        if (link->failure >= count)
            return false;
        valid &= (slot->base <= greatest) & (link->output <= a->word_count) & (slot->label != TG_SYMBOL_OTHER);
        if (link->failure && tg_slot_depth(&slots[link->failure]) >= tg_slot_depth(slot))
            return false;
    }
    return valid && slots[0].base <= greatest && slots[0].depth == 0 && a->links[0].output == 0;
}

/* Chains of words get shorter, or stay as long while the index grows, so that following them ends. */
static bool words_are_valid(const tg_automaton *a)
{
    for (size_t i = 0; i < a->word_count; i++) {
        const tg_word *word = &a->words[i];
        if (word->length > TG_WORD_LONGEST || word->next > a->word_count)
            return false;
        if (word->next == 0)
            continue;
        const tg_word *next = &a->words[word->next - 1];
        if (next->length > word->length || (next->length == word->length && word->next - 1 <= i))
            return false;
    }
    return true;
}

bool tg_automaton_is_valid(const tg_automaton *a)
{
    return slots_are_valid(a) && words_are_valid(a);
}
