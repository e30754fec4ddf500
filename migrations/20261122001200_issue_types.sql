-- What can be reported: categories and the issue types in them, with the promise each type makes
-- (days to the deadline, hours to the first action of a dangerous one) and who owns the problem.
create table categories (
    city_id int not null,
    id int not null,
    slug text not null,
    position int not null,
    title_ru text not null,
    title_en text not null,
    retired_at timestamptz,
    constraint categories_pkey primary key (city_id, id),
    constraint categories_slug_key unique (city_id, slug),
    constraint categories_city_id_fkey foreign key (city_id) references cities (id)
);

-- `at_home` says that the place is somebody's home, so the public map shows the block, not the door.
create table issue_types (
    city_id int not null,
    id int not null,
    slug text not null,
    position int not null,
    category_id int not null,
    department_id int not null,
    title_ru text not null,
    title_en text not null,
    owner_by text not null,
    deadline_days int not null,
    priority text not null,
    emergency boolean not null,
    first_action_hours int,
    at_home boolean not null,
    retired_at timestamptz,
    constraint issue_types_pkey primary key (city_id, id),
    constraint issue_types_slug_key unique (city_id, slug),
    constraint issue_types_category_id_fkey
        foreign key (city_id, category_id) references categories (city_id, id),
    constraint issue_types_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id),
    constraint issue_types_owner_by_check check (owner_by in ('department', 'territory', 'asset')),
    constraint issue_types_priority_check check (priority in ('low', 'normal', 'high', 'emergency')),
    constraint issue_types_deadline_days_check check (deadline_days between 1 and 365),
    constraint issue_types_first_action_hours_check check (first_action_hours between 1 and 720)
);
