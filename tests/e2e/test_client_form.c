/* The form that asks for a server opens by itself, and never over what somebody is typing. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define CTRL_U "\025"

/* A port of ours at which nobody talks; its number. */
static int listen_somewhere(int *fd)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(*fd, (const struct sockaddr *)&name, len), 0);
    assert_int_equal(listen(*fd, 1), 0);
    assert_int_equal(getsockname(*fd, (struct sockaddr *)&name, &len), 0);
    return ntohs(name.sin_port);
}

static void it_waits_until_what_is_typed_is_sent_or_cleared(void **state)
{
    struct rig *rig = *state;
    int door = -1;
    char *port = xasprintf("%d", listen_somewhere(&door));
    const char *const argv[] = {PARLOR, "alice", "127.0.0.1", port, NULL};
    struct screen *alice = person_start(rig, "alice", argv);
    rig_wait_readable(door, clock_mono_ms() + RIG_PATIENCE_MS, "the client to connect");
    int link = accept(door, NULL, NULL);
    assert_true(link >= 0);
    screen_wait(alice, "logging in");
    screen_type(alice, "is anybody");
    screen_wait(alice, "> is anybody$");
    close(door);
    close(link);
    screen_wait(alice, "alice · offline");
    screen_type(alice, " there");
    screen_wait(alice, "> is anybody there$");
    assert_int_equal(screen_count(alice, "─ Connect ─"), 0);
    screen_type(alice, CTRL_U);
    screen_wait(alice, "─ Connect ─");
    screen_type(alice, "\033");
    screen_wait_gone(alice, "─ Connect ─");
    person_quit(alice);
    free(port);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_waits_until_what_is_typed_is_sent_or_cleared, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
