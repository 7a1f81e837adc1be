//! Tests of office files: the cases that other programs wrote, files made on the spot, damaged files, round
//! trips.

mod damage;
mod importing;
mod office;
mod outgoing;
mod reading;
mod roster;

fn case(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}
