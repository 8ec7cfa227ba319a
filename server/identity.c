#include "identity.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certs.h"
#include "mem.h"

struct identity {
    char host[HOST_NAME_MAX + 1];
    const char **names; /* owned array of borrowed strings: what clients may call us */
    size_t n_names;
    bool is_certified; /* by the operator, for the first of the names */
    struct certs *certs;
    struct clients_tls tls;
};

/* The server's own name first. */
static void gather_names(struct identity *identity, const struct settings *settings)
{
    const struct conf_list *more = &settings->tls_names;
    identity->names = xcalloc(more->n + 1, sizeof(*identity->names));
    identity->names[identity->n_names++] = settings->name;
    for (size_t i = 0; i < more->n; i++)
        identity->names[identity->n_names++] = more->items[i];
}

static struct certs *open_operators(struct loop *loop, const struct settings *settings,
                                    char **cause)
{
    const struct certs_files files = {.cert = settings->certificate, .key = settings->key};
    return certs_new(loop, &files, cause);
}

/* It bears also what people write who are on this machine. */
static struct certs *open_own(const struct identity *identity, struct loop *loop,
                              const char *folder, char **cause)
{
    const char *const local[] = {identity->host, "localhost", "127.0.0.1", "::1"};
    const size_t n_local = sizeof(local) / sizeof(local[0]);
    const char **names = xcalloc(identity->n_names + n_local, sizeof(*names));
    memcpy(names, identity->names, identity->n_names * sizeof(*names));
    memcpy(names + identity->n_names, local, sizeof(local));
    char *cert = xasprintf("%s/certificate.pem", folder);
    char *key = xasprintf("%s/key.pem", folder);
    const struct certs_files files = {
        .cert = cert, .key = key, .names = names, .n_names = identity->n_names + n_local};
    struct certs *certs = certs_new(loop, &files, cause);
    free(names);
    free(cert);
    free(key);
    return certs;
}

struct identity *identity_new(struct loop *loop, const struct settings *settings,
                              const char *folder, char **cause)
{
    struct identity *identity = xnew(struct identity);
    if (gethostname(identity->host, sizeof(identity->host)) < 0)
        identity->host[0] = '\0';
    gather_names(identity, settings);
    identity->tls.names = identity->names;
    identity->tls.n_names = identity->n_names;
    if (!settings_want_tls(settings))
        return identity;
    identity->is_certified = settings->certificate && *settings->certificate;
    identity->certs = identity->is_certified ? open_operators(loop, settings, cause)
                                             : open_own(identity, loop, folder, cause);
    if (identity->certs) {
        identity->tls.context = certs_tls(identity->certs);
        return identity;
    }
    identity_free(identity);
    return NULL;
}

void identity_free(struct identity *identity)
{
    if (!identity)
        return;
    certs_free(identity->certs);
    free(identity->names);
    free(identity);
}

const struct clients_tls *identity_tls(const struct identity *identity)
{
    return &identity->tls;
}

struct certs *identity_certs(const struct identity *identity)
{
    return identity->certs;
}

const char *identity_host(const struct identity *identity)
{
    return identity->is_certified ? identity->names[0] : identity->host;
}
