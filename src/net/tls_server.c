#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "clock.h"
#include "mem.h"
#include "tls.h"
#include "tls_private.h"
#include "tls_session.h"

/* What a stranger's chain of certificates may take before anybody has logged in. */
#define CHAIN_BYTES_MAX 16384

/* Connections live long: resuming a session would save little and costs memory. */
static void forget_sessions(SSL_CTX *ctx)
{
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(ctx, 0);
}

/* Who issued it does not matter: it is known by its fingerprint, or not at all. That its owner has
 * the key is proved by the handshake. */
static int take_any(X509_STORE_CTX *store, void *arg)
{
    (void)arg;
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
}

static void ask_for_certificates(SSL_CTX *ctx)
{
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(ctx, take_any, NULL);
    SSL_CTX_set_max_cert_list(ctx, CHAIN_BYTES_MAX);
}

/* Loads both files; NULL, or what is wrong with one of them. */
static char *load_identity(SSL_CTX *ctx, const char *cert_file, const char *key_file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, cert_file) != 1)
        return tls_file_failure(cert_file);
    if (SSL_CTX_use_PrivateKey_file(ctx, key_file, SSL_FILETYPE_PEM) != 1 &&
        ERR_GET_REASON(ERR_peek_last_error()) != X509_R_KEY_VALUES_MISMATCH)
        return tls_file_failure(key_file);
    if (SSL_CTX_check_private_key(ctx) != 1)
        return xasprintf("%s: not the key of the certificate in %s", key_file, cert_file);
    return NULL;
}

struct tls *tls_server_new(const char *cert_file, const char *key_file, char **cause)
{
    struct tls *tls = tls_new(TLS_server_method(), false);
    forget_sessions(tls->ctx);
    ask_for_certificates(tls->ctx);
    char *wrong = load_identity(tls->ctx, cert_file, key_file);
    if (!wrong)
        return tls;
    *cause = wrong;
    tls_free(tls);
    return NULL;
}

struct tls *tls_server_fresh(const char *cert_file, const char *key_file, char **cause)
{
    struct tls *fresh = tls_server_new(cert_file, key_file, cause);
    if (!fresh || tls_server_cert(fresh).until_ms > clock_wall_ms())
        return fresh;
    *cause = xasprintf("%s: has expired", cert_file);
    tls_free(fresh);
    return NULL;
}

int tls_server_replace(struct tls *tls, const char *cert_file, const char *key_file, char **cause)
{
    struct tls *fresh = tls_server_fresh(cert_file, key_file, cause);
    if (!fresh)
        return -1;
    tls_server_take(tls, fresh);
    return 0;
}

/* Sessions hold the context that they began with. */
void tls_server_take(struct tls *tls, struct tls *fresh)
{
    SSL_CTX *old = tls->ctx;
    tls->ctx = fresh->ctx;
    fresh->ctx = old;
    tls_free(fresh);
}

struct tls_cert tls_server_cert(const struct tls *tls)
{
    struct tls_cert cert = {0};
    (void)tls_cert_describe(&cert, SSL_CTX_get0_certificate(tls->ctx));
    return cert;
}

bool tls_session_is_ready(const struct ssl_st *ssl)
{
    return SSL_is_init_finished(ssl);
}

bool tls_is_server(const struct tls *tls)
{
    return !tls->client;
}

const char *tls_session_name(const struct ssl_st *ssl)
{
    return SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
}

int tls_session_peer(const struct ssl_st *ssl, struct tls_cert *cert)
{
    if (!SSL_is_init_finished(ssl))
        return -1;
    return tls_cert_describe(cert, SSL_get0_peer_certificate(ssl));
}
