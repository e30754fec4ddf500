-- Who may not send for a while, why, and what they say to that. A ban is known by marks: keyed hashes of a
-- device, an account, an address, an e-mail or a phone.
create table bans (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    reason text not null,
    until timestamptz not null,
    token text not null,
    made_at timestamptz not null,
    made_by uuid not null,
    lifted_at timestamptz,
    appeal_text text,
    appealed_at timestamptz,
    decided_at timestamptz,
    decided_by uuid,
    answer text,
    constraint bans_pkey primary key (city_id, id),
    constraint bans_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint bans_made_by_fkey foreign key (city_id, made_by) references users (city_id, id),
    constraint bans_decided_by_fkey foreign key (city_id, decided_by) references users (city_id, id),
    constraint bans_appealed_at_check check ((appeal_text is null) = (appealed_at is null)),
    constraint bans_decided_at_check check ((decided_at is null) = (decided_by is null)),
    constraint bans_lifted_at_check check (lifted_at is null or decided_at is not null)
);
comment on column bans.token is 'told to whoever is banned, for their appeal';
create index bans_made_at_idx on bans (city_id, made_at, id);

create table ban_marks (
    city_id int not null,
    ban_id uuid not null,
    kind text not null,
    mark bytea not null,
    constraint ban_marks_pkey primary key (city_id, mark, ban_id),
    constraint ban_marks_kind_key unique (city_id, ban_id, kind),
    constraint ban_marks_ban_id_fkey foreign key (city_id, ban_id) references bans (city_id, id),
    constraint ban_marks_kind_check check (kind in ('device', 'account', 'address', 'email', 'phone'))
);
