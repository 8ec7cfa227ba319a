#include "login_state.h"

#include <stdlib.h>

#include "mem.h"
#include "secret.h"
#include "session.h"

struct login_state *login_state(struct session *session)
{
    if (!session->login)
        session->login = xnew(struct login_state);
    return session->login;
}

void login_state_end_sasl(struct session *session)
{
    struct login_state *login = session->login;
    if (!login)
        return;
    login->sasl = SASL_NONE;
    if (login->sasl_in.data)
        secret_wipe(login->sasl_in.data, login->sasl_in.cap);
    buf_clear(&login->sasl_in);
    scram_server_clear(&login->scram);
    for (size_t i = 0; i < login->nchoices; i++) {
        free(login->choices[i].label);
        secret_wipe(&login->choices[i].keys, sizeof(login->choices[i].keys));
    }
    free(login->choices);
    login->choices = NULL;
    login->nchoices = 0;
    xreplace(&login->account, NULL);
    xreplace(&login->device, NULL);
    xreplace(&login->proof, NULL);
}

void login_state_forget_password(struct session *session)
{
    if (!session->login)
        return;
    secret_free(session->login->password);
    session->login->password = NULL;
}

void login_state_free(struct session *session)
{
    if (!session->login)
        return;
    login_state_end_sasl(session);
    login_state_forget_password(session);
    free(session->login->late_text);
    free(session->login->late_label);
    secret_wipe(session->login->confirm, sizeof(session->login->confirm));
    free(session->login);
    session->login = NULL;
}
