-- Who is away from when until when, and who was asked to stand in. An absence is over by itself when
-- its time is; ended before, it ends then. It stays: the history tells who acted for whom.
create table absences (
    city_id int not null,
    id uuid not null,
    user_id uuid not null,
    cover_id uuid not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    marked_by uuid not null,
    marked_at timestamptz not null,
    constraint absences_pkey primary key (city_id, id),
    constraint absences_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint absences_cover_id_fkey foreign key (city_id, cover_id) references users (city_id, id),
    constraint absences_marked_by_fkey foreign key (city_id, marked_by) references users (city_id, id),
    constraint absences_until_at_check check (until_at > from_at),
    constraint absences_cover_id_check check (cover_id <> user_id)
);
comment on column absences.until_at is 'the first moment after it';
create index absences_until_at_idx on absences (city_id, until_at);
create index absences_user_id_idx on absences (city_id, user_id, until_at);
