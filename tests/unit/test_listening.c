#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "settings.h"
#include "spec.h"

/* ---- options ---- */

static void every_option_has_help_and_a_default_that_is_allowed(void **state)
{
    (void)state;
    struct settings settings;
    size_t n = 0;
    const struct conf_option *table = settings_table(&n);
    settings_init(&settings);
    for (size_t i = 0; i < n; i++) {
        const struct conf_option *option = &table[i];
        assert_true(strlen(option->help) > 10);
        assert_int_not_equal(option->help[strlen(option->help) - 1], '.');
        assert_ptr_equal(conf_find(table, n, option->section, option->key), option);
    }
    settings_clear(&settings);
}

static void without_a_word_it_listens_on_this_machine_only(void **state)
{
    (void)state;
    struct settings settings;
    char *cause = NULL;
    setenv("XDG_RUNTIME_DIR", "/run/user/1000", 1);
    settings_init(&settings);
    settings_listen_default(&settings, 0, false);
    assert_int_equal(settings.listen.n, 1);
    assert_string_equal(settings.listen.items[0], "127.0.0.1:6667");
    assert_int_equal(settings.listen_also.n, 4);
    assert_string_equal(settings.listen_also.items[0], "[::1]:6667");
    assert_string_equal(settings.listen_also.items[1], "unix:/run/user/1000/parlord.sock");
    assert_string_equal(settings.listen_also.items[2], "tls:127.0.0.1:6697");
    assert_string_equal(settings.listen_also.items[3], "tls:[::1]:6697");
    assert_int_equal(settings_check(&settings, &cause), 0);
    settings_clear(&settings);
}

static void in_public_it_speaks_tls(void **state)
{
    (void)state;
    struct settings settings;
    settings_init(&settings);
    char *cause = NULL;
    settings_listen_default(&settings, 0, true);
    assert_string_equal(settings.listen.items[0], "tls:0.0.0.0:6697");
    assert_string_equal(settings.listen_also.items[0], "tls:[::]:6697");
    assert_string_equal(settings.listen_also.items[1], "127.0.0.1:6667");
    assert_true(settings_want_tls(&settings));
    assert_int_equal(settings_check(&settings, &cause), 0);
    settings_clear(&settings);
}

static void what_the_operator_sets_reaches_the_handlers(void **state)
{
    (void)state;
    struct settings settings;
    settings_init(&settings);
    settings.grace = 5000;
    settings.flood_burst = 7;
    free(settings.default_room);
    settings.default_room = strdup("");
    struct world_config config = settings_world(&settings, "Welcome");
    assert_string_equal(config.server_name, "parlor.local");
    assert_string_equal(config.motd, "Welcome");
    assert_int_equal(config.grace_ms, 5000);
    assert_int_equal(config.flood.burst, 7);
    assert_null(config.default_room);
    assert_null(config.password);
    assert_true(config.guests);
    settings_clear(&settings);
}

/* ---- addresses ---- */

static void assert_address(const char *text, const char *shown, bool is_private)
{
    struct address address;
    char *cause = NULL;
    assert_int_equal(address_parse(&address, text, &cause), 0);
    char *back = address_text(&address, address.port);
    assert_string_equal(back, shown);
    assert_int_equal(address_is_private(&address), is_private);
    free(back);
    address_clear(&address);
}

static void addresses_are_read_as_operators_write_them(void **state)
{
    (void)state;
    assert_address("127.0.0.1:6667", "127.0.0.1:6667", true);
    assert_address("127.9.9.9:1", "127.9.9.9:1", true);
    assert_address("[::1]:0", "[::1]:0", true);
    assert_address("[::]:6667", "[::]:6667", false);
    assert_address("0.0.0.0:6667", "0.0.0.0:6667", false);
    assert_address("tls:10.0.0.1:6697", "tls:10.0.0.1:6697", false);
    assert_address("unix:/run/parlord.sock", "unix:/run/parlord.sock", true);
}

static void a_range_has_a_first_and_a_last_port(void **state)
{
    (void)state;
    struct address address;
    char *cause = NULL;
    assert_int_equal(address_parse(&address, "127.0.0.1:55000-55015", &cause), 0);
    assert_int_equal(address.port, 55000);
    assert_int_equal(address.port_last, 55015);
    address_clear(&address);
}

static void what_is_no_address_is_refused_with_an_example(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "6667",
        "localhost:6667",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "127.0.0.1:70000",
        "127.0.0.1:5-4",
        "127.0.0.1:0-4",
        "127.0.0.1:1-65535",
        "127.0.0.1:1 ",
        "::1:6667",
        "[127.0.0.1]:6667",
        "tls:unix:/tmp/x",
        "unix:",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct address address;
        char *cause = NULL;
        if (address_parse(&address, wrong[i], &cause) == 0)
            fail_msg("\"%s\" was taken", wrong[i]);
        assert_non_null(cause);
        free(cause);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_has_help_and_a_default_that_is_allowed),
        cmocka_unit_test(without_a_word_it_listens_on_this_machine_only),
        cmocka_unit_test(in_public_it_speaks_tls),
        cmocka_unit_test(what_the_operator_sets_reaches_the_handlers),
        cmocka_unit_test(addresses_are_read_as_operators_write_them),
        cmocka_unit_test(a_range_has_a_first_and_a_last_port),
        cmocka_unit_test(what_is_no_address_is_refused_with_an_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
