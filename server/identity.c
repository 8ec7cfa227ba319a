#include "identity.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certs.h"
#include "mem.h"

struct identity {
    struct loop *loop;
    const char *folder;
    char host[HOST_NAME_MAX + 1];
    char **names; /* what clients may call us; owned */
    size_t n_names;
    bool is_certified; /* by the operator, for the first of the names */
    struct certs *certs;
    struct clients_tls tls;
};

static bool is_certified(const struct settings *settings)
{
    return settings->certificate && *settings->certificate;
}

/* ---- names ---- */

static void forget_names(struct identity *identity)
{
    for (size_t i = 0; i < identity->n_names; i++)
        free(identity->names[i]);
    free(identity->names);
    identity->n_names = 0;
}

/* The server's own name first. */
static void gather_names(struct identity *identity, const struct settings *settings)
{
    const struct conf_list *more = &settings->tls_names;
    identity->names = xcalloc(more->n + 1, sizeof(*identity->names));
    identity->names[identity->n_names++] = xstrdup(settings->name);
    for (size_t i = 0; i < more->n; i++)
        identity->names[identity->n_names++] = xstrdup(more->items[i]);
    identity->tls.names = (const char *const *)identity->names;
    identity->tls.n_names = identity->n_names;
}

/* ---- files ---- */

/* Where the certificate is, and what it is for if it has to be made. */
struct place {
    char *cert, *key;
    const char **names;
    struct certs_files files;
};

static void place_clear(struct place *place)
{
    free(place->cert);
    free(place->key);
    free(place->names);
}

/* One of our own bears also what people write who are on this machine. */
static void place_own(struct place *place, const struct identity *identity,
                      const struct settings *settings)
{
    const char *const local[] = {identity->host, "localhost", "127.0.0.1", "::1"};
    const size_t n_local = sizeof(local) / sizeof(local[0]);
    const struct conf_list *more = &settings->tls_names;
    size_t n = 0;
    place->names = xcalloc(more->n + 1 + n_local, sizeof(*place->names));
    place->names[n++] = settings->name;
    for (size_t i = 0; i < more->n; i++)
        place->names[n++] = more->items[i];
    memcpy(place->names + n, local, sizeof(local));
    place->cert = xasprintf("%s/certificate.pem", identity->folder);
    place->key = xasprintf("%s/key.pem", identity->folder);
    place->files.names = place->names;
    place->files.n_names = n + n_local;
}

static struct place place_of(const struct identity *identity, const struct settings *settings)
{
    struct place place = {0};
    if (is_certified(settings)) {
        place.cert = xstrdup(settings->certificate);
        place.key = xstrdup(settings->key);
    } else {
        place_own(&place, identity, settings);
    }
    place.files.cert = place.cert;
    place.files.key = place.key;
    return place;
}

/* ---- beginning and changing ---- */

static int open_certs(struct identity *identity, const struct settings *settings, char **cause)
{
    struct place place = place_of(identity, settings);
    identity->certs = certs_new(identity->loop, &place.files, cause);
    place_clear(&place);
    if (!identity->certs)
        return -1;
    identity->tls.context = certs_tls(identity->certs);
    return 0;
}

struct identity *identity_new(struct loop *loop, const struct settings *settings,
                              const char *folder, char **cause)
{
    struct identity *identity = xnew(struct identity);
    identity->loop = loop;
    identity->folder = folder;
    if (gethostname(identity->host, sizeof(identity->host)) < 0)
        identity->host[0] = '\0';
    gather_names(identity, settings);
    identity->is_certified = settings_want_tls(settings) && is_certified(settings);
    if (!settings_want_tls(settings) || open_certs(identity, settings, cause) == 0)
        return identity;
    identity_free(identity);
    return NULL;
}

int identity_look(const struct identity *identity, const struct settings *settings,
                  struct tls **fresh, char **cause)
{
    *fresh = NULL;
    if (!settings_want_tls(settings))
        return 0;
    struct place place = place_of(identity, settings);
    *fresh = certs_look(&place.files, cause);
    place_clear(&place);
    return *fresh ? 0 : -1;
}

void identity_become(struct identity *identity, const struct settings *settings, struct tls *fresh)
{
    forget_names(identity);
    gather_names(identity, settings);
    if (!fresh)
        return;
    identity->is_certified = is_certified(settings);
    struct place place = place_of(identity, settings);
    if (identity->certs)
        certs_move(identity->certs, &place.files, fresh);
    else
        identity->certs = certs_of(identity->loop, &place.files, fresh);
    identity->tls.context = certs_tls(identity->certs);
    place_clear(&place);
}

void identity_free(struct identity *identity)
{
    if (!identity)
        return;
    certs_free(identity->certs);
    forget_names(identity);
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
