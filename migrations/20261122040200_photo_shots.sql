-- Where and when the camera of staff or of a contractor took a photo. The place is kept until the photo
-- belongs to a report; then only how far from the report it was.
alter table photos
    add column taken_at timestamptz,
    add column taken_place geometry(Point, 4326),
    add column distance_m int,
    add constraint photos_distance_m_check check (distance_m >= 0);
