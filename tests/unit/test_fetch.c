/* Downloads against a server that cuts, lies, changes its mind, or is slow. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch.h"
#include "fetch_scene.h"
#include "irc_name.h"
#include "mem.h"
#include "spec.h"

#define OTHER_SUM "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static void says_why(const struct transfer *transfer, const char *mask)
{
    if (!transfer->why || !irc_mask_match(mask, transfer->why))
        fail_msg("the reason is \"%s\"", transfer->why ? transfer->why : "");
}

static void a_file_comes_whole_and_its_sum_is_told(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = downloads(s, s->sum);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
    folder_lists(s, "plan.pdf");
    assert_string_equal(transfer->sum, s->sum);
    assert_int_equal(transfer->size, CONTENT_BYTES);
}

static void nothing_is_overwritten(void **state)
{
    struct scene *s = *state;
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    folder_lists(s, "plan (2).pdf|plan (3).pdf|plan.pdf");
    folder_has(s, "plan (3).pdf");
}

static void after_a_cut_it_goes_on_at_the_byte(void **state)
{
    struct scene *s = *state;
    s->web.cut_answer_at = 100000;
    struct transfer *transfer = downloads(s, s->sum);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
    assert_int_equal(s->web.requests, 2);
    assert_non_null(strstr(buf_text(&s->web.heard), "If-Range: \"one\""));
    assert_null(strstr(buf_text(&s->web.heard), "Range: bytes=0-"));
}

static void one_that_was_interrupted_goes_on_after_a_restart(void **state)
{
    struct scene *s = *state;
    s->web.piece = 1000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_bytes(s, transfer, 50000);
    transfer = scene_restart(s, transfer);
    s->web.piece = 0;
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
    folder_lists(s, "plan.pdf");
    assert_string_equal(transfer->sum, s->sum);
    assert_int_equal(s->web.requests, 2);
    assert_non_null(strstr(buf_text(&s->web.heard), "Range: bytes="));
}

static void a_file_that_changed_meanwhile_begins_anew(void **state)
{
    struct scene *s = *state;
    static char other[200000];
    memset(other, 'x', sizeof(other));
    s->web.piece = 1000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_bytes(s, transfer, 50000);
    transfer_pause(s->chat, transfer);
    s->web.content = other;
    s->web.size = sizeof(other);
    s->web.etag = "\"two\"";
    s->web.piece = 0;
    transfer_resume(s->chat, transfer);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
}

static void without_a_version_it_begins_anew_too(void **state)
{
    struct scene *s = *state;
    s->web.etag = NULL;
    s->web.cut_answer_at = 100000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
    assert_null(strstr(buf_text(&s->web.heard), "Range:"));
}

static void another_sum_than_announced_begins_anew_once_and_then_fails(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = downloads(s, OTHER_SUM);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "it is not the file that was announced*");
    assert_int_equal(s->web.requests, 2);
    folder_lists(s, "plan.pdf.part");
}

static int damage; /* bytes of a first answer that are wrong; see below */

static void damaged_once(struct web *web, const struct web_request *request, struct buf *out)
{
    web_file(web, request, out);
    if (damage-- > 0)
        out->data[out->len - 1] ^= 1;
}

static void one_that_came_damaged_once_is_right_the_second_time(void **state)
{
    struct scene *s = *state;
    damage = 1;
    s->web.answer = damaged_once;
    scene_until_state(s, downloads(s, s->sum), TRANSFER_DONE);
    folder_has(s, "plan.pdf");
}

static void while_the_server_is_gone_it_is_tried_again(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = downloads(s, NULL);
    shutdown(s->web.fd, SHUT_RD);
    for (int i = 0; i < 3; i++) {
        transfer->attempts = 0;
        scene_until_state(s, transfer, TRANSFER_QUEUED);
    }
    assert_int_equal(s->web.requests, 0);
}

static void lies_about_the_range(struct web *web, const struct web_request *request,
                                 struct buf *out)
{
    char *range = web_header(request, "Range");
    if (!*range)
        web_file(web, request, out);
    else
        buf_printf(out,
                   "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/%zu\r\n"
                   "Content-Length: 5\r\nETag: \"one\"\r\n\r\nhello",
                   web->size);
    free(range);
}

static void another_range_than_was_asked_for_is_not_mixed_in(void **state)
{
    struct scene *s = *state;
    s->web.answer = lies_about_the_range;
    s->web.cut_answer_at = 100000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "the server sends another part than was asked for");
}

static void a_part_that_is_whole_already_needs_no_more(void **state)
{
    struct scene *s = *state;
    s->web.piece = 1000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_bytes(s, transfer, 50000);
    transfer_pause(s->chat, transfer);
    scene_until_state(s, transfer, TRANSFER_PAUSED);
    s->web.piece = 0;
    s->web.size = (size_t)transfer->done;
    struct stat about;
    char *path = xasprintf("%s/plan.pdf.part", s->folder);
    assert_int_equal(stat(path, &about), 0);
    s->web.size = (size_t)about.st_size;
    free(path);
    transfer_resume(s->chat, transfer);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
}

static void an_empty_file_is_a_file(void **state)
{
    struct scene *s = *state;
    s->web.size = 0;
    scene_until_state(s, downloads(s, NULL), TRANSFER_DONE);
    folder_has(s, "plan.pdf");
}

static void a_folder_that_cannot_be_is_told(void **state)
{
    struct scene *s = *state;
    xreplace(&s->chat->settings.downloads, "/proc/nowhere");
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "/proc/nowhere*");
}

static void has_more_than_any_disk(struct web *web, const struct web_request *request,
                                   struct buf *out)
{
    (void)web;
    (void)request;
    buf_puts(out, "HTTP/1.1 200 OK\r\nContent-Length: 4000000000000000\r\n\r\nhello");
}

static void changes_between(struct web *web, const struct web_request *request, struct buf *out)
{
    char *range = web_header(request, "Range");
    if (web->requests == 1 || !*range)
        web_file(web, request, out);
    else
        buf_printf(out,
                   "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %s/%zu\r\n"
                   "Content-Length: 5\r\nETag: \"two\"\r\n\r\nhello",
                   strchr(range, '=') + 1, web->size);
    free(range);
}

static void a_part_of_another_version_is_not_mixed_in(void **state)
{
    struct scene *s = *state;
    s->web.answer = changes_between;
    s->web.cut_answer_at = 100000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
    assert_int_equal(s->web.requests, 3);
}

static void has_no_end(struct web *web, const struct web_request *request, struct buf *out)
{
    (void)web;
    (void)request;
    buf_puts(out, "HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 50000; i++)
        buf_puts(out, "endless ");
}

static void more_than_was_announced_is_not_kept(void **state)
{
    struct scene *s = *state;
    s->web.answer = has_no_end;
    struct transfer *transfer = downloads(s, NULL);
    transfer->size = 100000;
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "the server sends more than it said that there is");
    assert_true(transfer->done <= 100000);
}

static void is_longer_than_numbers_are(struct web *web, const struct web_request *request,
                                       struct buf *out)
{
    char *range = web_header(request, "Range");
    if (!*range)
        web_file(web, request, out);
    else
        buf_printf(out,
                   "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %s/*\r\n"
                   "Content-Length: 9223372036854775807\r\nETag: \"one\"\r\n\r\nhello",
                   strchr(range, '=') + 1);
    free(range);
}

static void a_length_beyond_all_numbers_is_none(void **state)
{
    struct scene *s = *state;
    s->web.answer = is_longer_than_numbers_are;
    s->web.cut_answer_at = 100000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_requests(s, 3);
    assert_int_equal(transfer->size, CONTENT_BYTES);
}

static void a_disk_without_room_is_told_before_it_is_full(void **state)
{
    struct scene *s = *state;
    s->web.answer = has_more_than_any_disk;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_FAILED);
    says_why(transfer, "the disk has not enough room: 3.6 PiB more are needed*make room in *");
}

static void links_and_strange_files_are_not_written_through(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = downloads(s, NULL);
    char *part = xasprintf("%s/plan.pdf.part", s->folder);
    char *target = xasprintf("%s/target", s->folder);
    char *parent = xstrdup(s->folder);
    *strrchr(parent, '/') = '\0';
    mkdir(parent, 0700);
    mkdir(s->folder, 0700);
    fclose(fopen(target, "we"));
    assert_int_equal(symlink(target, part), 0);
    xreplace(&transfer->part, "plan.pdf.part");
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
    struct stat about;
    assert_int_equal(stat(target, &about), 0);
    assert_int_equal(about.st_size, 0);
    free(part);
    free(target);
    free(parent);
}

static void cancelling_takes_the_unfinished_file_along(void **state)
{
    struct scene *s = *state;
    s->web.piece = 1000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_bytes(s, transfer, 5000);
    folder_lists(s, "plan.pdf.part");
    transfer_cancel(s->chat, transfer);
    scene_until_requests(s, 1);
    fetch_turn(s->fetch);
    folder_lists(s, "");
    assert_null(s->chat->transfers.first);
}

static void a_large_one_stops_and_asks_when_its_size_is_known(void **state)
{
    struct scene *s = *state;
    s->chat->settings.confirm_above = 1000;
    struct transfer *transfer = downloads(s, NULL);
    scene_until_state(s, transfer, TRANSFER_ASKING);
    assert_int_equal(transfer->done, 0);
    assert_int_equal(transfer->size, CONTENT_BYTES);
    transfer_resume(s->chat, transfer);
    scene_until_state(s, transfer, TRANSFER_ASKING);
    assert_true(transfer->done >= CONTENT_BYTES / 2);
    transfer_resume(s->chat, transfer);
    scene_until_state(s, transfer, TRANSFER_DONE);
    folder_has(s, "plan.pdf");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_begin, scene_end)
    const struct CMUnitTest tests[] = {
        TEST(a_file_comes_whole_and_its_sum_is_told),
        TEST(nothing_is_overwritten),
        TEST(after_a_cut_it_goes_on_at_the_byte),
        TEST(one_that_was_interrupted_goes_on_after_a_restart),
        TEST(a_file_that_changed_meanwhile_begins_anew),
        TEST(without_a_version_it_begins_anew_too),
        TEST(another_sum_than_announced_begins_anew_once_and_then_fails),
        TEST(one_that_came_damaged_once_is_right_the_second_time),
        TEST(while_the_server_is_gone_it_is_tried_again),
        TEST(another_range_than_was_asked_for_is_not_mixed_in),
        TEST(a_part_that_is_whole_already_needs_no_more),
        TEST(an_empty_file_is_a_file),
        TEST(a_folder_that_cannot_be_is_told),
        TEST(a_part_of_another_version_is_not_mixed_in),
        TEST(more_than_was_announced_is_not_kept),
        TEST(a_length_beyond_all_numbers_is_none),
        TEST(a_disk_without_room_is_told_before_it_is_full),
        TEST(links_and_strange_files_are_not_written_through),
        TEST(cancelling_takes_the_unfinished_file_along),
        TEST(a_large_one_stops_and_asks_when_its_size_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
