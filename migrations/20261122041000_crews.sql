-- Crews of a department: people who go out together. A crew that was disbanded stays as a name, since
-- old cases tell of it.
create table crews (
    city_id int not null,
    id uuid not null,
    department_id int not null,
    name text not null,
    crew_version int not null,
    made_at timestamptz not null,
    disbanded_at timestamptz,
    constraint crews_pkey primary key (city_id, id),
    constraint crews_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id)
);
create unique index crews_name_key on crews (city_id, department_id, lower(name)) where disbanded_at is null;

create table crew_members (
    city_id int not null,
    crew_id uuid not null,
    user_id uuid not null,
    constraint crew_members_pkey primary key (city_id, crew_id, user_id),
    constraint crew_members_crew_id_fkey foreign key (city_id, crew_id) references crews (city_id, id),
    constraint crew_members_user_id_fkey foreign key (city_id, user_id) references users (city_id, id)
);
create index crew_members_user_id_idx on crew_members (city_id, user_id);
