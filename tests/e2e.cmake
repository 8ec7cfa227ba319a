# The kit: the real programs, a scripted client, a terminal.
add_library(rig STATIC e2e/rig.c e2e/peer.c e2e/peer_arrive.c e2e/peer_tls.c e2e/screen.c
  e2e/screen_svg.c e2e/load.c e2e/person.c e2e/story.c e2e/classic.c e2e/figures.c e2e/pair.c
  e2e/hostile.c e2e/fault.c e2e/rig_ports.c e2e/shelf.c e2e/visitor.c)
target_include_directories(rig PUBLIC e2e unit)
target_compile_definitions(rig PRIVATE PARLORD="$<TARGET_FILE:parlord>"
  PARLOR="$<TARGET_FILE:parlor>")
target_link_libraries(rig PUBLIC base PRIVATE flags cmocka vterm ssl crypto)
add_dependencies(rig parlord parlor)

# e2e(name [CLIENT]): a story through the real programs; CLIENT: through parlor too.
function(e2e name)
  cmake_parse_arguments(arg "CLIENT" "" "" ${ARGN})
  add_executable(e2e_${name} e2e/test_${name}.c)
  if(arg_CLIENT)
    target_compile_definitions(e2e_${name} PRIVATE PARLOR="$<TARGET_FILE:parlor>")
    add_dependencies(e2e_${name} parlor)
  endif()
  target_link_libraries(e2e_${name} PRIVATE flags rig cmocka)
  add_test(NAME e2e.${name} COMMAND e2e_${name})
  set_tests_properties(e2e.${name} PROPERTIES LABELS e2e TIMEOUT 240)
endfunction()

foreach(story IN ITEMS first_start talk kill stop listen flood)
  e2e(${story})
endforeach()

foreach(story IN ITEMS client_gone client_flood client_resize client_restart client_talk
    client_newcomer irssi weechat)
  e2e(${story} CLIENT)
endforeach()

# These look at the port that clients look at.
set_tests_properties(e2e.first_start e2e.client_newcomer PROPERTIES RESOURCE_LOCK usual_port)

# picture FOLDER: pictures of the real client (tests/pictures); the test makes a few of them.
if(TARGET parlor)
  add_executable(picture e2e/picture.c e2e/gallery.c)
  target_compile_definitions(picture PRIVATE PARLOR="$<TARGET_FILE:parlor>")
  target_link_libraries(picture PRIVATE flags rig cmocka)
  add_dependencies(picture parlor)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/pictures)
  add_test(NAME pictures COMMAND picture --few ${CMAKE_CURRENT_BINARY_DIR}/pictures)
  set_tests_properties(pictures PROPERTIES LABELS e2e TIMEOUT 240)
endif()

# Stories about shared files.
e2e(files_web)
target_compile_definitions(e2e_files_web PRIVATE BROWSER="${CMAKE_CURRENT_SOURCE_DIR}/e2e/browser")
