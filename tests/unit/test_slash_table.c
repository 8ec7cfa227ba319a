/* The table of slash commands, and how one is found in it. */
#include <string.h>

#include "command.h"
#include "spec.h"

static void the_table_is_sorted_and_says_what_each_does(void **state)
{
    (void)state;
    size_t n = 0;
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && strcmp(commands[i - 1].name, commands[i].name) >= 0)
            fail_msg("%s stands behind %s", commands[i].name, commands[i - 1].name);
        assert_int_equal(commands[i].usage[0], '/');
        assert_memory_equal(commands[i].usage + 1, commands[i].name, strlen(commands[i].name));
        assert_true(strlen(commands[i].help) > 5);
    }
}

static void a_word_finds_one_command_only(void **state)
{
    (void)state;
    size_t n = 0;
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        bool many = true;
        assert_ptr_equal(command_find(commands[i].name, &many), &commands[i]);
        assert_false(many);
    }
}

static void is_called(const char *word, const char *name)
{
    bool many = false;
    const struct command *command = command_find(word, &many);
    assert_string_equal(command ? command->name : "none", name);
}

static void the_words_of_older_systems_work(void **state)
{
    (void)state;
    static const struct {
        const char *word, *name;
    } words[] = {
        {"broadcast",     "say"       },
        {"boardcast",     "say"       },
        {"unicast",       "msg"       },
        {"get_users",     "names"     },
        {"file",          "files"     },
        {"files",         "files"     },
        {"get_list_file", "files"     },
        {"download",      "get"       },
        {"reconnect",     "reconnect" },
        {"access",        "connect"   },
        {"exit",          "quit"      },
        {"quit",          "quit"      },
        {"connect",       "connect"   },
        {"disconnect",    "disconnect"},
        {"who",           "who"       },
        {"part",          "leave"     },
        {"j",             "join"      },
        {"m",             "msg"       },
        {"q",             "query"     },
        {"dm",            "query"     },
        {"t",             "topic"     },
        {"w",             "whois"     },
        {"wi",            "whois"     },
        {"rooms",         "list"      },
        {"raw",           "quote"     },
        {"bye",           "quit"      },
        {"wc",            "close"     },
        {"n",             "names"     },
        {"server",        "server"    },
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        is_called(words[i].word, words[i].name);
}

static void a_beginning_is_enough_if_it_fits_one(void **state)
{
    (void)state;
    bool many = false;
    is_called("TOP", "topic");
    is_called("devo", "devoice");
    is_called("who", "who");
    assert_null(command_find("wh", &many));
    assert_true(many);
    assert_null(command_find("x", &many));
    assert_false(many);
    assert_null(command_find("", &many));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted_and_says_what_each_does),
        cmocka_unit_test(a_word_finds_one_command_only),
        cmocka_unit_test(the_words_of_older_systems_work),
        cmocka_unit_test(a_beginning_is_enough_if_it_fits_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
