/* What goes wrong elsewhere, line by line (client.md, row 132). */
#include <string.h>

#include "keyboard.h"
#include "linear.h"
#include "spec.h"

static void what_could_not_be_sent_elsewhere_is_told_once(void **state)
{
    struct scene *s = *state;
    struct linear linear = {0};
    linear_turn(&linear, s->chat);
    buf_reset(&linear.out);
    enters(s, "/msg dave hello");
    client_says(s, "@label=1 PRIVMSG dave :hello");
    server_says(s, "@label=1 :irc.example.org 401 alice dave :No such nick");
    linear_turn(&linear, s->chat);
    const char *told = strstr(buf_text(&linear.out), "not sent: dave");
    assert_non_null(told);
    assert_null(strstr(told + 1, "not sent: dave"));
    linear_clear(&linear);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_could_not_be_sent_elsewhere_is_told_once, scene_modern,
                                        scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
