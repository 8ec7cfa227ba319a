#include <stdio.h>
#include <string.h>

#include "outbox.h"
#include "spec.h"

/* All that waits, as one text. */
static const char *waiting(const struct outbox *outbox, char *out)
{
    struct iovec pieces[64];
    int n = outbox_iov(outbox, pieces, 64);
    char *end = out;
    for (int i = 0; i < n; i++) {
        memcpy(end, pieces[i].iov_base, pieces[i].iov_len);
        end += pieces[i].iov_len;
    }
    *end = '\0';
    return out;
}

static struct extent put(struct arena *arena, const char *text)
{
    return arena_write(arena, text, strlen(text));
}

static void neighbours_are_one_piece(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct outbox outbox = {0};
    struct iovec pieces[4];
    char text[64];
    outbox_add(&outbox, put(&arena, "one "));
    outbox_add(&outbox, put(&arena, "two"));
    assert_int_equal(outbox_iov(&outbox, pieces, 4), 1);
    assert_string_equal(waiting(&outbox, text), "one two");
    outbox_clear(&outbox);
    arena_clear(&arena);
}

static void what_others_get_in_between_makes_two_pieces(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct outbox alice = {0};
    struct outbox bob = {0};
    char text[64];
    struct extent first = put(&arena, "to both;");
    outbox_add(&alice, first);
    outbox_add(&bob, first);
    outbox_add(&bob, put(&arena, "to bob;"));
    struct extent last = put(&arena, "to both");
    outbox_add(&alice, last);
    outbox_add(&bob, last);
    assert_string_equal(waiting(&alice, text), "to both;to both");
    assert_string_equal(waiting(&bob, text), "to both;to bob;to both");
    assert_int_equal(alice.n, 2);
    assert_int_equal(bob.n, 1);
    outbox_clear(&alice);
    outbox_clear(&bob);
    arena_clear(&arena);
}

static void a_part_may_be_sent(void **state)
{
    (void)state;
    struct arena arenas[2] = {{0}};
    struct outbox outbox = {0};
    char text[64];
    outbox_add(&outbox, put(&arenas[0], "abc"));
    outbox_add(&outbox, put(&arenas[1], "defg"));
    outbox_drain(&outbox, 4);
    assert_string_equal(waiting(&outbox, text), "efg");
    assert_int_equal(outbox.bytes, 3);
    outbox_drain(&outbox, 3);
    assert_int_equal(outbox.n, 0);
    outbox_clear(&outbox);
    arena_clear(&arenas[0]);
    arena_clear(&arenas[1]);
}

static void a_chunk_nobody_waits_on_is_used_again(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct outbox outbox = {0};
    struct extent first = put(&arena, "hello");
    outbox_add(&outbox, first);
    arena_rewind(&arena);
    assert_int_equal(put(&arena, "there").offset, 5);
    outbox_drain(&outbox, 5);
    arena_rewind(&arena);
    assert_int_equal(put(&arena, "again").offset, 0);
    outbox_clear(&outbox);
    arena_clear(&arena);
}

static void what_waits_outlives_its_arena(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct outbox outbox = {0};
    char text[64];
    outbox_add(&outbox, put(&arena, "still here"));
    arena_clear(&arena);
    assert_string_equal(waiting(&outbox, text), "still here");
    outbox_clear(&outbox);
}

static void the_order_stays_when_the_ring_grows_and_turns(void **state)
{
    (void)state;
    struct arena arenas[2] = {{0}};
    struct outbox outbox = {0};
    char text[64];
    for (int i = 0; i < 5; i++)
        outbox_add(&outbox, arena_write(&arenas[i % 2], &"abcde"[i], 1));
    outbox_drain(&outbox, 3);
    for (int i = 0; i < 20; i++)
        outbox_add(&outbox, arena_write(&arenas[(i + 1) % 2], &"fghijklmnopqrstuvwxy"[i], 1));
    assert_string_equal(waiting(&outbox, text), "defghijklmnopqrstuvwxy");
    outbox_clear(&outbox);
    arena_clear(&arenas[0]);
    arena_clear(&arenas[1]);
}

static void a_full_chunk_is_followed_by_another(void **state)
{
    (void)state;
    static char block[ARENA_CHUNK_BYTES / 2 + 1];
    struct arena arena = {0};
    struct extent first = arena_write(&arena, block, sizeof(block));
    struct outbox outbox = {0};
    outbox_add(&outbox, first);
    struct extent second = arena_write(&arena, block, sizeof(block));
    assert_ptr_not_equal(first.chunk, second.chunk);
    assert_int_equal(second.offset, 0);
    outbox_clear(&outbox);
    arena_clear(&arena);
}

static void what_is_left_costs_what_it_is_long(void **state)
{
    (void)state;
    static char block[ARENA_CHUNK_BYTES - 4];
    struct arena arena = {0};
    struct outbox outbox = {0};
    char text[512] = "";
    char said[512] = "";
    for (int i = 0; i < 20; i++) {
        char line[16];
        snprintf(line, sizeof(line), "line %d;", i);
        memcpy(said + strlen(said), line, strlen(line) + 1);
        outbox_add(&outbox, put(&arena, line));
        arena_write(&arena, block, sizeof(block)); /* to others */
        if (i % 3 == 0)
            outbox_keep(&outbox);
    }
    outbox_keep(&outbox);
    assert_string_equal(waiting(&outbox, text), said);
    assert_true(outbox_memory(&outbox) < 4096);
    outbox_drain(&outbox, strlen(said) - 8);
    assert_string_equal(waiting(&outbox, text), "line 19;");
    outbox_drain(&outbox, 8);
    assert_int_equal(outbox_memory(&outbox), 0);
    outbox_clear(&outbox);
    arena_clear(&arena);
}

static void much_that_is_left_is_in_few_pieces(void **state)
{
    (void)state;
    static char block[1000];
    struct arena arena = {0};
    struct outbox outbox = {0};
    for (int i = 0; i < 256; i++) {
        outbox_add(&outbox, arena_write(&arena, block, sizeof(block)));
        outbox_keep(&outbox);
        arena_write(&arena, block, 1);
    }
    assert_true(outbox_memory(&outbox) < (size_t)400 * 1000);
    assert_true(outbox.n < 16);
    for (size_t left = outbox.bytes; left > 0; left = outbox.bytes)
        outbox_drain(&outbox, left < 777 ? left : 777);
    assert_int_equal(outbox.n, 0);
    outbox_clear(&outbox);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_are_one_piece),
        cmocka_unit_test(what_others_get_in_between_makes_two_pieces),
        cmocka_unit_test(a_part_may_be_sent),
        cmocka_unit_test(a_chunk_nobody_waits_on_is_used_again),
        cmocka_unit_test(what_waits_outlives_its_arena),
        cmocka_unit_test(the_order_stays_when_the_ring_grows_and_turns),
        cmocka_unit_test(a_full_chunk_is_followed_by_another),
        cmocka_unit_test(what_is_left_costs_what_it_is_long),
        cmocka_unit_test(much_that_is_left_is_in_few_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
