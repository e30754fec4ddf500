-- How personal data goes: by its term, or because the author wants it. What is erased leaves the row,
-- and with it every count, as it is.
alter table reports
    add column erased_at timestamptz,
    add column home_erased_at timestamptz,
    add column words_erased_at timestamptz;
comment on column reports.erased_at is 'the author had their data erased; the secret opens nothing since';
comment on column reports.home_erased_at is 'the door of a home went by its term: the place is its block';
comment on column reports.words_erased_at is 'what was written went by its term';

-- What the sweep looks for: a case leaves the index when it is done, and comes back with another end.
create index reports_home_kept_idx on reports (city_id, closed_at)
    where closed_at is not null and not place_is_exact and (home_erased_at is null or home_erased_at < closed_at);
create index reports_words_kept_idx on reports (city_id, closed_at)
    where closed_at is not null and text_visibility = 'hidden'
        and (words_erased_at is null or words_erased_at < closed_at);
create index contacts_received_at_idx on contacts (city_id, received_at);
create index photos_hidden_idx on photos (city_id, received_at)
    where visibility = 'hidden' and report_id is not null;
create index residents_seen_at_idx on residents (city_id, seen_at) where erased_at is null;
create index sessions_expires_at_idx on sessions (city_id, expires_at);

-- A support goes on counting when nobody can be known by it any more.
alter table supports add column anonymous_since timestamptz;
create index supports_known_idx on supports (city_id, created_at) where anonymous_since is null;

-- Words that were erased are empty.
alter table subtasks drop constraint subtasks_task_check;
alter table subtasks add constraint subtasks_task_check check (char_length(task) <= 1000);
alter table inspections drop constraint inspections_act_check;
alter table inspections add constraint inspections_act_check check (char_length(act) <= 4000);

-- What went by its term: which kind, how many rows, of the time until when.
create table privacy_log (
    city_id int not null,
    id uuid not null,
    kind text not null,
    count int not null,
    until timestamptz not null,
    at timestamptz not null,
    constraint privacy_log_pkey primary key (city_id, id),
    constraint privacy_log_city_id_fkey foreign key (city_id) references cities (id),
    constraint privacy_log_count_check check (count > 0)
);
create index privacy_log_at_idx on privacy_log (city_id, at);
