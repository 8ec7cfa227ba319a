# Messages of several lines, and finding what was said.
unit(multiline USES talk_scene)
unit(server_search USES talk_scene)
