/*
 * main.c - parlor's command line.
 */
#include <getopt.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "log.h"
#include "manual.h"
#include "mem.h"
#include "secret.h"
#include "theme_tool.h"

enum long_option {
    OPTION_HOST = 256,
    OPTION_THEME,
    OPTION_CONFIG,
    OPTION_NO_SAVE,
    OPTION_LINEAR,
    OPTION_CHECK_THEME,
    OPTION_IMPORT_BASE16,
    OPTION_SETTINGS,
    OPTION_KEYS,
    OPTION_MAN,
    OPTION_VERSION,
    OPTION_HELP
};

static const struct option long_options[] = {
    {"nick",          required_argument, NULL, 'n'                 },
    {"host",          required_argument, NULL, OPTION_HOST         },
    {"port",          required_argument, NULL, 'p'                 },
    {"theme",         required_argument, NULL, OPTION_THEME        },
    {"config",        required_argument, NULL, OPTION_CONFIG       },
    {"no-save",       no_argument,       NULL, OPTION_NO_SAVE      },
    {"linear",        no_argument,       NULL, OPTION_LINEAR       },
    {"version",       no_argument,       NULL, OPTION_VERSION      },
    {"help",          no_argument,       NULL, OPTION_HELP         },
    {"check-theme",   required_argument, NULL, OPTION_CHECK_THEME  },
    {"settings",      no_argument,       NULL, OPTION_SETTINGS     },
    {"keys",          no_argument,       NULL, OPTION_KEYS         },
    {"man",           no_argument,       NULL, OPTION_MAN          },
    {"import-base16", required_argument, NULL, OPTION_IMPORT_BASE16},
    {NULL,            0,                 NULL, 0                   },
};

/* What stands on the command line. */
struct arguments {
    struct app_options options;
    const char *host, *port;
    int status; /* to exit with at once; -1: go on */
};

/* Prints something, and that is all. */
static void tell(struct arguments *arguments, void (*print)(FILE *out))
{
    print(stdout);
    arguments->status = 0;
}

static void take_option(struct arguments *arguments, int option)
{
    switch (option) {
    case 'n': arguments->options.name = optarg; break;
    case 'p': arguments->port = optarg; break;
    case OPTION_HOST: arguments->host = optarg; break;
    case OPTION_THEME: arguments->options.theme = optarg; break;
    case OPTION_CONFIG: arguments->options.config = optarg; break;
    case OPTION_NO_SAVE: arguments->options.save = false; break;
    case OPTION_LINEAR: arguments->options.linear = true; break;
    case OPTION_CHECK_THEME: arguments->status = theme_tool_check(optarg); break;
    case OPTION_IMPORT_BASE16: arguments->status = theme_tool_import(optarg); break;
    case OPTION_SETTINGS: tell(arguments, manual_settings); break;
    case OPTION_KEYS: tell(arguments, manual_keys); break;
    case OPTION_MAN: tell(arguments, manual_man); break;
    case OPTION_VERSION:
        puts("parlor " PARLOR_VERSION);
        arguments->status = 0;
        break;
    case OPTION_HELP: tell(arguments, manual_usage); break;
    default:
        fputs("parlor --help says what there is\n", stderr);
        arguments->status = 2;
        break;
    }
}

/* NAME HOST PORT, or SERVER. */
static void take_words(struct arguments *arguments, int n, char **words)
{
    if (n == 3) {
        arguments->options.name = words[0];
        arguments->host = words[1];
        arguments->port = words[2];
    } else if (n == 1) {
        arguments->host = words[0];
    } else if (n != 0) {
        fprintf(stderr,
                "parlor: give one server, or name, host and port, not %d words; parlor --help "
                "says what there is\n",
                n);
        arguments->status = 2;
    }
}

/* Host and port as one; to free. An address with colons goes into brackets. */
static char *join_url(const struct arguments *arguments)
{
    const char *host = arguments->host ? arguments->host : arguments->port ? "127.0.0.1" : NULL;
    if (!host || !arguments->port)
        return xstrdup(host);
    return strchr(host, ':') ? xasprintf("[%s]:%s", host, arguments->port)
                             : xasprintf("%s:%s", host, arguments->port);
}

int main(int argc, char **argv)
{
    struct arguments arguments = {.options.save = true, .status = -1};
    int option = 0;
    while (arguments.status < 0 &&
           (option = getopt_long(argc, argv, "n:p:", long_options, NULL)) != -1)
        take_option(&arguments, option);
    if (arguments.status < 0)
        take_words(&arguments, argc - optind, argv + optind);
    if (arguments.status >= 0)
        return arguments.status;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        fputs("parlor: this is no terminal; run it in one\n", stderr);
        return 2;
    }
    setlocale(LC_ALL, "");
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    log_open(-1, LOG_ERROR);
    secret_init();

    char *url = join_url(&arguments);
    char *cause = NULL;
    arguments.options.url = url;
    int result = app_run(&arguments.options, &cause);
    if (result != 0)
        fprintf(stderr, "parlor: %s\n", cause);
    free(cause);
    free(url);
    return result == 0 ? 0 : 1;
}
