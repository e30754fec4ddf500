-- A city is data: one row here, its settings from city.toml, its outline from boundary.geojson.
-- `version` grows with each load that changed something, so that servers and map tiles know when
-- to read again. `id` is given by the loader; there is no sequence, because every table of a city
-- starts with this number and may live on another machine.
create table cities (
    id int not null,
    slug text not null,
    title_ru text not null,
    title_en text not null,
    time_zone text not null,
    settings jsonb not null,
    boundary geometry(MultiPolygon, 4326) not null,
    version int not null,
    loaded_at timestamptz not null,
    constraint cities_pkey primary key (id),
    constraint cities_slug_key unique (slug),
    constraint cities_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    constraint cities_version_check check (version > 0)
);

create index cities_boundary_idx on cities using gist (boundary);
