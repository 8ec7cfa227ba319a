# Settings, keys and help of the client.
unit(conf_edit USES base)
unit(set USES keyboard ui_program)
unit(help USES keyboard ui_program)

# The man page is one that man can show, without a complaint.
find_program(GROFF groff)
if(GROFF)
  add_test(NAME man_page COMMAND sh -c "test -z \"$(groff -man -ww -z -Tutf8 '${CMAKE_BINARY_DIR}/parlor.1' 2>&1)\"")
  set_tests_properties(man_page PROPERTIES LABELS unit TIMEOUT 60)
endif()
