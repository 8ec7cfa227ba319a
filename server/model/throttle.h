/*
 * throttle.h - a token bucket on the monotonic clock.
 */
#ifndef THROTTLE_H
#define THROTTLE_H

#include <stdint.h>

/* A zeroed throttle is full at its first use. Tokens are thousandths inside, so slow rates do not
 * round to zero. */
struct throttle {
    int64_t milli_tokens;
    int64_t at_ms;
};

struct throttle_rate {
    int burst;      /* tokens that a full bucket holds */
    int per_second; /* tokens that come back in a second */
};

/* Takes tokens (the bucket may go below zero) and returns how many milliseconds to wait before
 * going on, 0 for none. */
int64_t throttle_take(struct throttle *throttle, const struct throttle_rate *rate, int tokens,
                      int64_t mono_ms);

#endif
