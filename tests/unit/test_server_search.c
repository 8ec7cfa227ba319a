/* SEARCH: who finds what. */
#include <stdlib.h>

#include "talk_scene.h"

#define CAPS "batch message-tags soju.im/search draft/message-redaction echo-message"

static void finds(struct person *person, const char *asked, const char *pattern)
{
    says(person, asked);
    hears(person, "BATCH +* :soju.im/search");
    if (pattern)
        hears(person, pattern);
    hears(person, "BATCH -*");
    hears_nothing(person);
}

static void words_are_found_with_any_ending_and_case(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "PRIVMSG #tea :The Kettle is whistling");
    says(&s->alice, "PRIVMSG #tea :cups and saucers");
    ignores(&s->alice);
    ignores(&s->bob);
    finds(&s->bob, "SEARCH text=kettle", "@batch=* PRIVMSG #tea :*The Kettle is whistling");
    finds(&s->bob, "SEARCH text=whist;in=#tea", "@batch=* PRIVMSG #tea :*The Kettle is whistling");
    finds(&s->bob, "SEARCH text=cups\\ssauc;from=ALICE",
          "@batch=* PRIVMSG #tea :*cups and saucers");
    finds(&s->bob, "SEARCH text=cups;from=bob", NULL);
    finds(&s->bob, "SEARCH text=kettle\\scups", NULL);
    finds(&s->bob, "SEARCH in=#tea;limit=1", "@batch=* PRIVMSG #tea :*cups and saucers");
    finds(&s->bob, "SEARCH text=\"\\s*\\sOR;in=#tea", NULL);
}

static void nobody_finds_what_is_not_for_them(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    says(&s->alice, "PRIVMSG bob :secret kettle");
    says(&s->alice, "PRIVMSG #tea :secret cup");
    ignores(&s->carol);
    ignores(&s->bob);
    finds(&s->carol, "SEARCH text=secret", NULL);
    says(&s->carol, "SEARCH text=secret;in=#tea");
    hears(&s->carol, "FAIL SEARCH INVALID_PARAMS in :*");
    finds(&s->bob, "SEARCH text=secret;in=alice", "@batch=* PRIVMSG bob :*secret kettle");
}

static void what_was_taken_back_is_not_found(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    ignores(&s->bob);
    finds(&s->bob, "SEARCH text=slip", "@batch=* PRIVMSG #tea :*slip");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    ignores(&s->bob);
    finds(&s->bob, "SEARCH text=slip", NULL);
    free(msgid);
}

static void a_guest_finds_what_was_said_since_it_came(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->alice, "PRIVMSG #tea :kettle before");
    time_passes(s, 1000);
    comes_as_guest(s, &s->carol, "carol", CAPS);
    says(&s->carol, "JOIN #tea");
    time_passes(s, 1000);
    says(&s->alice, "PRIVMSG #tea :kettle after");
    ignores(&s->carol);
    finds(&s->carol, "SEARCH text=kettle", "@batch=* PRIVMSG #tea :*kettle after");
}

/* In #attic, which nobody enters uninvited. */
static void in_private_rooms_one_finds_what_was_said_while_one_was_there(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "JOIN #attic");
    says(&s->alice, "MODE #attic +i");
    says(&s->alice, "PRIVMSG #attic :kettle before");
    ignores(&s->alice);
    says(&s->bob, "SEARCH text=kettle;in=#attic");
    hears(&s->bob, "FAIL SEARCH INVALID_PARAMS in :*");
    says(&s->alice, "INVITE bob #attic");
    says(&s->bob, "JOIN #attic");
    says(&s->alice, "PRIVMSG #attic :kettle within");
    ignores(&s->bob);
    finds(&s->bob, "SEARCH text=kettle;in=#attic", "@batch=* PRIVMSG #attic :*kettle within");
    finds(&s->bob, "SEARCH text=kettle", "@batch=* PRIVMSG #attic :*kettle within");
    says(&s->bob, "PART #attic");
    says(&s->alice, "PRIVMSG #attic :kettle behind");
    ignores(&s->bob);
    says(&s->bob, "SEARCH text=kettle;in=#attic");
    hears(&s->bob, "FAIL SEARCH INVALID_PARAMS in :*");
    finds(&s->bob, "SEARCH text=kettle", NULL);
}

/* Time of the next unread line, to free. */
static char *time_of(struct person *person)
{
    char *line = next_line(person);
    char *time = tag_of(line, "time");
    free(line);
    return time;
}

static void cups_are_said(struct scene *s)
{
    friends_meet(s, CAPS, CAPS " server-time");
    for (int i = 1; i <= 5; i++) {
        says_each(&s->alice, "PRIVMSG #tea :cup %d", i, i);
        time_passes(s, 1000);
    }
    ignores(&s->alice);
    ignores(&s->bob);
}

static void one_goes_back_by_before_from_the_oldest_that_was_found(void **state)
{
    struct scene *s = *state;
    cups_are_said(s);
    says(&s->bob, "SEARCH text=cup;in=#tea;limit=2");
    hears(&s->bob, "* BATCH +* :soju.im/search");
    char *oldest = time_of(&s->bob);
    hears(&s->bob, "* :cup 5");
    hears(&s->bob, "* BATCH -*");
    says_of(&s->bob, "SEARCH text=cup;in=#tea;limit=3;before=%s", oldest);
    hears(&s->bob, "* BATCH +* :soju.im/search");
    hears(&s->bob, "* :cup 2");
    hears(&s->bob, "* :cup 3");
    hears(&s->bob, "* :cup 4");
    hears(&s->bob, "* BATCH -*");
    hears_nothing(&s->bob);
    free(oldest);
}

static void one_goes_on_by_after_from_the_newest_that_was_found(void **state)
{
    struct scene *s = *state;
    cups_are_said(s);
    says(&s->bob, "SEARCH text=cup;in=#tea;limit=2;after=2000-01-01T00:00:00.000Z");
    hears(&s->bob, "* BATCH +* :soju.im/search");
    hears(&s->bob, "* :cup 1");
    char *newest = time_of(&s->bob);
    hears(&s->bob, "* BATCH -*");
    says_of(&s->bob, "SEARCH text=cup;in=#tea;limit=2;after=%s", newest);
    hears(&s->bob, "* BATCH +* :soju.im/search");
    hears(&s->bob, "* :cup 2");
    hears(&s->bob, "* :cup 3");
    hears(&s->bob, "* BATCH -*");
    says_of(&s->bob, "SEARCH text=cup;in=#tea;after=%s;before=2000-01-01T00:00:00.000Z", newest);
    hears(&s->bob, "* BATCH +* :soju.im/search");
    hears(&s->bob, "* BATCH -*");
    free(newest);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, "SEARCH before=yesterday");
    hears(&s->alice, "FAIL SEARCH INVALID_PARAMS before :*");
    says(&s->alice, "SEARCH limit=0");
    hears(&s->alice, "FAIL SEARCH INVALID_PARAMS limit :*");
    says(&s->alice, "SEARCH colour=green");
    hears(&s->alice, "FAIL SEARCH INVALID_PARAMS colour :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(words_are_found_with_any_ending_and_case),
        SCENE(nobody_finds_what_is_not_for_them),
        SCENE(what_was_taken_back_is_not_found),
        SCENE(a_guest_finds_what_was_said_since_it_came),
        SCENE(in_private_rooms_one_finds_what_was_said_while_one_was_there),
        SCENE(one_goes_back_by_before_from_the_oldest_that_was_found),
        SCENE(one_goes_on_by_after_from_the_newest_that_was_found),
        SCENE(what_cannot_be_asked_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
