#include <stdio.h>
#include <string.h>

#include "map.h"
#include "spec.h"

static void a_key_gives_what_was_last_set(void **state)
{
    (void)state;
    struct map map = {0};
    int one = 1;
    int two = 2;
    assert_null(map_set(&map, "alice", &one));
    assert_ptr_equal(map_get(&map, "alice"), &one);
    assert_ptr_equal(map_set(&map, "alice", &two), &one);
    assert_ptr_equal(map_get(&map, "alice"), &two);
    assert_int_equal(map_count(&map), 1);
    map_clear(&map);
    assert_null(map_get(&map, "alice"));
}

static void keys_are_copied_and_told_apart_byte_by_byte(void **state)
{
    (void)state;
    struct map map = {0};
    int value = 1;
    char key[] = "bob";
    map_set(&map, key, &value);
    key[0] = 'r';
    assert_non_null(map_get(&map, "bob"));
    assert_null(map_get(&map, "rob"));
    assert_null(map_get(&map, "Bob"));
    assert_null(map_get(&map, ""));
    map_set(&map, "", &value);
    assert_non_null(map_get(&map, ""));
    map_clear(&map);
}

static void a_removed_key_is_gone_and_gives_its_value(void **state)
{
    (void)state;
    struct map map = {0};
    int value = 1;
    assert_null(map_remove(&map, "carol"));
    map_set(&map, "carol", &value);
    assert_ptr_equal(map_remove(&map, "carol"), &value);
    assert_null(map_get(&map, "carol"));
    assert_int_equal(map_count(&map), 0);
    map_clear(&map);
}

static void walking_goes_in_order_of_insertion(void **state)
{
    (void)state;
    static char values[3];
    struct map map = {0};
    char seen[64] = "";
    map_set(&map, "carol", &values[0]);
    map_set(&map, "alice", &values[1]);
    map_set(&map, "bob", &values[2]);
    map_set(&map, "carol", &values[0]);

    size_t n = 0;
    MAP_FOREACH(entry, &map) {
        assert_ptr_equal(map_value(entry), &values[n++]);
        strncat(seen, map_key(entry), sizeof(seen) - strlen(seen) - 1);
    }
    assert_string_equal(seen, "carolalicebob");
    map_clear(&map);
}

static void entries_may_be_removed_once_their_successor_is_taken(void **state)
{
    (void)state;
    struct map map = {0};
    int value = 1;
    map_set(&map, "alice", &value);
    map_set(&map, "bob", &value);
    map_set(&map, "carol", &value);
    for (struct map_entry *e = map_next(&map, NULL), *next = NULL; e; e = next) {
        next = map_next(&map, e);
        map_remove(&map, map_key(e));
    }
    assert_int_equal(map_count(&map), 0);
}

static void thousands_of_keys_are_all_found(void **state)
{
    (void)state;
    static int values[20000];
    struct map map = {0};
    char key[16];
    for (int i = 0; i < 20000; i++) {
        snprintf(key, sizeof(key), "user%d", i);
        map_set(&map, key, &values[i]);
    }
    assert_int_equal(map_count(&map), 20000);
    for (int i = 0; i < 20000; i++) {
        snprintf(key, sizeof(key), "user%d", i);
        assert_ptr_equal(map_get(&map, key), &values[i]);
    }
    map_clear(&map);
    assert_int_equal(map_count(&map), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_gives_what_was_last_set),
        cmocka_unit_test(keys_are_copied_and_told_apart_byte_by_byte),
        cmocka_unit_test(a_removed_key_is_gone_and_gives_its_value),
        cmocka_unit_test(walking_goes_in_order_of_insertion),
        cmocka_unit_test(entries_may_be_removed_once_their_successor_is_taken),
        cmocka_unit_test(thousands_of_keys_are_all_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
