-- What people need to recognise their own sessions, and to end the ones that nobody uses.
alter table sessions add column if not exists seen_at timestamptz;
alter table sessions add column network text;
comment on column sessions.seen_at is 'of the last request, to a few minutes; null: not since it began';
comment on column sessions.network is 'where it began, the end of the address cut off';
