-- Staff. Residents need no account.
create table users (
    city_id int not null,
    id uuid not null,
    login text not null,
    name text not null,
    role text not null,
    department_id int,
    password_hash text not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    constraint users_pkey primary key (city_id, id),
    constraint users_login_key unique (city_id, login),
    constraint users_city_id_fkey foreign key (city_id) references cities (id),
    constraint users_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id),
    constraint users_role_check check (role in
        ('worker', 'head', 'dispatcher', 'coordinator', 'press', 'auditor', 'administrator')),
    constraint users_department_check check ((role in ('worker', 'head')) = (department_id is not null))
);
