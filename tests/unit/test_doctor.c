#include <stdlib.h>
#include <string.h>

#include "keyboard.h"
#include "mem.h"
#include "spec.h"

/* Is there a row that begins so? */
static bool tells(const struct scene *s, const char *text)
{
    assert_non_null(s->chat->dialog);
    for (size_t i = 0; i < s->chat->dialog->n; i++) {
        if (strncmp(s->chat->dialog->rows[i].label, text, strlen(text)) == 0)
            return true;
    }
    return false;
}

static void a_server_that_can_all_is_well(void **state)
{
    struct scene *s = *state;
    enters(s, "/doctor");
    assert_true(tells(s, "✓ irc.example.org port 6697: connected"));
    assert_true(tells(s, "✓ TLS"));
    assert_false(tells(s, "! irc.example.org"));
}

static void on_this_machine_no_tls_is_needed_however_it_is_written(void **state)
{
    struct scene *s = *state;
    s->network->tls = false;
    enters(s, "/doctor");
    assert_true(tells(s, "! No TLS"));
    presses(s, "Esc");
    xreplace(&s->network->host, "localhost");
    enters(s, "/doctor");
    assert_true(tells(s, "· No TLS: not needed"));
}

static void what_a_plain_server_lacks_is_told(void **state)
{
    struct scene *s = *state;
    enters(s, "/doctor");
    assert_true(tells(s, "· The server lacks something: there is no history from the server"));
    assert_true(tells(s, "· You are a guest"));
}

static void a_wrong_clock_and_a_slow_link_are_to_be_mended(void **state)
{
    struct scene *s = *state;
    s->network->skew_ms = -61000;
    s->network->lag_ms = 4000;
    enters(s, "/doctor");
    assert_true(tells(s, "! Its clock is 61 s behind ours: one of them is wrong"));
    assert_true(tells(s, "! Answers within 4000 ms"));
}

static void a_link_that_is_not_there_tells_why(void **state)
{
    struct scene *s = *state;
    s->network->stage = NETWORK_WAITING;
    xreplace(&s->network->why, "refused");
    enters(s, "/doctor");
    assert_true(tells(s, "! irc.example.org port 6697: will be tried again: refused"));
}

static void tmux_is_told_of(void **state)
{
    struct scene *s = *state;
    setenv("TMUX", "/tmp/tmux", 1);
    enters(s, "/doctor");
    assert_true(tells(s, "· In tmux: Esc is told late"));
    unsetenv("TMUX");
    chat_dialog(s->chat, NULL);
    enters(s, "/doctor");
    assert_false(tells(s, "· In tmux"));
}

#define MODERN(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MODERN(a_server_that_can_all_is_well),
        MODERN(on_this_machine_no_tls_is_needed_however_it_is_written),
        cmocka_unit_test_setup_teardown(what_a_plain_server_lacks_is_told, scene_plain, scene_end),
        MODERN(a_wrong_clock_and_a_slow_link_are_to_be_mended),
        MODERN(a_link_that_is_not_there_tells_why),
        MODERN(tmux_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
