-- A sign-in that is under way at a provider: ten minutes, once, and only in the browser that holds the
-- cookie with the secret.
create table oidc_sign_ins (
    city_id int not null,
    id uuid not null,
    secret_hash bytea not null,
    state_hash bytea not null,
    nonce text not null,
    verifier text not null,
    back text not null,
    expires_at timestamptz not null,
    constraint oidc_sign_ins_pkey primary key (city_id, id)
);
create index oidc_sign_ins_expires_at_idx on oidc_sign_ins (city_id, expires_at);

-- What the provider knows a session of ours by, for signing out there and from there. The row, and the
-- token with it, goes when the session ends.
create table oidc_sessions (
    city_id int not null,
    id uuid not null,
    identity_id uuid not null,
    sid text,
    id_token text not null,
    constraint oidc_sessions_pkey primary key (city_id, id),
    constraint oidc_sessions_id_fkey foreign key (city_id, id) references sessions (city_id, id),
    constraint oidc_sessions_identity_id_fkey
        foreign key (city_id, identity_id) references user_identities (city_id, id)
);
create index oidc_sessions_identity_id_idx on oidc_sessions (city_id, identity_id);

-- Logout tokens that have been taken: each ends sessions once.
create table oidc_logouts (
    city_id int not null,
    id uuid not null,
    issuer text not null,
    jti text not null,
    expires_at timestamptz not null,
    constraint oidc_logouts_pkey primary key (city_id, id),
    constraint oidc_logouts_city_id_fkey foreign key (city_id) references cities (id),
    constraint oidc_logouts_issuer_jti_key unique (city_id, issuer, jti)
);
create index oidc_logouts_expires_at_idx on oidc_logouts (city_id, expires_at);
