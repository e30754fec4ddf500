-- Staff makes parts of a photo unreadable or cuts some off. `edit` is what was done to the picture as it
-- came, null where nothing is; `version` counts edits and names the files that are shown.
alter table photos
    add column version int not null default 0,
    add column edit jsonb,
    add column shown_width int,
    add column shown_height int,
    add constraint photos_edit_check check (edit is null or version > 0),
    add constraint photos_shown_width_check check ((shown_width is null) = (shown_height is null));

create or replace view public_photos as
select photos.city_id, photos.id, photos.report_id, photos.kind, photos.position,
    coalesce(photos.shown_width, photos.width) as width, coalesce(photos.shown_height, photos.height) as height,
    photos.received_at, photos.version, photos.edit is not null as edited
from photos
join reports on reports.city_id = photos.city_id and reports.id = photos.report_id
where photos.visibility = 'published' and reports.visibility = 'published';
