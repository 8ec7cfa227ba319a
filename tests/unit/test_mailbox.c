#include "talk_scene.h"

#define CAPS "labeled-response message-tags standard-replies batch"

/* alice and bob are friends, and bob is away; three messages from her may wait for him. */
static void bob_is_away(struct scene *s, const char *alice_caps)
{
    friends_meet(s, alice_caps, "");
    s->rig.config.mail =
        (struct mail_limits){.messages = 5, .bytes = 1000, .from_one = 3, .outstanding = 4};
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
}

static void too_much_from_one_is_refused_and_what_waits_stays(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    ignores(&s->alice);
    says(&s->alice, "@label=4 PRIVMSG bob :number 4.");
    hears(&s->alice, "@label=4 :* FAIL PRIVMSG MAILBOX_FULL bob :Too much waits for them already*");
    says(&s->alice, "NOTICE bob :number 4.");
    hears(&s->alice, "FAIL NOTICE MAILBOX_FULL bob :*");
    hears_nothing(&s->alice);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 3 messages");
}

static void it_is_said_by_a_number_to_who_knows_no_codes(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, "");
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    ignores(&s->alice);
    says(&s->alice, "NOTICE bob :number 4.");
    hears_nothing(&s->alice);
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears(&s->alice, "531 alice bob :Too much waits for them already: try again later");
}

static void there_is_room_again_when_a_device_has_it_all(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "*number 3.");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears(&s->alice, "FAIL PRIVMSG MAILBOX_FULL bob :*");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "*number 3.");
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
}

static void who_fetches_for_itself_has_it_when_it_comes(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "draft/chathistory");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
}

static void what_was_said_before_needs_no_room(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS " echo-message parlor.chat/idempotency");
    says(&s->alice, "@parlor.chat/idem=k1 PRIVMSG bob :number 1.");
    says_each(&s->alice, "PRIVMSG bob :number %d.", 2, 3);
    ignores(&s->alice);
    says(&s->alice, "@label=1;parlor.chat/idem=k1 PRIVMSG bob :number 1.");
    hears_at_last(&s->alice, "@*;parlor.chat/dup :alice!* PRIVMSG bob :number 1.");
    ignores(&s->alice);
    says(&s->alice, "@label=4;parlor.chat/idem=k4 PRIVMSG bob :number 4.");
    hears(&s->alice, "@label=4 :* FAIL PRIVMSG MAILBOX_FULL bob :*");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 3 messages");
}

static void who_is_here_needs_no_room(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 20);
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
    hears_at_last(&s->bob, "*number 20.");
}

static void one_sender_may_not_have_too_much_waiting_everywhere(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", "");
    leaves_for_long(s, &s->carol);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    says_each(&s->alice, "PRIVMSG carol :number %d.", 1, 1);
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
    says(&s->alice, "PRIVMSG carol :number 2.");
    hears(&s->alice, "FAIL PRIVMSG MAILBOX_FULL carol :*");
}

static void a_mailbox_is_full_by_many_senders_and_by_bytes(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    comes_as_account(s, &s->carol, "carol", "desk", CAPS);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    says_each(&s->carol, "PRIVMSG bob :number %d.", 1, 2);
    hears_no_such(&s->carol, "*MAILBOX_FULL*");
    says(&s->carol, "PRIVMSG bob :number 3.");
    hears(&s->carol, "FAIL PRIVMSG MAILBOX_FULL bob :*");
    s->rig.config.mail.messages = 100;
    s->rig.config.mail.bytes = 50;
    says(&s->carol, "PRIVMSG bob :number 3.");
    hears(&s->carol, "FAIL PRIVMSG MAILBOX_FULL bob :*");
}

static void a_restart_forgets_nothing(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "laptop", CAPS);
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears_at_last(&s->alice, "FAIL PRIVMSG MAILBOX_FULL bob :*");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "*number 3.");
    acknowledges(&s->bob);
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "laptop", CAPS);
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
}

static void what_was_not_stored_takes_no_room(void **state)
{
    struct scene *s = *state;
    bob_is_away(s, CAPS);
    disk_is_full();
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 5);
    disk_has_room();
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 3);
    hears_no_such(&s->alice, "*MAILBOX_FULL*");
    says(&s->alice, "PRIVMSG bob :number 4.");
    hears(&s->alice, "FAIL PRIVMSG MAILBOX_FULL bob :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(too_much_from_one_is_refused_and_what_waits_stays),
        ROOMS(it_is_said_by_a_number_to_who_knows_no_codes),
        ROOMS(there_is_room_again_when_a_device_has_it_all),
        ROOMS(who_fetches_for_itself_has_it_when_it_comes),
        ROOMS(what_was_said_before_needs_no_room),
        ROOMS(who_is_here_needs_no_room),
        ROOMS(one_sender_may_not_have_too_much_waiting_everywhere),
        ROOMS(a_mailbox_is_full_by_many_senders_and_by_bytes),
        ROOMS(a_restart_forgets_nothing),
        ROOMS(what_was_not_stored_takes_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
