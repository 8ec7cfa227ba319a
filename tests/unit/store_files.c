#include "store_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

const char *const life_convs[LIFE_CONVS] = {"#tea", "alice bob", "bob carol"};

/* ---- a file in memory ---- */

static struct blob blob_read(const char *path, const char *suffix)
{
    struct blob blob = {0};
    char *name = xasprintf("%s%s", path, suffix);
    FILE *file = fopen(name, "re");
    if (file) {
        struct stat info;
        fstat(fileno(file), &info);
        blob.data = xmalloc((size_t)info.st_size + 1);
        blob.len = fread(blob.data, 1, (size_t)info.st_size, file);
        fclose(file);
    }
    free(name);
    return blob;
}

struct blob blob_copy(const struct blob *blob)
{
    struct blob copy = {.len = blob->len};
    if (blob->data)
        copy.data = memcpy(xmalloc(blob->len + 1), blob->data, blob->len);
    return copy;
}

void blob_write(const struct blob *blob, const char *path, const char *suffix)
{
    char *name = xasprintf("%s%s", path, suffix);
    unlink(name);
    if (blob->data) {
        FILE *file = fopen(name, "we");
        assert_non_null(file);
        assert_int_equal(fwrite(blob->data, 1, blob->len, file), blob->len);
        fclose(file);
    }
    free(name);
}

void blob_drop(struct blob *blob)
{
    free(blob->data);
    *blob = (struct blob){0};
}

/* ---- all files of a store ---- */

/* The mark first and the log before the database: as a kill at the first moment would leave them.
 */
struct files files_read(const char *path)
{
    struct files files;
    files.mark = blob_read(path, ".mark");
    files.wal = blob_read(path, "-wal");
    files.db = blob_read(path, "");
    return files;
}

struct files files_copy(const struct files *files)
{
    return (struct files){blob_copy(&files->db), blob_copy(&files->wal), blob_copy(&files->mark)};
}

void files_write(const struct files *files, const char *path)
{
    static const struct blob none = {0};
    blob_write(&files->db, path, "");
    blob_write(&files->wal, path, "-wal");
    blob_write(&files->mark, path, ".mark");
    blob_write(&none, path, "-shm");
}

void files_drop(struct files *files)
{
    blob_drop(&files->db);
    blob_drop(&files->wal);
    blob_drop(&files->mark);
}

/* ---- what was said ---- */

/* Entry n goes to conversation n % LIFE_CONVS; its body tells both. */
void life_body(int n, char body[64])
{
    snprintf(body, 64, "%d of all, said in %s", n, life_convs[n % LIFE_CONVS]);
}

static void say_up_to(struct scene *s, int from, int to)
{
    for (int i = from; i < to; i++) {
        char body[64];
        life_body(i, body);
        says(s, "alice", life_convs[i % LIFE_CONVS], body);
    }
}

static struct files record_past(struct scene *s, int entries, bool kill)
{
    struct files files;
    store_join(s->store, "bob", "#tea", "");
    claims(s, "alice", "a1ice");
    say_up_to(s, 0, entries - 20);
    scene_close(s);
    scene_open(s);
    say_up_to(s, entries - 20, entries);
    if (kill)
        files = files_read(s->path);
    scene_close(s);
    return kill ? files : files_read(s->path);
}

struct files life_files(int entries, bool kill)
{
    struct scene *s = NULL;
    assert_int_equal(scene_begin((void **)&s), 0);
    struct files files = record_past(s, entries, kill);
    void *state = s;
    scene_end(&state);
    return files;
}
