#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "mem.h"
#include "spec.h"

enum logging { LOGGING_FULL, LOGGING_NORMAL, LOGGING_OFF };

struct settings {
    bool guests;
    int port;
    size_t upload;
    int64_t timeout_ms;
    char *motd;
    int logging;
    struct conf_list listen;
};

#define FIELD(name) offsetof(struct settings, name)

static const struct conf_option table[] = {
    {"server", "port",    CONF_INT,      FIELD(port),       "6667",      1,    65535,     NULL,              "Port"     },
    {"server", "listen",  CONF_LIST,     FIELD(listen),     "127.0.0.1", 0,    0,         NULL,              "Addresses"},
    {"server", "motd",    CONF_STRING,   FIELD(motd),       NULL,        0,    0,         NULL,              "Greeting" },
    {"names",  "guests",  CONF_BOOL,     FIELD(guests),     "yes",       0,    0,         NULL,              "Guests"   },
    {"limits", "upload",  CONF_SIZE,     FIELD(upload),     "10M",       1024, 1LL << 30, NULL,              "Upload"   },
    {"limits", "timeout", CONF_DURATION, FIELD(timeout_ms), "30s",       1000, 86400000,  NULL,              "Time"     },
    {"log",    "text",    CONF_CHOICE,   FIELD(logging),    "normal",    0,    0,         "full|normal|off", "Text"     },
};
#define ROWS (sizeof(table) / sizeof(table[0]))

/* A file that exists as long as its descriptor, and its path. */
struct scene {
    int fd;
    char path[32];
    struct settings settings;
    char *cause;
};

static int starts(void **state)
{
    struct scene *s = xnew(struct scene);
    s->fd = memfd_create("conf", MFD_CLOEXEC);
    snprintf(s->path, sizeof(s->path), "/proc/self/fd/%d", s->fd);
    conf_defaults(table, ROWS, &s->settings);
    *state = s;
    return 0;
}

static int ends(void **state)
{
    struct scene *s = *state;
    conf_clear(table, ROWS, &s->settings);
    free(s->cause);
    close(s->fd);
    free(s);
    return 0;
}

static void file_has(struct scene *s, const char *text, size_t len)
{
    assert_int_equal(ftruncate(s->fd, 0), 0);
    assert_int_equal(pwrite(s->fd, text, len, 0), (ssize_t)len);
}

static void reads(struct scene *s, const char *text)
{
    file_has(s, text, strlen(text));
    int result = conf_read(table, ROWS, s->path, &s->settings, &s->cause);
    if (s->cause)
        print_error("%s\n", s->cause);
    assert_int_equal(result, 0);
}

/* The file is refused; what stands behind its path in the cause. */
static void refuses(struct scene *s, const char *text, const char *cause)
{
    file_has(s, text, strlen(text));
    assert_int_equal(conf_read(table, ROWS, s->path, &s->settings, &s->cause), -1);
    assert_memory_equal(s->cause, s->path, strlen(s->path));
    assert_string_equal(s->cause + strlen(s->path), cause);
    free(s->cause);
    s->cause = NULL;
}

static void every_option_has_its_default(void **state)
{
    const struct scene *s = *state;
    assert_int_equal(s->settings.port, 6667);
    assert_true(s->settings.guests);
    assert_int_equal(s->settings.upload, 10 << 20);
    assert_int_equal(s->settings.timeout_ms, 30000);
    assert_null(s->settings.motd);
    assert_int_equal(s->settings.logging, LOGGING_NORMAL);
    assert_int_equal(s->settings.listen.n, 1);
    assert_string_equal(s->settings.listen.items[0], "127.0.0.1");
}

static void a_file_overrides_the_defaults(void **state)
{
    struct scene *s = *state;
    reads(s, "\xef\xbb\xbf# a comment\n"
             "[server]\n"
             "port = 7000\r\n"
             "motd = tea; # and = biscuits\n"
             "\n"
             "[names]\n  guests=off\n"
             "[limits]\nupload: 64k\ntimeout = 2h\n"
             "[log]\ntext = off");
    assert_int_equal(s->settings.port, 7000);
    assert_string_equal(s->settings.motd, "tea; # and = biscuits");
    assert_false(s->settings.guests);
    assert_int_equal(s->settings.upload, 65536);
    assert_int_equal(s->settings.timeout_ms, 7200000);
    assert_int_equal(s->settings.logging, LOGGING_OFF);
    assert_int_equal(s->settings.listen.n, 1);
}

static void a_list_in_a_file_replaces_the_default_one(void **state)
{
    struct scene *s = *state;
    reads(s, "[server]\nlisten = ::1\nlisten = unix:/run/tea\n");
    assert_int_equal(s->settings.listen.n, 2);
    assert_string_equal(s->settings.listen.items[0], "::1");
    assert_string_equal(s->settings.listen.items[1], "unix:/run/tea");
    reads(s, "[server]\nlisten =\n");
    assert_int_equal(s->settings.listen.n, 0);
}

static void what_is_wrong_is_said_with_what_is_allowed(void **state)
{
    struct scene *s = *state;
    refuses(s, "[server]\n\nport = 0\n", ":3: port: \"0\" is not from 1 to 65535");
    refuses(s, "[server]\nport = 12x\n", ":2: port: \"12x\" is not a whole number");
    refuses(s, "[server]\nport =\n", ":2: port: \"\" is not a whole number");
    refuses(s, "[names]\nguests = perhaps\n",
            ":2: guests: \"perhaps\" is not true or false, yes or no, on or off");
    refuses(s, "[limits]\nupload = 2G\n", ":2: upload: \"2G\" is not from 1k to 1G");
    refuses(s, "[limits]\nupload = -1\n",
            ":2: upload: \"-1\" is not a size such as 512, 64k, 10M or 2G");
    refuses(s, "[limits]\nupload = 9999999999999G\n",
            ":2: upload: \"9999999999999G\" is not a size such as 512, 64k, 10M or 2G");
    refuses(s, "[limits]\ntimeout = 30\n",
            ":2: timeout: \"30\" is not a time such as 500ms, 30s, 10m, 2h or 7d");
    refuses(s, "[limits]\ntimeout = 2d\n", ":2: timeout: \"2d\" is not from 1s to 1d");
    refuses(s, "[log]\ntext = some\n", ":2: text: \"some\" is not one of full, normal, off");
}

static void unknown_keys_are_errors_that_name_the_known_ones(void **state)
{
    struct scene *s = *state;
    refuses(s, "[server]\nprot = 1\n", ":2: prot: unknown key; [server] has port, listen, motd");
    refuses(s, "[sever]\nport = 1\n",
            ":2: port: unknown section [sever]; there are [server], [names], [limits], [log]");
}

static void what_is_no_pair_is_an_error(void **state)
{
    struct scene *s = *state;
    refuses(s, "[server]\nport\n", ":2: neither [section] nor key = value nor a # comment");
    refuses(s, "[server\nport = x\n", ":1: neither [section] nor key = value nor a # comment");
    refuses(s, "[server]\nmotd = one\n  two\n",
            ":3: neither [section] nor key = value nor a # comment");
    refuses(s, "[server]\nmotd = \xff\n", ":2: not a text in UTF-8");
}

static void a_line_too_long_is_an_error_and_not_two_lines(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    buf_puts(&text, "[server]\nmotd = ");
    while (text.len < 9 + 4094)
        buf_putc(&text, 'x');
    buf_putc(&text, '\n');
    reads(s, buf_text(&text));
    assert_int_equal(strlen(s->settings.motd), 4094 - strlen("motd = "));

    buf_truncate(&text, text.len - 1);
    buf_puts(&text, "x\n");
    refuses(s, buf_text(&text), ":2: a line may have 4094 bytes at most");
    buf_clear(&text);
}

static void nul_bytes_are_an_error(void **state)
{
    struct scene *s = *state;
    file_has(s, "[server]\nmotd = a\0b\n", 20);
    assert_int_equal(conf_read(table, ROWS, s->path, &s->settings, &s->cause), -1);
    assert_non_null(strstr(s->cause, ":2: not a text in UTF-8"));
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
    struct scene *s = *state;
    assert_int_equal(conf_read(table, ROWS, "/nonexistent/conf", &s->settings, &s->cause), -1);
    assert_string_equal(s->cause, "/nonexistent/conf: No such file or directory");
    free(s->cause);
    assert_int_equal(conf_read(table, ROWS, "/", &s->settings, &s->cause), -1);
    assert_string_equal(s->cause, "/: Is a directory");
}

static void the_command_line_sets_single_options(void **state)
{
    struct scene *s = *state;
    const struct conf_option *listen = conf_find(table, ROWS, "server", "listen");
    conf_clear(listen, 1, &s->settings);
    assert_int_equal(conf_set(listen, "[::1]:7000", &s->settings, &s->cause), 0);
    assert_int_equal(conf_set(listen, "[::1]:7001", &s->settings, &s->cause), 0);
    assert_int_equal(s->settings.listen.n, 2);

    const struct conf_option *port = conf_find(table, ROWS, "server", "port");
    assert_int_equal(conf_set(port, "high", &s->settings, &s->cause), -1);
    assert_string_equal(s->cause, "port: \"high\" is not a whole number");
    assert_null(conf_find(table, ROWS, "names", "port"));
}

static int add_pair(void *arg, const char *section, const char *key, const char *value,
                    char **cause)
{
    if (strcmp(key, "stop") == 0) {
        *cause = xstrdup("stopped");
        return -1;
    }
    buf_printf(arg, "%s.%s=%s|", section, key, value);
    return 0;
}

static void walking_gives_every_pair_until_one_is_refused(void **state)
{
    struct scene *s = *state;
    struct buf seen = {0};
    static const char text[] =
        "M-; = next\n[roles]\n\nmention = #ff0000 bold\nstop = 1\nmore = 1\n";
    file_has(s, text, strlen(text));
    assert_int_equal(conf_walk(s->path, add_pair, &seen, &s->cause), -1);
    assert_string_equal(buf_text(&seen), ".M-;=next|roles.mention=#ff0000 bold|");
    assert_string_equal(s->cause + strlen(s->path), ":5: stopped");
    buf_clear(&seen);
}

static void an_example_names_every_option_its_use_and_its_default(void **state)
{
    (void)state;
    struct buf example = {0};
    conf_example(table, ROWS, &example);
    assert_string_equal(buf_text(&example), "[server]\n"
                                            "; Port\n;port = 6667\n"
                                            "; Addresses\n;listen = 127.0.0.1\n"
                                            "; Greeting\n;motd =\n"
                                            "\n[names]\n; Guests\n;guests = yes\n"
                                            "\n[limits]\n; Upload\n;upload = 10M\n"
                                            "; Time\n;timeout = 30s\n"
                                            "\n[log]\n; Text\n;text = normal\n");
    buf_clear(&example);
}

static void an_example_is_a_file_that_changes_nothing(void **state)
{
    struct scene *s = *state;
    struct buf example = {0};
    conf_example(table, ROWS, &example);
    reads(s, buf_text(&example));
    every_option_has_its_default(state);
    buf_clear(&example);
}

#define CONF_TEST(test) cmocka_unit_test_setup_teardown((test), starts, ends)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONF_TEST(every_option_has_its_default),
        CONF_TEST(a_file_overrides_the_defaults),
        CONF_TEST(a_list_in_a_file_replaces_the_default_one),
        CONF_TEST(what_is_wrong_is_said_with_what_is_allowed),
        CONF_TEST(unknown_keys_are_errors_that_name_the_known_ones),
        CONF_TEST(what_is_no_pair_is_an_error),
        CONF_TEST(a_line_too_long_is_an_error_and_not_two_lines),
        CONF_TEST(nul_bytes_are_an_error),
        CONF_TEST(a_file_that_cannot_be_read_is_an_error),
        CONF_TEST(the_command_line_sets_single_options),
        CONF_TEST(an_example_names_every_option_its_use_and_its_default),
        CONF_TEST(an_example_is_a_file_that_changes_nothing),
        CONF_TEST(walking_gives_every_pair_until_one_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
