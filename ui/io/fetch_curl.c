#include "fetch_curl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define LIBRARY "libcurl.so.4"

/* What may be a function only by POSIX (dlsym). */
static bool find(void *library, const char *name, void *call)
{
    void *found = dlsym(library, name);
    memcpy(call, &found, sizeof(found));
    return found != NULL;
}

struct fetch_curl *fetch_curl_load(char **cause)
{
    struct fetch_curl *curl = xnew(struct fetch_curl);
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    bool all = library != NULL;
#define FETCH_CURL_CALL(name) all = all && find(library, "curl_" #name, &curl->name);
    FETCH_CURL_CALLS(FETCH_CURL_CALL)
#undef FETCH_CURL_CALL
    if (all)
        return curl;
    *cause = xstrdup("no files can be moved: " LIBRARY " is missing, which is in libcurl4");
    free(curl);
    return NULL;
}
