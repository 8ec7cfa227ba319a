#include "transfer_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "chat.h"
#include "mem.h"
#include "safe_name.h"

#define BAR_COLS 10

char *transfer_size_text(int64_t bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    size_t unit = 0;
    double value = (double)bytes / 1024;
    if (bytes < 1024)
        return xasprintf("%" PRId64 " B", bytes);
    for (; value >= 1023.95 && unit + 1 < sizeof(units) / sizeof(*units); unit++)
        value /= 1024;
    return xasprintf("%.1f %s", value, units[unit]);
}

char *transfer_time_text(int64_t ms)
{
    int64_t s = (ms + 999) / 1000;
    if (s < 60)
        return xasprintf("%" PRId64 " s", s);
    if (s < 3600)
        return xasprintf("%" PRId64 ":%02" PRId64, s / 60, s % 60);
    return xasprintf("%" PRId64 " h %02" PRId64 " min", s / 3600, s / 60 % 60);
}

/* How much of it is there, 0 to 100; -1 if its size is unknown. */
static int percent_of(const struct transfer *transfer)
{
    if (transfer->size < 0)
        return -1;
    if (transfer->size == 0 || transfer->done >= transfer->size)
        return 100;
    return (int)((double)transfer->done * 100 / (double)transfer->size);
}

static const char *state_word(const struct transfer *transfer)
{
    static const char *const words[] = {
        [TRANSFER_QUEUED] = "waits",       [TRANSFER_RUNNING] = "",  [TRANSFER_PAUSED] = "paused",
        [TRANSFER_ASKING] = "go on?",      [TRANSFER_DONE] = "done", [TRANSFER_FAILED] = "failed",
        [TRANSFER_CANCELLED] = "cancelled"};
    return transfer->checking ? "checking" : words[transfer->state];
}

static char *progress_text(const struct transfer *transfer)
{
    int percent = percent_of(transfer);
    return percent >= 0 ? xasprintf("%d%%", percent) : transfer_size_text(transfer->done);
}

char *transfer_short_text(const struct transfer *transfer)
{
    const char *word = state_word(transfer);
    return *word && !transfer->checking ? xstrdup(word) : progress_text(transfer);
}

static void add_bar(struct buf *out, int percent)
{
    int full = percent * BAR_COLS / 100;
    for (int i = 0; i < BAR_COLS; i++)
        buf_puts(out, i < full ? "█" : "░");
    buf_printf(out, " %3d%%", percent);
}

static void add_size(struct buf *out, const struct transfer *transfer)
{
    if (transfer->size < 0 && transfer->done == 0)
        return;
    char *done = transfer_size_text(transfer->done);
    char *size = transfer->size >= 0 ? transfer_size_text(transfer->size) : xstrdup("?");
    bool all = transfer->done == transfer->size || transfer->done == 0;
    const char *unit = strchr(done, ' ');
    const char *same = strchr(size, ' ');
    if (!same || strcmp(unit, same) != 0)
        unit = unit + strlen(unit);
    if (all && transfer->size >= 0)
        buf_printf(out, "  %s", size);
    else
        buf_printf(out, "  %.*s of %s", (int)(unit - done), done, size);
    free(done);
    free(size);
}

static void add_speed(struct buf *out, const struct transfer *transfer)
{
    char *speed = transfer_size_text(transfer->speed);
    int64_t rest = transfer->size - transfer->done;
    buf_printf(out, "  %s/s", speed);
    free(speed);
    if (transfer->size < 0 || rest / transfer->speed > 360000)
        return;
    char *left = transfer_time_text(rest * 1000 / transfer->speed);
    buf_printf(out, "  %s left", left);
    free(left);
}

char *transfer_long_text(const struct transfer *transfer, bool bar)
{
    struct buf out = {0};
    const char *word = state_word(transfer);
    bool partly = transfer->size >= 0 && transfer->state != TRANSFER_DONE;
    if (partly && bar)
        add_bar(&out, percent_of(transfer));
    else if (partly)
        buf_printf(&out, "%3d%%", percent_of(transfer));
    if (*word)
        buf_printf(&out, "%s%s", out.len > 0 ? "  " : "", word);
    bool moves = transfer->state == TRANSFER_RUNNING && transfer->speed > 0;
    if (bar || !moves)
        add_size(&out, transfer);
    if (moves)
        add_speed(&out, transfer);
    if (transfer->why)
        buf_printf(&out, "  %s", transfer->why);
    return buf_detach(&out);
}

/* Home is "~"; to free. */
static char *short_path(const char *path)
{
    const char *home = getenv("HOME");
    size_t len = home ? strlen(home) : 0;
    bool below = len > 1 && strncmp(path, home, len) == 0 && path[len] == '/';
    return below ? xasprintf("~%s", path + len) : xstrdup(path);
}

static const char *verdict(const struct transfer *transfer)
{
    return transfer->sha256 && !transfer->upload ? " (as announced)" : "";
}

char *transfer_done_text(const struct transfer *transfer)
{
    char *size = transfer_size_text(transfer->size);
    char *time = transfer_time_text(transfer->took_ms);
    char *place = short_path(transfer->upload ? transfer->url : transfer->path);
    char *text =
        xasprintf("%s %s is %s: %s, %s in %s, SHA-256 %.8s…%s", transfer->upload ? "↑" : "↓",
                  transfer->name, transfer->upload ? "on the server" : "here", place, size, time,
                  transfer->sum, verdict(transfer));
    free(place);
    free(size);
    free(time);
    return text;
}

static void add_safe(struct buf *out, const char *name)
{
    char *safe = safe_name(name);
    buf_puts(out, safe);
    free(safe);
}

char *transfer_folder(const struct chat *chat, const struct transfer *transfer)
{
    struct buf out = {0};
    const char *home = getenv("HOME");
    const char *at = chat->settings.downloads;
    const struct network *network = transfer->network;
    if (strncmp(at, "~/", 2) == 0 && home) {
        buf_puts(&out, home);
        at++;
    }
    for (; *at; at++) {
        char code = at[0] == '%' ? at[1] : '\0';
        if (code == 'n')
            add_safe(&out, network->nick);
        else if (code == 's')
            add_safe(&out, network->name);
        else if (code == '%')
            buf_putc(&out, '%');
        else
            buf_putc(&out, *at);
        at += code == 'n' || code == 's' || code == '%';
    }
    return buf_detach(&out);
}
