#include "throttle.h"

#define MILLI 1000

int64_t throttle_take(struct throttle *throttle, const struct throttle_rate *rate, int tokens,
                      int64_t mono_ms)
{
    const int64_t full = (int64_t)rate->burst * MILLI;
    if (throttle->at_ms == 0) {
        throttle->milli_tokens = full;
    } else {
        /* A token a second is a thousandth of a token a millisecond. */
        throttle->milli_tokens += (mono_ms - throttle->at_ms) * rate->per_second;
        if (throttle->milli_tokens > full)
            throttle->milli_tokens = full;
    }
    throttle->at_ms = mono_ms;
    throttle->milli_tokens -= (int64_t)tokens * MILLI;
    if (throttle->milli_tokens >= 0)
        return 0;
    return (-throttle->milli_tokens + rate->per_second - 1) / rate->per_second;
}
