e2e(client_compose CLIENT)
e2e(client_habits CLIENT)
