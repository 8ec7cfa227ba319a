/* TOKEN (draft/authtoken), NickServ TOKEN, and FILEHOST in 005. */
#include <stdlib.h>
#include <string.h>

#include "files_scene.h"
#include "mem.h"
#include "ticket.h"

/* What stands behind the last " :" of the next unread line; to free. */
static char *last_word(const struct person *person)
{
    const char *line = buf_text(&person->unread);
    size_t len = strcspn(line, "\r\n");
    char *copy = xstrndup(line, len);
    const char *colon = strrchr(copy, ':');
    char *word = xstrdup(colon ? colon + 1 : "");
    free(copy);
    return word;
}

static void an_account_gets_a_token_for_http(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "TOKEN GENERATE filehost");
    char *token = last_word(&s->alice);
    hears(&s->alice, "TOKEN GENERATE FILEHOST :*");
    char *account = NULL;
    assert_int_equal(token_use(&s->rig.server, token, "upload", &account), TOKEN_GOOD);
    assert_string_equal(account, "alice");
    free(account);
    assert_int_equal(token_use(&s->rig.server, token, "download:/files/tea.txt", &account),
                     TOKEN_GOOD);
    free(account);
    free(token);
}

static void who_has_no_account_gets_none(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "TOKEN GENERATE FILEHOST");
    hears(&s->bob, "FAIL TOKEN ACCOUNT_REQUIRED :Log in first: tokens are for accounts");
    connects(s, &s->carol);
    says(&s->carol, "TOKEN GENERATE FILEHOST");
    hears(&s->carol, "FAIL TOKEN ACCOUNT_REQUIRED *");
}

static void other_words_are_answered(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "TOKEN");
    hears(&s->alice, "461 alice TOKEN *");
    says(&s->alice, "TOKEN GENERATE");
    hears(&s->alice, "FAIL TOKEN UNKNOWN_SERVICE * *");
    says(&s->alice, "TOKEN GENERATE example.com/QDB");
    hears(&s->alice, "FAIL TOKEN UNKNOWN_SERVICE example.com/QDB *");
    says(&s->alice, "TOKEN GENERATE FILEHOST #tea");
    hears(&s->alice, "FAIL TOKEN INVALID_SCOPE #tea *");
    says(&s->alice, "TOKEN BURN");
    hears(&s->alice, "FAIL TOKEN UNKNOWN_COMMAND BURN *");
    says(&s->alice, "TOKEN SERVICELIST");
    hears(&s->alice, "FAIL TOKEN NEED_CAPABILITY batch *");
}

static void services_are_listed_in_a_batch(void **state)
{
    struct scene *s = *state;
    connects(s, &s->bob);
    says(&s->bob, "CAP REQ :batch");
    ignores(&s->bob);
    says(&s->bob, "TOKEN SERVICELIST");
    hears(&s->bob, "BATCH +* draft/authtoken *");
    hears(&s->bob, "@batch=* TOKEN SERVICE FILEHOST http://127.0.0.1:6680/uploads :*");
    hears(&s->bob, "BATCH -*");
}

static void who_asked_for_the_capability_gets_the_list_at_the_start(void **state)
{
    struct scene *s = *state;
    connects(s, &s->bob);
    says(&s->bob, "CAP REQ :batch draft/authtoken");
    says(&s->bob, "CAP END");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, "005 *soju.im/FILEHOST=http://127.0.0.1:6680/uploads *");
    hears(&s->bob, "BATCH +* draft/authtoken *");
    hears(&s->bob, "@batch=* TOKEN SERVICE FILEHOST *");
}

static void a_token_can_be_looked_into(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    char *token = token_make(&s->rig.server, "alice", "desk", "all");
    connects(s, &s->bob);
    says(&s->bob, "CAP REQ :batch");
    ignores(&s->bob);
    char *line = xasprintf("TOKEN VALIDATE FILEHOST :%s", token);
    says(&s->bob, line);
    hears(&s->bob, "BATCH +* draft/authtoken :FILEHOST");
    hears(&s->bob, "@batch=* TOKEN CLAIM account :alice");
    hears(&s->bob, "@batch=* TOKEN CLAIM name :alice");
    hears(&s->bob, "BATCH -*");
    says(&s->bob, "TOKEN VALIDATE FILEHOST :0123456789");
    hears(&s->bob, "FAIL TOKEN INVALID_TOKEN :The token could not be validated");
    free(line);
    free(token);
}

static void nickserv_makes_one_for_other_clients(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "NS TOKEN");
    hears(&s->alice, ":NickServ!* NOTICE alice :Token for files, for 15 minutes: *");
}

static void over_tls_the_upload_address_is_https(void **state)
{
    struct scene *s = *state;
    connects(s, &s->bob);
    session_of(s, &s->bob)->tls = true;
    says(&s->bob, "ISUPPORT");
    hears_at_last(&s->bob, "005 *soju.im/FILEHOST=https://127.0.0.1:6681/uploads *");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILES_SCENE(an_account_gets_a_token_for_http),
        FILES_SCENE(who_has_no_account_gets_none),
        FILES_SCENE(other_words_are_answered),
        FILES_SCENE(services_are_listed_in_a_batch),
        FILES_SCENE(who_asked_for_the_capability_gets_the_list_at_the_start),
        FILES_SCENE(a_token_can_be_looked_into),
        FILES_SCENE(nickserv_makes_one_for_other_clients),
        FILES_SCENE(over_tls_the_upload_address_is_https),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
