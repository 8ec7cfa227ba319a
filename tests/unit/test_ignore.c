/* /ignore and /unignore: who is not heard, and what of them. */
#include <stdlib.h>

#include "ignore.h"
#include "keyboard.h"
#include "settings.h"
#include "spec.h"

static int begin(void **state)
{
    char *cause = NULL;
    scene_modern(state);
    struct scene *s = *state;
    settings_lend(s->chat);
    assert_int_equal(settings_read(s->chat, "/dev/null", &cause), 0);
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":bob!b@evil.example JOIN #tea * :Bob");
    server_says(s, ":carol!c@h JOIN #tea caroline :Carol");
    return 0;
}

/* How many lines of a conversation are hidden. */
static unsigned hidden(struct scene *s, const char *name)
{
    const struct conv *conv = scene_conv(s, name);
    unsigned n = 0;
    for (size_t i = 0; i < lines_count(conv->lines); i++) {
        struct line line;
        lines_get(conv->lines, i, &line);
        n += (line.flags & LINE_IGNORED) != 0;
    }
    return n;
}

static void what_is_ignored_is_hidden_and_heard_again_later(void **state)
{
    struct scene *s = *state;
    server_says(s, ":bob!b@evil.example PRIVMSG #tea :buy my tea");
    enters(s, "/ignore bob");
    notice_says(s, "bob is ignored: hidden, not deleted*");
    assert_string_equal(s->chat->settings.ignored, "bob");
    assert_int_equal(hidden(s, "#tea"), 2); /* his coming too */
    server_says(s, ":bob!b@evil.example PRIVMSG #tea :alice: really");
    assert_int_equal(hidden(s, "#tea"), 3);
    conv_shows(s, "#tea", "<bob> alice: really");
    enters(s, "/unignore bob");
    assert_int_equal(hidden(s, "#tea"), 0);
    enters(s, "/unignore bob");
    notice_says(s, "They are not ignored*");
}

static void what_is_ignored_is_no_news(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore bob");
    chat_open(s->chat, s->network->console);
    s->chat->wishes = 0;
    server_says(s, ":bob!b@evil.example PRIVMSG #tea :alice: buy");
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
    assert_int_equal(scene_conv(s, "#tea")->mentions, 0);
    assert_false(s->chat->wishes & WISH_BELL);
    server_says(s, ":carol!c@h PRIVMSG #tea :alice: hi");
    assert_int_equal(scene_conv(s, "#tea")->mentions, 1);
}

static void who_has_an_account_is_ignored_by_it(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore carol");
    notice_says(s, "carol, who is caroline, is ignored*");
    server_says(s, ":gus!g@h JOIN #tea gus :Gus");
    enters(s, "/ignore gus");
    notice_says(s, "gus is ignored*");
    enters(s, "/unignore gus");
    assert_string_equal(s->chat->settings.ignored, "caroline");
    server_says(s, "@account=caroline :other!c@h PRIVMSG #tea :hear me");
    assert_int_equal(hidden(s, "#tea"), 2);
    enters(s, "/unignore carol");
    assert_int_equal(hidden(s, "#tea"), 0);
}

static void a_mask_hides_whoever_comes_from_there(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore *!*@evil.example");
    server_says(s, ":bob!b@evil.example PRIVMSG #tea :buy");
    server_says(s, ":dave!d@good.example PRIVMSG #tea :hello");
    assert_int_equal(hidden(s, "#tea"), 1);
    enters(s, "/ignore dave");
    assert_int_equal(hidden(s, "#tea"), 2);
    enters(s, "/unignore *!*@evil.example");
    assert_int_equal(hidden(s, "#tea"), 1);
}

static void only_some_of_it_can_be_ignored_and_only_in_a_room(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore bob joins #tea");
    assert_string_equal(s->chat->settings.ignored, "bob,joins,#tea");
    assert_int_equal(hidden(s, "#tea"), 1);
    server_says(s, ":bob!b@evil.example PRIVMSG #tea :buy");
    assert_int_equal(hidden(s, "#tea"), 1);
    enters(s, "/ignore bob noise");
    notice_says(s, "/ignore: not \"noise\" but all, messages*");
}

static void no_conversation_opens_for_who_is_ignored(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore bob");
    server_says(s, ":bob!b@evil.example PRIVMSG alice :psst");
    assert_null(chat_conv(s->chat, s->network, "bob"));
    assert_int_equal(hidden(s, ""), 1);
    server_says(s, ":bob!b@evil.example PRIVMSG alice :\x01VERSION\x01");
    client_does_not_say(s, "NOTICE bob*");
    server_says(s, ":bob!b@evil.example INVITE alice #spam");
    assert_null(s->network->invited);
}

static void the_list_of_them_lets_one_be_heard_again(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore bob");
    enters(s, "/ignore dave notices");
    enters(s, "/ignore");
    assert_int_equal(s->chat->dialog->n, 2);
    assert_string_equal(s->chat->dialog->rows[1].detail, "notices");
    presses(s, "Enter");
    assert_string_equal(s->chat->settings.ignored, "dave,notices");
}

static void setting_it_does_the_same(void **state)
{
    struct scene *s = *state;
    enters(s, "/set people.ignored bob");
    ignore_turn(s->chat);
    assert_int_equal(hidden(s, "#tea"), 1);
}

static void an_answer_of_who_is_ignored_is_not_shown(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore bob");
    size_t before = lines_count(s->chat->current->lines);
    server_says(s, ":bob!b@evil.example NOTICE alice :\x01VERSION buy my tea\x01");
    assert_int_equal(lines_count(s->chat->current->lines), before);
    server_says(s, ":carol!c@h NOTICE alice :\x01VERSION kettle\x01");
    assert_int_equal(lines_count(s->chat->current->lines), before + 1);
}

static void what_who_is_ignored_reacts_with_is_not_shown(void **state)
{
    struct scene *s = *state;
    struct reaction reaction;
    const struct conv *room = scene_conv(s, "#tea");
    server_says(s, "@msgid=m1 :carol!c@h PRIVMSG #tea :tea?");
    enters(s, "/ignore bob");
    server_says(s, "@+draft/react=no;+reply=m1 :bob!b@evil.example TAGMSG #tea");
    assert_false(reactions_nth(room, "m1", 0, &reaction));
    server_says(s, "@+draft/react=yes;+reply=m1 :carol!c@h TAGMSG #tea");
    assert_true(reactions_nth(room, "m1", 0, &reaction));
    assert_string_equal(reaction.value, "yes");
}

/* What is seen of the reactions to m1 in #tea. */
static unsigned given(struct scene *s)
{
    struct reaction_sum sums[4];
    size_t n = reactions_sum(scene_conv(s, "#tea"), "m1", sums, 4);
    assert_true(n <= 1);
    return n ? sums[0].n : 0;
}

static void reactions_of_who_is_ignored_are_not_counted_and_come_back(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1 :alice!a@h PRIVMSG #tea :tea?");
    server_says(s, "@+draft/react=yes;+reply=m1 :bob!b@evil.example TAGMSG #tea");
    server_says(s, "@+draft/react=yes;+reply=m1;account=caroline :carol!c@h TAGMSG #tea");
    assert_int_equal(given(s), 2);
    enters(s, "/ignore bob");
    ignore_turn(s->chat);
    assert_int_equal(given(s), 1);
    enters(s, "/ignore carol");
    ignore_turn(s->chat);
    assert_int_equal(given(s), 0);
    enters(s, "/unignore bob");
    enters(s, "/unignore carol");
    ignore_turn(s->chat);
    assert_int_equal(given(s), 2);
}

static void a_reaction_from_behind_a_mask_comes_back_with_it(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1 :carol!c@h PRIVMSG #tea :tea?");
    enters(s, "/ignore *!*@evil.example");
    ignore_turn(s->chat);
    server_says(s, "@+draft/react=yes;+reply=m1 :bob!b@evil.example TAGMSG #tea");
    server_says(s, "@+draft/react=yes;+reply=m1 :dave!d@good.example TAGMSG #tea");
    assert_int_equal(given(s), 1);
    enters(s, "/unignore *!*@evil.example");
    ignore_turn(s->chat);
    assert_int_equal(given(s), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH(test) cmocka_unit_test_setup_teardown(test, begin, scene_end)
        WITH(what_is_ignored_is_hidden_and_heard_again_later),
        WITH(what_is_ignored_is_no_news),
        WITH(who_has_an_account_is_ignored_by_it),
        WITH(a_mask_hides_whoever_comes_from_there),
        WITH(only_some_of_it_can_be_ignored_and_only_in_a_room),
        WITH(no_conversation_opens_for_who_is_ignored),
        WITH(the_list_of_them_lets_one_be_heard_again),
        WITH(setting_it_does_the_same),
        WITH(an_answer_of_who_is_ignored_is_not_shown),
        WITH(what_who_is_ignored_reacts_with_is_not_shown),
        WITH(reactions_of_who_is_ignored_are_not_counted_and_come_back),
        WITH(a_reaction_from_behind_a_mask_comes_back_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
