#include "scram.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "secret.h"

/* Random bytes of a nonce; a multiple of 3, so that base64 has no padding. */
#define NONCE_BYTES    18
#define SALT_MAX       256
#define ITERATIONS_MAX 10000000

static void hmac(const unsigned char *key, const void *data, size_t len, unsigned char *out)
{
    unsigned char *done = HMAC(EVP_sha256(), key, SCRAM_KEY_BYTES, data, len, out, NULL);
    assert(done);
    (void)done;
}

static void sha256(const unsigned char *key, unsigned char *out)
{
    int done = EVP_Digest(key, SCRAM_KEY_BYTES, out, NULL, EVP_sha256(), NULL);
    assert(done == 1);
    (void)done;
}

/* The keys that both ends derive from a password (RFC 5802, 3). */
struct derived {
    unsigned char client_key[SCRAM_KEY_BYTES];
    unsigned char stored_key[SCRAM_KEY_BYTES];
    unsigned char server_key[SCRAM_KEY_BYTES];
};

static void derive(struct derived *keys, const char *password, const unsigned char *salt,
                   size_t salt_size, int iterations)
{
    unsigned char salted[SCRAM_KEY_BYTES];
    size_t len = strlen(password);
    assert(len <= INT_MAX);
    int done = PKCS5_PBKDF2_HMAC(password, (int)len, salt, (int)salt_size, iterations, EVP_sha256(),
                                 sizeof(salted), salted);
    assert(done == 1);
    (void)done;

    hmac(salted, "Client Key", 10, keys->client_key);
    hmac(salted, "Server Key", 10, keys->server_key);
    sha256(keys->client_key, keys->stored_key);
    secret_wipe(salted, sizeof(salted));
}

void scram_derive(struct scram_keys *keys, const char *password)
{
    struct derived derived;
    derive(&derived, password, keys->salt, sizeof(keys->salt), keys->iterations);
    memcpy(keys->stored_key, derived.stored_key, SCRAM_KEY_BYTES);
    memcpy(keys->server_key, derived.server_key, SCRAM_KEY_BYTES);
    secret_wipe(&derived, sizeof(derived));
}

bool scram_verify(const struct scram_keys *keys, const char *password)
{
    struct scram_keys tried = *keys;
    scram_derive(&tried, password);
    bool equal = secret_equal(tried.stored_key, keys->stored_key, SCRAM_KEY_BYTES);
    secret_wipe(&tried, sizeof(tried));
    return equal;
}

void scram_fake(struct scram_keys *keys, const char *name, const unsigned char *pepper)
{
    unsigned char digest[SCRAM_KEY_BYTES];
    hmac(pepper, name, strlen(name), digest);
    memcpy(keys->salt, digest, SCRAM_SALT_BYTES);
    keys->iterations = SCRAM_ITERATIONS_SECRET;
    secret_random(keys->stored_key, SCRAM_KEY_BYTES);
    secret_random(keys->server_key, SCRAM_KEY_BYTES);
}

static char *make_nonce(void)
{
    unsigned char bytes[NONCE_BYTES];
    secret_random(bytes, sizeof(bytes));
    return secret_base64(bytes, sizeof(bytes));
}

static char *base64_text(const char *text)
{
    return secret_base64(text, strlen(text));
}

/* Takes "k=value" up to a comma or the end; NULL if it is another attribute. */
static char *take_attribute(const char **message, char key)
{
    const char *p = *message;
    if (p[0] != key || p[1] != '=')
        return NULL;

    size_t len = strcspn(p + 2, ",");
    *message = p + 2 + len + (p[2 + len] == ',');
    return xstrndup(p + 2, len);
}

/* RFC 5802, 5.1: a name has "=2C" for a comma and "=3D" for '='. In place; false if it has any
 * other '='. */
static bool decode_name(char *name)
{
    char *to = name;
    for (const char *from = name; *from; from++) {
        char c = *from;
        if (c == '=') {
            if (strncmp(from, "=2C", 3) != 0 && strncmp(from, "=3D", 3) != 0)
                return false;
            c = from[1] == '2' ? ',' : '=';
            from += 2;
        }
        *to++ = c;
    }
    *to = '\0';
    return true;
}

static void encode_name(struct buf *out, const char *name)
{
    for (; *name; name++) {
        if (*name == ',')
            buf_puts(out, "=2C");
        else if (*name == '=')
            buf_puts(out, "=3D");
        else
            buf_putc(out, *name);
    }
}

static void sign(const unsigned char *key, const struct buf *auth, unsigned char *out)
{
    hmac(key, auth->data, auth->len, out);
}

static void build_auth(struct buf *out, const char *client_first_bare, const char *server_first,
                       const char *final_bare)
{
    buf_printf(out, "%s,%s,%s", client_first_bare, server_first, final_bare);
}

static void xor_keys(unsigned char *into, const unsigned char *other)
{
    for (size_t i = 0; i < SCRAM_KEY_BYTES; i++)
        into[i] ^= other[i];
}

/* The gs2 header "n,[a=authzid],"; returns what follows it, or NULL. */
static const char *take_header(const char *message, char **authzid)
{
    if (strncmp(message, "n,", 2) != 0)
        return NULL;
    const char *p = message + 2;
    if (*p == ',') {
        *authzid = xstrdup("");
        return p + 1;
    }
    *authzid = take_attribute(&p, 'a');
    return *authzid && p[-1] == ',' && decode_name(*authzid) ? p : NULL;
}

static int read_client_first(struct scram_server *server, const char *message, char **authzid,
                             char **authcid)
{
    const char *bare = take_header(message, authzid);
    if (!bare)
        return -1;
    server->gs2_header = xstrndup(message, (size_t)(bare - message));
    server->client_first_bare = xstrdup(bare);

    /* "m=", which would come first, is an extension that must be understood. */
    *authcid = take_attribute(&bare, 'n');
    char *nonce = *authcid ? take_attribute(&bare, 'r') : NULL;
    bool fine = nonce && *nonce && **authcid && decode_name(*authcid);
    if (fine) {
        char *own = make_nonce();
        server->nonce = xasprintf("%s%s", nonce, own);
        free(own);
    }
    free(nonce);
    return fine ? 0 : -1;
}

int scram_server_first(struct scram_server *server, const char *client_first, char **authzid,
                       char **authcid)
{
    scram_server_clear(server);
    *authzid = NULL;
    *authcid = NULL;
    if (read_client_first(server, client_first, authzid, authcid) == 0)
        return 0;

    free(*authzid);
    free(*authcid);
    *authzid = NULL;
    *authcid = NULL;
    scram_server_clear(server);
    return -1;
}

const char *scram_server_challenge(struct scram_server *server, const struct scram_keys *keys)
{
    char *salt = secret_base64(keys->salt, sizeof(keys->salt));
    free(server->server_first);
    server->server_first = xasprintf("r=%s,s=%s,i=%d", server->nonce, salt, keys->iterations);
    free(salt);
    return server->server_first;
}

/* Checks "c=…,r=…" and reads the proof, which comes last; returns the length before ",p=", or 0. */
static size_t read_client_final(const struct scram_server *server, const char *message,
                                unsigned char *proof)
{
    const char *p = message;
    char *header = base64_text(server->gs2_header);
    char *binding = take_attribute(&p, 'c');
    char *nonce = take_attribute(&p, 'r');
    bool fine =
        binding && nonce && strcmp(binding, header) == 0 && strcmp(nonce, server->nonce) == 0;
    free(header);
    free(binding);
    free(nonce);

    const char *last = strrchr(message, ',');
    if (!fine || !last || strncmp(last, ",p=", 3) != 0)
        return 0;
    int size = secret_unbase64(last + 3, strlen(last + 3), proof, SCRAM_KEY_BYTES);
    return size == SCRAM_KEY_BYTES ? (size_t)(last - message) : 0;
}

char *scram_server_final(struct scram_server *server, const struct scram_keys *keys,
                         const char *client_final)
{
    unsigned char key[SCRAM_KEY_BYTES]; /* the proof, and then the client key in it */
    size_t bare_len = read_client_final(server, client_final, key);
    if (bare_len == 0)
        return NULL;

    unsigned char signature[SCRAM_KEY_BYTES];
    unsigned char stored_key[SCRAM_KEY_BYTES];
    char *bare = xstrndup(client_final, bare_len);
    struct buf auth = {0};
    build_auth(&auth, server->client_first_bare, server->server_first, bare);
    free(bare);

    sign(keys->stored_key, &auth, signature);
    xor_keys(key, signature);
    sha256(key, stored_key);
    secret_wipe(key, sizeof(key));
    sign(keys->server_key, &auth, signature);
    buf_clear(&auth);
    if (!secret_equal(stored_key, keys->stored_key, SCRAM_KEY_BYTES))
        return NULL;

    char *encoded = secret_base64(signature, sizeof(signature));
    char *final = xasprintf("v=%s", encoded);
    free(encoded);
    return final;
}

void scram_server_clear(struct scram_server *server)
{
    free(server->gs2_header);
    free(server->client_first_bare);
    free(server->server_first);
    free(server->nonce);
    memset(server, 0, sizeof(*server));
}

char *scram_client_first(struct scram_client *client, const char *name)
{
    scram_client_clear(client);
    struct buf bare = {0};
    client->nonce = make_nonce();
    buf_puts(&bare, "n=");
    encode_name(&bare, name);
    buf_printf(&bare, ",r=%s", client->nonce);
    client->first_bare = buf_detach(&bare);
    return xasprintf("n,,%s", client->first_bare);
}

struct challenge {
    char *nonce;
    unsigned char salt[SALT_MAX];
    int salt_size;
    long iterations;
};

/* False if malformed; challenge->nonce is to free in any case. */
static bool read_challenge(struct challenge *challenge, const char *message)
{
    challenge->nonce = take_attribute(&message, 'r');
    char *salt = take_attribute(&message, 's');
    char *iterations = take_attribute(&message, 'i');
    bool fine = challenge->nonce && salt && iterations;
    if (fine) {
        char *end = NULL;
        challenge->salt_size = secret_unbase64(salt, strlen(salt), challenge->salt, SALT_MAX);
        challenge->iterations = strtol(iterations, &end, 10);
        fine = challenge->salt_size > 0 && *end == '\0';
    }
    free(salt);
    free(iterations);
    return fine;
}

/* The nonce goes on from ours; fewer rounds would be a weakening, too many would hang us. */
static bool is_acceptable(const struct scram_client *client, const struct challenge *challenge)
{
    size_t len = strlen(client->nonce);
    return strncmp(challenge->nonce, client->nonce, len) == 0 && challenge->nonce[len] &&
           challenge->iterations >= SCRAM_ITERATIONS_SECRET &&
           challenge->iterations <= ITERATIONS_MAX;
}

static char *prove(struct scram_client *client, const char *password, const char *server_first,
                   const struct challenge *challenge)
{
    struct derived keys;
    unsigned char signature[SCRAM_KEY_BYTES];
    char *bare = xasprintf("c=biws,r=%s", challenge->nonce);
    struct buf auth = {0};
    build_auth(&auth, client->first_bare, server_first, bare);

    derive(&keys, password, challenge->salt, (size_t)challenge->salt_size,
           (int)challenge->iterations);
    sign(keys.stored_key, &auth, signature);
    xor_keys(keys.client_key, signature);
    sign(keys.server_key, &auth, client->server_signature);
    client->proved = true;

    char *proof = secret_base64(keys.client_key, SCRAM_KEY_BYTES);
    char *final = xasprintf("%s,p=%s", bare, proof);
    secret_wipe(&keys, sizeof(keys));
    buf_clear(&auth);
    free(proof);
    free(bare);
    return final;
}

char *scram_client_final(struct scram_client *client, const char *password,
                         const char *server_first)
{
    struct challenge challenge = {0};
    char *final = NULL;
    if (read_challenge(&challenge, server_first) && is_acceptable(client, &challenge))
        final = prove(client, password, server_first, &challenge);
    free(challenge.nonce);
    return final;
}

bool scram_client_verify(const struct scram_client *client, const char *server_final)
{
    unsigned char signature[SCRAM_KEY_BYTES];
    if (!client->proved || strncmp(server_final, "v=", 2) != 0)
        return false;
    size_t len = strcspn(server_final + 2, ",");
    return secret_unbase64(server_final + 2, len, signature, sizeof(signature)) ==
               SCRAM_KEY_BYTES &&
           secret_equal(signature, client->server_signature, SCRAM_KEY_BYTES);
}

void scram_client_clear(struct scram_client *client)
{
    free(client->first_bare);
    free(client->nonce);
    secret_wipe(client, sizeof(*client));
}
