-- Who read or did what that a city may have to answer for: append-only, numbered without gaps by the
-- city's counter, each entry hashed together with the one before. Like events it holds no personal data
-- and no free text: it points at rows.
create table audit_entries (
    city_id int not null,
    n bigint not null,
    at timestamptz not null,
    deed text not null,
    actor text not null,
    actor_id uuid,
    subject_id uuid,
    details jsonb not null,
    hash bytea not null,
    constraint audit_entries_pkey primary key (city_id, n),
    constraint audit_entries_city_id_fkey foreign key (city_id) references cities (id)
);
create index audit_entries_actor_id_idx on audit_entries (city_id, actor_id, n);
create index audit_entries_subject_id_idx on audit_entries (city_id, subject_id, n);
create index audit_entries_deed_idx on audit_entries (city_id, deed, n);

alter table city_counters add column last_audit bigint not null default 0;
alter table city_counters add column last_audit_hash bytea not null default '';
