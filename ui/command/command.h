/*
 * command.h - the table of slash commands: names, arguments, help, completion.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "chat.h"

/* What Tab offers for an argument. */
enum complete_kind {
    COMPLETE_NONE,
    COMPLETE_NICK,
    COMPLETE_ROOM,
    COMPLETE_CONV, /* a room or a person that is in the list */
    COMPLETE_COMMAND,
    COMPLETE_THEME,
    COMPLETE_FILE,   /* posted here, or in the folder that was listed last */
    COMPLETE_PATH,   /* of this machine */
    COMPLETE_OPTION, /* a setting, then its value */
    COMPLETE_TOGGLE, /* a setting that can be turned */
    COMPLETE_KEY,    /* a key, then an action */
    COMPLETE_ALIAS,
    COMPLETE_SERVER,
    COMPLETE_TOPIC, /* the topic as it is, to be changed */
    COMPLETE_USAGE, /* the words between the | of the usage */
};

/* What a command needs; checked in one place, with the usage as the answer. */
enum command_flag {
    COMMAND_ARGS = 1 << 0,   /* at least one argument */
    COMMAND_ONLINE = 1 << 1, /* a server that is ready */
    COMMAND_ROOM = 1 << 2,   /* an open room, unless a room is named first */
    COMMAND_PLACE = 1 << 3,  /* a server that is known, linked or not */
    COMMAND_ROWS = 1 << 4    /* its text may have several rows; for others they become one */
};

/* args is what follows the word, without spaces around it; never NULL. Writable. */
typedef void command_fn(struct chat *chat, char *args);

struct command {
    const char *name;
    const char *aliases; /* with spaces, "" for none */
    const char *usage;   /* "/join #room [key]" */
    const char *help;    /* one line */
    command_fn *run;
    unsigned flags; /* enum command_flag */
    enum complete_kind complete;
};

/* All commands, sorted by name; static. */
const struct command *command_table(size_t *n);

/* Its help with its other names behind, "Enter a room (also /j)"; to free. */
char *command_help_text(const struct command *command);

/* By name, alias or unique prefix; NULL if none. *many is set when a prefix fits several. */
const struct command *command_find(const char *word, bool *many);

/* Does what was typed: a command, or text for the open conversation. False: it was refused and
 * should stay in the input. */
bool command_enter(struct chat *chat, const char *text);

/* A command of a list ("/away") is done; one that needs words waits for them in the input, and
 * what stood there is the newest of what Up brings back. */
void command_begin(struct chat *chat, const char *name);

/* May there be a password in what was typed here (NULL: nowhere)? Then it is kept on no disk. */
bool command_is_secret(const struct conv *here, const char *text);

/* /get without a word: the files that were posted here, else those of the server. */
void command_offer_posted(struct chat *chat);

/* Says which word of a command's usage is missing, and the usage. */
void command_lacks(struct chat *chat, const char *name);

/* The next word of args, cut off and stepped over; NULL if there is none. */
char *command_word(char **args);

/* True if args begin with a room, as people write one: '+' begins modes, unless it is one of ours.
 */
bool command_names_room(const struct chat *chat, const char *args);

/* The room that a command is for: named first in args (stepped over), else the open one; NULL with
 * a complaint. */
struct conv *command_room(struct chat *chat, char **args);

/* The list of what waits is open, and something changed: shows it anew. */
void command_queue_refresh(struct chat *chat);

/* ---- one row each in the table; files command_*.c ---- */
command_fn command_whowas, command_server, command_ignore, command_unignore;
command_fn command_dnd, command_exec, command_doctor, command_highlight, command_notify,
    command_unhighlight;
command_fn command_away, command_back, command_ban, command_cancel, command_clear, command_url,
    command_close, command_connect, command_delete, command_edit, command_deop, command_devoice,
    command_disconnect, command_files, command_get, command_help, command_history, command_log,
    command_invite, command_join, command_kick, command_leave, command_list, command_me,
    command_mode, command_msg, command_names, command_nick, command_op, command_oper, command_pause,
    command_query, command_react, command_read, command_reply, command_unreact, command_unread,
    command_queue, command_quit, command_quote, command_reconnect, command_recovery, command_resume,
    command_say, command_search, command_theme, command_topic, command_transfers, command_trust,
    command_unban, command_upload, command_voice, command_where, command_who, command_whois,
    command_mentions, command_mute, command_unmute, command_pin, command_unpin, command_switch,
    command_alias, command_unalias, command_bind, command_set, command_unset, command_toggle,
    command_reload, command_ctcp, command_cycle, command_kickban, command_notice;

#endif
