#include "idn.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "utf8.h"

#define LABEL_MAX 63
#define HOST_MAX  253

/* RFC 3492, section 5 */
#define BASE        36
#define T_MIN       1
#define T_MAX       26
#define SKEW        38
#define DAMP        700
#define BIAS_FIRST  72
#define POINT_FIRST 0x80

enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_GREEK, SCRIPT_CYRILLIC, SCRIPT_EAST, SCRIPT_OTHER };

/* Blocks whose letters go together; the rest is SCRIPT_OTHER and never readable. */
static const struct {
    uint32_t from, to;
    enum script script;
} blocks[] = {
    {0x00c0, 0x024f, SCRIPT_LATIN   },
    {0x0300, 0x036f, SCRIPT_NONE    },
    {0x0370, 0x03ff, SCRIPT_GREEK   },
    {0x0400, 0x052f, SCRIPT_CYRILLIC},
    {0x1e00, 0x1eff, SCRIPT_LATIN   },
    {0x1f00, 0x1fff, SCRIPT_GREEK   },
    {0x3040, 0x30ff, SCRIPT_EAST    },
    {0x3400, 0x9fff, SCRIPT_EAST    },
    {0xac00, 0xd7af, SCRIPT_EAST    },
};

/* Letters that look like Latin ones: words of nothing else are a disguise. */
static const uint32_t look_alikes[] = {
    0x430, 0x441, 0x434, 0x435, 0x43e, 0x440, 0x445, 0x443, 0x456, 0x458, 0x455, 0x4bb,
    0x4cf, 0x501, 0x51b, 0x51d, 0x3bf, 0x3b1, 0x3bd, 0x3c1, 0x3b9, 0x3ba, 0x3c5,
};

static enum script script_of(uint32_t point)
{
    if (point < 0x80)
        return (point | 0x20) >= 'a' && (point | 0x20) <= 'z' ? SCRIPT_LATIN : SCRIPT_NONE;
    for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
        if (point >= blocks[i].from && point <= blocks[i].to)
            return blocks[i].script;
    return SCRIPT_OTHER;
}

static bool looks_latin(uint32_t point)
{
    for (size_t i = 0; i < sizeof(look_alikes) / sizeof(*look_alikes); i++)
        if (look_alikes[i] == point)
            return true;
    return false;
}

static bool is_honest(const uint32_t *points, size_t n)
{
    enum script script = SCRIPT_NONE;
    bool other = false;
    for (size_t i = 0; i < n; i++) {
        enum script of = script_of(points[i]);
        if (of == SCRIPT_NONE)
            continue;
        if (of == SCRIPT_OTHER || (script != SCRIPT_NONE && script != of))
            return false;
        script = of;
        other |= !looks_latin(points[i]);
    }
    return other;
}

static uint32_t adapt(uint32_t delta, uint32_t n, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / n;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static void put_number(struct buf *out, uint32_t number, uint32_t bias)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (number < t)
            break;
        buf_putc(out, digits[t + (number - t) % (BASE - t)]);
        number = (number - t) / (BASE - t);
    }
    buf_putc(out, digits[number]);
}

static uint32_t least_from(const uint32_t *points, size_t n, uint32_t from)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < n; i++)
        if (points[i] >= from && points[i] < least)
            least = points[i];
    return least;
}

/* RFC 3492, section 6.3. A label is so short that nothing overflows. */
static void put_punycode(struct buf *out, const uint32_t *points, uint32_t n)
{
    uint32_t plain = 0;
    uint32_t delta = 0;
    uint32_t bias = BIAS_FIRST;
    for (uint32_t i = 0; i < n; i++) {
        if (points[i] < POINT_FIRST) {
            buf_putc(out, (char)points[i]);
            plain++;
        }
    }
    if (plain > 0)
        buf_putc(out, '-');
    uint32_t done = plain;
    for (uint32_t now = POINT_FIRST; done < n; now++, delta++) {
        uint32_t next = least_from(points, n, now);
        delta += (next - now) * (done + 1);
        now = next;
        for (uint32_t i = 0; i < n; i++) {
            delta += points[i] < now;
            if (points[i] != now)
                continue;
            put_number(out, delta, bias);
            bias = adapt(delta, done + 1, done == plain);
            delta = 0;
            done++;
        }
    }
}

/* One label; false if it is none. */
static bool put_label(struct buf *out, const char *label, size_t len, bool *honest)
{
    uint32_t points[LABEL_MAX];
    uint32_t n = 0;
    size_t size = 0;
    bool plain = true;
    for (size_t i = 0; i < len; i += size) {
        if (n == LABEL_MAX)
            return false;
        points[n] = utf8_decode(label + i, len - i, &size);
        plain &= points[n++] < POINT_FIRST;
    }
    if (plain) {
        buf_append(out, label, len);
        return len > 0;
    }
    *honest &= is_honest(points, n);
    size_t before = out->len;
    buf_puts(out, "xn--");
    put_punycode(out, points, n);
    return out->len - before <= LABEL_MAX;
}

char *idn_host(const char *host, size_t len, bool *honest)
{
    struct buf out = {0};
    char *copy = xstrndup(host, len);
    char *folded = utf8_fold(copy);
    bool good = *folded != '\0';
    *honest = true;
    for (const char *label = folded; good;) {
        size_t size = strcspn(label, ".");
        good = put_label(&out, label, size, honest) || (label[size] == '\0' && size == 0);
        if (label[size] == '\0')
            break;
        buf_putc(&out, '.');
        label += size + 1;
    }
    good &= out.len <= HOST_MAX;
    free(folded);
    free(copy);
    if (good)
        return buf_detach(&out);
    buf_clear(&out);
    return NULL;
}
