#include "app_start.h"

#include <arpa/inet.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "connect_form.h"
#include "irc_name.h"
#include "look.h"
#include "mem.h"
#include "password.h"
#include "secret.h"
#include "servers_keep.h"
#include "state.h"
#include "url.h"

int app_open_files(struct app_files *files, char **cause)
{
    char *path = settings_data_path("archive.db", cause);
    if (!path)
        return -1;

    files->archive = archive_open(path, &files->warning, cause);
    files->secrets = files->archive ? settings_data_path("secrets", cause) : NULL;
    free(path);
    if (!files->secrets)
        return -1;
    files->known_servers = settings_data_path("known_servers", cause);
    files->sts = files->known_servers ? settings_data_path("sts", cause) : NULL;
    return files->sts ? 0 : -1;
}

void app_close_files(struct app_files *files)
{
    archive_close(files->archive);
    free(files->secrets);
    free(files->known_servers);
    free(files->sts);
    free(files->warning);
}

static bool no_colour_asked(void)
{
    const char *asked = getenv("NO_COLOR");
    return asked && *asked;
}

enum tty_colours app_colours(const struct chat *chat)
{
    static const enum tty_colours colours[] = {TTY_COLOURS_AUTO, TTY_COLOURS_NONE, TTY_COLOURS_16,
                                               TTY_COLOURS_256, TTY_COLOURS_RGB};
    return no_colour_asked() ? TTY_COLOURS_NONE : colours[chat->settings.colours];
}

int app_start_terminal(const struct app_options *options, const struct chat *chat, char **cause)
{
    if (options->linear || chat->settings.linear)
        return tty_start_lines(cause);
    return tty_start(app_colours(chat), cause);
}

void app_take_state(struct chat *chat, struct archive *archive, const char *theme)
{
    time_t seconds = (time_t)(chat->now_ms / 1000);
    struct tm local = {0};
    localtime_r(&seconds, &local);
    chat->utc_offset_s = (int)local.tm_gmtoff;
    xreplace(&chat->theme, "auto");
    if (archive)
        state_load(archive, chat);
    if (chat->settings.theme || theme)
        xreplace(&chat->theme, theme ? theme : chat->settings.theme);
    free(chat->theme_names);
    chat->theme_names = look_names();
}

/* ---- who and where ---- */

static bool answers(const struct sockaddr *address, socklen_t size)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = fd >= 0 && connect(fd, address, size) == 0;
    if (fd >= 0)
        close(fd);
    return connected;
}

/* A server on this machine: on loopback, or on its socket. NULL if none answers; to free. */
static char *find_local(void)
{
    struct sockaddr_in loopback = {.sin_family = AF_INET,
                                   .sin_port = htons(URL_PORT_PLAIN),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (answers((struct sockaddr *)&loopback, sizeof(loopback)))
        return xstrdup("127.0.0.1");

    const char *folder = getenv("XDG_RUNTIME_DIR");
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    char *path = xasprintf("%s/parlord.sock", folder ? folder : "");
    char *url = NULL;
    if (folder && strlen(path) < sizeof(local.sun_path)) {
        memcpy(local.sun_path, path, strlen(path) + 1);
        if (answers((struct sockaddr *)&local, sizeof(local)))
            url = xasprintf("unix:%s", path);
    }
    free(path);
    return url;
}

/* $USER as a name, or "guest": what is not allowed in a name is left out. */
static char *user_name(void)
{
    const char *user = getenv("USER");
    const struct passwd *entry = user && *user ? NULL : getpwuid(getuid());
    if (entry)
        user = entry->pw_name;
    char name[IRC_NICK_SIZE] = "";
    size_t len = 0;
    for (const char *c = user ? user : ""; *c && len < IRC_NICK_MAX; c++) {
        char one[3] = {'a', *c, '\0'};
        if (irc_nick_valid(one) && (len > 0 || (*c != '-' && !(*c >= '0' && *c <= '9'))))
            name[len++] = *c;
    }
    return xstrdup(irc_nick_valid(name) ? name : "guest");
}

/* The password that the user's program knows is for the server that is open first. Returns 0, or -1
 * with *cause. */
static int take_password(struct chat *chat, char **cause)
{
    const char *command = chat->settings.password_command;
    struct network *network = chat->current ? chat->current->network : NULL;
    if (!command || !*command || !network)
        return 0;
    char *server = xasprintf("%s:%d", network->host, network->port);
    setenv("PARLOR_SERVER", server, 1);
    setenv("PARLOR_NAME", network->want_nick, 1);
    free(server);
    char *password = password_by_command(command, cause);
    if (!password)
        return -1;
    secret_free(network->secret);
    network->secret = password;
    return 0;
}

/* To one that is named or here, or to the form. */
static int begin_one(struct chat *chat, const char *url, const char *name, char **cause)
{
    char *local = url ? NULL : find_local();
    int result = 0;
    if (url || local)
        result = connect_to(chat, url ? url : local, name, NULL, cause);
    else
        connect_form_open(chat, NULL, name,
                          "No server answers on this machine: run parlord here, or name one");
    free(local);
    return result;
}

/* What one is called at a server that is remembered; NULL: it is none; to free. */
static char *known_name(const struct chat *chat, const char *address)
{
    struct url url;
    char *cause = NULL;
    char *name = NULL;
    if (address && url_parse(&url, address, &cause) == 0) {
        const struct network *network = connect_known(chat, &url);
        name = network ? xstrdup(network->want_nick) : NULL;
        url_clear(&url);
    }
    free(cause);
    return name;
}

int app_begin_talk(struct chat *chat, const struct app_options *options, struct archive *archive,
                   char **cause)
{
    const char *wanted = options->name ? options->name : chat->settings.name;
    wanted = wanted && *wanted ? wanted : NULL;
    char *name = wanted ? xstrdup(wanted) : user_name();
    /* Who is named on the command line is called so there, and elsewhere as before. */
    const char *elsewhere = options->url ? NULL : wanted;
    int result = 0;
    if (!irc_nick_valid(name)) {
        *cause = xasprintf("\"%s\" is no name: 1 to %d letters, digits or _-[]\\^{}|`, not first "
                           "a digit or -",
                           name, IRC_NICK_MAX);
        result = -1;
    } else if (!archive || servers_load(archive, chat, elsewhere) == 0 || options->url) {
        char *known = wanted ? NULL : known_name(chat, options->url);
        result = begin_one(chat, options->url, known ? known : name, cause);
        free(known);
    }
    if (result == 0)
        result = take_password(chat, cause);
    for (struct network *network = chat->networks; network; network = network->next)
        if (chat->settings.realname)
            xreplace(&network->realname, chat->settings.realname);
    free(name);
    return result;
}
