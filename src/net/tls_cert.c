#include "tls_cert.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "reason.h"

#define YEARS       10
#define DAY_SECONDS (24 * 60 * 60)

/* RFC 5280, ub-common-name. */
#define COMMON_NAME_MAX 64

/* ---- what it says ---- */

static void hex_digest(const unsigned char *der, int len, char out[TLS_FINGERPRINT_SIZE])
{
    unsigned char digest[32];
    unsigned size = 0;
    EVP_Digest(der, (size_t)len, digest, &size, EVP_sha256(), NULL);
    for (unsigned i = 0; i < size; i++)
        snprintf(out + (size_t)i * 2, 3, "%02x", digest[i]);
}

static int64_t time_ms(const ASN1_TIME *time)
{
    struct tm tm;
    return ASN1_TIME_to_tm(time, &tm) == 1 ? (int64_t)timegm(&tm) * 1000 : 0;
}

int tls_cert_describe(struct tls_cert *cert, const struct x509_st *x509)
{
    unsigned char *full = NULL;
    unsigned char *key = NULL;
    int full_len = x509 ? i2d_X509(x509, &full) : -1;
    int key_len = x509 ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &key) : -1;
    bool readable = full_len > 0 && key_len > 0;
    if (readable) {
        hex_digest(full, full_len, cert->full);
        hex_digest(key, key_len, cert->key);
        cert->since_ms = time_ms(X509_get0_notBefore(x509));
        cert->until_ms = time_ms(X509_get0_notAfter(x509));
        cert->signs_itself =
            X509_NAME_cmp(X509_get_subject_name(x509), X509_get_issuer_name(x509)) == 0;
    }
    OPENSSL_free(full);
    OPENSSL_free(key);
    return readable ? 0 : -1;
}

bool tls_cert_is_valid(const struct tls_cert *cert, int64_t now_ms)
{
    return cert->since_ms <= now_ms && now_ms < cert->until_ms;
}

/* ---- making one ---- */

static bool is_address(const char *name)
{
    unsigned char address[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1;
}

/* A host's name of the operator's may be anything; here it stands in a list with commas. */
static bool is_name(const char *name)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
    return *name && strspn(name, letters) == strlen(name);
}

/* "DNS:chat.example.org,IP:127.0.0.1" */
static void list_names(struct buf *list, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool address = is_address(names[i]);
        if (address || is_name(names[i]))
            buf_printf(list, "%s%s:%s", list->len > 0 ? "," : "", address ? "IP" : "DNS", names[i]);
    }
}

static void add_extension(X509 *x509, int nid, const char *value)
{
    X509V3_CTX ctx;
    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, x509, x509, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    if (!extension || X509_add_ext(x509, extension, -1) != 1)
        abort();
    X509_EXTENSION_free(extension);
}

static void set_name(X509 *x509, const char *text)
{
    bool fits = is_name(text) && strlen(text) <= COMMON_NAME_MAX;
    X509_NAME *name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                               (const unsigned char *)(fits ? text : "parlord"), -1, -1, 0);
    X509_set_issuer_name(x509, name);
}

static void set_serial(X509 *x509)
{
    unsigned char bytes[16];
    RAND_bytes(bytes, sizeof(bytes));
    bytes[0] &= 0x7f; /* a number of more than zero */
    bytes[0] |= 0x40;
    BIGNUM *number = BN_bin2bn(bytes, sizeof(bytes), NULL);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509));
    BN_free(number);
}

/* It begins a day ago: other machines' clocks may be slow. */
static X509 *make_x509(EVP_PKEY *key, const char *const *names, size_t n)
{
    X509 *x509 = X509_new();
    if (!x509)
        abort();
    struct buf list = {0};
    X509_set_version(x509, X509_VERSION_3);
    set_serial(x509);
    X509_gmtime_adj(X509_getm_notBefore(x509), -DAY_SECONDS);
    X509_time_adj_ex(X509_getm_notAfter(x509), 365 * YEARS, 0, NULL);
    X509_set_pubkey(x509, key);
    set_name(x509, n > 0 ? names[0] : "");
    add_extension(x509, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(x509, NID_subject_key_identifier, "hash");
    list_names(&list, names, n);
    if (list.len > 0)
        add_extension(x509, NID_subject_alt_name, buf_text(&list));
    buf_clear(&list);
    if (X509_sign(x509, key, EVP_sha256()) == 0)
        abort();
    return x509;
}

/* ---- writing it ---- */

/* Takes over the file; what was written is on the disk, or it is an error. */
static bool finish(FILE *file, bool written)
{
    bool stored = written && fflush(file) == 0 && fsync(fileno(file)) == 0;
    int error = errno;
    bool closed = fclose(file) == 0;
    if (!stored)
        errno = error;
    return stored && closed;
}

static bool write_key(FILE *file, const void *key)
{
    return PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1;
}

static bool write_x509(FILE *file, const void *x509)
{
    return PEM_write_X509(file, x509) == 1;
}

/* For the owner only, whatever the umask says; renamed into place. */
static int write_file(const char *path, bool (*write_it)(FILE *, const void *), const void *what,
                      char **cause)
{
    char *draft = xasprintf("%s.new", path);
    (void)unlink(draft);
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool done = file && finish(file, write_it(file, what)) && rename(draft, path) == 0;
    if (!done) {
        char *reason = reason_errno(errno);
        *cause = xasprintf("%s: %s", path, reason);
        free(reason);
        (void)unlink(draft);
    }
    free(draft);
    return done ? 0 : -1;
}

int tls_cert_make(const char *cert_file, const char *key_file, const char *const *names, size_t n,
                  char **cause)
{
    ERR_clear_error();
    EVP_PKEY *key = EVP_EC_gen("P-256");
    if (!key)
        abort();
    X509 *x509 = make_x509(key, names, n);
    /* The key first: a certificate that is there has one. */
    int result = write_file(key_file, write_key, key, cause);
    if (result == 0)
        result = write_file(cert_file, write_x509, x509, cause);
    X509_free(x509);
    EVP_PKEY_free(key);
    return result;
}

/* ---- both in one file ---- */

struct own {
    EVP_PKEY *key;
    X509 *x509;
};

static bool write_own(FILE *file, const void *what)
{
    const struct own *own = what;
    return write_x509(file, own->x509) && write_key(file, own->key);
}

int tls_cert_make_own(const char *file, const char *name, char **cause)
{
    ERR_clear_error();
    struct own own = {.key = EVP_EC_gen("P-256")};
    if (!own.key)
        abort();
    own.x509 = make_x509(own.key, &name, 1);
    int result = write_file(file, write_own, &own, cause);
    X509_free(own.x509);
    EVP_PKEY_free(own.key);
    return result;
}

int tls_cert_read(struct tls_cert *cert, const char *path, char **cause)
{
    ERR_clear_error();
    FILE *file = fopen(path, "re");
    if (!file) {
        char *reason = reason_errno(errno);
        *cause = xasprintf("%s: %s", path, reason);
        free(reason);
        return -1;
    }
    X509 *x509 = PEM_read_X509(file, NULL, NULL, NULL);
    fclose(file);
    int result = tls_cert_describe(cert, x509);
    if (result != 0)
        *cause = xasprintf("%s: no certificate in PEM form", path);
    X509_free(x509);
    return result;
}
