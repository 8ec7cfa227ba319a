#include "file_name.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"
#include "utf8.h"

/* ---- paths ---- */

/* C0, DEL and, as they are in UTF-8, C1. */
static bool has_controls(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f)
            return true;
        if (c == 0xc2 && i + 1 < len && (unsigned char)text[i + 1] < 0xa0)
            return true;
    }
    return false;
}

static bool component_fits(const char *name, size_t len)
{
    return len > 0 && len <= FILE_NAME_MAX && name[0] != '.' && !memchr(name, '\\', len) &&
           !has_controls(name, len) && utf8_valid(name, len);
}

bool file_name_fits(const char *name)
{
    return !strchr(name, '/') && component_fits(name, strlen(name));
}

bool file_path_fits(const char *path)
{
    if (strlen(path) > FILE_PATH_MAX)
        return false;
    while (*path) {
        size_t len = strcspn(path, "/");
        if (!component_fits(path, len))
            return false;
        path += len;
        if (*path == '/' && *++path == '\0')
            return false;
    }
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes into out, which is as long as the text at least; -1 for what is no byte, or NUL. */
static int decode_percent(const char *encoded, char *out)
{
    while (*encoded) {
        if (*encoded != '%') {
            *out++ = *encoded++;
            continue;
        }
        int high = hex_value(encoded[1]);
        int low = high < 0 ? -1 : hex_value(encoded[2]);
        if (low < 0 || high + low == 0)
            return -1;
        *out++ = (char)(high << 4 | low);
        encoded += 3;
    }
    *out = '\0';
    return 0;
}

char *file_path_decode(const char *encoded)
{
    char *path = xmalloc(strlen(encoded) + 1);
    bool fits = decode_percent(encoded, path) == 0;
    size_t len = fits ? strlen(path) : 0;
    if (len > 1 && path[len - 1] == '/')
        path[len - 1] = '\0';
    if (fits && file_path_fits(path))
        return path;
    free(path);
    return NULL;
}

char *file_text_decode(const char *encoded)
{
    char *text = xmalloc(strlen(encoded) + 1);
    if (decode_percent(encoded, text) == 0) {
        size_t len = strlen(text);
        if (!has_controls(text, len) && utf8_valid(text, len))
            return text;
    }
    free(text);
    return NULL;
}

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letters, digits and a few more as they are. */
static void encode(struct buf *out, const char *text, const char *plain)
{
    for (; *text; text++) {
        if (is_alphanumeric(*text) || strchr(plain, *text))
            buf_putc(out, *text);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

void file_path_encode(struct buf *out, const char *path)
{
    encode(out, path, "-._~/");
}

/* ---- the names of uploads ---- */

/* Where the extension begins, its dot; the end of the name if it has none worth keeping. */
static size_t extension_at(const char *name, size_t len)
{
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name || len - (size_t)(dot - name) > 12)
        return len;
    return (size_t)(dot - name);
}

/* Shortens in the middle: behind it stands the extension. */
static void cut_name(struct buf *name)
{
    if (name->len <= FILE_SAFE_MAX)
        return;
    char *extension = xstrdup(name->data + extension_at(name->data, name->len));
    size_t room = FILE_SAFE_MAX - strlen(extension);
    buf_truncate(name, utf8_cut_bytes(name->data, name->len, room));
    buf_puts(name, extension);
    free(extension);
}

/* Overrides of direction make "gpj.exe" of a name. */
static bool is_override(uint32_t point)
{
    return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

static void append_safe(struct buf *out, const char *name)
{
    size_t left = strlen(name);
    while (left > 0) {
        size_t size = 1;
        uint32_t point = utf8_decode(name, left, &size);
        if (!utf8_valid(name, size) || (size == 1 && strchr("<>:\"|?*", *name)))
            buf_putc(out, '_');
        else if (!has_controls(name, size) && !is_override(point))
            buf_append(out, name, size);
        name += size;
        left -= size;
    }
}

static void trim_end(struct buf *name)
{
    while (name->len > 0 && strchr(" .", name->data[name->len - 1]))
        buf_truncate(name, name->len - 1);
}

/* Names that are devices for some systems, whatever their extension. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    size_t len = strcspn(name, ".");
    for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
        if (len == 3 && strncasecmp(name, devices[i], 3) == 0)
            return true;
    }
    return len == 4 && name[3] >= '0' && name[3] <= '9' &&
           (strncasecmp(name, "com", 3) == 0 || strncasecmp(name, "lpt", 3) == 0);
}

char *file_name_safe(const char *name)
{
    for (const char *slash = strpbrk(name, "/\\"); slash; slash = strpbrk(name, "/\\"))
        name = slash + 1;
    struct buf safe = {0};
    append_safe(&safe, name);
    buf_consume(&safe, strspn(buf_text(&safe), " ."));
    trim_end(&safe);
    cut_name(&safe);
    trim_end(&safe);
    if (safe.len == 0)
        buf_puts(&safe, "file");
    if (!is_device(safe.data))
        return buf_detach(&safe);
    char *prefixed = xasprintf("_%s", safe.data);
    buf_clear(&safe);
    return prefixed;
}

void file_name_disposition(struct buf *out, bool shown, const char *name)
{
    buf_printf(out, "%s; filename=\"", shown ? "inline" : "attachment");
    bool is_plain = true;
    for (const char *p = name; *p; p++) {
        bool fits = *p >= ' ' && *p < 0x7f && *p != '"' && *p != '\\' && *p != '%';
        /* One sign for each character, not for each byte of it. */
        if (fits || ((unsigned char)*p & 0xc0) != 0x80)
            buf_putc(out, fits ? *p : '_');
        is_plain = is_plain && fits;
    }
    buf_putc(out, '"');
    if (is_plain)
        return;
    buf_puts(out, "; filename*=UTF-8''");
    encode(out, name, "-._~");
}
