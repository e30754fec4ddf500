//! The stories. Each module is one area of the product; each name says what holds.

mod case;
mod catalogue;
mod city;
mod city_data;
mod clocks;
mod demo;
mod desk;
mod durability;
mod embedded;
mod events;
mod merge;
mod nearby;
mod photos;
mod review;
mod sessions;
mod submit;
mod supports;
mod tiles;
mod time;
mod transfers;
mod verbs;
mod views;
mod work;
