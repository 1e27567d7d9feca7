//! Who gets a place, who loses one, and who hears what.

use domain::{AccountNumber, Currency, Level, Locale, PersonName};
use services::Person;
use storage::pulses::Pulse;
use uuid::Uuid;

use super::*;

fn viewer(person: u128, session: u128) -> Viewer {
    Viewer {
        session: SessionId::from_uuid(Uuid::from_u128(session)),
        person: Person {
            id: PersonId::from_uuid(Uuid::from_u128(person)),
            account_number: AccountNumber::from_body(u32::try_from(person).unwrap()).unwrap(),
            name: PersonName::parse("Ann Archer").unwrap(),
            locale: Locale::En,
            display_currency: Currency::USD,
            time_zone: "UTC".to_owned(),
            level: Level::Unverified,
        },
        has_payment_password: false,
        last_seen_at: chrono::DateTime::UNIX_EPOCH,
        pulse: Pulse::default(),
    }
}

fn seen(inbox: u64) -> Seen {
    Seen {
        standing: Standing {
            money: 7,
            topups: 0,
            inbox,
        },
        unread: 1,
    }
}

/// Everything that waits for this place, and whether it was taken away.
fn heard(place: &mut Place) -> (Vec<Word>, bool) {
    let mut words = Vec::new();
    loop {
        match place.words.try_recv() {
            Ok(word) => words.push(word),
            Err(error) => return (words, error == mpsc::error::TryRecvError::Disconnected),
        }
    }
}

#[test]
fn a_browser_with_too_many_streams_loses_its_oldest_and_nobody_elses() {
    let mut desk = Desk::new(100);
    let mut others = desk.sit(&viewer(1, 11)).unwrap();
    let mut places: Vec<Place> = (0..PER_SESSION_MAX + 2)
        .map(|_| desk.sit(&viewer(1, 12)).unwrap())
        .collect();
    let lost: Vec<bool> = places.iter_mut().map(|place| heard(place).1).collect();
    assert_eq!(&lost[..3], [true, true, false]);
    assert!(lost[2..].iter().all(|lost| !lost));
    assert!(!heard(&mut others).1);
    assert_eq!(desk.streams, PER_SESSION_MAX + 1);
}

#[test]
fn a_person_with_too_many_browsers_loses_the_oldest_stream() {
    let mut desk = Desk::new(100);
    let mut places: Vec<Place> = (0..=PER_PERSON_MAX)
        .map(|session| desk.sit(&viewer(1, session as u128)).unwrap())
        .collect();
    assert!(heard(&mut places[0]).1);
    assert!(places[1..].iter_mut().all(|place| !heard(place).1));
    assert_eq!(desk.streams, PER_PERSON_MAX);
}

#[test]
fn a_full_server_takes_nobody_until_somebody_leaves() {
    let mut desk = Desk::new(2);
    let first = desk.sit(&viewer(1, 1)).unwrap();
    let _second = desk.sit(&viewer(2, 2)).unwrap();
    assert!(desk.sit(&viewer(3, 3)).is_none());
    assert!(desk.sit(&viewer(1, 1)).is_none());
    desk.leave(PersonId::from_uuid(Uuid::from_u128(1)), first.number);
    desk.leave(PersonId::from_uuid(Uuid::from_u128(1)), first.number);
    assert!(desk.sit(&viewer(3, 3)).is_some());
    assert!(desk.sit(&viewer(4, 4)).is_none());
}

#[test]
fn news_reach_all_streams_of_the_person_and_no_other() {
    let mut desk = Desk::new(10);
    let (ann, bob) = (viewer(1, 1), viewer(2, 2));
    let (mut here, mut there) = (desk.sit(&ann).unwrap(), desk.sit(&viewer(1, 9)).unwrap());
    let mut bobs = desk.sit(&bob).unwrap();
    for person in [ann.person.id, bob.person.id] {
        desk.begin(person, seen(1));
    }
    let now = HashMap::from([(ann.person.id, seen(2)), (bob.person.id, seen(1))]);
    let changed = desk.changed(&now);
    assert_eq!(changed, [(ann.person.id, seen(1).standing)]);
    desk.tell(ann.person.id, seen(2), &[]);
    for place in [&mut here, &mut there] {
        let (words, lost) = heard(place);
        assert!(!lost);
        let [Word::News(news)] = &words[..] else {
            panic!("{words:?}");
        };
        assert_eq!((news.standing, news.unread), (seen(2).standing, 1));
        assert_eq!(news.of, ann.person.account_number.display());
    }
    assert!(heard(&mut bobs).0.is_empty());
    assert!(desk.changed(&now).is_empty(), "it is told once");
}

#[test]
fn only_streams_of_sessions_that_live_stay() {
    let mut desk = Desk::new(10);
    let ann = viewer(1, 1);
    let (mut ended, mut lives) = (desk.sit(&ann).unwrap(), desk.sit(&viewer(1, 2)).unwrap());
    let people = [ann.person.id];
    assert_eq!(desk.sessions(&people).len(), 2);
    let living = HashSet::from([SessionId::from_uuid(Uuid::from_u128(2))]);
    desk.end_all_but(&people, &living);
    let (words, lost) = heard(&mut ended);
    assert!(matches!(words[..], [Word::Over]) && lost);
    assert_eq!((heard(&mut lives).1, desk.streams), (false, 1));
    desk.end_all_but(&people, &HashSet::new());
    assert!(desk.is_empty());
}

#[test]
fn a_stream_that_does_not_keep_up_is_let_go() {
    let mut desk = Desk::new(10);
    let ann = viewer(1, 1);
    let mut place = desk.sit(&ann).unwrap();
    for inbox in 0..=WAITING_MAX {
        desk.tell(ann.person.id, seen(inbox as u64), &[]);
    }
    assert!(desk.is_empty());
    let (words, lost) = heard(&mut place);
    assert!(lost && words.len() == WAITING_MAX);
}
