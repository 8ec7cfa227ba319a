/* What is kept of servers between two starts of the client. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "link_trust.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "trust_form.h"

#define OLD    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define NOW_MS 1795197600000LL

/* A client with files in a folder; begins() is its next start. */
struct client {
    char folder[32];
    struct app_files files;
    struct link_trust *trust;
    struct chat *chat;
    struct network *network;
};

static void begins(struct client *client, const char *host, int port, bool tls)
{
    link_trust_free(client->trust);
    if (client->chat)
        chat_free(client->chat);
    client->trust = link_trust_new(&client->files);
    client->chat = chat_new();
    client->chat->now_ms = NOW_MS;
    client->network = network_new(host, port, tls, "alice");
    client->network->stage = NETWORK_CONNECTING;
    chat_add_network(client->chat, client->network);
    link_trust_turn(client->trust, client->chat, client->network);
}

static int setup(void **state)
{
    struct client *client = xnew(struct client);
    strncpy(client->folder, "/tmp/parlor-trust-XXXXXX", sizeof(client->folder) - 1);
    assert_non_null(mkdtemp(client->folder));
    client->files.known_servers = xasprintf("%s/known_servers", client->folder);
    client->files.sts = xasprintf("%s/sts", client->folder);
    *state = client;
    return 0;
}

static int teardown(void **state)
{
    struct client *client = *state;
    link_trust_free(client->trust);
    chat_free(client->chat);
    unlink(client->files.known_servers);
    unlink(client->files.sts);
    assert_int_equal(rmdir(client->folder), 0);
    free(client->files.known_servers);
    free(client->files.sts);
    free(client);
    return 0;
}

static void turns(struct client *client)
{
    link_trust_turn(client->trust, client->chat, client->network);
}

static void a_pin_is_there_at_the_next_start(void **state)
{
    struct client *client = *state;
    begins(client, "chat.example.org", 6697, true);
    assert_null(client->network->trust.pinned);
    trust_pin(&client->network->trust, OLD);
    turns(client);
    assert_false(client->network->trust.pin_new);

    begins(client, "chat.example.org", 6697, true);
    assert_string_equal(client->network->trust.pinned, OLD);
    trust_pin(&client->network->trust, NULL);
    turns(client);
    begins(client, "chat.example.org", 6697, true);
    assert_null(client->network->trust.pinned);
}

static void each_port_has_its_own(void **state)
{
    struct client *client = *state;
    begins(client, "127.0.0.1", 6697, true);
    trust_pin(&client->network->trust, OLD);
    turns(client);
    begins(client, "127.0.0.1", 6698, true);
    assert_null(client->network->trust.pinned);
    begins(client, "localhost", 6697, true);
    assert_string_equal(client->network->trust.pinned, OLD);
}

static void a_guest_leaves_nothing(void **state)
{
    struct client *client = *state;
    struct app_files kept = client->files;
    client->files = (struct app_files){0};
    begins(client, "chat.example.org", 6697, true);
    trust_pin(&client->network->trust, OLD);
    turns(client);
    turns(client);
    assert_string_equal(client->network->trust.pinned, OLD);
    client->files = kept;
    assert_int_equal(access(kept.known_servers, F_OK), -1);
    begins(client, "chat.example.org", 6697, true);
    assert_null(client->network->trust.pinned);
}

static void who_cannot_know_whom_to_trust_stays_offline(void **state)
{
    struct client *client = *state;
    FILE *file = fopen(client->files.known_servers, "we");
    assert_non_null(file);
    fputs("nonsense\n", file);
    fclose(file);
    begins(client, "chat.example.org", 6697, true);
    assert_int_equal(client->network->stage, NETWORK_OFFLINE);
    assert_non_null(strstr(client->chat->notice, "known_servers:1: "));
}

/* ---- strict transport security ---- */

static void learns_policy(struct client *client, int64_t duration_s)
{
    client->network->sts_s = duration_s;
    client->network->sts_new = true;
    turns(client);
}

static void is_spoken_to(struct client *client, int port, bool tls)
{
    begins(client, "chat.example.org", 6667, false);
    assert_int_equal(client->network->port, port);
    assert_int_equal(client->network->tls, tls);
}

static void who_wanted_tls_is_never_spoken_to_in_clear(void **state)
{
    struct client *client = *state;
    is_spoken_to(client, 6667, false);
    begins(client, "chat.example.org", 6697, true);
    learns_policy(client, 300);
    is_spoken_to(client, 6697, true);
    begins(client, "tea.example.org", 6667, false);
    assert_false(client->network->tls);
}

static void a_policy_ends_when_its_time_is_over_or_when_it_is_told(void **state)
{
    struct client *client = *state;
    begins(client, "chat.example.org", 6697, true);
    client->chat->now_ms = NOW_MS - 301000;
    learns_policy(client, 300);
    is_spoken_to(client, 6667, false);

    begins(client, "chat.example.org", 6697, true);
    learns_policy(client, 300);
    learns_policy(client, 0);
    is_spoken_to(client, 6667, false);
}

/* ---- the question ---- */

static void the_question_waits_until_it_disturbs_nobody(void **state)
{
    struct client *client = *state;
    begins(client, "chat.example.org", 6697, true);
    struct trust *trust = &client->network->trust;
    trust->refused = xstrdup(OLD);
    trust->doubt = xstrdup("it has expired");
    trust->verdict = TRUST_ASK;
    edit_set(client->chat->edit, "half a sen");
    link_trust_ask(client->chat, client->network);
    assert_null(client->chat->dialog);

    edit_set(client->chat->edit, "");
    link_trust_ask(client->chat, client->network);
    assert_non_null(client->chat->dialog);
    chat_dialog(client->chat, NULL);
    link_trust_ask(client->chat, client->network);
    assert_null(client->chat->dialog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLIENT(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        CLIENT(a_pin_is_there_at_the_next_start),
        CLIENT(each_port_has_its_own),
        CLIENT(a_guest_leaves_nothing),
        CLIENT(who_cannot_know_whom_to_trust_stays_offline),
        CLIENT(who_wanted_tls_is_never_spoken_to_in_clear),
        CLIENT(a_policy_ends_when_its_time_is_over_or_when_it_is_told),
        CLIENT(the_question_waits_until_it_disturbs_nobody),
    };
    secret_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
