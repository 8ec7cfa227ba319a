#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "tls.h"
#include "tls_private.h"
#include "tls_session.h"
#include "tls_shown.h"

#define UNSIGNED "nobody that your system knows has signed it"

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
    *cause = tls_file_failure(ca_file);
    tls_free(tls);
    return NULL;
}

/* A key in it that others can read proves nothing. */
static char *file_fault(const char *file)
{
    struct stat info;
    if (stat(file, &info) != 0)
        return tls_file_failure(file);
    if (info.st_mode & 077)
        return xasprintf("%s: others can read its key: chmod 600 %s", file, file);
    return NULL;
}

/* Nobody is there to type it: the screen is ours. */
static int no_passphrase(char *out, int size, int writes, void *arg)
{
    (void)out, (void)size, (void)writes, (void)arg;
    return -1;
}

static char *identity_fault(SSL_CTX *ctx, const char *file)
{
    if (SSL_CTX_use_certificate_chain_file(ctx, file) != 1)
        return tls_file_failure(file);
    if (SSL_CTX_use_PrivateKey_file(ctx, file, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(ctx) != 1)
        return xasprintf("%s: has no key of its certificate that could be read without a "
                         "passphrase",
                         file);
    return NULL;
}

int tls_client_show(struct tls *tls, const char *file, char **cause)
{
    ERR_clear_error();
    SSL_CTX_set_default_passwd_cb(tls->ctx, no_passphrase);
    char *fault = file_fault(file);
    if (!fault)
        fault = identity_fault(tls->ctx, file);
    ERR_clear_error();
    *cause = fault;
    return fault ? -1 : 0;
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

int tls_client_begin(SSL *ssl, const char *host, char **cause)
{
    SSL_set_connect_state(ssl);
    if (host && expect_host(ssl, host))
        return 0;
    *cause = xasprintf("no certificate can be made out to the name \"%s\"", host ? host : "");
    return -1;
}

/* What is wrong with a certificate, and what a person can do about it. */
static const struct objection {
    long result;
    const char *doubt, *advice;
} objections[] = {
    {X509_V_ERR_HOSTNAME_MISMATCH,                 "it is made out to another name",
     "connect by a name that it bears"                                                                                      },
    {X509_V_ERR_IP_ADDRESS_MISMATCH,               "it is made out to another name",
     "connect by a name that it bears"                                                                                      },
    {X509_V_ERR_CERT_HAS_EXPIRED,                  "it has expired",                 "whoever runs the server must renew it"},
    {X509_V_ERR_CERT_NOT_YET_VALID,                "it is not valid yet",            "is the clock of this machine right?"  },
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,       UNSIGNED,
     "add it to those you trust if it is the server's own"                                                                  },
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,         UNSIGNED,
     "add it to those you trust if it is the server's own"                                                                  },
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, UNSIGNED,                         "add its issuer to those you trust"    },
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,   UNSIGNED,                         "add its issuer to those you trust"    },
};

static const struct objection *find_objection(long result)
{
    static const struct objection other = {0, "it does not hold", "ask whoever runs the server"};
    for (size_t i = 0; i < sizeof(objections) / sizeof(objections[0]); i++)
        if (objections[i].result == result)
            return &objections[i];
    return &other;
}

void tls_session_shown(const SSL *ssl, struct tls_shown *shown)
{
    struct tls_cert described;
    X509 *cert = SSL_get1_peer_certificate(ssl);
    long result = SSL_get_verify_result(ssl);
    bool found = cert && tls_cert_describe(&described, cert) == 0;
    X509_free(cert);
    *shown = (struct tls_shown){.doubt = "it shows none"};
    /* Where there is none, OpenSSL finds nothing wrong with it. */
    if (!found)
        return;
    memcpy(shown->fingerprint, described.full, sizeof(shown->fingerprint));
    shown->verified = result == X509_V_OK;
    shown->doubt = shown->verified ? NULL : find_objection(result)->doubt;
}

static char *certificate_failure(SSL *ssl)
{
    long result = SSL_get_verify_result(ssl);
    const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    return xasprintf("the certificate of %s was refused: %s; %s", name ? name : "the server",
                     X509_verify_cert_error_string(result), find_objection(result)->advice);
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
