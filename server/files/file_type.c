#include "file_type.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT "text/plain; charset=utf-8"

struct type {
    const char *extension;
    const char *type;
};

/* Sorted. What programs and stylesheets are is told as text: no browser is to run them from here.
 */
static const struct type types[] = {
    {"7z",    "application/x-7z-compressed"                                              },
    {"aac",   "audio/aac"                                                                },
    {"apng",  "image/apng"                                                               },
    {"asc",   TEXT                                                                       },
    {"avi",   "video/x-msvideo"                                                          },
    {"bmp",   "image/bmp"                                                                },
    {"bz2",   "application/x-bzip2"                                                      },
    {"c",     TEXT                                                                       },
    {"conf",  TEXT                                                                       },
    {"cpp",   TEXT                                                                       },
    {"css",   TEXT                                                                       },
    {"csv",   TEXT                                                                       },
    {"deb",   "application/vnd.debian.binary-package"                                    },
    {"diff",  TEXT                                                                       },
    {"doc",   "application/msword"                                                       },
    {"docx",  "application/vnd.openxmlformats-officedocument.wordprocessingml.document"  },
    {"epub",  "application/epub+zip"                                                     },
    {"flac",  "audio/flac"                                                               },
    {"gif",   "image/gif"                                                                },
    {"go",    TEXT                                                                       },
    {"gz",    "application/gzip"                                                         },
    {"h",     TEXT                                                                       },
    {"htm",   "text/html; charset=utf-8"                                                 },
    {"html",  "text/html; charset=utf-8"                                                 },
    {"ini",   TEXT                                                                       },
    {"iso",   "application/x-iso9660-image"                                              },
    {"jpeg",  "image/jpeg"                                                               },
    {"jpg",   "image/jpeg"                                                               },
    {"js",    TEXT                                                                       },
    {"json",  "application/json"                                                         },
    {"log",   TEXT                                                                       },
    {"m4a",   "audio/mp4"                                                                },
    {"md",    TEXT                                                                       },
    {"mkv",   "video/x-matroska"                                                         },
    {"mov",   "video/quicktime"                                                          },
    {"mp3",   "audio/mpeg"                                                               },
    {"mp4",   "video/mp4"                                                                },
    {"odp",   "application/vnd.oasis.opendocument.presentation"                          },
    {"ods",   "application/vnd.oasis.opendocument.spreadsheet"                           },
    {"odt",   "application/vnd.oasis.opendocument.text"                                  },
    {"oga",   "audio/ogg"                                                                },
    {"ogg",   "audio/ogg"                                                                },
    {"ogv",   "video/ogg"                                                                },
    {"opus",  "audio/ogg"                                                                },
    {"patch", TEXT                                                                       },
    {"pdf",   "application/pdf"                                                          },
    {"png",   "image/png"                                                                },
    {"ppt",   "application/vnd.ms-powerpoint"                                            },
    {"pptx",  "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"py",    TEXT                                                                       },
    {"rar",   "application/vnd.rar"                                                      },
    {"rs",    TEXT                                                                       },
    {"rst",   TEXT                                                                       },
    {"sh",    TEXT                                                                       },
    {"svg",   "image/svg+xml"                                                            },
    {"tar",   "application/x-tar"                                                        },
    {"text",  TEXT                                                                       },
    {"tgz",   "application/gzip"                                                         },
    {"toml",  TEXT                                                                       },
    {"txt",   TEXT                                                                       },
    {"wav",   "audio/wav"                                                                },
    {"webm",  "video/webm"                                                               },
    {"webp",  "image/webp"                                                               },
    {"xls",   "application/vnd.ms-excel"                                                 },
    {"xlsx",  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"        },
    {"xml",   "application/xml"                                                          },
    {"xz",    "application/x-xz"                                                         },
    {"yaml",  TEXT                                                                       },
    {"yml",   TEXT                                                                       },
    {"zip",   "application/zip"                                                          },
    {"zst",   "application/zstd"                                                         },
};

/* As complete types, or up to the slash. Never svg, html or xml: they hold scripts. */
static const char *const inline_types[] = {
    "image/png", "image/jpeg", "image/gif", "image/webp",      "image/apng",
    TEXT,        "audio/",     "video/",    "application/pdf",
};

static int compare(const void *key, const void *row)
{
    return strcasecmp(key, ((const struct type *)row)->extension);
}

const char *file_type(const char *name)
{
    const char *dot = strrchr(name, '.');
    const struct type *found =
        dot ? bsearch(dot + 1, types, sizeof(types) / sizeof(types[0]), sizeof(types[0]), compare)
            : NULL;
    return found ? found->type : "application/octet-stream";
}

bool file_type_inline(const char *type)
{
    for (size_t i = 0; i < sizeof(inline_types) / sizeof(inline_types[0]); i++) {
        const char *each = inline_types[i];
        size_t len = strlen(each);
        if (each[len - 1] == '/' ? strncmp(type, each, len) == 0 : strcmp(type, each) == 0)
            return true;
    }
    return false;
}
