/* What was on its way goes on at the next start. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keyboard.h"
#include "mem.h"
#include "spec.h"
#include "transfers_keep.h"

#define SUM "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static struct archive *open_archive(void)
{
    char *cause = NULL;
    char *warning = NULL;
    struct archive *archive = archive_open(":memory:", &warning, &cause);
    assert_non_null(archive);
    return archive;
}

static void save(struct archive *archive, struct scene *s)
{
    archive_begin(archive);
    transfers_save(archive, s->chat);
    assert_true(archive_commit(archive));
    transfers_saved(s->chat);
}

/* As if the program had ended and were there again. */
static void restart(struct archive *archive, struct scene *s)
{
    transfers_clear(&s->chat->transfers);
    transfers_load(archive, s->chat, s->network);
}

static void a_file_on_its_way_is_there_after_a_restart(void **state)
{
    struct scene *s = *state;
    struct archive *archive = open_archive();
    enters(s, "/get https://example.org/plan.pdf");
    transfers_schedule(s->chat);
    xreplace(&s->chat->transfers.first->part, "plan.pdf.part");
    save(archive, s);
    restart(archive, s);
    const struct transfer *transfer = s->chat->transfers.first;
    assert_non_null(transfer);
    assert_string_equal(transfer->url, "https://example.org/plan.pdf");
    assert_string_equal(transfer->part, "plan.pdf.part");
    assert_int_equal(transfer->state, TRANSFER_QUEUED);
    archive_close(archive);
}

static void what_is_done_is_forgotten(void **state)
{
    struct scene *s = *state;
    struct archive *archive = open_archive();
    enters(s, "/get https://example.org/plan.pdf");
    enters(s, "/get https://example.org/b");
    save(archive, s);
    struct transfer *first = s->chat->transfers.first;
    xreplace(&first->path, "/d/plan.pdf");
    transfer_done(s->chat, first, SUM);
    transfer_drop(s->chat, first->next);
    save(archive, s);
    restart(archive, s);
    assert_null(s->chat->transfers.first);
    archive_close(archive);
}

static void an_upload_that_was_not_said_yet_is_said_then(void **state)
{
    struct scene *s = *state;
    struct archive *archive = open_archive();
    struct transfer *transfer =
        transfer_put(s->chat, s->network, s->network->console, "/d/notes.txt");
    xreplace(&transfer->url, "https://example.org/u/abc/notes.txt");
    transfer_done(s->chat, transfer, SUM);
    save(archive, s);
    restart(archive, s);
    assert_non_null(s->chat->transfers.first);
    assert_true(s->chat->transfers.first->unsaid);
    transfer_said(s->chat, s->chat->transfers.first);
    save(archive, s);
    restart(archive, s);
    assert_null(s->chat->transfers.first);
    archive_close(archive);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_modern, scene_end)
    const struct CMUnitTest tests[] = {
        TEST(a_file_on_its_way_is_there_after_a_restart),
        TEST(what_is_done_is_forgotten),
        TEST(an_upload_that_was_not_said_yet_is_said_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
