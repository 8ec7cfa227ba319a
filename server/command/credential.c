#include "credential.h"

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
    long iterations = strtol(text, &rest, 10);
    if (iterations <= 0 || iterations > 100000000 || *rest != ':')
        return false;

    keys->iterations = (int)iterations;
    text = rest + 1;
    return read_bytes(&text, keys->salt, sizeof(keys->salt)) &&
           read_bytes(&text, keys->stored_key, sizeof(keys->stored_key)) &&
           read_bytes(&text, keys->server_key, sizeof(keys->server_key)) && *text == '\0';
}
