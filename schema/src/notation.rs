//! Values in the notation of test vectors.
