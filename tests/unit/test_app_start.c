/* Who to be and where to go, before the first paint. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_start.h"
#include "archive.h"
#include "mem.h"
#include "secret.h"
#include "servers_keep.h"
#include "spec.h"
#include "state.h"

#define FOLDER "/tmp/parlor-start-XXXXXX"

struct start {
    char folder[sizeof(FOLDER)];
    struct chat *chat;
    struct app_files files;
    struct app_options options;
    char *cause;
};

static int setup(void **state)
{
    struct start *start = xnew(struct start);
    memcpy(start->folder, FOLDER, sizeof(FOLDER));
    assert_non_null(mkdtemp(start->folder));
    setenv("HOME", start->folder, 1);
    setenv("XDG_DATA_HOME", start->folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_RUNTIME_DIR");
    unsetenv("NO_COLOR");
    setenv("USER", "alice", 1);
    secret_init();
    start->chat = chat_new();
    settings_lend(start->chat);
    assert_int_equal(settings_read(start->chat, NULL, &start->cause), 0);
    assert_int_equal(app_open_files(&start->files, &start->cause), 0);
    *state = start;
    return 0;
}

static int teardown(void **state)
{
    struct start *start = *state;
    char *data = xasprintf("%s/parlor", start->folder), *archive = xasprintf("%s/archive.db", data);
    app_close_files(&start->files);
    chat_free(start->chat);
    unlink(archive);
    rmdir(data);
    assert_int_equal(rmdir(start->folder), 0);
    free(archive);
    free(data);
    free(start->cause);
    free(start);
    return 0;
}

static int begin(struct start *start)
{
    return app_begin_talk(start->chat, &start->options, start->files.archive, &start->cause);
}

static void is_called(struct start *start, const char *name)
{
    start->options.url = "localhost:7000";
    assert_int_equal(begin(start), 0);
    assert_string_equal(start->chat->networks->want_nick, name);
}

static void one_is_called_as_one_logged_in(void **state)
{
    is_called(*state, "alice");
}

static void what_is_no_part_of_a_name_is_left_out(void **state)
{
    setenv("USER", "9-bob smith\303\266.x", 1);
    is_called(*state, "bobsmithx");
}

static void who_has_no_name_is_a_guest(void **state)
{
    setenv("USER", "99", 1);
    is_called(*state, "guest");
}

static void the_setting_goes_before_that(void **state)
{
    struct start *start = *state;
    xreplace(&start->chat->settings.name, "carol");
    is_called(start, "carol");
}

static void the_command_line_goes_before_all(void **state)
{
    struct start *start = *state;
    xreplace(&start->chat->settings.name, "carol");
    start->options.name = "bob";
    is_called(start, "bob");
}

static void a_name_that_is_none_is_refused_with_the_rule(void **state)
{
    struct start *start = *state;
    start->options.name = "9lives";
    assert_int_equal(begin(start), -1);
    assert_non_null(strstr(start->cause, "\"9lives\" is no name: "));
    assert_null(start->chat->networks);
}

static void an_address_that_is_none_is_refused(void **state)
{
    struct start *start = *state;
    start->options.url = "https://example.org";
    assert_int_equal(begin(start), -1);
    assert_non_null(strstr(start->cause, "https://example.org"));
}

static void the_server_of_the_last_time_is_gone_to(void **state)
{
    struct start *start = *state;
    struct network *last = network_new("chat.example.org", 7000, true, "bob");
    servers_keep(start->files.archive, last);
    network_free(last);
    assert_int_equal(begin(start), 0);
    assert_string_equal(start->chat->networks->host, "chat.example.org");
    assert_int_equal(start->chat->networks->port, 7000);
    assert_true(start->chat->networks->tls);
    assert_string_equal(start->chat->networks->want_nick, "bob");
}

/* Row 138: it stands in no file of ours. */
static void a_program_of_the_user_knows_the_password(void **state)
{
    struct start *start = *state;
    start->options.url = "localhost:7000";
    xreplace(&start->chat->settings.password_command, "echo 'tea and milk'");
    assert_int_equal(begin(start), 0);
    assert_string_equal(start->chat->networks->secret, "tea and milk");
}

static void a_program_that_knows_none_is_named(void **state)
{
    struct start *start = *state;
    start->options.url = "localhost:7000";
    xreplace(&start->chat->settings.password_command, "false");
    assert_int_equal(begin(start), -1);
    assert_string_equal(start->cause, "password_command: false gave no password");
}

static void remember(struct start *start, const char *host, const char *nick, bool at_start)
{
    struct network *network = network_new(host, 6697, true, nick);
    network->at_start = at_start;
    xreplace(&network->cert_file, at_start ? NULL : "/home/alice/alice.pem");
    servers_keep(start->files.archive, network);
    network_free(network);
}

static void all_servers_of_the_last_time_are_gone_to_at_once(void **state)
{
    struct start *start = *state;
    remember(start, "one.example.org", "alice", true);
    remember(start, "two.example.org", "bob", true);
    remember(start, "three.example.org", "carol", false);
    remember(start, "one.example.org", "alicia", true);
    archive_put(start->files.archive, "state", "open", "two.example.org:6697/#tea");
    assert_int_equal(begin(start), 0);
    const struct network *one = start->chat->networks;
    const struct network *two = one->next, *three = two->next;
    assert_null(three->next);
    assert_string_equal(one->want_nick, "alicia");
    assert_int_equal(one->stage, NETWORK_CONNECTING);
    assert_string_equal(two->host, "two.example.org");
    assert_int_equal(two->stage, NETWORK_CONNECTING);
    assert_int_equal(three->stage, NETWORK_OFFLINE);
    assert_string_equal(three->cert_file, "/home/alice/alice.pem");
    assert_ptr_equal(start->chat->current, two->console);
}

static void a_forgotten_server_is_gone_to_no_more(void **state)
{
    struct start *start = *state;
    struct network *two = network_new("two.example.org", 6697, true, "alice");
    remember(start, "one.example.org", "alice", true);
    servers_keep(start->files.archive, two);
    servers_forget(start->files.archive, two);
    network_free(two);
    assert_int_equal(begin(start), 0);
    assert_string_equal(start->chat->networks->host, "one.example.org");
    assert_null(start->chat->networks->next);
}

static void what_an_earlier_version_remembered_still_counts(void **state)
{
    struct start *start = *state;
    archive_put(start->files.archive, "state", "server", "chat.example.org:7000");
    archive_put(start->files.archive, "state", "name", "bob");
    assert_int_equal(begin(start), 0);
    assert_int_equal(start->chat->networks->port, 7000);
    assert_string_equal(start->chat->networks->want_nick, "bob");
}

static void one_that_is_named_is_in_front_of_those_of_the_last_time(void **state)
{
    struct start *start = *state;
    remember(start, "one.example.org", "al", true);
    start->options.url = "ircs://other.example.org/tea";
    start->options.name = "carol";
    assert_int_equal(begin(start), 0);
    const struct network *one = start->chat->networks;
    assert_string_equal(one->want_nick, "al");
    assert_int_equal(one->stage, NETWORK_CONNECTING);
    assert_string_equal(one->next->host, "other.example.org");
    assert_string_equal(one->next->want_nick, "carol");
    assert_ptr_equal(start->chat->current->network, one->next);
    assert_string_equal(start->chat->current->name, "#tea");
}

static void one_that_is_named_and_known_is_gone_to_as_before(void **state)
{
    struct start *start = *state;
    remember(start, "one.example.org", "al", true);
    remember(start, "two.example.org", "ally", false);
    start->options.url = "ircs://two.example.org/tea";
    assert_int_equal(begin(start), 0);
    const struct network *two = start->chat->networks->next;
    assert_null(two->next);
    assert_string_equal(two->want_nick, "ally");
    assert_int_equal(two->stage, NETWORK_CONNECTING);
    assert_ptr_equal(start->chat->current->network, two);
    assert_string_equal(start->chat->current->name, "#tea");
}

static void colours_are_left_out_where_they_are_not_wanted(void **state)
{
    struct start *start = *state;
    assert_int_equal(app_colours(start->chat), TTY_COLOURS_AUTO);
    start->chat->settings.colours = 3;
    assert_int_equal(app_colours(start->chat), TTY_COLOURS_256);
    setenv("NO_COLOR", "", 1);
    assert_int_equal(app_colours(start->chat), TTY_COLOURS_256);
    setenv("NO_COLOR", "1", 1);
    assert_int_equal(app_colours(start->chat), TTY_COLOURS_NONE);
}

static void a_theme_of_this_time_goes_before_the_last(void **state)
{
    struct start *start = *state;
    setenv("COLORFGBG", "0;15", 1);
    app_take_state(start->chat, start->files.archive, NULL);
    assert_string_equal(start->chat->theme, "auto");
    xreplace(&start->chat->theme, "mono");
    state_keep_theme(start->files.archive, start->chat);
    app_take_state(start->chat, start->files.archive, NULL);
    assert_string_equal(start->chat->theme, "mono");
    app_take_state(start->chat, start->files.archive, "nord");
    assert_string_equal(start->chat->theme, "nord");
    unsetenv("COLORFGBG");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define AT_START(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        AT_START(one_is_called_as_one_logged_in),
        AT_START(what_is_no_part_of_a_name_is_left_out),
        AT_START(who_has_no_name_is_a_guest),
        AT_START(the_setting_goes_before_that),
        AT_START(the_command_line_goes_before_all),
        AT_START(a_name_that_is_none_is_refused_with_the_rule),
        AT_START(an_address_that_is_none_is_refused),
        AT_START(the_server_of_the_last_time_is_gone_to),
        AT_START(all_servers_of_the_last_time_are_gone_to_at_once),
        AT_START(a_forgotten_server_is_gone_to_no_more),
        AT_START(what_an_earlier_version_remembered_still_counts),
        AT_START(one_that_is_named_is_in_front_of_those_of_the_last_time),
        AT_START(one_that_is_named_and_known_is_gone_to_as_before),
        AT_START(a_program_of_the_user_knows_the_password),
        AT_START(a_program_that_knows_none_is_named),
        AT_START(colours_are_left_out_where_they_are_not_wanted),
        AT_START(a_theme_of_this_time_goes_before_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
