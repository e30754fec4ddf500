-- Answers to challenges that were used, until they would be too old anyway: each counts once, whichever
-- process gets it.
create table spent_proofs (
    city_id int not null,
    seal bytea not null,
    expires_at timestamptz not null,
    constraint spent_proofs_pkey primary key (city_id, seal),
    constraint spent_proofs_city_id_fkey foreign key (city_id) references cities (id)
);
create index spent_proofs_expires_at_idx on spent_proofs (city_id, expires_at);
