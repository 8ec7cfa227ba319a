#include <stdlib.h>
#include <string.h>

#include "spec.h"
#include "tty_keys.h"

struct hearing {
    struct keys keys;
    struct buf heard;
};

static int setup(void **state)
{
    static struct hearing hearing;
    *state = &hearing;
    return 0;
}

static int teardown(void **state)
{
    struct hearing *h = *state;
    keys_clear(&h->keys);
    buf_clear(&h->heard);
    return 0;
}

static void hear(void *arg, const struct key *key)
{
    struct hearing *h = arg;
    char name[32];
    buf_puts(&h->heard, h->heard.len ? " " : "");
    if (key->code == PRESS_PASTE)
        buf_printf(&h->heard, "paste(%s)", key->text);
    else if (key->code == PRESS_FOCUS_IN || key->code == PRESS_FOCUS_OUT)
        buf_puts(&h->heard, key->code == PRESS_FOCUS_IN ? "in" : "out");
    else
        buf_puts(&h->heard, keymap_name(key, name, sizeof(name)));
}

/* What was heard since the last time. */
static void heard(struct hearing *h, const char *keys)
{
    assert_string_equal(buf_text(&h->heard), keys);
    buf_reset(&h->heard);
    if (h->heard.data)
        h->heard.data[0] = '\0';
}

static int sends_bytes(struct hearing *h, const char *bytes, size_t len)
{
    return keys_feed(&h->keys, bytes, len, hear, h);
}

static int sends(struct hearing *h, const char *bytes)
{
    return sends_bytes(h, bytes, strlen(bytes));
}

static void gives(struct hearing *h, const char *bytes, const char *keys)
{
    assert_int_equal(sends(h, bytes), -1);
    heard(h, keys);
}

static void letters_are_themselves(void **state)
{
    gives(*state, "aB é 茶 👩", "a B Space é Space 茶 Space 👩");
}

static void control_makes_names(void **state)
{
    struct hearing *h = *state;
    gives(h, "\x01\x0b\x1a\x1c\x1f", "C-a C-k C-z C-\\ C-_");
    gives(h, "\r\n\t\x7f\b", "Enter C-j Tab BS BS");
    assert_int_equal(sends_bytes(h, "\0", 1), -1);
    heard(h, "C-Space");
}

static void escape_before_a_key_is_alt(void **state)
{
    gives(*state,
          "\x1b"
          "a\x1b\r\x1b\x7f\x1bé\x1b\x01\x1b/",
          "M-a M-Enter M-BS M-é C-M-a M-/");
}

static void terminals_send_keys_in_many_ways(void **state)
{
    struct hearing *h = *state;
    gives(h, "\x1b[A\x1bOB\x1b[C\x1bOD", "Up Down Right Left");
    gives(h, "\x1b[H\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End Home End");
    gives(h, "\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Ins Del PgUp PgDn");
    gives(h, "\x1bOP\x1b[12~\x1b[[C\x1b[15~\x1b[24~", "F1 F2 F3 F5 F12");
    gives(h, "\x1b[Z\x1bOM", "S-Tab Enter");
}

static void modifiers_are_heard(void **state)
{
    struct hearing *h = *state;
    gives(h, "\x1b[1;5D\x1b[1;3A\x1b[1;2C\x1b[1;8B", "C-Left M-Up S-Right C-M-S-Down");
    gives(h, "\x1b[3;5~\x1b[5;3~\x1b[1;5P", "C-Del M-PgUp C-F1");
    gives(h, "\x1b[13;2u\x1b[27;5;13~\x1b[97;3u", "S-Enter C-Enter M-a");
    gives(h, "\x1bOd\x1b[a\x1b[3^\x1b[3$\x1b[3@", "C-Left S-Up C-Del S-Del C-S-Del");
    gives(h, "\x1b\x1b[A\x1b\x1bOC", "M-Up M-Right");
}

static void focus_comes_and_goes(void **state)
{
    gives(*state, "\x1b[I\x1b[O", "in out");
}

static void a_lone_escape_is_a_key_after_a_while(void **state)
{
    struct hearing *h = *state;
    assert_int_equal(sends(h, "\x1b"), KEYS_ESC_MS);
    heard(h, "");
    keys_flush(&h->keys, hear, h);
    heard(h, "Esc");
    assert_int_equal(sends(h, "a"), -1);
    heard(h, "a");
}

static void two_escapes_are_two(void **state)
{
    struct hearing *h = *state;
    assert_int_equal(sends(h, "\x1b\x1b"), KEYS_ESC_MS);
    keys_flush(&h->keys, hear, h);
    heard(h, "Esc Esc");
    gives(h,
          "\x1b\x1b"
          "a",
          "M-Esc a");
}

static void a_sequence_may_come_in_pieces(void **state)
{
    struct hearing *h = *state;
    assert_int_equal(sends(h, "\x1b"), KEYS_ESC_MS);
    assert_int_equal(sends(h, "[1;"), KEYS_ESC_MS);
    assert_int_equal(sends(h, "5"), KEYS_ESC_MS);
    assert_int_equal(sends(h, "Dx"), -1);
    heard(h, "C-Left x");
    assert_int_equal(sends(h, "\xe8"), -1);
    assert_int_equal(sends(h, "\x8c\xb6"), -1);
    heard(h, "茶");
}

static void what_never_goes_on_is_given_up(void **state)
{
    struct hearing *h = *state;
    sends(h, "\x1b[");
    keys_flush(&h->keys, hear, h);
    heard(h, "M-[");
    sends(h, "\x1bO");
    keys_flush(&h->keys, hear, h);
    heard(h, "M-O");
    keys_flush(&h->keys, hear, h);
    heard(h, "");
    sends(h, "\x1b\xc3");
    keys_flush(&h->keys, hear, h);
    heard(h, "Esc");
    gives(h, "\xa9", "é");
}

static void what_means_nothing_is_dropped(void **state)
{
    struct hearing *h = *state;
    gives(h,
          "\x1b[99~\x1b[?1;2c\x1b[5n"
          "a",
          "a");
    gives(h,
          "\xff\x80\xc3(\xed\xa0\x80"
          "a",
          "( a");
    gives(h, "\x1b[1111111111111111111111111111111111111111111111~a",
          "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ~ a");
}

static void a_paste_comes_as_a_whole(void **state)
{
    struct hearing *h = *state;
    gives(h, "\x1b[200~one\rtwo\r\nthree\tfour\x1b[201~x", "paste(one\ntwo\nthree    four) x");
    gives(h, "\x1b[200~\x1b[201~", "paste()");
    assert_int_equal(sends(h, "\x1b[200~ab"), -1);
    assert_int_equal(sends(h, "cd\x1b[20"), -1);
    keys_flush(&h->keys, hear, h);
    heard(h, "");
    gives(h, "1~", "paste(abcd)");
}

static void a_paste_cannot_hide_control_sequences(void **state)
{
    struct hearing *h = *state;
    sends(h, "\x1b[200~a\x1b]0;x\a\xff"
             "b\x1b[201~");
    assert_null(strchr(buf_text(&h->heard), '\x1b'));
    assert_null(strchr(buf_text(&h->heard), '\a'));
    assert_non_null(strstr(buf_text(&h->heard), "b)"));
}

static void a_paste_has_a_limit(void **state)
{
    struct hearing *h = *state;
    size_t size = KEYS_PASTE_MAX + 100000;
    char *much = malloc(size);
    assert_non_null(much);
    memset(much, 'a', size);
    sends(h, "\x1b[200~");
    sends_bytes(h, much, size);
    sends(h, "end\x1b[201~");
    free(much);
    assert_int_equal(h->heard.len, KEYS_PASTE_MAX + strlen("paste()"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void ignore_key(void *arg, const struct key *key)
{
    (void)key;
    ++*(int *)arg;
}

static void what_the_terminal_answers_of_its_ground_is_no_key(void **state)
{
    (void)state;
    int pressed = 0;
    static const char light[] = "\x1b]11;rgb:ffff/f0f0/eeee\x1b\\a";
    struct keys keys = {.asking = true};
    for (size_t i = 0; i + 1 < sizeof(light); i++)
        keys_feed(&keys, light + i, 1, ignore_key, &pressed);
    assert_int_equal(pressed, 1); /* the a behind it */
    assert_int_equal(keys.ground, 2);
    assert_false(keys.asking);
    keys_clear(&keys);

    static const char dark[] = "\x1b]11;rgb:1e/1e/2e\a";
    keys = (struct keys){.asking = true};
    keys_feed(&keys, dark, sizeof(dark) - 1, ignore_key, &pressed);
    assert_int_equal(keys.ground, 1);
    assert_int_equal(pressed, 1);
    keys_clear(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letters_are_themselves),
        TEST(control_makes_names),
        TEST(escape_before_a_key_is_alt),
        TEST(terminals_send_keys_in_many_ways),
        TEST(modifiers_are_heard),
        TEST(focus_comes_and_goes),
        TEST(a_lone_escape_is_a_key_after_a_while),
        TEST(two_escapes_are_two),
        TEST(a_sequence_may_come_in_pieces),
        TEST(what_never_goes_on_is_given_up),
        TEST(what_means_nothing_is_dropped),
        TEST(a_paste_comes_as_a_whole),
        TEST(a_paste_cannot_hide_control_sequences),
        TEST(a_paste_has_a_limit),
        cmocka_unit_test(what_the_terminal_answers_of_its_ground_is_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
