/* /doctor: what works here and what does not, and what to do about it. */
#include <inttypes.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "irc_cap.h"
#include "mem.h"
#include "url.h"

#define SKEW_MS 5000
#define LAG_MS  1000

/* One finding: a sign, so that it is not told by colour alone, and a sentence. */
enum finding { WELL, KNOW, MEND };

static void find(struct dialog *dialog, enum finding finding, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void find(struct dialog *dialog, enum finding finding, const char *format, ...)
{
    static const char *const signs[] = {[WELL] = "✓", [KNOW] = "·", [MEND] = "!"};
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    char *row = xasprintf("%s %s", signs[finding], text);
    dialog_add_text(dialog, row);
    free(row);
    free(text);
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

/* ---- the terminal ---- */

static void look_at_colours(struct dialog *dialog)
{
    bool rgb = strcmp(variable("COLORTERM"), "truecolor") == 0 ||
               strcmp(variable("COLORTERM"), "24bit") == 0;
    if (*variable("NO_COLOR"))
        find(dialog, KNOW, "NO_COLOR is set: no colours are used");
    else if (rgb)
        find(dialog, WELL, "Colours: 24 bit (COLORTERM=%s)", variable("COLORTERM"));
    else
        find(dialog, KNOW,
             "Colours: as %s says; with COLORTERM=truecolor, or /set ui.colours rgb, all 16 "
             "million",
             *variable("TERM") ? variable("TERM") : "terminfo");
}

static void look_at_tmux(const struct chat *chat, struct dialog *dialog)
{
    if (!*variable("TMUX"))
        return;
    find(dialog, KNOW,
         "In tmux: Esc is told late unless its escape-time is small (set -sg "
         "escape-time 10)");
    find(dialog, KNOW, "In tmux: where you look is known with \"set -g focus-events on\"");
    if (chat->settings.tmux_passthrough)
        find(dialog, KNOW,
             "In tmux: the clipboard and desktop news need \"set -g "
             "allow-passthrough on\"");
    else
        find(dialog, KNOW,
             "In tmux: for the clipboard and desktop news /set ui.tmux_passthrough "
             "yes, and \"set -g allow-passthrough on\"");
}

static void look_at_terminal(const struct chat *chat, struct dialog *dialog)
{
    dialog_add_heading(dialog, "Terminal");
    find(dialog, *variable("TERM") ? WELL : MEND, "TERM is %s, %d by %d",
         *variable("TERM") ? variable("TERM") : "not set: set it to what your terminal is",
         chat->cols, chat->rows);
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
        find(dialog, WELL, "Characters: UTF-8");
    else
        find(dialog, MEND, "Characters: %s; set LANG to a locale of UTF-8, as C.UTF-8",
             nl_langinfo(CODESET));
    look_at_colours(dialog);
    look_at_tmux(chat, dialog);
    if (*variable("SSH_CONNECTION"))
        find(dialog, KNOW,
             "Over ssh: links are opened where parlor runs; Ctrl or Shift with a "
             "click opens them where you sit");
}

/* ---- this machine ---- */

static void look_at_files(const struct chat *chat, struct dialog *dialog)
{
    dialog_add_heading(dialog, "This machine");
    if (chat->keeps)
        find(dialog, WELL, "What is said, typed and read is kept here");
    else
        find(dialog, KNOW, "Nothing is kept (--no-save): what waits to be sent is lost at the end");
    const char *proxy = *variable("ALL_PROXY") ? variable("ALL_PROXY") : variable("all_proxy");
    if (*proxy)
        find(dialog, KNOW, "Servers are reached through the proxy that ALL_PROXY names");
    const char *command = chat->settings.news_command;
    if (command && *command)
        find(dialog, KNOW, "News run: %s", command);
}

/* ---- servers ---- */

static void look_at_link(const struct network *network, struct dialog *dialog)
{
    static const char *const stages[] = {[NETWORK_OFFLINE] = "not connected",
                                         [NETWORK_WAITING] = "will be tried again",
                                         [NETWORK_CONNECTING] = "is being reached",
                                         [NETWORK_REGISTERING] = "is being entered",
                                         [NETWORK_READY] = "connected"};
    bool ready = network->stage == NETWORK_READY;
    find(dialog, ready ? WELL : MEND, "%s port %d: %s%s%s", network->host, network->port,
         stages[network->stage], !ready && network->why ? ": " : "",
         !ready && network->why ? network->why : "");
    if (!network->tls && url_is_local(network->host))
        find(dialog, KNOW, "No TLS: not needed, the server is on this machine");
    else if (!network->tls)
        find(dialog, MEND, "No TLS: who is on the way can read all of it");
    else
        find(dialog, WELL, "TLS%s",
             network->trust.pinned ? ", by the certificate that you trusted" : "");
}

static void look_at_time(const struct network *network, struct dialog *dialog)
{
    int64_t skew_ms = network->skew_ms < 0 ? -network->skew_ms : network->skew_ms;
    if (network->lag_ms >= 0)
        find(dialog, network->lag_ms < LAG_MS ? WELL : MEND, "Answers within %" PRId64 " ms",
             network->lag_ms);
    if (skew_ms > SKEW_MS)
        find(dialog, MEND, "Its clock is %" PRId64 " s %s ours: one of them is wrong",
             skew_ms / 1000, network->skew_ms > 0 ? "ahead of" : "behind");
}

/* What a server can lack, and what is less good then. */
static const struct ability {
    uint64_t cap;
    const char *without;
} abilities[] = {
    {IRC_CAP_SERVER_TIME,                             "times are those at which lines came here"             },
    {IRC_CAP_ECHO_MESSAGE | IRC_CAP_LABELED_RESPONSE,
     "whether what you say arrived is found out by a PING behind it"                                         },
    {IRC_CAP_CHATHISTORY,                             "there is no history from the server"                  },
    {IRC_CAP_READ_MARKER,                             "what you have read is not known to your other devices"},
    {IRC_CAP_MESSAGE_TAGS,                            "no answers, reactions, nor who is typing"             },
    {IRC_CAP_MESSAGE_REDACTION,                       "what was said cannot be taken back"                   },
    {IRC_CAP_PARLOR_EDIT,                             "what was said cannot be changed"                      },
    {IRC_CAP_MULTILINE,                               "messages of several lines go as several messages"     },
};

static void look_at_abilities(const struct network *network, struct dialog *dialog)
{
    bool all = true;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(*abilities); i++) {
        if (network_can(network, abilities[i].cap))
            continue;
        all = false;
        find(dialog, KNOW, "The server lacks something: %s", abilities[i].without);
    }
    if (all)
        find(dialog, WELL, "The server can all that parlor can");
    if (network->account)
        find(dialog, WELL, "You are logged in as %s", network->account);
    else
        find(dialog, KNOW, "You are a guest: the name is anybody's when you leave");
}

static void look_at_server(const struct network *network, struct dialog *dialog)
{
    dialog_add_heading(dialog, network->name);
    look_at_link(network, dialog);
    if (network->stage != NETWORK_READY)
        return;
    look_at_time(network, dialog);
    look_at_abilities(network, dialog);
}

void command_doctor(struct chat *chat, char *args)
{
    (void)args;
    struct dialog *dialog =
        dialog_new(DIALOG_TEXT, "Doctor", "! to be mended · type to search · Esc close", NULL);
    look_at_terminal(chat, dialog);
    look_at_files(chat, dialog);
    for (const struct network *network = chat->networks; network; network = network->next)
        look_at_server(network, dialog);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
