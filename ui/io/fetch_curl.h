/*
 * fetch_curl.h - libcurl, loaded with the first file that moves.
 *
 * It brings thirty libraries along: half of the memory and of the time to start
 * for who never gets a file.
 */
#ifndef FETCH_CURL_H
#define FETCH_CURL_H

#define CURL_DISABLE_TYPECHECK /* of it only macros know that a call is one */
#include <curl/curl.h>

#define FETCH_CURL_CALLS(X) \
    X(easy_cleanup)         \
    X(easy_escape)          \
    X(easy_getinfo)         \
    X(easy_init)            \
    X(easy_setopt)          \
    X(easy_strerror)        \
    X(free)                 \
    X(global_cleanup)       \
    X(global_init)          \
    X(multi_add_handle)     \
    X(multi_assign)         \
    X(multi_cleanup)        \
    X(multi_info_read)      \
    X(multi_init)           \
    X(multi_remove_handle)  \
    X(multi_setopt)         \
    X(multi_socket_action)  \
    X(slist_append)         \
    X(slist_free_all)       \
    X(url)                  \
    X(url_cleanup)          \
    X(url_get)              \
    X(url_set)

/* curl->easy_init() is curl_easy_init(). */
struct fetch_curl {
#define FETCH_CURL_CALL(name) __typeof__(curl_##name) *(name);
    FETCH_CURL_CALLS(FETCH_CURL_CALL)
#undef FETCH_CURL_CALL
};

/* All of it, for as long as the program runs; to free. NULL with *cause if it is not there. */
struct fetch_curl *fetch_curl_load(char **cause);

#endif
