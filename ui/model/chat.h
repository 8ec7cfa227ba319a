/*
 * chat.h - the whole client as data: networks, conversations, the open one,
 * the line being typed, the open dialog, and what changed.
 *
 * The model calls nobody. What it wants of the world outside (connect, bell,
 * suspend ...) it leaves as wishes, which the program grants at the end of the
 * turn.
 */
#ifndef CHAT_H
#define CHAT_H

#include <stdbool.h>
#include <stdint.h>

#include "alias_list.h"
#include "binds.h"
#include "change.h"
#include "choices.h"
#include "conv.h"
#include "dialog.h"
#include "edit.h"
#include "network.h"
#include "notify.h"
#include "option.h"
#include "pointed.h"
#include "recall.h"
#include "seek.h"
#include "transfer.h"
#include "visited.h"

/* What the program is asked to do at the end of the turn. */
enum wish {
    WISH_QUIT = 1 << 0,
    WISH_BELL = 1 << 1,
    WISH_SUSPEND = 1 << 2,
    WISH_REDRAW = 1 << 3,
    WISH_THEME = 1 << 4,    /* chat->theme was set */
    WISH_COPY = 1 << 5,     /* chat->copy goes to the clipboard */
    WISH_OPEN = 1 << 6,     /* chat->open_url is to be opened */
    WISH_EDITOR = 1 << 7,   /* chat->edit or chat->edit_path: the user's own program */
    WISH_SETTINGS = 1 << 8, /* a setting changed, or there is something in chat->unsaved */
    WISH_RELOAD = 1 << 9,   /* the file of settings is to be read anew */
    WISH_EXEC = 1 << 10     /* chat->exec is to be run */
};

/* Hints for newcomers, in their order on the screen; kept from start to start. */
enum hint { HINT_FIND = 1 << 0, HINT_LEAD = 1 << 1, HINT_HELP = 1 << 2 };

/* How the list of conversations is ordered, within rooms and people: by hand, the last to be spoken
 * in first, by name. */
enum room_order { ROOM_ORDER_FIXED, ROOM_ORDER_ACTIVITY, ROOM_ORDER_NAME };

/* What is shown of joins and leaves: one row, in which those who said nothing are only counted; one
 * row; a row for each; nothing. */
enum joins { JOINS_SMART, JOINS_FOLD, JOINS_ALL, JOINS_NONE };

/* "9:14", "9:14:05", "9:14am", none. */
enum time_format { TIME_24H, TIME_SECONDS, TIME_12H, TIME_OFF };

/* Settings of the user: the program's table (option.h) says what may be in them, and frees what is
 * owned. */
struct chat_settings {
    char *name;                  /* to be called; NULL: $USER; owned */
    char *realname;              /* NULL: the name; owned */
    char *password_command;      /* NULL: none; owned */
    int colours;                 /* index into "auto|none|16|256|rgb" */
    bool show_rooms, show_users; /* F7, F8; narrow screens hide them anyway */
    int rooms_cols, users_cols;  /* as wide as they are to be: the layout sees that they fit */
    int room_order;              /* enum room_order */
    bool mouse;                  /* is for us, not for the terminal */
    bool markdown;               /* *bold* and the like become codes */
    bool bell;
    bool linear;           /* line by line, as the program was started */
    bool do_not_disturb;   /* nothing is news */
    bool notify_focused;   /* what is said where one looks is news too */
    char *highlight;       /* words that call us beside our name (highlight_words.h); owned */
    char *ignored;         /* whom one does not want to hear (ignore.h); NULL: nobody; owned */
    char *news_command;    /* is run for news; NULL: none; owned */
    int news_terminal;     /* index into "auto|off|9|777|99" */
    bool typing;           /* tells others that one types */
    bool tmux_passthrough; /* what is for the terminal behind tmux is wrapped for it */
    bool exec;             /* /exec may run programs */
    bool quick_edit;       /* s/a/b/ changes what was said last */
    int joins;             /* enum joins */
    int joins_minutes;  /* who said nothing so long before leaving or after joining is not named */
    int time_format;    /* enum time_format */
    bool compact_names; /* names stand before what was said, in no column of their own */
    bool hyperlinks;    /* the terminal is told where links lead */
    char *opener;       /* what opens links: a program and its words; owned */
    char *theme;        /* a name, or "auto", or "auto NAME"; NULL: as the last time; owned */
    int text_cols_max;  /* 100 */
    int lines_max;      /* kept per conversation */
    char *log_folder;   /* of readable logs; NULL: there are none; owned */
    int keep_days;      /* what is older goes from the archive; 0: nothing does */
    char *downloads;    /* folder, %n own name, %s server (transfer_folder); owned */
    size_t confirm_above; /* bytes; asks before it gets more; 0: never */
    int transfers_at_once;
    size_t speed_limit; /* bytes a second of one transfer; 0: none */
};

/* The program that /exec runs, one at a time; its room is where it was typed. */
struct exec {
    char *command;                 /* NULL: none runs; owned */
    const struct network *network; /* may have gone: only to be compared */
    char *room;                    /* owned */
    bool offered;                  /* what it prints is to be said, once it was looked at */
};

/* The file browser, while it is open and when it opens again (ui/command/browse). */
enum browse_sort { BROWSE_BY_NAME, BROWSE_BY_SIZE, BROWSE_BY_TIME, BROWSE_SORTS };

struct browsing {
    struct network *network; /* may have gone: only to be compared */
    enum browse_sort sort;
    char *room;                      /* its posted files are shown; NULL: a folder; owned */
    char *pick;                      /* the row to be chosen when it is there; NULL; owned */
    void (*back)(struct chat *chat); /* where the question for a file leads back to; NULL */
};

/* Who gets the keys: FOCUS_PICK is a message of the open conversation (pick.h), the last two are
 * the lists beside it. */
enum focus { FOCUS_INPUT, FOCUS_PICK, FOCUS_ROOMS, FOCUS_USERS, FOCUS_FIND };

/* The lists beside the messages: where the keyboard is in them, how far they are scrolled. */
struct side {
    struct edit *filter; /* what was typed while a list has the focus; owned */
    const void *room;    /* the conversation or network that is picked: only to be compared */
    char *nick;          /* the person that is picked; NULL; owned */
    bool rooms_scrolled; /* by the wheel: else the open one is shown */
    size_t rooms_top, users_top;
    enum point_pane dragged;    /* the border that is; POINT_NOWHERE for none */
    int rooms_rows, users_rows; /* of the panes, as last laid out; 0: not shown */
};

enum theme_deed { THEME_NOTHING, THEME_CHECK, THEME_SAVE, THEME_EDIT };

/* What the program is to do with the file of a theme. */
struct theme_work {
    enum theme_deed deed;
    char *name; /* NULL: the one in use; owned */
};

struct chat {
    struct network *networks; /* utlist DL */
    struct conv
        *convs; /* utlist DL, in the order of the list: rooms, people, consoles, per network */
    struct conv *current; /* never NULL once there is a network */
    struct conv *last;    /* the one before */
    struct visited visited;
    struct conv *home;         /* where going through what is unread began; NULL */
    const struct conv *hopped; /* where that led last: only to be compared */
    uint64_t mention;          /* serial of the line that speaks to us and was shown last; 0 */
    unsigned changed;          /* enum change */
    unsigned wishes;           /* enum wish */
    struct chat_settings settings;
    struct options options;      /* the table of all settings, lent */
    struct conf_changes unsaved; /* what the file does not say yet */
    char *theme;                 /* name; owned */
    struct theme_work theme_work;
    char *theme_names; /* those that there are, with spaces; set by the program; owned */
    char *edit_path;   /* for WISH_EDITOR: a file, and not what is typed; NULL; owned */
    struct edit *edit; /* the input of the open conversation */
    struct recall *recall;
    struct choices choices; /* what could be typed; empty when no completion is going on */
    struct usage usage;     /* the command being typed */
    struct dialog *dialog;  /* NULL for none */
    struct transfers transfers;
    struct seek seek; /* what the user looks for, and jumps to */
    struct browsing browsing;
    enum directory_order directory_order; /* of rooms in /list */
    int64_t directory_ms;                 /* monotonic: when that list was made */
    struct exec exec;
    char *recent_emoji;            /* with blanks, the one that was used last first; NULL; owned */
    char *paste;                   /* what was pasted, while it is looked at; NULL; owned */
    char *copy;                    /* for WISH_COPY; owned */
    char *open_url;                /* for WISH_OPEN; owned */
    struct news news;              /* to be told */
    struct highlight_words *words; /* settings.highlight as it is looked for; NULL; owned */
    char *words_text;              /* what they were made of; owned */
    char *ignored;                 /* settings.ignored as lines are flagged by it; NULL; owned */
    char *notice;                  /* the line above the input: hint, error, answer; NULL; owned */
    bool notice_bad;               /* it is an error */
    enum focus focus;
    struct side side;
    bool bare;   /* the copy view: text only, for the terminal to select in */
    bool leader; /* Esc or C-x was pressed: the next key is an Alt key */
    char *chord; /* keys of a chord so far, "C-x"; NULL; owned */
    struct binds binds;
    struct key_names key_names;
    struct aliases aliases;
    bool focused;       /* the terminal has the focus, as far as we know */
    bool keeps;         /* what waits to be sent outlives the program; set by it */
    unsigned presses;   /* of keys, so far */
    unsigned quit_hint; /* the one after which it was said how to leave; 0 */
    bool quit_asked;    /* /quit said what still waits: the next one leaves */
    bool verbatim;      /* what is said now stays as it is, signs of markup too */
    bool reveal;        /* the picked line is to be seen: the program scrolls to it */
    bool normal;        /* the preset vi: letters are commands */
    int64_t now_ms;     /* wall; set by the program each turn */
    int64_t mono_ms;
    int utc_offset_s;    /* for showing times; set by the program */
    unsigned hints_used; /* enum hint: those that are gone */
    int rows, cols;      /* of the screen */
    int scroll_rows; /* asked for: the program scrolls (it knows wrapping) at the end of the turn;
                        up is negative */
    int page_rows; /* rows of the message pane, as last laid out; set by the view layer's caller */
};

/* So many servers may be open. */
#define NETWORKS_MAX 16

/* Is there no room for more than what matters most in a list? */
#define CHAT_NARROW_COLS 70

/* Up to so many nothing stands beside the messages. */
#define CHAT_SMALL_COLS 50
bool chat_is_narrow(const struct chat *chat);

/* Columns of a list beside the messages that is to be so wide, on a screen of so many: between the
 * least that says something and a third of it. */
int chat_side_cols(int asked, int screen_cols);

/* An empty client; chat_free() frees all that is in it. */
struct chat *chat_new(void);
void chat_free(struct chat *chat);

/* Adds a network (taken over) and opens its console if nothing is open. */
void chat_add_network(struct chat *chat, struct network *network);

/* The network at that address if it is still there, else NULL. */
struct network *chat_network(const struct chat *chat, const void *network);

/* Forgets a network and all that belongs to it; another one's conversation is open. */
void chat_drop_network(struct chat *chat, struct network *network);

/* The conversation of that name, or NULL; made (and put in its place in the list) if it was not
 * there. */
struct conv *chat_conv(const struct chat *chat, const struct network *network, const char *name);
struct conv *chat_conv_make(struct chat *chat, struct network *network, const char *name);

/* Clears the view of a conversation: older lines come back only when they are asked for. */
void chat_clear(struct chat *chat, struct conv *conv);

/* Forgets a conversation; the one next to it opens. Consoles stay. */
void chat_close(struct chat *chat, struct conv *conv);

/* Puts a conversation that is not in the list in its place; puts all anew, when the order is
 * another one. */
void chat_place(struct chat *chat, struct conv *conv);
void chat_order(struct chat *chat);

/* How many lines are kept of each conversation was set: more go, or fewer may stay. */
void chat_limit_lines(struct chat *chat);

/* Something was said: in the order of activity, the conversation goes up. */
void chat_stir(struct chat *chat, struct conv *conv);

/* Keeps a conversation at the top, or no more. */
void chat_pin(struct chat *chat, struct conv *conv, bool pinned);

/* Swaps it with its like above (-1) or below (1); false if there is none. */
bool chat_move(struct chat *chat, struct conv *conv, int by);

/* Opens the one that was open before (-1), or after it (1), as a browser does; false at the end. */
bool chat_revisit(struct chat *chat, int by);

/* Gives the keys to a list, the messages or the input; what was typed to filter is forgotten. */
void chat_focus(struct chat *chat, enum focus focus);

/* Opens a conversation: keeps the draft of the old one, reads the new one, places its "new since"
 * line. */
void chat_open(struct chat *chat, struct conv *conv);

/* Someone is called otherwise: their conversation too, unless there is one of that name. */
void chat_rename(struct chat *chat, struct conv *conv, const char *name);

/* The network is called otherwise, and so is its console; with its address where another one is
 * called so. */
void chat_name_network(struct chat *chat, struct network *network, const char *name);

/* Where answers of a network are shown: the open conversation if it is there, else its console. */
struct conv *chat_here(const struct chat *chat, const struct network *network);

/* The n-th of the list, from 1; NULL if there are fewer. */
struct conv *chat_nth(const struct chat *chat, int n);

/* The next one worth reading: mentions first, then private messages, then unread; NULL if all is
 * read. */
struct conv *chat_next_unread(const struct chat *chat);

/*
 * Adds a line to a conversation: counts unread and mentions, follows or stays,
 * marks what changed. Returns the serial, 0 if it was there already. The text
 * is sanitised here.
 */
uint64_t chat_add_line(struct chat *chat, struct conv *conv, const struct line *line);

/* The time that a line of our own making gets: the server's now, and never before the newest. */
int64_t chat_stamp(const struct chat *chat, const struct conv *conv);

/* What was said with this msgid is gone, here and, if it is not here, on the disk; text says who
 * took it away. */
void chat_redact(struct chat *chat, struct conv *conv, const char *msgid, const char *text);

/* What was said with this msgid has another text now, here and on the disk (msgid, kind, text of
 * edit count). */
void chat_edit_line(struct chat *chat, struct conv *conv, const struct line *edit);

/* A line of our own making in a conversation (LINE_INFO or LINE_ERROR). */
void chat_info(struct chat *chat, struct conv *conv, enum line_kind kind, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The line above the input. */
void chat_notice(struct chat *chat, const char *format, ...) __attribute__((format(printf, 2, 3)));
void chat_complain(struct chat *chat, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A hint or an answer was read by then. */
void chat_settle(struct chat *chat);

/* The open conversation is read around a line, with so many rows below it; less, if the line has
 * many, or the newest are seen then. */
void chat_stand_at(struct chat *chat, size_t index, int rows_below);

/* The newest of the open conversation is seen, and what comes. */
void chat_follow(struct chat *chat);

/* Everything up to now in conv is read. True if that is news that the server should hear. */
bool chat_mark_read(struct chat *chat, struct conv *conv);

/* Everything from that time on is unread again, for this program only, until the conversation is
 * opened anew or chat_release() says so. */
void chat_mark_unread(struct chat *chat, struct conv *conv, int64_t time_ms);
void chat_release(struct conv *conv);

/* Counts anew what is unread, when lines came in some other way than by chat_add_line(). */
void chat_recount(struct chat *chat, struct conv *conv);

/* Another device read up to then. */
void chat_read_elsewhere(struct chat *chat, struct conv *conv, int64_t read_ms);

/* Opens a dialog (taken over), closing the one that was open. NULL closes. */
void chat_dialog(struct chat *chat, struct dialog *dialog);

/* Opens a dialog over the one that is open, which comes back when this one closes. */
void chat_dialog_over(struct chat *chat, struct dialog *dialog);

#endif
