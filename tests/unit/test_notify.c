#include <stdlib.h>
#include <string.h>

#include "highlight_words.h"
#include "spec.h"
#include "ui_scene.h"

/* ---- words ---- */

static bool calls(const char *list, const char *nick, const char *text)
{
    char *cause = NULL;
    struct highlight_words *words = highlight_words_new(list, &cause);
    assert_non_null(words);
    bool result = highlight_words_call(words, nick, text);
    highlight_words_free(words);
    return result;
}

static void words_call_us_beside_our_name(void **state)
{
    (void)state;
    assert_true(calls("deploy, tea", "bob", "The Deploy is done"));
    assert_false(calls("deploy, tea", "bob", "redeployed, with steam"));
    assert_true(calls("release*", "bob", "it is released!"));
    assert_false(calls("release*", "bob", "prereleases"));
    assert_true(calls("/build [0-9]+, (failed|broken)/, x", "bob", "Build 812, broken"));
    assert_false(calls("/build [0-9]+/", "bob", "build it"));
    assert_false(calls("", "bob", "anything"));
}

static void what_begins_with_a_minus_is_of_no_interest(void **state)
{
    (void)state;
    assert_false(calls("deploy, -builder", "builder", "deploy done"));
    assert_false(calls("deploy, -ci-*", "ci-7", "deploy done"));
    assert_false(calls("deploy, -dry", "bob", "deploy: a dry run"));
    assert_true(calls("deploy, -builder", "bob", "deploy done"));
}

static void an_expression_that_is_none_is_refused_with_its_cause(void **state)
{
    (void)state;
    char *cause = NULL;
    assert_null(highlight_words_new("tea, /(/", &cause));
    assert_non_null(strstr(cause, "/(/ is no regular expression: "));
    free(cause);
}

static void expect_text(char *text, const char *wanted)
{
    assert_string_equal(text, wanted);
    free(text);
}

static void entries_are_added_and_dropped_once(void **state)
{
    (void)state;
    expect_text(highlight_words_with("", "tea"), "tea");
    expect_text(highlight_words_with("tea,/a,b/", "coffee"), "tea, /a,b/, coffee");
    assert_null(highlight_words_with("tea, Coffee", "coffee"));
    expect_text(highlight_words_without("tea, /a,b/, coffee", "/a,b/"), "tea, coffee");
    expect_text(highlight_words_without("tea", "TEA"), "");
    assert_null(highlight_words_without("tea", "coffee"));
}

/* ---- news ---- */

static struct conv *room(struct scene *s, const char *name)
{
    server_says(s, ":alice!a@h JOIN %s", name);
    s->chat->focused = false;
    return scene_conv(s, name);
}

static void said(struct scene *s, const char *line)
{
    s->chat->wishes = 0;
    news_clear(&s->chat->news);
    scene_wait(s, 10);
    server_says(s, "%s", line);
}

static void expect_news(const struct scene *s, const char *text)
{
    assert_int_equal(s->chat->news.n, text ? 1 : 0);
    if (text)
        assert_string_equal(s->chat->news.text, text);
}

static void a_room_tells_what_its_level_asks_for(void **state)
{
    struct scene *s = *state;
    struct conv *tea = room(s, "#tea");
    said(s, ":bob!b@h PRIVMSG #tea :hello all");
    expect_news(s, NULL);
    said(s, ":bob!b@h PRIVMSG #tea :alice: hello");
    expect_news(s, "alice: hello");
    assert_string_equal(s->chat->news.nick, "bob");
    assert_string_equal(s->chat->news.place, "#tea");
    tea->notify = NOTIFY_ALL;
    said(s, ":bob!b@h PRIVMSG #tea :hello all");
    expect_news(s, "hello all");
    tea->notify = NOTIFY_NONE;
    said(s, ":bob!b@h PRIVMSG #tea :alice: hello");
    expect_news(s, NULL);
    assert_int_equal(tea->mentions, 2);
}

static void private_words_are_news_unless_only_mentions_are(void **state)
{
    struct scene *s = *state;
    said(s, ":bob!b@h PRIVMSG alice :psst");
    expect_news(s, "psst");
    assert_true(s->chat->wishes & WISH_BELL);
    chat_conv(s->chat, s->network, "bob")->notify = NOTIFY_MENTIONS;
    said(s, ":bob!b@h PRIVMSG alice :psst");
    expect_news(s, NULL);
}

static void where_one_looks_nothing_is_news(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, room(s, "#tea"));
    s->chat->focused = true;
    said(s, ":bob!b@h PRIVMSG #tea :alice: hello");
    expect_news(s, NULL);
    s->chat->focused = false;
    said(s, ":bob!b@h PRIVMSG #tea :alice: hello");
    expect_news(s, "alice: hello");
    s->chat->focused = true;
    s->chat->settings.notify_focused = true;
    said(s, ":bob!b@h PRIVMSG #tea :alice: hello");
    expect_news(s, "alice: hello");
}

static void who_is_not_to_be_disturbed_is_told_nothing(void **state)
{
    struct scene *s = *state;
    room(s, "#tea");
    s->chat->settings.do_not_disturb = true;
    said(s, ":bob!b@h PRIVMSG #tea :alice: hello");
    expect_news(s, NULL);
    assert_false(s->chat->wishes & WISH_BELL);
}

static void a_highlight_word_counts_as_a_mention(void **state)
{
    struct scene *s = *state;
    struct conv *tea = room(s, "#tea");
    char words[] = "deploy, -builder";
    s->chat->settings.highlight = words;
    said(s, ":bob!b@h PRIVMSG #tea :deploy is done");
    expect_news(s, "deploy is done");
    assert_int_equal(tea->mentions, 1);
    said(s, ":builder!b@h PRIVMSG #tea :alice: deploy is done");
    expect_news(s, NULL);
    assert_int_equal(tea->mentions, 1);
}

static void levels_have_names(void **state)
{
    (void)state;
    assert_int_equal(notify_level_find("Mentions"), NOTIFY_MENTIONS);
    assert_int_equal(notify_level_find("loud"), NOTIFY_LEVELS);
    assert_string_equal(notify_level_name(NOTIFY_NONE), "none");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_call_us_beside_our_name),
        cmocka_unit_test(what_begins_with_a_minus_is_of_no_interest),
        cmocka_unit_test(an_expression_that_is_none_is_refused_with_its_cause),
        cmocka_unit_test(entries_are_added_and_dropped_once),
        SCENE(a_room_tells_what_its_level_asks_for),
        SCENE(private_words_are_news_unless_only_mentions_are),
        SCENE(where_one_looks_nothing_is_news),
        SCENE(who_is_not_to_be_disturbed_is_told_nothing),
        SCENE(a_highlight_word_counts_as_a_mention),
        cmocka_unit_test(levels_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
