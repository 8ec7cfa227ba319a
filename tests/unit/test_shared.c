/* A folder of shared files: how a listing comes, and sizes and paths as people read them. */
#include <stdlib.h>

#include "ask.h"
#include "spec.h"
#include "ui_scene.h"

#define SUM "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static const struct shared *shared_of(const struct scene *s)
{
    return &s->network->shared;
}

static void a_listing_comes_in_pages(void **state)
{
    struct scene *s = *state;
    ask_files(s->chat, s->network, "docs/old plans");
    client_says(s, "FILES LIST :docs/old%20plans");
    server_says(s, ":h BATCH +1 parlor.chat/files :docs/old plans");
    server_says(s, "@batch=1 :h FILES ENTRY folder 0 1795197600000 - :2025");
    server_says(s, "@batch=1 :h FILES ENTRY file 1258291 1795197600000 " SUM " :the plan.pdf");
    server_says(s, "@batch=1 :h FILES END 3 1258391 next1");
    server_says(s, ":h BATCH -1");
    assert_int_equal(shared_of(s)->state, SHARED_HERE);
    assert_int_equal(shared_of(s)->n, 2);
    assert_int_equal(shared_of(s)->count, 3);
    assert_true(shared_of(s)->entries[0].folder);
    assert_string_equal(shared_of(s)->entries[1].sha256, SUM);
    assert_true(shared_has_more(shared_of(s)));
    ask_files_more(s->chat, s->network);
    client_says(s, "FILES LIST docs/old%20plans :next1");
    assert_false(shared_has_more(shared_of(s)));
    server_says(s, ":h FILES ENTRY file 100 0 - :z.txt");
    server_says(s, ":h FILES END 3 1258391 *");
    assert_int_equal(shared_of(s)->n, 3);
    assert_false(shared_has_more(shared_of(s)));
    assert_non_null(shared_find(shared_of(s), "z.txt"));
    assert_null(shared_find(shared_of(s), "a.txt"));
}

static void what_was_asked_before_does_not_mix_in(void **state)
{
    struct scene *s = *state;
    ask_files(s->chat, s->network, "");
    client_says(s, "FILES LIST :/");
    ask_files(s->chat, s->network, "docs");
    server_says(s, ":h FILES ENTRY file 1 0 - :of-the-top");
    server_says(s, ":h FILES END 1 1 *");
    assert_int_equal(shared_of(s)->state, SHARED_ASKED);
    server_says(s, ":h FILES ENTRY file 1 0 - :of-docs");
    server_says(s, ":h FILES END 1 1 *");
    assert_int_equal(shared_of(s)->n, 1);
    assert_non_null(shared_find(shared_of(s), "of-docs"));
}

static void a_refusal_says_why(void **state)
{
    struct scene *s = *state;
    static const struct {
        const char *answer, *why;
    } cases[] = {
        {":h FAIL FILES NOT_FOUND docs :no",        "there is no such folder here"             },
        {":h FAIL FILES DISABLED :no",              "this server shares no files"              },
        {":h FAIL FILES ACCOUNT_REQUIRED docs :no", "only who is logged in sees the files here"},
        {":h FAIL FILES BUSY :come back at noon",   "come back at noon"                        },
        {":h 421 alice FILES :Unknown command",     "this server shares no files"              },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        ask_files(s->chat, s->network, "docs");
        server_says(s, "%s", cases[i].answer);
        assert_int_equal(shared_of(s)->state, SHARED_FAILED);
        assert_string_equal(shared_of(s)->why, cases[i].why);
    }
    conv_does_not_show(s, "", "*FILES*");
}

static void what_cannot_be_asked_for_is_not_listed(void **state)
{
    struct scene *s = *state;
    ask_files(s->chat, s->network, "");
    server_says(s, ":h FILES ENTRY file 1 0 - :a/b");
    server_says(s, ":h FILES ENTRY file 1 0 - :bell\x07");
    server_says(s, ":h FILES ENTRY file 1 0 - :");
    server_says(s, ":h FILES ENTRY file -7 nonsense tooshort :fine");
    server_says(s, ":h FILES END 4 4 *");
    assert_int_equal(shared_of(s)->n, 1);
    assert_int_equal(shared_of(s)->entries[0].size, -1);
    assert_int_equal(shared_of(s)->entries[0].time_ms, 0);
    assert_null(shared_of(s)->entries[0].sha256);
}

static void a_name_longer_than_files_have_is_not_listed(void **state)
{
    struct scene *s = *state;
    ask_files(s->chat, s->network, "");
    server_says(s, ":h FILES ENTRY file 1 0 - :%0256d", 0);
    server_says(s, ":h FILES ENTRY file 1 0 - :%0255d", 0);
    server_says(s, ":h FILES END 2 2 *");
    assert_int_equal(shared_of(s)->n, 1);
}

static void behind_a_page_without_an_entry_there_is_none(void **state)
{
    struct scene *s = *state;
    ask_files(s->chat, s->network, "");
    server_says(s, ":h FILES ENTRY file 1 0 - :a");
    server_says(s, ":h FILES END 900 2 next1");
    assert_true(shared_has_more(shared_of(s)));
    ask_files_more(s->chat, s->network);
    server_says(s, ":h FILES END 900 2 next2");
    assert_false(shared_has_more(shared_of(s)));
}

static void nobody_lists_without_being_asked(void **state)
{
    struct scene *s = *state;
    server_says(s, ":h FILES ENTRY file 1 0 - :x");
    server_says(s, ":h FILES END 1 1 *");
    assert_int_equal(shared_of(s)->n, 0);
    assert_int_equal(shared_of(s)->state, SHARED_NEVER);
}

static void sizes_are_read_at_a_glance(void **state)
{
    (void)state;
    static const struct {
        int64_t bytes;
        const char *text;
    } cases[] = {
        {-1,             ""           },
        {0,              "0 B"        },
        {1023,           "1023 B"     },
        {1024,           "1.0 KiB"    },
        {1258291,        "1.2 MiB"    },
        {123 * 1048576L, "123 MiB"    },
        {1048575,        "1.0 MiB"    },
        {2147483648L,    "2.0 GiB"    },
        {INT64_MAX,      "8388608 TiB"},
    };
    char text[SHARED_SIZE_TEXT];
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(shared_size_text(cases[i].bytes, text), cases[i].text);
}

static void paths_go_up_and_down(void **state)
{
    (void)state;
    static const struct {
        const char *path, *up;
    } cases[] = {
        {"",      ""   },
        {"a",     ""   },
        {"a/b/c", "a/b"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *up = shared_path_up(cases[i].path);
        assert_string_equal(up, cases[i].up);
        free(up);
    }
    char *tidy = shared_path_tidy("//docs/old/");
    assert_string_equal(tidy, "docs/old");
    free(tidy);
    assert_null(shared_path_decode("a%00", 4));
    assert_null(shared_path_decode("a%zz", 4));
    assert_null(shared_path_decode("a%c3", 4));
    char *name = shared_path_decode("t%C3%A9 a", 9);
    assert_string_equal(name, "té a");
    free(name);
}

static void a_lost_link_is_a_reason(void **state)
{
    struct scene *s = *state;
    ask_files(s->chat, s->network, "docs");
    network_reset(s->network);
    assert_int_equal(shared_of(s)->state, SHARED_FAILED);
    assert_string_equal(shared_of(s)->why, "the link was lost");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        SCENE(a_listing_comes_in_pages),
        SCENE(what_was_asked_before_does_not_mix_in),
        SCENE(a_refusal_says_why),
        SCENE(what_cannot_be_asked_for_is_not_listed),
        SCENE(a_name_longer_than_files_have_is_not_listed),
        SCENE(behind_a_page_without_an_entry_there_is_none),
        SCENE(nobody_lists_without_being_asked),
        SCENE(a_lost_link_is_a_reason),
        cmocka_unit_test(sizes_are_read_at_a_glance),
        cmocka_unit_test(paths_go_up_and_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
