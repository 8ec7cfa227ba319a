#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alias.h"
#include "buf.h"
#include "chat.h"
#include "conf.h"
#include "conf_file.h"
#include "keymap_user.h"
#include "mem.h"
#include "own_file.h"

#define AT(field) offsetof(struct chat_settings, field)

/* A row: written as a call, the formatter keeps it within the margin. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }

/* section, key, type, field, default, min, max, choices, help */
static const struct conf_option options[] = {
    ROW("user", "name", CONF_STRING, AT(name), NULL, 0, 0, NULL,
        "What to be called, from the next start on (/nick: now); else $USER"),
    ROW("user", "realname", CONF_STRING, AT(realname), NULL, 0, 0, NULL,
        "What /whois shows as your name, from the next start on"),
    ROW("user", "password_command", CONF_STRING, AT(password_command), NULL, 0, 0, NULL,
        "Program, with its words, that prints your password, as: pass show chat; it is told "
        "PARLOR_SERVER and PARLOR_NAME"),
    ROW("ui", "linear", CONF_BOOL, AT(linear), "no", 0, 0, NULL,
        "Tell line by line what happens, for screen readers; from the next start on"),
    ROW("ui", "markdown", CONF_BOOL, AT(markdown), "yes", 0, 0, NULL,
        "Make *bold* _italic_ ~strike~ and `code` of what you type"),
    ROW("ui", "typing", CONF_BOOL, AT(typing), "yes", 0, 0, NULL,
        "Tell others that you are typing, where the server relays it"),
    ROW("ui", "quick_edit", CONF_BOOL, AT(quick_edit), "no", 0, 0, NULL,
        "Take s/teh/the/ as a change of what you said last"),
    ROW("ui", "exec", CONF_BOOL, AT(exec), "no", 0, 0, NULL,
        "Let /exec run programs of this machine, to show or say what they print"),
    ROW("ui", "tmux_passthrough", CONF_BOOL, AT(tmux_passthrough), "no", 0, 0, NULL,
        "Wrap what is for the terminal behind tmux; its allow-passthrough must be on"),
    ROW("ui", "joins", CONF_CHOICE, AT(joins), "smart", 0, 0, "smart|fold|all|none",
        "Joins and leaves: smart names of many people only who spoke, fold makes them one row, all, none"),
    ROW("ui", "joins_minutes", CONF_INT, AT(joins_minutes), "10", 1, 1440, NULL,
        "Who spoke within so many minutes is named by ui.joins = smart"),
    ROW("ui", "time_format", CONF_CHOICE, AT(time_format), "24h", 0, 0, "24h|seconds|12h|off",
        "Times before what was said"),
    ROW("ui", "compact_names", CONF_BOOL, AT(compact_names), "no", 0, 0, NULL,
        "Let text begin behind each name instead of in a column"),
    ROW("ui", "hyperlinks", CONF_BOOL, AT(hyperlinks), "yes", 0, 0, NULL,
        "Tell the terminal where links lead, so that it can open them"),
    ROW("ui", "opener", CONF_STRING, AT(opener), "xdg-open", 0, 0, NULL,
        "Program, with its words, that opens links"),
    ROW("ui", "theme", CONF_STRING, AT(theme), NULL, 0, 0, NULL,
        "Colours: a name, auto, or auto NAME for it or its twin by the terminal's ground"),
    ROW("ui", "bell", CONF_BOOL, AT(bell), "yes", 0, 0, NULL,
        "Ring the terminal's bell when somebody speaks to you"),
    ROW("ui", "text_columns", CONF_INT, AT(text_cols_max), "100", 20, 1000, NULL,
        "Columns that a message takes at the most"),
    ROW("ui", "rooms_width", CONF_INT, AT(rooms_cols), "17", 8, 60, NULL,
        "Columns of the list of rooms; the mouse drags its border"),
    ROW("ui", "users_width", CONF_INT, AT(users_cols), "14", 8, 60, NULL,
        "Columns of the list of people; the mouse drags its border"),
    ROW("ui", "room_order", CONF_CHOICE, AT(room_order), "fixed", 0, 0, "fixed|activity|name",
        "How rooms are ordered: by hand, the last to be spoken in first, by name"),
    ROW("ui", "mouse", CONF_BOOL, AT(mouse), "yes", 0, 0, NULL,
        "Take clicks and the wheel; with Shift they are the terminal's"),
    ROW("ui", "keep_days", CONF_INT, AT(keep_days), "0", 0, 36500, NULL,
        "Forget on this machine what was said longer ago; 0 keeps all"),
    ROW("ui", "scrollback", CONF_INT, AT(lines_max), "100000", 100, 10000000, NULL,
        "Lines of each conversation that are kept in memory; the disk has the others"),
    ROW("ui", "colours", CONF_CHOICE, AT(colours), "auto", 0, 0, "auto|none|16|256|rgb",
        "How many colours to use"),
    ROW("notify", "words", CONF_STRING, AT(highlight), NULL, 0, 0, NULL,
        "Words that call you beside your name: deploy, release*, /build [0-9]+/, -builder"),
    ROW("notify", "do_not_disturb", CONF_BOOL, AT(do_not_disturb), "no", 0, 0, NULL,
        "Neither ring nor tell of anything; mentions are counted all the same"),
    ROW("notify", "focused", CONF_BOOL, AT(notify_focused), "no", 0, 0, NULL,
        "Tell also of what is said in the room that you look at"),
    ROW("notify", "terminal", CONF_CHOICE, AT(news_terminal), "auto", 0, 0, "auto|off|9|777|99",
        "Let the terminal show news on the desktop, by which OSC; auto: where it is known to"),
    ROW("notify", "command", CONF_STRING, AT(news_command), NULL, 0, 0, NULL,
        "Program to run for news, with title and text behind it: notify-send -a parlor"),
    ROW("logs", "folder", CONF_STRING, AT(log_folder), NULL, 0, 0, NULL,
        "Folder for logs that people can read; parlor remembers everything without it too"),
    ROW("people", "ignored", CONF_STRING, AT(ignored), NULL, 0, 0, NULL,
        "Whom you do not hear: names or masks, each with ,joins and the like, and ,#room"),
    ROW("files", "downloads", CONF_STRING, AT(downloads), "~/Downloads/parlor", 0, 0, NULL,
        "Folder for files that you get; %n is your name, %s the server's"),
    ROW("files", "confirm_above", CONF_SIZE, AT(confirm_above), "0", 0, 0, NULL,
        "Ask before files larger than this, and half-way again; 0 never asks"),
    ROW("files", "transfers_at_once", CONF_INT, AT(transfers_at_once), "2", 1, 20, NULL,
        "Files that move at the same time; others wait"),
    ROW("files", "speed_limit", CONF_SIZE, AT(speed_limit), "0", 0, 0, NULL,
        "Bytes a second that one file may take, as 500k; 0 is no limit"),
};
#define NOPTIONS (sizeof(options) / sizeof(*options))

/* What files of earlier versions may say. */
static const struct conf_renamed renamed[] = {
    {"ui", "fold_joins", "ui.joins"},
};
#define NRENAMED (sizeof(renamed) / sizeof(*renamed))

static char *path_in(const char *variable, const char *otherwise, const char *name)
{
    const char *base = getenv(variable);
    if (base && *base == '/')
        return xasprintf("%s/parlor/%s", base, name);
    const char *home = getenv("HOME");
    return xasprintf("%s/%s/parlor/%s", home ? home : "", otherwise, name);
}

char *settings_config_path(const char *name)
{
    return path_in("XDG_CONFIG_HOME", ".config", name);
}

char *settings_data_path(const char *name, char **cause)
{
    char *path = path_in("XDG_DATA_HOME", ".local/share", name);
    if (own_file_make_folders(path) == 0)
        return path;
    *cause = xasprintf("%s: cannot be made: %s", path, strerror(errno));
    free(path);
    return NULL;
}

void settings_lend(struct chat *chat)
{
    chat->options = (struct options){options, NOPTIONS};
}

/* The file that was named, or the usual one; to free. */
static char *path_of(const char *file)
{
    return file ? xstrdup(file) : settings_config_path("parlor.conf");
}

/* What a file says besides the options. */
struct own {
    struct binds binds;
    struct aliases aliases;
};

static int read_own(void *arg, const char *section, const char *key, const char *value,
                    char **cause)
{
    struct own *own = arg;
    return strcmp(section, "keys") == 0 ? keymap_read_pair(&own->binds, key, value, cause)
                                        : alias_read_pair(&own->aliases, key, value, cause);
}

static void take(struct chat *chat, struct chat_settings *fresh, struct own *own)
{
    conf_move(options, NOPTIONS, &chat->settings, fresh);
    binds_clear(&chat->binds);
    chat->binds = own->binds;
    aliases_clear(&chat->aliases);
    chat->aliases = own->aliases;
    *own = (struct own){0};
    keymap_changed(chat);
}

int settings_read(struct chat *chat, const char *file, char **cause)
{
    struct chat_settings fresh = {0};
    struct own own = {0};
    struct conf_target target = {options, NOPTIONS, &fresh, renamed, NRENAMED};
    struct conf_more more = {"keys|aliases", read_own, &own};
    char *path = path_of(file);
    int result = 0;
    conf_defaults(options, NOPTIONS, &fresh);
    if (file || access(path, F_OK) == 0)
        result = conf_read_more(&target, &more, path, cause);
    if (result == 0)
        take(chat, &fresh, &own);
    conf_clear(options, NOPTIONS, &fresh);
    binds_clear(&own.binds);
    aliases_clear(&own.aliases);
    free(path);
    return result;
}

/* All that the file says, as one text. */
static char *picture(const struct chat *chat)
{
    struct buf text = {0};
    for (size_t i = 0; i < NOPTIONS; i++) {
        char *value = conf_text(&options[i], &chat->settings);
        buf_printf(&text, "%s\n", value);
        free(value);
    }
    for (size_t i = 0; i < chat->binds.n; i++)
        buf_printf(&text, "%s %s %s\n", chat->binds.items[i].context, chat->binds.items[i].key,
                   chat->binds.items[i].action);
    buf_printf(&text, "%s\n", chat->binds.preset ? chat->binds.preset : "");
    for (size_t i = 0; i < chat->aliases.n; i++)
        buf_printf(&text, "%s %s\n", chat->aliases.items[i].name, chat->aliases.items[i].text);
    return buf_detach(&text);
}

int settings_read_again(struct chat *chat, const char *file, bool *news, char **cause)
{
    char *before = picture(chat);
    int result = settings_read(chat, file, cause);
    char *after = picture(chat);
    *news = strcmp(before, after) != 0;
    chat->changed |= *news ? CHANGE_ALL : 0;
    free(before);
    free(after);
    return result;
}

char *settings_path(const char *file)
{
    char *path = path_of(file);
    char *real = realpath(path, NULL);
    if (!real)
        return path;
    free(path);
    return real;
}

int settings_save(struct chat *chat, const char *file, char **cause)
{
    char *path = path_of(file);
    /* Without a folder the file says what is wrong. */
    (void)own_file_make_folders(path);
    int result = conf_file_change(path, &chat->unsaved, cause);
    conf_changes_clear(&chat->unsaved);
    free(path);
    return result;
}
