-- What is near a place and open, or was closed not long ago, in one look: a place where reports came
-- for years has thousands of closed ones, and reading them all took 30 ms. `infinity` stands for a
-- case that is still open, so that one comparison asks for both. btree_gist comes with PostgreSQL and
-- needs no superuser.
create extension if not exists btree_gist;

create index reports_nearby_idx on reports using gist (public_place, coalesce(closed_at, 'infinity'::timestamptz));
