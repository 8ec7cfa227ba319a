/*
 * P14: whatever is asked over HTTP, nothing outside the shared folder and the
 * store comes out or is written, and two who talk notice nothing.
 * PARLOR_LONG=1: more rounds, and the slow are waited for until they are cut off.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "figures.h"
#include "mem.h"
#include "moat.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "shelf.h"
#include "siege.h"
#include "spec.h"

#define GROWTH_MAX_KIB (32 * 1024)
#define WHOLE_BYTES    1000

static const char settings[] =
    "grace = 0s\n[files]\nuploads_per_address = 1000\n"
    "account_daily = 1000G\naccount_bytes = 1000G\naccount_files = 1000000\n";

enum { AUTH, DAVE, WHOLE, PRIVATE, TUS, WORDS };

struct story {
    struct siege siege;
    struct peer *carol, *dave;
    struct hostile_word words[WORDS + 1];
};

/* What stands behind the text in an answer, up to a line's end; to free. */
static char *take_behind(struct buf *heard, const char *text)
{
    const char *found = strstr(buf_text(heard), text);
    if (!found)
        fail_msg("no %s in: %s", text, buf_text(heard));
    found += strlen(text);
    char *value = xstrndup(found, strcspn(found, "\r\n"));
    buf_clear(heard);
    return value;
}

/* ---- who may do something ---- */

static char *token_of(struct peer *peer)
{
    peer_send(peer, "TOKEN GENERATE FILEHOST");
    const char *line = peer_expect(peer, "TOKEN GENERATE FILEHOST [^ ]+");
    const char *token = strstr(line, "FILEHOST ") + strlen("FILEHOST ");
    token += *token == ':';
    return xasprintf("Authorization: Bearer %s", token);
}

static struct peer *arrive(const struct story *story, const char *name)
{
    struct peer *peer = peer_new(name, story->siege.shelf->rig->port);
    peer_claim(peer, "somebody-keeps-this-secret", "");
    return peer;
}

static char *upload(const struct story *story, const char *query, const char *text)
{
    char *request = xasprintf("POST /uploads%s HTTP/1.1\r\nHost: f\r\n%s\r\n"
                              "Content-Length: %zu\r\n\r\n%s",
                              query, story->words[AUTH].text, strlen(text), text);
    struct buf heard = siege_ask(&story->siege, request);
    free(request);
    return take_behind(&heard, "\r\nLocation: /u/");
}

static char *begin_upload(const struct story *story)
{
    char *request = xasprintf("POST /tus HTTP/1.1\r\nHost: f\r\n%s\r\nTus-Resumable: 1.0.0\r\n"
                              "Upload-Length: 1000\r\nContent-Length: 0\r\n\r\n",
                              story->words[AUTH].text);
    struct buf heard = siege_ask(&story->siege, request);
    free(request);
    return take_behind(&heard, "\r\nLocation: /tus/");
}

static void learn_words(struct story *story)
{
    story->words[AUTH] = (struct hostile_word){"auth", token_of(story->carol)};
    story->words[DAVE] = (struct hostile_word){"dave", token_of(story->dave)};
    story->words[WHOLE] = (struct hostile_word){"whole", upload(story, "", "a whole file")};
    story->words[PRIVATE] =
        (struct hostile_word){"private", upload(story, "?private=1", MOAT_CANARY)};
    story->words[TUS] = (struct hostile_word){"tus", begin_upload(story)};
}

/* ---- the slow ---- */

static void begin_slowly(struct story *story)
{
    static const char head[] = "GET /files/ HTTP/1.1\r\nHost: f\r\nX: ";
    char *body = xasprintf("POST /uploads HTTP/1.1\r\nHost: f\r\n%s\r\nContent-Length: 1000000"
                           "\r\n\r\n",
                           story->words[AUTH].text);
    for (int i = 0; i < SIEGE_SLOW; i++) {
        int fd = siege_visit(&story->siege, HOSTILE_HTTP);
        story->siege.slow[i] = fd;
        if (i % 2)
            siege_tell(fd, body, strlen(body));
        else
            siege_tell(fd, head, strlen(head));
    }
    free(body);
}

/* However they go on, they are told, and cut off. */
static void wait_for_the_cut(const struct story *story, int fd)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    char answer[1024] = "";
    int64_t deadline_ms = clock_mono_ms() + INT64_C(5) * RIG_PATIENCE_MS;
    while (poll(&ready, 1, 500) == 0) {
        for (int i = 0; i < SIEGE_SLOW; i++)
            siege_tell(story->siege.slow[i], "x", 1);
        if (clock_mono_ms() > deadline_ms)
            fail_msg("one who is slow was not cut off");
    }
    ssize_t n = read(fd, answer, sizeof(answer) - 1);
    /* Who got far enough meanwhile, for headers, is told of that instead. */
    if (n <= 0 || !rig_matches(answer, "^HTTP/1\\.1 (408|431) "))
        fail_msg("one who is slow was told: %s", answer);
}

static void end_the_slow(struct story *story)
{
    for (int i = 0; i < SIEGE_SLOW; i++) {
        if (figures_long())
            wait_for_the_cut(story, story->siege.slow[i]);
        close(story->siege.slow[i]);
        story->siege.slow[i] = -1;
    }
}

/* ---- what is left ---- */

/* Of all the lies about it nothing stuck. */
static void finish_the_upload(const struct story *story)
{
    char text[WHOLE_BYTES + 1] = "";
    memset(text, 't', WHOLE_BYTES);
    char *request = xasprintf("PATCH /tus/%s HTTP/1.1\r\nHost: f\r\n%s\r\nTus-Resumable: 1.0.0\r\n"
                              "Content-Type: application/offset+octet-stream\r\n"
                              "Upload-Offset: 0\r\nContent-Length: %d\r\n\r\n%s",
                              story->words[TUS].text, story->words[AUTH].text, WHOLE_BYTES, text);
    struct buf heard = siege_ask(&story->siege, request);
    char *place = take_behind(&heard, "\r\nContent-Location: ");
    free(request);
    request = xasprintf("GET %s HTTP/1.1\r\nHost: f\r\n\r\n", place);
    heard = siege_ask(&story->siege, request);
    char *body = take_behind(&heard, "\r\n\r\n");
    assert_string_equal(body, text);
    free(request);
    free(place);
    free(body);
}

/* Who may, has what others asked for in vain. */
static void look_at_the_private(const struct story *story)
{
    char *request = xasprintf("GET /u/%s HTTP/1.1\r\nHost: f\r\n%s\r\n\r\n",
                              story->words[PRIVATE].text, story->words[AUTH].text);
    struct buf heard = siege_ask(&story->siege, request);
    char *body = take_behind(&heard, "\r\n\r\n");
    assert_string_equal(body, MOAT_CANARY);
    free(request);
    free(body);
}

static void story_clear(struct story *story)
{
    hostile_http_clear(&story->siege.list);
    for (int i = 0; i < WORDS; i++)
        free(story->words[i].text);
    peer_free(story->carol);
    peer_free(story->dave);
}

static void attack(struct story *story)
{
    struct siege *siege = &story->siege;
    for (int round = 0; round < figures_pick(3, 30); round++) {
        siege_try_all(siege, SIEGE_WHOLE);
        siege_try_all(siege, SIEGE_IN_PIECES);
        siege_try_all(siege, SIEGE_HANGS_UP);
        assert_int_equal(siege->faults, 0);
    }
    finish_the_upload(story);
    look_at_the_private(story);
    siege_try_by_chance(siege, figures_pick(10000, 300000));
    assert_int_equal(siege->faults, 0);
    end_the_slow(story);
}

static void nothing_gets_out_or_in_by_http(void **state)
{
    struct story story = {.siege.shelf = *state, .siege.seed = figures_seed()};
    struct rig *rig = story.siege.shelf->rig;
    shelf_kill(story.siege.shelf);
    shelf_start(story.siege.shelf, settings);
    moat_dig(story.siege.shelf);
    char *tree = moat_tree(rig->folder);
    story.carol = arrive(&story, "carol");
    story.dave = arrive(&story, "dave");
    learn_words(&story);
    story.siege.list = hostile_http_read(CORPUS, story.words);
    pid_t swapper = moat_swap(story.siege.shelf);
    struct pair *pair = pair_new(rig, 50);
    struct gauge before = gauge_read(rig->server);
    begin_slowly(&story);

    attack(&story);

    pair_end(pair, "files");
    moat_stop_swapping(swapper);
    gauge_wait_fds(rig->server, before.fds - 2);
    struct gauge after = gauge_read(rig->server);
    figures_print("files.corpus", (double)story.siege.list.n, "requests");
    figures_print("files.requests", (double)story.siege.requests, "requests");
    figures_print("files.growth", after.rss_kib - before.rss_kib, "KiB");
    if (!figures_sanitized())
        assert_true(after.rss_kib - before.rss_kib < GROWTH_MAX_KIB);
    char *later = moat_tree(rig->folder);
    assert_string_equal(later, tree);
    moat_check_data(rig->folder);
    assert_int_equal(rig_stop_server(rig), 0);
    story_clear(&story);
    free(tree);
    free(later);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_gets_out_or_in_by_http, shelf_setup,
                                        shelf_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
