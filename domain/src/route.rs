//! The order in which a crew drives to its cases: an open way through every stop, as short as this
//! solver finds it. Few stops are solved exactly (Held and Karp, 1962); more begin at the nearest
//! neighbour and are turned and moved around until nothing makes them shorter (2-opt, or-opt).
//! Lengths are straight lines over the ground: streets, bridges and one-way roads are not known here.

use crate::place::Place;

/// Stops that one way may have.
pub const STOPS_MAX: usize = 100;
/// Up to so many stops the answer is the shortest there is; 2ⁿ·n² steps.
pub const EXACT_MAX: usize = 12;

/// Somewhere to go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Where.
    pub place: Place,
    /// Whether it comes before all that can wait.
    pub urgent: bool,
}

/// A way through all stops.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// Every stop once, by its place in what was asked.
    pub order: Vec<usize>,
    /// Metres in a straight line to each stop of the order from the one before it; to the first from the
    /// start, or 0 where there is no start.
    pub legs: Vec<f64>,
}

impl Route {
    /// Metres of all legs.
    pub fn metres(&self) -> f64 {
        self.legs.iter().sum()
    }
}

/// The order to drive in: what is urgent first, each part as short as it is found from where the one
/// before ended. Without a `start` the way begins at whichever stop makes it shortest. It need not come
/// back. Takes [`STOPS_MAX`] stops in a few milliseconds; more take longer.
pub fn drive(start: Option<Place>, stops: &[Stop]) -> Route {
    let mut route = Route::default();
    let mut at = start;
    for urgent in [true, false] {
        let part: Vec<usize> = (0..stops.len()).filter(|&n| stops[n].urgent == urgent).collect();
        let places: Vec<Place> = part.iter().map(|&n| stops[n].place).collect();
        for next in shortest(&Lengths::of(at, &places)) {
            route.legs.push(at.map_or(0.0, |from| from.metres_to(places[next])));
            route.order.push(part[next]);
            at = Some(places[next]);
        }
    }
    route
}

/// Metres between stops, and to each from the start.
struct Lengths {
    from_start: Vec<f64>,
    between: Vec<Vec<f64>>,
}

impl Lengths {
    fn of(start: Option<Place>, places: &[Place]) -> Self {
        let to_all = |from: &Place| places.iter().map(|to| from.metres_to(*to)).collect();
        Self {
            from_start: start.as_ref().map_or_else(|| vec![0.0; places.len()], to_all),
            between: places.iter().map(to_all).collect(),
        }
    }

    fn count(&self) -> usize {
        self.from_start.len()
    }

    /// To `to` from the stop before it, or from the start.
    fn leg(&self, from: Option<usize>, to: usize) -> f64 {
        from.map_or(self.from_start[to], |from| self.between[from][to])
    }

    fn whole(&self, order: &[usize]) -> f64 {
        let mut from = None;
        order.iter().map(|&to| self.leg(from.replace(to), to)).sum()
    }
}

fn shortest(lengths: &Lengths) -> Vec<usize> {
    if lengths.count() <= EXACT_MAX {
        return exact(lengths);
    }
    let firsts = (0..lengths.count()).map(|first| nearest(lengths, first));
    let by_length = |a: &Vec<usize>, b: &Vec<usize>| lengths.whole(a).total_cmp(&lengths.whole(b));
    let mut order = firsts.min_by(by_length).unwrap_or_default();
    while turn(lengths, &mut order) || shift(lengths, &mut order) {}
    order
}

/// The shortest way of all: for each set of stops and each last one of it, the shortest way there.
fn exact(lengths: &Lengths) -> Vec<usize> {
    let count = lengths.count();
    if count == 0 {
        return Vec::new();
    }
    let sets = 1_usize << count;
    let mut best = vec![(f64::INFINITY, None); sets * count];
    for (last, &length) in lengths.from_start.iter().enumerate() {
        best[(1 << last) * count + last] = (length, None);
    }
    for set in 1..sets {
        for last in (0..count).filter(|last| set & (1 << last) != 0) {
            let so_far = best[set * count + last].0;
            for next in (0..count).filter(|next| set & (1 << next) == 0) {
                let length = so_far + lengths.between[last][next];
                let known = &mut best[(set | (1 << next)) * count + next];
                if length < known.0 {
                    *known = (length, Some(last));
                }
            }
        }
    }
    let (mut set, mut order) = (sets - 1, Vec::with_capacity(count));
    let mut last = (0..count).min_by(|a, b| best[set * count + a].0.total_cmp(&best[set * count + b].0));
    while let Some(stop) = last {
        order.push(stop);
        last = best[set * count + stop].1;
        set &= !(1 << stop);
    }
    order.reverse();
    order
}

/// Always on to the nearest stop that is left.
fn nearest(lengths: &Lengths, first: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (0..lengths.count()).filter(|&stop| stop != first).collect();
    let mut order = vec![first];
    let mut at = first;
    while let Some(next) =
        (0..left.len()).min_by(|a, b| lengths.between[at][left[*a]].total_cmp(&lengths.between[at][left[*b]]))
    {
        at = left.swap_remove(next);
        order.push(at);
    }
    order
}

/// What is gained has to be more than what arithmetic loses, or it would never end.
const GAIN: f64 = 1e-6;

/// Drives one stretch the other way round, where that is shorter; whether it was.
fn turn(lengths: &Lengths, order: &mut [usize]) -> bool {
    for from in 0..order.len() {
        for to in from + 1..order.len() {
            let before = from.checked_sub(1).map(|n| order[n]);
            let after = |last: usize| order.get(to + 1).map_or(0.0, |&next| lengths.between[last][next]);
            let now = lengths.leg(before, order[from]) + after(order[to]);
            let turned = lengths.leg(before, order[to]) + after(order[from]);
            if turned + GAIN < now {
                order[from..=to].reverse();
                return true;
            }
        }
    }
    false
}

/// Puts up to three stops that follow each other elsewhere, where that is shorter; whether it was.
fn shift(lengths: &Lengths, order: &mut Vec<usize>) -> bool {
    let whole = lengths.whole(order);
    for long in 1..=3.min(order.len()) {
        for from in 0..=order.len() - long {
            let mut rest = order.clone();
            let moved: Vec<usize> = rest.drain(from..from + long).collect();
            for to in (0..=rest.len()).filter(|&to| to != from) {
                let gain = gain(lengths, order, (from, long), &rest, to);
                if gain > GAIN {
                    rest.splice(to..to, moved);
                    debug_assert!(lengths.whole(&rest) < whole);
                    *order = rest;
                    return true;
                }
            }
        }
    }
    false
}

/// Metres saved by taking `long` stops out at `from` and putting them into the rest at `to`.
fn gain(lengths: &Lengths, order: &[usize], (from, long): (usize, usize), rest: &[usize], to: usize) -> f64 {
    let onward = |last: usize, next: Option<&usize>| next.map_or(0.0, |&next| lengths.between[last][next]);
    let before = |of: &[usize], at: usize| at.checked_sub(1).map(|n| of[n]);
    let (first, last) = (order[from], order[from + long - 1]);
    let joined = |of: &[usize], at: usize, next: Option<&usize>| {
        next.map_or(0.0, |&next| lengths.leg(before(of, at), next))
    };
    let taken = lengths.leg(before(order, from), first) + onward(last, order.get(from + long))
        - joined(order, from, order.get(from + long));
    let put =
        lengths.leg(before(rest, to), first) + onward(last, rest.get(to)) - joined(rest, to, rest.get(to));
    taken - put
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place() -> impl Strategy<Value = Place> {
        (46.9..47.0_f64, 142.7..142.8_f64).prop_map(|(lat, lon)| Place { lat, lon })
    }

    fn some(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Stop>> {
        let stop = (place(), any::<bool>()).prop_map(|(place, urgent)| Stop { place, urgent });
        prop::collection::vec(stop, count)
    }

    fn calm(stops: &[Stop]) -> Vec<Stop> {
        stops.iter().map(|stop| Stop { urgent: false, ..*stop }).collect()
    }

    fn metres(start: Option<Place>, stops: &[Stop], order: &[usize]) -> f64 {
        let mut at = start;
        let leg = |n: &usize| at.replace(stops[*n].place).map_or(0.0, |from| from.metres_to(stops[*n].place));
        order.iter().map(leg).sum()
    }

    /// The shortest of all orders, by trying each.
    fn by_force(start: Option<Place>, stops: &[Stop], order: &mut Vec<usize>, from: usize) -> f64 {
        if from == order.len() {
            return metres(start, stops, order);
        }
        let mut best = f64::INFINITY;
        for n in from..order.len() {
            order.swap(from, n);
            best = best.min(by_force(start, stops, order, from + 1));
            order.swap(from, n);
        }
        best
    }

    /// What somebody without a computer does: on to the nearest.
    fn by_eye(start: Option<Place>, stops: &[Stop]) -> f64 {
        let (mut left, mut order): (Vec<usize>, _) = ((0..stops.len()).collect(), Vec::new());
        let mut at = start;
        while !left.is_empty() {
            let far = |n: &usize| at.map_or(0.0, |from: Place| from.metres_to(stops[*n].place));
            let next = (0..left.len()).min_by(|a, b| far(&left[*a]).total_cmp(&far(&left[*b]))).unwrap_or(0);
            let stop = left.remove(next);
            at = Some(stops[stop].place);
            order.push(stop);
        }
        metres(start, stops, &order)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_stop_comes_once_and_what_is_urgent_first(
            start in prop::option::of(place()), stops in some(0..=40),
        ) {
            let route = drive(start, &stops);
            let mut seen = route.order.clone();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..stops.len()).collect::<Vec<_>>());
            let urgent: Vec<bool> = route.order.iter().map(|&n| stops[n].urgent).collect();
            prop_assert!(urgent.is_sorted_by(|a, b| a >= b), "{urgent:?}");
            prop_assert!((route.metres() - metres(start, &stops, &route.order)).abs() < 1e-6);
        }

        #[test]
        fn it_is_never_longer_than_going_on_to_the_nearest(
            start in prop::option::of(place()), stops in some(1..=60),
        ) {
            let stops = calm(&stops);
            prop_assert!(drive(start, &stops).metres() <= by_eye(start, &stops) + 1e-3);
        }

        #[test]
        fn nothing_is_shorter_as_long_as_there_are_few(
            start in prop::option::of(place()), stops in some(1..=7),
        ) {
            let stops = calm(&stops);
            let best = by_force(start, &stops, &mut (0..stops.len()).collect(), 0);
            prop_assert!((drive(start, &stops).metres() - best).abs() < 1e-3);
        }
    }

    #[test]
    fn nine_stops_are_solved_as_by_trying_every_order() {
        let at =
            |n: u32| Place { lat: 46.9 + f64::from(n * 37 % 11) / 100.0, lon: 142.7 + f64::from(n) / 90.0 };
        let stops: Vec<Stop> = (0..9).map(|n| Stop { place: at(n * 5 % 9), urgent: false }).collect();
        let best = by_force(None, &stops, &mut (0..9).collect(), 0);
        assert!((drive(None, &stops).metres() - best).abs() < 1e-3);
    }

    #[test]
    fn stops_along_one_street_are_driven_along_it_even_when_there_are_many() {
        let along =
            |n: usize| Place { lat: 46.95, lon: 142.7 + 0.001 * f64::from(u16::try_from(n).unwrap()) };
        let stops: Vec<Stop> =
            (0..STOPS_MAX).map(|n| Stop { place: along(n * 37 % STOPS_MAX), urgent: false }).collect();
        let route = drive(Some(along(0)), &stops);
        let driven: Vec<usize> = route.order.iter().map(|n| n * 37 % STOPS_MAX).collect();
        assert_eq!(driven, (0..STOPS_MAX).collect::<Vec<_>>());
    }

    #[test]
    fn stops_at_one_place_are_no_trouble() {
        let place = Place { lat: 46.95, lon: 142.7 };
        let stops = vec![Stop { place, urgent: false }; 30];
        assert!(drive(None, &stops).metres().abs() < 1e-9);
        assert_eq!(drive(Some(place), &[]), Route::default());
    }
}
