//! From syntax to the model.
