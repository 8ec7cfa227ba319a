/* Files to which messages of a room lead. */
#include <stdlib.h>

#include "posted.h"
#include "spec.h"
#include "ui_scene.h"

#define HOST "https://chat.example.org:6681/"
#define SUM  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static int with_files(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":h 005 alice parlor.chat/FILES=" HOST "files/ soju.im/FILEHOST=" HOST
                   "uploads :are supported by this server");
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    scene_forget(s);
    return 0;
}

static const struct posted *newest(struct scene *s)
{
    return posted_first(scene_conv(s, "#tea"));
}

static void a_tag_says_what_the_file_is(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1;time=2026-11-20T18:04:00.000Z;+parlor.chat/file=1258291," SUM
                   ",application/pdf :bob!b@h PRIVMSG #tea :here: " HOST "u/AbC/the%%20plan.pdf");
    const struct posted *posted = newest(s);
    assert_non_null(posted);
    assert_string_equal(posted->name, "the plan.pdf");
    assert_string_equal(posted->url, HOST "u/AbC/the%20plan.pdf");
    assert_int_equal(posted->size, 1258291);
    assert_string_equal(posted->sha256, SUM);
    assert_string_equal(posted->nick, "bob");
    assert_int_equal(posted->number, 1);
    assert_null(posted_next(scene_conv(s, "#tea"), posted));
}

static void a_link_of_this_server_is_enough(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1 :bob!b@h PRIVMSG #tea :see " HOST "files/docs/plan.pdf, please");
    assert_string_equal(newest(s)->url, HOST "files/docs/plan.pdf");
    assert_int_equal(newest(s)->size, -1);
    assert_null(newest(s)->sha256);
}

static void links_elsewhere_and_to_folders_are_none(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1 :bob!b@h PRIVMSG #tea :https://example.org/files/plan.pdf");
    server_says(s, "@msgid=m2;+parlor.chat/file=1,2,3 :bob!b@h PRIVMSG #tea :http://evil/u/1/x");
    server_says(s, "@msgid=m3 :bob!b@h PRIVMSG #tea :" HOST "files/docs/");
    server_says(s, "@msgid=m4 :bob!b@h PRIVMSG #tea :" HOST "files/");
    server_says(s, "@msgid=m5 :bob!b@h PRIVMSG #tea :no link at all");
    assert_null(newest(s));
}

static void a_strange_tag_says_nothing(void **state)
{
    struct scene *s = *state;
    server_says(s,
                "@msgid=m1;+parlor.chat/file=-5,zz,x :bob!b@h PRIVMSG #tea :" HOST "files/a.txt");
    assert_int_equal(newest(s)->size, -1);
    assert_null(newest(s)->sha256);
    server_says(s, "@msgid=m2;+parlor.chat/file=99999999999999999999 :bob!b@h PRIVMSG #tea :" HOST
                   "files/b.txt");
    assert_int_equal(newest(s)->size, -1);
}

static void the_newest_comes_first_and_numbers_stay(void **state)
{
    struct scene *s = *state;
    struct conv *tea = scene_conv(s, "#tea");
    server_says(s, "@msgid=m1;time=2026-11-20T18:04:00.000Z :bob!b@h PRIVMSG #tea :" HOST
                   "files/a.txt");
    server_says(s, "@msgid=m2;time=2026-11-20T18:05:00.000Z :bob!b@h PRIVMSG #tea :" HOST
                   "files/b.txt");
    server_says(s, "@msgid=m0;time=2026-11-20T18:03:00.000Z :bob!b@h PRIVMSG #tea :" HOST
                   "files/older.txt");
    const struct posted *posted = posted_first(tea);
    assert_string_equal(posted->name, "b.txt");
    posted = posted_next(tea, posted);
    assert_string_equal(posted->name, "a.txt");
    posted = posted_next(tea, posted);
    assert_string_equal(posted->name, "older.txt");
    assert_string_equal(posted_numbered(tea, 1)->name, "a.txt");
    assert_string_equal(posted_numbered(tea, 3)->name, "older.txt");
    assert_null(posted_numbered(tea, 4));
    lines_drop(tea->lines, posted_numbered(tea, 2)->line);
    assert_string_equal(posted_first(tea)->name, "a.txt");
    assert_null(posted_numbered(tea, 2));
}

static void what_was_here_before_the_server_told_its_address_counts_too(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, "@msgid=m1 :bob!b@h PRIVMSG #tea :" HOST "files/a.txt");
    assert_null(newest(s));
    server_says(s, ":h 005 alice parlor.chat/FILES=" HOST "files/ :are supported by this server");
    assert_string_equal(newest(s)->name, "a.txt");
    server_says(s, ":h 005 alice parlor.chat/FILES=" HOST "files/ :are supported by this server");
    assert_null(posted_next(scene_conv(s, "#tea"), newest(s)));
}

static void only_so_many_are_kept(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < POSTED_MAX + 10; i++)
        server_says(s, "@msgid=n%d :bob!b@h PRIVMSG #tea :" HOST "files/%d.txt", i, i);
    assert_int_equal(scene_conv(s, "#tea")->nposted, POSTED_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, with_files, scene_end)
        SCENE(a_tag_says_what_the_file_is),
        SCENE(a_link_of_this_server_is_enough),
        SCENE(links_elsewhere_and_to_folders_are_none),
        SCENE(a_strange_tag_says_nothing),
        SCENE(the_newest_comes_first_and_numbers_stay),
        cmocka_unit_test_setup_teardown(what_was_here_before_the_server_told_its_address_counts_too,
                                        scene_modern, scene_end),
        SCENE(only_so_many_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
