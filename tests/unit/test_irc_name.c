#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "spec.h"

static void only_ascii_letters_fold(void **state)
{
    (void)state;
    char *folded = irc_fold("ALICE[]\\^É");
    assert_string_equal(folded, "alice[]\\^É");
    free(folded);

    char cut[4];
    assert_string_equal(irc_fold_to("ALICE", cut, sizeof(cut)), "ali");
    assert_true(irc_name_equal("Alice", "aLICE"));
    assert_true(irc_name_equal("", ""));
    assert_false(irc_name_equal("alice", "alice_"));
    assert_false(irc_name_equal("alice_", "alice"));
    assert_false(irc_name_equal("a[", "a{"));
}

static void nicks_are_short_ascii_words(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "alice", "_-[]\\^{}|`", "a1-",
                                       "A23456789012345678901234"};
    static const char *const bad[] = {"",       "1a",    "-a",  "a.b", "a b",
                                      "alice!", "alicé", "a@b", "#a",  "A234567890123456789012345"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(irc_nick_valid(good[i]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(irc_nick_valid(bad[i]));
}

static void rooms_begin_with_a_hash_and_are_text(void **state)
{
    (void)state;
    static const char *const good[] = {"#tea", "##", "#日本", "#a!b"};
    static const char *const bad[] = {"",     "#",      "tea",    "&tea",       "#a b",  "#a,b",
                                      "#a:b", "#a\x07", "#a\x7f", "#a\xc2\x85", "#a\xff"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(irc_room_valid(good[i]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(irc_room_valid(bad[i]));

    char longest[IRC_ROOM_SIZE + 1] = "#";
    memset(longest + 1, 'a', IRC_ROOM_MAX - 1);
    assert_true(irc_room_valid(longest));
    longest[IRC_ROOM_MAX] = 'a';
    assert_false(irc_room_valid(longest));
}

static void rooms_of_other_servers_are_known_by_their_first_character(void **state)
{
    (void)state;
    assert_true(irc_is_room("#tea"));
    assert_true(irc_is_room("&local"));
    assert_false(irc_is_room("alice"));
    assert_false(irc_is_room(""));
}

static void masks_match_with_stars_and_question_marks(void **state)
{
    (void)state;
    static const char *const good[][2] = {
        {"*",             ""             },
        {"*!*@*",         "alice!a@host" },
        {"AL?CE!*@*.org", "alice!a@x.Org"},
        {"a*b*c",         "aXbXbXc"      },
        {"**a",           "bba"          },
        {"alice",         "Alice"        },
    };
    static const char *const bad[][2] = {
        {"",      "a"    },
        {"?",     ""     },
        {"a?",    "a"    },
        {"a*b",   "abc"  },
        {"alice", "alic" },
        {"al",    "alice"},
        {"*!*@*", "alice"},
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(irc_mask_match(good[i][0], good[i][1]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(irc_mask_match(bad[i][0], bad[i][1]));
}

static void a_mask_of_many_stars_does_not_explode(void **state)
{
    (void)state;
    char text[501];
    char mask[401];
    memset(text, 'a', 500);
    text[500] = '\0';
    for (size_t i = 0; i < 400; i += 2)
        memcpy(mask + i, "*a", 3);
    mask[399] = 'b';
    assert_false(irc_mask_match(mask, text));
}

static void completes_to(const char *mask, const char *expected)
{
    char *complete = irc_mask_complete(mask);
    assert_string_equal(complete, expected);
    free(complete);
}

static void short_masks_are_completed(void **state)
{
    (void)state;
    completes_to("bob", "bob!*@*");
    completes_to("u@h", "*!u@h");
    completes_to("n!u", "n!u@*");
    completes_to("n!u@h", "n!u@h");
    completes_to("", "*!*@*");
}

static bool look_alike(const char *a, const char *b)
{
    char *one = irc_nick_skeleton(a);
    char *two = irc_nick_skeleton(b);
    bool alike = strcmp(one, two) == 0;
    free(one);
    free(two);
    return alike;
}

static void names_that_look_alike_share_a_skeleton(void **state)
{
    (void)state;
    assert_true(look_alike("bob", "B0b"));
    assert_true(look_alike("alice", "a1ice"));
    assert_true(look_alike("alice", "aI|ce"));
    assert_true(look_alike("carmen", "carrnen"));
    assert_true(look_alike("wendy", "vvendy"));
    assert_true(look_alike("car-ol", "car_ol`"));
    assert_true(look_alike("`", "``"));
    assert_false(look_alike("alice", "bob"));
    assert_false(look_alike("alice", "alice_"));
    assert_false(look_alike("alice", "alice2"));
    assert_false(look_alike("ana", "anna"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_ascii_letters_fold),
        cmocka_unit_test(nicks_are_short_ascii_words),
        cmocka_unit_test(rooms_begin_with_a_hash_and_are_text),
        cmocka_unit_test(rooms_of_other_servers_are_known_by_their_first_character),
        cmocka_unit_test(masks_match_with_stars_and_question_marks),
        cmocka_unit_test(a_mask_of_many_stars_does_not_explode),
        cmocka_unit_test(short_masks_are_completed),
        cmocka_unit_test(names_that_look_alike_share_a_skeleton),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
