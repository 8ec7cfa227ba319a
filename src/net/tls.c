#include "tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem.h"
#include "reason.h"
#include "tls_session.h"

struct tls {
    SSL_CTX *ctx;
    bool client;
};

/* Why OpenSSL did not like a file: the system's reason if it cannot be read, else its own. */
static char *file_failure(const char *path)
{
    if (access(path, R_OK) != 0) {
        char *reason = reason_errno(errno);
        char *cause = xasprintf("%s: %s", path, reason);
        free(reason);
        return cause;
    }
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    return xasprintf("%s: not in PEM form (%s)", path, reason ? reason : "unknown");
}

/*
 * Reading ahead takes many small records with one system call; buffers are
 * given back while nothing is in them (8 KiB less for an idle connection).
 */
static struct tls *tls_new(const SSL_METHOD *method, bool client)
{
    ERR_clear_error();
    struct tls *tls = xnew(struct tls);
    tls->client = client;
    tls->ctx = SSL_CTX_new(method);
    if (!tls->ctx)
        abort();
    SSL_CTX_set_min_proto_version(tls->ctx, TLS1_2_VERSION);
    SSL_CTX_set_options(tls->ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(tls->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                   SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(tls->ctx, 1);
    return tls;
}

/* Connections live long: resuming a session would save little and costs memory. */
static void forget_sessions(SSL_CTX *ctx)
{
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(ctx, 0);
}

/* Loads both files; NULL, or what is wrong with one of them. */
static char *load_identity(SSL_CTX *ctx, const char *cert_file, const char *key_file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, cert_file) != 1)
        return file_failure(cert_file);
    if (SSL_CTX_use_PrivateKey_file(ctx, key_file, SSL_FILETYPE_PEM) != 1 &&
        ERR_GET_REASON(ERR_peek_last_error()) != X509_R_KEY_VALUES_MISMATCH)
        return file_failure(key_file);
    if (SSL_CTX_check_private_key(ctx) != 1)
        return xasprintf("%s: not the key of the certificate in %s", key_file, cert_file);
    return NULL;
}

struct tls *tls_server_new(const char *cert_file, const char *key_file, char **cause)
{
    struct tls *tls = tls_new(TLS_server_method(), false);
    forget_sessions(tls->ctx);
    char *wrong = load_identity(tls->ctx, cert_file, key_file);
    if (!wrong)
        return tls;
    *cause = wrong;
    tls_free(tls);
    return NULL;
}

struct tls *tls_client_new(const char *ca_file, char **cause)
{
    struct tls *tls = tls_new(TLS_client_method(), true);
    SSL_CTX_set_verify(tls->ctx, SSL_VERIFY_PEER, NULL);
    if (!ca_file) {
        SSL_CTX_set_default_verify_paths(tls->ctx);
        return tls;
    }
    if (SSL_CTX_load_verify_locations(tls->ctx, ca_file, NULL) == 1)
        return tls;
    *cause = file_failure(ca_file);
    tls_free(tls);
    return NULL;
}

void tls_free(struct tls *tls)
{
    if (!tls)
        return;
    SSL_CTX_free(tls->ctx);
    free(tls);
}

static bool expect_name(SSL *ssl, const char *name)
{
    char *copy = xstrdup(name); /* OpenSSL's macro wants one that is not const */
    bool done = SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, copy) == 1;
    free(copy);
    return done;
}

/* An address is looked for among the certificate's addresses, and is no name to send (RFC 6066, 3).
 */
static bool expect_host(SSL *ssl, const char *host)
{
    unsigned char address[sizeof(struct in6_addr)];
    bool is_address =
        inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
    if (is_address)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1;
    return expect_name(ssl, host);
}

struct ssl_st *tls_session_new(struct tls *tls, int fd, const char *host, char **cause)
{
    ERR_clear_error();
    SSL *ssl = SSL_new(tls->ctx);
    if (!ssl || SSL_set_fd(ssl, fd) != 1)
        abort();
    if (!tls->client) {
        SSL_set_accept_state(ssl);
        return ssl;
    }
    SSL_set_connect_state(ssl);
    if (host && expect_host(ssl, host))
        return ssl;
    *cause = xasprintf("no certificate can be made out to the name \"%s\"", host ? host : "");
    SSL_free(ssl);
    return NULL;
}

/* What a person can do about a certificate that was refused. */
static const struct advice {
    long result;
    const char *text;
} advices[] = {
    {X509_V_ERR_HOSTNAME_MISMATCH,                 "connect by a name that it bears"                    },
    {X509_V_ERR_IP_ADDRESS_MISMATCH,               "connect by a name that it bears"                    },
    {X509_V_ERR_CERT_HAS_EXPIRED,                  "whoever runs the server must renew it"              },
    {X509_V_ERR_CERT_NOT_YET_VALID,                "is the clock of this machine right?"                },
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,       "add it to those you trust if it is the server's own"},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,         "add it to those you trust if it is the server's own"},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "add its issuer to those you trust"                  },
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,   "add its issuer to those you trust"                  },
};

static char *certificate_failure(SSL *ssl)
{
    long result = SSL_get_verify_result(ssl);
    const char *text = "ask whoever runs the server";
    for (size_t i = 0; i < sizeof(advices) / sizeof(advices[0]); i++)
        if (advices[i].result == result)
            text = advices[i].text;
    const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    return xasprintf("the certificate of %s was refused: %s; %s", name ? name : "the server",
                     X509_verify_cert_error_string(result), text);
}

char *tls_session_failure(struct ssl_st *ssl)
{
    unsigned long error = ERR_peek_error();
    int reason = ERR_GET_REASON(error);
    const char *text = ERR_reason_error_string(error);

    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
        return certificate_failure(ssl);
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return xstrdup("connection closed by the peer");
    if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST)
        return xstrdup("the peer does not speak TLS; is this the right port?");
    if (reason > SSL_AD_REASON_OFFSET)
        return xasprintf("the peer refused TLS: %s",
                         SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET));
    return xasprintf("TLS failed: %s", text ? text : "unknown reason");
}
