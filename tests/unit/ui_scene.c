#include "ui_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "irc_name.h"
#include "keymap.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "utf8.h"

static void take_output(struct scene *scene)
{
    struct buf *out = &scene->network->out;
    buf_append(&scene->written, buf_text(out), out->len);
    buf_reset(out);
}

int scene_offline(void **state)
{
    secret_init();
    struct scene *scene = xnew(struct scene);
    scene->chat = chat_new();
    scene->chat->now_ms = SCENE_START_MS;
    scene->chat->mono_ms = 1000000;
    scene->network = network_new("irc.example.org", 6697, true, "alice");
    chat_add_network(scene->chat, scene->network);
    *state = scene;
    return 0;
}

int scene_plain(void **state)
{
    scene_offline(state);
    struct scene *scene = *state;
    handle_connected(scene->chat, scene->network);
    server_says(scene, ":irc.example.org 421 alice CAP :Unknown command");
    server_says(scene, ":irc.example.org 001 alice :Welcome alice");
    server_says(scene, ":irc.example.org 422 alice :No MOTD");
    server_says(scene, ":irc.example.org PONG irc.example.org :parlor");
    scene_forget(scene);
    return 0;
}

int scene_modern(void **state)
{
    static const char caps[] =
        "message-tags server-time echo-message labeled-response batch standard-replies account-tag "
        "account-notify extended-join away-notify multi-prefix invite-notify setname cap-notify "
        "draft/chathistory draft/event-playback draft/message-redaction draft/read-marker";
    scene_offline(state);
    struct scene *scene = *state;
    handle_connected(scene->chat, scene->network);
    server_says(scene, ":irc.example.org CAP * LS :%s", caps);
    server_says(scene, ":irc.example.org CAP alice ACK :%s", caps);
    server_says(scene, ":irc.example.org 001 alice :Welcome alice");
    server_says(scene, ":irc.example.org 005 alice CHATHISTORY=100 PREFIX=(qov)~@+ "
                       "CHANMODES=beI,k,l,imnst :are supported by this server");
    server_says(scene, ":irc.example.org 422 alice :No MOTD");
    server_says(scene, ":irc.example.org PONG irc.example.org :parlor");
    server_says(scene, ":irc.example.org BATCH +t draft/chathistory-targets");
    server_says(scene, ":irc.example.org BATCH -t");
    scene_forget(scene);
    return 0;
}

int scene_end(void **state)
{
    struct scene *scene = *state;
    chat_free(scene->chat);
    buf_clear(&scene->written);
    free(scene);
    return 0;
}

void server_says(struct scene *scene, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *line = xvasprintf(format, args);
    va_end(args);
    handle_line(scene->chat, scene->network, line);
    free(line);
}

void server_reads(struct scene *scene)
{
    take_output(scene);
    const char *ping = strstr(buf_text(&scene->written), "PING q");
    while (ping) {
        unsigned long number = strtoul(ping + strlen("PING q"), NULL, 10);
        server_says(scene, ":irc.example.org PONG irc.example.org :q%lu", number);
        size_t at = (size_t)(ping - buf_text(&scene->written)) + 1;
        take_output(scene);
        ping = strstr(buf_text(&scene->written) + at, "PING q");
    }
}

void types(struct scene *scene, const char *text)
{
    size_t len = strlen(text);
    for (size_t size; len > 0; text += size, len -= size) {
        size = utf8_cluster(text, len);
        char *one = xstrndup(text, size);
        bool enter = *one == '\n';
        keymap_press(scene->chat,
                     &(struct key){.code = enter ? PRESS_ENTER : PRESS_CHAR, .text = one});
        free(one);
    }
}

/* The next line that was written, without CR LF; NULL if there is none. To free. */
static char *next_line(struct scene *scene)
{
    take_output(scene);
    const char *text = buf_text(&scene->written);
    const char *end = strstr(text, "\r\n");
    if (!end)
        return NULL;
    char *line = xstrndup(text, (size_t)(end - text));
    buf_consume(&scene->written, (size_t)(end - text) + 2);
    return line;
}

void client_says(struct scene *scene, const char *mask)
{
    struct buf passed = {0};
    char *line = next_line(scene);
    while (line && !irc_mask_match(mask, line)) {
        buf_printf(&passed, "  %s\n", line);
        free(line);
        line = next_line(scene);
    }
    if (!line)
        fail_msg("the client does not say \"%s\", but:\n%s", mask, buf_text(&passed));
    free(line);
    buf_clear(&passed);
}

void client_does_not_say(struct scene *scene, const char *mask)
{
    take_output(scene);
    char *all = xstrdup(buf_text(&scene->written));
    char *rest = all;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        line[strcspn(line, "\r")] = '\0';
        if (*line && irc_mask_match(mask, line))
            fail_msg("the client says \"%s\"", line);
    }
    free(all);
}

void scene_forget(struct scene *scene)
{
    take_output(scene);
    buf_reset(&scene->written);
}

void scene_wait(struct scene *scene, long long ms)
{
    scene->chat->now_ms += ms;
    scene->chat->mono_ms += ms;
    ask_queue(scene->chat, scene->network);
    handle_tick(scene->chat, scene->network);
}

struct conv *scene_conv(struct scene *scene, const char *name)
{
    struct conv *conv =
        *name ? chat_conv(scene->chat, scene->network, name) : scene->network->console;
    if (!conv)
        fail_msg("there is no conversation %s", name);
    return conv;
}

static const char *pending(unsigned flags)
{
    if (!(flags & LINE_PENDING))
        return "";
    return flags & LINE_WAITING ? " (waiting)" : flags & LINE_UNSURE ? " (unsure)" : " (sending)";
}

/* One line as a text, to free. */
static char *picture(const struct line *line)
{
    static const struct {
        const char *before, *between; /* nick */
    } frames[] = {
        [LINE_MESSAGE] = {"<",   "> "      },
          [LINE_ACTION] = {"* ",  " "       },
          [LINE_NOTICE] = {"-",   "- "      },
        [LINE_JOIN] = {"-> ", " "       },
          [LINE_PART] = {"<- ", " "       },
          [LINE_QUIT] = {"<< ", " "       },
        [LINE_KICK] = {"",    " kicks " },
          [LINE_NICK] = {"",    " > "     },
          [LINE_TOPIC] = {"",    ": topic "},
        [LINE_MODE] = {"~ ",  " "       },
          [LINE_INFO] = {"-- ", ""        },
          [LINE_ERROR] = {"!! ", ""        },
        [LINE_DELETED] = {"x ",  " "       }
    };
    struct buf text = {0};
    buf_printf(&text, "%s%s%s%s", frames[line->kind].before, line->nick, frames[line->kind].between,
               line->text);
    while (text.len && text.data[text.len - 1] == ' ')
        buf_truncate(&text, text.len - 1);
    buf_printf(&text, "%s%s%s", pending(line->flags), line->flags & LINE_FAILED ? " (failed)" : "",
               line->flags & LINE_MENTION ? " (mention)" : "");
    return buf_detach(&text);
}

/* Lines of a conversation from index on, each with '\n'; to free. */
static char *pictures(const struct conv *conv, size_t from)
{
    struct buf text = {0};
    struct line line;
    for (size_t i = from; i < lines_count(conv->lines); i++) {
        lines_get(conv->lines, i, &line);
        char *one = picture(&line);
        buf_printf(&text, "%s%s", i > from ? "\n" : "", one);
        free(one);
    }
    return buf_detach(&text);
}

static bool is_shown(const struct conv *conv, const char *mask)
{
    struct line line;
    bool found = false;
    for (size_t i = 0; i < lines_count(conv->lines) && !found; i++) {
        lines_get(conv->lines, i, &line);
        char *one = picture(&line);
        found = irc_mask_match(mask, one);
        free(one);
    }
    return found;
}

void conv_shows(struct scene *scene, const char *name, const char *mask)
{
    const struct conv *conv = scene_conv(scene, name);
    if (!is_shown(conv, mask)) {
        char *all = pictures(conv, 0);
        print_error("%s shows:\n%s\n", name, all);
        free(all);
        fail_msg("%s does not show \"%s\"", name, mask);
    }
}

void conv_does_not_show(struct scene *scene, const char *name, const char *mask)
{
    if (is_shown(scene_conv(scene, name), mask))
        fail_msg("%s shows \"%s\"", name, mask);
}

void conv_ends_with(struct scene *scene, const char *name, const char *lines)
{
    const struct conv *conv = scene_conv(scene, name);
    size_t want = 1;
    for (const char *p = lines; *p; p++)
        want += *p == '\n';
    size_t n = lines_count(conv->lines);
    char *last = pictures(conv, n > want ? n - want : 0);
    assert_string_equal(last, lines);
    free(last);
}

void notice_says(struct scene *scene, const char *mask)
{
    const char *notice = scene->chat->notice ? scene->chat->notice : "";
    if (!irc_mask_match(mask, notice))
        fail_msg("the notice is \"%s\", not \"%s\"", notice, mask);
}
