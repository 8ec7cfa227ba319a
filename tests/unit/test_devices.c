/* The devices of an account (server.md, 4.2). */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "server_scene.h"

#define SECRET "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

static void comes_with(struct scene *s, struct person *person, const char *pass)
{
    char *line = xasprintf("PASS :%s", pass);
    connects(s, person);
    says(person, line);
    says(person, "NICK alice");
    says(person, "USER alice 0 * :Alice");
    free(line);
}

/* The code in what NickServ just said; to free. */
static char *code_heard(struct person *person)
{
    const char *text = strstr(buf_text(&person->unread), ": ");
    assert_non_null(text);
    char *code = xstrndup(text + 2, 19);
    ignores(person);
    return code;
}

/* alice lets a phone in. */
static char *code_for_phone(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NS DEVICES ADD Phone");
    return code_heard(&s->alice);
}

static void comes_with_code(struct scene *s, struct person *person, const char *code)
{
    char *pass = xasprintf("alice:%s", code);
    comes_with(s, person, pass);
    free(pass);
}

static void a_code_lets_a_new_device_in(void **state)
{
    struct scene *s = *state;
    char *code = code_for_phone(s);
    comes_with_code(s, &s->alice_phone, code);
    hears_at_last(&s->alice_phone, "001 alice :*");
    ignores(&s->alice_phone);
    says(&s->alice_phone, "NS DEVICES KEY " SECRET);
    hears(&s->alice_phone, "*:This device has a secret of its own now, under the label phone");
    comes_with(s, &s->carol, "alice@phone:" SECRET);
    hears_at_last(&s->carol, "001 alice :*");
    free(code);
}

static void a_code_works_once(void **state)
{
    struct scene *s = *state;
    char *code = code_for_phone(s);
    comes_with_code(s, &s->alice_phone, code);
    comes_with_code(s, &s->bob, code);
    hears(&s->bob, "464 alice :*");
    free(code);
}

static void of_two_who_come_with_it_at_once_one_is_let_in(void **state)
{
    struct scene *s = *state;
    char *code = code_for_phone(s);
    s->rig.holds = true;
    comes_with_code(s, &s->bob, code);
    comes_with_code(s, &s->carol, code);
    s->rig.holds = false;
    rig_settle(&s->rig);
    bool bob = strstr(buf_text(&s->bob.unread), " 001 ") != NULL;
    bool carol = strstr(buf_text(&s->carol.unread), " 001 ") != NULL;
    assert_true(bob != carol);
    free(code);
}

static void a_code_works_ten_minutes(void **state)
{
    struct scene *s = *state;
    char *code = code_for_phone(s);
    s->rig.server.now_ms += 10LL * 60 * 1000;
    comes_with_code(s, &s->bob, code);
    hears(&s->bob, "464 alice :*");
    free(code);
}

static void a_device_that_is_removed_is_shut_out(void **state)
{
    struct scene *s = *state;
    char *code = code_for_phone(s);
    comes_with_code(s, &s->alice_phone, code);
    says(&s->alice_phone, "NS DEVICES KEY " SECRET);
    ignores(&s->alice_phone);
    says(&s->alice, "NS DEVICES DEL phone");
    hears_at_last(&s->alice, "*:The device is removed");
    hears(&s->alice_phone, "ERROR :Closing link (this device was removed)");
    assert_false(is_connected(&s->alice_phone));
    comes_with(s, &s->bob, "alice@phone:" SECRET);
    hears(&s->bob, "464 alice :*");
    assert_true(is_connected(&s->alice));
    free(code);
}

/* A device is what its secret says, not what it calls itself. */
static void it_is_shut_out_under_another_name_too(void **state)
{
    struct scene *s = *state;
    char *code = code_for_phone(s);
    comes_with_code(s, &s->alice_phone, code);
    says(&s->alice_phone, "NS DEVICES KEY " SECRET);
    comes_with(s, &s->carol, "alice@tablet:" SECRET);
    ignores(&s->carol);
    says(&s->carol, "NS DEVICES KEY another-secret");
    hears(&s->carol, "*:This device has a secret of its own now, under the label phone");
    says(&s->alice, "NS DEVICES DEL phone");
    hears(&s->carol, "ERROR *");
    free(code);
}

static void the_last_way_in_is_not_removed(void **state)
{
    struct scene *s = *state;
    comes_with(s, &s->alice, "alice:" SECRET);
    ignores(&s->alice);
    says(&s->alice, "NS DEVICES DEL default");
    hears(&s->alice, "*:Nothing would be left to log in with*");
    says(&s->alice, "NS DEVICES DEL nothing");
    hears(&s->alice, "*:You have no such device");
}

static void devices_are_listed(void **state)
{
    struct scene *s = *state;
    comes_with(s, &s->alice, "alice:" SECRET);
    ignores(&s->alice);
    says(&s->alice, "NS DEVICES");
    hears_at_last(&s->alice, "*:default, has its own secret*(this one)");
    hears(&s->alice, "*:1 device");
}

static void a_device_keeps_its_secret_and_place_under_a_new_label(void **state)
{
    struct scene *s = *state;
    comes_with(s, &s->alice, "alice:" SECRET);
    ignores(&s->alice);
    says(&s->alice, "NS DEVICES RENAME default laptop");
    hears(&s->alice, "*:The device has its new label");
    says(&s->alice, "NS DEVICES LIST");
    hears_at_last(&s->alice, "*:laptop, has its own secret*(this one)");
    hears(&s->alice, "*:1 device");
    comes_with(s, &s->carol, "alice@laptop:" SECRET);
    hears_at_last(&s->carol, "001 alice :*");
    says(&s->alice, "NS DEVICES RENAME nothing something");
    hears_at_last(&s->alice, "*:You have no such device");
}

static void a_label_must_be_one(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NS DEVICES ADD");
    hears(&s->alice, "*:A device's label has 1 to 24 characters*");
    says(&s->alice, "NS DEVICES ADD a@b");
    hears(&s->alice, "*:A device's label has 1 to 24 characters*");
    says(&s->alice, "NS DEVICES FROB");
    hears(&s->alice, "*:Say: DEVICES *");
    says(&s->alice, "NS DEVICES RENAME one");
    hears(&s->alice, "*:Say: DEVICES *");
}

static void there_are_only_so_many(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    for (int i = 0; i < 16; i++) {
        char line[] = "NS DEVICES ADD x";
        line[strlen(line) - 1] = (char)('a' + i);
        says(&s->alice, line);
        hears(&s->alice, "*:Code for *");
    }
    says(&s->alice, "NS DEVICES ADD phone");
    hears(&s->alice, "*:There are too many devices*");
    says(&s->alice, "NS DEVICES ADD a");
    hears(&s->alice, "*:Code for a*");
    /* Codes that nobody used in time take no room. */
    s->rig.server.now_ms += 10LL * 60 * 1000;
    says(&s->alice, "NS DEVICES ADD phone");
    hears(&s->alice, "*:Code for phone*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_code_lets_a_new_device_in),
        SCENE(a_code_works_once),
        SCENE(of_two_who_come_with_it_at_once_one_is_let_in),
        SCENE(a_code_works_ten_minutes),
        SCENE(a_device_that_is_removed_is_shut_out),
        SCENE(it_is_shut_out_under_another_name_too),
        SCENE(the_last_way_in_is_not_removed),
        SCENE(devices_are_listed),
        SCENE(a_device_keeps_its_secret_and_place_under_a_new_label),
        SCENE(a_label_must_be_one),
        SCENE(there_are_only_so_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
