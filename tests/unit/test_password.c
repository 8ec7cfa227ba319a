/* A password that the user's own program knows. */
#include <stdlib.h>
#include <string.h>

#include "loop.h"
#include "password.h"
#include "secret.h"
#include "spec.h"

struct asked {
    struct loop *loop;
    struct password_ask *ask;
    char *password, *cause;
};

static void at_end(void *arg)
{
    struct asked *asked = arg;
    if (password_ask_ended(asked->ask, &asked->password, &asked->cause))
        loop_stop(asked->loop);
}

static struct asked asks(const char *command)
{
    struct asked asked = {.loop = loop_new()};
    secret_init();
    asked.ask =
        password_ask_new(asked.loop, command, "tea.example.org:6697", "alice", &asked.cause);
    if (asked.ask) {
        loop_hook(asked.loop, at_end, &asked);
        loop_run(asked.loop);
    }
    password_ask_free(asked.ask);
    loop_free(asked.loop);
    return asked;
}

static void gives(const char *command, const char *password, const char *cause)
{
    struct asked asked = asks(command);
    if (password)
        assert_string_equal(asked.password, password);
    else
        assert_string_equal(asked.cause, cause);
    secret_free(asked.password);
    free(asked.cause);
}

static void a_program_gives_its_first_row_while_we_go_on(void **state)
{
    (void)state;
    gives("sh -c 'echo one; echo two'", "one", NULL);
}

static void it_is_told_whose_and_where(void **state)
{
    (void)state;
    gives("sh -c 'echo $PARLOR_NAME at $PARLOR_SERVER'", "alice at tea.example.org:6697", NULL);
}

static void what_goes_wrong_is_said(void **state)
{
    (void)state;
    gives("false", NULL, "password_command: false gave no password");
    gives("true", NULL, "password_command: true gave no password");
    gives("no-such-program-at-all", NULL,
          "password_command: no-such-program-at-all: No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_gives_its_first_row_while_we_go_on),
        cmocka_unit_test(it_is_told_whose_and_where),
        cmocka_unit_test(what_goes_wrong_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
