//! The rules of paging against servers that behave, repeat, shrink, and ignore `startIndex`.

use super::*;

/// A server with `rows` resources that answers as `shape` says.
struct Server {
    rows: u32,
    says: Option<u32>,
    most: u32,
    ignores_start: bool,
    repeats_past_end: bool,
}

fn source() -> Source {
    Source { exchange: None, read_at: Timestamp::UNIX_EPOCH }
}

fn by_index(start: u32) -> Ask {
    Ask { start, count: 100, cursor: None }
}

impl Server {
    fn honest(rows: u32) -> Self {
        Self { rows, says: Some(rows), most: 1000, ignores_start: false, repeats_past_end: false }
    }

    fn answer(&self, ask: &Ask) -> ReadPage {
        let mut start = if self.ignores_start { 0 } else { ask.start };
        if start >= self.rows && self.repeats_past_end {
            start = 0;
        }
        let count = if self.ignores_start { self.rows } else { ask.count.min(self.most) };
        let numbers: Vec<u32> = (start..self.rows).take(count as usize).collect();
        let mut body = String::new();
        let mut rows = Vec::new();
        for number in &numbers {
            let from = body.len();
            body.push_str(&format!("{{\"id\":\"{number}\"}}"));
            rows.push(from..body.len());
        }
        let ids = numbers.iter().map(|it| Some(it.to_string())).collect();
        ReadPage {
            body: body.into(),
            rows,
            ids,
            fits: Vec::new(),
            total_results: self.says,
            start_index: Some(u64::from(ask.start) + 1),
            next_cursor: None,
            source: source(),
        }
    }

    /// Reads from the top as a person scrolls, and says how many requests it took.
    fn scroll(&self) -> (Listing, u32) {
        let mut listing = Listing::default();
        let mut requests = 0;
        let mut top = 0;
        loop {
            let window = top..top + PAGE_SIZE;
            while let Some(ask) = listing.next(&window) {
                requests += 1;
                assert!(requests < 1000, "reads for ever");
                listing.accept(&ask, self.answer(&ask));
            }
            top += PAGE_SIZE;
            if listing.end_seen() && top >= listing.row_count() {
                return (listing, requests);
            }
        }
    }
}

#[test]
fn an_honest_list_is_read_to_an_empty_page() {
    let (listing, requests) = Server::honest(250).scroll();
    assert_eq!((listing.row_count(), listing.end_seen(), requests), (250, true, 4));
    assert!(listing.findings().is_empty());
}

#[test]
fn an_empty_list_ends_at_once() {
    let (listing, requests) = Server::honest(0).scroll();
    assert_eq!((listing.row_count(), requests), (0, 1));
}

#[test]
fn short_pages_are_not_the_end() {
    let (listing, _) = Server { most: 30, ..Server::honest(250) }.scroll();
    assert_eq!(listing.row_count(), 250);
    assert_eq!(listing.seen.len(), 250);
}

#[test]
fn an_understated_total_is_read_past_and_flagged() {
    let (listing, _) = Server { says: Some(100), ..Server::honest(250) }.scroll();
    assert_eq!(listing.row_count(), 250);
    assert_eq!(listing.findings().len(), 1);
    assert!(listing.findings()[0].message.contains("says 100"), "{:?}", listing.findings());
}

#[test]
fn an_overstated_total_shrinks_to_what_is_there() {
    let (listing, _) = Server { says: Some(400), ..Server::honest(250) }.scroll();
    assert_eq!(listing.row_count(), 250);
}

#[test]
fn a_page_that_repeats_past_the_end_is_the_end() {
    let (listing, requests) = Server { repeats_past_end: true, ..Server::honest(200) }.scroll();
    assert_eq!((listing.row_count(), requests), (200, 3));
    assert!(listing.findings().iter().any(|it| it.message.contains("repeats a page")));
}

#[test]
fn a_server_that_ignores_start_index_gives_each_resource_once() {
    let (listing, _) = Server { ignores_start: true, ..Server::honest(130) }.scroll();
    assert_eq!(listing.row_count(), 130);
    assert!(listing.pages.values().all(|page| page.duplicates.iter().all(|it| !it)));
}

#[test]
fn a_jump_into_the_middle_reads_only_that_page() {
    let server = Server::honest(5000);
    let mut listing = Listing::default();
    let first = listing.next(&(0..100)).unwrap();
    listing.accept(&first, server.answer(&first));
    let middle = listing.next(&(2450..2460)).unwrap();
    assert_eq!(middle, by_index(2400));
    listing.accept(&middle, server.answer(&middle));
    assert_eq!(listing.next(&(2450..2460)), None);
    assert_eq!(
        listing.rows(&(2450..2452)).iter().map(|it| it.text).collect::<Vec<_>>(),
        ["{\"id\":\"2450\"}", "{\"id\":\"2451\"}"]
    );
    assert_eq!(listing.text_of("2455").map(|it| it.0), Some("{\"id\":\"2455\"}"));
    assert_eq!(listing.row_count(), 5000);
}

#[test]
fn a_jump_on_a_server_that_ignores_start_index_falls_back_to_reading_from_the_top() {
    let server = Server { ignores_start: true, says: Some(5000), ..Server::honest(100) };
    let mut listing = Listing::default();
    for window in [0..100, 3000..3100] {
        while let Some(ask) = listing.next(&window) {
            listing.accept(&ask, server.answer(&ask));
        }
    }
    assert_eq!((listing.row_count(), listing.end_seen()), (100, true));
}

#[test]
fn duplicates_between_pages_are_flagged_not_hidden() {
    let mut listing = Listing::default();
    let server = Server::honest(300);
    listing.accept(&by_index(0), server.answer(&by_index(0)));
    listing.accept(&by_index(100), server.answer(&by_index(95)));
    let rows = listing.rows(&(98..107));
    assert_eq!(
        rows.iter().map(|it| it.duplicate).collect::<Vec<_>>(),
        [false, false, true, true, true, true, true, false, false]
    );
    assert!(
        listing.findings().iter().any(|it| it.rule == "S05" && it.message.contains("5 resource"))
    );
}

#[test]
fn memory_stays_bounded_and_forgotten_pages_are_read_again() {
    let (mut listing, _) = Server::honest(30_000).scroll();
    assert_eq!(listing.pages.len(), PAGES_KEPT);
    let again = listing.next(&(0..100)).unwrap();
    assert_eq!(again, by_index(0));
    listing.accept(&again, Server::honest(30_000).answer(&again));
    assert_eq!(listing.rows(&(0..100)).len(), 100);
    assert!(listing.end_seen());
}

/// Asks and takes until the window is here; a listing that never stops asking fails.
fn fill(listing: &mut Listing, server: &Server, window: Range<u32>) -> u32 {
    let mut requests = 0;
    while let Some(ask) = listing.next(&window) {
        requests += 1;
        assert!(requests < 100, "asks for ever: {ask:?}");
        listing.accept(&ask, server.answer(&ask));
    }
    requests
}

#[test]
fn a_list_that_shrank_behind_what_is_loaded_is_not_asked_for_ever() {
    let mut listing = Listing::default();
    fill(&mut listing, &Server::honest(6000), 0..100);
    fill(&mut listing, &Server::honest(6000), 5000..5100);
    let smaller = Server::honest(1000);
    assert_eq!(fill(&mut listing, &smaller, 1500..1600), 1);
    assert!(!listing.end_seen());
    assert!(listing.row_count() <= 1500);
    assert_eq!(fill(&mut listing, &smaller, 900..1000), 2);
    assert_eq!((listing.end_seen(), listing.row_count()), (true, 1000));
}

#[test]
fn an_empty_page_after_a_jump_is_only_a_bound() {
    let server = Server { says: Some(5000), ..Server::honest(2000) };
    let mut listing = Listing::default();
    fill(&mut listing, &server, 0..100);
    fill(&mut listing, &server, 3000..3100);
    assert_eq!((listing.end_seen(), listing.row_count()), (false, 3000));
    assert!(listing.findings().is_empty(), "{:?}", listing.findings());
    let mut top = 0;
    while !listing.end_seen() {
        fill(&mut listing, &server, top..top + 100);
        top += 100;
    }
    assert_eq!(listing.row_count(), 2000);
}

#[test]
fn a_page_that_comes_back_shifted_is_neither_a_repetition_nor_mixed_up() {
    let (mut listing, _) = Server::honest(30_000).scroll();
    let ask = listing.next(&(0..100)).unwrap();
    // Somebody was deleted in between: everything moved up by one.
    let mut shifted = Server::honest(30_000).answer(&by_index(1));
    shifted.total_results = Some(30_000);
    listing.accept(&ask, shifted);
    assert_eq!(listing.text_of("50").map(|it| it.0), Some("{\"id\":\"50\"}"));
    assert!(listing.rows(&(0..100)).iter().all(|it| !it.duplicate));
}

#[test]
fn a_repetition_is_seen_even_when_the_first_page_is_forgotten() {
    let server = Server { repeats_past_end: true, ..Server::honest(30_000) };
    assert_eq!(server.scroll().0.row_count(), 30_000);
}
