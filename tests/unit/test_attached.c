/* Reactions and edits, as people hear of them. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "talk_scene.h"

#define CAPS  "parlor.chat/edit draft/message-redaction echo-message message-tags"
#define PAGES "batch draft/chathistory parlor.chat/edit message-tags server-time"

/* Reads history of #tea up to its first line. */
static void asks_for_history(struct person *person, const char *from)
{
    char *line = xasprintf("CHATHISTORY %s", from);
    ignores(person);
    says(person, line);
    hears(person, "* chathistory :#tea");
    free(line);
}

/* ---- reactions ---- */

static void a_reaction_is_heard_by_all_and_kept_behind_its_message(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", PAGES);
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->bob);
    says_of(&s->bob, "@+draft/react=yes;+reply=%s TAGMSG #tea", msgid);
    hears_of(&s->bob, "@msgid=*;+draft/react=yes;+reply=%s :bob!* TAGMSG #tea", msgid);
    hears_of(&s->alice, "@msgid=*;+draft/react=yes;+reply=%s :bob!* TAGMSG #tea", msgid);
    says(&s->alice, "PRIVMSG #tea :on");
    asks_for_history(&s->carol, "LATEST #tea * 2");
    hears(&s->carol, "* :kettle");
    hears_of(&s->carol, "@batch=*;time=*;msgid=*;+draft/react=yes;+reply=%s :bob!* TAGMSG #tea",
             msgid);
    hears(&s->carol, "* :on");
    hears(&s->carol, "* BATCH -*");
    says_of(&s->carol, "CHATHISTORY AFTER #tea msgid=%s 5", msgid);
    hears(&s->carol, "* chathistory :#tea");
    hears(&s->carol, "*+draft/react=yes* TAGMSG #tea");
    hears(&s->carol, "* :on");
    free(msgid);
}

static void taken_back_it_is_kept_no_more(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, PAGES " echo-message");
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    says_of(&s->bob, "@+draft/react=yes;+reply=%s TAGMSG #tea", msgid);
    says_of(&s->bob, "@+draft/react=yes;+reply=%s TAGMSG #tea", msgid);
    hears_at_last(&s->alice, "*+draft/react=yes* TAGMSG #tea");
    hears(&s->alice, "*+draft/react=yes* TAGMSG #tea");
    says_of(&s->bob, "@+draft/unreact=yes;+reply=%s TAGMSG #tea", msgid);
    hears(&s->alice, "*+draft/unreact=yes* TAGMSG #tea");
    scene_restart(s);
    comes_as_account(s, &s->bob, "bob", "desk", PAGES);
    asks_for_history(&s->bob, "LATEST #tea * 5");
    hears(&s->bob, "* :kettle");
    hears(&s->bob, "*+draft/unreact=yes* TAGMSG #tea");
    hears(&s->bob, "* BATCH -*");
    free(msgid);
}

static void what_is_no_clear_reaction_and_what_guests_give_is_relayed_only(void **state)
{
    struct scene *s = *state;
    static const char long_value[] =
        "@+draft/react=0123456789012345678901234567890123456789012345678901234567890123456789;"
        "+reply=%s TAGMSG #tea";
    friends_meet(s, CAPS, PAGES);
    comes_as_guest(s, &s->carol, "carol", CAPS);
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->alice);
    says_of(&s->carol, "@+draft/react=yes;+reply=%s TAGMSG #tea", msgid);
    hears(&s->alice, "*+draft/react=yes* :carol!* TAGMSG #tea");
    says_of(&s->bob, "@+draft/react=a;+draft/unreact=b;+reply=%s TAGMSG #tea", msgid);
    hears(&s->alice, "*+draft/react=a* TAGMSG #tea");
    says_of(&s->bob, long_value, msgid);
    hears(&s->alice, "*+draft/react=0123* TAGMSG #tea");
    says(&s->bob, "@+draft/react=a TAGMSG #tea");
    hears(&s->alice, "*+draft/react=a* TAGMSG #tea");
    says(&s->bob, "@+draft/react=a;+reply=never TAGMSG #tea");
    hears(&s->alice, "*+draft/react=a* TAGMSG #tea");
    asks_for_history(&s->bob, "LATEST #tea * 5");
    hears(&s->bob, "* :kettle");
    hears(&s->bob, "* BATCH -*");
    free(msgid);
}

/* Whoever looks back would have to take all of them. */
static void what_comes_with_much_else_is_relayed_only(void **state)
{
    struct scene *s = *state;
    char much[600];
    friends_meet(s, CAPS, PAGES);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->alice);
    memset(much, 'x', sizeof(much) - 1);
    much[sizeof(much) - 1] = '\0';
    char *reaction = xasprintf("@+draft/react=a;+y=%s;+reply=%s TAGMSG #tea", much, msgid);
    says(&s->bob, reaction);
    hears(&s->alice, "*+draft/react=a* TAGMSG #tea");
    asks_for_history(&s->bob, "LATEST #tea * 5");
    hears(&s->bob, "* :kettle");
    hears(&s->bob, "* BATCH -*");
    free(reaction);
    free(msgid);
}

static void who_was_away_hears_of_it_on_return(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "message-tags");
    char *msgid = said(&s->alice, "PRIVMSG bob :kettle");
    time_passes(s, 3000);
    hears_at_last(&s->bob, "* :kettle");
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says_of(&s->alice, "@+draft/react=yes;+reply=%s TAGMSG bob", msgid);
    hears(&s->alice, "*+draft/react=yes* TAGMSG bob");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "message-tags");
    hears_of(&s->bob, "@msgid=*;+draft/react=yes;+reply=%s :alice!* TAGMSG bob", msgid);
    free(msgid);
}

static void redacting_a_message_takes_its_reactions(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, PAGES);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    says_of(&s->bob, "@+draft/react=yes;+reply=%s TAGMSG #tea", msgid);
    says_of(&s->alice, "REDACT #tea %s", msgid);
    asks_for_history(&s->bob, "LATEST #tea * 5");
    hears(&s->bob, "* BATCH -*");
    free(msgid);
}

/* ---- edits ---- */

static void an_edit_is_heard_as_such_by_who_knows_it_and_as_words_by_others(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS " labeled-response", CAPS);
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :teh");
    ignores(&s->bob);
    ignores(&s->carol);
    says_of(&s->alice, "@label=7;+parlor.chat/edit=%s PRIVMSG #TEA :the", msgid);
    hears_of(&s->alice, "@label=7;msgid=*;+parlor.chat/edit=%s :alice!* PRIVMSG #tea :the", msgid);
    hears_of(&s->bob, "@msgid=*;+parlor.chat/edit=%s :alice!* PRIVMSG #tea :the", msgid);
    hears(&s->carol, ":alice!* PRIVMSG #tea :[edited] the");
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG #tea :\1ACTION sits\1", msgid);
    hears(&s->carol, ":alice!* PRIVMSG #tea :\1ACTION [edited] sits\1");
    free(msgid);
}

static void history_has_the_new_words_and_says_when_they_came(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, PAGES);
    comes_as_account(s, &s->carol, "carol", "desk", "batch draft/chathistory");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "@+reply=x PRIVMSG #tea :teh");
    says(&s->alice, "PRIVMSG #tea :kettle");
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG #tea :then", msgid);
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG #tea :the", msgid);
    asks_for_history(&s->bob, "LATEST #tea * 2");
    hears_of(&s->bob,
             "@batch=*;time=*;msgid=%s;parlor.chat/edited=20*Z;+reply=x :alice!* PRIVMSG #tea :the",
             msgid);
    hears(&s->bob, "* :kettle");
    hears_of(&s->bob, "@batch=*;time=*;msgid=*;+parlor.chat/edit=%s :alice!* PRIVMSG #tea :the",
             msgid);
    hears(&s->bob, "* BATCH -*");
    asks_for_history(&s->carol, "LATEST #tea * 5");
    hears(&s->carol, "* :[*] the");
    hears(&s->carol, "* :[*] kettle");
    hears(&s->carol, "BATCH -*");
    free(msgid);
}

static void mail_that_waits_has_the_new_words_only(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG bob :teh");
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG bob :the", msgid);
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "* :[*] the");
    hears_no_such(&s->bob, "*teh*");
    free(msgid);
}

static void only_the_author_may_and_not_for_ever(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_guest(s, &s->carol, "carol", CAPS);
    says(&s->carol, "JOIN #tea");
    ignores(&s->bob);
    char *msgid = said(&s->bob, "PRIVMSG #tea :mine");
    ignores(&s->alice);
    ignores(&s->carol);
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG #tea :yours", msgid);
    hears_of(&s->alice, "FAIL EDIT EDIT_FORBIDDEN #tea %s :*", msgid);
    says_of(&s->carol, "@+parlor.chat/edit=%s PRIVMSG #tea :yours", msgid);
    hears_of(&s->carol, "FAIL EDIT EDIT_FORBIDDEN #tea %s :*", msgid);
    says_of(&s->bob, "@+parlor.chat/edit=%s PRIVMSG #cake :x", msgid);
    hears(&s->bob, "FAIL EDIT INVALID_TARGET #cake :*");
    says_of(&s->bob, "@+parlor.chat/edit=%s PRIVMSG alice :x", msgid);
    hears_of(&s->bob, "FAIL EDIT UNKNOWN_MSGID alice %s :*", msgid);
    says_of(&s->bob, "@+parlor.chat/edit=%s NOTICE #tea :x", msgid);
    hears_of(&s->bob, "FAIL EDIT UNKNOWN_MSGID #tea %s :*", msgid);
    says_of(&s->bob, "@+parlor.chat/edit=%s PRIVMSG #tea :\1VERSION\1", msgid);
    hears_of(&s->bob, "FAIL EDIT EDIT_FORBIDDEN #tea %s :*", msgid);
    says(&s->alice, "MODE #tea +m");
    ignores(&s->bob);
    says_of(&s->bob, "@+parlor.chat/edit=%s PRIVMSG #tea :x", msgid);
    hears_of(&s->bob, "FAIL EDIT EDIT_FORBIDDEN #tea %s :*", msgid);
    says(&s->alice, "MODE #tea -m");
    time_passes(s, (int64_t)25 * 3600 * 1000);
    comes_as_account(s, &s->bob, "bob", "desk", CAPS);
    says_of(&s->bob, "@+parlor.chat/edit=%s PRIVMSG #tea :x", msgid);
    hears_at_last(&s->bob, "FAIL EDIT EDIT_WINDOW_EXPIRED #tea * 86400 :*");
    free(msgid);
}

static void the_tag_of_an_edit_goes_no_other_way(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->alice);
    says_of(&s->bob, "@+parlor.chat/edit=%s;+x=y TAGMSG #tea", msgid);
    hears(&s->alice, "@msgid=*;+x=y :bob!* TAGMSG #tea");
    free(msgid);
}

static void a_disk_that_is_full_keeps_the_old_words(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG #tea :kettle");
    ignores(&s->bob);
    disk_is_full();
    says_of(&s->alice, "@+parlor.chat/edit=%s PRIVMSG #tea :x", msgid);
    hears_of(&s->alice, "FAIL EDIT STORAGE_ERROR #tea %s :*", msgid);
    hears_nothing(&s->bob);
    disk_has_room();
    free(msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_reaction_is_heard_by_all_and_kept_behind_its_message),
        SCENE(taken_back_it_is_kept_no_more),
        SCENE(what_is_no_clear_reaction_and_what_guests_give_is_relayed_only),
        SCENE(what_comes_with_much_else_is_relayed_only),
        SCENE(who_was_away_hears_of_it_on_return),
        SCENE(redacting_a_message_takes_its_reactions),
        SCENE(an_edit_is_heard_as_such_by_who_knows_it_and_as_words_by_others),
        SCENE(history_has_the_new_words_and_says_when_they_came),
        SCENE(mail_that_waits_has_the_new_words_only),
        SCENE(only_the_author_may_and_not_for_ever),
        SCENE(the_tag_of_an_edit_goes_no_other_way),
        SCENE(a_disk_that_is_full_keeps_the_old_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
