#include <assert.h>
#include <string.h>

#include "tty_keys.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_key(void *arg, const struct key *key)
{
    (void)arg;
    if (key->code == PRESS_CHAR || key->code == PRESS_PASTE)
        assert(key->text && utf8_valid(key->text, strlen(key->text)));
    if (key->code == PRESS_CHAR)
        assert((unsigned char)*key->text >= ' ' && *key->text != '\x7f');
    assert(key->code > PRESS_NONE && key->code <= PRESS_MOUSE);
    assert(key->mouse.x >= 0 && key->mouse.y >= 0 && key->mouse.button >= 0);
}

/* Whatever a terminal sends, in whatever pieces: valid keys, and nothing waits for ever. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct keys keys = {.pasting = false};
    size_t piece = size > 0 ? data[0] % 16 + 1u : 1;
    for (size_t i = 1; i < size; i += piece) {
        size_t len = size - i < piece ? size - i : piece;
        int wait_ms = keys_feed(&keys, (const char *)data + i, len, check_key, NULL);
        assert(wait_ms == -1 || wait_ms == KEYS_ESC_MS);
    }
    keys_flush(&keys, check_key, NULL);
    assert(keys_feed(&keys, "", 0, check_key, NULL) == -1);
    keys_clear(&keys);
    return 0;
}
