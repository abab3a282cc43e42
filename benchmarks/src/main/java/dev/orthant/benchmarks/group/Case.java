package dev.orthant.benchmarks.group;

import java.util.function.Supplier;

/// One piece of work.
///
/// @param set       rows of one set share a geometric mean
/// @param name      unique in its set
/// @param flops     floating-point operations; 0 where nobody counts them
/// @param bytes     read and written at least once
/// @param tolerance how far a result may be from its definition and from a peer's, relative to the largest number of the
///                  result
/// @param contest   makes the data and everybody who works on it
public record Case(String set, String name, double flops, double bytes, double tolerance, Supplier<Contest> contest) {
    /// Set and name, unique in its group.
    public String title() {
        return set + " " + name;
    }
}
