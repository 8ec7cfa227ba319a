#include "digest.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdint.h>

#include "mem.h"

/* OpenSSL's own context, under the name that the header gives. */
static EVP_MD_CTX *context_of(struct digest *digest)
{
    return (EVP_MD_CTX *)digest;
}

static struct digest *begin(const EVP_MD *kind)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int done = EVP_DigestInit_ex(context, kind, NULL);
    assert(done == 1);
    (void)done;
    return (struct digest *)context;
}

struct digest *digest_new(void)
{
    return begin(EVP_sha256());
}

struct digest *digest_new_sha1(void)
{
    return begin(EVP_sha1());
}

void digest_add(struct digest *digest, const void *data, size_t len)
{
    int done = EVP_DigestUpdate(context_of(digest), data, len);
    assert(done == 1);
    (void)done;
}

void digest_bytes(struct digest *digest, unsigned char *out)
{
    int done = EVP_DigestFinal_ex(context_of(digest), out, NULL);
    assert(done == 1);
    (void)done;
    digest_free(digest);
}

char *digest_hex(struct digest *digest)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[DIGEST_BYTES];
    char *hex = xmalloc(DIGEST_HEX + 1);
    digest_bytes(digest, sum);
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[DIGEST_HEX] = '\0';
    return hex;
}

void digest_free(struct digest *digest)
{
    EVP_MD_CTX_free(context_of(digest));
}
