# Settings, keys and help of the client.
unit(conf_edit USES base)
unit(set USES keyboard ui_program)
unit(help USES keyboard ui_program)

# The man pages are such as man can show, without a complaint.
find_program(GROFF groff)
if(GROFF)
  add_test(NAME man_page COMMAND sh -c "for page in parlor parlord; do \
    grep -q SETTINGS $page.1 && test -z \"$(groff -man -ww -z -Tutf8 $page.1 2>&1)\" || exit 1; done"
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR})
  set_tests_properties(man_page PROPERTIES LABELS unit TIMEOUT 60)
endif()
unit(complete_known USES keyboard ui_program)
unit(view_empty USES view_scene)
unit(presets USES keyboard ui_program)
unit(config_watch USES ui_program)
