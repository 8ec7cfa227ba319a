#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "talk_scene.h"
#include "uploads.h"

#define CAPS  "draft/message-redaction echo-message message-tags"
#define PAGES "batch draft/chathistory draft/message-redaction message-tags server-time"

static void the_room_is_told_but_only_who_knows_the_word(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
    ignores(&s->carol);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    ignores(&s->alice);
    ignores(&s->carol);
    says_of(&s->bob, "REDACT #TEA %s :a slip", msgid);
    hears_of(&s->bob, "@msgid=* :bob!* REDACT #tea %s :a slip", msgid);
    hears_of(&s->alice, "@msgid=* :bob!* REDACT #tea %s :a slip", msgid);
    hears_nothing(&s->carol);
    free(msgid);
}

static void the_label_comes_back(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags echo-message draft/message-redaction labeled-response", "");
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says_of(&s->alice, "@label=7 REDACT #tea %s", msgid);
    hears_of(&s->alice, "@label=7;msgid=* :alice!* REDACT #tea :%s", msgid);
    says_of(&s->alice, "@label=8 REDACT #tea %s", msgid);
    hears_of(&s->alice, "@label=8 FAIL REDACT UNKNOWN_MSGID #tea %s :*", msgid);
    free(msgid);
}

static void without_an_echo_the_label_is_acknowledged(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "labeled-response", CAPS);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    ignores(&s->alice);
    says_of(&s->alice, "@label=7 REDACT #tea %s", msgid);
    hears(&s->alice, "@label=7 :parlor.local ACK");
    free(msgid);
}

static void who_was_away_never_gets_it(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
    free(msgid);
}

static void who_had_it_is_told_on_return_if_it_knows_the_word(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->alice, "PRIVMSG bob :slip");
    time_passes(s, 3000);
    hears_at_last(&s->bob, "* :slip");
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says_of(&s->alice, "REDACT bob %s :oops", msgid);
    hears_of(&s->alice, "@msgid=* :alice!* REDACT bob %s :oops", msgid);
    comes_back_to_tea(s, &s->bob, "bob", "desk", CAPS);
    hears_of(&s->bob, "@msgid=* :alice!* REDACT bob %s :oops", msgid);
    acknowledges(&s->bob);
    hears_nothing(&s->bob);
    free(msgid);
}

static void other_devices_of_the_author_are_told(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", CAPS);
    ignores(&s->alice_phone);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG bob :slip");
    ignores(&s->alice_phone);
    says_of(&s->alice, "REDACT bob %s", msgid);
    hears_of(&s->alice_phone, "@msgid=* :alice!* REDACT bob :%s", msgid);
    free(msgid);
}

/* ---- history ---- */

static void history_is_without_it_and_says_so_to_who_knows_the_word(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "batch draft/chathistory");
    comes_as_account(s, &s->carol, "carol", "desk", PAGES);
    says(&s->carol, "JOIN #tea");
    says(&s->alice, "PRIVMSG #tea :one");
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says(&s->alice, "PRIVMSG #tea :three");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    ignores(&s->bob);
    ignores(&s->carol);
    says(&s->bob, "CHATHISTORY LATEST #tea * 2");
    hears(&s->bob, "BATCH +* chathistory :#tea");
    hears(&s->bob, "* :[*] one");
    hears(&s->bob, "* :[*] three");
    hears(&s->bob, "BATCH -*");
    says(&s->carol, "CHATHISTORY LATEST #tea * 2");
    hears(&s->carol, "* chathistory :#tea");
    hears(&s->carol, "* :one");
    hears_of(&s->carol, "@batch=*;time=*;msgid=* :alice!* REDACT #tea :%s", msgid);
    hears(&s->carol, "* :three");
    hears(&s->carol, "* BATCH -*");
    free(msgid);
}

static void it_stays_so_over_a_restart(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    says_of(&s->alice, "REDACT #tea %s", msgid);
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
    free(msgid);
}

/* ---- uploads ---- */

#define UPLOAD "abcdefghijklmnopqrstuv"

static void hear_status(void *arg, enum store_status status)
{
    *(enum store_status *)arg = status;
}

static void hear_found(void *arg, enum store_status status, const struct store_upload *upload)
{
    (void)upload;
    *(enum store_status *)arg = status;
}

static void bob_has_an_upload(struct scene *s)
{
    const struct store_upload upload = {.id = UPLOAD,
                                        .sha256 = "0",
                                        .name = "notes.txt",
                                        .type = "text/plain",
                                        .account = "bob",
                                        .size = 1,
                                        .conv = "",
                                        .msgid = ""};
    enum store_status status = STORE_FAILED;
    store_upload_add(s->rig.server.store, &upload, 1, hear_status, &status);
    rig_settle(&s->rig);
    assert_int_equal(status, STORE_OK);
}

static enum store_status finds_upload(struct scene *s)
{
    enum store_status status = STORE_FAILED;
    store_upload_find(s->rig.server.store, UPLOAD, hear_found, &status);
    rig_settle(&s->rig);
    return status;
}

/* All its files are gone. */
static void remove_uploads(const char *folder)
{
    static const char *const folders[] = {"/tmp", "/blobs", ""};
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        char *path = xasprintf("%s%s", folder, folders[i]);
        assert_int_equal(rmdir(path), 0);
        free(path);
    }
}

static void a_file_goes_with_the_message_that_announced_it(void **state)
{
    struct scene *s = *state;
    const struct upload_limits limits = {0};
    char *cause = NULL;
    char *folder = xasprintf("%s-files", s->rig.folder);
    friends_meet(s, "", CAPS);
    assert_int_equal(uploads_open(&s->rig.server, folder, &limits, &cause), 0);
    bob_has_an_upload(s);
    char *msgid = said(&s->bob, "PRIVMSG #tea :see https://tea.example.org/u/" UPLOAD "/notes.txt");
    assert_int_equal(finds_upload(s), STORE_OK);
    says_of(&s->bob, "REDACT #tea %s", msgid);
    assert_int_equal(finds_upload(s), STORE_MISSING);
    rig_settle(&s->rig);
    uploads_stop(s->rig.server.uploads);
    uploads_free(s->rig.server.uploads);
    s->rig.server.uploads = NULL;
    remove_uploads(folder);
    free(folder);
    free(msgid);
}

/* ---- odd words, and a full disk ---- */

static void odd_msgids_are_unknown(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->alice, "REDACT #tea :a b");
    hears(&s->alice, "FAIL REDACT UNKNOWN_MSGID #tea * :*");
    says(&s->alice, "REDACT #tea :");
    hears(&s->alice, "FAIL REDACT UNKNOWN_MSGID #tea * :*");
    says(&s->alice, "REDACT #tea x :why");
    hears(&s->alice, "FAIL REDACT UNKNOWN_MSGID #tea x :*");
}

static void a_reason_that_would_be_cut_is_refused(void **state)
{
    struct scene *s = *state;
    char why[501];
    friends_meet(s, CAPS, "");
    char *msgid = said(&s->alice, "PRIVMSG #tea :slip");
    memset(why, 'x', sizeof(why) - 1);
    why[470] = '\0';
    char *line = xasprintf("REDACT #tea %s :%s", msgid, why);
    line[508] = '\0';
    says(&s->alice, line);
    hears(&s->alice, "417 alice :*");
    free(line);
    free(msgid);
}

static void nothing_is_said_to_be_deleted_that_the_disk_did_not_take(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    char *msgid = said(&s->bob, "PRIVMSG #tea :slip");
    ignores(&s->alice);
    disk_is_full();
    says_of(&s->bob, "REDACT #tea %s", msgid);
    disk_has_room();
    hears_of(&s->bob, "FAIL REDACT STORAGE_ERROR #tea %s :*", msgid);
    hears_nothing(&s->alice);
    says_of(&s->bob, "REDACT #tea %s", msgid);
    hears_of(&s->bob, "@msgid=* :bob!* REDACT #tea :%s", msgid);
    free(msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(the_room_is_told_but_only_who_knows_the_word),
        ROOMS(the_label_comes_back),
        ROOMS(without_an_echo_the_label_is_acknowledged),
        ROOMS(who_was_away_never_gets_it),
        ROOMS(who_had_it_is_told_on_return_if_it_knows_the_word),
        ROOMS(other_devices_of_the_author_are_told),
        ROOMS(history_is_without_it_and_says_so_to_who_knows_the_word),
        ROOMS(it_stays_so_over_a_restart),
        ROOMS(a_file_goes_with_the_message_that_announced_it),
        ROOMS(odd_msgids_are_unknown),
        ROOMS(a_reason_that_would_be_cut_is_refused),
        ROOMS(nothing_is_said_to_be_deleted_that_the_disk_did_not_take),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
