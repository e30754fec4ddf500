-- `original_id` of a duplicate is never a duplicate itself: when an original is merged further, its
-- duplicates go along. `merged_into` remembers which report staff named, so that they come back with it.
alter table reports
    add column merged_into uuid,
    add constraint reports_merged_into_fkey foreign key (city_id, merged_into) references reports (city_id, id);
comment on column reports.merged_into is 'the report that staff merged it into; its original, unless that was merged further';

create index reports_original_id_idx on reports (city_id, original_id) where original_id is not null;
