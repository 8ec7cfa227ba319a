/* What calls the user: levels of conversations, words, peace. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "highlight_words.h"
#include "mem.h"
#include "option.h"

/* ---- /notify ---- */

static const char *meaning(const struct conv *conv)
{
    switch (conv->notify) {
    case NOTIFY_ALL: return "all that is said";
    case NOTIFY_MENTIONS: return "what speaks to you";
    case NOTIFY_NONE: return "nothing";
    case NOTIFY_USUAL:
    case NOTIFY_LEVELS: break;
    }
    return conv->kind == CONV_PERSON ? "all that is said, as usual"
                                     : "what speaks to you, as usual";
}

void command_notify(struct chat *chat, char *args)
{
    struct conv *here = chat->current;
    const char *word = command_word(&args);
    enum notify_level level = word ? notify_level_find(word) : here->notify;
    if (level == NOTIFY_LEVELS) {
        chat_complain(chat, "/notify: not \"%s\" but all, mentions, none or usual", word);
        return;
    }
    here->notify = level;
    chat->changed |= CHANGE_CONVS;
    chat_notice(chat, "Of %s you are told: %s%s", here->name, meaning(here),
                chat->settings.do_not_disturb ? " (but you are not to be disturbed: /dnd)" : "");
}

void command_dnd(struct chat *chat, char *args)
{
    (void)args;
    option_toggle(chat, option_find(chat, "notify.do_not_disturb"));
    if (chat->settings.do_not_disturb)
        chat_notice(chat, "Do not disturb: what comes is only counted; /dnd ends it");
    else
        chat_notice(chat, "Notifications are on again");
}

/* ---- /highlight ---- */

/* Takes the list over; NULL: says that nothing changes. */
static void set_words(struct chat *chat, char *list, const char *unchanged)
{
    char *cause = NULL;
    struct highlight_words *words = list ? highlight_words_new(list, &cause) : NULL;
    if (!list)
        chat_complain(chat, "%s", unchanged);
    else if (!words || option_set(chat, option_find(chat, "notify.words"), list, &cause) != 0)
        chat_complain(chat, "%s", cause);
    else
        chat_notice(
            chat, *list ? "Beside your name these notify you: %s" : "Only your name notifies you%s",
            list);
    highlight_words_free(words);
    free(cause);
    free(list);
}

static const char *present(const struct chat *chat)
{
    return chat->settings.highlight ? chat->settings.highlight : "";
}

void command_highlight(struct chat *chat, char *args)
{
    if (*args)
        set_words(chat, highlight_words_with(present(chat), args), "That calls you already");
    else
        set_words(chat, xstrdup(present(chat)), "");
}

void command_unhighlight(struct chat *chat, char *args)
{
    set_words(chat, highlight_words_without(present(chat), args),
              "That is none of your words: /highlight lists them");
}
