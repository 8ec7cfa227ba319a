#include <stdlib.h>
#include <string.h>

#include "irc_msg.h"
#include "spec.h"

/* A picture of a message: "{key=value}source COMMAND[param][param]". */
static void picture(const struct irc_msg *msg, struct buf *out)
{
    for (size_t i = 0; i < msg->ntags; i++)
        buf_printf(out, "{%s=%s}", msg->tags[i].key, msg->tags[i].value);
    if (msg->source)
        buf_printf(out, "%s ", msg->source);
    buf_puts(out, msg->command);
    for (size_t i = 0; i < msg->nparams; i++)
        buf_printf(out, "[%s]", msg->params[i]);
}

static void reads(const char *line, const char *expected)
{
    struct irc_msg msg;
    struct buf seen = {0};
    char *copy = strdup(line);
    assert_int_equal(irc_msg_parse(&msg, copy), 0);
    picture(&msg, &seen);
    assert_string_equal(buf_text(&seen), expected);
    buf_clear(&seen);
    free(copy);
}

static void refuses_to_read(const char *line)
{
    struct irc_msg msg;
    char *copy = strdup(line);
    assert_int_equal(irc_msg_parse(&msg, copy), -1);
    free(copy);
}

/* The message is written so, behind what the buf had before. */
static void writes(const struct irc_msg *msg, const char *expected)
{
    struct buf out = {0};
    buf_puts(&out, "> ");
    assert_int_equal(irc_msg_write(msg, &out), 0);
    assert_string_equal(buf_text(&out) + 2, expected);
    buf_clear(&out);
}

static void refuses_to_write(const struct irc_msg *msg)
{
    struct buf out = {0};
    buf_puts(&out, "> ");
    assert_int_equal(irc_msg_write(msg, &out), -1);
    assert_string_equal(buf_text(&out), "> ");
    buf_clear(&out);
}

static void a_line_is_cut_into_its_parts(void **state)
{
    (void)state;
    reads("PING", "PING");
    reads("NICK alice", "NICK[alice]");
    reads(":alice!a@h PRIVMSG #tea :kettle on", "alice!a@h PRIVMSG[#tea][kettle on]");
    reads("PRIVMSG #tea :", "PRIVMSG[#tea][]");
    reads("PRIVMSG #tea ::)", "PRIVMSG[#tea][:)]");
    reads("USER a 0 * :A : B", "USER[a][0][*][A : B]");
    reads("MODE #tea +o b:b", "MODE[#tea][+o][b:b]");
}

static void more_spaces_than_needed_do_no_harm(void **state)
{
    (void)state;
    reads("  @a=1   :alice   JOIN   #tea   ", "{a=1}alice JOIN[#tea]");
    reads("TOPIC #tea :  two  ", "TOPIC[#tea][  two  ]");
}

static void the_fifteenth_parameter_takes_the_rest(void **state)
{
    (void)state;
    reads("X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :17",
          "X[1][2][3][4][5][6][7][8][9][10][11][12][13][14][15 16 :17]");
    reads("X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 16",
          "X[1][2][3][4][5][6][7][8][9][10][11][12][13][14][15 16]");
}

static void tags_are_unescaped(void **state)
{
    (void)state;
    reads("@a=1;b;c=;+d/e=x TAGMSG bob", "{a=1}{b=}{c=}{+d/e=x}TAGMSG[bob]");
    reads("@a=\\:\\s\\\\\\q\\ X", "{a=; \\q}X");
    reads("@a=\\r\\n X", "{a=\r\n}X");
    reads("@a=b=c X", "{a=b=c}X");
}

static void a_key_that_comes_twice_keeps_its_last_value(void **state)
{
    (void)state;
    reads("@a=1;b=2;a=3;b X", "{a=3}{b=}X");
}

static void tags_without_a_key_are_dropped(void **state)
{
    (void)state;
    reads("@;;=1;a=2; X", "{a=2}X");
    reads("@ X", "X");
}

static void tags_beyond_the_limit_are_dropped(void **state)
{
    (void)state;
    struct buf line = {0};
    struct irc_msg msg;
    for (int i = 0; i < IRC_TAGS_MAX + 9; i++)
        buf_printf(&line, "%ck%d=v", i ? ';' : '@', i);
    buf_puts(&line, " PING x");
    assert_int_equal(irc_msg_parse(&msg, line.data), 0);
    assert_int_equal(msg.ntags, IRC_TAGS_MAX);
    assert_string_equal(msg.command, "PING");
    assert_null(irc_msg_tag(&msg, "k64"));
    assert_string_equal(irc_msg_tag(&msg, "k63"), "v");
    buf_clear(&line);
}

static void a_line_without_a_command_is_refused(void **state)
{
    (void)state;
    refuses_to_read("");
    refuses_to_read("   ");
    refuses_to_read("@a=1");
    refuses_to_read("@a=1 ");
    refuses_to_read(":alice");
    refuses_to_read("@a :alice ");
}

static void line_ends_within_a_line_are_refused(void **state)
{
    (void)state;
    refuses_to_read("PING\r");
    refuses_to_read("PRIVMSG #tea :a\nb");
    refuses_to_read("@a=\r PING");
}

static void words_are_written_as_a_line(void **state)
{
    (void)state;
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "PING", NULL);
    writes(&msg, "PING\r\n");
    irc_msg_make(&msg, "alice!a@h", "JOIN", "#tea", NULL);
    writes(&msg, ":alice!a@h JOIN #tea\r\n");
    irc_msg_make(&msg, "parlor", "TOPIC", "#tea", "", NULL);
    writes(&msg, ":parlor TOPIC #tea :\r\n");
    irc_msg_make(&msg, NULL, "QUIT", "good night", NULL);
    writes(&msg, "QUIT :good night\r\n");
    irc_msg_make(&msg, NULL, "QUIT", ":)", NULL);
    writes(&msg, "QUIT ::)\r\n");
}

static void the_last_of_several_parameters_has_a_colon_unless_all_are_words(void **state)
{
    (void)state;
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "PRIVMSG", "#tea", "hello", NULL);
    writes(&msg, "PRIVMSG #tea :hello\r\n");
    irc_msg_make(&msg, NULL, "MODE", "#tea", "+o", "bob", NULL);
    writes(&msg, "MODE #tea +o bob\r\n");
    irc_msg_make(&msg, "parlor", "324", "alice", "#tea", "+nt", NULL);
    writes(&msg, ":parlor 324 alice #tea +nt\r\n");
}

static void tags_are_written_escaped(void **state)
{
    (void)state;
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "TAGMSG", "bob", NULL);
    irc_msg_add_tag(&msg, "a", "1");
    irc_msg_add_tag(&msg, "b", "");
    irc_msg_add_tag(&msg, "c", "; \\\r\n.");
    irc_msg_add_tag(&msg, "a", "2");
    writes(&msg, "@a=2;b;c=\\:\\s\\\\\\r\\n. TAGMSG bob\r\n");
    assert_string_equal(irc_msg_tag(&msg, "a"), "2");
    assert_null(irc_msg_tag(&msg, "A"));
}

static void nothing_can_be_smuggled_into_a_line(void **state)
{
    (void)state;
    static const char *const words[] = {"", "a b", "a\rb", "a\nb", "a\r\nQUIT"};
    struct irc_msg msg;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        irc_msg_make(&msg, NULL, words[i], NULL);
        refuses_to_write(&msg);
        irc_msg_make(&msg, words[i], "PING", NULL);
        refuses_to_write(&msg);
        irc_msg_make(&msg, NULL, "KICK", words[i], "bob", NULL);
        refuses_to_write(&msg);
        irc_msg_make(&msg, NULL, "PING", NULL);
        irc_msg_add_tag(&msg, words[i], "1");
        refuses_to_write(&msg);
        irc_msg_make(&msg, NULL, "PRIVMSG", "#tea", words[i], NULL);
        if (strpbrk(words[i], "\r\n"))
            refuses_to_write(&msg);
    }
}

static void a_word_cannot_pose_as_another_part(void **state)
{
    (void)state;
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "KICK", ":#tea", "bob", NULL);
    refuses_to_write(&msg);
    irc_msg_make(&msg, NULL, ":alice", "bob", NULL);
    refuses_to_write(&msg);
    irc_msg_make(&msg, NULL, "@a=1", "bob", NULL);
    refuses_to_write(&msg);
    irc_msg_make(&msg, NULL, "PING", NULL);
    irc_msg_add_tag(&msg, "a=1;b", "1");
    refuses_to_write(&msg);
}

static void a_source_begins_with_its_nick(void **state)
{
    (void)state;
    assert_int_equal(irc_source_nick_len("alice!a@h"), 5);
    assert_int_equal(irc_source_nick_len("alice@h"), 5);
    assert_int_equal(irc_source_nick_len("irc.example.org"), 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_cut_into_its_parts),
        cmocka_unit_test(more_spaces_than_needed_do_no_harm),
        cmocka_unit_test(the_fifteenth_parameter_takes_the_rest),
        cmocka_unit_test(tags_are_unescaped),
        cmocka_unit_test(a_key_that_comes_twice_keeps_its_last_value),
        cmocka_unit_test(tags_without_a_key_are_dropped),
        cmocka_unit_test(tags_beyond_the_limit_are_dropped),
        cmocka_unit_test(a_line_without_a_command_is_refused),
        cmocka_unit_test(line_ends_within_a_line_are_refused),
        cmocka_unit_test(words_are_written_as_a_line),
        cmocka_unit_test(the_last_of_several_parameters_has_a_colon_unless_all_are_words),
        cmocka_unit_test(tags_are_written_escaped),
        cmocka_unit_test(nothing_can_be_smuggled_into_a_line),
        cmocka_unit_test(a_word_cannot_pose_as_another_part),
        cmocka_unit_test(a_source_begins_with_its_nick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
