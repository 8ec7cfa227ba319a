# What Parlor promises (a table in the project's plan, P1 to P16), each through the real programs:
# `ctest -L promises`. Short by default; with PARLOR_LONG=1 in the environment as large as promised:
# then one at a time, each some minutes at most, best with the release build.
function(promise name)
  cmake_parse_arguments(arg "" "" "USES" ${ARGN})
  add_executable(promise_${name} e2e/test_promise_${name}.c)
  target_link_libraries(promise_${name} PRIVATE flags rig ${arg_USES} cmocka)
  add_test(NAME promise.${name} COMMAND promise_${name})
  set_tests_properties(promise.${name} PROPERTIES LABELS "e2e;promises" TIMEOUT 300
    RESOURCE_LOCK measured)
endfunction()

foreach(name IN ITEMS clock damage descriptors devices half_open hostile idle readers spoof storage
    tls)
  promise(${name})
endforeach()
promise(start USES server_store)

promise(files)
target_sources(promise_files PRIVATE e2e/hostile_http.c e2e/siege.c e2e/moat.c)
target_compile_definitions(promise_files PRIVATE
  CORPUS="${CMAKE_CURRENT_SOURCE_DIR}/e2e/hostile_http.txt")

# P1 and P16.
set_property(TEST e2e.kill e2e.stop APPEND PROPERTY LABELS promises)
