/* Codes to get in again when all is lost (server.md, 4.1 rule 6). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "credential.h"
#include "mem.h"
#include "secret.h"
#include "server_scene.h"

static char *recovery_code(struct person *person)
{
    ignores(person);
    says(person, "NS RECOVERY");
    const char *text = strstr(buf_text(&person->unread), "code: ");
    assert_non_null(text);
    char *code = xstrndup(text + strlen("code: "), CREDENTIAL_CODE_SIZE - 1);
    ignores(person);
    return code;
}

static void comes_with(struct scene *s, struct person *person, const char *code)
{
    char *line = xasprintf("PASS :alice:%s", code);
    connects(s, person);
    says(person, line);
    says(person, "NICK alice");
    says(person, "USER alice 0 * :Alice");
    free(line);
}

static void a_code_opens_the_account_once(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    char *code = recovery_code(&s->alice);
    comes_with(s, &s->alice_phone, code);
    hears_at_last(&s->alice_phone, "001 alice :*");
    comes_with(s, &s->bob, code);
    hears(&s->bob, "464 alice :*");
    free(code);
}

static void case_and_dashes_do_not_matter(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    char *code = recovery_code(&s->alice);
    size_t n = 0;
    for (const char *p = code; *p; p++) {
        if (*p != '-')
            code[n++] = *p == '0' ? 'o' : (char)tolower((unsigned char)*p);
    }
    code[n] = '\0';
    comes_with(s, &s->alice_phone, code);
    hears_at_last(&s->alice_phone, "001 alice :*");
    free(code);
}

static void a_new_code_voids_the_one_before(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    char *old = recovery_code(&s->alice);
    char *code = recovery_code(&s->alice);
    comes_with(s, &s->bob, old);
    hears(&s->bob, "464 alice :*");
    comes_with(s, &s->alice_phone, code);
    hears_at_last(&s->alice_phone, "001 alice :*");
    free(old);
    free(code);
}

static void it_lets_one_set_a_password(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    char *code = recovery_code(&s->alice);
    scene_restart(s);
    comes_with(s, &s->alice, code);
    hears_at_last(&s->alice, "001 alice :*");
    says(&s->alice, "NS SET PASSWORD a new kettle");
    hears_at_last(&s->alice, "*:Your password is set*");
    comes_with(s, &s->alice_phone, "a new kettle");
    hears_at_last(&s->alice_phone, "001 alice :*");
    free(code);
}

static void of_two_who_come_with_it_at_once_one_is_let_in(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    char *code = recovery_code(&s->alice);
    s->rig.holds = true;
    comes_with(s, &s->bob, code);
    comes_with(s, &s->carol, code);
    s->rig.holds = false;
    rig_settle(&s->rig);
    bool bob = strstr(buf_text(&s->bob.unread), " 001 ") != NULL;
    bool carol = strstr(buf_text(&s->carol.unread), " 001 ") != NULL;
    assert_true(bob != carol);
    free(code);
}

static void a_code_is_read_as_it_is_meant(void **state)
{
    (void)state;
    char code[CREDENTIAL_CODE_SIZE];
    secret_init();
    credential_code_make(code);
    assert_int_equal(strlen(code), CREDENTIAL_CODE_SIZE - 1);
    char *read = credential_code_read("abcd-efgh jkmn-OIL7");
    assert_string_equal(read, "ABCDEFGHJKMN0117");
    free(read);
    assert_null(credential_code_read("abcd-efgh-jkmn-pqr"));
    assert_null(credential_code_read("abcd-efgh-jkmn-pqrst"));
    assert_null(credential_code_read("abcd-efgh-jkmn-pqru"));
    assert_null(credential_code_read("abcd-efgh-jkmn-pq\xc3\xa9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_code_opens_the_account_once),
        SCENE(case_and_dashes_do_not_matter),
        SCENE(a_new_code_voids_the_one_before),
        SCENE(it_lets_one_set_a_password),
        SCENE(of_two_who_come_with_it_at_once_one_is_let_in),
        cmocka_unit_test(a_code_is_read_as_it_is_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
