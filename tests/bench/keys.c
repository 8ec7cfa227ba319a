#include "keys.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Stand in no other text: so they are seen when they are echoed. */
#define KEYS "QXZJ"

/* Empties the line. */
#define ERASE       '\x15'
#define ERASE_EVERY 40
#define ERASED_MS   50

#define PATIENCE_MS 10000

static double ms_since(int64_t begin_ns)
{
    return (double)(terminal_now_ns() - begin_ns) / 1e6;
}

static bool is_shown(const struct terminal *terminal, char key)
{
    return memchr(buf_text(&terminal->shown), key, terminal->shown.len) != NULL;
}

static void make_noise(const struct terminal *terminal, struct noise *noise)
{
    size_t end = noise->len;
    if (noise->lines_per_s > 0) {
        int64_t due = (terminal_now_ns() - noise->begin_ns) * noise->lines_per_s / 1000000000;
        end = (size_t)due * noise->line_len;
    }
    if (end > noise->len)
        end = noise->len;
    if (end > noise->at)
        noise->at += terminal_offer(terminal, noise->bytes + noise->at, end - noise->at);
}

static void wait_ms(struct terminal *terminal, struct noise *noise, double ms)
{
    int64_t begin_ns = terminal_now_ns();
    while (ms_since(begin_ns) < ms) {
        make_noise(terminal, noise);
        terminal_turn(terminal, false, 1);
    }
}

/* Milliseconds until the key is seen. */
static double echo_ms(struct terminal *terminal, struct noise *noise, char key)
{
    terminal_forget(terminal);
    int64_t begin_ns = terminal_now_ns();
    terminal_press(terminal, key);
    while (!is_shown(terminal, key) && ms_since(begin_ns) < PATIENCE_MS) {
        make_noise(terminal, noise);
        terminal_turn(terminal, false, noise->len > 0 ? 1 : 1000);
    }
    return ms_since(begin_ns);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

struct echoes keys_press(struct terminal *terminal, struct noise *noise, int n)
{
    double ms[KEYS_MAX];
    noise->begin_ns = terminal_now_ns();
    for (int i = 0; i < n; i++) {
        if (i % ERASE_EVERY == 0) {
            terminal_press(terminal, ERASE);
            wait_ms(terminal, noise, ERASED_MS);
        }
        wait_ms(terminal, noise, 5 + i % 7);
        ms[i] = echo_ms(terminal, noise, KEYS[(size_t)i % (sizeof(KEYS) - 1)]);
    }
    qsort(ms, (size_t)n, sizeof(*ms), compare);
    return (struct echoes){ms[n / 2], ms[n * 99 / 100]};
}
