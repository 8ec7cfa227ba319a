#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "panes.h"
#include "utf8.h"
#include "view_pick.h"

#define LEADER_HINTS "a unread · 1-9 room · s pick · u new · ? help · Esc newest"
#define LIST_HINTS   "arrows move · Enter opens · Tab goes on · Esc back"

/* Where the user has bound nothing else. */
#define KEY_FIND     "C-k"
#define KEY_LEAD     "Esc"
#define KEY_HELP     "F1"
#define UNKNOWN_HINT "✗ there is no such command: Tab shows those that there are"

/* What is said above the input. */
struct saying {
    char *text; /* owned */
    enum role role;
    bool newcomer; /* it is the hints about keys */
};

static const struct network *network_of(const struct chat *chat)
{
    return chat->current ? chat->current->network : NULL;
}

/* How the link stands, in a word or two. */
static void link_text(const struct network *network, char *out, size_t size)
{
    switch (network->stage) {
    case NETWORK_OFFLINE:
    case NETWORK_WAITING: snprintf(out, size, "offline"); return;
    case NETWORK_CONNECTING: snprintf(out, size, "connecting…"); return;
    case NETWORK_REGISTERING:
        snprintf(out, size, network->around ? "looking…" : "logging in…");
        return;
    case NETWORK_READY: break;
    }
    if (network->away)
        snprintf(out, size, "away");
    else if (network->lag_ms < 0)
        snprintf(out, size, "online");
    else if (network->lag_ms < 1000)
        snprintf(out, size, "lag %dms", (int)network->lag_ms);
    else
        snprintf(out, size, "lag %ds", (int)(network->lag_ms / 1000));
}

static enum role link_role(const struct network *network)
{
    if (network->stage != NETWORK_READY || network->away)
        return ROLE_WARN;
    return network->lag_ms > 2000 ? ROLE_WARN : ROLE_LAG;
}

/* A role's colour and attributes on the bar's ground. Where that is reversed, a pale colour would
 * be a patch. */
static struct style on_bar(const struct painter *painter, enum role role)
{
    struct style style = pane_style(painter, role);
    struct style bar = pane_style(painter, ROLE_STATUS);
    if (role == ROLE_TEXT_DIM && bar.attrs & ATTR_REVERSE)
        return bar;
    style.bg = bar.bg;
    style.attrs |= bar.attrs & ATTR_REVERSE;
    return style;
}

/* Our name and the link: "alice · lag 4ms". */
static void paint_who(const struct painter *painter)
{
    const struct network *network = network_of(painter->chat);
    const struct rect *cell = &painter->layout->status;
    struct style style = pane_style(painter, ROLE_STATUS);
    canvas_fill(painter->canvas, *cell, style);
    if (!network)
        return;

    char link[32];
    link_text(network, link, sizeof(link));
    int cols = utf8_cols(link, strlen(link));
    struct rect name = {cell->x + 1, cell->y, cell->w - 4 - cols, 1};
    int x = name.x +
            pane_text(painter, name, name.x, network->nick, pane_style(painter, ROLE_STATUS_KEY));
    x += pane_text(painter, *cell, x, " · ", style);
    pane_text(painter, *cell, x, link, on_bar(painter, link_role(network)));
}

/* Why there is no link, and what comes next; NULL if there is one. */
static char *link_trouble(const struct chat *chat, const struct network *network)
{
    const char *why = network->why && *network->why ? network->why : "no link";
    const char *gone = network->was_ready ? "server gone" : "offline";
    int64_t wait_s = (network->retry_ms - chat->mono_ms + 999) / 1000;
    switch (network->stage) {
    case NETWORK_OFFLINE:
        if (network->trust.refused)
            return xasprintf("offline: %s", why);
        return xstrdup(network->around ? "only looked at: /connect goes there"
                                       : "offline: /reconnect to come back");
    case NETWORK_CONNECTING: return xasprintf("connecting to %s…", network->host);
    case NETWORK_REGISTERING:
        return xasprintf(network->around ? "looking around at %s" : "logging in to %s…",
                         network->host);
    case NETWORK_WAITING:
        if (network->name_refused)
            return xasprintf("not let in as %s: /connect with its password, or another name",
                             network->want_nick);
        if (wait_s <= 0)
            return xasprintf("%s, trying again: %s", gone, why);
        return xasprintf("%s, trying again in %lld s: %s", gone, (long long)wait_s, why);
    case NETWORK_READY: break;
    }
    return NULL;
}

/* How much waits to be sent, and what is wrong with the link; NULL if all is well. */
static char *trouble_text(const struct chat *chat)
{
    const struct network *network = network_of(chat);
    if (!network)
        return xstrdup("No server yet: /connect HOST");

    size_t waiting = queue_waiting(&network->queue, NULL);
    char *trouble = link_trouble(chat, network);
    if (waiting == 0)
        return trouble;
    char *both = xasprintf("◷ %zu waiting%s%s", waiting, trouble ? " · " : ": /queue shows what",
                           trouble ? trouble : "");
    free(trouble);
    return both;
}

/* The key that has it now. */
static const char *key_name(const char *now, const char *ours)
{
    return now ? now : ours;
}

/* What to press, at the lower right; what letters do, where that is not to be typed. */
static char *keys_text(const struct chat *chat)
{
    const char *find = key_name(chat->key_names.find, KEY_FIND);
    if (chat->normal)
        return xstrdup("NORMAL i");
    return xasprintf("%s%s%s", find, *find ? " find  " : "",
                     key_name(chat->key_names.help, KEY_HELP));
}

/* For newcomers, each until it was used; NULL if all were. */
static char *hints_text(const struct chat *chat)
{
    const struct key_names *names = &chat->key_names;
    const struct {
        unsigned hint;
        const char *key, *what;
    } hints[] = {
        {HINT_FIND, key_name(names->find, KEY_FIND), "find a room"},
        {HINT_LEAD, key_name(names->lead, KEY_LEAD), "shows keys" },
        {HINT_HELP, key_name(names->help, KEY_HELP), "help"       }
    };
    struct buf text = {0};
    for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
        if (!(chat->hints_used & hints[i].hint) && *hints[i].key)
            buf_printf(&text, "%s%s %s", text.len ? " · " : "", hints[i].key, hints[i].what);
    return text.len ? buf_detach(&text) : NULL;
}

/* cols: of the widest place for it. */
static struct saying what_to_say(const struct chat *chat, int cols)
{
    char *text = NULL;
    if (chat->leader)
        return (struct saying){xstrdup(chat->key_names.led ? chat->key_names.led : LEADER_HINTS),
                               ROLE_STATUS_KEY, false};
    if (chat->focus == FOCUS_ROOMS || chat->focus == FOCUS_USERS)
        return (struct saying){pane_keys(chat, LIST_HINTS), ROLE_STATUS_KEY, false};
    if (!chat->notice && ((text = pick_hint(chat, cols)) || (text = compose_hint(chat, cols))))
        return (struct saying){text, ROLE_STATUS_KEY, false};
    bool done = chat->notice && strncmp(chat->notice, "✓", strlen("✓")) == 0;
    if (chat->notice && chat->notice_bad)
        return (struct saying){xasprintf("✗ %s", chat->notice), ROLE_ERROR, false};
    if (chat->notice)
        return (struct saying){xstrdup(chat->notice), done ? ROLE_OK : ROLE_STATUS, false};
    if (chat->usage.unknown)
        return (struct saying){xstrdup(UNKNOWN_HINT), ROLE_ERROR, false};
    if (chat->usage.text)
        return (struct saying){xstrdup(chat->usage.text), ROLE_STATUS, false};
    text = trouble_text(chat);
    if (text)
        return (struct saying){text, ROLE_WARN, false};
    text = typing_hint(chat);
    if (text)
        return (struct saying){text, ROLE_STATUS, false};
    text = hints_text(chat);
    return (struct saying){text, text ? ROLE_TEXT_DIM : ROLE_STATUS, text != NULL};
}

/* Where there is no row of its own, what is to be said stands in the rule. */
static void say_in_rule(const struct painter *painter, const struct saying *saying, int right)
{
    const struct rect *rule = &painter->layout->rule;
    if (!saying->text || rule->w == 0)
        return;
    char *spaced = xasprintf(" %s ", saying->text);
    struct rect clip = {rule->x + 1, rule->y, right - rule->x - 1, 1};
    struct style style = pane_style(painter, saying->role);
    if (saying->role == ROLE_STATUS || saying->role == ROLE_STATUS_KEY)
        style = pane_style(painter, ROLE_TEXT_DIM);
    pane_text(painter, clip, clip.x, spaced, style);
    free(spaced);
}

/* What is too long for its place takes that of the keys too. */
static bool is_long(const struct layout *layout, const struct saying *saying)
{
    return layout->hint.h > 0 && layout->keys.w > 0 && saying->text &&
           utf8_cols(saying->text, strlen(saying->text)) > layout->hint.w - 2;
}

static struct rect hint_bar(const struct layout *layout, const struct saying *saying)
{
    struct rect bar = layout->hint;
    if (is_long(layout, saying))
        bar.w = layout->keys.x + layout->keys.w - bar.x;
    return bar;
}

/* Of a usage, the argument that is being typed. */
static void mark_argument(const struct painter *painter, struct rect row,
                          const struct saying *saying)
{
    const struct usage *usage = &painter->chat->usage;
    if (usage->from == usage->to || strcmp(saying->text, usage->text) != 0)
        return;
    struct style style = on_bar(painter, ROLE_STATUS_KEY);
    style.attrs |= ATTR_UNDERLINE | ATTR_BOLD;
    int x = row.x + utf8_cols(usage->text, usage->from);
    canvas_text(painter->canvas, &(struct pen){row, x, row.y, style}, usage->text + usage->from,
                usage->to - usage->from);
}

static void paint_hint(const struct painter *painter, const struct saying *saying)
{
    const struct chat *chat = painter->chat;
    struct rect bar = hint_bar(painter->layout, saying);
    struct style style = pane_style(painter, ROLE_STATUS);
    struct rect row = {bar.x + 1, bar.y, bar.w - 2, 1};
    canvas_fill(painter->canvas, bar, style);
    if (saying->text) {
        int cols = utf8_cols(saying->text, strlen(saying->text));
        pane_text(painter, row, row.x, saying->text, on_bar(painter, saying->role));
        mark_argument(painter, row, saying);
        row.x += cols + 2;
        row.w -= cols + 2;
    }
    if (chat->current && row.w > 0)
        pane_text_right(painter, row, row.x + row.w, chat->current->name,
                        on_bar(painter, ROLE_TEXT_DIM));
}

static bool is_there(struct rect place, int x, int y)
{
    return x >= place.x && x < place.x + place.w && y == place.y && place.h > 0;
}

bool view_status_hints_at(const struct painter *painter, int x, int y)
{
    const struct layout *layout = painter->layout;
    int cols = layout->hint.h > 0 ? layout->hint.w + layout->keys.w : layout->rule.w;
    struct saying saying = what_to_say(painter->chat, cols - 4);
    bool hints = saying.newcomer || (saying.text && saying.role == ROLE_STATUS_KEY);
    bool keys = !saying.newcomer && !is_long(layout, &saying) && is_there(layout->keys, x, y);
    bool here = is_there(layout->hint.h > 0 ? hint_bar(layout, &saying) : layout->rule, x, y);
    free(saying.text);
    return keys || (here && hints);
}

/* The row above the input: who we are, what to know, what to press. */
void view_status(const struct painter *painter)
{
    const struct layout *layout = painter->layout;
    int cols = layout->hint.h > 0 ? layout->hint.w + layout->keys.w : layout->rule.w;
    struct saying saying = what_to_say(painter->chat, cols - 4);
    char *keys = keys_text(painter->chat);
    int right = pane_below(painter);
    paint_who(painter);
    canvas_fill(painter->canvas, layout->keys, pane_style(painter, ROLE_STATUS));
    if (layout->hint.h > 0)
        paint_hint(painter, &saying);
    else
        say_in_rule(painter, &saying, right);
    if (!saying.newcomer && !is_long(layout, &saying))
        pane_text(painter, layout->keys, layout->keys.x + 1, keys,
                  pane_style(painter, ROLE_STATUS));
    free(keys);
    free(saying.text);
}
