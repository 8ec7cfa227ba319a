# Several servers, who one is there, and whom one does not want to hear.
unit(servers USES keyboard)
e2e(client_servers CLIENT)
