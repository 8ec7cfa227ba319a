#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "mem.h"
#include "spec.h"
#include "ui_scene.h"

static void in_tea(struct scene *s)
{
    server_says(s, ":alice!a@h JOIN #tea");
    scene_forget(s);
}

static void what_we_say_is_there_at_once_and_said_once_the_server_read_on(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    assert_true(ask_say(s->chat, scene_conv(s, "#tea"), "hello", false));
    client_says(s, "PRIVMSG #tea :hello");
    assert_true(ask_say(s->chat, scene_conv(s, "#tea"), "waves", true));
    client_says(s, "PRIVMSG #tea :\x01"
                   "ACTION waves\x01");
    conv_ends_with(s, "#tea", "<alice> hello (sending)\n* alice waves (sending)");
    server_says(s, ":irc.example.org PONG irc.example.org :q1");
    conv_ends_with(s, "#tea", "<alice> hello\n* alice waves (sending)");
    client_says(s, "PING q2");
    server_says(s, ":irc.example.org PONG irc.example.org :q2");
    conv_ends_with(s, "#tea", "<alice> hello\n* alice waves");
}

static void what_is_typed_is_said(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    types(s, "gr\xc3\xbc\xc3\x9f dich, bob\n");
    client_says(s, "PRIVMSG #tea :gr\xc3\xbc\xc3\x9f dich, bob");
    types(s, "/me waves\n");
    client_says(s, "PRIVMSG #tea :\x01"
                   "ACTION waves\x01");
}

static void several_rows_are_several_lines(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    ask_say(s->chat, scene_conv(s, "#tea"), "one\n\n two\nthree\n", false);
    client_says(s, "PRIVMSG #tea :one");
    client_says(s, "PRIVMSG #tea : two");
    client_says(s, "PRIVMSG #tea :three");
    server_says(s, ":x PONG x :q1");
    server_says(s, ":x PONG x :q3");
    conv_ends_with(s, "#tea", "<alice> one\n<alice>  two\n<alice> three");
}

/* All that was written fits into 512 bytes with 100 bytes of source before it. */
static void pieces_fit(struct scene *s, size_t least)
{
    size_t n = 0;
    server_reads(s);
    const char *text = buf_text(&s->written);
    for (const char *end; (end = strstr(text, "\r\n")); text = end + 2) {
        if (strncmp(text, "PING", 4) == 0)
            continue;
        n++;
        assert_in_range(end - text, 15, 512 - 2 - 102);
        assert_true(((unsigned char)text[strlen("PRIVMSG #tea :")] & 0xc0) != 0x80);
    }
    assert_true(n >= least);
}

static void long_texts_are_split_at_words(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    in_tea(s);
    for (int i = 0; i < 300; i++)
        buf_printf(&text, "%sword%d", i ? " " : "", i);
    ask_say(s->chat, scene_conv(s, "#tea"), buf_text(&text), false);
    pieces_fit(s, 5);
    char *out = xstrdup(buf_text(&s->written));
    char *rest = out;
    struct buf joined = {0};
    for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
        line[strcspn(line, "\r")] = '\0';
        if (strncmp(line, "PING", 4) == 0)
            continue;
        buf_printf(&joined, "%s%s", joined.len ? " " : "", line + strlen("PRIVMSG #tea :"));
    }
    assert_string_equal(buf_text(&joined), buf_text(&text));
    buf_clear(&joined);
    buf_clear(&text);
    free(out);
}

static void words_that_are_too_long_are_split_between_characters(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    in_tea(s);
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "\xe8\x8c\xb6");
    ask_say(s->chat, scene_conv(s, "#tea"), buf_text(&text), false);
    pieces_fit(s, 7);
    scene_forget(s);
    buf_clear(&text);
    buf_puts(&text, "a");
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "\xe2\x80\x8d\xf0\x9f\x91\xa9");
    ask_say(s->chat, scene_conv(s, "#tea"), buf_text(&text), false);
    pieces_fit(s, 10);
    buf_clear(&text);
}

static void nothing_is_asked_without_a_link(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    handle_lost(s->chat, s->network, "the connection was closed");
    assert_false(ask(s->network, "TOPIC", "#tea", "x", NULL));
}

static void nothing_is_said_where_nobody_hears(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":alice!a@h PART #tea");
    assert_false(ask_say(s->chat, scene_conv(s, "#tea"), "hello", false));
    notice_says(s, "you are not in #tea*");
    assert_false(ask_say(s->chat, s->network->console, "hello", false));
    notice_says(s, "Nobody is here*");
    client_does_not_say(s, "PRIVMSG*");
}

static void no_text_becomes_a_second_command(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    assert_false(ask(s->network, "TOPIC", "#tea", "x\r\nQUIT", NULL));
    assert_false(ask(s->network, "JOIN", "#a b", "c", NULL));
    ask_say(s->chat, scene_conv(s, "#tea"),
            "x\rQUIT\n\x01"
            "DCC\x01",
            false);
    client_does_not_say(s, "QUIT*");
    client_does_not_say(s, "*\x01*");
    client_says(s, "PRIVMSG #tea :x*QUIT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLAIN(test) cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
        PLAIN(what_we_say_is_there_at_once_and_said_once_the_server_read_on),
        PLAIN(what_is_typed_is_said),
        PLAIN(several_rows_are_several_lines),
        PLAIN(long_texts_are_split_at_words),
        PLAIN(words_that_are_too_long_are_split_between_characters),
        PLAIN(nothing_is_asked_without_a_link),
        PLAIN(nothing_is_said_where_nobody_hears),
        PLAIN(no_text_becomes_a_second_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
