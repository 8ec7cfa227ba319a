#include "tty_osc.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

#define NEWS_BYTES 240

void tty_osc_put(struct buf *out, const char *payload, bool tmux)
{
    const char *inside = getenv("TMUX");
    if (tmux && inside && *inside)
        buf_printf(out, "\033Ptmux;\033\033]%s\033\033\\\033\\", payload);
    else
        buf_printf(out, "\033]%s\033\\", payload);
}

/* Does the variable hold one of these words (with blanks) somewhere? */
static bool names_one(const char *variable, const char *words)
{
    const char *value = getenv(variable);
    char *all = xstrdup(words);
    char *rest = NULL;
    bool found = false;
    for (char *word = strtok_r(all, " ", &rest); word && value && !found;
         word = strtok_r(NULL, " ", &rest))
        found = strcasestr(value, word) != NULL;
    free(all);
    return found;
}

enum tty_news tty_osc_news_kind(void)
{
    if (names_one("TERM", "kitty"))
        return TTY_NEWS_99;
    if (names_one("TERM", "foot ghostty rxvt wezterm") ||
        names_one("TERM_PROGRAM", "ghostty wezterm"))
        return TTY_NEWS_777;
    if (names_one("TERM_PROGRAM", "iterm") || names_one("LC_TERMINAL", "iterm"))
        return TTY_NEWS_9;
    return TTY_NEWS_OFF;
}

/* As it may stand in a sequence: one row, no semicolon that would end a part. */
static char *part(const char *text)
{
    char *clean = utf8_sanitize(text, strlen(text), false, false);
    clean[utf8_cut_bytes(clean, strlen(clean), NEWS_BYTES)] = '\0';
    for (char *c = clean; *c; c++) {
        if (*c == ';')
            *c = ',';
    }
    return clean;
}

void tty_osc_news(struct buf *out, enum tty_news kind, const char *title, const char *text,
                  bool tmux)
{
    char *head = part(title);
    char *body = part(text);
    struct buf payload = {0};
    if (kind == TTY_NEWS_99) {
        buf_printf(&payload, "99;i=parlor:d=0;%s", head);
        tty_osc_put(out, buf_text(&payload), tmux);
        buf_reset(&payload);
        buf_printf(&payload, "99;i=parlor:p=body;%s", body);
    } else if (kind == TTY_NEWS_777) {
        buf_printf(&payload, "777;notify;%s;%s", head, body);
    } else if (kind == TTY_NEWS_9) {
        buf_printf(&payload, "9;%s: %s", head, body);
    }
    if (payload.len > 0)
        tty_osc_put(out, buf_text(&payload), tmux);
    buf_clear(&payload);
    free(head);
    free(body);
}
