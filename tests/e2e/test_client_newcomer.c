/* A newcomer's first minute with parlor: nothing was set up, nothing was read. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define USUAL_PORT 6667
#define HINTS      "C-k find a room · Esc shows keys · F1 help"
#define BACKTAB    "\033[Z"
#define CTRL_K     "\013"
#define CTRL_U     "\025"
#define ESC        "\033"
#define F1         "\033OP"

/* Somebody's server on this machine would be found first: then there is nothing to be seen here. */
static bool usual_port_answers(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons(USUAL_PORT),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = connect(fd, (const struct sockaddr *)&name, sizeof(name)) == 0;
    close(fd);
    return answers;
}

/* `parlor`, typed by somebody whose name on this machine is alice. */
static struct screen *type_parlor(const struct rig *rig)
{
    const char *const argv[] = {"env", "USER=alice", PARLOR, NULL};
    return person_start(rig, "alice", argv);
}

/* On a free port, and where clients of this machine look. */
static void start_server(struct rig *rig)
{
    char *path = rig_path(rig, "run/parlord.sock");
    char *local = xasprintf("unix:%s", path);
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--listen", local, NULL);
    free(local);
    free(path);
}

static struct screen *alice_in_the_lobby(struct rig *rig)
{
    start_server(rig);
    struct screen *alice = type_parlor(rig);
    screen_wait(alice, "#lobby .*Here 1");
    screen_wait(alice, HINTS);
    return alice;
}

static void a_server_on_this_machine_is_found(void **state)
{
    struct rig *rig = *state;
    if (usual_port_answers())
        skip();
    struct screen *alice = alice_in_the_lobby(rig);
    screen_wait(alice, "alice · (lag|online)");
    screen_type(alice, "hello everybody\r");
    screen_wait(alice, "alice  hello everybody");
    person_quit(alice);
}

static void hints_go_once_they_were_used(void **state)
{
    struct rig *rig = *state;
    if (usual_port_answers())
        skip();
    struct screen *alice = alice_in_the_lobby(rig);
    screen_type(alice, F1);
    screen_wait(alice, "─ Help ─");
    screen_wait(alice, "/join #room");
    screen_type(alice, "invi");
    screen_wait_gone(alice, "/join #room");
    screen_wait(alice, "/invite name");
    screen_type(alice, ESC);
    screen_wait(alice, "/join #room");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "─ Help ─");
    screen_wait(alice, "C-k find a room · Esc shows keys +#lobby");

    screen_type(alice, CTRL_K);
    screen_wait(alice, "─ Go to ─");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "─ Go to ─");
    screen_wait(alice, "│ Esc shows keys +#lobby");

    screen_type(alice, ESC);
    screen_wait(alice, "a unread .*1-9 room");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "a unread .*1-9 room");
    screen_wait_gone(alice, "Esc shows keys");
    person_quit(alice);

    alice = type_parlor(rig);
    screen_wait(alice, "#lobby .*Here 1");
    screen_wait_gone(alice, "shows keys");
    person_quit(alice);
}

static struct peer *bob_in_the_lobby(const struct rig *rig)
{
    struct peer *bob = peer_new("bob", rig->port);
    peer_enter(bob);
    peer_join(bob, "#lobby");
    return bob;
}

static void tab_completes(void **state)
{
    struct rig *rig = *state;
    if (usual_port_answers())
        skip();
    struct screen *alice = alice_in_the_lobby(rig);
    struct peer *bob = bob_in_the_lobby(rig);
    screen_wait(alice, "Here 2");

    screen_type(alice, "bo\tcome to /jo\t");
    screen_wait(alice, "> bob: come to /jo");
    screen_type(alice, CTRL_U "/jo\t#tea");
    screen_wait(alice, "> /join #tea");
    screen_type(alice, "\r");
    screen_wait(alice, "▸2 #tea");
    peer_free(bob);
    person_quit(alice);
}

static void what_looks_like_a_command_is_not_sent(void **state)
{
    struct rig *rig = *state;
    if (usual_port_answers())
        skip();
    struct screen *alice = alice_in_the_lobby(rig);
    struct peer *bob = bob_in_the_lobby(rig);

    screen_type(alice, "/jion #tea\r");
    screen_wait(alice, "✗ There is no command /jion: did you mean /join");
    screen_wait(alice, "> /jion #tea");
    screen_type(alice, CTRL_U " /msg bob secret\r");
    screen_wait(alice, "✗ Not sent: there is a blank before the slash");
    screen_type(alice, CTRL_U "//msg is a command\r");
    screen_wait(alice, "alice  /msg is a command");
    const char *first = peer_expect(bob, " PRIVMSG ");
    assert_true(rig_matches(first, " PRIVMSG #lobby :/msg is a command$"));
    peer_free(bob);
    person_quit(alice);
}

/* Types a server into the form, whose cursor is in the name by now. */
static void corrects(struct screen *alice, const char *server)
{
    screen_type(alice, BACKTAB CTRL_U);
    screen_type(alice, server);
    screen_type(alice, "\r");
}

static void without_a_server_the_form_asks_until_one_answers(void **state)
{
    struct rig *rig = *state;
    if (usual_port_answers())
        skip();
    struct screen *alice = type_parlor(rig);
    screen_wait(alice, "─ Connect ─");
    screen_wait(alice, "✗ No server answers on this machine");
    screen_wait(alice, "Your name +alice");

    screen_type(alice, "here or there\r");
    screen_wait(alice, "✗ \"here or there\" is no server");
    char *refused = xasprintf("127.0.0.1:%d", rig_free_ports(1));
    screen_type(alice, CTRL_U);
    screen_type(alice, refused);
    screen_type(alice, "\r");
    screen_wait(alice, "│ ✗ refused on [0-9]+; server may be off");

    start_server(rig);
    char *right = xasprintf("127.0.0.1:%d/tea", rig->port);
    corrects(alice, right);
    screen_wait(alice, "▸1 #tea");
    screen_wait(alice, "alice · (lag|online)");
    screen_wait_gone(alice, "─ Connect ─");
    screen_wait_gone(alice, "127\\.0\\.0\\.1");
    person_quit(alice);
    free(right);
    free(refused);
}

static void what_worked_is_tried_at_the_next_start(void **state)
{
    struct rig *rig = *state;
    if (usual_port_answers())
        skip();
    rig_start_server(rig);
    struct screen *alice = person_arrive(rig, PARLOR, "alice");
    screen_wait(alice, "#lobby .*Here 1");
    person_quit(alice);

    alice = type_parlor(rig);
    screen_wait(alice, "#lobby .*Here 1");
    person_quit(alice);

    assert_int_equal(rig_stop_server(rig), 0);
    alice = type_parlor(rig);
    screen_wait(alice, "trying again in .*refused on [0-9]+");
    person_quit(alice);
}

static void a_wrong_password_is_asked_for_again(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = person_arrive(rig, PARLOR, "alice");
    screen_wait(alice, "#lobby .*Here 1");
    struct screen *bob = person_arrive(rig, PARLOR, "bob");
    screen_wait(bob, "#lobby .*Here 2");
    screen_type(bob, "/connect\r");
    screen_wait(bob, "Your name +▸ bob");
    screen_type(bob, CTRL_U "alice\twrong\r");
    screen_wait(bob, "│ ✗ the server refuses our password for alice");
    screen_wait(bob, "Password, if any +▸");
    screen_wait(bob, "not let in as alice: /connect");
    screen_type(bob, BACKTAB CTRL_U "carol\r");
    screen_wait_gone(bob, "─ Connect ─");
    screen_wait(bob, "carol · (lag|online)");
    person_quit(bob);
    person_quit(alice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STORY(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        STORY(a_server_on_this_machine_is_found),
        STORY(hints_go_once_they_were_used),
        STORY(tab_completes),
        STORY(what_looks_like_a_command_is_not_sent),
        STORY(without_a_server_the_form_asks_until_one_answers),
        STORY(what_worked_is_tried_at_the_next_start),
        STORY(a_wrong_password_is_asked_for_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
