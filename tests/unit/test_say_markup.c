/* What is typed for bold and the like, as it goes out. */
#include <stdlib.h>
#include <string.h>

#include "keyboard.h"
#include "spec.h"

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static void goes_out(void **state, const char *typed, const char *sent)
{
    struct scene *s = *state;
    scene_forget(s);
    enters(s, typed);
    const char *line = strstr(buf_text(&s->network->out), "#tea :");
    assert_non_null(line);
    char *text = strndup(line + 6, strcspn(line + 6, "\r"));
    assert_string_equal(text, sent);
    free(text);
}

static void signs_around_words_become_codes(void **state)
{
    goes_out(state, "*bold* move",
             "\x02"
             "bold\x02 move");
    goes_out(state, "an _old_ one", "an \x1dold\x1d one");
    goes_out(state, "~no~ yes", "\x1eno\x1e yes");
    goes_out(state, "run `make -j2`!", "run \x11make -j2\x11!");
    goes_out(state, "**very** so", "\x02very\x02 so");
    goes_out(state, "(*_both_*)",
             "(\x02\x1d"
             "both\x1d\x02)");
}

static void an_address_within_ends_where_the_signs_do(void **state)
{
    goes_out(state, "*see https://a.org/_x_* now", "\x02see https://a.org/_x_\x02 now");
}

static void what_only_looks_like_it_stays(void **state)
{
    static const char *const texts[] = {
        "snake_case_word",
        "2 * 3 * 4",
        "5*3*2",
        "* item",
        "https://a.org/_x_/*y*",
        "see https://a.org/~bob/~x",
        "~/bin and ~/lib",
        "***",
        "*open",
        "a*",
        "int *a, *b;",
        "``",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        goes_out(state, texts[i], texts[i]);
}

static void within_code_nothing_else_counts(void **state)
{
    goes_out(state, "`a *b* _c_`",
             "\x11"
             "a *b* _c_\x11");
}

static void the_setting_turns_it_off(void **state)
{
    struct scene *s = *state;
    s->chat->settings.markdown = false;
    goes_out(state, "*bold*", "*bold*");
}

static void a_service_gets_what_was_typed(void **state)
{
    struct scene *s = *state;
    enters(s, "/msg NickServ IDENTIFY *tea*");
    client_says(s, "*PRIVMSG NickServ :IDENTIFY *tea*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(signs_around_words_become_codes), IN_TEA(an_address_within_ends_where_the_signs_do),
        IN_TEA(what_only_looks_like_it_stays),   IN_TEA(within_code_nothing_else_counts),
        IN_TEA(the_setting_turns_it_off),        IN_TEA(a_service_gets_what_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
