/* Answers: their heads, and the ways to give one. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "http_date.h"
#include "http_private.h"
#include "wire.h"

struct reason {
    int status;
    const char *text;
};

static const struct reason reasons[] = {
    {200, "OK"                             },
    {201, "Created"                        },
    {204, "No Content"                     },
    {206, "Partial Content"                },
    {301, "Moved Permanently"              },
    {303, "See Other"                      },
    {304, "Not Modified"                   },
    {308, "Permanent Redirect"             },
    {400, "Bad Request"                    },
    {401, "Unauthorized"                   },
    {403, "Forbidden"                      },
    {404, "Not Found"                      },
    {405, "Method Not Allowed"             },
    {408, "Request Timeout"                },
    {409, "Conflict"                       },
    {410, "Gone"                           },
    {411, "Length Required"                },
    {412, "Precondition Failed"            },
    {413, "Content Too Large"              },
    {414, "URI Too Long"                   },
    {415, "Unsupported Media Type"         },
    {416, "Range Not Satisfiable"          },
    {417, "Expectation Failed"             },
    {423, "Locked"                         },
    {429, "Too Many Requests"              },
    {431, "Request Header Fields Too Large"},
    {460, "Checksum Mismatch"              },
    {500, "Internal Server Error"          },
    {501, "Not Implemented"                },
    {503, "Service Unavailable"            },
    {505, "HTTP Version Not Supported"     },
    {507, "Insufficient Storage"           },
};

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].status == status)
            return reasons[i].text;
    }
    return "Answer";
}

/* ---- building ---- */

void http_answer_init(struct http_answer *answer, int status)
{
    *answer = (struct http_answer){.status = status, .fd = -1};
}

void http_answer_header(struct http_answer *answer, const char *name, const char *value)
{
    buf_printf(&answer->headers, "%s: ", name);
    for (; *value; value++) {
        if ((unsigned char)*value >= ' ' && *value != 0x7f)
            buf_putc(&answer->headers, *value);
    }
    buf_puts(&answer->headers, "\r\n");
}

struct buf *http_answer_body(struct http_answer *answer, const char *type)
{
    http_answer_header(answer, "Content-Type", type);
    return &answer->body;
}

static void answer_clear(struct http_answer *answer)
{
    buf_clear(&answer->headers);
    buf_clear(&answer->body);
    if (answer->fd >= 0)
        close(answer->fd);
    answer->fd = -1;
}

/* ---- sending off ---- */

static bool has_header(const struct http_answer *answer, const char *name)
{
    return answer->headers.len > 0 && strstr(answer->headers.data, name);
}

/* A browser is to run none of it, and who comes next at it is to ask again. */
static void append_safety(struct buf *out, const struct http_answer *answer)
{
    buf_puts(out, HTTP_SAFETY);
    if (!has_header(answer, "Content-Security-Policy: "))
        buf_puts(out, "Content-Security-Policy: sandbox; default-src 'none'\r\n");
    if (!has_header(answer, "Cache-Control: "))
        buf_puts(out, "Cache-Control: no-store\r\n");
}

static int64_t length_of(const struct http_answer *answer)
{
    return answer->fd >= 0 || answer->length > 0 ? answer->length : (int64_t)answer->body.len;
}

static void append_head(struct http_conn *conn, const struct http_answer *answer, bool is_old)
{
    struct buf *out = &conn->out;
    char date[HTTP_DATE_SIZE];
    http_date_format(conn->owner->server->now_ms, date);
    buf_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", answer->status, reason_of(answer->status),
               date);
    append_safety(out, answer);
    if (answer->headers.len > 0)
        buf_append(out, answer->headers.data, answer->headers.len);
    if (answer->status != 204 && answer->status != 304)
        buf_printf(out, "Content-Length: %lld\r\n", (long long)length_of(answer));
    if (conn->closes)
        buf_puts(out, "Connection: close\r\n");
    else if (is_old)
        buf_puts(out, "Connection: keep-alive\r\n");
    buf_puts(out, "\r\n");
}

static void send_off(struct http_conn *conn, struct http_answer *answer, bool with_body)
{
    conn->status = answer->status;
    conn->sent_bytes = 0;
    conn->left = 0;
    conn->warm_to = 0;
    conn->fd = -1;
    conn->phase = HTTP_IS_ANSWERING;
    conn->since_ms = conn->owner->server->mono_ms;
    conn->counted = 0;
    if (with_body && answer->fd >= 0) {
        conn->fd = answer->fd;
        conn->at = answer->from;
        conn->left = answer->length;
        answer->fd = -1;
    } else if (with_body && answer->body.len > 0) {
        buf_append(&conn->out, answer->body.data, answer->body.len);
    }
    wire_pause(conn->wire);
    http_make_busy(conn);
}

void http_reply(struct http_request *request, struct http_answer *answer)
{
    struct http_conn *conn = request->conn;
    if (!conn) {
        answer_clear(answer);
        http_request_free(request);
        return;
    }
    request->is_answered = true;
    /* Who still has a body to send, or was only asked whether, must come again. */
    bool unread = request->body_size != 0 && !request->body_ended;
    conn->closes =
        answer->closes || unread || !request->keeps_alive || conn->owner->stopped_reading;
    append_head(conn, answer, request->head.minor == 0);
    send_off(conn, answer,
             http_verb(request) != HTTP_VERB_HEAD && answer->status != 304 &&
                 answer->status != 204);
    conn->file_size = answer->file_size;
    conn->file_mtime_ms = answer->file_mtime_ms;
    answer_clear(answer);
}

static void say(struct http_answer *answer, int status, const char *sentence)
{
    http_answer_init(answer, status);
    buf_printf(http_answer_body(answer, "text/plain; charset=utf-8"), "%s.\n", sentence);
}

void http_refuse(struct http_request *request, int status, const char *sentence)
{
    struct http_answer answer;
    say(&answer, status, sentence);
    if (status == 503 || status == 429)
        http_answer_header(&answer, "Retry-After", "10");
    http_reply(request, &answer);
}

void http_forget(struct http_request *request)
{
    struct http_conn *conn = request->conn;
    if (!conn) {
        http_request_free(request);
        return;
    }
    request->is_answered = true;
    conn->phase = HTTP_IS_LEAVING;
    http_make_busy(conn);
}

void http_conn_refuse(struct http_conn *conn, int status, const char *sentence)
{
    struct http_answer answer;
    say(&answer, status, sentence);
    conn->closes = true;
    append_head(conn, &answer, false);
    send_off(conn, &answer, true);
    answer_clear(&answer);
}
