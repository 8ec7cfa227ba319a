/* What is said and done in the conversations. */
#include <stdlib.h>
#include <string.h>

#include "linear_private.h"
#include "linear_words.h"
#include "mem.h"
#include "reactions.h"
#include "unfold.h"
#include "utf8.h"
#include "view_fold.h"
#include "when.h"

/* Where what came is looked for: among so many of the newest lines. More at once than MANY are
 * passed over but for a page. */
#define LOOK_BACK 300
#define MANY      20

/* So long nobody comes or goes before it is told; and an own message is on its way before that is.
 */
#define QUIET_MS 2000
#define HOLD_MS  1000

/* Of what somebody reacts to. */
#define REACTED_COLS 40

#define FOLD_COLS 200

/* ---- one line ---- */

/* "18:04 #tea: " as far as it is another one than before; to free. */
static char *prefix_of(struct linear *linear, const struct chat *chat, const struct conv *conv,
                       int64_t time_ms)
{
    char out[WHEN_SIZE] = "";
    char date[WHEN_SIZE] = "";
    const char *clock = out;
    int offset_s = chat->utc_offset_s;
    int64_t minute = when_minute(time_ms, offset_s);
    int64_t day = when_day(time_ms, offset_s);
    int64_t known = linear->day ? linear->day : when_day(chat->now_ms, offset_s);
    if (day != known)
        when_date(time_ms, chat->now_ms, offset_s, date);
    if (minute != linear->minute && chat->settings.time_format != TIME_OFF) {
        when_clock(time_ms, offset_s, (enum time_format)chat->settings.time_format, out);
        clock += *clock == ' ';
    }
    bool named = conv != linear->place && conv->kind != CONV_PERSON;
    linear->minute = minute;
    linear->day = day;
    linear->place = conv;
    return xasprintf("%s%s%s%s%s%s", date, *date ? ", " : "", clock, *clock ? " " : "",
                     named ? conv->name : "", named ? ": " : "");
}

/* With the time when that changed, and the place if it is another one. */
static void say_line(struct linear *linear, const struct chat *chat, const struct conv *conv,
                     const struct line *line)
{
    char *prefix = prefix_of(linear, chat, conv, line->time_ms);
    char *text = linear_line(conv, line);
    linear_say(linear, "%s%s", prefix, text);
    free(prefix);
    free(text);
}

/* Comings and goings [first, last] in one sentence. */
static void say_noise(struct linear *linear, const struct chat *chat, const struct conv *conv,
                      size_t first, size_t last)
{
    struct line line;
    if (fold_first(chat, conv, first, last) > last)
        return;
    lines_get(conv->lines, last, &line);
    char *prefix = prefix_of(linear, chat, conv, line.time_ms);
    char *folded = fold_text(chat, conv, first, last, FOLD_COLS);
    char *text = linear_plain(folded);
    linear_say(linear, "%s%s", prefix, text);
    free(prefix);
    free(folded);
    free(text);
}

/* The last line of the run of noise that begins at first. */
static size_t noise_end(const struct chat *chat, const struct conv *conv, size_t first, size_t last)
{
    struct line line;
    while (first < last && chat->settings.joins != JOINS_ALL) {
        lines_get(conv->lines, first + 1, &line);
        if (!unfold_is_noise(&line) || line.flags & LINE_IGNORED)
            break;
        first++;
    }
    return first;
}

void linear_say_range(struct linear *linear, const struct chat *chat, const struct conv *conv,
                      size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++) {
        struct line line;
        lines_get(conv->lines, i, &line);
        if (line.flags & LINE_IGNORED)
            continue;
        if (!unfold_is_noise(&line)) {
            say_line(linear, chat, conv, &line);
            continue;
        }
        size_t end = noise_end(chat, conv, i, last);
        say_noise(linear, chat, conv, i, end);
        i = end;
    }
}

/* ---- own messages ---- */

static void hold(struct linear *linear, const struct chat *chat, const struct conv *conv,
                 uint64_t serial)
{
    if (linear->nheld < LINEAR_HELD)
        linear->held[linear->nheld++] = (struct linear_held){conv, serial, chat->mono_ms, false};
}

/* Says what became of it; false: one has to wait on. */
static bool tell_held_one(struct linear *linear, const struct chat *chat, struct linear_held *held)
{
    const struct conv *conv = chat->convs;
    struct line line;
    size_t index = 0;
    while (conv && conv != held->conv)
        conv = conv->next;
    if (!conv || !lines_find(conv->lines, held->serial, &index))
        return true;
    lines_get(conv->lines, index, &line);
    bool pending = line.flags & LINE_PENDING;
    bool late = chat->mono_ms - held->since_ms >= HOLD_MS;
    if (!pending && held->told && !(line.flags & LINE_FAILED))
        linear_say(linear, "It was sent");
    else if (!pending || (late && !held->told))
        say_line(linear, chat, conv, &line);
    held->told |= late;
    return !pending;
}

static void tell_held(struct linear *linear, const struct chat *chat)
{
    size_t kept = 0;
    for (size_t i = 0; i < linear->nheld; i++)
        if (!tell_held_one(linear, chat, &linear->held[i]))
            linear->held[kept++] = linear->held[i];
    linear->nheld = kept;
}

/* ---- what came ---- */

static struct linear_told *told_of(struct linear *linear, const struct conv *conv, bool *fresh)
{
    for (size_t i = 0; i < linear->ntold; i++)
        if (linear->told[i].conv == conv)
            return &linear->told[i];
    linear->told = xreallocarray(linear->told, linear->ntold + 1, sizeof(*linear->told));
    linear->told[linear->ntold] = (struct linear_told){.conv = conv};
    *fresh = true;
    return &linear->told[linear->ntold++];
}

/* Those that are gone are forgotten: another one may come to stand at their place. */
static void forget_gone(struct linear *linear, const struct chat *chat)
{
    size_t kept = 0;
    for (size_t i = 0; i < linear->ntold; i++) {
        const struct conv *conv = chat->convs;
        while (conv && conv != linear->told[i].conv)
            conv = conv->next;
        if (conv)
            linear->told[kept++] = linear->told[i];
    }
    linear->ntold = kept;
}

static size_t look_from(const struct conv *conv)
{
    size_t n = lines_count(conv->lines);
    return n > LOOK_BACK ? n - LOOK_BACK : 0;
}

/* The newest lines were told. */
static void mark_told(struct linear_told *told, const struct conv *conv)
{
    size_t n = lines_count(conv->lines);
    struct line line;
    for (size_t i = look_from(conv); i < n; i++) {
        lines_get(conv->lines, i, &line);
        told->serial = line.serial > told->serial ? line.serial : told->serial;
        told->time_ms = line.time_ms;
    }
    told->unread = conv->unread;
}

unsigned linear_pass_over(struct linear *linear, const struct conv *conv)
{
    bool fresh = false;
    struct linear_told *told = told_of(linear, conv, &fresh);
    unsigned unread = told->unread;
    mark_told(told, conv);
    return unread;
}

/* Is it news? Older lines come for paging. */
static bool is_new(const struct linear_told *told, const struct line *line)
{
    bool old = line->flags & (LINE_HISTORY | LINE_SAVED) && !(line->flags & LINE_EDITED) &&
               line->kind != LINE_DELETED;
    return line->serial > told->serial && !(line->flags & LINE_IGNORED) &&
           (!old || line->time_ms >= told->time_ms);
}

/* Comings and goings that were put off. */
static void tell_noise(struct linear *linear, const struct chat *chat)
{
    const struct conv *conv = chat->current;
    size_t first = 0;
    if (linear->noise && lines_find(conv->lines, linear->noise, &first))
        say_noise(linear, chat, conv, first,
                  noise_end(chat, conv, first, lines_count(conv->lines) - 1));
    linear->noise = 0;
}

static void tell_line(struct linear *linear, const struct chat *chat, const struct conv *conv,
                      const struct line *line)
{
    if (unfold_is_noise(line) && chat->settings.joins != JOINS_ALL) {
        linear->noise = linear->noise ? linear->noise : line->serial;
        linear->noise_ms = chat->mono_ms;
        return;
    }
    if (unfold_is_noise(line)) {
        size_t index = 0;
        if (lines_find(conv->lines, line->serial, &index))
            say_noise(linear, chat, conv, index, index);
        return;
    }
    tell_noise(linear, chat);
    if (line->flags & LINE_SELF && line->flags & LINE_PENDING)
        hold(linear, chat, conv, line->serial);
    else
        say_line(linear, chat, conv, line);
}

/* Where one is, all is told. */
static void tell_here(struct linear *linear, const struct chat *chat, struct linear_told *told)
{
    const struct conv *conv = chat->current;
    size_t n = lines_count(conv->lines);
    struct line line;
    size_t came = 0;
    for (size_t i = look_from(conv); i < n; i++) {
        lines_get(conv->lines, i, &line);
        came += is_new(told, &line);
    }
    size_t passed = came > MANY ? came - LINEAR_PAGE : 0;
    if (passed > 0)
        linear_say(linear, "%zu earlier lines are passed over, Page up reads them", passed);
    for (size_t i = look_from(conv); i < n && came > 0; i++) {
        lines_get(conv->lines, i, &line);
        if (!is_new(told, &line))
            continue;
        came--;
        if (passed > 0)
            passed--;
        else
            tell_line(linear, chat, conv, &line);
    }
}

/* Elsewhere only what speaks to us is told, and errors; and once that there is something. */
static void tell_elsewhere(struct linear *linear, const struct chat *chat, const struct conv *conv,
                           const struct linear_told *told)
{
    bool spoke = false;
    for (size_t i = look_from(conv); i < lines_count(conv->lines) && !conv->muted; i++) {
        struct line line;
        lines_get(conv->lines, i, &line);
        if (!is_new(told, &line) || line.flags & (LINE_SELF | LINE_HISTORY | LINE_SAVED))
            continue;
        bool calls =
            line.flags & LINE_MENTION || (conv->kind == CONV_PERSON && line_is_said(&line));
        bool noticed = chat->notice && strcmp(chat->notice, line.text) == 0;
        if (!calls && (line.kind != LINE_ERROR || noticed))
            continue;
        say_line(linear, chat, conv, &line);
        spoke = true;
    }
    if (!spoke && !conv->muted && conv->kind != CONV_CONSOLE && told->unread == 0 &&
        conv->unread > 0)
        linear_say(linear, "Unread in %s", conv->name);
}

void linear_tell_lines(struct linear *linear, const struct chat *chat)
{
    forget_gone(linear, chat);
    tell_held(linear, chat);
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        bool fresh = false;
        struct linear_told *told = told_of(linear, conv, &fresh);
        bool came = lines_count(conv->lines) > 0;
        if (came && conv == chat->current)
            tell_here(linear, chat, told);
        else if (came && (!fresh || conv->kind == CONV_PERSON))
            tell_elsewhere(linear, chat, conv, told);
        mark_told(told, conv);
    }
    if (linear->noise && chat->mono_ms - linear->noise_ms >= QUIET_MS)
        tell_noise(linear, chat);
}

/* ---- reactions ---- */

static void say_reaction(struct linear *linear, const struct conv *conv, const struct line *line,
                         size_t i)
{
    struct reaction reaction;
    if (!reactions_nth(conv, line->msgid, i, &reaction))
        return;
    const struct network *network = conv->network;
    bool own = strcmp(reaction.who, network->account ? network->account : network->nick) == 0;
    char *name = linear_reaction(reaction.value);
    char *text = linear_text(line->text);
    char *start = utf8_shorten(text, REACTED_COLS);
    linear_say(linear, "%s%s with %s to: %s", own ? "You" : reaction.who,
               own ? " react" : " reacts", name, start);
    free(name);
    free(text);
    free(start);
}

static size_t reacted_before(const struct linear *linear, uint64_t serial, size_t now)
{
    for (size_t i = 0; i < linear->nreacted; i++)
        if (linear->reacted[i].serial == serial)
            return linear->reacted[i].n;
    return now;
}

static size_t count_reactions(const struct conv *conv, const struct line *line)
{
    struct reaction reaction;
    size_t n = 0;
    while (*line->msgid && reactions_nth(conv, line->msgid, n, &reaction))
        n++;
    return n;
}

void linear_tell_reactions(struct linear *linear, const struct chat *chat, bool anew)
{
    const struct conv *conv = chat->current;
    size_t n = conv ? lines_count(conv->lines) : 0;
    struct linear_count now[LINEAR_REACTED];
    size_t nnow = 0;
    for (size_t i = n > LINEAR_REACTED ? n - LINEAR_REACTED : 0; i < n; i++) {
        struct line line;
        lines_get(conv->lines, i, &line);
        size_t count = conv->nreactions ? count_reactions(conv, &line) : 0;
        size_t was = anew ? count : reacted_before(linear, line.serial, count);
        for (size_t k = was; k < count; k++)
            say_reaction(linear, conv, &line, k);
        if (count < was)
            linear_say(linear, "A reaction was taken back");
        now[nnow++] = (struct linear_count){line.serial, count};
    }
    memcpy(linear->reacted, now, nnow * sizeof(*now));
    linear->nreacted = nnow;
}
