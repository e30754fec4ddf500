-- With it the city says in one word that its answer is still good.
alter table cache add column etag text;

-- What an account saw of the city. Rows of `pinned` kinds stay as long as the account does; the others go
-- when all of them together are too large, the least recently used first. `used` only grows: the phone's
-- clock may be set back.
create table kept (
    id integer primary key,
    account_id integer not null references accounts (id),
    kind text not null,
    key text not null,
    body blob not null,
    etag text,
    kept_at integer not null,
    used integer not null,
    pinned integer not null,
    bytes integer not null,
    constraint kept_pinned_check check (pinned in (0, 1))
) strict;
create unique index kept_account_id_kind_key_key on kept (account_id, kind, key);
create index kept_used on kept (pinned, used, bytes);

-- When the copy of a case that is watched was made.
alter table watched add column kept_at integer;
