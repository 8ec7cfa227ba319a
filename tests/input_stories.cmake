e2e(client_compose CLIENT)
