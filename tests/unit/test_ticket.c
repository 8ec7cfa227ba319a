#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "login_check.h"
#include "secret.h"
#include "server_scene.h"
#include "ticket.h"

static int setup(void **state)
{
    scene_setup(state);
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    return 0;
}

#define TICKETS(test) cmocka_unit_test_setup_teardown(test, setup, scene_teardown)

/* ---- tickets ---- */

static enum ticket_result verifies(struct scene *s, const char *path, const char *query,
                                   const char *account)
{
    char *who = NULL;
    enum ticket_result result = ticket_verify(&s->rig.server, path, query, &who);
    if (account && result == TICKET_GOOD)
        assert_string_equal(who, account);
    free(who);
    return result;
}

static void a_ticket_opens_its_path_until_its_time_is_over(void **state)
{
    struct scene *s = *state;
    struct server *server = &s->rig.server;
    comes_as_account(s, &s->carol, "al[i]ce", "desk", "");
    char *query = ticket_sign(server, "/u/one/a b.txt", "al[i]ce", server->now_ms + 1000);
    assert_int_equal(verifies(s, "/u/one/a b.txt", query, "al[i]ce"), TICKET_GOOD);
    assert_int_equal(verifies(s, "/u/two/a b.txt", query, NULL), TICKET_NONE);
    server->now_ms += 1000;
    assert_int_equal(verifies(s, "/u/one/a b.txt", query, NULL), TICKET_EXPIRED);
    free(query);
}

static void a_ticket_cannot_be_changed(void **state)
{
    struct scene *s = *state;
    struct server *server = &s->rig.server;
    char *query = ticket_sign(server, "/u/one", "alice", server->now_ms + 1000);
    for (size_t i = 0; query[i]; i++) {
        char before = query[i];
        query[i] = before == '1' ? '2' : '1';
        assert_int_not_equal(verifies(s, "/u/one", query, NULL), TICKET_GOOD);
        query[i] = before;
    }
    assert_int_equal(verifies(s, "/u/one", "", NULL), TICKET_NONE);
    assert_int_equal(verifies(s, "/u/one", NULL, NULL), TICKET_NONE);
    assert_int_equal(verifies(s, "/u/one", "e=&a=&s=", NULL), TICKET_NONE);
    free(query);
}

static void a_ticket_works_after_a_restart(void **state)
{
    struct scene *s = *state;
    char *query = ticket_sign(&s->rig.server, "/u/one", "alice", s->rig.server.now_ms + 1000);
    scene_restart(s);
    assert_int_equal(verifies(s, "/u/one", query, "alice"), TICKET_GOOD);
    free(query);
}

static void a_ticket_goes_with_its_account(void **state)
{
    struct scene *s = *state;
    struct server *server = &s->rig.server;
    char *query = ticket_sign(server, "/files/plan.zip", "carol", server->now_ms + 1000);
    assert_int_equal(verifies(s, "/files/plan.zip", query, NULL), TICKET_NONE);
    comes_as_account(s, &s->carol, "carol", "desk", "");
    assert_int_equal(verifies(s, "/files/plan.zip", query, "carol"), TICKET_GOOD);
    world_user(server->world, "carol")->erasing = true;
    assert_int_equal(verifies(s, "/files/plan.zip", query, NULL), TICKET_NONE);
    world_user(server->world, "carol")->erasing = false;
    free(query);
}

/* ---- tokens ---- */

static enum token_result uses(struct scene *s, const char *token, const char *wanted)
{
    char *account = NULL;
    enum token_result result = token_use(&s->rig.server, token, wanted, &account);
    if (result == TOKEN_GOOD)
        assert_string_equal(account, "alice");
    else
        assert_null(account);
    free(account);
    return result;
}

static void a_token_is_good_for_what_it_says(void **state)
{
    struct scene *s = *state;
    char *upload = token_make(&s->rig.server, "alice", "desk", "upload");
    char *folder = token_make(&s->rig.server, "alice", "desk", "download:/files/docs/");
    char *file = token_make(&s->rig.server, "alice", "desk", "download:/files/docs");
    char *all = token_make(&s->rig.server, "alice", "desk", "all");
    assert_int_equal(uses(s, upload, "upload"), TOKEN_GOOD);
    assert_int_equal(uses(s, upload, "download:/files/docs/a"), TOKEN_NOT_FOR);
    assert_int_equal(uses(s, folder, "download:/files/docs/a"), TOKEN_GOOD);
    assert_int_equal(uses(s, folder, "download:/files/other"), TOKEN_NOT_FOR);
    assert_int_equal(uses(s, folder, "upload"), TOKEN_NOT_FOR);
    assert_int_equal(uses(s, file, "download:/files/docs"), TOKEN_GOOD);
    assert_int_equal(uses(s, file, "download:/files/docs/a"), TOKEN_GOOD);
    assert_int_equal(uses(s, file, "download:/files/docs-of-others"), TOKEN_NOT_FOR);
    assert_int_equal(uses(s, all, "download:/files/other"), TOKEN_GOOD);
    assert_int_equal(uses(s, "guess", "upload"), TOKEN_UNKNOWN);
    secret_free(upload);
    secret_free(folder);
    secret_free(file);
    secret_free(all);
}

static void a_token_ends_and_it_is_said(void **state)
{
    struct scene *s = *state;
    char *token = token_make(&s->rig.server, "alice", "desk", "upload");
    time_passes(s, TOKEN_MS - 1000);
    assert_int_equal(uses(s, token, "upload"), TOKEN_GOOD);
    time_passes(s, 1000);
    assert_int_equal(uses(s, token, "upload"), TOKEN_EXPIRED);
    scene_restart(s);
    assert_int_equal(uses(s, token, "upload"), TOKEN_EXPIRED);
    time_passes(s, 3601LL * 1000);
    assert_int_equal(uses(s, token, "upload"), TOKEN_UNKNOWN);
    secret_free(token);
}

static void a_token_works_after_a_restart(void **state)
{
    struct scene *s = *state;
    char *token = token_make(&s->rig.server, "alice", "desk", "upload");
    scene_restart(s);
    assert_int_equal(uses(s, token, "upload"), TOKEN_GOOD);
    secret_free(token);
}

static void a_token_for_once_works_once(void **state)
{
    struct scene *s = *state;
    char *token = token_make(&s->rig.server, "alice", "desk", "upload:once");
    assert_int_equal(uses(s, token, "upload"), TOKEN_GOOD);
    assert_int_equal(uses(s, token, "upload"), TOKEN_UNKNOWN);
    secret_free(token);
}

static void a_token_goes_with_its_device(void **state)
{
    struct scene *s = *state;
    char *desk = token_make(&s->rig.server, "alice", "desk", "upload");
    char *phone = token_make(&s->rig.server, "alice", "phone", "upload");
    token_revoke(&s->rig.server, "alice", "phone");
    assert_int_equal(uses(s, phone, "upload"), TOKEN_UNKNOWN);
    assert_int_equal(uses(s, desk, "upload"), TOKEN_GOOD);
    token_revoke(&s->rig.server, "alice", NULL);
    assert_int_equal(uses(s, desk, "upload"), TOKEN_UNKNOWN);
    secret_free(desk);
    secret_free(phone);
}

static void the_oldest_of_too_many_tokens_gives_way(void **state)
{
    struct scene *s = *state;
    char *first = token_make(&s->rig.server, "alice", "desk", "upload");
    s->rig.server.now_ms++;
    for (int i = 0; i < TOKENS_MAX - 1; i++)
        secret_free(token_make(&s->rig.server, "alice", "desk", "upload"));
    assert_int_equal(uses(s, first, "upload"), TOKEN_GOOD);
    secret_free(token_make(&s->rig.server, "alice", "desk", "upload"));
    assert_int_equal(uses(s, first, "upload"), TOKEN_UNKNOWN);
    secret_free(first);
}

/* ---- passwords ---- */

struct checked {
    int result;
    char account[64];
};

static void take_result(void *arg, enum login_result result, const char *account,
                        const char *device)
{
    struct checked *checked = arg;
    checked->result = (int)result;
    snprintf(checked->account, sizeof(checked->account), "%s@%s", account ? account : "",
             device ? device : "");
}

static struct checked checks(struct scene *s, const char *name, const char *password)
{
    struct checked checked = {.result = -1};
    struct login_question question = {"192.0.2.1", name, password};
    login_check(&s->rig.server, &question, take_result, &checked);
    rig_settle(&s->rig);
    return checked;
}

static void a_password_is_checked_as_at_a_login(void **state)
{
    struct scene *s = *state;
    struct checked right = checks(s, "Alice@phone", "secret of alice");
    assert_int_equal(right.result, LOGIN_RIGHT);
    assert_string_equal(right.account, "alice@phone");
    assert_int_equal(checks(s, "alice", "wrong").result, LOGIN_WRONG);
    assert_int_equal(checks(s, "nobody", "wrong").result, LOGIN_WRONG);
    assert_int_equal(checks(s, "no name!", "wrong").result, LOGIN_WRONG);
}

static void guesses_are_counted_with_those_over_irc(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(checks(s, "alice", "wrong").result, LOGIN_WRONG);
    assert_int_equal(checks(s, "alice", "secret of alice").result, LOGIN_TOO_MANY);
    assert_int_equal(checks(s, "bob", "secret of bob").result, LOGIN_RIGHT);
    time_passes(s, 61000);
    assert_int_equal(checks(s, "alice", "secret of alice").result, LOGIN_RIGHT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TICKETS(a_ticket_opens_its_path_until_its_time_is_over),
        TICKETS(a_ticket_cannot_be_changed),
        TICKETS(a_ticket_works_after_a_restart),
        TICKETS(a_ticket_goes_with_its_account),
        TICKETS(a_token_is_good_for_what_it_says),
        TICKETS(a_token_ends_and_it_is_said),
        TICKETS(a_token_works_after_a_restart),
        TICKETS(a_token_for_once_works_once),
        TICKETS(a_token_goes_with_its_device),
        TICKETS(the_oldest_of_too_many_tokens_gives_way),
        TICKETS(a_password_is_checked_as_at_a_login),
        TICKETS(guesses_are_counted_with_those_over_irc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
