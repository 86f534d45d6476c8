//! The expression language: parse, check against a scope with intervals, decide conditions.
