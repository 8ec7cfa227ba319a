#include "secret.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define MSGID_TIME_BYTES   6
#define MSGID_RANDOM_BYTES 10
#define MSGID_BYTES        (MSGID_TIME_BYTES + MSGID_RANDOM_BYTES)

/* Messages whose random bits are asked of the kernel at once. */
#define MSGID_BLOCK 64

void secret_init(void)
{
    if (sodium_init() >= 0)
        return;
    fputs("no source of randomness\n", stderr);
    exit(1);
}

void secret_random(void *out, size_t size)
{
    randombytes_buf(out, size);
}

void secret_make_text(char *out)
{
    unsigned char bytes[SECRET_BYTES];
    secret_random(bytes, sizeof(bytes));
    sodium_bin2base64(out, SECRET_TEXT_SIZE, bytes, sizeof(bytes),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    secret_wipe(bytes, sizeof(bytes));
}

/* Value of the five bits that end before bit `end`, counted from the first byte's highest. */
static unsigned five_bits(const unsigned char *bytes, int end)
{
    int last = (end - 1) / 8;
    unsigned pair = bytes[last] | (last > 0 ? (unsigned)bytes[last - 1] << 8 : 0);

    return pair >> (8 * (last + 1) - end) & 31;
}

/* A system call per message would cost more than all else about its id. */
static void take_msgid_bits(unsigned char *out)
{
    static unsigned char block[MSGID_BLOCK][MSGID_RANDOM_BYTES];
    static size_t left;

    if (left == 0) {
        secret_random(block, sizeof(block));
        left = MSGID_BLOCK;
    }
    left--;
    memcpy(out, block[left], MSGID_RANDOM_BYTES);
    secret_wipe(block[left], MSGID_RANDOM_BYTES);
}

void secret_make_msgid(int64_t wall_ms, char *out)
{
    /* base32hex (RFC 4648, 7): its digits sort as their values do. */
    static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
    unsigned char bytes[MSGID_BYTES];

    for (int i = 0; i < MSGID_TIME_BYTES; i++)
        bytes[i] = (unsigned char)((uint64_t)wall_ms >> (40 - 8 * i));
    take_msgid_bits(bytes + MSGID_TIME_BYTES);

    /* 26 digits hold 130 bits: the first has the top three of our 128. */
    for (int i = 0; i < SECRET_MSGID_SIZE - 1; i++)
        out[i] = digits[five_bits(bytes, 5 * i + 3)];
    out[SECRET_MSGID_SIZE - 1] = '\0';
}

void secret_sign(const unsigned char *key, const char *text, char *out)
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, SECRET_BYTES);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_bin2base64(out, SECRET_TEXT_SIZE, mac, sizeof(mac),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool secret_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

void secret_wipe(void *data, size_t size)
{
    sodium_memzero(data, size);
}

void secret_free(char *text)
{
    if (text)
        secret_wipe(text, strlen(text));
    free(text);
}

char *secret_base64(const void *data, size_t size)
{
    size_t encoded_size = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = xmalloc(encoded_size);
    return sodium_bin2base64(text, encoded_size, data, size, sodium_base64_VARIANT_ORIGINAL);
}

int secret_unbase64(const char *text, size_t len, void *out, size_t capacity)
{
    size_t size = 0;
    assert(capacity <= INT32_MAX);
    if (sodium_base642bin(out, capacity, text, len, NULL, &size, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return -1;
    return (int)size;
}
