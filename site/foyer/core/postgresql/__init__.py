"""Django's PostgreSQL, whose connections do not wait for ever for a server that is silent."""
