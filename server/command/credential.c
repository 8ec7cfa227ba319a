#include "credential.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secret.h"

bool credential_is_machine(const char *password)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return strlen(password) == SECRET_TEXT_SIZE - 1 &&
           strspn(password, letters) == SECRET_TEXT_SIZE - 1;
}

void credential_begin(struct scram_keys *keys, const struct world *world, const char *account,
                      const char *password)
{
    scram_fake(keys, account, world->pepper);
    if (credential_is_machine(password))
        return;
    secret_random(keys->salt, sizeof(keys->salt));
    keys->iterations = world->config->password_iterations;
}

/* ---- codes ---- */

#define CODE_LETTERS 16

/* No I, L, O, U: who reads 0 as O and 1 as I is understood. */
static const char code_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void credential_code_make(char out[CREDENTIAL_CODE_SIZE])
{
    unsigned char random[CODE_LETTERS];
    secret_random(random, sizeof(random));
    for (int i = 0; i < CODE_LETTERS; i++) {
        if (i > 0 && i % 4 == 0)
            *out++ = '-';
        *out++ = code_alphabet[random[i] % 32];
    }
    *out = '\0';
    secret_wipe(random, sizeof(random));
}

static char code_letter(char c)
{
    c = (char)toupper((unsigned char)c);
    if (c == 'O')
        return '0';
    return c == 'I' || c == 'L' ? '1' : c;
}

char *credential_code_read(const char *text)
{
    char code[CODE_LETTERS + 1] = {0};
    size_t n = 0;
    for (; *text; text++) {
        char letter = code_letter(*text);
        if (*text == '-' || *text == ' ')
            continue;
        if (n == CODE_LETTERS || !strchr(code_alphabet, letter))
            return NULL;
        code[n++] = letter;
    }
    return n == CODE_LETTERS ? xstrdup(code) : NULL;
}

static bool is_code(const char *kind)
{
    return strcmp(kind, CREDENTIAL_CODE_KIND) == 0 || strcmp(kind, CREDENTIAL_RECOVERY_KIND) == 0;
}

bool credential_is_once(const struct store_credential *credential, int64_t now_ms)
{
    if (strcmp(credential->kind, CREDENTIAL_RECOVERY_KIND) == 0 && !strchr(credential->value, '@'))
        return true;
    return is_code(credential->kind) && strtoll(credential->value, NULL, 10) > now_ms;
}

/* ---- keys as text ---- */

char *credential_text(const struct scram_keys *keys)
{
    char *salt = secret_base64(keys->salt, sizeof(keys->salt));
    char *stored = secret_base64(keys->stored_key, sizeof(keys->stored_key));
    char *server = secret_base64(keys->server_key, sizeof(keys->server_key));
    char *text = xasprintf("%d:%s:%s:%s", keys->iterations, salt, stored, server);
    free(salt);
    free(stored);
    free(server);
    return text;
}

/* Reads base64 up to the next colon or the end, and steps behind it. */
static bool read_bytes(const char **text, void *out, int size)
{
    size_t len = strcspn(*text, ":");
    bool whole = secret_unbase64(*text, len, out, (size_t)size) == size;
    *text += len + ((*text)[len] == ':');
    return whole;
}

bool credential_parse(const char *text, struct scram_keys *keys)
{
    char *rest = NULL;
    const char *end = strchr(text, '@');
    if (end)
        text = end + 1;
    long iterations = strtol(text, &rest, 10);
    if (iterations <= 0 || iterations > 100000000 || *rest != ':')
        return false;

    keys->iterations = (int)iterations;
    text = rest + 1;
    return read_bytes(&text, keys->salt, sizeof(keys->salt)) &&
           read_bytes(&text, keys->stored_key, sizeof(keys->stored_key)) &&
           read_bytes(&text, keys->server_key, sizeof(keys->server_key)) && *text == '\0';
}
