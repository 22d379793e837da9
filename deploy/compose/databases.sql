-- The database of notify; that of ingest is the server's first.
CREATE DATABASE notify;
