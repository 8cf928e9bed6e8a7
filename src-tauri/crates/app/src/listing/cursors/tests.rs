//! The rules of reading by cursor, against servers that have them alone, beside `startIndex`, and in odd ways.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;

use super::super::{PAGES_KEPT, Source};
use super::*;

/// What a server makes of `startIndex`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Index {
    /// It is not looked at: the answer is the first page by cursor.
    ByCursor,
    /// It is said to be looked at, and the answer is the first page.
    Echoed,
    /// It is looked at.
    Works,
    /// The first page comes, and no cursor: that takes an empty one.
    FirstOnly,
}

struct Server {
    rows: u32,
    says: Option<u32>,
    index: Index,
    /// The most rows on a page.
    most: u32,
    /// How many empty pages come before each page with rows.
    empty: u32,
    /// Whether the last page names the first one as the next.
    goes_round: bool,
    requests: AtomicU32,
}

impl Server {
    fn of(rows: u32, index: Index) -> Self {
        Self {
            rows,
            says: Some(rows),
            index,
            most: 1000,
            empty: 0,
            goes_round: false,
            requests: AtomicU32::new(0),
        }
    }

    fn answer(&self, ask: &Ask) -> ReadPage {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let count = ask.count.min(self.most);
        match ask.cursor.as_deref() {
            Some(cursor) => self.by_cursor(cursor, count),
            None if self.index == Index::ByCursor => self.by_cursor("", count),
            None => {
                let start = if self.index == Index::Works { ask.start } else { 0 };
                let mut page = self.page(start, count);
                page.start_index = Some(u64::from(ask.start) + 1);
                if self.index != Index::FirstOnly {
                    page.next_cursor = self.next(start + count);
                }
                page
            }
        }
    }

    /// A cursor is where its page begins, and how many empty ones are still to come before that.
    fn by_cursor(&self, cursor: &str, count: u32) -> ReadPage {
        let (start, empty) = cursor.split_once('-').unwrap_or(("0", "0"));
        let (start, empty): (u32, u32) = (start.parse().unwrap(), empty.parse().unwrap());
        if empty > 0 {
            let next = Some(format!("{start}-{}", empty - 1).into());
            return ReadPage { next_cursor: next, ..self.page(start, 0) };
        }
        ReadPage { next_cursor: self.next(start + count), ..self.page(start, count) }
    }

    fn next(&self, start: u32) -> Option<Arc<str>> {
        match start < self.rows {
            true => Some(format!("{start}-{}", self.empty).into()),
            false => self.goes_round.then(|| "0-0".into()),
        }
    }

    fn page(&self, start: u32, count: u32) -> ReadPage {
        let (mut body, mut rows, mut ids) = (String::new(), Vec::new(), Vec::new());
        for number in (start..self.rows).take(count as usize) {
            let from = body.len();
            body.push_str(&format!("{{\"id\":\"{number}\"}}"));
            rows.push(from..body.len());
            ids.push(Some(number.to_string()));
        }
        ReadPage {
            body: body.into(),
            rows,
            ids,
            fits: Vec::new(),
            total_results: self.says,
            start_index: None,
            next_cursor: None,
            source: Source { exchange: None, read_at: Timestamp::UNIX_EPOCH },
        }
    }

    /// Asks and takes until the window is here; a listing that never stops asking fails.
    fn fill(&self, listing: &mut Listing, window: Range<u32>) -> u32 {
        let before = self.requests.load(Ordering::Relaxed);
        while let Some(ask) = listing.next(&window) {
            listing.accept(&ask, self.answer(&ask));
            assert!(
                self.requests.load(Ordering::Relaxed) < before + 1000,
                "asks for ever: {ask:?}"
            );
        }
        self.requests.load(Ordering::Relaxed) - before
    }

    /// Reads from the top as a person scrolls.
    fn scroll(&self, listing: &mut Listing) -> u32 {
        let mut requests = 0;
        for top in (0..).step_by(100) {
            requests += self.fill(listing, top..top + 100);
            if listing.end_seen() && top + 100 >= listing.row_count() {
                break;
            }
            assert!(top < 100_000, "there is no end of it");
        }
        requests
    }
}

fn ids(listing: &mut Listing, window: Range<u32>) -> Vec<String> {
    listing.rows(&window).iter().map(|it| it.text.to_owned()).collect()
}

fn rules(listing: &Listing) -> Vec<&str> {
    listing.findings().iter().map(|it| it.rule.as_str()).collect()
}

#[test]
fn a_list_that_is_answered_by_cursor_is_read_to_the_page_that_names_no_next_one() {
    let server = Server::of(250, Index::ByCursor);
    let mut listing = Listing::default();
    assert_eq!(server.scroll(&mut listing), 3);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    assert_eq!(listing.seen.len(), 250);
    assert!(listing.findings().is_empty(), "{:?}", listing.findings());
}

#[test]
fn a_server_that_pages_by_index_is_asked_so_whatever_cursors_it_names() {
    let server = Server::of(450, Index::Works);
    let mut listing = Listing::default();
    assert_eq!(server.fill(&mut listing, 0..100), 1);
    assert_eq!(server.fill(&mut listing, 200..250), 1);
    server.scroll(&mut listing);
    assert_eq!((listing.row_count(), listing.is_by_cursor()), (450, false));
    assert!(listing.findings().is_empty(), "{:?}", listing.findings());
}

#[test]
fn where_the_next_page_by_index_is_the_first_again_the_cursor_leads_on() {
    let server = Server::of(250, Index::Echoed);
    let mut listing = Listing::default();
    // One page by index, one that is found to be the same, and two by cursor.
    assert_eq!(server.scroll(&mut listing), 4);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    assert_eq!(rules(&listing), ["cursor-only"]);
}

#[test]
fn where_the_next_page_by_index_is_refused_the_cursor_leads_on() {
    let server = Server::of(250, Index::Echoed);
    let mut listing = Listing::default();
    server.fill(&mut listing, 0..100);
    assert!(listing.goes_on_by_cursor(100));
    assert_eq!(server.fill(&mut listing, 100..300), 2);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    let mut without = Listing::default();
    let plain = Server::of(250, Index::FirstOnly);
    plain.fill(&mut without, 0..100);
    assert!(!without.goes_on_by_cursor(100), "there is no cursor to go on by");
}

#[test]
fn where_the_first_request_needs_an_empty_cursor_it_is_given_one() {
    let server = Server::of(250, Index::FirstOnly);
    let mut listing = Listing::default();
    // By index, the same again, and then from the first page on by cursor.
    assert_eq!(server.scroll(&mut listing), 5);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    assert_eq!(rules(&listing), ["empty-cursor-needed"]);
    assert_eq!(ids(&mut listing, 0..250).len(), 250);
}

#[test]
fn a_server_that_knows_no_cursors_is_tried_once() {
    /// It answers the first page to everything.
    fn fill(listing: &mut Listing, window: Range<u32>) -> u32 {
        let server = Server { says: Some(500), ..Server::of(100, Index::FirstOnly) };
        let mut requests = 0;
        while let Some(ask) = listing.next(&window) {
            requests += 1;
            let page =
                ReadPage { next_cursor: None, ..server.answer(&Ask { start: 0, ..ask.clone() }) };
            listing.accept(&ask, page);
        }
        requests
    }
    let mut listing = Listing::default();
    assert_eq!(fill(&mut listing, 0..200), 3);
    assert_eq!((listing.row_count(), listing.end_seen()), (100, true));
    assert_eq!(rules(&listing), ["S05", "S05"]);
    // The same where it says of itself that it pages by cursor.
    let mut listing = Listing::default();
    listing.prefer_cursors(100);
    assert_eq!(fill(&mut listing, 0..200), 2);
    assert_eq!((listing.row_count(), listing.end_seen()), (100, true));
    assert_eq!(rules(&listing), ["missing-next-cursor", "S05", "S05"]);
}

#[test]
fn a_server_that_says_so_is_asked_by_cursor_from_the_start() {
    let server = Server::of(250, Index::FirstOnly);
    let mut listing = Listing::default();
    listing.prefer_cursors(50);
    let first = listing.next(&(0..100)).unwrap();
    assert_eq!(first, Ask { start: 0, count: 50, cursor: Some("".into()) });
    assert_eq!(server.scroll(&mut listing), 5);
    assert!(listing.findings().is_empty(), "{:?}", listing.findings());
    let mut empty = Listing::default();
    empty.prefer_cursors(100);
    assert_eq!(Server::of(0, Index::FirstOnly).fill(&mut empty, 0..100), 1);
    assert_eq!((empty.row_count(), empty.end_seen()), (0, true));
}

#[test]
fn an_empty_cursor_that_is_refused_is_left_out() {
    let server = Server::of(250, Index::ByCursor);
    let mut listing = Listing::default();
    listing.prefer_cursors(100);
    let refused = scim::finding::Finding {
        rule: "empty-cursor-refused".into(),
        severity: scim::finding::Severity::Warning,
        pointer: String::new(),
        section: String::new(),
        message: String::new(),
    };
    listing.refuses_empty_cursor(refused);
    listing.prefer_cursors(100);
    // Wherever the window is, the first page is asked for: no other is to be had.
    assert_eq!(listing.next(&(200..250)).map(|it| (it.start, it.cursor)), Some((0, None)));
    assert_eq!(server.fill(&mut listing, 200..250), 3);
    assert_eq!(ids(&mut listing, 200..201), ["{\"id\":\"200\"}"]);
    assert_eq!(rules(&listing), ["empty-cursor-refused"]);
}

#[test]
fn a_jump_reads_the_pages_between_in_their_order() {
    let server = Server::of(5000, Index::ByCursor);
    let mut listing = Listing::default();
    assert_eq!(server.fill(&mut listing, 0..100), 1);
    assert_eq!(listing.row_count(), 5000);
    assert_eq!(server.fill(&mut listing, 2450..2460), 24);
    assert_eq!(ids(&mut listing, 2450..2451), ["{\"id\":\"2450\"}"]);
    assert_eq!(server.fill(&mut listing, 1200..1300), 0);
    assert_eq!((listing.reached(), listing.end_seen()), (2500, false));
}

#[test]
fn a_first_question_far_down_that_is_answered_with_the_first_page_is_not_taken_for_those_rows() {
    let server = Server::of(5000, Index::ByCursor);
    let mut listing = Listing::default();
    server.fill(&mut listing, 2500..2600);
    assert_eq!(ids(&mut listing, 2500..2501), ["{\"id\":\"2500\"}"]);
    assert_eq!(ids(&mut listing, 0..1), ["{\"id\":\"0\"}"]);
}

#[test]
fn without_a_total_the_list_grows_as_it_is_read() {
    let server = Server { says: None, ..Server::of(250, Index::ByCursor) };
    let mut listing = Listing::default();
    server.fill(&mut listing, 0..100);
    assert_eq!((listing.row_count(), listing.end_seen()), (200, false));
    server.scroll(&mut listing);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    assert!(listing.findings().is_empty(), "{:?}", listing.findings());
}

#[test]
fn a_wrong_total_is_read_past_or_fallen_short_of_and_flagged() {
    for says in [100, 400] {
        let server = Server { says: Some(says), ..Server::of(250, Index::ByCursor) };
        let mut listing = Listing::default();
        server.scroll(&mut listing);
        assert_eq!(listing.row_count(), 250);
        assert_eq!(rules(&listing), ["S05"]);
    }
}

#[test]
fn pages_that_go_round_end_the_list() {
    let server = Server { goes_round: true, says: None, ..Server::of(250, Index::ByCursor) };
    let mut listing = Listing::default();
    assert_eq!(server.scroll(&mut listing), 4);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    assert_eq!(rules(&listing), ["X55"]);
}

#[test]
fn empty_pages_may_lie_between_but_not_for_ever() {
    let server = Server { empty: 7, ..Server::of(250, Index::ByCursor) };
    let mut listing = Listing::default();
    assert_eq!(server.scroll(&mut listing), 3 + 2 * 7);
    assert_eq!((listing.row_count(), listing.end_seen()), (250, true));
    let server = Server { empty: 1_000_000, ..Server::of(250, Index::ByCursor) };
    let mut listing = Listing::default();
    assert_eq!(server.fill(&mut listing, 0..200), 1 + MOST_EMPTY + 1);
    assert_eq!((listing.row_count(), listing.end_seen()), (100, true));
    assert_eq!(rules(&listing), ["empty-pages", "S05"]);
}

#[test]
fn pages_that_were_forgotten_are_read_again_by_their_cursors() {
    let server = Server::of(30_000, Index::ByCursor);
    let mut listing = Listing::default();
    server.scroll(&mut listing);
    assert_eq!(listing.pages.len(), PAGES_KEPT);
    assert_eq!(server.fill(&mut listing, 5000..5100), 1);
    assert_eq!(ids(&mut listing, 5000..5001), ["{\"id\":\"5000\"}"]);
    assert_eq!(server.fill(&mut listing, 0..100), 1);
    assert_eq!((listing.row_count(), listing.end_seen()), (30_000, true));
    assert!(listing.findings().is_empty(), "{:?}", listing.findings());
}

#[test]
fn cursors_that_were_forgotten_cost_pages_and_no_rows() {
    let server = Server::of(30_000, Index::ByCursor);
    let mut listing = Listing::default();
    server.scroll(&mut listing);
    let newest = 29_900;
    listing.cursors.bytes = BYTES_KEPT + 1;
    listing.cursors.forget(newest);
    let kept = listing.cursors.known.values().flatten().count();
    assert!(kept == 1, "{kept} cursors are left");
    assert_eq!(server.fill(&mut listing, 5000..5100), 51);
    assert_eq!(ids(&mut listing, 5000..5001), ["{\"id\":\"5000\"}"]);
    assert_eq!((listing.row_count(), listing.end_seen()), (30_000, true));
}

#[test]
fn a_page_that_comes_back_shorter_has_what_follows_read_again() {
    let mut listing = Listing::default();
    Server::of(30_000, Index::ByCursor).scroll(&mut listing);
    let smaller = Server { most: 60, ..Server::of(30_000, Index::ByCursor) };
    smaller.fill(&mut listing, 5000..5200);
    let rows = ids(&mut listing, 5000..5200);
    assert_eq!(rows.len(), 200);
    assert_eq!((rows[59].as_str(), rows[60].as_str()), ("{\"id\":\"5059\"}", "{\"id\":\"5060\"}"));
    assert!(!listing.end_seen());
    assert!(listing.rows(&(5000..5200)).iter().all(|it| !it.duplicate));
}

#[test]
fn beginning_again_forgets_the_rows_and_starts_as_before() {
    let server = Server::of(5000, Index::ByCursor);
    let mut listing = Listing::default();
    server.fill(&mut listing, 300..400);
    listing.begin_again();
    assert!(ids(&mut listing, 0..400).is_empty());
    assert_eq!(server.fill(&mut listing, 300..400), 4);
    assert_eq!(ids(&mut listing, 300..301), ["{\"id\":\"300\"}"]);
    // Pages before can be forgotten and read again, as ever.
    assert!(listing.is_by_cursor());
    listing.pages.remove(&100);
    assert_eq!(server.fill(&mut listing, 100..200), 1);
}
