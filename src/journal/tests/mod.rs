//! The journal's laws: the same set of commits adds up to the same records and digests whatever the order, and the cases
//! of sync.md 4 that concern the journal alone. Worlds and replicas for them stand in `world.rs` and `replica.rs`.

mod cases;
mod devices;
mod golden;
mod hostile;
mod laws;
mod replica;
mod world;
