#include "canvas_links.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define LINKS_MAX  2000
#define LINKS_MANY 200

void canvas_links_clear(struct canvas_links *links)
{
    for (size_t i = 0; i < links->n; i++)
        free(links->urls[i]);
    free(links->urls);
    links->urls = NULL;
    links->n = 0;
}

uint16_t canvas_link(struct canvas *canvas, const char *url)
{
    struct canvas_links *links = &canvas->links;
    size_t i = 0;
    while (i < links->n && strcmp(links->urls[i], url) != 0)
        i++;
    if (i == LINKS_MAX)
        return 0;
    if (links->first == 0)
        links->first = 1;
    if (i == links->n) {
        links->urls = xreallocarray(links->urls, links->n + 1, sizeof(*links->urls));
        links->urls[links->n++] = xstrdup(url);
    }
    return (uint16_t)(links->first + i);
}

const char *canvas_link_url(const struct canvas *canvas, uint16_t link)
{
    size_t i = (size_t)link - canvas->links.first;
    return link >= canvas->links.first && i < canvas->links.n ? canvas->links.urls[i] : NULL;
}

void canvas_forget_links(struct canvas *canvas)
{
    struct canvas_links *links = &canvas->links;
    if (links->n < LINKS_MANY)
        return;
    size_t next = links->first + links->n;
    canvas_links_clear(links);
    links->first = next + LINKS_MAX > UINT16_MAX ? 1 : (uint16_t)next;
}
