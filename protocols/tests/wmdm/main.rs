//! Controls to a media device, sentence by sentence.
#![cfg(feature = "std")]

mod custom;
mod probe;
mod provider;
