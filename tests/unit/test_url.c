/* Where a server is, as people write it. */
#include <stdlib.h>

#include "mem.h"
#include "spec.h"
#include "url.h"

/* "host port plain|tls rooms" of what is read; to free. */
static char *read_url(const char *text)
{
    struct url url;
    char *cause = NULL;
    if (url_parse(&url, text, &cause) != 0) {
        char *refused = xasprintf("refused: %s", cause);
        free(cause);
        return refused;
    }
    char *read = xasprintf("%s %d %s %s", url.host, url.port, url.tls ? "tls" : "plain",
                           url.rooms ? url.rooms : "-");
    url_clear(&url);
    return read;
}

static void reads_as(const char *text, const char *wanted)
{
    char *read = read_url(text);
    assert_string_equal(read, wanted);
    free(read);
}

static void refused(const char *text)
{
    char *read = read_url(text);
    assert_memory_equal(read, "refused: ", 9);
    free(read);
}

static void a_host_alone_is_spoken_to_in_secret(void **state)
{
    (void)state;
    reads_as("chat.example.org", "chat.example.org 6697 tls -");
    reads_as("chat.example.org:7000", "chat.example.org 7000 tls -");
    reads_as("chat.example.org:6667", "chat.example.org 6667 plain -");
    reads_as("Chat.Example.ORG", "chat.example.org 6697 tls -");
}

static void this_machine_needs_no_secrecy(void **state)
{
    (void)state;
    reads_as("localhost", "localhost 6667 plain -");
    reads_as("127.0.0.1:12300", "127.0.0.1 12300 plain -");
    reads_as("::1", "::1 6667 plain -");
    reads_as("[::1]:7000", "::1 7000 plain -");
    reads_as("unix:/run/user/1/parlord.sock", "unix:/run/user/1/parlord.sock 0 plain -");
}

static void the_scheme_decides(void **state)
{
    (void)state;
    reads_as("irc://chat.example.org", "chat.example.org 6667 plain -");
    reads_as("ircs://127.0.0.1", "127.0.0.1 6697 tls -");
    reads_as("IRCS://chat.example.org:7000/", "chat.example.org 7000 tls -");
    refused("https://chat.example.org");
}

static void rooms_come_behind(void **state)
{
    (void)state;
    reads_as("irc://chat.example.org/tea", "chat.example.org 6667 plain #tea");
    reads_as("irc://chat.example.org/%23tea,ops?x=1", "chat.example.org 6667 plain #tea,#ops");
    reads_as("irc://127.0.0.1:6667/#lobby", "127.0.0.1 6667 plain #lobby");
    reads_as("chat.example.org/tea", "chat.example.org 6697 tls #tea");
    reads_as("localhost:7000#tea", "localhost 7000 plain #tea");
}

static void nothing_can_be_smuggled_into_a_room(void **state)
{
    (void)state;
    reads_as("irc://localhost/tea%0d%0aQUIT", "localhost 6667 plain #teaQUIT");
    reads_as("irc://localhost/tea%20x", "localhost 6667 plain #teax");
}

#define FINGERPRINT "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static void names_certificate(const char *text, const char *wanted)
{
    struct url url;
    char *cause = NULL;
    reads_as(text, wanted);
    assert_int_equal(url_parse(&url, text, &cause), 0);
    assert_string_equal(url.fingerprint, FINGERPRINT);
    url_clear(&url);
}

static void a_certificate_can_be_named(void **state)
{
    (void)state;
    names_certificate("ircs://127.0.0.1:7000/#lobby?fp=" FINGERPRINT, "127.0.0.1 7000 tls #lobby");
    names_certificate("ircs://chat.example.org?x=1&fp=" FINGERPRINT "&y",
                      "chat.example.org 6697 tls -");
    names_certificate("localhost/tea?fp=" FINGERPRINT, "localhost 6697 tls #tea");
    reads_as("ircs://chat.example.org/?fp=" FINGERPRINT, "chat.example.org 6697 tls -");
    refused("ircs://chat.example.org/?fp=");
    refused("ircs://chat.example.org/?fp=12");
    refused("ircs://chat.example.org/?fp=" FINGERPRINT "0");
    refused("irc://chat.example.org/?fp=" FINGERPRINT);
}

static void what_is_no_server_is_refused(void **state)
{
    (void)state;
    refused("");
    refused("/tea");
    refused(":7000");
    refused("chat.example.org:0");
    refused("chat.example.org:65536");
    refused("chat.example.org:tea");
    refused("chat.example.org:");
    refused("[::1");
    refused("[::1]x");
    refused("the server");
    refused("the server:6667");
}

static void ports_are_numbers(void **state)
{
    (void)state;
    assert_int_equal(url_port("1"), 1);
    assert_int_equal(url_port("65535"), 65535);
    assert_int_equal(url_port("+1"), -1);
    assert_int_equal(url_port("12 "), -1);
    assert_int_equal(url_port(""), -1);
}

static void a_server_is_written_as_it_can_be_read(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        int port;
        bool tls;
        const char *text;
    } servers[] = {
        {"chat.example.org", 6697, true,  "chat.example.org:6697"      },
        {"chat.example.org", 7000, false, "irc://chat.example.org:7000"},
        {"127.0.0.1",        6697, true,  "ircs://127.0.0.1:6697"      },
        {"localhost",        7000, false, "localhost:7000"             },
        {"2001:db8::1",      6697, true,  "[2001:db8::1]:6697"         },
        {"unix:/tmp/socket", 0,    false, "unix:/tmp/socket"           },
    };
    for (size_t i = 0; i < sizeof(servers) / sizeof(*servers); i++) {
        struct url url;
        char *cause = NULL;
        char *text = url_text(servers[i].host, servers[i].port, servers[i].tls);
        assert_string_equal(text, servers[i].text);
        assert_int_equal(url_parse(&url, text, &cause), 0);
        assert_string_equal(url.host, servers[i].host);
        assert_int_equal(url.port, servers[i].port);
        assert_int_equal(url.tls, servers[i].tls);
        url_clear(&url);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_alone_is_spoken_to_in_secret),
        cmocka_unit_test(this_machine_needs_no_secrecy),
        cmocka_unit_test(the_scheme_decides),
        cmocka_unit_test(rooms_come_behind),
        cmocka_unit_test(nothing_can_be_smuggled_into_a_room),
        cmocka_unit_test(a_certificate_can_be_named),
        cmocka_unit_test(what_is_no_server_is_refused),
        cmocka_unit_test(ports_are_numbers),
        cmocka_unit_test(a_server_is_written_as_it_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
