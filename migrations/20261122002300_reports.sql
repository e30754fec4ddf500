-- The cases. `number_*` and `sequence` come from the city's counter in the last statement of the
-- transaction that files the report. `is_open` and `next_due_at` are written by actions: the
-- desk's indexes hold open work only, most urgent first.
create table reports (
    city_id int not null,
    id uuid not null,
    sequence bigint,
    number_year int,
    number int,
    version int not null,
    type_id int not null,
    catalogue_version int not null,
    channel_id int not null,
    department_id int not null,
    routed_because jsonb not null,
    status text not null,
    outcome text,
    is_open boolean not null,
    visibility text not null,
    text_visibility text not null,
    place geometry(Point, 4326) not null,
    public_place geometry(Point, 4326) not null,
    place_is_exact boolean not null,
    address text,
    public_address_ru text,
    public_address_en text,
    description text not null,
    answers jsonb not null,
    language text not null,
    received_at timestamptz not null,
    observed_at timestamptz,
    due_at timestamptz not null,
    first_action_due_at timestamptz,
    first_action_at timestamptz,
    next_due_at timestamptz not null,
    resolved_at timestamptz,
    secret_hash bytea not null,
    body_hash bytea not null,
    receipt jsonb not null,
    constraint reports_pkey primary key (city_id, id),
    constraint reports_number_key unique (city_id, number_year, number),
    constraint reports_sequence_key unique (city_id, sequence),
    constraint reports_city_id_fkey foreign key (city_id) references cities (id),
    constraint reports_type_id_fkey foreign key (city_id, type_id) references issue_types (city_id, id),
    constraint reports_channel_id_fkey foreign key (city_id, channel_id) references channels (city_id, id),
    constraint reports_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id),
    constraint reports_visibility_check check (visibility in ('hidden', 'published')),
    constraint reports_text_visibility_check check (text_visibility in ('hidden', 'published')),
    constraint reports_status_check check (status in
        ('submitted', 'in_moderation', 'registered', 'assigned', 'accepted', 'in_progress', 'planned',
         'waiting_for_resident', 'waiting_for_partner', 'resolved', 'in_review', 'confirmed', 'disputed',
         'reopened', 'closed_by_time', 'explained', 'declined', 'duplicate', 'forwarded', 'withdrawn',
         'cancelled')),
    constraint reports_outcome_check check (outcome in
        ('fixed', 'measures_taken', 'explained', 'refused', 'forwarded', 'duplicate', 'void'))
);

create index reports_public_place_idx on reports using gist (public_place);
create index reports_desk_idx on reports (city_id, department_id, next_due_at, id) where is_open;
create index reports_city_desk_idx on reports (city_id, next_due_at, id) where is_open;
