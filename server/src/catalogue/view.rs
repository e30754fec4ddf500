//! A city's catalogue in one language, as of one day.

use crate::folder::Settings;
use crate::territories::Drawing;
use chrono::{Datelike, NaiveDate};
use domain::catalogue::{City, IssueType, MAP_REPORT, Question};
use domain::clock::{Nature, rules};
use domain::text::Language;
use domain::wire::catalogue::{
    CalendarView, CatalogueView, CategoryView, DangerView, IssueTypeView, Named, NoneFitsView, NotHereView,
    OptionView, QuestionView,
};
use domain::wire::territory::{TerritoryList, TerritoryView};

/// Whom the catalogue is for: its language, and the city's day.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub settings: &'a Settings,
    pub language: Language,
    pub today: NaiveDate,
    /// Ids of the types that people report most, the most first.
    pub used: &'a [i32],
}

pub fn catalogue(city: &City, asked: Asked) -> CatalogueView {
    let language = asked.language;
    let types_of = |category: i32| {
        city.types
            .iter()
            .filter(|issue_type| issue_type.category_id == category && !issue_type.retired)
            .map(|issue_type| type_view(city, issue_type, asked))
            .collect::<Vec<_>>()
    };
    let views = city.categories.iter().map(|category| CategoryView {
        slug: category.slug.clone(),
        title: category.titles.get(language).to_owned(),
        types: types_of(category.id),
    });
    // A category without types is retired, or has nothing to offer yet.
    let categories = views.filter(|category| !category.types.is_empty()).collect();
    let offered = |id: &i32| city.issue_type_in(*id).filter(|found| !found.retired);
    let used = asked.used.iter().filter_map(offered).map(|found| found.slug.clone()).collect();
    CatalogueView {
        version: city.version,
        language,
        categories,
        used,
        none_fits: none_fits(city, asked),
        calendar: Some(CalendarView::of(&city.calendar, asked.today.year())),
    }
}

fn none_fits(city: &City, Asked { settings, language, .. }: Asked) -> Option<NoneFitsView> {
    let none_fits = settings.none_fits.as_ref()?;
    let department = city.department_called(&none_fits.department)?;
    Some(NoneFitsView {
        department: Named {
            slug: department.slug.clone(),
            title: department.titles.get(language).to_owned(),
        },
        text: language.choose(&none_fits.ru, &none_fits.en).to_owned(),
        phone: none_fits.phone.clone(),
    })
}

fn type_view(
    city: &City,
    issue_type: &IssueType,
    Asked { settings, language, today, .. }: Asked,
) -> IssueTypeView {
    let content = &issue_type.content;
    let not_here = content.not_here.iter().map(|not_here| NotHereView {
        text: not_here.text(language).to_owned(),
        instead: not_here.instead.clone(),
    });
    let danger = content.danger.as_ref().map(|danger| DangerView {
        text: danger.text(language).to_owned(),
        phone: danger.phone.clone().unwrap_or_else(|| settings.emergency_phone.clone()),
    });
    IssueTypeView {
        slug: issue_type.slug.clone(),
        title: issue_type.titles.get(language).to_owned(),
        owner_by: issue_type.owner_by,
        deadline_days: issue_type.deadline_days,
        priority: issue_type.priority,
        emergency: issue_type.emergency,
        first_action_hours: issue_type.first_action_hours,
        at_home: issue_type.at_home,
        belongs: content.belongs.get(language).to_owned(),
        not_here: not_here.collect(),
        photograph: content.photograph.get(language).to_owned(),
        photo: content.photo,
        questions: content.questions.iter().map(|question| question_view(question, language)).collect(),
        season: content.season,
        in_season: content.season.is_none_or(|season| season.contains(today)),
        duplicate_radius_m: content.duplicate_radius_m,
        danger,
        clocks: city
            .channel_called(MAP_REPORT)
            .map(|channel| rules(city, channel, Some(issue_type), Nature::Any))
            .unwrap_or_default(),
    }
}

fn question_view(question: &Question, language: Language) -> QuestionView {
    let options = question
        .options
        .iter()
        .map(|option| OptionView { id: option.id.clone(), title: option.title(language).to_owned() });
    QuestionView {
        id: question.id.clone(),
        title: question.title(language).to_owned(),
        kind: question.kind,
        options: options.collect(),
        required: question.required,
        min: question.min,
        max: question.max,
    }
}

/// The ground of a city. Takes a moment the first time.
pub fn territories(city: &City, drawing: &Drawing, language: Language) -> TerritoryList {
    let drawn = drawing.of(city);
    let territories =
        city.territories.iter().zip(&drawn.territories).map(|(territory, area)| TerritoryView {
            slug: territory.slug.clone(),
            title: territory.titles.get(language).to_owned(),
            area: area.clone(),
        });
    TerritoryList {
        version: city.version,
        language,
        within_m: drawn.within_m,
        boundary: drawn.boundary.clone(),
        territories: territories.collect(),
    }
}
