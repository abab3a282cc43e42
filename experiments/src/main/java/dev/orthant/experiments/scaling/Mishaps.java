package dev.orthant.experiments.scaling;

/// What goes wrong in a simulated group.
///
/// @param liars     workers that turn their gradients round, those of highest rank
/// @param lifetime  mean seconds until a worker's process dies, exponential; infinite for never
/// @param detection seconds until the others know
/// @param restart   seconds until it is back, and asks to be let in
/// @param stalls    chance that a gradient takes [#STALL] times as long
record Mishaps(int liars, double lifetime, double detection, double restart, double stalls) {
    /// A stall is a collection of garbage, a neighbour on the machine, a page from the disk.
    static final double STALL = 20;
}
