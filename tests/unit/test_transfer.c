/* Files on their way, as data: names, states, who may begin, what is kept. */
#include <stdlib.h>
#include <string.h>

#include "chat.h"
#include "mem.h"
#include "safe_name.h"
#include "secret.h"
#include "spec.h"
#include "transfer_keep.h"
#include "transfer_text.h"

#define SUM "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static int setup(void **state)
{
    secret_init();
    struct chat *chat = chat_new();
    chat->now_ms = 1795197600000;
    chat->mono_ms = 1000000;
    struct network *network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(chat, network);
    network->stage = NETWORK_READY;
    *state = chat;
    return 0;
}

static int teardown(void **state)
{
    chat_free(*state);
    return 0;
}

static struct transfer *get(struct chat *chat, const char *url, int64_t size)
{
    const struct transfer_file file = {.url = url, .size = size};
    return transfer_get(chat, chat->networks, &file);
}

static void shows(char *text, const char *expected)
{
    assert_string_equal(text, expected);
    free(text);
}

static void names_from_the_network_are_safe(void **state)
{
    (void)state;
    shows(safe_name("plan.pdf"), "plan.pdf");
    shows(safe_name("../../etc/passwd"), "_.._etc_passwd");
    shows(safe_name(".bashrc"), "bashrc");
    shows(safe_name("-rf"), "rf");
    shows(safe_name("a\\b:c"), "a_b_c");
    shows(safe_name("tab\there"), "tab here");
    shows(safe_name("esc\x1b[2J"), "esc_[2J");
    shows(safe_name("exe\xe2\x80\xaegpj\xe2\x80\xac.txt"), "exegpj.txt");
    shows(safe_name("dots... "), "dots");
    shows(safe_name(""), "file");
    shows(safe_name(".."), "file");
    shows(safe_name("bad\xff.txt"), "bad_.txt");
    shows(safe_name("Übung 1.pdf"), "Übung 1.pdf");
}

static void a_long_name_keeps_its_ending(void **state)
{
    (void)state;
    char long_name[400];
    memset(long_name, 'x', sizeof(long_name));
    memcpy(long_name + 390, ".tar.gz", 8);
    char *name = safe_name(long_name);
    assert_int_equal(strlen(name), SAFE_NAME_BYTES);
    assert_string_equal(name + SAFE_NAME_BYTES - 3, ".gz");
    free(name);
}

static void a_name_is_found_in_an_address(void **state)
{
    (void)state;
    shows(safe_name_of_url("https://irc.example.org/files/a/plan%20b.pdf?e=1"), "plan b.pdf");
    shows(safe_name_of_url("https://irc.example.org/x/..%2f..%2fpasswd"), "_.._passwd");
    shows(safe_name_of_url("https://irc.example.org/"), "file");
    shows(safe_name_of_url("https://irc.example.org/a%00b%0a"), "a%00b%0a");
}

static void a_second_file_of_a_name_is_numbered(void **state)
{
    (void)state;
    shows(safe_name_numbered("plan.pdf", 1), "plan.pdf");
    shows(safe_name_numbered("plan.pdf", 2), "plan (2).pdf");
    shows(safe_name_numbered("plan", 3), "plan (3)");
}

static void only_addresses_of_files_are_got(void **state)
{
    struct chat *chat = *state;
    assert_null(get(chat, "file:///etc/passwd", -1));
    assert_null(get(chat, "https://", -1));
    assert_null(get(chat, "https://alice:pass@example.org/x", -1));
    assert_null(get(chat, "https://example.org/a b", -1));
    assert_non_null(get(chat, "https://example.org/a", -1));
    const struct transfer *plan = get(chat, "https://example.org/ä\xc2\x9b.pdf", -1);
    assert_string_equal(plan->url, "https://example.org/%C3%A4%C2%9B.pdf");
}

static void a_server_s_own_address_is_one_of_the_web(void **state)
{
    struct chat *chat = *state;
    struct network *network = chat->networks;
    static const char *const odd[] = {"file:///etc/", "irc://h/files/", "https://u@h/files/",
                                      "https://h/\x1b[2J/", ""};
    for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
        free(map_set(&network->isupport, "parlor.chat/FILES", xstrdup(odd[i])));
        free(map_set(&network->isupport, "draft/FILEHOST", xstrdup(odd[i])));
        assert_null(transfer_files_base(network));
        assert_null(transfer_uploads_base(network));
    }
}

static void a_reason_is_made_fit_to_be_shown(void **state)
{
    struct chat *chat = *state;
    struct transfer *transfer = get(chat, "https://example.org/a", -1);
    transfer_fail(chat, transfer, "gone\x1b[2J \xc2\x9b");
    assert_string_equal(transfer->why, "gone�[2J �");
}

static void the_same_file_is_not_got_twice_at_once(void **state)
{
    struct chat *chat = *state;
    struct transfer *first = get(chat, "https://example.org/a", -1);
    assert_ptr_equal(get(chat, "https://example.org/a", -1), first);
    assert_null(first->next);
}

static void so_many_run_at_once_and_the_others_wait(void **state)
{
    struct chat *chat = *state;
    struct transfer *a = get(chat, "https://example.org/a", -1);
    struct transfer *b = get(chat, "https://example.org/b", -1);
    struct transfer *c = get(chat, "https://example.org/c", -1);
    transfers_schedule(chat);
    assert_int_equal(a->state, TRANSFER_RUNNING);
    assert_int_equal(b->state, TRANSFER_RUNNING);
    assert_int_equal(c->state, TRANSFER_QUEUED);

    transfer_pause(chat, a);
    transfers_schedule(chat);
    assert_int_equal(c->state, TRANSFER_RUNNING);
    assert_int_equal(transfers_busy(chat), 2);
}

static void a_large_one_asks_before_and_half_way(void **state)
{
    struct chat *chat = *state;
    chat->settings.confirm_above = 1000;
    struct transfer *large = get(chat, "https://example.org/a", 4000);
    assert_int_equal(large->state, TRANSFER_ASKING);
    transfer_resume(chat, large);
    transfers_schedule(chat);
    transfer_progress(chat, large, 1999);
    assert_int_equal(large->state, TRANSFER_RUNNING);
    transfer_progress(chat, large, 2000);
    assert_int_equal(large->state, TRANSFER_ASKING);
    transfer_resume(chat, large);
    transfers_schedule(chat);
    transfer_progress(chat, large, 3000);
    assert_int_equal(large->state, TRANSFER_RUNNING);
}

static void one_whose_size_is_told_late_asks_then(void **state)
{
    struct chat *chat = *state;
    chat->settings.confirm_above = 1000;
    struct transfer *large = get(chat, "https://example.org/a", -1);
    transfers_schedule(chat);
    assert_int_equal(large->state, TRANSFER_RUNNING);
    transfer_size(chat, large, 4000);
    assert_int_equal(large->state, TRANSFER_ASKING);
}

static void one_without_a_size_asks_when_it_is_large(void **state)
{
    struct chat *chat = *state;
    chat->settings.confirm_above = 1000;
    struct transfer *large = get(chat, "https://example.org/a", -1);
    transfers_schedule(chat);
    transfer_progress(chat, large, 1000);
    assert_int_equal(large->state, TRANSFER_RUNNING);
    transfer_progress(chat, large, 1001);
    assert_int_equal(large->state, TRANSFER_ASKING);
}

static void after_trouble_it_waits_longer_each_time_and_never_gives_up(void **state)
{
    struct chat *chat = *state;
    struct transfer *transfer = get(chat, "https://example.org/a", -1);
    static const int64_t waits[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
        transfers_schedule(chat);
        assert_int_equal(transfer->state, TRANSFER_RUNNING);
        transfer_trouble(chat, transfer, "the connection was closed");
        assert_int_equal(transfers_schedule(chat), waits[i]);
        chat->mono_ms += waits[i];
    }
    transfers_schedule(chat);
    transfer_progress(chat, transfer, 10);
    transfer_trouble(chat, transfer, "the connection was closed");
    assert_int_equal(transfers_schedule(chat), 1000);
}

static void a_file_of_the_network_waits_for_its_link_and_a_token(void **state)
{
    struct chat *chat = *state;
    struct network *network = chat->networks;
    map_set(&network->isupport, "parlor.chat/FILES",
            xstrdup("https://irc.example.org:6681/files/"));
    struct transfer *own = get(chat, "https://irc.example.org:6681/files/a", -1);
    struct transfer *other = get(chat, "https://irc.example.org/a", -1);
    assert_true(own->own);
    assert_false(other->own);

    network->stage = NETWORK_WAITING;
    network->account = xstrdup("alice");
    transfers_schedule(chat);
    assert_int_equal(own->state, TRANSFER_QUEUED);
    assert_string_equal(own->why, "waits for the link to the server");
    assert_int_equal(other->state, TRANSFER_RUNNING);

    network->stage = NETWORK_READY;
    assert_true(transfer_wants_token(chat, own));
    transfers_schedule(chat);
    assert_int_equal(own->state, TRANSFER_QUEUED);
    network->token = xstrdup("secret");
    network->token_ms = chat->mono_ms;
    assert_false(transfer_wants_token(chat, own));
    transfers_schedule(chat);
    assert_int_equal(own->state, TRANSFER_RUNNING);
}

static void when_the_server_is_back_it_goes_on_at_once(void **state)
{
    struct chat *chat = *state;
    struct network *network = chat->networks;
    map_set(&network->isupport, "parlor.chat/FILES", xstrdup("http://127.0.0.1:6680/files/"));
    struct transfer *own = get(chat, "http://127.0.0.1:6680/files/a", -1);
    transfers_schedule(chat);
    transfer_trouble(chat, own, "the connection was closed");
    own->retry_ms = chat->mono_ms + 60000;
    chat->mono_ms += 500;
    network->ready_ms = chat->mono_ms;
    transfers_schedule(chat);
    assert_int_equal(own->state, TRANSFER_RUNNING);
}

static void speed_is_smoothed_and_tells_the_time_left(void **state)
{
    struct chat *chat = *state;
    struct transfer *transfer = get(chat, "https://example.org/a", 10 << 20);
    transfers_schedule(chat);
    transfer_measure(chat, transfer);
    chat->mono_ms += 500;
    transfer_progress(chat, transfer, 1 << 20);
    transfer_measure(chat, transfer);
    assert_int_equal(transfer->speed, 2 << 20);
    chat->mono_ms += 500;
    transfer_measure(chat, transfer);
    assert_int_equal(transfer->speed, (2 << 20) * 3 / 4);
    shows(transfer_long_text(transfer, true),
          "█░░░░░░░░░  10%  1.0 of 10.0 MiB  1.5 MiB/s  6 s left");
    shows(transfer_short_text(transfer), "10%");
}

static void what_is_kept_comes_back_as_it_was(void **state)
{
    struct chat *chat = *state;
    const struct transfer_file file = {
        .url = "https://example.org/a%0Ab", .as = "plan.pdf", .size = 1234, .sha256 = SUM};
    struct transfer *transfer = transfer_get(chat, chat->networks, &file);
    xreplace(&transfer->part, "plan.pdf.part");
    xreplace(&transfer->etag, "\"a\\b\"");
    xreplace(&transfer->why, "one\ntwo");
    transfers_schedule(chat);

    char *text = transfer_write(transfer);
    struct transfer *again = transfer_read(chat->networks, transfer->id, text);
    assert_non_null(again);
    assert_string_equal(again->url, transfer->url);
    assert_string_equal(again->name, "plan.pdf");
    assert_string_equal(again->etag, "\"a\\b\"");
    assert_string_equal(again->sha256, SUM);
    assert_int_equal(again->size, 1234);
    assert_int_equal(again->state, TRANSFER_QUEUED);
    transfer_free(again);
    free(text);
}

static void a_damaged_text_is_no_transfer(void **state)
{
    struct chat *chat = *state;
    assert_null(transfer_read(chat->networks, "1", ""));
    assert_null(transfer_read(chat->networks, "1", "url=https://example.org/\nname=../x\n"));
    assert_null(transfer_read(chat->networks, "1", "url=https://example.org/\nname=x\npart=a/b\n"));
    assert_null(transfer_read(chat->networks, "1", "upload=1\nname=x\n"));
}

static void the_folder_knows_names(void **state)
{
    struct chat *chat = *state;
    struct transfer *transfer = get(chat, "https://example.org/a", -1);
    xreplace(&chat->settings.downloads, "/d/%s/%n/100%%");
    xreplace(&chat->networks->name, "../Tea House");
    shows(transfer_folder(chat, transfer), "/d/_Tea House/alice/100%");
}

static void sizes_and_times_are_for_people(void **state)
{
    (void)state;
    shows(transfer_size_text(812), "812 B");
    shows(transfer_size_text(1228800), "1.2 MiB");
    shows(transfer_size_text((1 << 20) - 1), "1.0 MiB");
    shows(transfer_time_text(200), "1 s");
    shows(transfer_time_text(200000), "3:20");
    shows(transfer_time_text(3720000), "1 h 02 min");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(names_from_the_network_are_safe),
        TEST(a_long_name_keeps_its_ending),
        TEST(a_name_is_found_in_an_address),
        TEST(a_second_file_of_a_name_is_numbered),
        TEST(only_addresses_of_files_are_got),
        TEST(a_server_s_own_address_is_one_of_the_web),
        TEST(a_reason_is_made_fit_to_be_shown),
        TEST(the_same_file_is_not_got_twice_at_once),
        TEST(so_many_run_at_once_and_the_others_wait),
        TEST(a_large_one_asks_before_and_half_way),
        TEST(one_whose_size_is_told_late_asks_then),
        TEST(one_without_a_size_asks_when_it_is_large),
        TEST(after_trouble_it_waits_longer_each_time_and_never_gives_up),
        TEST(a_file_of_the_network_waits_for_its_link_and_a_token),
        TEST(when_the_server_is_back_it_goes_on_at_once),
        TEST(speed_is_smoothed_and_tells_the_time_left),
        TEST(what_is_kept_comes_back_as_it_was),
        TEST(a_damaged_text_is_no_transfer),
        TEST(the_folder_knows_names),
        TEST(sizes_and_times_are_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
