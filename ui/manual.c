#include "manual.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "buf.h"
#include "command.h"
#include "keymap_user.h"
#include "option.h"
#include "roff.h"
#include "settings.h"

/* On the command line: how it is written, and what for. */
static const struct {
    const char *option, *help;
} options[] = {
    {"-n, --nick NAME",          "what to be called (else the setting, or $USER)"     },
    {"    --host HOST",          "the server, as an option"                           },
    {"-p, --port PORT",          "its port"                                           },
    {"    --theme NAME",         "colours for this time"                              },
    {"    --config FILE",        "settings, instead of ~/.config/parlor/parlor.conf"  },
    {"    --check-theme FILE",   "say how well each of its colours can be read"       },
    {"    --import-base16 FILE", "print the theme that a scheme of base16 makes"      },
    {"    --no-save",            "be a guest: keep no secret, no history, no state"   },
    {"    --linear",             "line by line, for screen readers and poor terminals"},
    {"    --settings",           "print a file of settings that says what there is"   },
    {"    --keys",               "print all keys, as parlor.conf would have them"     },
    {"    --man",                "print the man page"                                 },
    {"    --version",            "print the version"                                  },
    {"    --help",               "print this"                                         },
};

static const char where[] =
    "SERVER is a host, host:port, ircs://host:port/room, irc://..., or unix:PATH; ?fp=... behind\n"
    "an ircs:// address is the fingerprint of its certificate. The servers of the last time come\n"
    "too; where there is none of all these, one on this machine, or parlor asks.\n";

void manual_usage(FILE *out)
{
    fprintf(out,
            "Usage: parlor [OPTION ...] [SERVER]\n"
            "       parlor [OPTION ...] NAME HOST PORT\n\n%s\n",
            where);
    for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
        fprintf(out, "  %-26s%s%s\n", options[i].option, strlen(options[i].option) < 25 ? "" : "  ",
                options[i].help);
}

void manual_settings(FILE *out)
{
    struct chat *chat = chat_new();
    struct buf text = {0};
    settings_lend(chat);
    fputs("; parlor's settings: ~/.config/parlor/parlor.conf. What stands behind a ; holds\n"
          "; without it. /set changes them from within, and leaves your comments alone.\n\n",
          out);
    conf_example(chat->options.table, chat->options.n, &text);
    fputs(buf_text(&text), out);
    fputs("\n[keys]\n; KEY = action, CONTEXT.KEY = action; parlor --keys prints all\n"
          ";preset = vi\n;C-x e = editor\n"
          "\n[aliases]\n; name = what it stands for; $1 $2- $* $nick $room\n"
          ";hi = /say Hello, $1!\n",
          out);
    buf_clear(&text);
    chat_free(chat);
}

void manual_keys(FILE *out)
{
    size_t n = 0;
    const struct binding *rows = keymap_bindings(&n);
    fputs("[keys]\n", out);
    for (size_t i = 0; i < n; i++) {
        char *key = keymap_file_key(rows[i].context, rows[i].key);
        fprintf(out, "; %s\n%s = %s\n", action_find(rows[i].action)->help, key, rows[i].action);
        free(key);
    }
}

/* ---- roff ---- */

static void put_commands(FILE *out)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    fputs(".SH COMMANDS\nAny beginning of a name that fits no other one is enough.\n", out);
    for (size_t i = 0; i < n; i++) {
        char *text = command_help_text(&commands[i]);
        roff_item(out, commands[i].usage, text);
        free(text);
    }
}

static void put_keys(FILE *out)
{
    struct chat *chat = chat_new();
    size_t n = 0;
    const struct action *actions = action_table(&n);
    fputs(".SH KEYS\nC is Ctrl, M is Alt; Esc or C-x, and then a key, is Alt and that key.\n"
          ".B /bind\nlists and changes them; the names below are those of the actions.\n",
          out);
    for (size_t c = 0; c < keymap_contexts_count(); c++) {
        fprintf(out, ".SS %s\n", keymap_contexts[c]);
        for (size_t i = 0; i < n; i++) {
            char *keys = keymap_keys_of(chat, keymap_contexts[c], actions[i].name);
            struct buf text = {0};
            buf_printf(&text, "%s (%s)", actions[i].help, actions[i].name);
            if (*keys)
                roff_item(out, keys, buf_text(&text));
            buf_clear(&text);
            free(keys);
        }
    }
    chat_free(chat);
}

static void put_settings(FILE *out)
{
    struct chat *chat = chat_new();
    settings_lend(chat);
    fputs(
        ".SH SETTINGS\nIn\n.IR ~/.config/parlor/parlor.conf ,\nchanged by hand or by\n.BR /set .\n",
        out);
    for (size_t i = 0; i < chat->options.n; i++) {
        const struct conf_option *option = &chat->options.table[i];
        char *name = option_name(option);
        char *allowed = option_allowed(option);
        char *otherwise = option_default(option);
        struct buf text = {0};
        buf_printf(&text, "%s (%s; else %s)", option->help, allowed,
                   *otherwise ? otherwise : "nothing");
        roff_item(out, name, buf_text(&text));
        buf_clear(&text);
        free(name);
        free(allowed);
        free(otherwise);
    }
    chat_free(chat);
}

void manual_man(FILE *out)
{
    fputs(".TH PARLOR 1 \"\" \"parlor " PARLOR_VERSION "\" \"User Commands\"\n"
          ".SH NAME\nparlor \\- chat in a terminal\n.SH SYNOPSIS\n"
          ".B parlor\n[\\fIOPTION\\fR ...] [\\fISERVER\\fR]\n.br\n"
          ".B parlor\n[\\fIOPTION\\fR ...] \\fINAME HOST PORT\\fR\n.SH DESCRIPTION\n",
          out);
    roff_text(out, where);
    fputs(".SH OPTIONS\n", out);
    for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
        roff_item(out, options[i].option, options[i].help);
    put_commands(out);
    put_keys(out);
    put_settings(out);
    fputs(".SH FILES\n.TP\n.I ~/.config/parlor/parlor.conf\nSettings, keys and commands of one's "
          "own.\n.TP\n.I ~/.config/parlor/themes/\nThemes of one's own.\n.TP\n"
          ".I ~/.local/share/parlor/\nWhat is remembered: conversations, secrets, certificates.\n"
          ".SH SEE ALSO\n.BR parlord (1)\n",
          out);
}
