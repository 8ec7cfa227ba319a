#include "fetch_scene.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "digest.h"
#include "fetch.h"
#include "loop.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "transfer_keep.h"

#define DEADLINE_MS 20000

static void hurry(struct scene *scene)
{
    for (struct transfer *one = scene->chat->transfers.first; one && !scene->patient;
         one = one->next)
        one->retry_ms = 0;
}

static bool is_met(const struct scene *scene)
{
    if (scene->requests)
        return scene->web.requests >= scene->requests;
    if (scene->bytes)
        return scene->wanted->done >= scene->bytes;
    return scene->wanted->state == scene->state;
}

static void on_turn(void *arg)
{
    struct scene *scene = arg;
    scene->chat->now_ms = clock_wall_ms();
    scene->chat->mono_ms = clock_mono_ms();
    if (scene->wanted || scene->requests) {
        if (is_met(scene))
            loop_stop(scene->loop);
        else
            hurry(scene);
    }
    fetch_turn(scene->fetch);
}

static void on_deadline(void *arg)
{
    struct scene *scene = arg;
    scene->is_late = true;
    loop_stop(scene->loop);
}

static void run(struct scene *scene)
{
    struct loop_timer *kick = loop_timer_new(scene->loop, on_turn, scene);
    loop_timer_set(scene->deadline, DEADLINE_MS);
    loop_timer_set(kick, 0);
    loop_hook(scene->loop, on_turn, scene);
    loop_run(scene->loop);
    loop_timer_free(kick);
    const struct transfer *wanted = scene->wanted;
    if (scene->is_late)
        fail_msg("not in time: %d requests, state %d, %lld bytes, %s", scene->web.requests,
                 wanted ? (int)wanted->state : -1, wanted ? (long long)wanted->done : -1LL,
                 wanted && wanted->why ? wanted->why : "");
    scene->wanted = NULL;
    scene->bytes = 0;
    scene->requests = 0;
}

void scene_until_state(struct scene *scene, const struct transfer *transfer,
                       enum transfer_state state)
{
    scene->wanted = transfer;
    scene->state = state;
    run(scene);
}

void scene_until_bytes(struct scene *scene, const struct transfer *transfer, int64_t bytes)
{
    scene->wanted = transfer;
    scene->bytes = bytes;
    run(scene);
}

void scene_until_requests(struct scene *scene, int requests)
{
    scene->requests = requests;
    run(scene);
}

static void make_chat(struct scene *scene)
{
    scene->chat = chat_new();
    scene->chat->mono_ms = clock_mono_ms();
    scene->chat->now_ms = clock_wall_ms();
    xreplace(&scene->chat->settings.downloads, scene->folder);
    struct network *network = network_new("127.0.0.1", 6667, false, "alice");
    chat_add_network(scene->chat, network);
    network->stage = NETWORK_READY;
    map_set(&network->isupport, "soju.im/FILEHOST",
            xasprintf("http://127.0.0.1:%d/uploads", scene->web.port));
    map_set(&network->isupport, "parlor.chat/FILES",
            xasprintf("http://127.0.0.1:%d/files/", scene->web.port));
    scene->fetch = fetch_new(scene->loop, scene->chat);
}

int scene_begin(void **state)
{
    secret_init();
    struct scene *scene = xnew(struct scene);
    char folder[] = "/tmp/parlor-fetch-XXXXXX";
    assert_non_null(mkdtemp(folder));
    scene->folder = xasprintf("%s/new/downloads", folder);
    scene->loop = loop_new();
    scene->deadline = loop_timer_new(scene->loop, on_deadline, scene);
    web_open(&scene->web, scene->loop);
    for (size_t i = 0; i < CONTENT_BYTES; i++)
        scene->content[i] = (char)('a' + (i * 7 + i / 251) % 26);
    struct digest *digest = digest_new();
    digest_add(digest, scene->content, CONTENT_BYTES);
    scene->sum = digest_hex(digest);
    scene->web.content = scene->content;
    scene->web.size = CONTENT_BYTES;
    scene->web.etag = "\"one\"";
    scene->url = xasprintf("http://127.0.0.1:%d/files/plan.pdf", scene->web.port);
    make_chat(scene);
    *state = scene;
    return 0;
}

static void remove_all(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        char *path = xasprintf("%s/%s", folder, entry->d_name);
        unlink(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

int scene_end(void **state)
{
    struct scene *scene = *state;
    fetch_free(scene->fetch);
    chat_free(scene->chat);
    web_close(&scene->web);
    loop_timer_free(scene->deadline);
    loop_free(scene->loop);
    remove_all(scene->folder);
    for (int i = 0; i < 2; i++) {
        *strrchr(scene->folder, '/') = '\0';
        remove_all(scene->folder);
    }
    free(scene->folder);
    free(scene->url);
    free(scene->sum);
    free(scene);
    return 0;
}

struct transfer *scene_restart(struct scene *scene, const struct transfer *transfer)
{
    char *text = transfer_write(transfer);
    char *id = xstrdup(transfer->id);
    fetch_free(scene->fetch);
    chat_free(scene->chat);
    make_chat(scene);
    struct transfer *again = transfer_read(scene->chat->networks, id, text);
    assert_non_null(again);
    free(text);
    free(id);
    return transfer_add(scene->chat, again);
}

struct transfer *downloads(struct scene *scene, const char *sum)
{
    const struct transfer_file file = {.url = scene->url, .size = -1, .sha256 = sum};
    return transfer_get(scene->chat, scene->chat->networks, &file);
}

struct transfer *uploads(struct scene *scene, size_t size)
{
    char *folder = xstrdup(scene->folder);
    *strrchr(folder, '/') = '\0';
    *strrchr(folder, '/') = '\0';
    char *path = xasprintf("%s/notes.txt", folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    for (size_t left = size; left > 0;) {
        size_t n = left < CONTENT_BYTES ? left : CONTENT_BYTES;
        assert_int_equal(fwrite(scene->content, 1, n, file), n);
        left -= n;
    }
    fclose(file);
    struct transfer *transfer = transfer_put(scene->chat, scene->chat->networks, NULL, path);
    free(path);
    free(folder);
    return transfer;
}

void folder_has(const struct scene *scene, const char *name)
{
    char *path = xasprintf("%s/%s", scene->folder, name);
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("there is no %s", path);
    char *bytes = xmalloc(CONTENT_BYTES + 1);
    assert_int_equal(fread(bytes, 1, CONTENT_BYTES + 1, file), scene->web.size);
    assert_memory_equal(bytes, scene->web.content, scene->web.size);
    free(bytes);
    fclose(file);
    free(path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void folder_lists(const struct scene *scene, const char *names)
{
    char *found[64];
    size_t n = 0;
    struct buf text = {0};
    DIR *dir = opendir(scene->folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)) && n < 64)
        if (*entry->d_name != '.')
            found[n++] = xstrdup(entry->d_name);
    if (dir)
        closedir(dir);
    qsort(found, n, sizeof(*found), by_name);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&text, "%s%s", i > 0 ? "|" : "", found[i]);
        free(found[i]);
    }
    assert_string_equal(buf_text(&text), names);
    buf_clear(&text);
}
