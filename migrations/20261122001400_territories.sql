-- Areas with an owner: a management company keeps the houses and yards inside its area. The most
-- specific area wins when two overlap (the smaller one).
create table territories (
    city_id int not null,
    id int not null,
    slug text not null,
    department_id int not null,
    title_ru text not null,
    title_en text not null,
    placeholder boolean not null,
    area geometry(MultiPolygon, 4326) not null,
    retired_at timestamptz,
    constraint territories_pkey primary key (city_id, id),
    constraint territories_slug_key unique (city_id, slug),
    constraint territories_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id)
);

create index territories_area_idx on territories using gist (area);
