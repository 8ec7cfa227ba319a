#include <stdio.h>
#include <string.h>

#include "panes.h"

/* A rank as a sign; the one who owns the room has a star. */
static const char *sign_of(const struct person *person, char *out)
{
    out[0] = person->prefixes[0] ? person->prefixes[0] : ' ';
    out[1] = '\0';
    return out[0] == '~' ? "★" : out;
}

static void paint_person(const struct painter *painter, const struct person *person, int y)
{
    const struct rect *pane = &painter->layout->users;
    struct rect row = pane_row(pane, y);
    enum role role = ROLE_USER;
    char sign[2];
    if (person->away)
        role = ROLE_USER_AWAY;
    else if (person->prefixes[0] && person->prefixes[0] != '+')
        role = ROLE_USER_OP;
    struct style style = pane_style(painter, role);
    pane_text(painter, row, row.x + 1, sign_of(person, sign), style);
    pane_text(painter, row, row.x + 3, person->nick, style);
}

static void paint_heading(const struct painter *painter, const char *name, size_t n, int y)
{
    const struct rect *pane = &painter->layout->users;
    struct style style = pane_style(painter, ROLE_USER);
    char text[32];
    style.attrs |= ATTR_BOLD;
    snprintf(text, sizeof(text), "%s %zu", name, n);
    pane_text(painter, pane_row(pane, y), pane->x + 1, text, style);
}

static size_t count_here(struct person *const *people, size_t n)
{
    size_t here = 0;
    while (here < n && !people[here]->away)
        here++;
    return here;
}

/* The people of the room: who is here by rank, then who is away. */
void view_users(const struct painter *painter)
{
    const struct rect *pane = &painter->layout->users;
    struct conv *conv = painter->chat->current;
    if (pane->w == 0 || !conv)
        return;

    canvas_fill(painter->canvas, *pane, pane_style(painter, ROLE_USER));
    if (!conv->joined)
        return;

    size_t n = 0;
    struct person *const *people = members_sorted(&conv->members, conv->network->prefixes, &n);
    size_t here = count_here(people, n);
    int y = pane->y;
    int low = pane->y + pane->h - 1;
    paint_heading(painter, "Here", here, y++);
    for (size_t i = 0; i < n; i++, y++) {
        if (i == here && ++y < low)
            paint_heading(painter, "Away", n - here, y++);
        if (y > low || (y == low && i + 1 < n)) {
            char more[32];
            snprintf(more, sizeof(more), "… %zu more", n - i);
            pane_text(painter, pane_row(pane, low), pane->x + 1, more,
                      pane_style(painter, ROLE_TEXT_DIM));
            return;
        }
        paint_person(painter, people[i], y);
    }
}
