# The client's file browser, files in messages, announcements, and looking around.
foreach(name IN ITEMS shared posted)
  unit(${name} USES ui_scene)
endforeach()
foreach(name IN ITEMS browse handle_announce connect_look)
  unit(${name} USES keyboard)
endforeach()
unit(view_files USES view_scene)
unit(slash_table USES ui_command)

# Each thing that the five systems did is shown by tests that there are.
add_test(NAME mission COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/mission_check ${CMAKE_CTEST_COMMAND}
                              ${CMAKE_BINARY_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/mission.tsv 22)

# So is each row of the table of features that the client is measured by.
add_test(NAME client_rows COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/mission_check ${CMAKE_CTEST_COMMAND}
                                  ${CMAKE_BINARY_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/client.tsv 126)
set_tests_properties(mission client_rows PROPERTIES LABELS unit)
