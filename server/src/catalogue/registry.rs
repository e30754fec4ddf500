//! Every city in memory, as its data says: routing, titles and deadlines never wait for the
//! database. A load in any process is seen by all of them within seconds, by its version.

use super::store::{self, CityRow};
use crate::folder::Settings;
use crate::territories::Drawing;
use crate::{assets, departments, privacy, territories};
use anyhow::{Context, Result};
use domain::calendar::Calendar;
use domain::catalogue::{City, Territories};
use domain::text::{Language, Titles};
use sqlx::{PgConnection, PgPool};
use std::sync::{Arc, PoisonError, RwLock};

/// A city with the settings that only its pages need.
#[derive(Clone)]
pub struct Entry {
    pub city: Arc<City>,
    pub settings: Arc<Settings>,
    /// The version of the text that people agree to.
    pub consent: Option<String>,
    /// By whom its map is, when it was imported.
    pub attribution: Option<String>,
    /// Its areas as phones carry them.
    pub drawing: Drawing,
}

/// All cities, the default one first; cheap to clone.
#[derive(Clone)]
pub struct Cities {
    entries: Arc<RwLock<Arc<Vec<Entry>>>>,
    /// Slugs in the order in which cities are listed; others follow in the order of their ids.
    order: Arc<Vec<String>>,
    pool: PgPool,
}

impl Cities {
    /// Reads all cities; `order` lists slugs, the default city first.
    pub async fn load(pool: &PgPool, order: &[String]) -> Result<Self> {
        let cities = Self { entries: Arc::default(), order: Arc::new(order.to_vec()), pool: pool.clone() };
        cities.reload().await?;
        Ok(cities)
    }

    /// Reads all cities again if there is a new version of any; says whether there was.
    pub async fn reload_if_changed(&self) -> Result<bool> {
        let known = |versions: &[(i32, i32)]| {
            let all = self.all();
            let mut held: Vec<_> = all.iter().map(|entry| (entry.city.id, entry.city.version)).collect();
            held.sort_unstable();
            held == versions
        };
        let versions = store::versions(&self.pool).await?;
        if known(&versions) {
            return Ok(false);
        }
        self.reload().await?;
        Ok(true)
    }

    async fn reload(&self) -> Result<()> {
        let mut read = self.pool.begin_with("begin isolation level repeatable read read only").await?;
        let mut entries = Vec::new();
        for row in store::cities(&mut read).await? {
            let slug = row.slug.clone();
            let entry = entry(&mut read, row).await;
            entries.push(entry.with_context(|| format!("the city {slug} cannot be read from the database"))?);
        }
        read.commit().await?;
        entries.sort_by_key(|entry| {
            let place = self.order.iter().position(|slug| *slug == entry.city.slug);
            (place.unwrap_or(usize::MAX), entry.city.id)
        });
        *self.entries.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(entries);
        Ok(())
    }

    /// Every city, the default one first.
    pub fn all(&self) -> Arc<Vec<Entry>> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn find(&self, wanted: impl Fn(&City) -> bool) -> Option<Entry> {
        self.all().iter().find(|entry| wanted(&entry.city)).cloned()
    }

    /// The city called `slug`.
    pub fn get(&self, slug: &str) -> Option<Arc<City>> {
        self.find(|city| city.slug == slug).map(|entry| entry.city)
    }

    /// The city in row `id` with its settings.
    pub fn entry(&self, id: i32) -> Option<Entry> {
        self.find(|city| city.id == id)
    }

    /// The city in row `id`.
    pub fn by_id(&self, id: i32) -> Option<Arc<City>> {
        self.find(|city| city.id == id).map(|entry| entry.city)
    }

    /// The settings of the city in row `id`.
    pub fn settings(&self, id: i32) -> Option<Arc<Settings>> {
        self.find(|city| city.id == id).map(|entry| entry.settings)
    }

    /// The city of pages without a city in their path.
    pub fn default_city(&self) -> Option<Arc<City>> {
        self.all().first().map(|entry| entry.city.clone())
    }

    /// Whether `slug` is the default city.
    pub fn is_default(&self, slug: &str) -> bool {
        self.default_city().is_some_and(|city| city.slug == slug)
    }

    /// Where maps of somebody else come from that cities draw, each once.
    pub fn map_style_origins(&self) -> Vec<String> {
        let all = self.all();
        let origins = all.iter().filter_map(|entry| entry.settings.map_style_origin());
        let each: std::collections::BTreeSet<&str> = origins.collect();
        each.into_iter().map(str::to_owned).collect()
    }

    /// What the city speaks unless somebody asks for another language; for what is no city's, the
    /// default city's.
    pub fn language(&self, slug: &str) -> Language {
        let entry = self.find(|city| city.slug == slug).or_else(|| self.all().first().cloned());
        entry.and_then(|entry| entry.settings.languages.first().copied()).unwrap_or(Language::Ru)
    }
}

async fn entry(read: &mut PgConnection, row: CityRow) -> Result<Entry> {
    let CityRow { id, slug, version, settings, boundary, attribution } = row;
    let departments = departments::actions::all(read, id).await?;
    let dispatcher = settings.dispatcher.as_ref().map(|dispatcher| dispatcher.department.as_str());
    let city = City {
        id,
        slug,
        titles: Titles { ru: settings.title_ru.clone(), en: settings.title_en.clone() },
        version,
        time_zone: settings.time_zone,
        calendar: Calendar::new(settings.office_hours.clone(), store::calendar_days(read, id).await?),
        limits: settings.deadlines,
        windows: settings.windows,
        review: settings.review,
        moderation: settings.moderation,
        doubts: settings.doubts.clone(),
        publication: settings.publication,
        boundary,
        categories: store::categories(read, id).await?,
        types: store::issue_types(read, id).await?,
        dispatcher: departments.iter().find(|d| dispatcher == Some(&*d.slug)).map(|d| d.id),
        departments,
        channels: store::channels(read, id).await?,
        clocks: store::clocks(read, id).await?,
        territories: Territories::new(territories::actions::owned(read, id).await?),
        assets: assets::actions::all(read, id).await?,
    };
    let consent = privacy::actions::current(read, id).await?;
    Ok(Entry {
        city: Arc::new(city),
        settings: Arc::new(settings),
        consent,
        attribution,
        drawing: Drawing::default(),
    })
}
