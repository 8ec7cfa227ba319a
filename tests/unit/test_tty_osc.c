#include <stdlib.h>

#include "spec.h"
#include "tty_osc.h"

static void expect_news(enum tty_news kind, bool tmux, const char *wanted)
{
    struct buf out = {0};
    tty_osc_news(&out, kind, "alice in #tea", "a;b\033]0;evil\a\nc", tmux);
    assert_string_equal(buf_text(&out), wanted);
    buf_clear(&out);
}

static void news_take_the_form_that_the_terminal_knows(void **state)
{
    (void)state;
    unsetenv("TMUX");
#define TEXT "a,b\xef\xbf\xbd]0,evil\xef\xbf\xbd"
    expect_news(TTY_NEWS_9, false,
                "\033]9;alice in #tea: " TEXT "\xef\xbf\xbd"
                "c\033\\");
    expect_news(TTY_NEWS_777, false,
                "\033]777;notify;alice in #tea;" TEXT "\xef\xbf\xbd"
                "c\033\\");
    expect_news(TTY_NEWS_99, false,
                "\033]99;i=parlor:d=0;alice in #tea\033\\\033]99;i=parlor:p=body;" TEXT
                "\xef\xbf\xbd"
                "c\033\\");
    expect_news(TTY_NEWS_OFF, false, "");
}

static void in_tmux_a_sequence_is_wrapped_when_that_is_asked(void **state)
{
    (void)state;
    struct buf out = {0};
    setenv("TMUX", "/tmp/tmux,1,0", 1);
    tty_osc_put(&out, "52;c;aGk=", false);
    assert_string_equal(buf_text(&out), "\033]52;c;aGk=\033\\");
    buf_reset(&out);
    tty_osc_put(&out, "52;c;aGk=", true);
    assert_string_equal(buf_text(&out), "\033Ptmux;\033\033]52;c;aGk=\033\033\\\033\\");
    buf_reset(&out);
    unsetenv("TMUX");
    tty_osc_put(&out, "52;c;aGk=", true);
    assert_string_equal(buf_text(&out), "\033]52;c;aGk=\033\\");
    buf_clear(&out);
}

static void terminals_are_known_by_their_environment(void **state)
{
    (void)state;
    unsetenv("TERM_PROGRAM");
    unsetenv("LC_TERMINAL");
    setenv("TERM", "xterm-kitty", 1);
    assert_int_equal(tty_osc_news_kind(), TTY_NEWS_99);
    setenv("TERM", "foot", 1);
    assert_int_equal(tty_osc_news_kind(), TTY_NEWS_777);
    setenv("TERM", "xterm-256color", 1);
    assert_int_equal(tty_osc_news_kind(), TTY_NEWS_OFF);
    setenv("LC_TERMINAL", "iTerm2", 1);
    assert_int_equal(tty_osc_news_kind(), TTY_NEWS_9);
    unsetenv("LC_TERMINAL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(news_take_the_form_that_the_terminal_knows),
        cmocka_unit_test(in_tmux_a_sequence_is_wrapped_when_that_is_asked),
        cmocka_unit_test(terminals_are_known_by_their_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
