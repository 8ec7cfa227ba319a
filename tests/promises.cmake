# What Parlor promises, each through the real programs: `ctest -L promises`. Short by default; with
# PARLOR_LONG=1 in the environment as large as promised, one at a time.
foreach(story IN ITEMS devices storage start damage readers idle hostile tls descriptors clock spoof
    half_open)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/e2e/test_promise_${story}.c)
    add_executable(promise_${story} e2e/test_promise_${story}.c)
    target_link_libraries(promise_${story} PRIVATE flags rig cmocka)
    add_test(NAME promise.${story} COMMAND promise_${story})
    set_tests_properties(promise.${story} PROPERTIES LABELS "e2e;promises" TIMEOUT 300
      RESOURCE_LOCK measured)
  endif()
endforeach()
set_property(TEST e2e.kill e2e.stop APPEND PROPERTY LABELS promises)
