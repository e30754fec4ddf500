//! The stories. Each module is one area of the product; each name says what holds.

mod catalogue;
mod city;
mod city_data;
mod clocks;
mod demo;
mod desk;
mod durability;
mod embedded;
mod events;
mod inspections;
mod links;
mod photos;
mod sessions;
mod submit;
mod subtasks;
mod tiles;
mod verbs;
mod views;
mod warranty;
mod work;
