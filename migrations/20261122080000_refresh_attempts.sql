-- The name under which a phone changed its refresh token last, hashed: a change whose answer was lost is sent
-- again under the same name, and is no theft.
alter table sessions add column attempt_hash bytea;
