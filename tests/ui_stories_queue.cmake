# Stories of the outgoing queue (after e2e.cmake, which has the kit).
foreach(story IN ITEMS client_queue both_killed)
  e2e(${story} CLIENT)
endforeach()
set_property(TEST e2e.both_killed APPEND PROPERTY LABELS promises)
set_tests_properties(e2e.both_killed PROPERTIES TIMEOUT 1200)
