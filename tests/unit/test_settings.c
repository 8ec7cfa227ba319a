/* What the user set, and where the client's files are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chat.h"
#include "mem.h"
#include "option.h"
#include "settings.h"
#include "spec.h"

struct home {
    char folder[32];
    char *file;
};

static int setup(void **state)
{
    struct home *home = xnew(struct home);
    strncpy(home->folder, "/tmp/parlor-home-XXXXXX", sizeof(home->folder) - 1);
    assert_non_null(mkdtemp(home->folder));
    home->file = xasprintf("%s/parlor.conf", home->folder);
    setenv("HOME", home->folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_DATA_HOME");
    *state = home;
    return 0;
}

static void remove_folder(const struct home *home, const char *name)
{
    char *path = xasprintf("%s%s", home->folder, name);
    rmdir(path);
    free(path);
}

static int teardown(void **state)
{
    struct home *home = *state;
    unlink(home->file);
    remove_folder(home, "/.local/share/parlor");
    remove_folder(home, "/.local/share");
    remove_folder(home, "/.local");
    assert_int_equal(rmdir(home->folder), 0);
    free(home->file);
    free(home);
    return 0;
}

static void write_settings(const struct home *home, const char *text)
{
    FILE *file = fopen(home->file, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct chat *fresh_client(void)
{
    struct chat *chat = chat_new();
    settings_lend(chat);
    return chat;
}

static void without_a_file_all_is_as_it_should_be(void **state)
{
    (void)state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    assert_int_equal(settings_read(chat, NULL, &cause), 0);
    assert_null(chat->settings.name);
    assert_int_equal(chat->settings.joins, JOINS_SMART);
    assert_true(chat->settings.bell);
    assert_int_equal(chat->settings.text_cols_max, 100);
    assert_int_equal(chat->settings.lines_max, 100000);
    assert_int_equal(chat->settings.colours, 0);
    assert_string_equal(chat->settings.downloads, "~/Downloads/parlor");
    assert_int_equal(chat->settings.confirm_above, 0);
    assert_int_equal(chat->settings.transfers_at_once, 2);
    assert_int_equal(chat->settings.speed_limit, 0);
    chat_free(chat);
}

static void what_is_set_counts(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    write_settings(home, "[user]\nname = alice\nrealname = Alice Example\n"
                         "[ui]\njoins = all\nbell = no\ntext_columns = 72\n"
                         "scrollback = 500\ncolours = 256\n"
                         "[files]\ndownloads = /d/%n\nconfirm_above = 100M\n"
                         "transfers_at_once = 3\nspeed_limit = 500k\n");
    assert_int_equal(settings_read(chat, home->file, &cause), 0);
    assert_string_equal(chat->settings.name, "alice");
    assert_string_equal(chat->settings.realname, "Alice Example");
    assert_int_equal(chat->settings.joins, JOINS_ALL);
    assert_false(chat->settings.bell);
    assert_int_equal(chat->settings.text_cols_max, 72);
    assert_int_equal(chat->settings.lines_max, 500);
    assert_int_equal(chat->settings.colours, 3);
    assert_string_equal(chat->settings.downloads, "/d/%n");
    assert_int_equal(chat->settings.confirm_above, 100 << 20);
    assert_int_equal(chat->settings.transfers_at_once, 3);
    assert_int_equal(chat->settings.speed_limit, 500 << 10);
    chat_free(chat);
}

static void a_mistake_is_named_with_file_line_and_key(void **state)
{
    static const struct {
        const char *text, *line, *key;
    } mistakes[] = {
        {"[ui]\nbell = perhaps\n",              "parlor.conf:2: ", "bell"                       },
        {"[ui]\n\n\ntext_columns = 5\n",        "parlor.conf:4: ", "text_columns"               },
        {"[ui]\ncolour = 256\n",                "parlor.conf:2: ", "colour"                     },
        {"[user]\nname = alice\n[ui]\nbell\n",  "parlor.conf:4: ", ""                           },
        {"[keys]\nC-g = help\nctrl-g = none\n", "parlor.conf:3: ", "is bound already, to help"  },
        {"[keys]\nHyper-g = help\n",            "parlor.conf:2: ", "no such key"                },
        {"[keys]\npreset = nano\n",             "parlor.conf:2: ", "default, weechat, irssi, vi"},
        {"[aliases]\nhi = /say\nhi = /me\n",    "parlor.conf:3: ", "twice"                      },
        {"[ui]\ncolours = many\n",              "parlor.conf:2: ", "colours"                    },
    };
    const struct home *home = *state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
        struct chat *chat = fresh_client();
        char *cause = NULL;
        write_settings(home, mistakes[i].text);
        assert_int_equal(settings_read(chat, home->file, &cause), -1);
        assert_non_null(strstr(cause, mistakes[i].line));
        assert_non_null(strstr(cause, mistakes[i].key));
        chat_free(chat);
        free(cause);
    }
}

static void what_has_another_name_now_is_passed_over_with_a_warning(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    write_settings(home, "[ui]\nfold_joins = no\nbell = no\n");
    assert_int_equal(settings_read(chat, home->file, &cause), 0);
    assert_non_null(strstr(cause, "parlor.conf:2: fold_joins: passed over; ui.joins is what it"));
    assert_int_equal(chat->settings.joins, JOINS_SMART);
    assert_false(chat->settings.bell);
    chat_free(chat);
    free(cause);
}

static void keys_and_commands_of_ones_own_are_read(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    write_settings(home, "[keys]\npreset = vi\nctrl-s = switcher\npick.r = none\n"
                         "C-x Equals = help\n[aliases]\nhi = /say Hello\n");
    assert_int_equal(settings_read(chat, home->file, &cause), 0);
    assert_string_equal(chat->binds.preset, "vi");
    assert_string_equal(binds_find(&chat->binds, "input", "C-s"), "switcher");
    assert_string_equal(binds_find(&chat->binds, "pick", "r"), "none");
    assert_string_equal(binds_find(&chat->binds, "input", "C-x ="), "help");
    assert_string_equal(aliases_find(&chat->aliases, "HI"), "/say Hello");
    chat_free(chat);
}

static char *contents(const struct home *home)
{
    char text[1024] = "";
    FILE *file = fopen(home->file, "re");
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    return xstrdup(text);
}

/* Row 125. */
static void what_is_set_in_the_program_leaves_the_rest_of_the_file(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    struct stat status;
    write_settings(home, "# mine\n[ui]\n; not so loud\nbell = yes\n");
    chmod(home->file, 0640);
    assert_int_equal(settings_read(chat, home->file, &cause), 0);
    assert_int_equal(option_set(chat, option_find(chat, "bell"), "no", &cause), 0);
    option_keep(chat, "aliases", "hi", "/say Hello");
    assert_int_equal(settings_save(chat, home->file, &cause), 0);
    char *text = contents(home);
    assert_string_equal(text, "# mine\n[ui]\n; not so loud\nbell = no\n\n[aliases]\nhi = /say "
                              "Hello\n");
    assert_int_equal(stat(home->file, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_int_equal(chat->unsaved.n, 0);
    free(text);
    chat_free(chat);
}

static void a_link_to_the_file_stays_a_link(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    struct stat status;
    char *link = xasprintf("%s/link.conf", home->folder);
    write_settings(home, "[ui]\nbell = yes\n");
    assert_int_equal(symlink("parlor.conf", link), 0);
    assert_int_equal(option_set(chat, option_find(chat, "bell"), "no", &cause), 0);
    assert_int_equal(settings_save(chat, link, &cause), 0);
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    char *text = contents(home);
    assert_string_equal(text, "[ui]\nbell = no\n");
    unlink(link);
    free(link);
    free(text);
    chat_free(chat);
}

static void a_broken_file_changes_nothing(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    bool news = false;
    write_settings(home, "[ui]\nbell = no\n[keys]\nC-g = help\n");
    assert_int_equal(settings_read_again(chat, home->file, &news, &cause), 0);
    assert_true(news);
    assert_int_equal(settings_read_again(chat, home->file, &news, &cause), 0);
    assert_false(news);
    write_settings(home, "[ui]\nbell = yes\n[keys]\nC-g = helpp\n");
    assert_int_equal(settings_read_again(chat, home->file, &news, &cause), -1);
    assert_non_null(
        strstr(cause, "parlor.conf:4: C-g: there is no action helpp: did you mean help?"));
    assert_false(chat->settings.bell);
    assert_string_equal(binds_find(&chat->binds, "input", "C-g"), "help");
    free(cause);
    chat_free(chat);
}

static void a_file_that_was_named_must_be_there(void **state)
{
    const struct home *home = *state;
    struct chat *chat = fresh_client();
    char *cause = NULL;
    assert_int_equal(settings_read(chat, home->file, &cause), -1);
    assert_non_null(strstr(cause, "parlor.conf: "));
    chat_free(chat);
    free(cause);
}

static void files_are_where_the_desktop_says(void **state)
{
    const struct home *home = *state;
    char *path = settings_config_path("parlor.conf");
    char *wanted = xasprintf("%s/.config/parlor/parlor.conf", home->folder);
    assert_string_equal(path, wanted);
    free(path);
    free(wanted);

    setenv("XDG_CONFIG_HOME", "/etc/alice", 1);
    path = settings_config_path("parlor.conf");
    assert_string_equal(path, "/etc/alice/parlor/parlor.conf");
    free(path);

    setenv("XDG_CONFIG_HOME", "not/absolute", 1);
    path = settings_config_path("x");
    assert_non_null(strstr(path, "/.config/parlor/x"));
    free(path);
    unsetenv("XDG_CONFIG_HOME");
}

static void the_data_folder_is_made_for_its_owner_only(void **state)
{
    const struct home *home = *state;
    char *cause = NULL;
    struct stat info;
    char *path = settings_data_path("archive.db", &cause);
    assert_non_null(path);
    char *folder = xasprintf("%s/.local/share/parlor", home->folder);
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    free(folder);
    free(path);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
    (void)state;
    char *cause = NULL;
    setenv("XDG_DATA_HOME", "/proc/none", 1);
    assert_null(settings_data_path("archive.db", &cause));
    assert_non_null(strstr(cause, "/proc/none"));
    free(cause);
    unsetenv("XDG_DATA_HOME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        AT_HOME(without_a_file_all_is_as_it_should_be),
        AT_HOME(what_is_set_counts),
        AT_HOME(a_mistake_is_named_with_file_line_and_key),
        AT_HOME(a_file_that_was_named_must_be_there),
        AT_HOME(a_broken_file_changes_nothing),
        AT_HOME(a_link_to_the_file_stays_a_link),
        AT_HOME(what_is_set_in_the_program_leaves_the_rest_of_the_file),
        AT_HOME(what_has_another_name_now_is_passed_over_with_a_warning),
        AT_HOME(keys_and_commands_of_ones_own_are_read),
        AT_HOME(files_are_where_the_desktop_says),
        AT_HOME(the_data_folder_is_made_for_its_owner_only),
        AT_HOME(a_folder_that_cannot_be_made_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
