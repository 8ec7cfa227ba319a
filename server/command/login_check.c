#include "login_check.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"
#include "names.h"
#include "tries.h"
#include "utf8.h"

struct check {
    login_check_fn *done;
    void *arg;
};

static void checked(void *arg, const struct login *login, enum login_result result)
{
    struct check *check = arg;
    if (result == LOGIN_RIGHT && !world_account(login->job.server->world, login->fold))
        result = LOGIN_WRONG;
    if (result == LOGIN_WRONG)
        tries_count_wrong(login->job.server, login->address, login->fold);
    if (result == LOGIN_WRONG || result == LOGIN_TOO_MANY)
        log_event(LOG_WARN, "login_failed", "via=http address=%s", login->address);
    bool right = result == LOGIN_RIGHT;
    check->done(check->arg, result, right ? login->fold : NULL, right ? login_device(login) : NULL);
    free(check);
}

void login_check(struct server *server, const struct login_question *question, login_check_fn *done,
                 void *arg)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    if (!name_split(question->name, account, device) ||
        !utf8_valid(question->password, strlen(question->password))) {
        done(arg, LOGIN_WRONG, NULL, NULL);
        return;
    }
    struct check *check = xnew(struct check);
    *check = (struct check){done, arg};
    struct login *login = login_new(account, device, question->password, NULL);
    login->job.server = server;
    login->address = xstrdup(question->address);
    login->checked = checked;
    login->arg = check;
    login_ask(login);
}
