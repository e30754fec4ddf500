//! A city's catalogue in one language, as of one day.

use crate::folder::Settings;
use chrono::NaiveDate;
use domain::catalogue::{City, IssueType, Question};
use domain::text::Language;
use domain::wire::catalogue::{
    CatalogueView, CategoryView, DangerView, IssueTypeView, Named, NoneFitsView, NotHereView, OptionView,
    QuestionView,
};

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
            .map(|issue_type| type_view(issue_type, asked))
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
    CatalogueView { version: city.version, language, categories, used, none_fits: none_fits(city, asked) }
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

fn type_view(issue_type: &IssueType, Asked { settings, language, today, .. }: Asked) -> IssueTypeView {
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
