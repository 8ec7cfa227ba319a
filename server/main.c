/* parlord - the server: arguments, then run. */
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "arguments.h"
#include "check.h"
#include "ctl.h"
#include "manual.h"
#include "mem.h"
#include "secret.h"
#include "server.h"

enum { EXIT_USAGE = 2 };

/* 0, or -1 and said so. */
static int take_port(struct arguments *arguments, const char *text)
{
    char *end = NULL;
    long port = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || port < 1 || port > 65535) {
        fprintf(stderr, "parlord: %s: not a port; a port is a number from 1 to 65535\n", text);
        return -1;
    }
    arguments->port = (int)port;
    return 0;
}

static void take_word(struct words *words, const char *text)
{
    words->items = xreallocarray(words->items, words->n + 1, sizeof(*words->items));
    words->items[words->n++] = text;
}

/* Prints something, and that is all. */
static int tell(void (*print)(FILE *out))
{
    print(stdout);
    return 1;
}

/* One option. Returns 0 to go on, 1 to stop well, -1 to stop badly. */
static int take_option(struct arguments *arguments, int option)
{
    switch (option) {
    case 'p': return take_port(arguments, optarg);
    case 'l': take_word(&arguments->listen, optarg); return 0;
    case 'P': arguments->public = true; return 0;
    case 'D': arguments->share = optarg; return 0;
    case 'H': take_word(&arguments->http, optarg); return 0;
    case 'c': arguments->config = optarg; return 0;
    case 'd': arguments->data = optarg; return 0;
    case 'C': arguments->check = true; return 0;
    case 'S': return tell(manual_settings);
    case 'M': return tell(manual_man);
    case 'V': puts("parlord " PARLOR_VERSION); return 1;
    case 'h': return tell(manual_usage);
    default: fputs("parlord --help says what there is\n", stderr); return -1;
    }
}

static int take_arguments(struct arguments *arguments, int argc, char **argv)
{
    static const struct option options[] = {
        {"port",     required_argument, NULL, 'p'},
        {"listen",   required_argument, NULL, 'l'},
        {"public",   no_argument,       NULL, 'P'},
        {"config",   required_argument, NULL, 'c'},
        {"data",     required_argument, NULL, 'd'},
        {"share",    required_argument, NULL, 'D'},
        {"http",     required_argument, NULL, 'H'},
        {"check",    no_argument,       NULL, 'C'},
        {"settings", no_argument,       NULL, 'S'},
        {"man",      no_argument,       NULL, 'M'},
        {"version",  no_argument,       NULL, 'V'},
        {"help",     no_argument,       NULL, 'h'},
        {NULL,       0,                 NULL, 0  },
    };
    int option = 0;
    while ((option = getopt_long(argc, argv, "p:l:c:d:h", options, NULL)) != -1) {
        int result = take_option(arguments, option);
        if (result != 0)
            return result;
    }
    if (optind == argc)
        return 0;
    if (optind + 1 < argc) {
        fprintf(stderr, "parlord: %s: one port is enough; parlord --help says what there is\n",
                argv[optind + 1]);
        return -1;
    }
    return take_port(arguments, argv[optind]);
}

static void announce(const struct parlord *parlord)
{
    char *ports = server_ports(parlord);
    char *invite = server_invite(parlord);
    char *files = server_files(parlord);
    const char *fingerprint = server_fingerprint(parlord);
    printf("listening on %s\ndata in %s\n", ports, server_data_folder(parlord));
    if (fingerprint)
        printf("certificate SHA-256 %s\n", fingerprint);
    if (files)
        printf("files at %s\n", files);
    /* To some shells a bare "?" is a pattern. */
    const char *quote = strchr(invite, '?') ? "'" : "";
    printf("join with: parlor %s%s%s\n", quote, invite, quote);
    fflush(stdout);
    free(ports);
    free(invite);
    free(files);
}

/* A heap that shrinks and grows every turn was half of a naive server's cost (PERFORMANCE.md). */
static void prepare_process(void)
{
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    umask(077);
    secret_init();
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static int run(const struct arguments *arguments, struct settings *settings)
{
    char *cause = NULL;
    prepare_process();
    struct parlord *parlord = server_new(arguments, settings, &cause);
    if (!parlord) {
        fprintf(stderr, "parlord: %s\n", cause);
        free(cause);
        return EXIT_FAILURE;
    }
    announce(parlord);
    server_run(parlord);
    server_free(parlord);
    return EXIT_SUCCESS;
}

static int configure_and_run(const struct arguments *arguments)
{
    struct settings settings;
    char *cause = NULL;
    int status = EXIT_SUCCESS;
    settings_init(&settings);
    if (arguments_configure(arguments, &settings, &cause) < 0) {
        fprintf(stderr, "parlord: %s\n", cause);
        free(cause);
        status = EXIT_FAILURE;
    } else if (arguments->check) {
        status = check_run(&settings) ? EXIT_SUCCESS : EXIT_FAILURE;
    } else {
        status = run(arguments, &settings);
    }
    settings_clear(&settings);
    return status;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    if (argc > 1 && strcmp(argv[1], "ctl") == 0) {
        argv[1] = argv[0]; /* who is told of wrong options knows this name */
        return ctl_run(argc - 1, argv + 1);
    }
    int result = take_arguments(&arguments, argc, argv);
    int status = result < 0 ? EXIT_USAGE : EXIT_SUCCESS;
    if (result == 0)
        status = configure_and_run(&arguments);
    free(arguments.listen.items);
    free(arguments.http.items);
    return status;
}
