-- Residents who want an account: known by an e-mail or a phone that they proved to hold. Nobody needs
-- one. An erased resident keeps the row and nothing else.
create table residents (
    city_id int not null,
    id uuid not null,
    name text,
    email text,
    phone text,
    language text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    erased_at timestamptz,
    constraint residents_pkey primary key (city_id, id),
    constraint residents_city_id_fkey foreign key (city_id) references cities (id),
    constraint residents_email_key unique (city_id, email),
    constraint residents_phone_key unique (city_id, phone),
    constraint residents_reach_check check ((email is null and phone is null) = (erased_at is not null))
);
comment on column residents.email is 'as it was proved, lower case';
comment on column residents.phone is 'as it was proved, E.164: + and digits';

-- A session is staff's or a resident's.
alter table sessions alter column user_id drop not null;
alter table sessions add column resident_id uuid;
alter table sessions add constraint sessions_resident_id_fkey
    foreign key (city_id, resident_id) references residents (city_id, id);
alter table sessions add constraint sessions_holder_check check ((user_id is null) <> (resident_id is null));
create index sessions_resident_id_idx on sessions (city_id, resident_id) where ended_at is null;

-- Whose account a report belongs to, when its author has one and said so.
alter table reports add column author_id uuid;
alter table reports add constraint reports_author_id_fkey
    foreign key (city_id, author_id) references residents (city_id, id);
create index reports_author_id_idx on reports (city_id, author_id, sequence) where author_id is not null;
