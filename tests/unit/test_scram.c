#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "scram.h"
#include "secret.h"
#include "spec.h"

/* The exchange of RFC 7677, section 3. */
#define RFC_CLIENT_NONCE "rOprNGfwEbeRWgbNEkqO"
#define RFC_NONCE        RFC_CLIENT_NONCE "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
#define RFC_SALT         "W22ZaJ0SNY7soEsUEjb6gQ=="
#define RFC_FIRST_BARE   "n=user,r=" RFC_CLIENT_NONCE
#define RFC_SERVER_FIRST "r=" RFC_NONCE ",s=" RFC_SALT ",i=4096"
#define RFC_CLIENT_FINAL "c=biws,r=" RFC_NONCE ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
#define RFC_SERVER_FINAL "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

static int starts(void **state)
{
    (void)state;
    secret_init();
    return 0;
}

static struct scram_keys rfc_keys(void)
{
    struct scram_keys keys = {.iterations = 4096};
    secret_unbase64(RFC_SALT, strlen(RFC_SALT), keys.salt, sizeof(keys.salt));
    scram_derive(&keys, "pencil");
    return keys;
}

static void the_client_speaks_as_the_rfc_does(void **state)
{
    (void)state;
    struct scram_client client = {.first_bare = xstrdup(RFC_FIRST_BARE),
                                  .nonce = xstrdup(RFC_CLIENT_NONCE)};
    char *final = scram_client_final(&client, "pencil", RFC_SERVER_FIRST);
    assert_string_equal(final, RFC_CLIENT_FINAL);
    assert_true(scram_client_verify(&client, RFC_SERVER_FINAL));
    free(final);
    scram_client_clear(&client);
}

static void the_server_speaks_as_the_rfc_does(void **state)
{
    (void)state;
    struct scram_keys keys = rfc_keys();
    struct scram_server server = {.gs2_header = xstrdup("n,,"),
                                  .client_first_bare = xstrdup(RFC_FIRST_BARE),
                                  .nonce = xstrdup(RFC_NONCE)};
    assert_string_equal(scram_server_challenge(&server, &keys), RFC_SERVER_FIRST);
    char *final = scram_server_final(&server, &keys, RFC_CLIENT_FINAL);
    assert_string_equal(final, RFC_SERVER_FINAL);
    free(final);
    scram_server_clear(&server);
}

/* A whole exchange; returns whether both ends were satisfied. */
static bool agree(const char *name, const struct scram_keys *keys, const char *password)
{
    struct scram_client client = {0};
    struct scram_server server = {0};
    char *authzid = NULL;
    char *authcid = NULL;

    char *first = scram_client_first(&client, name);
    assert_int_equal(scram_server_first(&server, first, &authzid, &authcid), 0);
    assert_string_equal(authcid, name);
    assert_string_equal(authzid, "");
    char *proof = scram_client_final(&client, password, scram_server_challenge(&server, keys));
    char *final = scram_server_final(&server, keys, proof);
    bool fine = final && scram_client_verify(&client, final);

    free(first);
    free(authzid);
    free(authcid);
    free(proof);
    free(final);
    scram_client_clear(&client);
    scram_server_clear(&server);
    return fine;
}

static void both_ends_agree_on_the_right_password_only(void **state)
{
    (void)state;
    struct scram_keys keys = {.iterations = SCRAM_ITERATIONS_SECRET};
    scram_derive(&keys, "kettle");
    assert_true(agree("alice@laptop", &keys, "kettle"));
    assert_false(agree("alice@laptop", &keys, "kettles"));
    assert_true(agree("a,b=c", &keys, "kettle"));
}

static void stored_keys_verify_a_password(void **state)
{
    (void)state;
    struct scram_keys keys = {.iterations = SCRAM_ITERATIONS_SECRET};
    scram_derive(&keys, "kettle");
    assert_true(scram_verify(&keys, "kettle"));
    assert_false(scram_verify(&keys, "Kettle"));
    assert_false(scram_verify(&keys, ""));
}

static void an_unknown_name_has_always_the_same_salt_and_no_password(void **state)
{
    (void)state;
    static const unsigned char pepper[SCRAM_KEY_BYTES] = "pepper";
    struct scram_keys once;
    struct scram_keys again;
    struct scram_keys other;
    scram_fake(&once, "carol", pepper);
    scram_fake(&again, "carol", pepper);
    scram_fake(&other, "bob", pepper);
    assert_memory_equal(once.salt, again.salt, SCRAM_SALT_BYTES);
    assert_memory_not_equal(once.salt, other.salt, SCRAM_SALT_BYTES);
    assert_false(agree("carol", &once, ""));
}

static int server_reads(const char *client_first, const char *expect_authzid,
                        const char *expect_authcid)
{
    struct scram_server server = {0};
    char *authzid = NULL;
    char *authcid = NULL;
    int result = scram_server_first(&server, client_first, &authzid, &authcid);
    if (result == 0) {
        assert_string_equal(authzid, expect_authzid);
        assert_string_equal(authcid, expect_authcid);
    }
    free(authzid);
    free(authcid);
    scram_server_clear(&server);
    return result;
}

static void the_server_reads_names_with_their_escapes(void **state)
{
    (void)state;
    assert_int_equal(server_reads("n,,n=alice,r=x", "", "alice"), 0);
    assert_int_equal(server_reads("n,a=bob,n=alice,r=x", "bob", "alice"), 0);
    assert_int_equal(server_reads("n,a=b=2Cc,n=a=3Db,r=x,ext=1", "b,c", "a=b"), 0);
}

static void the_server_refuses_malformed_openings_and_channel_binding(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "n",
        "n,",
        "n,,",
        "n,,n=alice",
        "n,,n=alice,r=",
        "n,,n=,r=x",
        "n,,r=x,n=alice",
        "n,,n=a=2cb,r=x",
        "n,,n=a=,r=x",
        "n,,m=ext,n=alice,r=x",
        "n,a=bob",
        "n,x=bob,n=alice,r=x",
        "y,,n=alice,r=x",
        "p=tls-unique,,n=alice,r=x",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(server_reads(wrong[i], "", ""), -1);
}

static void the_server_refuses_a_final_that_is_not_of_this_exchange(void **state)
{
    (void)state;
#define PROOF "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    static const char *const wrong[] = {
        "",
        "c=biws",
        "c=biws,r=" RFC_NONCE,
        "c=biws,r=" RFC_NONCE "x,p=" PROOF,
        "c=biws,r=" RFC_CLIENT_NONCE ",p=" PROOF,
        "c=eSws,r=" RFC_NONCE ",p=" PROOF,
        "r=" RFC_NONCE ",c=biws,p=" PROOF,
        "c=biws,r=" RFC_NONCE ",p=AAAA",
        "c=biws,r=" RFC_NONCE ",p=",
        "c=biws,r=" RFC_NONCE ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVA=",
    };
    struct scram_keys keys = rfc_keys();
    struct scram_server server = {.gs2_header = xstrdup("n,,"),
                                  .client_first_bare = xstrdup(RFC_FIRST_BARE),
                                  .nonce = xstrdup(RFC_NONCE)};
    scram_server_challenge(&server, &keys);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_null(scram_server_final(&server, &keys, wrong[i]));
    scram_server_clear(&server);
}

static void the_client_refuses_a_weak_or_foreign_challenge(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "e=other-error",
        "r=" RFC_NONCE ",s=" RFC_SALT,
        "r=" RFC_NONCE ",s=" RFC_SALT ",i=4095",
        "r=" RFC_NONCE ",s=" RFC_SALT ",i=99999999999999999999",
        "r=" RFC_NONCE ",s=" RFC_SALT ",i=4096x",
        "r=" RFC_NONCE ",s=,i=4096",
        "r=" RFC_NONCE ",s=!,i=4096",
        "r=" RFC_CLIENT_NONCE ",s=" RFC_SALT ",i=4096",
        "r=other,s=" RFC_SALT ",i=4096",
    };
    struct scram_client client = {.first_bare = xstrdup(RFC_FIRST_BARE),
                                  .nonce = xstrdup(RFC_CLIENT_NONCE)};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_null(scram_client_final(&client, "pencil", wrong[i]));
    assert_false(scram_client_verify(&client, RFC_SERVER_FINAL));
    scram_client_clear(&client);
}

static void the_client_does_not_trust_a_server_without_the_keys(void **state)
{
    (void)state;
    struct scram_client client = {.first_bare = xstrdup(RFC_FIRST_BARE),
                                  .nonce = xstrdup(RFC_CLIENT_NONCE)};
    free(scram_client_final(&client, "pencil", RFC_SERVER_FIRST));
    assert_false(scram_client_verify(&client, "v=AAAA"));
    assert_false(scram_client_verify(&client, "e=invalid-proof"));
    assert_false(scram_client_verify(&client, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G0="));
    scram_client_clear(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_client_speaks_as_the_rfc_does),
        cmocka_unit_test(the_server_speaks_as_the_rfc_does),
        cmocka_unit_test(both_ends_agree_on_the_right_password_only),
        cmocka_unit_test(stored_keys_verify_a_password),
        cmocka_unit_test(an_unknown_name_has_always_the_same_salt_and_no_password),
        cmocka_unit_test(the_server_reads_names_with_their_escapes),
        cmocka_unit_test(the_server_refuses_malformed_openings_and_channel_binding),
        cmocka_unit_test(the_server_refuses_a_final_that_is_not_of_this_exchange),
        cmocka_unit_test(the_client_refuses_a_weak_or_foreign_challenge),
        cmocka_unit_test(the_client_does_not_trust_a_server_without_the_keys),
    };
    return cmocka_run_group_tests(tests, starts, NULL);
}
