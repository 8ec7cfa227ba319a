#include "people_list.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

static bool fits(const struct person *person, const char *typed)
{
    if (!*typed)
        return true;
    char *folded = utf8_fold(person->nick);
    bool found = strstr(folded, typed) != NULL;
    free(folded);
    return found;
}

/* Sorted people, and what of their names was typed. */
struct crowd {
    struct person *const *people, *const *absent;
    size_t n, nabsent;
    char *typed; /* owned */
};

/* Those who are away, or not. Returns how many. */
static size_t add_people(struct people_row *rows, struct person *const *people, size_t n,
                         const char *typed, bool away)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        if (people[i]->away == away && fits(people[i], typed))
            rows[found++] = (struct people_row){.kind = PEOPLE_ROW_PERSON, .person = people[i]};
    }
    return found;
}

/* One of the two groups, under a heading that counts it. */
static void add_group(struct people_list *list, const struct crowd *crowd, bool away)
{
    const char *typed = crowd->typed;
    size_t blank = list->n > 0 ? 1 : 0;
    struct people_row *heading = &list->rows[list->n + blank];
    size_t at = list->n + blank + 1;
    size_t found = add_people(list->rows + at, crowd->people, crowd->n, typed, away);
    if (away)
        found += add_people(list->rows + at + found, crowd->absent, crowd->nabsent, typed, true);
    if (found == 0 && (away || *typed))
        return;
    if (blank)
        list->rows[list->n] = (struct people_row){.kind = PEOPLE_ROW_BLANK};
    *heading = (struct people_row){
        .kind = PEOPLE_ROW_HEADING, .heading = away ? "Away" : "Here", .n = found};
    list->n = at + found;
}

void people_list_make(struct people_list *list, const struct chat *chat)
{
    struct conv *conv = chat->current;
    struct crowd crowd = {0};
    *list = (struct people_list){0};
    if (!conv || conv->kind != CONV_ROOM || !conv->joined)
        return;

    crowd.people = members_sorted(&conv->members, conv->network->prefixes, &crowd.n);
    crowd.absent = members_sorted(&conv->absent, conv->network->prefixes, &crowd.nabsent);
    crowd.typed = utf8_fold(chat->focus == FOCUS_USERS ? edit_text(chat->side.filter) : "");
    list->rows = xcalloc(crowd.n + crowd.nabsent + 4, sizeof(*list->rows));
    add_group(list, &crowd, false);
    add_group(list, &crowd, true);
    free(crowd.typed);
}

void people_list_clear(struct people_list *list)
{
    free(list->rows);
    *list = (struct people_list){0};
}

size_t people_list_picked(const struct people_list *list, const struct chat *chat)
{
    size_t first = list->n;
    for (size_t i = list->n; i-- > 0;) {
        const struct person *person = list->rows[i].person;
        if (!person)
            continue;
        if (chat->side.nick && strcmp(person->nick, chat->side.nick) == 0)
            return i;
        first = i;
    }
    return first;
}

size_t people_list_top(const struct people_list *list, const struct chat *chat, int h)
{
    size_t rows = h > 0 ? (size_t)h : 0;
    if (list->n <= rows)
        return 0;
    size_t last = list->n - rows;
    if (chat->focus != FOCUS_USERS)
        return chat->side.users_top < last ? chat->side.users_top : last;
    size_t seen = people_list_picked(list, chat);
    if (seen == list->n || seen + 1 < rows)
        return 0;
    size_t top = seen + 2 - rows;
    return top < last ? top : last;
}

bool people_list_covered(const struct people_list *list, size_t top, int h)
{
    return h > 2 && top > 0 && top < list->n && list->rows[top].kind == PEOPLE_ROW_PERSON;
}
