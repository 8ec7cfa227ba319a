/* What stands in a pane that has nothing to show, or too much; which keys the borders name. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "view_scene.h"

static void an_empty_room_says_what_to_do(void **state)
{
    struct scene *s = *state;
    paints(s, 100, 30);
    shows(s, "Nothing has been said here yet. Type, and Enter says it.");
    says(s, "18:04", "carol", "deploy done");
    paints(s, 100, 30);
    hides(s, "Nothing has been said");
    chat_open(s->chat, s->network->console);
    paints(s, 100, 30);
    shows(s, "What the server says will stand here. /join #room enters a room");
    paints(s, 80, 24);
    shows(s, " room, /list shows all.");
    s->room->joined = false;
    chat_open(s->chat, s->room);
    chat_dialog(s->chat, NULL);
    paints(s, 100, 30);
    pane_shows(s, s->screen.layout.users, 0, " not in it");
}

static void without_a_server_the_list_blames_nobody(void **state)
{
    struct scene *s = *state;
    struct conv *was = s->chat->convs;
    s->chat->convs = NULL;
    paints(s, 100, 30);
    hides(s, "no such room");
    s->chat->convs = was;
}

static void a_filter_that_fits_nothing_says_so(void **state)
{
    struct scene *s = *state;
    enters(s, "bob", "", false);
    chat_focus(s->chat, FOCUS_USERS);
    edit_insert(s->chat->side.filter, "zz");
    paints(s, 100, 30);
    pane_shows(s, s->screen.layout.users, 1, " no such name");
    chat_focus(s->chat, FOCUS_ROOMS);
    edit_insert(s->chat->side.filter, "zz");
    paints(s, 100, 30);
    pane_shows(s, s->screen.layout.rooms, 1, " no such room");
}

static void hints_for_newcomers_are_dim(void **state)
{
    struct scene *s = *state;
    s->chat->hints_used = 0;
    paints(s, 100, 30);
    struct style dim = s->theme.roles[ROLE_TEXT_DIM];
    struct style hint = style_of(s, "C-k find a room");
    assert_memory_equal(&hint.fg, &dim.fg, sizeof(dim.fg));
}

/* Twenty rooms; the first one of them is open. */
static struct conv *many_rooms(struct scene *s)
{
    struct conv *last = NULL;
    for (int i = 10; i < 30; i++) {
        char *name = xasprintf("#room%d", i);
        last = chat_conv_make(s->chat, s->network, name);
        last->joined = true;
        free(name);
    }
    chat_open(s->chat, chat_conv(s->chat, s->network, "#room10"));
    return last;
}

static void rooms_above_and_below_the_list_are_counted(void **state)
{
    struct scene *s = *state;
    struct conv *last = many_rooms(s);
    paints(s, 80, 12);
    int bottom = s->screen.layout.rooms.h - 1;
    pane_shows(s, s->screen.layout.rooms, bottom, " ▾ 15 more");
    last->unread = 3;
    paints(s, 80, 12);
    pane_shows(s, s->screen.layout.rooms, bottom, " ▾ 15 more     3");
    last->mentions = 1;
    paints(s, 80, 12);
    pane_shows(s, s->screen.layout.rooms, bottom, " ▾ 15 more   @ 1");
    chat_open(s->chat, last);
    s->room->unread = 12;
    paints(s, 80, 12);
    pane_shows(s, s->screen.layout.rooms, 0, " ▴ 14 more    12");
    last->muted = s->room->muted = true;
    paints(s, 80, 12);
    pane_shows(s, s->screen.layout.rooms, 0, " ▴ 14 more");
    paints(s, 80, 40);
    hides(s, " more");
}

static void a_border_names_the_keys_that_hold_now(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Go to", "type to find · Enter open · Esc close", NULL);
    dialog_refilter(dialog);
    chat_dialog(s->chat, dialog);
    paints(s, 80, 24);
    shows(s, "type to find · Enter open · Esc close");
    s->chat->key_names.leave = xstrdup("C-g");
    s->chat->key_names.choose = xstrdup("");
    paints(s, 80, 24);
    shows(s, "type to find · C-g close");
    hides(s, "Enter open");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(an_empty_room_says_what_to_do),
        SCENE(without_a_server_the_list_blames_nobody),
        SCENE(a_filter_that_fits_nothing_says_so),
        SCENE(hints_for_newcomers_are_dim),
        SCENE(rooms_above_and_below_the_list_are_counted),
        SCENE(a_border_names_the_keys_that_hold_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
