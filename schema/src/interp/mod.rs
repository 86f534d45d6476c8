//! Decodes and encodes messages straight from the model.
