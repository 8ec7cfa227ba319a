/* Whether there is room for one more: for its account, its address, on the disk. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "log.h"
#include "mem.h"
#include "uploads_private.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

/* What comes without saying how much stays below this if nothing else limits it; many of them can
 * be added up. */
#define NO_LIMIT ((int64_t)1 << 47)

struct admission {
    struct receiving *receiving;
    receive_step_fn *then;
};

int64_t uploads_day(const struct server *server)
{
    return server->now_ms / DAY_MS;
}

/* What others on their way have reserved. */
struct reserved {
    int64_t files, bytes; /* of the same account */
    int64_t total_bytes;
};

static struct reserved count_reserved(const struct receiving *receiving)
{
    struct reserved sum = {0};
    const struct receiving *other = NULL;
    DL_FOREACH(receiving->uploads->receivings, other)
    {
        bool own = strcmp(other->account, receiving->account) == 0;
        if (other == receiving || other->reserved == 0)
            continue;
        sum.total_bytes += other->reserved;
        sum.bytes += own ? other->reserved : 0;
        sum.files += own;
    }
    return sum;
}

static int64_t left_of(int64_t limit, int64_t used)
{
    if (limit == 0)
        return NO_LIMIT;
    return limit > used ? limit - used : 0;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* "1.5 GiB"; out holds 32 bytes. */
static const char *size_text(int64_t bytes, char *out)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double size = (double)bytes;
    size_t unit = 0;
    for (; size >= 1024 && unit + 1 < sizeof(units) / sizeof(units[0]); unit++)
        size /= 1024;
    snprintf(out, 32, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
    return out;
}

/* A limit that leaves too little: its number and its sentence. */
struct bound {
    int64_t left;
    int64_t limit;
    int status;
    const char *sentence;
};

/* Refuses by the first bound that is too narrow; else returns how much may come. */
static int64_t check_bounds(struct receiving *receiving, const struct bound *bounds, size_t n,
                            const struct bound **broken)
{
    int64_t wanted = receiving->size >= 0 ? receiving->size : 1;
    int64_t left = NO_LIMIT;
    for (size_t i = 0; i < n; i++) {
        if (bounds[i].left < wanted) {
            *broken = &bounds[i];
            return -1;
        }
        left = least(left, bounds[i].left);
    }
    return left;
}

static void refuse_by(struct receiving *receiving, const struct bound *bound)
{
    char size[32];
    char *sentence = xasprintf("%s (%s)", bound->sentence, size_text(bound->limit, size));
    receiving_refuse(receiving, bound->status, sentence);
    free(sentence);
}

/* True if there is room; else it was refused. */
static bool take_room(struct receiving *receiving, const struct store_upload_sums *sums)
{
    const struct upload_limits *limits = &receiving->uploads->limits;
    struct reserved others = count_reserved(receiving);
    int64_t coming = sums->parts_bytes + others.bytes;
    int64_t total = sums->total_bytes + sums->parts_total_bytes + others.total_bytes;
    const struct bound bounds[] = {
        {left_of(limits->file_max,      0),                        limits->file_max,      413,
         "the file is larger than may be uploaded; make it smaller"           },
        {left_of(limits->account_bytes, sums->bytes + coming),     limits->account_bytes, 507,
         "your uploads would take more than they may; remove some first"      },
        {left_of(limits->account_daily, sums->day_bytes + coming), limits->account_daily, 507,
         "you would upload more today than you may; try again tomorrow"       },
        {left_of(limits->total_bytes,   total),                    limits->total_bytes,   507,
         "all uploads together would take more than they may; try again later"},
    };
    if (limits->account_files > 0 &&
        sums->files + sums->parts + others.files >= limits->account_files) {
        char *sentence = xasprintf("you have %d uploads here, which is the most you may have; "
                                   "remove some first",
                                   (int)limits->account_files);
        receiving_refuse(receiving, 507, sentence);
        free(sentence);
        return false;
    }
    const struct bound *broken = NULL;
    int64_t left = check_bounds(receiving, bounds, sizeof(bounds) / sizeof(bounds[0]), &broken);
    if (broken) {
        refuse_by(receiving, broken);
        return false;
    }
    if (receiving->size < 0)
        receiving->at_most = receiving->at_most >= 0 ? least(receiving->at_most, left) : left;
    receiving->reserved = receiving->size >= 0 ? receiving->size : receiving->at_most;
    return true;
}

const char receiving_too_many[] =
    "too many uploads come from your address at once; wait for the others";

bool receiving_is_one_too_many(const struct receiving *receiving)
{
    int limit = receiving->uploads->limits.per_address;
    int n = 0;
    const struct receiving *other = NULL;
    DL_FOREACH(receiving->uploads->receivings, other)
    {
        n += other != receiving && other->events && strcmp(other->address, receiving->address) == 0;
    }
    return limit > 0 && n >= limit;
}

static void decide(struct receiving *receiving, enum store_status status,
                   const struct store_upload_sums *sums, receive_step_fn *then)
{
    receiving->waiting = false;
    if (!receiving->events) {
        receiving_refuse(receiving, 503, NULL);
        return;
    }
    if (status != STORE_OK) {
        receiving_refuse(receiving, 503,
                         "the server cannot look up your uploads now; try again later");
        return;
    }
    if (receiving_is_one_too_many(receiving)) {
        receiving_refuse(receiving, 429, receiving_too_many);
        return;
    }
    if (!take_room(receiving, sums))
        return;
    int64_t expected = receiving->reserved < NO_LIMIT ? receiving->reserved : 0;
    if (!blobs_has_room(receiving->uploads->blobs, expected)) {
        receiving_refuse(
            receiving, 507,
            "the server's disk is nearly full; try again later, or tell whoever runs it");
        return;
    }
    log_event(LOG_INFO, "upload_begun", "account=%s address=%s id=%s bytes=%" PRId64,
              receiving->account, receiving->address, receiving->id, receiving->size);
    then(receiving);
}

static void counted(void *arg, enum store_status status, const struct store_upload_sums *sums)
{
    struct admission *admission = arg;
    decide(admission->receiving, status, sums, admission->then);
    free(admission);
}

void receiving_admit(struct receiving *receiving, receive_step_fn *then)
{
    struct server *server = receiving->uploads->server;
    struct admission *admission = xnew(struct admission);
    *admission = (struct admission){receiving, then};
    receiving->waiting = true;
    store_upload_sums(server->store, receiving->account, uploads_day(server), counted, admission);
}
