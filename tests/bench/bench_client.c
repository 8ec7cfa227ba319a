/*
 * bench_client - what the client costs, beside the least that it could cost
 * (painter.h); in turns, medians. Prints a row a line:
 *
 *     name value unit painter VALUE ratio VALUE goal VALUE met|missed
 *
 * One round unless PARLOR_LONG is set; arguments choose rows by name (key_*).
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"
#include "stream.h"
#include "terminal.h"

#define ROUNDS_MAX 5
#define LINES      100000
#define PEOPLE     200
#define ROOMS      200
#define SWITCHES   100
#define FLOOD_KEYS 50
#define IDLE_MS    2000

/* Of the file that comes while keys are pressed. */
#define STREAM_BYTES_PER_S 20000000L

/* Nothing that the start left to be done comes later than that. */
#define AFTERMATH_MS 1500

#define NEXT_ROOM '\x0e'

#define FIGURES_MAX 3

struct row;
typedef void measure_fn(const struct row *row, enum terminal_kind kind, double *out);

struct figure {
    const char *name, *unit;
    double goal; /* 0: none */
};

struct row {
    measure_fn *measure;
    const char *room; /* where what is said is said */
    bool tags, no_save, no_painter;
    struct figure figures[FIGURES_MAX];
};

/* ---- the story ---- */

static void write_join(struct buf *text, const char *room)
{
    buf_printf(text, ":alice!a@h JOIN %s\r\n", room);
    for (int i = 0; i < PEOPLE; i++)
        buf_printf(text, "%s%s%sperson%d%s", i % 10 == 0 ? ":s 353 alice = " : "",
                   i % 10 == 0 ? room : "", i % 10 == 0 ? " :" : " ", i, i % 10 == 9 ? "\r\n" : "");
    buf_printf(text, ":s 366 alice %s :End of NAMES\r\n", room);
}

static void welcome(struct terminal *terminal, bool tags)
{
    struct buf text = {0};
    terminal_await(terminal, "USER ");
    if (tags)
        buf_puts(&text, ":s CAP * LS :message-tags server-time\r\n"
                        ":s CAP alice ACK :message-tags server-time\r\n");
    buf_puts(&text, ":s 001 alice :Welcome\r\n:s 422 alice :No MOTD\r\n"
                    ":s PONG s parlor\r\n");
    write_join(&text, "#bench");
    terminal_say(terminal, &text);
    buf_clear(&text);
}

static void come(struct terminal *terminal, const struct row *row, enum terminal_kind kind)
{
    terminal_start(terminal, kind == TERMINAL_PARLOR && row->no_save ? TERMINAL_NO_SAVE : kind);
    if (kind != TERMINAL_PAINTER)
        welcome(terminal, row->tags);
    terminal_settle(terminal, "ready");
}

static void write_line(struct buf *text, const struct row *row, int i)
{
    if (row->tags)
        buf_printf(text, "@time=2026-11-20T18:%02d:%02d.%03dZ;msgid=%026d ", i / 60000 % 60,
                   i / 1000 % 60, i % 1000, i);
    buf_printf(text,
               ":person%d!p@h PRIVMSG %s :line %06d of so many that nobody reads them, and then"
               " some\r\n",
               i % PEOPLE, row->room, i);
}

static void write_lines(struct buf *text, const struct row *row, int n)
{
    for (int i = 0; i < n; i++)
        write_line(text, row, i);
}

/* ---- floods ---- */

/* CPU seconds, bytes to the terminal, calls of write(), which with --no-save are the terminal's. */
static void flood(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    struct buf text = {0};
    come(&terminal, row, kind);
    if (kind != TERMINAL_PAINTER && strcmp(row->room, "#bench") != 0) {
        write_join(&text, row->room);
        terminal_say(&terminal, &text);
        /* It was opened by joining: back to where nothing is said. */
        terminal_settle(&terminal, "joined");
        terminal_press(&terminal, NEXT_ROOM);
        terminal_settle(&terminal, "back");
        buf_reset(&text);
    }
    write_lines(&text, row, LINES);
    double cpu_s = terminal_cpu_s(&terminal);
    double calls = terminal_write_calls(&terminal);
    size_t bytes = terminal.tty_bytes;
    terminal_say(&terminal, &text);
    terminal_settle(&terminal, "done");
    out[0] = terminal_cpu_s(&terminal) - cpu_s;
    out[1] = (double)(terminal.tty_bytes - bytes);
    out[2] = terminal_write_calls(&terminal) - calls;
    terminal_end(&terminal);
    buf_clear(&text);
}

/* Bytes per line that is kept in memory. */
static void line_memory(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    struct buf text = {0};
    come(&terminal, row, kind);
    double before = terminal_memory_bytes(&terminal);
    write_lines(&text, row, LINES);
    terminal_say(&terminal, &text);
    terminal_settle(&terminal, "done");
    out[0] = (terminal_memory_bytes(&terminal) - before) / LINES;
    terminal_end(&terminal);
    buf_clear(&text);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double ms_since(int64_t begin_ns)
{
    return (double)(terminal_now_ns() - begin_ns) / 1e6;
}

/* ---- keys ---- */

static void key_idle(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    struct noise silence = {0};
    come(&terminal, row, kind);
    struct echoes echoes = keys_press(&terminal, &silence, KEYS_MAX);
    out[0] = echoes.p50_ms;
    out[1] = echoes.p99_ms;
    terminal_end(&terminal);
}

static struct echoes key_noisy(const struct row *row, enum terminal_kind kind, int lines_per_s,
                               int n)
{
    struct terminal terminal;
    struct buf line = {0};
    struct buf text = {0};
    come(&terminal, row, kind);
    write_line(&line, row, 1000);
    for (int i = 0; i < (lines_per_s ? LINES : 10 * LINES); i++)
        buf_append(&text, line.data, line.len);
    struct noise noise = {text.data, text.len, 0, 0, lines_per_s, line.len};
    struct echoes echoes = keys_press(&terminal, &noise, n);
    terminal_end(&terminal);
    buf_clear(&line);
    buf_clear(&text);
    return echoes;
}

static void key_busy(const struct row *row, enum terminal_kind kind, double *out)
{
    struct echoes echoes = key_noisy(row, kind, 1000, KEYS_MAX);
    out[0] = echoes.p50_ms;
    out[1] = echoes.p99_ms;
}

static void key_flood(const struct row *row, enum terminal_kind kind, double *out)
{
    out[0] = key_noisy(row, kind, 0, FLOOD_KEYS).p99_ms;
}

/* While a file comes; the painter gets none. */
static void key_file(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    struct noise silence = {0};
    struct stream stream;
    char command[64];
    stream_start(&stream, STREAM_BYTES_PER_S);
    come(&terminal, row, kind);
    snprintf(command, sizeof(command), "/get http://127.0.0.1:%d/plan.tar\r", stream.port);
    for (const char *key = command; *key; key++)
        terminal_press(&terminal, *key);
    terminal_await_shown(&terminal, "GiB");
    struct echoes echoes = keys_press(&terminal, &silence, KEYS_MAX);
    out[0] = echoes.p50_ms;
    out[1] = echoes.p99_ms;
    terminal_end(&terminal);
    stream_end(&stream);
}

/* ---- the rest ---- */

/* Milliseconds from the start to the first picture, and to what is said in the room. */
static void begin(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    struct buf text = {0};
    int64_t begin_ns = terminal_now_ns();
    terminal_start(&terminal, kind);
    terminal_await_shown(&terminal, "\033[");
    out[0] = ms_since(begin_ns);
    if (kind != TERMINAL_PAINTER)
        welcome(&terminal, row->tags);
    buf_puts(&text, ":person1!p@h PRIVMSG #bench :Quite\r\n");
    terminal_say(&terminal, &text);
    terminal_await_shown(&terminal, "Quite");
    out[1] = ms_since(begin_ns);
    terminal_end(&terminal);
    buf_clear(&text);
}

/* Milliseconds from the key to the next room's text, p50. */
static void switch_room(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    struct buf text = {0};
    double ms[SWITCHES];
    (void)kind;
    come(&terminal, row, TERMINAL_PARLOR);
    for (int i = 0; i < ROOMS; i++) {
        buf_printf(&text, ":alice!a@h JOIN #room%03d\r\n:s 366 alice #room%03d :End\r\n", i, i);
        for (int k = 0; k < 50; k++)
            buf_printf(&text, ":person%d!p@h PRIVMSG #room%03d :line %d of room\r\n", k, i, k);
    }
    terminal_say(&terminal, &text);
    terminal_settle(&terminal, "joined");
    for (int i = 0; i < SWITCHES; i++) {
        terminal_forget(&terminal);
        int64_t begin_ns = terminal_now_ns();
        terminal_press(&terminal, NEXT_ROOM);
        while (terminal.shown.len < 200)
            terminal_turn(&terminal, false, 1000);
        ms[i] = ms_since(begin_ns);
        while (terminal_turn(&terminal, false, 20))
            ;
    }
    qsort(ms, SWITCHES, sizeof(*ms), compare);
    out[0] = ms[SWITCHES / 2];
    terminal_end(&terminal);
    buf_clear(&text);
}

/* Megabytes, CPU in milliseconds and wake-ups of two seconds in which nothing happens. */
static void idle(const struct row *row, enum terminal_kind kind, double *out)
{
    struct terminal terminal;
    come(&terminal, row, kind);
    while (terminal_turn(&terminal, false, AFTERMATH_MS))
        ;
    double cpu_s = terminal_cpu_s(&terminal);
    double wakeups = terminal_wakeups(&terminal);
    terminal_turn(&terminal, false, IDLE_MS);
    out[0] = terminal_memory_bytes(&terminal) / 1e6;
    out[1] = (terminal_cpu_s(&terminal) - cpu_s) * 1e3;
    out[2] = terminal_wakeups(&terminal) - wakeups;
    terminal_end(&terminal);
}

/* ---- rows ---- */

/* measure, room, tags, no_save, no_painter, figures */
static const struct row rows[] = {
    {flood,
     "#bench",              false,
     false,                               false,
     {{"flood_cpu", "s", 0.5}, {"flood_terminal", "bytes", 200e3}}                   },
    {flood,       "#bench", true,  false, false, {{"flood_tags_cpu", "s", 0.5}}      },
    {flood,
     "#bench",              false,
     true,                                false,
     {{"flood_no_save_cpu", "s", 0.5},
      {"flood_no_save_terminal", "bytes", 200e3},
      {"flood_no_save_writes", "calls", 0}}                                          },
    {flood,
     "#other",              false,
     false,                               false,
     {{"other_room_cpu", "s", 0.45}, {"other_room_terminal", "bytes", 200e3}}        },
    {begin,
     "#bench",              false,
     false,                               false,
     {{"begin_painted", "ms", 15}, {"begin_joined", "ms", 40}}                       },
    {key_idle,
     "#bench",              false,
     false,                               false,
     {{"key_idle_p50", "ms", 0.2}, {"key_idle_p99", "ms", 0}}                        },
    {key_busy,
     "#bench",              false,
     false,                               false,
     {{"key_busy_p50", "ms", 0.15}, {"key_busy_p99", "ms", 2}}                       },
    {key_flood,   "#bench", false, false, false, {{"key_flood_p99", "ms", 5}}        },
    {key_file,
     "#bench",              false,
     false,                               true,
     {{"key_file_p50", "ms", 1}, {"key_file_p99", "ms", 5}}                          },
    {line_memory, "#bench", false, false, true,  {{"line_memory", "bytes", 120}}     },
    {switch_room, "#bench", false, false, true,  {{"switch_room_p50", "ms", 0.5}}    },
    {idle,
     "#bench",              false,
     false,                               false,
     {{"idle_memory", "MB", 12}, {"idle_cpu", "ms", 0}, {"idle_wakeups", "calls", 0}}},
};

static void print(const struct figure *figure, double ours, const double *painter)
{
    printf("client_%s %.4g %s", figure->name, ours, figure->unit);
    if (painter)
        printf(" painter %.4g", *painter);
    if (painter && *painter > 0)
        printf(" ratio %.3g", ours / *painter);
    if (figure->goal > 0)
        printf(" goal %g %s", figure->goal, ours <= figure->goal ? "met" : "missed");
    puts("");
}

static double median_of(double (*values)[FIGURES_MAX], int rounds, int figure)
{
    double column[ROUNDS_MAX];
    for (int i = 0; i < rounds; i++)
        column[i] = values[i][figure];
    qsort(column, (size_t)rounds, sizeof(*column), compare);
    return column[rounds / 2];
}

static void run(const struct row *row, int rounds)
{
    double ours[ROUNDS_MAX][FIGURES_MAX] = {0};
    double painter[ROUNDS_MAX][FIGURES_MAX] = {0};
    for (int i = 0; i < rounds; i++) {
        row->measure(row, TERMINAL_PARLOR, ours[i]);
        if (!row->no_painter)
            row->measure(row, TERMINAL_PAINTER, painter[i]);
    }
    for (int i = 0; i < FIGURES_MAX && row->figures[i].name; i++) {
        double least = median_of(painter, rounds, i);
        print(&row->figures[i], median_of(ours, rounds, i), row->no_painter ? NULL : &least);
    }
    fflush(stdout);
}

static bool is_chosen(const struct row *row, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        for (int k = 0; k < FIGURES_MAX && row->figures[k].name; k++) {
            if (fnmatch(argv[i], row->figures[k].name, 0) == 0)
                return true;
        }
    }
    return argc < 2;
}

int main(int argc, char **argv)
{
    int rounds = getenv("PARLOR_LONG") ? ROUNDS_MAX : 1;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (is_chosen(&rows[i], argc, argv))
            run(&rows[i], rounds);
    }
    return 0;
}
