#include <stdio.h>
#include <string.h>

#include "chat.h"
#include "reactions.h"
#include "secret.h"
#include "spec.h"

struct scene {
    struct chat *chat;
    struct conv *room;
};

static int begin(void **state)
{
    static struct scene scene;
    secret_init();
    scene.chat = chat_new();
    struct network *network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(scene.chat, network);
    scene.room = chat_conv_make(scene.chat, network, "#tea");
    chat_open(scene.chat, scene.room);
    *state = &scene;
    return 0;
}

static int end(void **state)
{
    struct scene *s = *state;
    chat_free(s->chat);
    return 0;
}

static void is_said(struct scene *s, const char *nick, const char *text, const char *msgid)
{
    struct line line = {.time_ms = 1000, .nick = nick, .text = text, .msgid = msgid};
    chat_add_line(s->chat, s->room, &line);
}

static bool gives(struct scene *s, const char *who, const char *value, bool on)
{
    return reactions_set(s->room, "m1", &(struct reaction){.who = who, .value = value}, on);
}

/* "+ 2 *heart 1": values, how many, and a star at ours. */
static void shows(struct scene *s, const char *want)
{
    struct reaction_sum sums[8];
    char text[200] = "";
    size_t n = reactions_sum(s->room, "m1", sums, 8);
    for (size_t i = 0; i < n; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s%s %u", i ? " " : "",
                 sums[i].own ? "*" : "", sums[i].value, sums[i].n);
    assert_string_equal(text, want);
}

static void the_same_from_several_is_counted(void **state)
{
    struct scene *s = *state;
    is_said(s, "bob", "hello", "m1");
    assert_true(gives(s, "carol", "👍", true));
    assert_true(gives(s, "alice", "👍", true));
    assert_true(gives(s, "carol", "tea", true));
    shows(s, "*👍 2 tea 1");
}

static void one_gives_each_only_once(void **state)
{
    struct scene *s = *state;
    is_said(s, "bob", "hello", "m1");
    gives(s, "carol", "👍", true);
    assert_false(gives(s, "Carol", "👍", true));
    shows(s, "👍 1");
}

static void what_is_taken_back_is_gone(void **state)
{
    struct scene *s = *state;
    is_said(s, "bob", "hello", "m1");
    gives(s, "carol", "👍", true);
    assert_true(gives(s, "carol", "👍", false));
    assert_false(gives(s, "carol", "👍", false));
    shows(s, "");
}

static void what_is_too_long_or_of_nothing_here_is_not_kept(void **state)
{
    struct scene *s = *state;
    char text[REACTION_BYTES + 2];
    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    assert_false(gives(s, "carol", "👍", true));
    is_said(s, "bob", "hello", "m1");
    assert_false(gives(s, "carol", text, true));
    assert_false(gives(s, "carol", "", true));
    shows(s, "");
}

static void strangers_cannot_fill_the_memory(void **state)
{
    struct scene *s = *state;
    is_said(s, "bob", "hello", "m1");
    for (int i = 0; i < 2 * REACTIONS_OF_ONE; i++) {
        char who[16];
        snprintf(who, sizeof(who), "n%d", i);
        gives(s, who, "👍", true);
    }
    assert_int_equal(s->room->nreactions, REACTIONS_OF_ONE);
}

static void note(void *arg, const char *msgid, const struct reaction *reaction, bool on)
{
    char *text = arg;
    snprintf(text + strlen(text), 100 - strlen(text), "%c%s %s %s\n", on ? '+' : '-', msgid,
             reaction->who, reaction->value);
}

static void the_disk_is_told_once_also_of_what_is_not_here(void **state)
{
    struct scene *s = *state;
    char text[100] = "";
    struct reaction reaction = {.who = "bob", .value = "tea"};
    s->chat->keeps = true;
    chat_react(s->chat, s->room, "m7", &reaction, true);
    chat_react(s->chat, s->room, "m7", &reaction, false);
    reactions_each_new(s->room, note, text);
    reactions_each_new(s->room, note, text);
    assert_string_equal(text, "+m7 bob tea\n-m7 bob tea\n");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_same_from_several_is_counted),
        SCENE(one_gives_each_only_once),
        SCENE(what_is_taken_back_is_gone),
        SCENE(what_is_too_long_or_of_nothing_here_is_not_kept),
        SCENE(strangers_cannot_fill_the_memory),
        SCENE(the_disk_is_told_once_also_of_what_is_not_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
