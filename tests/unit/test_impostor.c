/* Nobody speaks as another (promises.md, P13). */
#include <string.h>

#include "server_scene.h"

static const char all_caps[] =
    "message-tags server-time account-tag batch echo-message labeled-response sasl";

/* alice is here with all tags on, and hears what others try. */
static void alice_listens(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "desk", all_caps);
    comes_as_account(s, &s->bob, "bob", "desk", all_caps);
    ignores(&s->alice);
}

static void tags_of_the_server_are_not_taken_from_a_client(void **state)
{
    struct scene *s = *state;
    alice_listens(s);
    says(&s->bob, "@time=2001-01-01T00:00:00.000Z;msgid=mine;account=alice;batch=b1;"
                  "time=2002-01-01T00:00:00.000Z;account=carol;msgid=other;label=x "
                  "PRIVMSG #lobby :it was not me");
    const char *heard = buf_text(&s->alice.unread);
    assert_non_null(strstr(heard, "account=bob"));
    assert_null(strstr(heard, "account=alice"));
    assert_null(strstr(heard, "account=carol"));
    assert_null(strstr(heard, "2001-01-01"));
    assert_null(strstr(heard, "2002-01-01"));
    assert_null(strstr(heard, "msgid=mine"));
    assert_null(strstr(heard, "msgid=other"));
    assert_null(strstr(heard, "batch="));
    assert_null(strstr(heard, "label="));
}

static void a_prefix_is_not_believed(void **state)
{
    struct scene *s = *state;
    alice_listens(s);
    says(&s->bob, ":carol!carol@user/carol PRIVMSG #lobby :it was not me");
    hears(&s->alice, "@*account=bob* :bob!bob@user/bob PRIVMSG #lobby :it was not me");
    says(&s->bob, ":parlor.local NOTICE alice :your password, please");
    hears(&s->alice, "@* :bob!bob@user/bob NOTICE alice :your password, please");
}

/* The io layer cuts at LF; what comes through is refused, never passed on. */
static void no_second_line_comes_out_of_one(void **state)
{
    struct scene *s = *state;
    static const char with_cr[] = "PRIVMSG #lobby :a\r:carol!c@h PRIVMSG #lobby :b";
    static const char with_lf[] = "PRIVMSG #lobby :a\n:carol!c@h PRIVMSG #lobby :b";
    static const char with_nul[] = "PRIVMSG #lobby :a\0:carol!c@h PRIVMSG #lobby :b";
    static const char in_tag[] =
        "@+note=a\\r\\n:carol!c@h\\sPRIVMSG\\salice\\s:b PRIVMSG #lobby :c";
    alice_listens(s);
    rig_say(&s->bob, with_cr, sizeof(with_cr) - 1);
    rig_say(&s->bob, with_lf, sizeof(with_lf) - 1);
    rig_say(&s->bob, with_nul, sizeof(with_nul) - 1);
    rig_say(&s->bob, in_tag, sizeof(in_tag) - 1);
    const char *heard = buf_text(&s->alice.unread);
    assert_null(strstr(heard, "\n:carol"));
    assert_null(strstr(heard, "\r:carol"));
    for (const char *cr = strchr(heard, '\r'); cr; cr = strchr(cr + 1, '\r'))
        assert_int_equal(cr[1], '\n');
    assert_int_equal(strlen(heard), s->alice.unread.len);
}

static void fields_that_others_read_carry_no_line_either(void **state)
{
    struct scene *s = *state;
    static const char real[] = "SETNAME :Bob\r:carol!c@h PRIVMSG #lobby :b";
    static const char away[] = "AWAY :tea\n:carol!c@h PRIVMSG #lobby :b";
    static const char quit[] = "QUIT :bye\r\n:carol!c@h PRIVMSG #lobby :b";
    alice_listens(s);
    says(&s->alice, "CAP REQ :setname away-notify");
    ignores(&s->alice);
    rig_say(&s->bob, real, sizeof(real) - 1);
    rig_say(&s->bob, away, sizeof(away) - 1);
    rig_say(&s->bob, quit, sizeof(quit) - 1);
    assert_null(strstr(buf_text(&s->alice.unread), "\n:carol"));
    assert_null(strstr(buf_text(&s->alice.unread), "\r:carol"));
}

static void words_of_proxies_mean_nothing(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->bob, "192.0.2.7");
    says(&s->bob, "PROXY TCP4 127.0.0.1 127.0.0.1 4000 6667");
    hears(&s->bob, "421 * PROXY :Unknown command");
    says(&s->bob, "WEBIRC secret gateway localhost 127.0.0.1 :secure");
    hears(&s->bob, "421 * WEBIRC :Unknown command");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, "001 bob :*bob!bob@192.0.2.7");
    says(&s->bob, "NS REGISTER kettle-on-the-fire");
    hears_at_last(&s->bob, "*use TLS");
}

static void a_username_is_no_place_for_a_mask(void **state)
{
    struct scene *s = *state;
    connects(s, &s->bob);
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER alice!alice@user/alice 0 * :alice");
    hears_at_last(&s->bob, "001 bob :*bob!alicealiceuseral@127.0.0.1");
}

/* "bob:" in the password of PASS is a name only if somebody owns it, and then its password is
 * asked. */
static void the_name_in_a_password_must_be_proved(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    connects(s, &s->carol);
    says(&s->carol, "PASS :alice:secret of bob");
    says(&s->carol, "NICK bob");
    says(&s->carol, "USER carol 0 * :Carol");
    hears(&s->carol, "464 bob :Password incorrect for the name alice");
    says(&s->carol, "PASS :ALICE@bob:secret of alice");
    hears_at_last(&s->carol, "001 alice :*");
}

static void services_and_lookalikes_are_not_to_be_had(void **state)
{
    struct scene *s = *state;
    static const char *const names[] = {"NICK NickServ", "NICK nickserv", "NICK NICKSERV",
                                        "NICK ChanServ", "NICK ROOT",     "NICK Parlor"};
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        says(&s->bob, names[i]);
        hears(&s->bob, "432 bob *");
    }
    says(&s->bob, "NICK N1ckServ");
    hears(&s->bob, "432 bob *");
    says(&s->bob, "NICK al1ce");
    hears(&s->bob, "433 bob al1ce :*");
}

/* The answer to an earlier connection's question is not the next one's. */
static void a_late_answer_logs_nobody_else_in(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    s->rig.holds = true;
    says(&s->bob, "NS IDENTIFY alice secret of alice");
    loses_connection(&s->bob);
    connects(s, &s->bob);
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    s->rig.holds = false;
    rig_settle(&s->rig);
    hears_no_such(&s->bob, "*900*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(tags_of_the_server_are_not_taken_from_a_client),
        SCENE(a_prefix_is_not_believed),
        SCENE(no_second_line_comes_out_of_one),
        SCENE(fields_that_others_read_carry_no_line_either),
        SCENE(words_of_proxies_mean_nothing),
        SCENE(a_username_is_no_place_for_a_mask),
        SCENE(the_name_in_a_password_must_be_proved),
        SCENE(services_and_lookalikes_are_not_to_be_had),
        SCENE(a_late_answer_logs_nobody_else_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
