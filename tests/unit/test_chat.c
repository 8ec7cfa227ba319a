#include <string.h>

#include "highlight.h"
#include "spec.h"
#include "ui_scene.h"

static void write_line(struct scene *s, struct conv *conv, int64_t time_ms, unsigned flags,
                       const char *text)
{
    chat_add_line(s->chat, conv,
                  &(struct line){.time_ms = time_ms,
                                 .kind = LINE_MESSAGE,
                                 .flags = flags,
                                 .nick = "bob",
                                 .text = text,
                                 .msgid = ""});
}

static void list_shows(const struct scene *s, const char *names)
{
    char all[256] = "";
    for (int i = 1; chat_nth(s->chat, i); i++) {
        strncat(all, i > 1 ? " " : "", sizeof(all) - strlen(all) - 1);
        strncat(all, chat_nth(s->chat, i)->name, sizeof(all) - strlen(all) - 1);
    }
    assert_string_equal(all, names);
}

static void rooms_stand_before_people_before_the_console(void **state)
{
    struct scene *s = *state;
    chat_conv_make(s->chat, s->network, "bob");
    chat_conv_make(s->chat, s->network, "#tea");
    chat_conv_make(s->chat, s->network, "#cake");
    chat_conv_make(s->chat, s->network, "carol");
    list_shows(s, "#tea #cake bob carol irc.example.org");
    assert_ptr_equal(chat_conv_make(s->chat, s->network, "#TEA"), chat_nth(s->chat, 1));
}

static void each_network_has_its_own_conversations(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("two.example.org", 6697, true, "alice");
    chat_add_network(s->chat, other);
    chat_conv_make(s->chat, other, "#tea");
    chat_conv_make(s->chat, s->network, "#tea");
    list_shows(s, "#tea irc.example.org #tea two.example.org");
    assert_ptr_not_equal(chat_conv(s->chat, other, "#tea"), chat_conv(s->chat, s->network, "#tea"));
}

static void a_closed_conversation_gives_way_to_the_one_before(void **state)
{
    struct scene *s = *state;
    struct conv *cake = chat_conv_make(s->chat, s->network, "#cake");
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    chat_conv_make(s->chat, s->network, "bob");
    chat_open(s->chat, cake);
    chat_open(s->chat, tea);
    chat_close(s->chat, tea);
    assert_ptr_equal(s->chat->current, cake);
}

static void a_closed_conversation_gives_way_to_its_neighbour(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    chat_open(s->chat, tea);
    chat_close(s->chat, tea);
    assert_ptr_equal(s->chat->current, s->network->console);
    assert_null(chat_conv(s->chat, s->network, "#tea"));
    chat_close(s->chat, s->network->console);
    list_shows(s, "irc.example.org");
}

static void a_network_goes_with_all_that_is_in_it(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("other.example.org", 6697, true, "alice");
    chat_add_network(s->chat, other);
    struct conv *tea = chat_conv_make(s->chat, other, "#tea");
    chat_open(s->chat, tea);
    chat_open(s->chat, s->network->console);
    chat_drop_network(s->chat, other);
    assert_null(s->chat->last);
    assert_ptr_equal(s->chat->networks, s->network);
    assert_null(s->chat->networks->next);
    assert_ptr_equal(s->chat->convs, s->network->console);
    assert_null(s->chat->convs->next);
}

static void a_draft_waits_in_its_conversation(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    chat_open(s->chat, tea);
    edit_set(s->chat->edit, "half a sen");
    chat_open(s->chat, s->network->console);
    assert_string_equal(edit_text(s->chat->edit), "");
    chat_open(s->chat, tea);
    assert_string_equal(edit_text(s->chat->edit), "half a sen");
    assert_ptr_equal(s->chat->last, s->network->console);
}

static void what_others_say_elsewhere_is_unread_until_opened(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    tea->read_ms = 1000;
    write_line(s, tea, 900, LINE_HISTORY, "read long ago");
    write_line(s, tea, 2000, 0, "news");
    write_line(s, tea, 2001, LINE_MENTION, "alice: news");
    write_line(s, tea, 2002, LINE_SELF, "mine");
    assert_int_equal(tea->unread, 2);
    assert_int_equal(tea->mentions, 1);
    chat_open(s->chat, tea);
    assert_int_equal(tea->unread, 0);
    assert_int_equal(tea->read_ms, 2002);
    assert_int_equal(tea->line_ms, 1000);
}

static void another_device_reads_for_us(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    write_line(s, tea, 2000, LINE_MENTION, "alice: one");
    write_line(s, tea, 3000, 0, "two");
    chat_read_elsewhere(s->chat, tea, 2500);
    assert_int_equal(tea->unread, 1);
    assert_int_equal(tea->mentions, 0);
    chat_read_elsewhere(s->chat, tea, 1000);
    assert_int_equal(tea->read_ms, 2500);
}

static void mentions_are_read_before_people_before_rooms(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    struct conv *cake = chat_conv_make(s->chat, s->network, "#cake");
    struct conv *bob = chat_conv_make(s->chat, s->network, "bob");
    assert_null(chat_next_unread(s->chat));
    write_line(s, tea, 2000, 0, "x");
    assert_ptr_equal(chat_next_unread(s->chat), tea);
    write_line(s, bob, 2000, 0, "x");
    assert_ptr_equal(chat_next_unread(s->chat), bob);
    write_line(s, cake, 2000, LINE_MENTION, "alice");
    assert_ptr_equal(chat_next_unread(s->chat), cake);
    chat_open(s->chat, cake);
    chat_open(s->chat, bob);
    s->network->console->unread = 1; /* stands between bob and the first room */
    assert_ptr_equal(chat_next_unread(s->chat), tea);
}

static void the_bell_rings_for_what_is_said_to_us_elsewhere(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    write_line(s, tea, 2000, 0, "x");
    write_line(s, tea, 2000, LINE_MENTION | LINE_HISTORY, "alice");
    assert_false(s->chat->wishes & WISH_BELL);
    write_line(s, tea, 2000, LINE_MENTION, "alice");
    assert_true(s->chat->wishes & WISH_BELL);
}

static void control_characters_do_not_get_into_a_line(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#t\x1b[2Jea");
    assert_null(strchr(tea->name, '\x1b'));
    assert_ptr_equal(chat_conv(s->chat, s->network, "#t\x1b[2Jea"), tea);
    write_line(s, tea, 2000, 0,
               "a\x1b]0;title\x07 \xc2\x9b"
               "31m \x02"
               "bold\x02 \xff");
    struct line line;
    lines_get(tea->lines, 0, &line);
    assert_null(strpbrk(line.text, "\x1b\x07"));
    assert_null(strstr(line.text, "\xc2\x9b"));
    assert_non_null(strstr(line.text, "\x02"
                                      "bold"));
    chat_close(s->chat, tea);
    assert_null(chat_conv(s->chat, s->network, "#t\x1b[2Jea"));
}

static void our_lines_never_stand_before_what_was_said(void **state)
{
    struct scene *s = *state;
    struct conv *tea = chat_conv_make(s->chat, s->network, "#tea");
    write_line(s, tea, s->chat->now_ms + 90000, 0, "from the future");
    chat_info(s->chat, tea, LINE_INFO, "done");
    conv_ends_with(s, "#tea", "<bob> from the future\n-- done");
}

static void being_spoken_to_is_a_word_of_its_own(void **state)
{
    (void)state;
    assert_true(highlight_names("alice", "alice"));
    assert_true(highlight_names("Alice: tea?", "alice"));
    assert_true(highlight_names("tea, ALICE's favourite", "alice"));
    assert_true(highlight_names("@alice!", "alice"));
    assert_true(highlight_names("\x03"
                                "04alice\x0f come",
                                "alice"));
    assert_true(highlight_names("\xe4\xbd\xa0"
                                "alice\xe5\xa5\xbd",
                                "alice"));
    assert_false(highlight_names("malice", "alice"));
    assert_false(highlight_names("alice_ and alice2 and alice-b", "alice"));
    assert_true(highlight_names("alice2 not alice", "alice"));
    assert_false(highlight_names("4alice", "alice"));
    assert_false(highlight_names("anything", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_offline, scene_end)
        SCENE(rooms_stand_before_people_before_the_console),
        SCENE(each_network_has_its_own_conversations),
        SCENE(a_closed_conversation_gives_way_to_the_one_before),
        SCENE(a_closed_conversation_gives_way_to_its_neighbour),
        SCENE(a_network_goes_with_all_that_is_in_it),
        SCENE(a_draft_waits_in_its_conversation),
        SCENE(what_others_say_elsewhere_is_unread_until_opened),
        SCENE(another_device_reads_for_us),
        SCENE(mentions_are_read_before_people_before_rooms),
        SCENE(the_bell_rings_for_what_is_said_to_us_elsewhere),
        SCENE(control_characters_do_not_get_into_a_line),
        SCENE(our_lines_never_stand_before_what_was_said),
        SCENE(being_spoken_to_is_a_word_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
