#include "manual.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "operate.h"
#include "roff.h"
#include "settings.h"

/* On the command line: how it is written, and what for. */
static const struct {
    const char *option, *help;
} options[] = {
    {"-p, --port PORT",      "listen on this port instead of 6667 (or 6697, with --public)"},
    {"-l, --listen ADDRESS",
     "ADDR:PORT, [ADDR6]:PORT, ADDR:PORT-PORT, tls:ADDR:PORT or unix:PATH; may be given several "
     "times"                                                                               },
    {"    --public",
     "listen on all addresses, by TLS on port 6697, not only on this machine's own"        },
    {"-c, --config FILE",    "read this configuration"                                     },
    {"-d, --data DIR",       "folder for the database"                                     },
    {"    --share DIR",      "let everyone read the files of this folder"                  },
    {"    --http ADDRESS",
     "offer files over HTTP at ADDR:PORT or tls:ADDR:PORT; may be given several times"     },
    {"    --check",          "say whether configuration and database are right, and stop"  },
    {"    --settings",
     "print a configuration with all settings, what each is for, and its default, and stop"},
    {"    --man",            "print the man page, and stop"                                },
    {"    --version",        "say which version this is, and stop"                         },
    {"-h, --help",           "show this, and stop"                                         },
};
#define NOPTIONS (sizeof(options) / sizeof(*options))

static const char ctl[] =
    "asks a server that runs on this machine to do something; operators may say the same to it by\n"
    "\"/msg Console\" in a client, or where it was started from a terminal";

/* Columns of the left side, and of all. */
#define HELP_COL 24
#define COLS     96

/* Wrapped at blanks. */
static void print_help(FILE *out, const char *help)
{
    while (strlen(help) > COLS - HELP_COL) {
        const char *blank = help + COLS - HELP_COL;
        while (*blank != ' ')
            blank--;
        fprintf(out, "%.*s\n%*s", (int)(blank - help), help, HELP_COL, "");
        help = blank + 1;
    }
    fprintf(out, "%s\n", help);
}

void manual_usage(FILE *out)
{
    fputs("Usage: parlord [PORT] [OPTION...]\n"
          "       parlord ctl [OPTION...] COMMAND...\n"
          "Starts a Parlor server; without anything, for this machine only.\n\n",
          out);
    for (size_t i = 0; i < NOPTIONS; i++) {
        fprintf(out, "  %-*s", HELP_COL - 2, options[i].option);
        print_help(out, options[i].help);
    }
}

void manual_settings(FILE *out)
{
    struct buf text = {0};
    size_t n = 0;
    const struct conf_option *table = settings_table(&n);
    conf_example(table, n, &text);
    fputs(buf_text(&text), out);
    buf_clear(&text);
}

/* Without the full stop, which comes by itself. */
static void put_setting(FILE *out, const struct conf_option *option, const struct settings *usual)
{
    char *name = xasprintf("%s.%s", option->section, option->key);
    char *otherwise = conf_show(option, usual);
    char *text = xasprintf("%s (else %s)", option->help, otherwise);
    roff_item(out, name, text);
    free(name);
    free(otherwise);
    free(text);
}

static void put_settings(FILE *out)
{
    struct settings usual;
    size_t n = 0;
    const struct conf_option *table = settings_table(&n);
    settings_init(&usual);
    fputs(".SH SETTINGS\nIn the file that\n.B \\-\\-config\nnames: SECTION.KEY is the line\n"
          ".IR \"KEY = value\" ,\nunder\n.IR [SECTION] .\n",
          out);
    for (size_t i = 0; i < n; i++)
        put_setting(out, &table[i], &usual);
    settings_clear(&usual);
}

static void put_commands(FILE *out)
{
    fputs(".SH OPERATORS' COMMANDS\n.B parlord ctl\n.I COMMAND\n", out);
    roff_text(out, ctl);
    fputs(". Any beginning of a name that fits no other one is enough.\n", out);
    for (size_t i = 0; i < operate_count(); i++) {
        const struct operate_help command = operate_help(i);
        char *term = xasprintf("%s %s", command.name, command.usage);
        roff_item(out, term, command.help);
        free(term);
    }
}

void manual_man(FILE *out)
{
    fputs(".TH PARLORD 1 \"\" \"parlord " PARLOR_VERSION "\" \"User Commands\"\n"
          ".SH NAME\nparlord \\- a server for chat and files\n.SH SYNOPSIS\n"
          ".B parlord\n[\\fIPORT\\fR] [\\fIOPTION\\fR ...]\n.br\n"
          ".B parlord ctl\n[\\fIOPTION\\fR ...] \\fICOMMAND\\fR ...\n.SH DESCRIPTION\n"
          "Starts a Parlor server; without anything, for this machine only. It prints the address\n"
          "by which others join.\n.SH OPTIONS\n",
          out);
    for (size_t i = 0; i < NOPTIONS; i++)
        roff_item(out, options[i].option, options[i].help);
    put_commands(out);
    put_settings(out);
    fputs(".SH FILES\n.TP\n.I ~/.local/share/parlord/\nThe database, the certificate, what was "
          "uploaded; elsewhere with\n.BR \\-\\-data .\n.SH SEE ALSO\n.BR parlor (1)\n",
          out);
}
