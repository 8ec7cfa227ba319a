#include "http_head.h"

#include <string.h>
#include <strings.h>

/* What makes a word of HTTP (RFC 9110, 5.6.2). */
static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static size_t token_len(const char *text)
{
    size_t len = 0;
    while (is_token_char(text[len]))
        len++;
    return len;
}

bool http_head_begins(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\n' && (i == 0 || text[i - 1] != '\r'))
            return false;
        if (c == '\r' && i + 1 < len && text[i + 1] != '\n')
            return false;
        if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f)
            return false;
    }
    return true;
}

/* ---- the first line ---- */

/* From "http://host/path" what follows the host: some clients ask as if we were a proxy. */
static char *without_host(char *target)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        size_t len = strlen(schemes[i]);
        if (strncasecmp(target, schemes[i], len) == 0)
            return strchr(target + len, '/');
    }
    return target;
}

static bool is_target(const char *target)
{
    if (target[0] != '/')
        return strcmp(target, "*") == 0;
    for (; *target; target++) {
        if (*target <= ' ' || *target >= 0x7f || strchr("#\"<>\\^`{|}", *target))
            return false;
    }
    return true;
}

static int read_version(struct http_head *head, const char *text, const char **why)
{
    bool is_version = strncmp(text, "HTTP/", 5) == 0 && text[5] >= '0' && text[5] <= '9' &&
                      text[6] == '.' && text[7] >= '0' && text[7] <= '9' && text[8] == '\0';
    *why = is_version ? "This server speaks HTTP/1.1" : "That is no request of HTTP";
    if (!is_version)
        return 400;
    head->minor = text[7] - '0';
    return text[5] == '1' && head->minor <= 1 ? 0 : 505;
}

static int read_first_line(struct http_head *head, char *line, const char **why)
{
    *why = "That is no request of HTTP";
    size_t len = token_len(line);
    char *target = line + len + 1;
    if (len == 0 || line[len] != ' ')
        return 400;
    char *version = strchr(target, ' ');
    if (!version)
        return 400;
    line[len] = '\0';
    *version++ = '\0';
    head->method = line;
    head->target = without_host(target);
    if (!head->target || !is_target(head->target)) {
        *why = "That is no address";
        /* "host:port", as proxies are asked. */
        return strcmp(line, "CONNECT") == 0 ? 501 : 400;
    }
    return read_version(head, version, why);
}

/* ---- the fields ---- */

static int read_field(struct http_head *head, char *line, const char **why)
{
    size_t len = token_len(line);
    *why = "There is a header that is none";
    /* Nor any that goes on in a second line (RFC 9112, 5.2), nor with a blank before its colon. */
    if (len == 0 || line[len] != ':')
        return 400;
    *why = "There are too many headers";
    if (head->n == HTTP_HEADERS_MAX)
        return 431;
    line[len] = '\0';
    char *value = line + len + 1 + strspn(line + len + 1, " \t");
    size_t end = strlen(value);
    while (end > 0 && strchr(" \t", value[end - 1]))
        end--;
    value[end] = '\0';
    head->fields[head->n++] = (struct http_field){line, value};
    return 0;
}

static size_t times_there(const struct http_head *head, const char *name)
{
    size_t times = 0;
    for (size_t i = 0; i < head->n; i++)
        times += strcasecmp(head->fields[i].name, name) == 0;
    return times;
}

static bool is_host(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]%") ==
           strlen(text);
}

/* What tells where the request ends must tell it once, and in one way. */
static int check_frame(const struct http_head *head, const char **why)
{
    const char *length = http_head_value(head, "Content-Length");
    const char *coding = http_head_value(head, "Transfer-Encoding");
    *why = "It is not clear where the request ends";
    if (times_there(head, "Content-Length") > 1 || times_there(head, "Transfer-Encoding") > 1 ||
        (length && coding) || (coding && head->minor == 0))
        return 400;
    if (length && (!*length || strlen(length) > 18 || length[strspn(length, "0123456789")]))
        return 400;
    *why = "No way of sending a body is known here but \"chunked\"";
    return coding && strcasecmp(coding, "chunked") != 0 ? 501 : 0;
}

static int check_fields(const struct http_head *head, const char **why)
{
    const char *host = http_head_value(head, "Host");
    *why = "The request must name its host, once";
    if (times_there(head, "Host") > 1 || (!host && head->minor > 0) || (host && !is_host(host)))
        return 400;
    /* Two of them could mean two people. */
    *why = "There is a header twice that may come once";
    if (times_there(head, "Authorization") > 1)
        return 400;
    return check_frame(head, why);
}

/* Cuts off a line; NULL behind the last. */
static char *take_line(char **rest)
{
    char *line = *rest;
    char *end = strstr(line, "\r\n");
    if (!end)
        return NULL;
    *end = '\0';
    *rest = end + 2;
    return line;
}

int http_head_parse(struct http_head *head, char *text, const char **why)
{
    *head = (struct http_head){0};
    char *line = take_line(&text);
    int status = read_first_line(head, line ? line : text, why);
    while (status == 0 && (line = take_line(&text)))
        status = read_field(head, line, why);
    return status ? status : check_fields(head, why);
}

const char *http_head_value(const struct http_head *head, const char *name)
{
    for (size_t i = 0; i < head->n; i++) {
        if (strcasecmp(head->fields[i].name, name) == 0)
            return head->fields[i].value;
    }
    return NULL;
}
