#include "store_scene.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

int scene_begin(void **state)
{
    struct scene *s = xnew(struct scene);
    snprintf(s->folder, sizeof(s->folder), "/tmp/parlor-store-XXXXXX");
    if (!mkdtemp(s->folder))
        return -1;
    snprintf(s->path, sizeof(s->path), "%s/parlord.db", s->folder);
    s->now_ms = 1000;
    scene_open(s);
    *state = s;
    return 0;
}

int scene_end(void **state)
{
    struct scene *s = *state;
    if (s->store)
        scene_close(s);
    DIR *folder = opendir(s->folder);
    for (struct dirent *file = readdir(folder); file; file = readdir(folder)) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", s->folder, file->d_name);
        unlink(path);
    }
    closedir(folder);
    rmdir(s->folder);
    free(s);
    return 0;
}

void scene_open(struct scene *s)
{
    char *cause = NULL;
    s->store = store_open(s->path, &cause);
    if (!s->store)
        fail_msg("%s", cause);
}

void scene_close(struct scene *s)
{
    store_close(s->store);
    s->store = NULL;
}

char *scene_is_refused(struct scene *s)
{
    char *cause = NULL;
    struct store *store = store_open(s->path, &cause);
    if (store)
        store_close(store);
    assert_null(store);
    assert_non_null(cause);
    return cause;
}

/* ---- saying ---- */

static void appended(void *arg, enum store_status status, const struct store_entry *entry)
{
    assert_int_equal(status, STORE_OK);
    *(struct store_entry *)arg = *entry;
}

static struct store_entry append(struct scene *s, const struct store_entry *entry)
{
    struct store_entry stored = {0};
    store_append(s->store, entry, appended, &stored);
    store_drain(s->store);
    return stored;
}

static struct store_entry compose(struct scene *s, const char *who, const char *conv,
                                  const char *body)
{
    static char msgid[64];
    snprintf(msgid, sizeof(msgid), "id-%s", body);
    return (struct store_entry){
        .time_ms = s->now_ms++,
        .queued = true,
        .kind = 7,
        .conv = conv,
        .msgid = msgid,
        .sender = who,
        .device = "desk",
        .source = "alice!a@b",
        .body = body,
        .tags = "",
    };
}

struct store_entry says(struct scene *s, const char *who, const char *conv, const char *body)
{
    struct store_entry entry = compose(s, who, conv, body);
    return append(s, &entry);
}

struct store_entry says_at(struct scene *s, const char *conv, const char *body, int64_t time_ms)
{
    struct store_entry entry = compose(s, "alice", conv, body);
    entry.time_ms = time_ms;
    return append(s, &entry);
}

struct store_entry says_from(struct scene *s, const char *who, const char *device, const char *conv,
                             const char *body)
{
    struct store_entry entry = compose(s, who, conv, body);
    entry.device = device;
    return append(s, &entry);
}

struct store_entry happens(struct scene *s, const char *conv, const char *body)
{
    struct store_entry entry = compose(s, "alice", conv, body);
    entry.queued = false;
    return append(s, &entry);
}

/* ---- asking ---- */

static void add(struct scene *s, const char *text)
{
    size_t len = strlen(s->answer);
    snprintf(s->answer + len, sizeof(s->answer) - len, "%s%s", len > 0 ? " " : "", text);
}

static bool went_well(struct scene *s, enum store_status status)
{
    if (status == STORE_MISSING)
        add(s, "missing");
    else if (status == STORE_DAMAGED)
        add(s, "damaged");
    else if (status != STORE_OK)
        add(s, "failed");
    return status == STORE_OK;
}

static void add_entries(struct scene *s, const struct store_entry *entries, size_t n, bool more)
{
    for (size_t i = 0; i < n; i++)
        add(s, entries[i].body);
    if (more)
        add(s, "...");
}

static const char *answer(struct scene *s)
{
    store_drain(s->store);
    return s->answer;
}

static void heard_history(void *arg, enum store_status status, const struct store_entry *entries,
                          size_t n, bool more)
{
    if (went_well(arg, status))
        add_entries(arg, entries, n, more);
}

const char *history(struct scene *s, const struct store_history *query)
{
    s->answer[0] = '\0';
    store_history(s->store, query, heard_history, s);
    return answer(s);
}

static void heard_page(void *arg, enum store_status status, const struct store_page *page)
{
    struct scene *s = arg;
    bool damaged = status == STORE_DAMAGED;
    if (damaged || went_well(s, status))
        add_entries(s, page->entries, page->n, page->more);
    assert_int_equal(damaged, page->damaged > 0);
    if (damaged) {
        char text[96];
        snprintf(text, sizeof(text), "(%zu damaged in %s)", page->damaged, page->damaged_conv);
        add(s, text);
    }
    s->at = *page;
    s->at.entries = NULL;
}

const char *page(struct scene *s, const char *device, uint64_t after, size_t limit,
                 size_t room_limit)
{
    s->answer[0] = '\0';
    store_undelivered(s->store, "bob", device, after, limit, room_limit, heard_page, s);
    return answer(s);
}

const char *waits_for_bob(struct scene *s, uint64_t after)
{
    return page(s, "phone", after, 1000, 0);
}

static void heard_targets(void *arg, enum store_status status, const struct store_target *list,
                          size_t n)
{
    struct scene *s = arg;
    went_well(s, status);
    for (size_t i = 0; i < n; i++) {
        char text[96];
        snprintf(text, sizeof(text), "%s@%lld", list[i].conv, (long long)list[i].last_ms);
        add(s, text);
    }
}

const char *targets(struct scene *s, const char *account, int64_t a_ms, int64_t b_ms)
{
    s->answer[0] = '\0';
    store_targets(s->store, account, a_ms, b_ms, 2, heard_targets, s);
    return answer(s);
}

static void heard_cursor(void *arg, enum store_status status, bool known, uint64_t acked_id)
{
    char text[32];
    snprintf(text, sizeof(text), "%s %llu", known ? "known" : "new", (unsigned long long)acked_id);
    if (went_well(arg, status))
        add(arg, text);
}

const char *cursor(struct scene *s, const char *account, const char *device)
{
    s->answer[0] = '\0';
    store_cursor(s->store, account, device, heard_cursor, s);
    return answer(s);
}

static void heard_credentials(void *arg, enum store_status status,
                              const struct store_credential *list, size_t n)
{
    struct scene *s = arg;
    went_well(s, status);
    for (size_t i = 0; i < n; i++) {
        char text[96];
        snprintf(text, sizeof(text), "%s/%s=%s", list[i].kind, list[i].label, list[i].value);
        add(s, text);
    }
}

const char *credentials(struct scene *s, const char *account)
{
    s->answer[0] = '\0';
    store_credentials(s->store, account, heard_credentials, s);
    return answer(s);
}

static void heard_devices(void *arg, enum store_status status, const struct store_device *list,
                          size_t n)
{
    struct scene *s = arg;
    went_well(s, status);
    for (size_t i = 0; i < n; i++) {
        char text[96];
        snprintf(text, sizeof(text), "%s:%llu@%lld", list[i].label,
                 (unsigned long long)list[i].acked_id, (long long)list[i].last_ms);
        add(s, text);
    }
}

const char *devices(struct scene *s, const char *account)
{
    s->answer[0] = '\0';
    store_devices(s->store, account, heard_devices, s);
    return answer(s);
}

static void claimed(void *arg, enum store_status status)
{
    *(enum store_status *)arg = status;
}

enum store_status claims(struct scene *s, const char *name, const char *skeleton)
{
    enum store_status status = STORE_FAILED;
    struct store_account account = {name, name, s->now_ms, s->now_ms};
    struct store_credential credential = {"scram", "", "secret"};
    store_claim(s->store, &account, skeleton, &credential, claimed, &status);
    store_drain(s->store);
    return status;
}

/* ---- what there is at start ---- */

static void see_account(void *arg, const struct store_account *account)
{
    add(arg, "account");
    add(arg, account->fold);
}

static void see_record(void *arg, const struct store_record *record)
{
    char text[96];
    snprintf(text, sizeof(text), "record %s/%s=%s", record->space, record->key, record->value);
    add(arg, text);
}

static void see_conv(void *arg, const char *conv, uint64_t last_seq, int64_t last_ms)
{
    char text[96];
    snprintf(text, sizeof(text), "conv %s %llu@%lld", conv, (unsigned long long)last_seq,
             (long long)last_ms);
    add(arg, text);
}

static void see_member(void *arg, const struct store_member *member)
{
    char text[96];
    snprintf(text, sizeof(text), "member %s %s +%s", member->account, member->conv, member->modes);
    add(arg, text);
}

static void see_marker(void *arg, const char *account, const char *conv, int64_t read_ms)
{
    char text[96];
    snprintf(text, sizeof(text), "marker %s %s %lld", account, conv, (long long)read_ms);
    add(arg, text);
}

const char *everything(struct scene *s)
{
    static const struct store_visitor visitor = {
        .account = see_account,
        .record = see_record,
        .member = see_member,
        .marker = see_marker,
        .conv = see_conv,
    };
    char *cause = NULL;
    s->answer[0] = '\0';
    assert_int_equal(store_load(s->store, &visitor, s, &cause), 0);
    return s->answer;
}
