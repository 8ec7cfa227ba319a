# Going about in the client: the order of rooms, panes, focus, mouse.
unit(room_order USES ui_scene)
unit(tty_mouse USES ui_io)
unit(navigate USES keyboard)
unit(mouse USES keyboard)
unit(view_list USES view_scene)
e2e(client_mouse CLIENT)

unit(topic_card USES keyboard)
unit(hint_click USES keyboard ui_view)
