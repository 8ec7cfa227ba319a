#include "tty_keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tty_ground.h"
#include "tty_mouse.h"
#include "utf8.h"

#define SEQUENCE_MAX 32 /* longer ones are none */
#define PASTE_END    "\x1b[201~"

/* What decoding found at the front of the bytes. */
enum found {
    FOUND_KEY,
    FOUND_NOTHING, /* bytes that mean nothing to us */
    FOUND_MORE,    /* the rest is missing */
    FOUND_PASTE    /* a paste begins */
};

/* One key in the making: its text is kept here. */
struct press {
    struct key key;
    char text[8];
    size_t size; /* bytes that it took */
    struct keys *keys;
};

struct sequence {
    char final;
    enum key_code code;
};

/* CSI ... final, and SS3 final */
static const struct sequence finals[] = {
    {'A', PRESS_UP       },
    {'B', PRESS_DOWN     },
    {'C', PRESS_RIGHT    },
    {'D', PRESS_LEFT     },
    {'F', PRESS_END      },
    {'H', PRESS_HOME     },
    {'I', PRESS_FOCUS_IN },
    {'M', PRESS_ENTER    },
    {'O', PRESS_FOCUS_OUT},
    {'P', PRESS_F1       },
    {'Q', PRESS_F2       },
    {'R', PRESS_F3       },
    {'S', PRESS_F4       },
    {'Z', PRESS_BACKTAB  },
};

/* CSI number ~ */
static const enum key_code numbered[] = {
    [1] = PRESS_HOME, [2] = PRESS_INS,  [3] = PRESS_DEL,  [4] = PRESS_END,  [5] = PRESS_PGUP,
    [6] = PRESS_PGDN, [7] = PRESS_HOME, [8] = PRESS_END,  [11] = PRESS_F1,  [12] = PRESS_F2,
    [13] = PRESS_F3,  [14] = PRESS_F4,  [15] = PRESS_F5,  [17] = PRESS_F6,  [18] = PRESS_F7,
    [19] = PRESS_F8,  [20] = PRESS_F9,  [21] = PRESS_F10, [23] = PRESS_F11, [24] = PRESS_F12,
};

void keys_clear(struct keys *keys)
{
    buf_clear(&keys->bytes);
    buf_clear(&keys->paste);
    keys->pasting = false;
}

static enum found press_code(struct press *press, enum key_code code, size_t size)
{
    press->key.code = code;
    press->size = size;
    return code == PRESS_NONE ? FOUND_NOTHING : FOUND_KEY;
}

static enum found press_char(struct press *press, const char *text, size_t text_size, size_t size)
{
    memcpy(press->text, text, text_size);
    press->text[text_size] = '\0';
    press->key.code = PRESS_CHAR;
    press->key.text = press->text;
    press->size = size;
    return FOUND_KEY;
}

/* C-a is 01; C-_ is 1F; C-Space is 00. */
static enum found press_control(struct press *press, char c)
{
    switch (c) {
    case '\t': return press_code(press, PRESS_TAB, 1);
    case '\r': return press_code(press, PRESS_ENTER, 1);
    case '\b':
    case '\x7f': return press_code(press, PRESS_BACKSPACE, 1);
    default: break;
    }
    char letter = c == 0 ? ' ' : (char)(c + '@');
    if (letter >= 'A' && letter <= 'Z')
        letter = (char)(letter - 'A' + 'a');
    press->key.mods |= PRESS_CTRL;
    return press_char(press, &letter, 1, 1);
}

/* Bytes that the UTF-8 sequence beginning with c ought to have; 0 if none begins so. */
static size_t utf8_size(unsigned char c)
{
    if (c < 0x80)
        return 1;
    if (c >= 0xc2 && c < 0xe0)
        return 2;
    if (c >= 0xe0 && c < 0xf0)
        return 3;
    return c >= 0xf0 && c < 0xf5 ? 4 : 0;
}

static enum found press_text(struct press *press, const char *bytes, size_t len)
{
    size_t size = utf8_size((unsigned char)*bytes);
    press->size = 1;
    if (size == 0)
        return FOUND_NOTHING;
    for (size_t i = 1; i < size && i < len; i++)
        if (((unsigned char)bytes[i] & 0xc0) != 0x80)
            return FOUND_NOTHING;
    if (len < size)
        return FOUND_MORE;
    if (!utf8_valid(bytes, size))
        return FOUND_NOTHING;
    return press_char(press, bytes, size, size);
}

/* xterm's modifiers: one more than shift 1, alt 2, control 4. */
static unsigned mods_of(long number)
{
    if (number < 2 || number > 16)
        return 0;
    unsigned bits = (unsigned)number - 1;
    return (bits & 1u ? PRESS_SHIFT : 0u) | (bits & 2u ? PRESS_ALT : 0u) |
           (bits & 4u ? PRESS_CTRL : 0u);
}

/* A key told by its code point (CSI code ; mods u, CSI 27 ; mods ; code ~). */
static enum found press_point(struct press *press, long point, size_t size)
{
    static const struct {
        long point;
        enum key_code code;
    } named[] = {
        {'\t', PRESS_TAB      },
        {'\r', PRESS_ENTER    },
        {0x1b, PRESS_ESC      },
        {0x7f, PRESS_BACKSPACE},
    };
    for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
        if (named[i].point == point)
            return press_code(press, named[i].code, size);
    if (point < ' ' || point > '~')
        return press_code(press, PRESS_NONE, size);
    char c = (char)point;
    return press_char(press, &c, 1, size);
}

static enum key_code final_code(char final)
{
    for (size_t i = 0; i < sizeof(finals) / sizeof(*finals); i++)
        if (finals[i].final == final)
            return finals[i].code;
    return PRESS_NONE;
}

/* A whole CSI sequence of size bytes, its parameters behind "ESC [". */
static enum found press_csi(struct press *press, const char *params, char final, size_t size)
{
    long numbers[3] = {0};
    const char *at = *params == '<' ? params + 1 : params;
    for (size_t i = 0; i < 3; i++) {
        char *end = NULL;
        numbers[i] = strtol(at, &end, 10);
        at = *end == ';' ? end + 1 : end;
    }
    if (*params == '<') {
        bool known = mouse_decode(&press->key, numbers, final);
        return press_code(press, known ? PRESS_MOUSE : PRESS_NONE, size);
    }
    if (final == '~' && numbers[0] == 27) {
        press->key.mods |= mods_of(numbers[1]);
        return press_point(press, numbers[2], size);
    }
    press->key.mods |= mods_of(numbers[1]);
    if (final == 'u')
        return press_point(press, numbers[0], size);
    if (final == '~' && numbers[0] == 200) {
        press->size = size;
        return FOUND_PASTE;
    }
    /* rxvt: $ is shift, ^ is control, @ is both */
    if (final == '$' || final == '@')
        press->key.mods |= PRESS_SHIFT;
    if (final == '^' || final == '@')
        press->key.mods |= PRESS_CTRL;
    if (strchr("~$^@", final)) {
        bool known = numbers[0] > 0 && numbers[0] < (long)(sizeof(numbered) / sizeof(*numbered));
        return press_code(press, known ? numbered[numbers[0]] : PRESS_NONE, size);
    }
    if (final == 'Z')
        press->key.mods |= PRESS_SHIFT;
    return press_code(press, final_code(final), size);
}

/* "ESC [": to the final byte. */
static enum found decode_csi(struct press *press, const char *bytes, size_t len)
{
    char params[SEQUENCE_MAX];
    size_t i = 2;
    if (len > 2 && bytes[2] == '[') { /* Linux console: ESC [ [ A is F1 */
        if (len < 4)
            return FOUND_MORE;
        bool known = bytes[3] >= 'A' && bytes[3] <= 'E';
        return press_code(press, known ? PRESS_F1 + (enum key_code)(bytes[3] - 'A') : PRESS_NONE,
                          4);
    }
    while (i < len && bytes[i] >= ' ' && bytes[i] <= '?' && bytes[i] != '$' && i < SEQUENCE_MAX)
        i++;
    if (i == len)
        return FOUND_MORE;
    if (i == SEQUENCE_MAX || bytes[i] < ' ')
        return press_code(press, PRESS_NONE, i);
    memcpy(params, bytes + 2, i - 2);
    params[i - 2] = '\0';
    if (i == 2 && bytes[i] >= 'a' && bytes[i] <= 'd') { /* rxvt: shifted arrows */
        press->key.mods |= PRESS_SHIFT;
        return press_code(press, final_code((char)(bytes[i] - 'a' + 'A')), i + 1);
    }
    return press_csi(press, params, bytes[i], i + 1);
}

/* "ESC O": one byte more, or modifiers before it. */
static enum found decode_ss3(struct press *press, const char *bytes, size_t len)
{
    size_t i = 2;
    while (i < len && bytes[i] >= '0' && bytes[i] <= '9')
        i++;
    if (i >= len)
        return FOUND_MORE;
    if (bytes[i] >= 'a' && bytes[i] <= 'd') { /* rxvt: arrows with control */
        press->key.mods |= PRESS_CTRL;
        return press_code(press, final_code((char)(bytes[i] - 'a' + 'A')), i + 1);
    }
    press->key.mods |= mods_of(strtol(bytes + 2, NULL, 10));
    return press_code(press, final_code(bytes[i]), i + 1);
}

/* A key of its own, without anything before it. */
static enum found decode_plain(struct press *press, const char *bytes, size_t len)
{
    if ((unsigned char)*bytes < ' ' || *bytes == '\x7f')
        return press_control(press, *bytes);
    return press_text(press, bytes, len);
}

static bool is_sequence(char second)
{
    return second == '[' || second == 'O';
}

static enum found decode_sequence(struct press *press, const char *bytes, size_t len)
{
    return bytes[1] == '[' ? decode_csi(press, bytes, len) : decode_ss3(press, bytes, len);
}

/* One key at the front of len (at least 1) bytes. */
static enum found decode(struct press *press, const char *bytes, size_t len)
{
    if (*bytes != '\x1b')
        return decode_plain(press, bytes, len);
    if (len == 1 || (bytes[1] == '\x1b' && len == 2))
        return FOUND_MORE;
    if (is_sequence(bytes[1]))
        return decode_sequence(press, bytes, len);
    if (bytes[1] == ']' && press->keys->asking)
        return ground_decode(press->keys, bytes, len, &press->size) ? FOUND_NOTHING : FOUND_MORE;
    if (bytes[1] == '\x1b' && !is_sequence(bytes[2])) {
        /* Esc twice, and then a key of its own: no Alt goes with that one. */
        press->key.mods |= PRESS_ALT;
        return press_code(press, PRESS_ESC, 2);
    }

    /* Alt, also before a whole sequence, as rxvt sends it. */
    enum found found = bytes[1] == '\x1b' ? decode_sequence(press, bytes + 1, len - 1)
                                          : decode_plain(press, bytes + 1, len - 1);
    press->size++;
    if (found == FOUND_KEY)
        press->key.mods |= PRESS_ALT;
    return found;
}

/* Pasted text is given as a whole: rows end with a newline, tabs are blanks, NULs are none. */
static void give_paste(struct keys *keys, tty_key_fn *fn, void *arg)
{
    struct buf text = {0};
    const char *bytes = keys->paste.data;
    for (size_t i = 0; i < keys->paste.len; i++) {
        if (bytes[i] == '\t')
            buf_puts(&text, "    ");
        else if (bytes[i] == '\r')
            buf_puts(&text, i + 1 < keys->paste.len && bytes[i + 1] == '\n' ? "" : "\n");
        else if (bytes[i] != '\0')
            buf_putc(&text, bytes[i]);
    }
    char *clean = utf8_sanitize(buf_text(&text), text.len, true, true);
    fn(arg, &(struct key){.code = PRESS_PASTE, .text = clean});
    free(clean);
    buf_clear(&text);
    buf_clear(&keys->paste);
    keys->pasting = false;
}

static void keep_pasted(struct keys *keys, size_t len)
{
    size_t room = KEYS_PASTE_MAX - keys->paste.len;
    buf_append(&keys->paste, keys->bytes.data, len < room ? len : room);
    buf_consume(&keys->bytes, len);
}

/* Takes pasted bytes; false if the end of the paste is not there yet. */
static bool take_paste(struct keys *keys, tty_key_fn *fn, void *arg)
{
    size_t end_size = strlen(PASTE_END);
    const char *end = keys->bytes.len == 0
                          ? NULL
                          : memmem(keys->bytes.data, keys->bytes.len, PASTE_END, end_size);
    if (!end) {
        /* The end may have come in part. */
        size_t tail = keys->bytes.len < end_size - 1 ? keys->bytes.len : end_size - 1;
        keep_pasted(keys, keys->bytes.len - tail);
        return false;
    }
    keep_pasted(keys, (size_t)(end - keys->bytes.data));
    buf_consume(&keys->bytes, end_size);
    give_paste(keys, fn, arg);
    return true;
}

/* Gives one key; false if more bytes are needed. */
static bool take_key(struct keys *keys, tty_key_fn *fn, void *arg)
{
    struct press press = {.keys = keys};
    enum found found = decode(&press, keys->bytes.data, keys->bytes.len);
    if (found == FOUND_MORE)
        return false;
    buf_consume(&keys->bytes, press.size);
    if (found == FOUND_PASTE)
        keys->pasting = true;
    else if (found == FOUND_KEY)
        fn(arg, &press.key);
    return true;
}

int keys_feed(struct keys *keys, const char *bytes, size_t len, tty_key_fn *fn, void *arg)
{
    buf_append(&keys->bytes, bytes, len);
    bool goes_on = true;
    while (goes_on && keys->bytes.len > 0)
        goes_on = keys->pasting ? take_paste(keys, fn, arg) : take_key(keys, fn, arg);
    bool waits = !keys->pasting && keys->bytes.len > 0 && keys->bytes.data[0] == '\x1b';
    return waits ? KEYS_ESC_MS : -1;
}

static void give_up_waiting(struct keys *keys, tty_key_fn *fn, void *arg)
{
    struct press press = {.key.code = PRESS_ESC, .size = 1};
    /* "ESC [" alone was Alt+[. */
    if (keys->bytes.len == 2 && is_sequence(keys->bytes.data[1])) {
        press_char(&press, keys->bytes.data + 1, 1, 2);
        press.key.mods = PRESS_ALT;
    }
    buf_consume(&keys->bytes, press.size);
    fn(arg, &press.key);
}

void keys_flush(struct keys *keys, tty_key_fn *fn, void *arg)
{
    keys->asking = false; /* an answer that comes in parts as slow as this is none */
    while (keys_feed(keys, "", 0, fn, arg) >= 0)
        give_up_waiting(keys, fn, arg);
}
