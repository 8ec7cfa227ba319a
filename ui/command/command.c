#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "irc_name.h"
#include "mem.h"

/* A row: written as a call, the formatter keeps it within the margin. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }

/* name, aliases, usage, help, function, needs, completion; sorted by name */
static const struct command commands[] = {
    ROW("alias", "", "/alias [name [text]]",
        "A command of your own: $1 $2- $* are its words, $nick and $room", command_alias, 0,
        COMPLETE_ALIAS),
    ROW("away", "", "/away [why]", "Say that you are away; again without words: you are back",
        command_away, COMMAND_ONLINE, COMPLETE_NONE),
    ROW("back", "", "/back", "You are back", command_back, COMMAND_ONLINE, COMPLETE_NONE),
    ROW("ban", "", "/ban [#room] [name or mask]",
        "Keep somebody out of the room; without a name, list who is", command_ban,
        COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("bind", "", "/bind [keys [action]] | -d keys | preset name",
        "What keys do: look, change; presets default, weechat, irssi, vi", command_bind, 0,
        COMPLETE_KEY),
    ROW("cancel", "", "/cancel [n|all]", "Stop getting or sending a file", command_cancel, 0,
        COMPLETE_USAGE),
    ROW("clear", "c", "/clear [-all|-unread]",
        "Clear the view, or all; nothing is deleted; -unread: it was read", command_clear, 0,
        COMPLETE_USAGE),
    ROW("close", "wc", "/close [room or name]",
        "Close a conversation, this one if none is named; a room is left too", command_close,
        COMMAND_PLACE, COMPLETE_CONV),
    ROW("connect", "access", "/connect [ircs://host:port/room]",
        "Connect to a server; without an address, ask for it", command_connect, 0, COMPLETE_SERVER),
    ROW("ctcp", "", "/ctcp name word [text]",
        "Ask somebody's program: VERSION, PING, TIME, CLIENTINFO", command_ctcp,
        COMMAND_ARGS | COMMAND_ONLINE, COMPLETE_NICK),
    ROW("cycle", "rejoin hop", "/cycle [#room] [why]", "Leave a room and enter it again",
        command_cycle, COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_ROOM),
    ROW("delete", "redact", "/delete [why]",
        "Delete what you said last here, or the picked message", command_delete, COMMAND_ONLINE,
        COMPLETE_NONE),
    ROW("deop", "", "/deop [#room] name ...", "Take operator rights", command_deop,
        COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("devoice", "", "/devoice [#room] name ...", "Take the right to speak in a moderated room",
        command_devoice, COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("disconnect", "", "/disconnect [why]", "Leave the server and stay in the program",
        command_disconnect, 0, COMPLETE_NONE),
    ROW("dnd", "", "/dnd", "Do not disturb: no notifications; once more: as before", command_dnd, 0,
        COMPLETE_NONE),
    ROW("doctor", "", "/doctor", "What works here and what does not: terminal, files, servers",
        command_doctor, 0, COMPLETE_NONE),
    ROW("edit", "", "/edit [text]", "Change what you said last, or the picked message",
        command_edit, COMMAND_PLACE, COMPLETE_NICK),
    ROW("exec", "", "/exec [-o] program words ...",
        "Run a program and show what it prints; -o: say it, once you have seen it", command_exec,
        COMMAND_ARGS | COMMAND_PLACE, COMPLETE_PATH),
    ROW("files", "file get_list_file", "/files [FOLDER|-room]",
        "Browse the server's files, or those that were posted here", command_files, COMMAND_ONLINE,
        COMPLETE_NONE),
    ROW("get", "download", "/get [n|NAME|URL [AS]|all]",
        "Get a file, by its number or name here, or by its address, or all posted here",
        command_get, COMMAND_PLACE, COMPLETE_FILE),
    ROW("help", "h", "/help [word]", "All commands and keys", command_help, 0, COMPLETE_COMMAND),
    ROW("highlight", "hilight", "/highlight [word or /expression/ or -word]",
        "Words that notify you beside your name: list, or add", command_highlight, 0,
        COMPLETE_NONE),
    ROW("history", "", "/history [-delete [room]]",
        "What was typed; -delete: what this machine keeps of a conversation goes; asks first",
        command_history, COMMAND_PLACE, COMPLETE_CONV),
    ROW("ignore", "", "/ignore [name or mask] [what] [#room]",
        "Hide what somebody does: all, messages, notices, invites, joins; lists whom",
        command_ignore, 0, COMPLETE_NICK),
    ROW("invite", "", "/invite name [#room]", "Invite somebody to the room", command_invite,
        COMMAND_ARGS | COMMAND_ONLINE, COMPLETE_NICK),
    ROW("join", "j", "/join #room [key]",
        "Enter a room, or make it; several with commas; alone: where you were asked in, or here again",
        command_join, COMMAND_ONLINE, COMPLETE_ROOM),
    ROW("kick", "", "/kick [#room] name [why]", "Remove somebody from the room", command_kick,
        COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("kickban", "kb", "/kickban [#room] name [why]",
        "Remove somebody from the room and keep them out", command_kickban,
        COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("leave", "part", "/leave [#room] [why]", "Leave the room; it stays readable", command_leave,
        COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_ROOM),
    ROW("list", "rooms", "/list [-lines] [pattern]", "Look through the server's rooms; Enter joins",
        command_list, COMMAND_ONLINE, COMPLETE_NONE),
    ROW("log", "", "/log export FILE",
        "Write all that was said here to a file; the setting logs.folder does so always",
        command_log, COMMAND_ARGS | COMMAND_PLACE, COMPLETE_PATH),
    ROW("me", "", "/me text", "Say what you do: * alice waves", command_me,
        COMMAND_ROWS | COMMAND_ARGS | COMMAND_PLACE, COMPLETE_NICK),
    ROW("mentions", "", "/mentions [text]", "All lines that spoke to you, in all rooms",
        command_mentions, 0, COMPLETE_NONE),
    ROW("mode", "", "/mode [#room] [modes]", "Show or change the modes of the room", command_mode,
        COMMAND_ONLINE, COMPLETE_NICK),
    ROW("msg", "m unicast", "/msg name text",
        "Write to somebody, also when they are away; it waits for them", command_msg,
        COMMAND_ROWS | COMMAND_ARGS | COMMAND_PLACE, COMPLETE_NICK),
    ROW("mute", "", "/mute [room or name]",
        "No more notifications from a room or somebody; it is dimmed", command_mute, COMMAND_PLACE,
        COMPLETE_CONV),
    ROW("names", "n get_users", "/names [part]", "Who is in this room", command_names, COMMAND_ROOM,
        COMPLETE_NICK),
    ROW("nick", "", "/nick name", "Change your name", command_nick, COMMAND_ARGS | COMMAND_ONLINE,
        COMPLETE_NONE),
    ROW("notice", "", "/notice name text",
        "Write what no program is to answer; @#room: to its operators", command_notice,
        COMMAND_ARGS | COMMAND_ONLINE, COMPLETE_NICK),
    ROW("notify", "", "/notify [all|mentions|none|usual]", "What of this conversation notifies you",
        command_notify, COMMAND_PLACE, COMPLETE_USAGE),
    ROW("op", "", "/op [#room] name ...", "Make somebody an operator of the room", command_op,
        COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("oper", "", "/oper [name [password]]",
        "Take up an operator's rights; then /msg Console help", command_oper, COMMAND_ONLINE,
        COMPLETE_NONE),
    ROW("pause", "", "/pause [n|all]", "Let a file wait, with what is there of it", command_pause,
        0, COMPLETE_USAGE),
    ROW("pin", "", "/pin [room or name]", "Keep a conversation at the top of the list", command_pin,
        COMMAND_PLACE, COMPLETE_CONV),
    ROW("query", "q dm", "/query name [text]", "Open a private conversation", command_query,
        COMMAND_ROWS | COMMAND_ARGS | COMMAND_PLACE, COMPLETE_NICK),
    ROW("queue", "", "/queue [drop n|edit n|send [n]]",
        "What waits to be sent: look, change, drop, send now", command_queue, 0, COMPLETE_USAGE),
    ROW("quit", "exit bye", "/quit [why]", "Leave the program", command_quit, 0, COMPLETE_NONE),
    ROW("quote", "raw", "/quote line", "Send a line to the server as it is", command_quote,
        COMMAND_ARGS | COMMAND_ONLINE, COMPLETE_NONE),
    ROW("react", "", "/react :emoji:", "React to the newest message, or the picked one",
        command_react, COMMAND_ARGS | COMMAND_ONLINE, COMPLETE_NONE),
    ROW("read", "", "/read [all]", "What is here was read; all: everywhere", command_read,
        COMMAND_PLACE, COMPLETE_NONE),
    ROW("reconnect", "", "/reconnect", "Connect anew, now", command_reconnect, COMMAND_PLACE,
        COMPLETE_NONE),
    ROW("recovery", "", "/recovery", "Get a new code that gives your name back if all else is lost",
        command_recovery, COMMAND_ONLINE, COMPLETE_NONE),
    ROW("reload", "", "/reload", "Read the file of settings anew", command_reload, 0,
        COMPLETE_NONE),
    ROW("reply", "r", "/reply [text]", "Answer the picked message, or who spoke to you last here",
        command_reply, COMMAND_ROWS | COMMAND_PLACE, COMPLETE_NICK),
    ROW("resume", "", "/resume [n|all]", "Go on with a file that is paused, or has failed",
        command_resume, 0, COMPLETE_USAGE),
    ROW("say", "broadcast boardcast", "/say text", "Say it here, even if it begins with a slash",
        command_say, COMMAND_ROWS | COMMAND_ARGS | COMMAND_PLACE, COMPLETE_NICK),
    ROW("search", "lastlog grep", "/search text [from: in: after: before: has:]",
        "Find what was said, anywhere and at any time; beginnings of words, lately also within",
        command_search, 0, COMPLETE_NONE),
    ROW("server", "", "/server [add|edit|remove|connect|list|cert] [name]",
        "Your servers: who is linked; add, change, forget one; cert make|FILE|none", command_server,
        0, COMPLETE_SERVER),
    ROW("set", "", "/set [name [value]]", "Change a setting; without a name, look through them",
        command_set, 0, COMPLETE_OPTION),
    ROW("switch", "buffer window win wg b", "/switch [number or text]",
        "Go to a conversation by its number or a few letters", command_switch, 0, COMPLETE_CONV),
    ROW("theme", "", "/theme [check|edit|save] [name]",
        "Change the colours; without a name, choose. check: can it be read? save, edit: a copy",
        command_theme, 0, COMPLETE_THEME),
    ROW("toggle", "", "/toggle name", "Turn a setting on or off", command_toggle, COMMAND_ARGS,
        COMPLETE_TOGGLE),
    ROW("topic", "t", "/topic [#room] [text]", "Show or set the topic; -clear removes it",
        command_topic, COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_TOPIC),
    ROW("transfers", "", "/transfers", "Files on their way: how far, how fast; pause, cancel",
        command_transfers, 0, COMPLETE_NONE),
    ROW("trust", "", "/trust", "Look at a certificate that was refused, and decide", command_trust,
        0, COMPLETE_NONE),
    ROW("unalias", "", "/unalias name", "Forget a command of your own", command_unalias,
        COMMAND_ARGS, COMPLETE_ALIAS),
    ROW("unban", "", "/unban [#room] mask", "Let somebody in again", command_unban,
        COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("unhighlight", "dehilight", "/unhighlight word", "Drop a word that notifies you",
        command_unhighlight, COMMAND_ARGS, COMPLETE_NONE),
    ROW("unignore", "", "/unignore name or mask", "Hear somebody again, also what was hidden",
        command_unignore, COMMAND_ARGS, COMPLETE_NICK),
    ROW("unmute", "", "/unmute [room or name]", "Notifications from it again", command_unmute,
        COMMAND_PLACE, COMPLETE_CONV),
    ROW("unpin", "", "/unpin [room or name]", "Let it stand among the others again", command_unpin,
        COMMAND_PLACE, COMPLETE_CONV),
    ROW("unreact", "", "/unreact [:emoji:]", "Take a reaction back, the last one if none is named",
        command_unreact, COMMAND_ONLINE, COMPLETE_NONE),
    ROW("unread", "", "/unread", "The newest message, or all from the picked one on, is unread",
        command_unread, COMMAND_PLACE, COMPLETE_NONE),
    ROW("unset", "", "/unset name", "Change a setting back to its default", command_unset,
        COMMAND_ARGS, COMPLETE_OPTION),
    ROW("upload", "send", "/upload PATH ...",
        "Send files to the server, and say here where they are", command_upload,
        COMMAND_ARGS | COMMAND_PLACE, COMPLETE_PATH),
    ROW("url", "urls", "/url [text]", "List the links that were said here, to open or copy",
        command_url, 0, COMPLETE_NONE),
    ROW("voice", "", "/voice [#room] name ...", "Let somebody speak in a moderated room",
        command_voice, COMMAND_ARGS | COMMAND_ONLINE | COMMAND_ROOM, COMPLETE_NICK),
    ROW("where", "", "/where", "Where you are, who is here, what is unread, the link, the time",
        command_where, 0, COMPLETE_NONE),
    ROW("who", "", "/who [name or #room]", "Who is in a room, or fits a mask, to pick from",
        command_who, COMMAND_ONLINE, COMPLETE_NICK),
    ROW("whois", "w wi", "/whois [name]", "What the server knows of somebody", command_whois,
        COMMAND_ONLINE, COMPLETE_NICK),
    ROW("whowas", "", "/whowas name", "What the server knew of somebody who left", command_whowas,
        COMMAND_ARGS | COMMAND_ONLINE, COMPLETE_NICK),
};

const struct command *command_table(size_t *n)
{
    *n = sizeof(commands) / sizeof(*commands);
    return commands;
}

char *command_help_text(const struct command *command)
{
    struct buf text = {0};
    buf_puts(&text, command->help);
    for (const char *alias = command->aliases; *alias; alias += strspn(alias, " ")) {
        int len = (int)strcspn(alias, " ");
        buf_printf(&text, "%s/%.*s", alias == command->aliases ? " (also " : ", ", len, alias);
        alias += len;
    }
    buf_puts(&text, *command->aliases ? ")" : "");
    return buf_detach(&text);
}

/* True if word is one of the aliases. */
static bool is_alias(const struct command *command, const char *word)
{
    size_t len = strlen(word);
    for (const char *alias = command->aliases; *alias;) {
        size_t size = strcspn(alias, " ");
        if (size == len && strncasecmp(alias, word, len) == 0)
            return true;
        alias += size + (alias[size] == ' ');
    }
    return false;
}

/* True if one of the aliases begins so. */
static bool begins_alias(const struct command *command, const char *word)
{
    for (const char *alias = command->aliases; *alias;) {
        if (strncasecmp(alias, word, strlen(word)) == 0)
            return true;
        alias += strcspn(alias, " ");
        alias += *alias == ' ';
    }
    return false;
}

static bool begins_name(const struct command *command, const char *word)
{
    return strncasecmp(command->name, word, strlen(word)) == 0;
}

static const struct command *find_begun(const char *word, bool *many,
                                        bool (*begins)(const struct command *, const char *))
{
    const struct command *found = NULL;
    *many = false;
    for (size_t i = 0; *word && i < sizeof(commands) / sizeof(*commands); i++) {
        if (!begins(&commands[i], word))
            continue;
        *many = found != NULL;
        found = &commands[i];
        if (*many)
            return NULL;
    }
    return found;
}

const struct command *command_find(const char *word, bool *many)
{
    *many = false;
    for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
        if (strcasecmp(commands[i].name, word) == 0 || is_alias(&commands[i], word))
            return &commands[i];
    }
    const struct command *found = find_begun(word, many, begins_name);
    return found || *many ? found : find_begun(word, many, begins_alias);
}

char *command_word(char **args)
{
    char *word = *args;
    if (!*word)
        return NULL;

    char *end = word + strcspn(word, " ");
    *args = end + strspn(end, " ");
    *end = '\0';
    return word;
}

bool command_names_room(const struct chat *chat, const char *args)
{
    if (*args == '#' || *args == '&' || !irc_is_room(args) || !chat->current)
        return *args == '#' || *args == '&';
    char *name = xstrndup(args, strcspn(args, " "));
    const struct conv *conv = chat_conv(chat, chat->current->network, name);
    free(name);
    return conv && conv->kind == CONV_ROOM;
}

struct conv *command_room(struct chat *chat, char **args)
{
    struct conv *here = chat->current;
    if (here && command_names_room(chat, *args)) {
        const char *name = command_word(args);
        struct conv *named = chat_conv(chat, here->network, name);
        if (!named)
            chat_complain(chat, "You are not in %s: /join %s first", name, name);
        return named;
    }
    if (!here || here->kind != CONV_ROOM) {
        chat_complain(chat, "This is no room: go to one first, or name it");
        return NULL;
    }
    return here;
}
