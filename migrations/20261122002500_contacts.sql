-- How to reach authors: apart from the cases, so that it can be erased, and read by few.
create table contacts (
    city_id int not null,
    id uuid not null,
    name text,
    email text,
    phone text,
    received_at timestamptz not null,
    constraint contacts_pkey primary key (city_id, id),
    constraint contacts_id_fkey foreign key (city_id, id) references reports (city_id, id)
);
comment on column contacts.id is 'the report it came with';
