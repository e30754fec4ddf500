-- Failed sign-ins, so that who guesses has to wait, whichever process answers. A bucket is the SHA-256 of
-- what is counted (a login with a network, a login, a device): no login and no address can be read here.
create table sign_in_failures (
    city_id int not null,
    bucket bytea not null,
    failures int not null,
    last_at timestamptz not null,
    constraint sign_in_failures_pkey primary key (city_id, bucket),
    constraint sign_in_failures_city_id_fkey foreign key (city_id) references cities (id),
    constraint sign_in_failures_failures_check check (failures >= 0)
);
create index sign_in_failures_last_at_idx on sign_in_failures (city_id, last_at);
