/* "Uploaded" means that it is there: also when the server is killed in the next moment. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "digest.h"
#include "mem.h"
#include "uploads_scene.h"

#define TOLD 40

/* Uploads for ever, and says of each that it was told to be there: "<id> <sha256>". */
static _Noreturn void upload_until_killed(int fd)
{
    void *state = NULL;
    char content[64];
    static const struct upload_limits no_limits;
    uploads_setup(&state);
    struct uploads_scene *s = state;
    uploads_set_limits(s->scene.rig.server.uploads, &no_limits);
    dprintf(fd, "%s\n%s\n", s->scene.rig.folder, s->folder);
    for (int i = 0;; i++) {
        snprintf(content, sizeof(content), "kettle %d", i);
        if (strcmp(uploads_file(s, "alice", "notes.txt", content), "201 notes.txt") != 0)
            abort();
        dprintf(fd, "%s %s\n", s->id, s->sha256);
    }
}

static char *read_line(FILE *file)
{
    char line[256];
    assert_non_null(fgets(line, sizeof(line), file));
    line[strcspn(line, "\n")] = '\0';
    return xstrdup(line);
}

struct told {
    const char *sha256;
    bool is_there;
};

static void take_upload(void *arg, enum store_status status, const struct store_upload *upload)
{
    struct told *told = arg;
    told->is_there = status == STORE_OK && strcmp(upload->sha256, told->sha256) == 0;
}

static char *sum_of(const struct blobs *blobs, const char *sha256)
{
    char content[256];
    int fd = blobs_file_open(blobs, sha256);
    assert_true(fd >= 0);
    ssize_t n = read(fd, content, sizeof(content));
    close(fd);
    struct digest *digest = digest_new();
    digest_add(digest, content, n > 0 ? (size_t)n : 0);
    return digest_hex(digest);
}

/* Its row is there, and its file, whole. */
static void is_there(struct store *store, const struct blobs *blobs, char *line)
{
    char *sha256 = strchr(line, ' ') + 1;
    struct told told = {.sha256 = sha256};
    sha256[-1] = '\0';
    store_upload_find(store, line, take_upload, &told);
    store_drain(store);
    assert_true(told.is_there);
    char *sum = sum_of(blobs, sha256);
    assert_string_equal(sum, sha256);
    free(sum);
}

static void remove_folder(char *folder)
{
    char *command = xasprintf("rm -rf '%s'", folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the folder is ours */
    free(command);
    free(folder);
}

static void what_was_told_to_be_there_is_there_after_a_kill(void **state)
{
    (void)state;
    int fds[2];
    char *lines[TOLD];
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0)
        upload_until_killed(fds[1]);
    close(fds[1]);
    FILE *file = fdopen(fds[0], "r");
    char *data = read_line(file);
    char *folder = read_line(file);
    for (int i = 0; i < TOLD; i++)
        lines[i] = read_line(file);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    fclose(file);

    char *cause = NULL;
    char *path = xasprintf("%s/store.db", data);
    struct store *store = store_open(path, &cause);
    struct blobs *blobs = blobs_open(folder, &cause);
    assert_non_null(store);
    assert_non_null(blobs);
    for (int i = 0; i < TOLD; i++) {
        is_there(store, blobs, lines[i]);
        free(lines[i]);
    }
    store_close(store);
    blobs_free(blobs);
    free(path);
    remove_folder(data);
    remove_folder(folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_told_to_be_there_is_there_after_a_kill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
