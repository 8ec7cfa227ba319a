#include "trust.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

#define HALF_CHARS  (TRUST_FINGERPRINT_CHARS / 2)
#define GROUP_CHARS 4

void trust_clear(struct trust *trust)
{
    free(trust->wanted);
    free(trust->pinned);
    free(trust->accepted);
    free(trust->refused);
    free(trust->doubt);
    *trust = (struct trust){0};
}

static bool is_one(const char *known, const char *shown)
{
    return known && strcmp(known, shown) == 0;
}

static enum trust_verdict verified(const struct trust *trust)
{
    return trust->pinned ? TRUST_UNPIN : TRUST_GO;
}

enum trust_verdict trust_judge(const struct trust *trust, const struct trust_shown *shown,
                               bool local)
{
    const char *fingerprint = shown->fingerprint;
    if (!*fingerprint)
        return TRUST_NONE;
    if (trust->wanted && !is_one(trust->wanted, fingerprint))
        return TRUST_MISMATCH;
    if (shown->verified)
        return verified(trust);
    if (is_one(trust->pinned, fingerprint) || is_one(trust->accepted, fingerprint))
        return TRUST_GO;
    if (trust->wanted)
        return TRUST_PIN;
    if (trust->pinned || trust->accepted)
        return TRUST_CHANGED;
    return local ? TRUST_PIN : TRUST_ASK;
}

void trust_pin(struct trust *trust, const char *fingerprint)
{
    xreplace(&trust->pinned, fingerprint);
    xreplace(&trust->accepted, NULL);
    trust->pin_new = true;
}

void trust_accept(struct trust *trust, bool keep)
{
    xreplace(&trust->wanted, NULL);
    if (keep)
        trust_pin(trust, trust->refused);
    else
        xreplace(&trust->accepted, trust->refused);
    xreplace(&trust->refused, NULL);
}

const char *trust_expected(const struct trust *trust)
{
    if (trust->verdict == TRUST_MISMATCH)
        return trust->wanted;
    if (trust->verdict == TRUST_CHANGED)
        return trust->pinned ? trust->pinned : trust->accepted;
    return NULL;
}

char *trust_read(const char *text, int len)
{
    struct buf digits = {0};
    bool good = true;
    for (int i = 0; i < len; i++) {
        if (isxdigit((unsigned char)text[i]))
            buf_putc(&digits, (char)tolower((unsigned char)text[i]));
        else
            good = good && strchr(": -", text[i]) != NULL;
    }
    if (good && digits.len == TRUST_FINGERPRINT_CHARS)
        return buf_detach(&digits);
    buf_clear(&digits);
    return NULL;
}

char *trust_half(const char *fingerprint, int half)
{
    struct buf text = {0};
    for (int at = half * HALF_CHARS; at < (half + 1) * HALF_CHARS; at += GROUP_CHARS)
        buf_printf(&text, "%s%.*s", text.len ? " " : "", GROUP_CHARS, fingerprint + at);
    return buf_detach(&text);
}
