#include "hostile_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"
#include "rig.h"
#include "spec.h"

/* ---- reading the file ---- */

/* What stands around the requests of a section. */
static const struct section {
    const char *name;
    const char *before, *after; /* with the same escapes */
    enum hostile_port port;
} sections[] = {
    {"[path]",    "GET ",                                                                         " HTTP/1.1\\r\\nHost: f\\r\\n\\r\\n", HOSTILE_HTTP},
    {"[header]",  "GET /files/docs/a.txt HTTP/1.1\\r\\nHost: f\\r\\n",                            "\\r\\n\\r\\n",                       HOSTILE_HTTP},
    {"[upload]",  "POST /uploads HTTP/1.1\\r\\nHost: f\\r\\n{auth}\\r\\nContent-Length: 5\\r\\n",
     "\\r\\n\\r\\nhello",                                                                                                               HOSTILE_HTTP},
    {"[request]", "",                                                                             "",                                   HOSTILE_HTTP},
    {"[irc]",     "",                                                                             "",                                   HOSTILE_IRC },
};

static const char *add_escape(struct buf *out, const char *at)
{
    static const char letters[] = "r\rn\nt\t\\\\";
    const char *letter = strchr(letters, *at);
    if (*at != 'x') {
        assert_non_null(letter);
        buf_putc(out, letter[1]);
        return at + 1;
    }
    char digits[3] = {at[1], at[2], '\0'};
    buf_putc(out, (char)(unsigned char)strtoul(digits, NULL, 16));
    return at + 3;
}

static void add_plain(struct buf *out, const char *text, const char *end)
{
    while (text < end) {
        if (*text == '\\')
            text = add_escape(out, text + 1);
        else
            buf_putc(out, *text++);
    }
}

/* From behind a '{'; returns what is behind its '}'. */
static const char *add_word(struct buf *out, const char *at, const struct hostile_word *words)
{
    const char *end = strchr(at, '}');
    char *behind = NULL;
    unsigned long times = strtoul(at, &behind, 10);
    assert_non_null(end);
    if (behind > at && *behind == ':') {
        while (times-- > 0)
            add_plain(out, behind + 1, end);
        return end + 1;
    }
    for (; words->text; words++) {
        if (strlen(words->name) == (size_t)(end - at) &&
            strncmp(words->name, at, (size_t)(end - at)) == 0) {
            buf_puts(out, words->text);
            return end + 1;
        }
    }
    fail_msg("nothing is called {%.*s}", (int)(end - at), at);
    return end + 1;
}

static void add_text(struct buf *out, const char *text, const struct hostile_word *words)
{
    while (*text) {
        size_t len = strcspn(text, "{");
        add_plain(out, text, text + len);
        text += len;
        if (*text)
            text = add_word(out, text + 1, words);
    }
}

static void add_request(struct hostile_list *list, const struct section *section, char *line,
                        const struct hostile_word *words)
{
    struct buf bytes = {0};
    struct buf wanted = {0};
    char *text = strchr(line, ' ');
    assert_non_null(text);
    *text++ = '\0';
    add_text(&wanted, line, words);
    add_text(&bytes, section->before, words);
    add_text(&bytes, text, words);
    add_text(&bytes, section->after, words);
    size_t len = bytes.len;
    list->requests = xreallocarray(list->requests, list->n + 1, sizeof(*list->requests));
    list->requests[list->n++] = (struct hostile_request){
        .wanted = buf_detach(&wanted),
        .len = len,
        .bytes = buf_detach(&bytes),
        .port = section->port,
    };
}

static const struct section *find_section(const char *line)
{
    for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
        if (strcmp(line, sections[i].name) == 0)
            return &sections[i];
    }
    fail_msg("there is no section %s", line);
    return NULL;
}

struct hostile_list hostile_http_read(const char *path, const struct hostile_word *words)
{
    struct hostile_list list = {0};
    const struct section *section = NULL;
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    for (int number = 1; getline(&line, &room, file) >= 0; number++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '[') {
            section = find_section(line);
        } else if (line[0] != '\0' && line[0] != '#') {
            assert_non_null(section);
            add_request(&list, section, line, words);
            list.requests[list.n - 1].line = number;
        }
    }
    fclose(file);
    free(line);
    return list;
}

void hostile_http_clear(struct hostile_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->requests[i].wanted);
        free(list->requests[i].bytes);
    }
    free(list->requests);
    *list = (struct hostile_list){0};
}

/* ---- judging ---- */

struct answer {
    int status;
    const char *head; /* with NUL in place of its empty line */
    size_t body_len;
};

/* A header's value in a head, or NULL. */
static const char *header_of(const char *head, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = strstr(head, "\r\n"); at; at = strstr(at, "\r\n")) {
        at += 2;
        if (strncasecmp(at, name, len) == 0 && at[len] == ':')
            return at + len + 1 + strspn(at + len + 1, " ");
    }
    return NULL;
}

static bool has_controls(const char *head)
{
    for (; *head; head++) {
        bool is_end = head[0] == '\r' && head[1] == '\n';
        if ((unsigned char)*head < ' ' && !is_end)
            return true;
        head += is_end;
    }
    return false;
}

static bool begins(const char *value, const char *text)
{
    return value && strncmp(value, text, strlen(text)) == 0;
}

/* What every answer must have, and none may. */
static const char *judge_head(const struct answer *answer)
{
    const char *head = answer->head;
    const char *policy = header_of(head, "Content-Security-Policy");
    bool is_file = header_of(head, "Accept-Ranges") && answer->status / 100 == 2;
    if (has_controls(head))
        return "control characters in a head";
    if (!begins(header_of(head, "X-Content-Type-Options"), "nosniff\r\n"))
        return "no X-Content-Type-Options";
    if (!begins(header_of(head, "Referrer-Policy"), "no-referrer\r\n"))
        return "no Referrer-Policy";
    if (!policy || !strstr(policy, "default-src 'none'"))
        return "no Content-Security-Policy";
    if (is_file && !begins(policy, "sandbox; "))
        return "a file without a sandbox";
    if (is_file && !header_of(head, "Content-Disposition"))
        return "a file without a Content-Disposition";
    if (header_of(head, "X-Evil") || header_of(head, "Set-Cookie"))
        return "a smuggled header";
    if (answer->status >= 400 && answer->status != 501 &&
        !begins(header_of(head, "Content-Type"), "text/plain"))
        return "a refusal that is no plain text";
    return answer->status == 500 ? "a fault within" : NULL;
}

/* Whether its body is there: a HEAD that could not be read is refused with one. */
static bool has_body(const struct answer *answer, const char *rest, const char *end, bool is_head)
{
    bool refused = answer->status >= 400 && rest < end && strncmp(rest, "HTTP/1.1 ", 9) != 0;
    return (!is_head || refused) && answer->status != 204 && answer->status != 304;
}

/* Cuts the answer at *at off; NULL, or what is wrong. */
static const char *take_answer(struct answer *answer, char **at, const char *end, bool is_head)
{
    char *head_end = memmem(*at, (size_t)(end - *at), "\r\n\r\n", 4);
    if (!head_end)
        return "an answer without an end of its head";
    if (strncmp(*at, "HTTP/1.1 ", 9) != 0)
        return "an answer that is none of HTTP";
    head_end[2] = '\0';
    answer->head = *at;
    answer->status = (int)strtol(*at + 9, NULL, 10);
    const char *length = header_of(answer->head, "Content-Length");
    *at = head_end + 4;
    if (answer->status / 100 == 1)
        return NULL;
    bool counts = has_body(answer, *at, end, is_head);
    if (counts && !length)
        return "an answer without a Content-Length";
    size_t len = counts ? strtoul(length, NULL, 10) : 0;
    if (len > (size_t)(end - *at))
        return "an answer that was cut";
    *at += len;
    return judge_head(answer);
}

const char *hostile_http_judge(const struct buf *heard, const struct hostile_request *request,
                               struct buf *statuses)
{
    bool is_head = strncmp(request->bytes, "HEAD ", 5) == 0;
    char *copy = xcalloc(heard->len + 1, 1);
    const char *wrong = NULL;
    buf_reset(statuses);
    if (heard->len > 0)
        memcpy(copy, heard->data, heard->len);
    char *at = copy;
    while (at < copy + heard->len && !wrong) {
        struct answer answer = {0};
        wrong = take_answer(&answer, &at, copy + heard->len, is_head);
        if (answer.status / 100 != 1)
            buf_printf(statuses, "%s%d", statuses->len > 0 ? "," : "", answer.status);
    }
    if (statuses->len == 0)
        buf_puts(statuses, "-");
    free(copy);
    return wrong;
}
