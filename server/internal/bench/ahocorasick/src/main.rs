//! Finds names in listings with one automaton and prints what that takes:
//! `ahocorasick-peer NAMES LISTINGS` gives {"mb", "build_s", "search_us"}.
//! A listing is a line; its search time is the median of a second round.

use aho_corasick::AhoCorasickBuilder;
use std::{env, fs, time::Instant};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let names = fs::read_to_string(&arguments[1]).expect("names");
    let listings = fs::read_to_string(&arguments[2]).expect("listings");
    let start = Instant::now();
    let automaton = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .build(names.lines());
    let build_s = start.elapsed().as_secs_f64();
    let mut times: Vec<f64> = Vec::new();
    let mut found = 0;
    for _ in 0..2 {
        times.clear();
        for line in listings.lines() {
            let start = Instant::now();
            found += automaton.find_overlapping_iter(line).count();
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    let mb = automaton.heap_bytes() as f64 / 1e6;
    let search_us = times[times.len() / 2];
    println!("{{\"mb\":{mb},\"build_s\":{build_s},\"search_us\":{search_us},\"found\":{found}}}");
}
