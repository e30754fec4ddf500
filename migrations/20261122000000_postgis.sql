-- Places are geometries in WGS 84. Without PostGIS there is no city on the map.
create extension if not exists postgis;
