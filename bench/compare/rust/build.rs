//! Versions of the peers, as Cargo.lock has them, for the runner to tell.
use std::fs;

fn main() {
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock");
    for package in lock.split("[[package]]") {
        let value = |key: &str| package.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(" = ")).unwrap_or("");
        let (name, version) = (value("name").trim_matches('"'), value("version").trim_matches('"'));
        if ["aho-corasick", "daachorse", "simdutf8"].contains(&name) {
            println!("cargo:rustc-env={}={version}", name.to_uppercase().replace('-', "_"));
        }
    }
    println!("cargo:rerun-if-changed=Cargo.lock");
}
