-- Links by which a contractor without an account sees one case and answers it. The secret is in the
-- link alone; here is its hash.
create table case_links (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    secret_hash bytea not null,
    name text not null,
    created_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_by uuid,
    ended_at timestamptz,
    constraint case_links_pkey primary key (city_id, id),
    constraint case_links_secret_hash_key unique (city_id, secret_hash),
    constraint case_links_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint case_links_created_by_fkey foreign key (city_id, created_by) references users (city_id, id),
    constraint case_links_ended_by_fkey foreign key (city_id, ended_by) references users (city_id, id),
    constraint case_links_name_check check (char_length(name) between 1 and 200),
    constraint case_links_expires_at_check check (expires_at > created_at)
);
comment on column case_links.name is 'the contractor: an organisation';
create index case_links_report_id_idx on case_links (city_id, report_id);
