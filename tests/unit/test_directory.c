/* /list: the rooms of a server, to look through and to enter. */
#include <stdio.h>
#include <stdlib.h>

#include "directory_list.h"
#include "keyboard.h"
#include "spec.h"

/* The rows that are shown, as "name people", by '\n'. */
static void rooms_are(struct scene *s, const char *wanted)
{
    struct buf rows = {0};
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    for (size_t i = 0; i < dialog->nshown; i++) {
        const struct dialog_row *row = &dialog->rows[dialog->shown[i]];
        buf_printf(&rows, "%s%s %s", i ? "\n" : "", row->value, row->detail);
    }
    assert_string_equal(buf_text(&rows), wanted);
    buf_clear(&rows);
}

static void three_rooms_come(struct scene *s)
{
    server_says(s, ":x 321 alice Channel :Users  Name");
    server_says(s, ":x 322 alice #tea 3 :All about tea");
    server_says(s, ":x 322 alice #ops 12 :");
    server_says(s, ":x 322 alice #kettles 3 :Boiling");
    scene_wait(s, 1000);
    directory_list_turn(s->chat);
}

static void rooms_are_shown_while_they_still_come(void **state)
{
    struct scene *s = *state;
    enters(s, "/list");
    client_says(s, "LIST");
    assert_string_equal(s->chat->dialog->empty, "asking ...");
    three_rooms_come(s);
    rooms_are(s, "#ops 12\n#kettles 3\n#tea 3");
    assert_string_equal(s->chat->dialog->note, "3 rooms so far, by people");
    server_says(s, ":x 322 alice #zoo 40 :Animals");
    server_says(s, ":x 323 alice :End of /LIST");
    directory_list_turn(s->chat);
    rooms_are(s, "#zoo 40\n#ops 12\n#kettles 3\n#tea 3");
    assert_string_equal(s->chat->dialog->note, "4 rooms, by people");
}

static void typing_filters_by_name_and_topic_and_enter_joins(void **state)
{
    struct scene *s = *state;
    enters(s, "/list");
    three_rooms_come(s);
    types(s, "boil");
    rooms_are(s, "#kettles 3");
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    client_says(s, "JOIN #kettles");
    assert_string_equal(s->chat->current->name, "#kettles");
}

static void they_are_put_in_order_by_name_and_topic(void **state)
{
    struct scene *s = *state;
    enters(s, "/list");
    three_rooms_come(s);
    presses(s, "C-o");
    rooms_are(s, "#kettles 3\n#ops 12\n#tea 3");
    presses(s, "C-o");
    rooms_are(s, "#tea 3\n#kettles 3\n#ops 12");
}

static void a_word_is_looked_for_here_and_conditions_at_the_server(void **state)
{
    struct scene *s = *state;
    enters(s, "/list tea");
    client_does_not_say(s, "LIST tea");
    three_rooms_come(s);
    rooms_are(s, "#tea 3");
    presses(s, "Esc Esc");
    enters(s, "/list >10");
    client_says(s, "LIST *>10");
}

static void as_lines_it_stands_where_one_is(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #here");
    enters(s, "/list -lines");
    assert_null(s->chat->dialog);
    server_says(s, ":x 322 alice #tea 3 :All about tea");
    conv_shows(s, "#here", "-- #tea  3  All about tea");
}

static void a_server_that_tells_without_end_is_not_kept_without_end(void **state)
{
    struct scene *s = *state;
    char line[8192];
    enters(s, "/list");
    int len = snprintf(line, sizeof(line), ":x 322 alice #tea 3 :%08000d", 0);
    assert_true(len > 8000);
    for (int i = 0; i < 20000; i++)
        server_says(s, "%s", line);
    assert_in_range(s->network->directory.n, 1000, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        WITH(rooms_are_shown_while_they_still_come),
        WITH(typing_filters_by_name_and_topic_and_enter_joins),
        WITH(they_are_put_in_order_by_name_and_topic),
        WITH(a_word_is_looked_for_here_and_conditions_at_the_server),
        WITH(as_lines_it_stands_where_one_is),
        WITH(a_server_that_tells_without_end_is_not_kept_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
