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
#include "mem.h"
#include "secret.h"
#include "theme_tool.h"

static const char usage[] =
    "Usage: parlor [OPTION ...] [SERVER]\n"
    "       parlor [OPTION ...] NAME HOST PORT\n"
    "\n"
    "SERVER is a host, host:port, ircs://host:port/room, irc://..., or unix:PATH; ?fp=... behind\n"
    "an ircs:// address is the fingerprint of its certificate. Without a server, parlor goes to\n"
    "that of the last time, or to one on this machine, or asks.\n"
    "\n"
    "  -n, --nick NAME     what to be called (else the setting, or $USER)\n"
    "      --host HOST     the server, as an option\n"
    "  -p, --port PORT     its port\n"
    "      --theme NAME    colours for this time\n"
    "      --config FILE   settings, instead of ~/.config/parlor/parlor.conf\n"
    "      --check-theme FILE    say how well each of its colours can be read\n"
    "      --import-base16 FILE  print the theme that a scheme of base16 makes\n"
    "      --no-save       be a guest: keep no secret, no history, no state\n"
    "      --version       print the version\n"
    "      --help          print this\n";

enum long_option {
    OPTION_HOST = 256,
    OPTION_THEME,
    OPTION_CONFIG,
    OPTION_NO_SAVE,
    OPTION_CHECK_THEME,
    OPTION_IMPORT_BASE16,
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
    {"version",       no_argument,       NULL, OPTION_VERSION      },
    {"help",          no_argument,       NULL, OPTION_HELP         },
    {"check-theme",   required_argument, NULL, OPTION_CHECK_THEME  },
    {"import-base16", required_argument, NULL, OPTION_IMPORT_BASE16},
    {NULL,            0,                 NULL, 0                   },
};

/* What stands on the command line. */
struct arguments {
    struct app_options options;
    const char *host, *port;
    int status; /* to exit with at once; -1: go on */
};

static void take_option(struct arguments *arguments, int option)
{
    switch (option) {
    case 'n': arguments->options.name = optarg; break;
    case 'p': arguments->port = optarg; break;
    case OPTION_HOST: arguments->host = optarg; break;
    case OPTION_THEME: arguments->options.theme = optarg; break;
    case OPTION_CONFIG: arguments->options.config = optarg; break;
    case OPTION_NO_SAVE: arguments->options.save = false; break;
    case OPTION_CHECK_THEME: arguments->status = theme_tool_check(optarg); break;
    case OPTION_IMPORT_BASE16: arguments->status = theme_tool_import(optarg); break;
    case OPTION_VERSION:
        puts("parlor " PARLOR_VERSION);
        arguments->status = 0;
        break;
    case OPTION_HELP:
        fputs(usage, stdout);
        arguments->status = 0;
        break;
    default:
        fputs(usage, stderr);
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
        fputs(usage, stderr);
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
