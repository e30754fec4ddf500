-- The second step of signing in: time-based one-time passwords (RFC 6238). The secret has to be read to
-- check a code, so it is no hash; `sealed` ones are encrypted with the installation's key.
create table second_factors (
    city_id int not null,
    user_id uuid not null,
    secret bytea not null,
    sealed boolean not null,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null,
    constraint second_factors_pkey primary key (city_id, user_id),
    constraint second_factors_user_id_fkey foreign key (city_id, user_id) references users (city_id, id)
);
comment on column second_factors.confirmed_at is 'null: set up, not yet asked for';
comment on column second_factors.last_step is 'the newest step whose code was used: no code is good twice';

-- Codes for the day the phone is lost; each is good once.
create table recovery_codes (
    city_id int not null,
    user_id uuid not null,
    code_hash bytea not null,
    used_at timestamptz,
    constraint recovery_codes_pkey primary key (city_id, user_id, code_hash),
    constraint recovery_codes_user_id_fkey foreign key (city_id, user_id) references users (city_id, id)
);

-- Whoever gave the right password and still owes the code.
create table pending_sign_ins (
    city_id int not null,
    id uuid not null,
    user_id uuid not null,
    secret_hash bytea not null,
    client text not null,
    failures int not null,
    expires_at timestamptz not null,
    constraint pending_sign_ins_pkey primary key (city_id, id),
    constraint pending_sign_ins_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint pending_sign_ins_client_check check (client in ('web', 'phone'))
);
create index pending_sign_ins_expires_at_idx on pending_sign_ins (city_id, expires_at);
create index pending_sign_ins_user_id_idx on pending_sign_ins (city_id, user_id);
