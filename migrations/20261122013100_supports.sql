-- "I see it too": one row for each device that says so, known by the hash of a secret that the device
-- made for this alone. A row stays with the report that it was given to, so that taking a merge back
-- brings everybody back where they were; `reports.supports` of an original counts those of its
-- duplicates too, each secret once.
create table supports (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    secret_hash bytea not null,
    created_at timestamptz not null,
    constraint supports_pkey primary key (city_id, id),
    constraint supports_report_id_secret_hash_key unique (city_id, report_id, secret_hash),
    constraint supports_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);

alter table events
    drop constraint events_actor_check,
    add constraint events_actor_check check (actor in ('system', 'author', 'resident', 'contractor', 'staff'));
