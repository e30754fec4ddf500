-- When whoever holds a session was last here, to the quarter of an hour.
alter table sessions add column if not exists seen_at timestamptz;
