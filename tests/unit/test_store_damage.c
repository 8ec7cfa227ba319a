/*
 * What is damaged is refused with a sentence, or told when it is read: 200
 * times, at random places. PARLOR_SEED repeats a run, PARLOR_LONG makes it ten
 * times as long.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "mark.h"
#include "store_files.h"

enum { ENTRIES = 240, KINDS = 16, ROUNDS = 13 };

/* ---- chance ---- */

static uint64_t chance;

static size_t below(size_t n)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return n ? (size_t)(chance % n) : 0;
}

/* ---- kinds of damage ---- */

struct past {
    struct files young;   /* after a third was said; stopped in order */
    struct files stopped; /* after all was said */
    struct files killed;  /* the same, with a log */
    struct files foreign; /* another store, killed */
};

static void flip(struct blob *blob)
{
    if (blob->len > 0)
        blob->data[below(blob->len)] ^= (unsigned char)(1u << below(8));
}

static void flip_db(struct files *files, const struct past *past)
{
    (void)past;
    flip(&files->db);
}

static void flip_much_of_db(struct files *files, const struct past *past)
{
    (void)past;
    for (int i = 0; i < 20; i++)
        flip(&files->db);
}

static void flip_wal(struct files *files, const struct past *past)
{
    (void)past;
    flip(&files->wal);
}

static void flip_mark(struct files *files, const struct past *past)
{
    (void)past;
    flip(&files->mark);
}

static void flip_header(struct files *files, const struct past *past)
{
    (void)past;
    files->db.data[below(100)] ^= (unsigned char)(1u << below(8));
}

static void truncate_db(struct files *files, const struct past *past)
{
    (void)past;
    files->db.len = below(files->db.len);
}

static void truncate_wal(struct files *files, const struct past *past)
{
    (void)past;
    files->wal.len = below(files->wal.len);
}

static void zero_page(struct files *files, const struct past *past)
{
    (void)past;
    memset(files->db.data + below(files->db.len / 4096) * 4096, 0, 4096);
}

static void swap_pages(struct files *files, const struct past *past)
{
    (void)past;
    size_t pages = files->db.len / 4096;
    memcpy(files->db.data + below(pages) * 4096, files->db.data + below(pages) * 4096, 4096);
}

static void empty_db(struct files *files, const struct past *past)
{
    (void)past;
    files->db.len = 0;
}

static void lose_db(struct files *files, const struct past *past)
{
    (void)past;
    blob_drop(&files->db);
}

static void empty_wal(struct files *files, const struct past *past)
{
    (void)past;
    files->wal.len = 0;
}

static void lose_wal(struct files *files, const struct past *past)
{
    (void)past;
    blob_drop(&files->wal);
}

static void take_foreign_wal(struct files *files, const struct past *past)
{
    blob_drop(&files->wal);
    files->wal = blob_copy(&past->foreign.wal);
}

static void become_text(struct files *files, const struct past *past)
{
    (void)past;
    memset(files->db.data, 'x', files->db.len);
}

static void restore_old_backup(struct files *files, const struct past *past)
{
    blob_drop(&files->db);
    blob_drop(&files->wal);
    files->db = blob_copy(&past->young.db);
}

static const struct kind {
    const char *name;
    void (*harm)(struct files *files, const struct past *past);
} kinds[KINDS] = {
    {"a flipped bit in the database",     flip_db           },
    {"many flipped bits in the database", flip_much_of_db   },
    {"a flipped bit in the log",          flip_wal          },
    {"a flipped bit in the mark",         flip_mark         },
    {"a flipped bit in the header",       flip_header       },
    {"a database that was cut off",       truncate_db       },
    {"a log that was cut off",            truncate_wal      },
    {"a page of zeros",                   zero_page         },
    {"a page in the place of another",    swap_pages        },
    {"an emptied database",               empty_db          },
    {"a missing database",                lose_db           },
    {"an emptied log",                    empty_wal         },
    {"a missing log",                     lose_wal          },
    {"another store's log",               take_foreign_wal  },
    {"a text in the database's place",    become_text       },
    {"an old backup beside a newer mark", restore_old_backup},
};

/* ---- what was said, and what is heard ---- */

struct heard {
    const char *conv;
    size_t index; /* of the conversation */
    size_t n;
    enum store_status status;
    bool wrong;
};

static void hear_history(void *arg, enum store_status status, const struct store_entry *entries,
                         size_t n, bool more)
{
    struct heard *heard = arg;
    assert_false(more);
    heard->status = status;
    heard->n = n;
    for (size_t i = 0; i < n; i++) {
        char body[64];
        life_body((int)(i * LIFE_CONVS + heard->index), body);
        heard->wrong =
            heard->wrong || entries[i].seq != i + 1 || strcmp(entries[i].body, body) != 0;
    }
}

static void hear_page(void *arg, enum store_status status, const struct store_page *page)
{
    struct heard *heard = arg;
    heard->status = status;
    heard->n = page->n;
    for (size_t i = 0; i < page->n; i++) {
        char body[64];
        life_body((int)page->entries[i].id - 1, body);
        heard->wrong = heard->wrong || strcmp(page->entries[i].body, body) != 0;
    }
}

/* How many of the first entries are in the conversation with this index. */
static size_t expected(uint64_t entries, size_t index)
{
    return (size_t)(entries + LIFE_CONVS - 1 - index) / LIFE_CONVS;
}

static bool is_told(enum store_status status)
{
    return status == STORE_DAMAGED || status == STORE_FAILED;
}

/* Nothing at or below the mark may be lost or changed in silence. */
static const char *listen_to(struct scene *s, uint64_t marked)
{
    for (size_t i = 0; i < LIFE_CONVS; i++) {
        struct heard heard = {.index = i};
        struct store_history query = {
            .conv = life_convs[i], .a = {NULL, -1},
                 .b = {NULL, -1},
                 .limit = ENTRIES
        };
        store_history(s->store, &query, hear_history, &heard);
        store_drain(s->store);
        if (heard.wrong)
            return "history is another";
        if (!is_told(heard.status) && heard.n < expected(marked, i))
            return "history is shorter";
    }
    struct heard heard = {0};
    store_undelivered(s->store, "bob", "phone", 0, ENTRIES, 0, hear_page, &heard);
    store_drain(s->store);
    if (heard.wrong)
        return "what waits is another";
    if (!is_told(heard.status) && heard.n < marked)
        return "less waits";
    return NULL;
}

/* ---- the test ---- */

/* Returns whether the store was refused. */
static bool open_harmed(struct scene *s, const struct kind *kind, uint64_t marked)
{
    char *cause = NULL;
    s->store = store_open(s->path, &cause);
    if (!s->store) {
        if (!cause || !strstr(cause, s->path) || strchr(cause, '\n'))
            fail_msg("%s: no good sentence: %s", kind->name, cause);
        free(cause);
        return true;
    }
    const char *complaint = listen_to(s, marked);
    if (complaint)
        print_error("%s: %s\n", kind->name, complaint);
    assert_null(complaint);
    scene_close(s);
    return false;
}

static uint64_t marked_entries(struct scene *s)
{
    struct mark mark = {0};
    char *cause = NULL;
    assert_int_equal(mark_read(s->path, &mark, &cause), 1);
    return mark.entries;
}

static void harm_and_open(struct scene *s, const struct past *past, const struct kind *kind,
                          int *refused)
{
    bool killed = strstr(kind->name, "log") || below(2) == 0;
    const struct files *whole = killed ? &past->killed : &past->stopped;
    files_write(whole, s->path);
    uint64_t marked = marked_entries(s);
    struct files files = files_copy(whole);
    kind->harm(&files, past);
    files_write(&files, s->path);
    files_drop(&files);
    *refused += open_harmed(s, kind, marked);
}

static void damage_is_refused_or_told_and_never_silent(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    const char *seed = getenv("PARLOR_SEED");
    chance = seed ? strtoull(seed, NULL, 10) : 20261121;
    int rounds = getenv("PARLOR_LONG") ? 10 * ROUNDS : ROUNDS;
    struct past past = {life_files(ENTRIES / 3, false), life_files(ENTRIES, false),
                        life_files(ENTRIES, true), life_files(ENTRIES / 2, true)};
    log_open(-1, LOG_ERROR);
    print_message("seed %llu, %d damages\n", (unsigned long long)chance, KINDS * rounds);
    for (size_t i = 0; i < KINDS; i++) {
        int refused = 0;
        for (int round = 0; round < rounds; round++)
            harm_and_open(s, &past, &kinds[i], &refused);
        print_message("%s: %d of %d refused\n", kinds[i].name, refused, rounds);
    }
    log_open(STDERR_FILENO, LOG_INFO);
    files_drop(&past.young);
    files_drop(&past.stopped);
    files_drop(&past.killed);
    files_drop(&past.foreign);
}

static void an_old_backup_is_taken_once_its_mark_is_gone(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    struct files young = life_files(ENTRIES / 3, false);
    struct files old = life_files(ENTRIES, false);
    files_write(&old, s->path);
    blob_write(&young.db, s->path, "");
    char *cause = scene_is_refused(s);
    assert_non_null(strstr(cause, "delete the mark"));
    free(cause);
    struct blob none = {0};
    blob_write(&none, s->path, ".mark");
    scene_open(s);
    assert_null(listen_to(s, ENTRIES / 3));
    files_drop(&young);
    files_drop(&old);
}

static void a_refused_store_keeps_its_log(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    struct files files = life_files(ENTRIES, true);
    struct files harmed = files_copy(&files);
    harmed.db.data[20] ^= 1;
    become_text(&harmed, NULL);
    files_write(&harmed, s->path);
    free(scene_is_refused(s));
    blob_write(&files.db, s->path, "");
    scene_open(s);
    assert_null(listen_to(s, ENTRIES));
    files_drop(&files);
    files_drop(&harmed);
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(damage_is_refused_or_told_and_never_silent),
        SPEC(an_old_backup_is_taken_once_its_mark_is_gone),
        SPEC(a_refused_store_keeps_its_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
