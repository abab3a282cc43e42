package dev.orthant.experiments.report;

/// A statement of the paper, checked.
///
/// @param claim     the statement
/// @param holds     whether it is true of this run
/// @param measured  the numbers of this run
/// @param published the paper's numbers, or where the statement comes from
public record Claim(String claim, boolean holds, String measured, String published) {
    /// `holds` or `does not hold`.
    public String verdict() {
        return holds ? "holds" : "does not hold";
    }
}
