/* files: what people have uploaded. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "mem.h"
#include "operation.h"
#include "uploads.h"

/* Rows of one list. */
#define LIST_MAX 200

static const char no_answer[] = "The store does not answer, try again later";

/* ---- ls ---- */

static void show_upload(struct operation *operation, const struct store_upload *upload)
{
    char size[24];
    char created[OPERATE_TIME_SIZE];
    char until[OPERATE_TIME_SIZE];
    snprintf(size, sizeof(size), "%" PRId64, upload->size);
    operate_time(upload->created_ms, created);
    operate_time(upload->until_ms, until);
    const struct operate_value values[] = {
        {"id",      upload->id                   },
        {"name",    upload->name                 },
        {"size",    size                         },
        {"type",    upload->type                 },
        {"account", upload->account              },
        {"created", created                      },
        {"until",   until                        },
        {"sha256",  upload->sha256               },
        {"private", upload->secret ? "yes" : "no"},
        {"conv",    upload->conv                 },
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values),
                   "%s %s, %s bytes, by %s at %s, removed %s, sha256:%s", upload->id, upload->name,
                   size, upload->account, created, until, upload->sha256);
}

static void listed(void *arg, enum store_status status, const struct store_uploads *uploads)
{
    struct operation *operation = arg;
    if (status != STORE_OK || !uploads) {
        operation_fail(operation, "%s", no_answer);
        operation_end(operation);
        return;
    }
    for (size_t i = 0; i < uploads->n; i++)
        show_upload(operation, &uploads->list[i]);
    operation_say(operation, "%zu file%s%s", uploads->n, uploads->n == 1 ? "" : "s",
                  uploads->more ? ", and there are more" : "");
    operation_end(operation);
}

static void list_files(struct operation *operation, char *rest)
{
    const char *name = operate_word(&rest);
    const struct user *user = *name ? operate_account(operation, name) : NULL;
    if (*name && !user)
        return;
    operation_note(operation, user ? user->name : NULL, "ls");
    operation_wait(operation);
    uploads_list(operation->server, user ? user->fold : NULL, 0, LIST_MAX, listed, operation);
}

/* ---- rm ---- */

static void removed(void *arg, enum store_status status, const struct store_removed *what)
{
    struct operation *operation = arg;
    (void)what;
    if (status == STORE_OK)
        operation_say(operation, "Removed");
    else if (status == STORE_MISSING)
        operation_fail(operation, "There is no such file; files ls names them");
    else
        operation_fail(operation, "%s", no_answer);
    operation_end(operation);
}

static void remove_file(struct operation *operation, char *rest)
{
    const struct store_upload_key key = {.by = STORE_BY_ID, .key = operate_word(&rest)};
    operation_note(operation, key.key, "rm");
    operation_wait(operation);
    uploads_remove(operation->server, &key, operation->who, removed, operation);
}

/* ---- quota ---- */

static void summed(void *arg, enum store_status status, const struct store_upload_sums *sums)
{
    struct operation *operation = arg;
    const struct upload_limits *limits = uploads_limits(operation->server);
    char text[3][24];
    if (status != STORE_OK || !sums || !limits) {
        operation_fail(operation, "%s", no_answer);
        operation_end(operation);
        return;
    }
    snprintf(text[0], sizeof(text[0]), "%" PRId64, sums->files);
    snprintf(text[1], sizeof(text[1]), "%" PRId64, sums->bytes);
    snprintf(text[2], sizeof(text[2]), "%" PRId64, sums->day_bytes);
    const struct operate_value values[] = {
        {"account", operation->target},
        {"files",   text[0]          },
        {"bytes",   text[1]          },
        {"today",   text[2]          },
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values),
                   "%s has %s file(s) of %s bytes, and sent %s bytes today", operation->target,
                   text[0], text[1], text[2]);
    operation_end(operation);
}

static void show_quota(struct operation *operation, char *rest)
{
    const struct user *user = operate_account(operation, operate_word(&rest));
    if (!user)
        return;
    operation_note(operation, user->name, "quota");
    operation_wait(operation);
    uploads_quota(operation->server, user->fold, summed, operation);
}

/* ---- block unblock ---- */

static void set_blocked(struct operation *operation, const char *word, bool blocked)
{
    size_t len = strncasecmp(word, "sha256:", 7) == 0 ? 7 : 0;
    char *hash = xstrdup(word + len);
    for (char *p = hash; *p; p++)
        *p = (char)(*p >= 'A' && *p <= 'F' ? *p | 0x20 : *p);
    operation_note(operation, hash, blocked ? "block" : "unblock");
    if (!blocked && !uploads_is_blocked(operation->server, hash))
        operation_fail(operation, "That hash is not blocked");
    else if (uploads_block(operation->server, hash, blocked, operation->who) < 0)
        operation_usage(operation, "A SHA-256 has %d hexadecimal digits", DIGEST_HEX);
    else
        operation_say(operation, blocked ? "Nobody may upload that any more, and it is removed"
                                         : "It may be uploaded again");
    free(hash);
}

static void block(struct operation *operation, char *rest)
{
    set_blocked(operation, operate_word(&rest), true);
}

static void unblock(struct operation *operation, char *rest)
{
    set_blocked(operation, operate_word(&rest), false);
}

/* ---- files ---- */

static const struct {
    const char *name;
    operate_fn *run;
    bool needs_word;
} verbs[] = {
    {"block",   block,       true },
    {"list",    list_files,  false},
    {"ls",      list_files,  false},
    {"quota",   show_quota,  true },
    {"rm",      remove_file, true },
    {"unblock", unblock,     true },
};

void operate_files(struct operation *operation, char *rest)
{
    const char *word = operate_word(&rest);
    if (!operation->server->uploads) {
        operation_fail(operation, "Nothing can be uploaded here: uploads = no in [files]");
        return;
    }
    if (!*word) {
        list_files(operation, rest);
        return;
    }
    for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
        if (strcasecmp(verbs[i].name, word) != 0)
            continue;
        if (verbs[i].needs_word && !*rest)
            operation_usage(operation, "files %s needs to be told what", verbs[i].name);
        else
            verbs[i].run(operation, rest);
        return;
    }
    operation_usage(operation, "%s is not done with files", word);
}
