/* Building the automaton: sorted words -> trie -> double array -> failure links. Linear in the symbols but for the sort.
 *
 * Placing. Nodes with several children are placed first, most children first, each where its first child finds a free slot
 * and the others fit. Most nodes have one child and fit anywhere: they fill the holes in the order of the words, so that
 * the states of one word lie side by side in memory. */
#include <stdlib.h>
#include <string.h>

#include "match/filter.h"

/* A node of the trie, in preorder; node 0 is the root. */
typedef struct node {
    uint32_t first_child, next_sibling; /* 0: none */
    uint32_t parent;
    uint32_t slot, base;
    uint32_t output;   /* 1 + word */
    uint32_t children; /* how many */
    uint16_t label, depth;
} node;

enum { TAKEN = 1, BASE = 2 /* some node has its base here */ };

typedef struct build {
    tg_automaton_store *store;
    tg_vector nodes;      /* node */
    tg_vector free_next;  /* uint32_t for each slot: the free slots as a ring through slot 0 … */
    tg_vector free_before;
    tg_vector marks;      /* uint8_t for each slot: TAKEN, BASE */
    tg_vector wanted;     /* uint16_t: labels of the children that are placed, least first */
    size_t top;           /* behind the last slot that is taken */
    uint32_t cursor;      /* free slot that is tried next … */
    uint32_t children;    /* … for nodes with so many children */
    uint32_t again;       /* free slot before the cursor that is tried again next */
    uint32_t labels;      /* greatest label + 1 */
} build;

static int compare_spellings(const void *left, const void *right)
{
    const tg_spelling *a = left, *b = right;
    uint32_t shorter = a->length < b->length ? a->length : b->length;
    for (uint32_t i = 0; i < shorter; i++)
        if (a->symbols[i] != b->symbols[i])
            return a->symbols[i] < b->symbols[i] ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Adds the nodes of a word after the `shared` ones that it has in common with the word before; path[d] is the node at
 * depth d of that word, last_child[d] the last child of path[d]. */
static bool add_word(build *b, const tg_spelling *spelling, uint32_t shared, uint32_t *path, uint32_t *last_child)
{
    for (uint32_t depth = shared; depth < spelling->length; depth++) {
        uint32_t id = (uint32_t)b->nodes.count, parent = path[depth];
        node *new = tg_vector_push(&b->nodes, 1);
        if (!new)
            return false;
        uint16_t label = spelling->symbols[depth];
        *new = (node){.parent = parent, .label = label, .depth = (uint16_t)(depth + 1)};
        node *nodes = b->nodes.items;
        if (nodes[parent].children++ == 0)
            nodes[parent].first_child = id;
        else
            nodes[last_child[depth]].next_sibling = id;
        last_child[depth] = id;
        path[depth + 1] = id;
        if (label >= b->labels)
            b->labels = label + 1u;
    }
    return true;
}

static uint32_t shared_prefix(const tg_spelling *a, const tg_spelling *b)
{
    uint32_t shorter = a->length < b->length ? a->length : b->length, n = 0;
    while (n < shorter && a->symbols[n] == b->symbols[n])
        n++;
    return n;
}

/* Words of the same spelling are chained from the first to the last. */
static tg_status make_trie(build *b, const tg_spelling *spellings, size_t count, tg_word *words)
{
    uint32_t path[TG_WORD_LONGEST + 1] = {0}, last_child[TG_WORD_LONGEST + 1] = {0}, last_word = 0;
    size_t states = 1;
    for (size_t i = 0; i < count; i++)
        states += spellings[i].length - (i ? shared_prefix(&spellings[i - 1], &spellings[i]) : 0);
    if (!tg_vector_reserve(&b->nodes, states) || !tg_vector_push(&b->nodes, 1))
        return TG_NO_MEMORY;
    TG_ITEMS(&b->nodes, node)[0] = (node){.label = TG_LABEL_NONE};
    for (size_t i = 0; i < count; i++) {
        const tg_spelling *spelling = &spellings[i];
        uint32_t shared = i ? shared_prefix(&spellings[i - 1], spelling) : 0;
        if (!add_word(b, spelling, shared, path, last_child))
            return TG_NO_MEMORY;
        if (b->nodes.count > TG_STATE_LIMIT)
            return TG_LIMIT;
        node *end = &TG_ITEMS(&b->nodes, node)[path[spelling->length]];
        words[spelling->word].next = 0;
        if (end->output)
            words[last_word].next = spelling->word + 1;
        else
            end->output = spelling->word + 1;
        last_word = spelling->word;
    }
    return TG_OK;
}

/* Makes at least `count` slots; the new ones are free. */
static bool grow(build *b, size_t count)
{
    size_t old = b->store->slots.count;
    if (count <= old)
        return true;
    if (count < old + old / 4 + 1024)
        count = old + old / 4 + 1024;
    tg_slot *slots = tg_vector_push(&b->store->slots, count - old);
    uint32_t *next = tg_vector_push(&b->free_next, count - old);
    uint32_t *before = tg_vector_push(&b->free_before, count - old);
    uint8_t *marks = tg_vector_push(&b->marks, count - old);
    if (!slots || !next || !before || !marks)
        return false;
    next = b->free_next.items;
    before = b->free_before.items;
    memset(marks, 0, count - old);
    for (size_t i = old; i < count; i++) {
        slots[i - old] = (tg_slot){.label = TG_LABEL_NONE};
        if (i == 0) {
            next[0] = before[0] = 0;
            marks[0] = TAKEN; /* by the root */
            continue;
        }
        uint32_t last = before[0];
        next[last] = (uint32_t)i;
        before[i] = last;
        next[i] = 0;
        before[0] = (uint32_t)i;
    }
    return true;
}

static void take(build *b, uint32_t slot)
{
    uint32_t *next = b->free_next.items, *before = b->free_before.items;
    next[before[slot]] = next[slot];
    before[next[slot]] = before[slot];
}

/* Whether the children that are placed find free slots from `base` on. */
static bool fits(const build *b, size_t base)
{
    const uint8_t *marks = b->marks.items;
    const uint16_t *wanted = b->wanted.items;
    if (marks[base] & BASE)
        return false;
    for (size_t i = 0; i < b->wanted.count && base + wanted[i] < b->marks.count; i++)
        if (marks[base + wanted[i]] & TAKEN)
            return false;
    return true;
}

/* Slots that the cursor has passed and that a node with one child tries before it goes on at the cursor. */
enum { TRIES = 64 };

/* A free slot that the cursor has passed and that takes the single child of `parent`, or 0. What no child fits is not tried
 * by each: the search goes round. */
static uint32_t find_left_over(build *b, uint32_t label)
{
    const uint32_t *next = b->free_next.items;
    for (int i = 0; i < TRIES; i++, b->again = next[b->again]) {
        if (b->again == 0 || b->again == b->cursor)
            b->again = next[0];
        if (b->again == b->cursor)
            return 0;
        if (b->again >= label && fits(b, b->again - label))
            return b->again;
    }
    return 0;
}

/* Where the children of a node go. Nodes come with the most children first, and one that has as many children as the one
 * before goes on where that one was placed: each free slot is tried once for each number of children. A single child fits
 * wherever its parent's base is not in use, so what others of its kind left is tried again. */
static size_t find_base(build *b)
{
    const uint32_t *next = b->free_next.items;
    uint32_t label = TG_ITEMS(&b->wanted, uint16_t)[0], children = (uint32_t)b->wanted.count;
    if (children != b->children) {
        b->children = children;
        b->cursor = next[0];
        b->again = 0;
    }
    uint32_t left_over = children == 1 ? find_left_over(b, label) : 0;
    if (left_over)
        return left_over - label;
    for (; b->cursor; b->cursor = next[b->cursor])
        if (b->cursor >= label && fits(b, b->cursor - label))
            return b->cursor - label;
    size_t base = b->top > label ? b->top - label : 0; /* behind all that is taken, nothing is in the way */
    while (base < b->marks.count && TG_ITEMS(&b->marks, uint8_t)[base] & BASE)
        base++;
    return base;
}

static void step_over(const build *b, uint32_t *cursor, uint32_t slot)
{
    if (*cursor == slot)
        *cursor = TG_ITEMS(&b->free_next, uint32_t)[slot];
}

static bool place_children(build *b, uint32_t id)
{
    node *nodes = b->nodes.items;
    b->wanted.count = 0;
    for (uint32_t child = nodes[id].first_child; child; child = nodes[child].next_sibling)
        if (!tg_vector_append(&b->wanted, &nodes[child].label, 1))
            return false;
    size_t base = find_base(b);
    for (uint32_t child = nodes[id].first_child; child; child = nodes[child].next_sibling) {
        size_t slot = base + nodes[child].label;
        if (!grow(b, slot + 1))
            return false;
        tg_slot *slots = b->store->slots.items;
        slots[slot].label = nodes[child].label;
        slots[slot].depth = nodes[child].depth;
        nodes[child].slot = (uint32_t)slot;
        step_over(b, &b->cursor, (uint32_t)slot);
        step_over(b, &b->again, (uint32_t)slot);
        take(b, (uint32_t)slot);
        TG_ITEMS(&b->marks, uint8_t)[slot] |= TAKEN;
        if (slot >= b->top)
            b->top = slot + 1;
    }
    if (b->cursor == 0 && b->top < b->store->slots.count)
        b->cursor = (uint32_t)b->top;
    TG_ITEMS(&b->marks, uint8_t)[base] |= BASE;
    nodes[id].base = (uint32_t)base;
    return true;
}

/* Ids of the nodes that have children, most children first, preorder among equals. */
static uint32_t *order_of_placing(const build *b, const tg_allocator *allocator, size_t *count)
{
    const node *nodes = b->nodes.items;
    size_t total = 0, n = b->nodes.count;
    size_t *starts = tg_allocate_zeroed(allocator, TG_SYMBOL_LIMIT + 2, sizeof *starts);
    if (!starts)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        starts[TG_SYMBOL_LIMIT - nodes[i].children + 1]++;
        total += nodes[i].children > 0;
    }
    for (size_t i = 1; i < TG_SYMBOL_LIMIT + 2; i++)
        starts[i] += starts[i - 1];
    uint32_t *order = tg_allocate(allocator, n * sizeof *order);
    for (size_t i = 0; order && i < n; i++)
        order[starts[TG_SYMBOL_LIMIT - nodes[i].children]++] = (uint32_t)i;
    tg_release(allocator, starts, (TG_SYMBOL_LIMIT + 2) * sizeof *starts);
    *count = total;
    return order;
}

static bool place(build *b, const tg_allocator *allocator)
{
    size_t count = 0;
    uint32_t *order = order_of_placing(b, allocator, &count);
    bool done = order && grow(b, b->labels + (size_t)1);
    for (size_t i = 0; done && i < count; i++)
        done = place_children(b, order[i]);
    tg_release(allocator, order, b->nodes.count * sizeof *order);
    return done;
}

/* Moves bases and outputs from the nodes to the slots. Leaves get a base where no label is ever found: behind the last
 * slot that is taken. */
static bool write_slots(build *b)
{
    tg_vector *slots = &b->store->slots, *links = &b->store->links;
    size_t greatest = b->top > 0 ? b->top : 1;
    const node *nodes = b->nodes.items;
    for (size_t i = 0; i < b->nodes.count; i++)
        if (nodes[i].base > greatest)
            greatest = nodes[i].base;
    if (!grow(b, greatest + b->labels) || !tg_vector_push(links, greatest + b->labels))
        return false;
    slots->count = greatest + b->labels;
    memset(links->items, 0, links->count * sizeof(tg_slot_link));
    for (size_t i = 0; i < b->nodes.count; i++) {
        tg_slot *slot = &TG_ITEMS(slots, tg_slot)[nodes[i].slot];
        slot->base = nodes[i].first_child ? nodes[i].base : (uint32_t)greatest;
        if (nodes[i].output)
            slot->depth |= TG_SLOT_ENDS;
        TG_ITEMS(links, tg_slot_link)[nodes[i].slot].output = nodes[i].output;
    }
    return true;
}

static uint32_t successor(const tg_slot *slots, uint32_t state, uint16_t label)
{
    uint32_t to = slots[state].base + label;
    return slots[to].label == label ? to : 0;
}

/* Node ids by depth, which is the order in which failure links can be made. */
static uint32_t *order_by_depth(const build *b, const tg_allocator *allocator)
{
    const node *nodes = b->nodes.items;
    size_t starts[TG_WORD_LONGEST + 2] = {0}, n = b->nodes.count;
    for (size_t i = 0; i < n; i++)
        starts[nodes[i].depth + 1]++;
    for (size_t i = 1; i < TG_WORD_LONGEST + 2; i++)
        starts[i] += starts[i - 1];
    uint32_t *order = tg_allocate(allocator, n * sizeof *order);
    for (size_t i = 0; order && i < n; i++)
        order[starts[nodes[i].depth]++] = (uint32_t)i;
    return order;
}

/* Children come behind their parents. */
static void mark_loose(build *b, const tg_word *words)
{
    tg_slot *slots = b->store->slots.items;
    const node *nodes = b->nodes.items;
    for (size_t i = b->nodes.count; i-- > 1;) {
        tg_slot *slot = &slots[nodes[i].slot];
        for (uint32_t output = nodes[i].output; output; output = words[output - 1].next)
            if (words[output - 1].flags & TG_WORD_LOOSE)
                slot->depth |= TG_SLOT_LOOSE;
        if (slot->depth & TG_SLOT_LOOSE && nodes[i].parent)
            slots[nodes[nodes[i].parent].slot].depth |= TG_SLOT_LOOSE;
    }
}

static bool link_failures(build *b, const tg_allocator *allocator, tg_word *words)
{
    const tg_slot *slots = b->store->slots.items;
    tg_slot_link *links = b->store->links.items;
    const node *nodes = b->nodes.items;
    uint32_t *order = order_by_depth(b, allocator);
    if (!order)
        return false;
    for (size_t i = 1; i < b->nodes.count; i++) {
        const node *n = &nodes[order[i]];
        uint32_t to = 0;
        if (n->depth > 1) {
            uint32_t from = links[nodes[n->parent].slot].failure;
            while (!(to = successor(slots, from, n->label)) && from)
                from = links[from].failure;
        }
        tg_slot_link *link = &links[n->slot];
        link->failure = to;
        if (!link->output) {
            link->output = links[to].output;
        } else {
            uint32_t last = link->output;
            while (words[last - 1].next)
                last = words[last - 1].next;
            words[last - 1].next = links[to].output;
        }
    }
    tg_release(allocator, order, b->nodes.count * sizeof *order);
    return true;
}

static void init_store(tg_automaton_store *store, const tg_allocator *allocator)
{
    tg_vector_init(&store->slots, allocator, sizeof(tg_slot));
    tg_vector_init(&store->links, allocator, sizeof(tg_slot_link));
    tg_vector_init(&store->pairs, allocator, sizeof(uint32_t));
    tg_vector_init(&store->triples, allocator, sizeof(uint32_t));
    tg_vector_init(&store->quads, allocator, sizeof(uint32_t));
    tg_vector_init(&store->singles, allocator, sizeof(uint32_t));
    store->states = 0;
}

void tg_automaton_store_free(tg_automaton_store *store)
{
    tg_vector_free(&store->slots);
    tg_vector_free(&store->links);
    tg_vector_free(&store->pairs);
    tg_vector_free(&store->triples);
    tg_vector_free(&store->quads);
    tg_vector_free(&store->singles);
}

tg_status tg_automaton_build(tg_automaton_store *store, const tg_allocator *allocator, tg_spelling *spellings,
                             size_t count, tg_word *words, tg_automaton *automaton)
{
    init_store(store, allocator);
    build b = {.store = store, .labels = 1};
    tg_vector_init(&b.nodes, allocator, sizeof(node));
    tg_vector_init(&b.free_next, allocator, sizeof(uint32_t));
    tg_vector_init(&b.free_before, allocator, sizeof(uint32_t));
    tg_vector_init(&b.marks, allocator, sizeof(uint8_t));
    tg_vector_init(&b.wanted, allocator, sizeof(uint16_t));
    if (count)
        qsort(spellings, count, sizeof *spellings, compare_spellings);
    tg_status status = make_trie(&b, spellings, count, words);
    if (status == TG_OK && !(place(&b, allocator) && write_slots(&b)))
        status = TG_NO_MEMORY;
    if (status == TG_OK)
        mark_loose(&b, words);
    tg_vector_free(&b.free_next);
    tg_vector_free(&b.free_before);
    tg_vector_free(&b.marks);
    tg_vector_free(&b.wanted);
    if (status == TG_OK && !(link_failures(&b, allocator, words) &&
                             tg_filter_build(store, spellings, count, &automaton->filter)))
        status = TG_NO_MEMORY;
    automaton->slots = store->slots.items;
    automaton->links = store->links.items;
    automaton->words = words;
    automaton->slot_count = store->slots.count;
    automaton->label_count = b.labels;
    store->states = b.nodes.count;
    tg_vector_free(&b.nodes);
    if (status != TG_OK)
        tg_automaton_store_free(store);
    return status;
}
