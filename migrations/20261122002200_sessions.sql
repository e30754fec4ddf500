-- A signed-in browser or phone. Only hashes of what it holds are kept; `generation` tells a
-- refresh token that was used before, which ends the session.
create table sessions (
    city_id int not null,
    id uuid not null,
    user_id uuid not null,
    client text not null,
    secret_hash bytea not null,
    generation int not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    constraint sessions_pkey primary key (city_id, id),
    constraint sessions_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint sessions_client_check check (client in ('web', 'phone'))
);

create index sessions_user_id_idx on sessions (city_id, user_id) where ended_at is null;

-- Signs access tokens, for the whole installation.
create table signing_keys (
    id uuid not null,
    secret bytea not null,
    created_at timestamptz not null,
    constraint signing_keys_pkey primary key (id)
);
