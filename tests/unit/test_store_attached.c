/* Reactions and edits in the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "store_edit.h"
#include "store_react.h"
#include "store_redact.h"
#include "store_scene.h"

enum { REACTS = STORE_ABOUT + 1, EDITS = STORE_ABOUT + 2 };

#define ALL (1u << 0 | 1u << 1 | 1u << 2)

static const struct store_history tea = {
    .conv = "#tea", .a = {NULL, -1},
         .b = {NULL, -1},
         .limit = 9, .abouts = ALL
};

static void hear(void *arg, enum store_status status, const struct store_entry *entry)
{
    (void)entry;
    *(enum store_status *)arg = status;
}

/* The event's body is what history shows of it. */
static struct store_entry event(struct scene *s, const char *who, int kind, const char *body)
{
    return (struct store_entry){.time_ms = s->now_ms++,
                                .queued = true,
                                .kind = kind,
                                .conv = "#tea",
                                .msgid = body,
                                .sender = who,
                                .device = "desk",
                                .source = "who!a@b",
                                .body = body,
                                .tags = ""};
}

static enum store_status gives(struct scene *s, const char *who, const char *msgid,
                               const char *value, bool removes)
{
    enum store_status status = STORE_FAILED;
    char *body = xasprintf("%s%s", removes ? "-" : "+", value);
    struct store_reaction reaction = {.msgid = msgid,
                                      .value = value,
                                      .removes = removes,
                                      .limit = 2,
                                      .event = event(s, who, REACTS, body)};
    store_react(s->store, &reaction, hear, &status);
    store_drain(s->store);
    free(body);
    return status;
}

static const char *const stale[] = {"ed=", NULL};

static struct store_edit edit_of(struct scene *s, const char *who, const char *msgid,
                                 const char *body)
{
    return (struct store_edit){.msgid = msgid,
                               .body = body,
                               .kind = 7,
                               .mark = "ed=1",
                               .stale = stale,
                               .event = event(s, who, EDITS, "edit")};
}

static enum store_status asks_for(struct scene *s, const struct store_edit *edit)
{
    enum store_status status = STORE_FAILED;
    store_edit(s->store, edit, hear, &status);
    store_drain(s->store);
    return status;
}

static enum store_status edits(struct scene *s, const char *who, const char *msgid,
                               const char *body)
{
    struct store_edit edit = edit_of(s, who, msgid, body);
    return asks_for(s, &edit);
}

static void redacts(struct scene *s, const char *msgid)
{
    enum store_status status = STORE_FAILED;
    struct store_redaction redaction = {.msgid = msgid,
                                        .rules = true,
                                        .reason = "",
                                        .event = event(s, "alice", STORE_ABOUT, "redact")};
    store_redact(s->store, &redaction, hear, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_OK);
}

static void note(void *arg, const char *line)
{
    buf_printf(arg, "%s\n", line);
}

/* Every row and table is what it should be, also at the next start. */
static void is_whole(struct scene *s)
{
    char *cause = NULL;
    struct buf said = {0};
    scene_close(s);
    if (store_check(s->path, note, &said, &cause) != 0)
        fail_msg("%s%s", cause ? cause : "", buf_text(&said));
    buf_clear(&said);
    scene_open(s);
}

/* ---- reactions ---- */

static void a_reaction_follows_its_message_once_and_is_not_counted(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    assert_int_equal(gives(s, "bob", "id-one", "yes", false), STORE_OK);
    assert_int_equal(gives(s, "carol", "id-one", "no", false), STORE_OK);
    assert_string_equal(history(s, &query), "one +yes +no two");
    query.limit = 2;
    assert_string_equal(history(s, &query), "one +yes +no two");
    query.range = STORE_AFTER;
    query.a.time_ms = 0;
    assert_string_equal(history(s, &query), "one +yes +no two");
    query.limit = 1;
    assert_string_equal(history(s, &query), "one +yes +no ...");
    query.range = STORE_BEFORE;
    query.a.msgid = "id-two";
    assert_string_equal(history(s, &query), "one +yes +no");
    query.range = STORE_AROUND;
    query.limit = 2;
    assert_string_equal(history(s, &query), "one +yes +no two");
    query.abouts = 0;
    assert_string_equal(history(s, &query), "one two");
    is_whole(s);
}

struct page {
    size_t said;
    bool more;
};

static void count(void *arg, enum store_status status, const struct store_entry *entries, size_t n,
                  bool more)
{
    struct page *page = arg;
    assert_int_equal(status, STORE_OK);
    *page = (struct page){.more = more};
    for (size_t i = 0; i < n; i++)
        page->said += entries[i].kind < STORE_ABOUT;
}

static struct page reads(struct scene *s, const struct store_history *query)
{
    struct page page = {0};
    store_history(s->store, query, count, &page);
    store_drain(s->store);
    return page;
}

static void all_give(struct scene *s, const char *msgid)
{
    enum store_status status = STORE_FAILED;
    for (int i = 0; i < 200; i++) {
        char who[16];
        snprintf(who, sizeof(who), "bob%d", i);
        struct store_reaction reaction = {
            .msgid = msgid, .value = "yes", .limit = 2, .event = event(s, who, REACTS, "+yes")};
        store_react(s->store, &reaction, hear, &status);
    }
    store_drain(s->store);
    assert_int_equal(status, STORE_OK);
}

static void many_reactions_end_a_page_but_hide_no_message(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    static const char *const texts[] = {"a", "b", "c", "d", "e", "f", "g"};
    static const char *const ids[] = {"id-a", "id-b", "id-c", "id-d", "id-e", "id-f"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        says(s, "alice", "#tea", texts[i]);
    for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
        all_give(s, ids[i]);
    query.limit = 100;
    query.range = STORE_BEFORE;
    query.a.msgid = "id-g";
    struct page page = reads(s, &query);
    assert_int_equal(page.said, 5);
    assert_true(page.more);
    query.a.msgid = "id-b";
    page = reads(s, &query);
    assert_int_equal(page.said, 1);
    assert_false(page.more);
}

static void what_came_since_is_told_where_it_stands(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    query.range = STORE_AFTER;
    query.a.msgid = "id-two";
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    gives(s, "bob", "id-one", "yes", false);
    assert_string_equal(history(s, &query), "+yes");
    gives(s, "bob", "id-one", "yes", true);
    assert_string_equal(history(s, &query), "-yes");
}

static void the_same_is_given_once_and_taken_back_once(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    assert_int_equal(gives(s, "bob", "id-one", "yes", true), STORE_REPEATED);
    assert_int_equal(gives(s, "bob", "id-one", "yes", false), STORE_OK);
    assert_int_equal(gives(s, "bob", "id-one", "yes", false), STORE_REPEATED);
    assert_int_equal(gives(s, "bob", "id-one", "no", false), STORE_OK);
    assert_int_equal(gives(s, "bob", "id-one", "so", false), STORE_FORBIDDEN);
    assert_int_equal(gives(s, "bob", "id-one", "yes", true), STORE_OK);
    assert_int_equal(gives(s, "bob", "id-one", "yes", true), STORE_REPEATED);
    assert_int_equal(gives(s, "bob", "id-never", "yes", false), STORE_MISSING);
    assert_int_equal(gives(s, "bob", "+no", "yes", false), STORE_MISSING);
    assert_string_equal(history(s, &tea), "one +no -yes");
    is_whole(s);
    assert_string_equal(history(s, &tea), "one +no -yes");
}

static void it_goes_with_its_message_and_with_its_giver(void **state)
{
    struct scene *s = *state;
    claims(s, "bob", "bob");
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    gives(s, "bob", "id-one", "yes", false);
    gives(s, "bob", "id-two", "no", false);
    gives(s, "carol", "id-two", "so", false);
    redacts(s, "id-one");
    assert_string_equal(history(s, &tea), "redact two +no +so");
    store_erase(s->store, "bob", NULL, NULL);
    store_drain(s->store);
    struct store_history query = tea;
    query.abouts = 1u << 1;
    assert_null(strstr(history(s, &query), "+no"));
    assert_non_null(strstr(history(s, &query), "two +so"));
    is_whole(s);
}

static void it_expires_with_its_message(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    gives(s, "bob", "id-one", "yes", false);
    says(s, "alice", "#tea", "two");
    store_expire(s->store, &(struct store_policy){.now_ms = 2000, .room_rows = 1}, NULL, NULL);
    store_drain(s->store);
    assert_string_equal(history(s, &tea), "two");
    is_whole(s);
}

static void who_left_does_not_see_what_is_given_later(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    query.account = "dave";
    store_join(s->store, "dave", "#tea", "");
    says(s, "alice", "#tea", "one");
    gives(s, "bob", "id-one", "yes", false);
    store_part(s->store, "dave", "#tea");
    gives(s, "carol", "id-one", "no", false);
    assert_string_equal(history(s, &query), "one +yes");
}

/* ---- edits ---- */

static void an_edit_puts_new_words_where_the_old_were(void **state)
{
    struct scene *s = *state;
    struct store_history query = tea;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "teh");
    says(s, "alice", "#tea", "kettle");
    assert_int_equal(edits(s, "alice", "id-teh", "then"), STORE_OK);
    assert_int_equal(edits(s, "alice", "id-teh", "the"), STORE_OK);
    assert_string_equal(history(s, &query), "the kettle edit");
    query.abouts = 0;
    assert_string_equal(history(s, &query), "the kettle");
    assert_string_equal(page(s, "phone", 0, 9, 0), "the kettle edit");
    is_whole(s);
    assert_string_equal(history(s, &query), "the kettle");
}

static void it_is_for_the_author_only_and_for_a_while(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    happens(s, "#tea", "join");
    assert_int_equal(edits(s, "bob", "id-one", "mine"), STORE_FORBIDDEN);
    assert_int_equal(edits(s, "", "id-one", "mine"), STORE_FORBIDDEN);
    assert_int_equal(edits(s, "alice", "id-never", "x"), STORE_MISSING);
    assert_int_equal(edits(s, "alice", "id-join", "x"), STORE_MISSING);
    struct store_edit edit = edit_of(s, "alice", "id-one", "x");
    edit.own_since = 1001;
    assert_int_equal(asks_for(s, &edit), STORE_LATE);
    edit.own_since = 0;
    edit.kind = 2;
    assert_int_equal(asks_for(s, &edit), STORE_MISSING);
    edit.kind = 7;
    edit.event.conv = "#cake";
    assert_int_equal(asks_for(s, &edit), STORE_MISSING);
    redacts(s, "id-one");
    assert_int_equal(edits(s, "alice", "id-one", "x"), STORE_MISSING);
    is_whole(s);
}

static void taking_it_back_takes_the_edit_too(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    edits(s, "alice", "id-one", "two");
    redacts(s, "id-one");
    assert_string_equal(history(s, &tea), "redact");
    is_whole(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reaction_follows_its_message_once_and_is_not_counted),
        TEST(many_reactions_end_a_page_but_hide_no_message),
        TEST(what_came_since_is_told_where_it_stands),
        TEST(the_same_is_given_once_and_taken_back_once),
        TEST(it_goes_with_its_message_and_with_its_giver),
        TEST(it_expires_with_its_message),
        TEST(who_left_does_not_see_what_is_given_later),
        TEST(an_edit_puts_new_words_where_the_old_were),
        TEST(it_is_for_the_author_only_and_for_a_while),
        TEST(taking_it_back_takes_the_edit_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
