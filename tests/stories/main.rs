//! The stories. Each module is one area of the product; each name says what holds.

mod catalogue;
mod city;
mod city_data;
mod clocks;
mod crew;
mod demo;
mod desk;
mod durability;
mod embedded;
mod events;
mod photos;
mod queue;
mod sessions;
mod submit;
mod tiles;
mod verbs;
mod views;
mod work;
