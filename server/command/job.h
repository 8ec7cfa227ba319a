/*
 * job.h - an answer that comes later: from the store or from the hash.
 *
 * A handler that must wait puts a struct job first into its own job struct,
 * calls job_begin() and returns. The session is parked: its next lines wait, so
 * replies cannot overtake each other. The completion calls job_resume(): false
 * means that the session is gone, and the job only frees itself. True means
 * that it may answer as a handler does, and ends with job_end().
 *
 *     struct topic_job { struct job job; ... };
 *
 *     static void topic_done(void *arg, enum store_status status)
 *     {
 *         struct topic_job *topic = arg;
 *         struct ctx ctx;
 *         if (job_resume(&topic->job, &ctx)) {
 *             reply(...);
 *             job_end(&ctx);
 *         }
 *         free(topic);
 *     }
 *
 * A message in flight does not park: it calls job_follow() instead of
 * job_begin(), which counts it in session->in_flight, and job_resume() counts
 * it out again.
 */
#ifndef JOB_H
#define JOB_H

#include "command.h"

struct job {
    struct server *server;
    uint64_t serial; /* of the session that asked */
    char *label;     /* owned until job_resume() */
    bool follows;    /* by job_follow() */
};

/* Parks the session and takes the label of its present line. Lines answered so far stay held. */
void job_begin(struct job *job, struct ctx *ctx);

/* The same without parking, for messages that pipeline through the writer. */
void job_follow(struct job *job, struct ctx *ctx);

/*
 * Finds the session again, makes a context for it and gives it its label back.
 * False if it is gone or closed; the job's label is then freed. The session
 * goes on afterwards, unless what is done now begins another job.
 */
bool job_resume(struct job *job, struct ctx *ctx);

/* Ends the answer, unless another job took it over. */
void job_end(struct ctx *ctx);

#endif
