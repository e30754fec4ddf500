-- Things with owners of their own: the nearest one to a pin tells whose work a report is. Without a
-- department the owner is not known.
create table assets (
    city_id int not null,
    id int not null,
    slug text not null,
    kind text not null,
    department_id int,
    number text,
    title_ru text,
    title_en text,
    place geometry(Point, 4326) not null,
    retired_at timestamptz,
    constraint assets_pkey primary key (city_id, id),
    constraint assets_slug_key unique (city_id, slug),
    constraint assets_kind_check check (kind in ('lamp', 'manhole', 'storm_drain', 'stop', 'traffic_light',
        'container_site', 'lift', 'power_cabinet', 'power_pole')),
    constraint assets_title_check check (coalesce(number, title_ru) is not null
        and (title_ru is null) = (title_en is null)),
    constraint assets_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id)
);
