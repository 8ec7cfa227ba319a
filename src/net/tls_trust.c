#include "tls_trust.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>

#include "tls_cert.h"

static bool is_known(const struct tls_trust *trust, const X509 *cert)
{
    struct tls_cert described;
    if (!cert || tls_cert_describe(&described, cert) != 0)
        return false;
    for (size_t i = 0; i < sizeof(trust->fingerprints) / sizeof(*trust->fingerprints); i++)
        if (trust->fingerprints[i] && strcmp(trust->fingerprints[i], described.full) == 0)
            return true;
    return false;
}

/* An address is looked for among the certificate's addresses (RFC 6066, 3). */
static bool expect_host(X509_VERIFY_PARAM *param, const char *host)
{
    unsigned char address[sizeof(struct in6_addr)];
    bool is_address =
        inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
    return (is_address ? X509_VERIFY_PARAM_set1_ip_asc(param, host)
                       : X509_VERIFY_PARAM_set1_host(param, host, 0)) == 1;
}

static int judge(X509_STORE_CTX *store, void *arg)
{
    const struct tls_trust *trust = arg;
    if (is_known(trust, X509_STORE_CTX_get0_cert(store))) {
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    if (!trust->only && expect_host(X509_STORE_CTX_get0_param(store), trust->host))
        return X509_verify_cert(store) == 1;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_UNTRUSTED);
    return 0;
}

void tls_trust_set(struct ssl_ctx_st *ctx, struct tls_trust *trust)
{
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_cert_verify_callback(ctx, judge, trust);
}
