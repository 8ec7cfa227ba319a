/* /queue, and what other commands make of what waits. */
#include <string.h>

#include "command.h"
#include "handle.h"
#include "keyboard.h"
#include "spec.h"

static int setup(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    handle_lost(s->chat, s->network, "the connection was closed");
    scene_forget(s);
    return 0;
}

/* Three that wait. */
static int three(void **state)
{
    setup(state);
    struct scene *s = *state;
    enters(s, "one");
    enters(s, "/me waves");
    enters(s, "/msg bob three");
    return 0;
}

/* Row i of the open list: its two columns. */
static void list_shows(struct scene *s, size_t i, const char *label, const char *detail)
{
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    assert_true(i < dialog->nshown);
    assert_string_equal(dialog->rows[dialog->shown[i]].label, label);
    assert_string_equal(dialog->rows[dialog->shown[i]].detail, detail);
}

static void the_list_shows_what_waits_where_and_since_when(void **state)
{
    struct scene *s = *state;
    s->chat->now_ms += 180000;
    enters(s, "four");
    enters(s, "/queue");
    list_shows(s, 0, "1  #tea  waiting 3 min", "one");
    list_shows(s, 1, "2  #tea  waiting 3 min", "* waves");
    list_shows(s, 2, "3  bob   waiting 3 min", "three");
    list_shows(s, 3, "4  #tea  waiting", "four");
}

static void without_anything_that_waits_there_is_no_list(void **state)
{
    struct scene *s = *state;
    enters(s, "/queue");
    assert_null(s->chat->dialog);
    notice_says(s, "Nothing waits to be sent");
}

static void enter_takes_it_back_into_the_input(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, s->network->console);
    enters(s, "/queue");
    presses(s, "Down Enter");
    assert_null(s->chat->dialog);
    assert_string_equal(s->chat->current->name, "#tea");
    input_shows(s, "/me waves|");
    conv_does_not_show(s, "#tea", "* alice waves*");
    presses(s, "BS BS BS BS BS");
    enters(s, "smiles");
    conv_ends_with(s, "#tea", "<alice> one (waiting)\n* alice smiles (waiting)");
    assert_int_equal(s->network->queue.n, 3);
}

static void what_is_typed_already_is_not_overwritten(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, s->network->console);
    enters(s, "/queue edit 3");
    input_shows(s, "three|");
    presses(s, "M-1");
    types(s, "half");
    chat_open(s->chat, s->network->console);
    enters(s, "/queue edit 1");
    notice_says(s, "Send or clear first what is typed in #tea");
    assert_int_equal(s->network->queue.n, 2);
}

static void d_and_del_drop(void **state)
{
    struct scene *s = *state;
    enters(s, "/queue");
    presses(s, "d");
    list_shows(s, 0, "1  #tea  waiting", "* waves");
    conv_does_not_show(s, "#tea", "<alice> one*");
    presses(s, "Down Del");
    list_shows(s, 0, "1  #tea  waiting", "* waves");
    presses(s, "x d");
    assert_null(s->chat->dialog);
    assert_int_equal(s->network->queue.n, 0);
}

static void s_tries_the_link_now(void **state)
{
    struct scene *s = *state;
    assert_true(s->network->retry_ms > s->chat->mono_ms);
    enters(s, "/queue");
    presses(s, "s");
    assert_int_equal(s->network->retry_ms, s->chat->mono_ms);
    assert_int_equal(s->network->queue.n, 3);
}

static void words_do_the_same(void **state)
{
    struct scene *s = *state;
    enters(s, "/queue drop 2");
    notice_says(s, "Dropped*");
    enters(s, "/queue send");
    assert_int_equal(s->network->retry_ms, s->chat->mono_ms);
    enters(s, "/queue drop 9");
    notice_says(s, "Which one?*");
    presses(s, "C-c");
    enters(s, "/queue burn 1");
    notice_says(s, "/queue cannot do that. Usage: /queue*");
    assert_int_equal(s->network->queue.n, 2);
}

static void the_list_follows_what_happens(void **state)
{
    struct scene *s = *state;
    enters(s, "/queue");
    chat_rename(s->chat, scene_conv(s, "bob"), "robert");
    command_queue_refresh(s->chat);
    list_shows(s, 2, "3  robert  waiting", "three");
}

/* ---- what was on the wire ---- */

static void what_is_on_its_way_can_neither_be_changed_nor_dropped(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    enters(s, "hello");
    enters(s, "/queue edit 1");
    notice_says(s, "Too late*");
    presses(s, "C-c");
    enters(s, "/queue drop 1");
    notice_says(s, "Too late*");
    assert_int_equal(s->network->queue.n, 1);
}

static void what_may_have_arrived_is_sent_again_only_when_asked(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    enters(s, "hello");
    handle_lost(s->chat, s->network, "the connection was closed");
    conv_shows(s, "#tea", "<alice> hello (unsure)");
    enters(s, "/queue edit 1");
    notice_says(s, "Too late*");
    presses(s, "C-c");
    enters(s, "/queue send 1");
    conv_shows(s, "#tea", "<alice> hello (waiting)");
    enters(s, "/queue drop 1");
    assert_int_equal(s->network->queue.n, 0);
}

/* ---- leaving ---- */

static void quit_asks_once_while_something_waits(void **state)
{
    struct scene *s = *state;
    s->chat->keeps = true;
    enters(s, "/quit");
    notice_says(s, "3 messages wait, kept for next time: /quit again leaves");
    assert_int_equal(s->chat->wishes & WISH_QUIT, 0);
    enters(s, "/quit");
    assert_true(s->chat->wishes & WISH_QUIT);
}

static void quit_says_if_nothing_is_kept(void **state)
{
    struct scene *s = *state;
    enters(s, "/queue drop 3");
    enters(s, "/queue drop 2");
    enters(s, "/quit");
    notice_says(s, "1 message waits, lost if you leave: /quit again leaves");
}

static void a_conversation_in_which_something_waits_is_not_closed(void **state)
{
    struct scene *s = *state;
    enters(s, "/close");
    notice_says(s, "2 messages wait here*");
    assert_non_null(chat_conv(s->chat, s->network, "#tea"));
    enters(s, "/queue drop 1");
    enters(s, "/queue drop 1");
    enters(s, "/close");
    assert_null(chat_conv(s->chat, s->network, "#tea"));
}

static void clear_leaves_what_waits(void **state)
{
    struct scene *s = *state;
    enters(s, "/clear");
    conv_ends_with(s, "#tea", "<alice> one (waiting)\n* alice waves (waiting)");
}

#define IN(where, test) cmocka_unit_test_setup_teardown(test, where, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(three, the_list_shows_what_waits_where_and_since_when),
        IN(setup, without_anything_that_waits_there_is_no_list),
        IN(three, enter_takes_it_back_into_the_input),
        IN(three, what_is_typed_already_is_not_overwritten),
        IN(three, d_and_del_drop),
        IN(three, s_tries_the_link_now),
        IN(three, words_do_the_same),
        IN(three, the_list_follows_what_happens),
        IN(scene_modern, what_is_on_its_way_can_neither_be_changed_nor_dropped),
        IN(scene_modern, what_may_have_arrived_is_sent_again_only_when_asked),
        IN(three, quit_asks_once_while_something_waits),
        IN(three, quit_says_if_nothing_is_kept),
        IN(three, a_conversation_in_which_something_waits_is_not_closed),
        IN(three, clear_leaves_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
