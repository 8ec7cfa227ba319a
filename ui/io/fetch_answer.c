#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fetch_private.h"
#include "mem.h"
#include "secret.h"
#include "utf8.h"

#define ANSWER_BYTES_MAX 65536
#define VALUE_BYTES_MAX  4096
#define TEXT_BYTES_MAX   2048
#define SENTENCE_BYTES   300
#define WAIT_S_MAX       3600

/* A token that was refused so soon is not too old. */
#define TOKEN_FRESH_MS 30000

void answer_reset(struct answer *answer)
{
    free(answer->etag);
    free(answer->date);
    free(answer->type);
    free(answer->location);
    buf_clear(&answer->text);
    *answer = (struct answer){.length = -1, .from = -1, .total = -1, .offset = -1};
}

/* ---- headers ---- */

/* Two of them can be added up. */
#define NUMBER_MAX (INT64_MAX / 2)

static int64_t number(const char *text)
{
    char *end = NULL;
    long long n = strtoll(text, &end, 10);
    return end == text || n < 0 || n > NUMBER_MAX ? -1 : n;
}

/* Weak ones promise nothing about bytes (RFC 9110, 8.8.1). */
static void take_etag(struct answer *answer, const char *value)
{
    if (*value == '"')
        xreplace(&answer->etag, value);
}

static void take_date(struct answer *answer, const char *value)
{
    xreplace(&answer->date, value);
}

static void take_type(struct answer *answer, const char *value)
{
    xreplace(&answer->type, value);
}

static void take_location(struct answer *answer, const char *value)
{
    xreplace(&answer->location, value);
}

static void take_length(struct answer *answer, const char *value)
{
    answer->length = number(value);
}

/* "bytes 5-9/10", "bytes * /10" without the blank, or with '*' for what is not known. */
static void take_range(struct answer *answer, const char *value)
{
    const char *slash = strchr(value, '/');
    if (strncasecmp(value, "bytes ", 6) != 0 || !slash)
        return;
    answer->from = value[6] == '*' ? -1 : number(value + 6);
    answer->total = slash[1] == '*' ? -1 : number(slash + 1);
}

static void take_offset(struct answer *answer, const char *value)
{
    answer->offset = number(value);
}

static void take_wait(struct answer *answer, const char *value)
{
    int64_t wait_s = number(value);
    answer->wait_s = wait_s < 0 ? 0 : wait_s > WAIT_S_MAX ? WAIT_S_MAX : wait_s;
}

static const struct header {
    const char *name;
    void (*take)(struct answer *answer, const char *value);
} headers[] = {
    {"Content-Length",   take_length  },
    {"Content-Location", take_location},
    {"Content-Range",    take_range   },
    {"Content-Type",     take_type    },
    {"ETag",             take_etag    },
    {"Last-Modified",    take_date    },
    {"Location",         take_location},
    {"Retry-After",      take_wait    },
    {"Upload-Offset",    take_offset  },
};

/* A new answer begins: "HTTP/1.1 206 Partial Content"; those before it were provisional. */
static void take_status(struct answer *answer, const char *line)
{
    size_t bytes = answer->bytes;
    const char *blank = strchr(line, ' ');
    answer_reset(answer);
    answer->bytes = bytes;
    answer->status = blank ? (int)strtol(blank, NULL, 10) : 0;
}

static void take_header(struct answer *answer, char *line)
{
    char *value = strchr(line, ':');
    if (!value)
        return;
    *value++ = '\0';
    value += strspn(value, " \t");
    if (strlen(value) > VALUE_BYTES_MAX)
        return;
    for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
        if (strcasecmp(line, headers[i].name) == 0)
            headers[i].take(answer, value);
}

size_t answer_header(struct answer *answer, const char *line, size_t len)
{
    answer->bytes += len;
    if (answer->bytes > ANSWER_BYTES_MAX)
        return 0;
    char *copy = xstrndup(line, len);
    size_t end = strlen(copy);
    while (end > 0 && strchr("\r\n \t", copy[end - 1]))
        copy[--end] = '\0';
    if (strncmp(copy, "HTTP/", 5) == 0)
        take_status(answer, copy);
    else
        take_header(answer, copy);
    free(copy);
    return len;
}

size_t answer_text(struct answer *answer, const char *data, size_t len)
{
    answer->bytes += len;
    if (answer->bytes > ANSWER_BYTES_MAX)
        return 0;
    bool plain = answer->type && strncasecmp(answer->type, "text/plain", 10) == 0;
    size_t room = TEXT_BYTES_MAX - answer->text.len;
    if (plain)
        buf_append(&answer->text, data, len < room ? len : room);
    return len;
}

/* ---- what it means ---- */

/* What the server says itself: its first line, made fit to be shown. NULL if it says nothing. To
 * free. */
static char *own_sentence(struct answer *answer)
{
    const char *text = buf_text(&answer->text);
    text += strspn(text, " \r\n\t");
    char *clean = utf8_sanitize(text, strcspn(text, "\r\n"), false, false);
    size_t len = utf8_cut_bytes(clean, strlen(clean), SENTENCE_BYTES);
    while (len > 0 && strchr(". ", clean[len - 1]))
        len--;
    clean[len] = '\0';
    char *sentence = len > 0 ? xasprintf("the server says: %s", clean) : NULL;
    free(clean);
    return sentence;
}

/* By status: what to do, if the server does not say it; and whether it goes on by itself. */
static const struct meaning {
    int status;
    bool again;
    const char *get, *put;
} meanings[] = {
    {401, false, "the server wants to know who asks: log in with a name of your own",
     "only names that belong to somebody may upload: claim yours first"                                                               },
    {403, false, "the server does not let you have it: ask whoever runs it",
     "the server does not let you upload: ask whoever runs it"                                                                        },
    {404, false, "there is no such file, or not for you: /files shows what there is",
     "the server takes no files there"                                                                                                },
    {408, true,  "the server was tired of waiting",                                   "the server was tired of waiting"               },
    {409, true,  "the server is busy with it",                                        "the server has another part of it: asking anew"},
    {410, false, "the file was removed",
     "the server forgot the part that it had: /resume begins "
     "anew"                                                                                                                           },
    {413, false, "the server sends no file so large",                                 "it is larger than the server takes"            },
    {416, false, "the file is shorter now: /resume begins anew",
     "the server does not go on with it"                                                                                              },
    {423, true,  "the file is in use",                                                "another upload of it is still going on"        },
    {429, true,  "too many at once for the server: waiting",
     "too many at once for the server: "
     "waiting"                                                                                                                        },
    {451, false, "the server must not give it",                                       "the server must not take it"                   },
    {500, true,  "the server has a fault",                                            "the server has a fault"                        },
    {502, true,  "the server is not there just now",                                  "the server is not there just now"              },
    {503, true,  "the server is busy",                                                "the server is busy"                            },
    {504, true,  "the server does not answer in time",                                "the server does not answer in time"            },
    {507, false, "the server has no room",
     "the server has no room for it, or you have used up yours: remove older uploads of yours"                                        },
};

static const struct meaning *meaning_of(int status)
{
    for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
        if (meanings[i].status == status)
            return &meanings[i];
    return NULL;
}

/* True if another token may help: this one was not new. */
static bool renew_token(struct job *job, struct transfer *transfer)
{
    struct chat *chat = job->fetch->chat;
    struct network *network = transfer->network;
    bool refused = job->answer.status == 401 || job->answer.status == 403;
    if (!refused || !job->bearer || !network || !network->token ||
        chat->mono_ms - network->token_ms < TOKEN_FRESH_MS)
        return false;
    secret_free(network->token);
    network->token = NULL;
    transfer_trouble(chat, transfer, "asks the server for leave anew");
    transfer->retry_ms = 0;
    return true;
}

static void judge_status(struct job *job, struct transfer *transfer)
{
    struct chat *chat = job->fetch->chat;
    int status = job->answer.status;
    const struct meaning *meaning = meaning_of(status);
    char *why = own_sentence(&job->answer);
    if (!why && meaning)
        why = xstrdup(transfer->upload ? meaning->put : meaning->get);
    else if (!why)
        why = xasprintf("the server answers what nobody asked (HTTP %d)", status);
    if (meaning && meaning->again) {
        transfer_trouble(chat, transfer, why);
        transfer_hold(chat, transfer, job->answer.wait_s * 1000);
    } else {
        transfer_fail(chat, transfer, why);
    }
    free(why);
}

/* ---- when there is no answer ---- */

static const struct failure {
    CURLcode code;
    const char *why;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, "its server's name is not known"        },
    {CURLE_COULDNT_CONNECT,      "the server is gone"                    },
    {CURLE_OPERATION_TIMEDOUT,   "the server does not answer"            },
    {CURLE_GOT_NOTHING,          "the server closed the connection"      },
    {CURLE_RECV_ERROR,           "the connection broke"                  },
    {CURLE_SEND_ERROR,           "the connection broke"                  },
    {CURLE_PARTIAL_FILE,         "the connection was cut"                },
    {CURLE_SSL_CONNECT_ERROR,    "the server does not speak TLS as we do"},
};

static void judge_failure(struct job *job, struct transfer *transfer)
{
    const struct fetch_curl *curl = job->fetch->curl;
    struct chat *chat = job->fetch->chat;
    char *why = NULL;
    for (size_t i = 0; i < sizeof(failures) / sizeof(*failures) && !why; i++)
        if (failures[i].code == job->code)
            why = xstrdup(failures[i].why);
    if (job->code == CURLE_PEER_FAILED_VERIFICATION) {
        why = xasprintf("the certificate of %s is not one that is trusted: nothing was sent",
                        job->host);
        transfer_fail(chat, transfer, why);
    } else {
        transfer_trouble(chat, transfer, why ? why : curl->easy_strerror(job->code));
    }
    free(why);
}

void answer_judge(struct job *job, struct transfer *transfer)
{
    if (job->cause)
        transfer_fail(job->fetch->chat, transfer, job->cause);
    else if (job->answer.status >= 300 && !job->begun) {
        if (!renew_token(job, transfer))
            judge_status(job, transfer);
    } else if (job->code != CURLE_OK)
        judge_failure(job, transfer);
    else
        judge_status(job, transfer);
}
