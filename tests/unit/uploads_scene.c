#include "uploads_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

static struct server *server_of(struct uploads_scene *s)
{
    return &s->scene.rig.server;
}

static void settle(struct uploads_scene *s)
{
    rig_settle(&s->scene.rig);
}

/* ---- life ---- */

static void open_uploads(struct uploads_scene *s)
{
    char *cause = NULL;
    if (uploads_open(server_of(s), s->folder, &s->limits, &cause) < 0)
        fail_msg("%s", cause);
}

int uploads_setup(void **state)
{
    struct uploads_scene *s = xnew(struct uploads_scene);
    rig_open(&s->scene.rig);
    s->folder = xasprintf("%s-files", s->scene.rig.folder);
    s->limits = (struct upload_limits){.file_max = 1000,
                                       .account_bytes = 3000,
                                       .account_daily = 5000,
                                       .account_files = 4,
                                       .keep_ms = 90LL * 24 * 3600 * 1000,
                                       .per_address = 2};
    open_uploads(s);
    comes_as_account(&s->scene, &s->scene.alice, "alice", "desk", "");
    comes_as_account(&s->scene, &s->scene.bob, "bob", "desk", "");
    *state = s;
    return 0;
}

static void stop(struct uploads_scene *s)
{
    uploads_stop(server_of(s)->uploads);
    if (s->receiving)
        receive_gone(s->receiving);
    s->receiving = NULL;
    settle(s);
    uploads_free(server_of(s)->uploads);
    server_of(s)->uploads = NULL;
}

int uploads_teardown(void **state)
{
    struct uploads_scene *s = *state;
    char *command = xasprintf("rm -rf '%s'", s->folder);
    stop(s);
    rig_close(&s->scene.rig);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the folder is ours */
    free(command);
    free(s->folder);
    free(s);
    return 0;
}

void uploads_restart(struct uploads_scene *s)
{
    stop(s);
    rig_restart(&s->scene.rig);
    open_uploads(s);
}

/* ---- sending ---- */

static void on_ready(void *arg)
{
    struct uploads_scene *s = arg;
    s->is_ready = true;
}

static void on_more(void *arg)
{
    struct uploads_scene *s = arg;
    s->is_full = false;
}

static void on_ended(void *arg, const struct upload_end *end)
{
    struct uploads_scene *s = arg;
    s->receiving = NULL;
    s->offset = end->offset;
    if (end->id)
        snprintf(s->id, sizeof(s->id), "%s", end->id);
    if (end->upload)
        snprintf(s->sha256, sizeof(s->sha256), "%s", end->upload->sha256);
    if (end->sentence)
        snprintf(s->answer, sizeof(s->answer), "%d %s", end->status, end->sentence);
    else if (end->upload)
        snprintf(s->answer, sizeof(s->answer), "%d %s", end->status, end->upload->name);
    else
        snprintf(s->answer, sizeof(s->answer), "%d %lld", end->status, (long long)end->offset);
}

static const struct receive_events events = {on_ready, on_more, on_ended};

static struct upload_wish wish_of(const char *account, const char *name, int64_t size)
{
    return (struct upload_wish){
        .account = account, .address = "192.0.2.1", .name = name, .size = size, .at_most = size};
}

static void begin(struct uploads_scene *s, const char *account, const char *name, int64_t size)
{
    struct upload_wish wish = wish_of(account, name, size);
    s->is_ready = false;
    s->is_full = false;
    s->answer[0] = '\0';
    s->receiving = receive_begin(server_of(s), &wish, &events, s);
    settle(s);
}

void begins(struct uploads_scene *s, const char *account, int64_t size)
{
    begin(s, account, "notes.txt", size);
}

void sends(struct uploads_scene *s, const char *data, size_t len)
{
    if (!s->receiving)
        return;
    s->is_full = !receive_data(s->receiving, data, len);
    settle(s);
}

static const char *ends(struct uploads_scene *s)
{
    if (s->receiving)
        receive_end(s->receiving);
    settle(s);
    return s->answer;
}

void is_cut(struct uploads_scene *s)
{
    receive_gone(s->receiving);
    s->receiving = NULL;
    settle(s);
}

const char *uploads_file(struct uploads_scene *s, const char *account, const char *name,
                         const char *content)
{
    begin(s, account, name, (int64_t)strlen(content));
    sends(s, content, strlen(content));
    return ends(s);
}

/* ---- in pieces ---- */

const char *creates(struct uploads_scene *s, const char *account, int64_t size)
{
    struct upload_wish wish = wish_of(account, "film.ogv", size);
    s->receiving = part_create(server_of(s), &wish, &events, s);
    settle(s);
    return s->answer;
}

static void resume(struct uploads_scene *s, const char *account, int64_t offset,
                   const unsigned char *sum)
{
    char id[BLOBS_ID_SIZE];
    snprintf(id, sizeof(id), "%s", s->id);
    struct part_piece piece = {.id = id,
                               .account = account,
                               .address = "192.0.2.1",
                               .offset = offset,
                               .sum = sum,
                               .is_sha1 = true};
    s->is_ready = false;
    s->receiving = part_resume(server_of(s), &piece, &events, s);
    settle(s);
}

void begins_piece(struct uploads_scene *s, const char *account, int64_t offset)
{
    resume(s, account, offset, NULL);
}

const char *sends_piece(struct uploads_scene *s, const char *account, int64_t offset,
                        const char *data, const unsigned char *sum)
{
    resume(s, account, offset, sum);
    sends(s, data, strlen(data));
    return ends(s);
}

/* ---- what there is ---- */

static void take_list(void *arg, enum store_status status, const struct store_uploads *uploads)
{
    struct uploads_scene *s = arg;
    struct buf text = {0};
    assert_int_equal(status, STORE_OK);
    for (size_t i = 0; i < uploads->n; i++)
        buf_printf(&text, "%s%s:%lld", i > 0 ? " " : "", uploads->list[i].name,
                   (long long)uploads->list[i].size);
    snprintf(s->answer, sizeof(s->answer), "%s", buf_text(&text));
    buf_clear(&text);
}

const char *files_of(struct uploads_scene *s, const char *account)
{
    uploads_list(server_of(s), account, 0, 20, take_list, s);
    settle(s);
    return s->answer;
}

static int count_names(char *names)
{
    int n = names ? 1 : 0;
    for (const char *p = names; p && (p = strchr(p, '\n')); p++)
        n++;
    free(names);
    return n;
}

int files_there(const struct uploads_scene *s)
{
    int n = 0;
    for (int folder = 0; folder < BLOBS_FOLDERS; folder++)
        n += count_names(blobs_names(uploads_blobs(s->scene.rig.server.uploads), folder));
    return n;
}

int parts_there(const struct uploads_scene *s)
{
    return count_names(blobs_names(uploads_blobs(s->scene.rig.server.uploads), -1));
}

const char *content_of(struct uploads_scene *s, const char *sha256)
{
    int fd = blobs_file_open(uploads_blobs(server_of(s)->uploads), sha256);
    ssize_t n = fd < 0 ? 0 : read(fd, s->answer, sizeof(s->answer) - 1);
    s->answer[n > 0 ? n : 0] = '\0';
    if (fd >= 0)
        close(fd);
    return s->answer;
}
