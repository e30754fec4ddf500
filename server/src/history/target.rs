//! Until when a case of the past had to be done: what its row tells, or what the city's rules count.

use crate::folder::{Earlier, Mapping};
use chrono::{DateTime, Utc};
use domain::catalogue::{Channel, City, IssueType};
use domain::clock::{ClockError, Nature, Rule, Started, local_day, rules, start};
use std::collections::HashMap;

/// The rules of a city, with the deadlines that types had earlier.
pub struct Targets<'a> {
    city: &'a City,
    /// By type, the earliest day first.
    earlier: HashMap<&'a str, Vec<&'a Earlier>>,
}

impl<'a> Targets<'a> {
    pub fn new(city: &'a City, mapping: &'a Mapping) -> Self {
        let mut earlier: HashMap<&str, Vec<&Earlier>> = HashMap::new();
        for then in &mapping.earlier {
            earlier.entry(&then.issue_type).or_default().push(then);
        }
        for changes in earlier.values_mut() {
            changes.sort_unstable_by_key(|then| then.before);
        }
        Self { city, earlier }
    }

    /// The rules by which a case was counted that came then; the one that ends it has the days of its
    /// time.
    pub fn rules(&self, channel: &Channel, issue_type: &IssueType, received_at: DateTime<Utc>) -> Vec<Rule> {
        let mut rules = rules(self.city, channel, Some(issue_type), Nature::Any);
        let day = local_day(received_at, self.city.time_zone);
        let then = self.earlier.get(&*issue_type.slug).into_iter().flatten();
        if let Some(then) = then.copied().find(|then| day < then.before) {
            for rule in rules.iter_mut().filter(|rule| rule.measure.ends_case()) {
                (rule.target, rule.unit) = (then.days, then.unit.unwrap_or(rule.unit));
            }
        }
        rules
    }

    /// The clock that ended such a case, with its deadline.
    ///
    /// # Errors
    /// When the city's calendar cannot tell it.
    pub fn count(
        &self,
        channel: &Channel,
        issue_type: &IssueType,
        received_at: DateTime<Utc>,
    ) -> Result<Option<Started>, ClockError> {
        let mut rules = self.rules(channel, issue_type, received_at);
        rules.retain(|rule| rule.measure.ends_case());
        Ok(start(self.city, &rules, received_at, received_at)?.into_iter().next())
    }
}
