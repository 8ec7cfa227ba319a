#include "markup_link.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "idn.h"

/* What terminals take (OSC 8); longer ones are only text. */
#define TARGET_MAX 2000

/* The host of a link; len 0 for none. */
struct host {
    const char *at;
    size_t len;
};

static struct host host_of(const char *link, size_t len)
{
    struct host host = {memmem(link, len, "://", 3), 0};
    if (!host.at)
        return host;
    host.at += 3;
    const char *end = host.at;
    while (end < link + len && !strchr("/?#", *end))
        end++;
    const char *user = memrchr(host.at, '@', (size_t)(end - host.at));
    host.at = user ? user + 1 : host.at;
    const char *port = memrchr(host.at, ':', (size_t)(end - host.at));
    host.len = (size_t)((port ? port : end) - host.at);
    return host;
}

static bool is_ascii(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static void put_escaped(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c > ' ' && c < 0x7f)
            buf_putc(out, text[i]);
        else
            buf_printf(out, "%%%02X", c);
    }
}

/* The link with another host. */
static void put_with_host(struct buf *out, const char *link, size_t len, struct host host,
                          const char *ascii)
{
    size_t before = (size_t)(host.at - link);
    buf_append(out, link, before);
    buf_puts(out, ascii);
    buf_append(out, host.at + host.len, len - before - host.len);
}

static char *escaped(const char *text, size_t len)
{
    struct buf out = {0};
    put_escaped(&out, text, len);
    if (out.len > 0 && out.len <= TARGET_MAX)
        return buf_detach(&out);
    buf_clear(&out);
    return NULL;
}

char *markup_link(const char *link, size_t len, struct buf *shown)
{
    struct host host = host_of(link, len);
    if (host.len == 0 || is_ascii(host.at, host.len)) {
        buf_append(shown, link, len);
        return escaped(link, len);
    }
    bool honest = false;
    char *ascii = idn_host(host.at, host.len, &honest);
    if (!ascii) {
        buf_append(shown, link, len);
        return NULL;
    }
    struct buf real = {0};
    put_with_host(&real, link, len, host, ascii);
    buf_append(shown, real.data, real.len);
    if (honest) {
        buf_puts(shown, " (");
        buf_append(shown, host.at, host.len);
        buf_putc(shown, ')');
    }
    char *target = escaped(real.data, real.len);
    buf_clear(&real);
    free(ascii);
    return target;
}
