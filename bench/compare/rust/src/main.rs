//! Runner of the Rust peers: `aho-corasick`, and `daachorse` by characters and by bytes; and of the validation of UTF-8, a
//! limit of whatever reads characters. ../README.md has the protocol.
use std::{env, fs, io, process, sync::Mutex, thread, time::Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use daachorse::{
    CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, DoubleArrayAhoCorasick,
    DoubleArrayAhoCorasickBuilder,
};

#[derive(Clone, Copy, Default)]
struct Tally {
    matches: u64,
    ends: u64,
}

enum Engine {
    Validate,
    AhoCorasick(AhoCorasick),
    Charwise(CharwiseDoubleArrayAhoCorasick<u32>),
    Bytewise(DoubleArrayAhoCorasick<u32>),
}

fn unsupported(why: &str) -> ! {
    println!("{{\"unsupported\":\"{why}\"}}");
    process::exit(0)
}

fn fail(what: &str, why: impl std::fmt::Display) -> ! {
    eprintln!("{what}: {why}");
    process::exit(2)
}

/// Processor time of the process, in seconds.
fn seconds() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// A figure of /proc/self/status in bytes.
fn status_bytes(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(key));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

fn build(name: &str, caseless: bool, longest: bool, words: &[&str]) -> Engine {
    if name == "validate" {
        return Engine::Validate;
    }
    if caseless && name != "aho-corasick" {
        unsupported("tells upper from lower case");
    }
    let daachorse_kind = if longest { daachorse::MatchKind::LeftmostLongest } else { daachorse::MatchKind::Standard };
    match name {
        "aho-corasick" => AhoCorasick::builder()
            .ascii_case_insensitive(caseless)
            .match_kind(if longest { MatchKind::LeftmostLongest } else { MatchKind::Standard })
            .build(words)
            .map(Engine::AhoCorasick)
            .unwrap_or_else(|error| fail(name, error)),
        "daachorse-charwise" => CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse_kind)
            .build(words)
            .map(Engine::Charwise)
            .unwrap_or_else(|error| fail(name, error)),
        "daachorse-bytewise" => DoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse_kind)
            .build(words)
            .map(Engine::Bytewise)
            .unwrap_or_else(|error| fail(name, error)),
        _ => fail(name, "not a peer of this runner"),
    }
}

impl Engine {
    fn bytes(&self) -> usize {
        match self {
            Engine::Validate => 0,
            Engine::AhoCorasick(a) => a.memory_usage(),
            Engine::Charwise(a) => a.heap_bytes(),
            Engine::Bytewise(a) => a.heap_bytes(),
        }
    }

    #[inline(always)]
    fn count(tally: &mut Tally, ends: impl Iterator<Item = usize>) {
        for end in ends {
            tally.matches += 1;
            tally.ends += end as u64;
        }
    }

    fn scan(&self, longest: bool, texts: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for text in texts {
            let t = &mut tally;
            match (self, longest) {
                (Engine::Validate, _) => t.matches += u64::from(simdutf8::basic::from_utf8(text.as_bytes()).is_err()),
                (Engine::AhoCorasick(a), false) => Self::count(t, a.find_overlapping_iter(text).map(|m| m.end())),
                (Engine::AhoCorasick(a), true) => Self::count(t, a.find_iter(text).map(|m| m.end())),
                (Engine::Charwise(a), false) => Self::count(t, a.find_overlapping_iter(text).map(|m| m.end())),
                (Engine::Charwise(a), true) => Self::count(t, a.leftmost_find_iter(text).map(|m| m.end())),
                (Engine::Bytewise(a), false) => Self::count(t, a.find_overlapping_iter(text).map(|m| m.end())),
                (Engine::Bytewise(a), true) => Self::count(t, a.leftmost_find_iter(text).map(|m| m.end())),
            }
        }
        tally
    }
}

/// Passes over the texts, shared by the threads in equal numbers.
fn round(engine: &Engine, longest: bool, texts: &[&str], threads: usize, repeat: usize) {
    let (cpu, wall) = (seconds(), Instant::now());
    let sum = Mutex::new(Tally::default());
    let part = |i: usize| {
        let mine = &texts[texts.len() * i / threads..texts.len() * (i + 1) / threads];
        let mut tally = Tally::default();
        for _ in 0..repeat {
            tally = engine.scan(longest, mine);
        }
        let mut sum = sum.lock().unwrap();
        sum.matches += tally.matches;
        sum.ends += tally.ends;
    };
    thread::scope(|scope| {
        for i in 1..threads {
            scope.spawn(move || part(i));
        }
        part(0);
    });
    let (cpu, wall) = ((seconds() - cpu) / repeat as f64, wall.elapsed().as_secs_f64() / repeat as f64);
    let sum = *sum.lock().unwrap();
    println!(
        "{{\"seconds\":{cpu:.9},\"wall\":{wall:.9},\"texts\":{},\"matches\":{},\"ends\":{},\"peak_bytes\":{}}}",
        texts.len(),
        sum.matches,
        sum.ends,
        status_bytes("VmHWM:")
    );
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| fail(path, error))
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, name, matching, reporting, words_path] = &arguments[..] else {
        fail("usage", "runner PEER exact|caseless|fold all|longest WORDS")
    };
    if matching == "fold" && name != "validate" {
        unsupported("does not fold");
    }
    let longest = reporting == "longest";
    let source = read(words_path);
    let words: Vec<&str> = source.lines().filter(|line| !line.is_empty()).collect();
    let before = status_bytes("VmRSS:");
    let _ = fs::write("/proc/self/clear_refs", "5");
    let begun = seconds();
    let engine = build(name, matching == "caseless", longest, &words);
    let built = seconds() - begun;
    let version = match engine {
        Engine::Validate => env!("SIMDUTF8"),
        Engine::AhoCorasick(_) => env!("AHO_CORASICK"),
        Engine::Charwise(_) | Engine::Bytewise(_) => env!("DAACHORSE"),
    };
    println!(
        "{{\"name\":\"{name}\",\"version\":\"{version}\",\"words\":{},\"build_seconds\":{built:.6},\
         \"build_peak_bytes\":{},\"automaton_bytes\":{}}}",
        words.len(),
        status_bytes("VmHWM:").saturating_sub(before),
        engine.bytes()
    );
    let (mut path, mut text) = (String::new(), String::new());
    for line in io::stdin().lines() {
        let line = line.unwrap_or_else(|error| fail("input", error));
        let request: Vec<&str> = line.splitn(5, ' ').collect();
        let ["round", calls, threads, repeat, file] = request[..] else { fail(&line, "not a request of the protocol") };
        let count = |word: &str| word.parse().ok().filter(|n| *n > 0).unwrap_or_else(|| fail(word, "not a number"));
        if file != path {
            text = read(file);
            path = file.to_string();
        }
        let texts: Vec<&str> = match calls {
            "whole" => vec![&text],
            "lines" => text.split('\n').filter(|line| !line.is_empty()).collect(),
            _ => {
                println!("{{\"unsupported\":\"has no call for many texts\"}}");
                continue;
            }
        };
        round(&engine, longest, &texts, count(threads), count(repeat));
    }
}
