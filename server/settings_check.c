/* What one option cannot know of another. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address.h"
#include "irc_name.h"
#include "mem.h"
#include "operators.h"
#include "settings.h"

static int refuse(char **cause, const char *text)
{
    *cause = xstrdup(text);
    return -1;
}

static int check_words(const struct settings *settings, char **cause)
{
    if (!strchr(settings->name, '.') || strpbrk(settings->name, " :!@\t"))
        return refuse(cause, "name: must be one word with a dot in it, such as chat.example.org");
    if (!*settings->network || strchr(settings->network, ' '))
        return refuse(cause, "network: must be one word");
    if (settings_has(settings->default_room) && !irc_room_valid(settings->default_room))
        return refuse(cause, "default_room: must be a room's name, such as #lobby");
    return 0;
}

static int check_address(const struct settings *settings, const char *text, char **cause)
{
    struct address address;
    if (address_parse(&address, text, cause) < 0)
        return -1;
    bool readable = !address.tls && !address_is_private(&address) && !settings->plaintext;
    address_clear(&address);
    if (readable)
        *cause = xasprintf("%s: others could read along; listen on tls:%s, or set plaintext = yes "
                           "in [server]",
                           text, text);
    return readable ? -1 : 0;
}

static int check_addresses(const struct settings *settings, const struct conf_list *list,
                           char **cause)
{
    for (size_t i = 0; i < list->n; i++) {
        if (check_address(settings, list->items[i], cause) < 0)
            return -1;
    }
    return 0;
}

/* ---- [files] ---- */

static int check_folder(const char *key, const char *path, char **cause)
{
    struct stat info;
    if (stat(path, &info) < 0)
        *cause = xasprintf("%s: %s: %s", key, path, strerror(errno));
    else if (!S_ISDIR(info.st_mode))
        *cause = xasprintf("%s: %s: not a folder", key, path);
    else
        return 0;
    return -1;
}

/* "#room DIR" */
static int check_room_share(const char *text, char **cause)
{
    size_t len = strcspn(text, " ");
    char *room = xstrndup(text, len);
    const char *folder = text + len + strspn(text + len, " ");
    bool fits = irc_room_valid(room) && *folder;
    free(room);
    if (fits)
        return check_folder("room_share", folder, cause);
    *cause = xasprintf("room_share: %s: must be a room and a folder, such as #tea /srv/tea", text);
    return -1;
}

static int check_url(const char *url, char **cause)
{
    bool web = strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
    const char *host = web ? strstr(url, "://") + 3 : "";
    if (web && *host && *host != '/' && !strpbrk(url, " ?#\"<>\\\t"))
        return 0;
    *cause = xasprintf("url: %s: must be an address such as https://files.example.org", url);
    return -1;
}

static int check_files(const struct settings *settings, char **cause)
{
    const struct files_settings *files = &settings->files;
    for (size_t i = 0; i < files->room_share.n; i++) {
        if (check_room_share(files->room_share.items[i], cause) < 0)
            return -1;
    }
    if (settings_has(files->share) && check_folder("share", files->share, cause) < 0)
        return -1;
    if (settings_has(files->url) && check_url(files->url, cause) < 0)
        return -1;
    if (files->file_max > files->account_bytes)
        return refuse(cause, "file_max: more than account_bytes, so nobody could upload it");
    return check_addresses(settings, &files->listen, cause);
}

/* ---- [operators] ---- */

static bool is_listed(const struct conf_list *operators, size_t n, const char *line)
{
    const struct world_config config = {.operators = operators->items, .noperators = n};
    char *name = xstrndup(line, strcspn(line, ": "));
    bool listed = operators_are(&config, name);
    free(name);
    return listed;
}

/* Of two lines about one only the first would hold; a password for nobody would leave somebody
 * without one. */
static int check_operators(const struct settings *settings, char **cause)
{
    const struct conf_list *list = &settings->operators;
    const struct conf_list *passwords = &settings->operator_passwords;
    *cause = NULL;
    for (size_t i = 0; i < list->n && !*cause; i++) {
        *cause = operators_check(list->items[i]);
        if (!*cause && is_listed(list, i, list->items[i]))
            *cause = xasprintf("operator: %s: is listed twice", list->items[i]);
    }
    for (size_t i = 0; i < passwords->n && !*cause; i++) {
        const char *line = passwords->items[i];
        *cause = operators_check_password(line);
        if (!*cause && !is_listed(list, list->n, line))
            *cause = xasprintf("password in [operators]: %.*s is no operator",
                               (int)strcspn(line, " "), line);
    }
    return *cause ? -1 : 0;
}

/* ---- [log] ---- */

static int check_log(const char *path, char **cause)
{
    if (!settings_has(path) || access(path, W_OK) == 0)
        return 0;
    int error = errno;
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path + 1)) : xstrdup(".");
    bool fits = error == ENOENT && access(folder, W_OK) == 0;
    free(folder);
    if (!fits)
        *cause = xasprintf("file in [log]: %s: %s", path, strerror(error));
    return fits ? 0 : -1;
}

int settings_check(const struct settings *settings, char **cause)
{
    if (check_words(settings, cause) < 0 || check_operators(settings, cause) < 0 ||
        check_log(settings->log_file, cause) < 0)
        return -1;
    if (settings_has(settings->certificate) != settings_has(settings->key))
        return refuse(cause, "certificate and key in [tls]: set both or none");
    if (check_addresses(settings, &settings->listen, cause) < 0 || check_files(settings, cause) < 0)
        return -1;
    char *motd = settings_read_motd(settings, cause);
    bool readable = motd || !*cause;
    free(motd);
    return readable ? 0 : -1;
}
