/* What is looked for, on the screen: marked words, and what is around a hit. */
#include "mem.h"
#include "view_scene.h"

static void looks_for(struct scene *s, const char *typed)
{
    char *cause = NULL;
    assert_int_equal(query_parse(&s->chat->seek.shown, typed, (struct query_clock){0}, &cause), 0);
}

static void words_that_are_looked_for_are_marked_where_they_stand(void **state)
{
    struct scene *s = *state;
    says(s, "18:04", "carol", "the kettle is on");
    looks_for(s, "kett");
    paints(s, 100, 30);
    assert_true(style_same(style_of(s, "kettle"), s->theme.roles[ROLE_SEARCH_HIT]));
    assert_false(style_same(style_of(s, "le is"), s->theme.roles[ROLE_SEARCH_HIT]));
    assert_false(style_same(style_of(s, "the k"), s->theme.roles[ROLE_SEARCH_HIT]));
}

static void where_one_stands_stands_out(void **state)
{
    struct scene *s = *state;
    uint64_t here = says(s, "18:04", "carol", "kettle on");
    says(s, "18:05", "bob", "mug out");
    looks_for(s, "o");
    s->chat->seek.find.hit = here;
    paints(s, 100, 30);
    assert_true(style_of(s, "on   ").attrs & ATTR_UNDERLINE);
    assert_false(style_of(s, "out").attrs & ATTR_UNDERLINE);
}

static void a_line_that_is_not_meant_has_no_marks(void **state)
{
    struct scene *s = *state;
    says(s, "18:04", "carol", "kettle on");
    looks_for(s, "kettle from:bob");
    paints(s, 100, 30);
    assert_false(style_same(style_of(s, "kettle"), s->theme.roles[ROLE_SEARCH_HIT]));
}

static struct dialog *finds(struct scene *s)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Search", "Esc close", NULL);
    dialog->table = dialog->has_preview = true;
    dialog_add(dialog, "bob  kettle", "#tea", "1");
    dialog_refilter(dialog);
    dialog->preview = (struct dialog_preview){xstrdup("carol  is it?"), xstrdup("bob  kettle"),
                                              xstrdup("alice  thanks")};
    chat_dialog(s->chat, dialog);
    return dialog;
}

static void what_is_around_the_chosen_row_stands_below_the_list(void **state)
{
    struct scene *s = *state;
    finds(s);
    paints(s, 80, 24);
    int before = row_of(s, "carol  is it?");
    assert_true(before > row_of(s, "▸bob  kettle"));
    pane_shows(s, (struct rect){3, 0, 20, 24}, before + 1, " bob  kettle");
    assert_int_equal(row_of(s, "alice  thanks"), before + 2);
    paints(s, 60, 12);
    hides(s, "carol  is it?");
    shows(s, "▸bob  kettle");
}

static void a_long_hit_is_seen_in_whole(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = finds(s);
    xreplace(&dialog->preview.chosen,
             "bob  a sentence about the kettle which is so long that it takes more than one row "
             "of the box");
    paints(s, 80, 24);
    shows(s, "of the box");
    shows(s, "alice  thanks");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(words_that_are_looked_for_are_marked_where_they_stand),
        SCENE(where_one_stands_stands_out),
        SCENE(a_line_that_is_not_meant_has_no_marks),
        SCENE(what_is_around_the_chosen_row_stands_below_the_list),
        SCENE(a_long_hit_is_seen_in_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
