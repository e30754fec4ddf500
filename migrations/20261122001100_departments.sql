-- Who does the work. As in all tables that come from a city's folder: `slug` is the name that the
-- files and the API use, `id` is given by the loader and never changes, `position` is the line's
-- place in its file (the order people see), and what is no longer in the files is retired, never
-- deleted, because old cases point at it.
create table departments (
    city_id int not null,
    id int not null,
    slug text not null,
    position int not null,
    title_ru text not null,
    title_en text not null,
    kind text not null,
    retired_at timestamptz,
    constraint departments_pkey primary key (city_id, id),
    constraint departments_slug_key unique (city_id, slug),
    constraint departments_city_id_fkey foreign key (city_id) references cities (id),
    constraint departments_kind_check check (kind in
        ('administration', 'control', 'dispatch', 'municipal_service', 'education', 'transport',
         'utility', 'management_company'))
);
