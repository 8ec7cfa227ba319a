#include "http_routes.h"

#include <string.h>

#include "http_private.h"

#define READS ((unsigned)HTTP_VERB_GET | (unsigned)HTTP_VERB_HEAD)

static const struct route {
    const char *prefix; /* a first component, or "" for nothing at all */
    unsigned verbs;
    http_route_fn *fn;
} routes[] = {
    {"",        READS,                                                                            http_top     },
    {"exports", READS,                                                                            http_exported},
    {"files",   READS,                                                                            http_files   },
    {"u",       READS,                                                                            http_uploaded},
    {"tus",
     (unsigned)HTTP_VERB_OPTIONS | (unsigned)HTTP_VERB_POST | (unsigned)HTTP_VERB_HEAD |
         (unsigned)HTTP_VERB_PATCH | (unsigned)HTTP_VERB_DELETE,
     http_tus                                                                                                  },
    {"uploads", (unsigned)HTTP_VERB_OPTIONS | (unsigned)HTTP_VERB_POST | (unsigned)HTTP_VERB_PUT,
     http_uploads                                                                                              },
};

static const struct {
    enum http_verb verb;
    const char *name;
} verbs[] = {
    {HTTP_VERB_GET,     "GET"    },
    {HTTP_VERB_HEAD,    "HEAD"   },
    {HTTP_VERB_POST,    "POST"   },
    {HTTP_VERB_PUT,     "PUT"    },
    {HTTP_VERB_PATCH,   "PATCH"  },
    {HTTP_VERB_DELETE,  "DELETE" },
    {HTTP_VERB_OPTIONS, "OPTIONS"},
};

/* What is left of the path behind a prefix, or NULL. */
static const char *behind(const char *path, const char *prefix)
{
    size_t len = strlen(prefix);
    if (strncmp(path, prefix, len) != 0 || (path[len] && path[len] != '/'))
        return NULL;
    return path + len + (len > 0 && path[len] == '/');
}

static unsigned allowed_verbs(const struct http_request *request)
{
    unsigned all = 0;
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        all |= behind(request->path, routes[i].prefix) ? routes[i].verbs : 0;
    return all;
}

static void refuse_verb(struct http_request *request, unsigned allowed)
{
    struct http_answer answer;
    struct buf list = {0};
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (allowed & (unsigned)verbs[i].verb)
            buf_printf(&list, "%s%s", list.len ? ", " : "", verbs[i].name);
    }
    http_answer_init(&answer, 405);
    http_answer_header(&answer, "Allow", buf_text(&list));
    buf_printf(http_answer_body(&answer, "text/plain; charset=utf-8"),
               "Only %s is possible here.\n", buf_text(&list));
    buf_clear(&list);
    http_reply(request, &answer);
}

void http_route(struct http_request *request)
{
    unsigned verb = http_verb(request);
    if (!verb) {
        http_refuse(request, 501, "That method is not known here");
        return;
    }
    unsigned allowed = request->path ? allowed_verbs(request) : 0;
    for (size_t i = 0; allowed && i < sizeof(routes) / sizeof(routes[0]); i++) {
        const char *rest = behind(request->path, routes[i].prefix);
        if (!rest || !(routes[i].verbs & verb))
            continue;
        request->rest = rest;
        routes[i].fn(request);
        return;
    }
    if (allowed)
        refuse_verb(request, allowed);
    else
        http_refuse(request, 404, "There is nothing here");
}
