package dev.orthant.experiments.scaling;

/// What a round costs N workers with d weights, each behind a link of B bytes a second.
///
///     ballot        b = d/8 bytes, and h bytes of headers per message
///     computation   C · e^{σ z − σ²/2}, z standard normal: mean C; the slowest of N decides
///     star          2 (L + (N − 1)(b + h)/B)             all through the chair's link
///     slices        2 (L + (N − 1)(b/N + h)/B)           each worker counts d/N weights for all
///     tree          2 ⌈log_k N⌉ L + Σ_levels k (b ⌈log₂(2 s + 1)⌉ + h)/B + ⌈log_k N⌉ k (b + h)/B
///
/// A tree of fan-out k cannot pass majorities on, since a majority of majorities is not the majority: it passes counts up,
/// ⌈log₂(2 s + 1)⌉ bits per weight for the sum of s signs, and one bit down.
///
/// @param computation  C, mean seconds of a gradient
/// @param spread       σ of its logarithm
/// @param latency      L, seconds from a sender to a receiver
/// @param bandwidth    B, bytes a second, each way
/// @param weights      d
/// @param headerBytes  h, frame, engine and TCP/IP
record CostModel(
        double computation, double spread, double latency, double bandwidth, double weights, double headerBytes) {
    /// How ballots travel.
    enum Layout {
        STAR("star"),
        SLICES("slices"),
        TREE("tree");

        private final String word;

        Layout(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private static final int FAN_OUT = 32;

    /// Bytes of a ballot without header.
    double ballot() {
        return weights / 8;
    }

    /// Seconds that a gradient takes.
    ///
    /// @param normal a standard normal number
    double computation(double normal) {
        return computation * Math.exp(spread * normal - spread * spread / 2);
    }

    /// Seconds of the slowest of N gradients: the quantile 1 − 1/(N + 1).
    double slowest(double workers) {
        return computation(upperQuantile(1 / (workers + 1)));
    }

    /// Seconds that the link of the busiest worker is taken by all ballots of a round, one way.
    double busiest(Layout layout, double workers) {
        return switch (layout) {
            case STAR -> (workers - 1) * (ballot() + headerBytes) / bandwidth;
            case SLICES -> (workers - 1) * (ballot() / workers + headerBytes) / bandwidth;
            case TREE ->
                Math.min(FAN_OUT, workers - 1)
                        * (ballot() * bits(Math.max(1, workers / FAN_OUT)) + headerBytes)
                        / bandwidth;
        };
    }

    /// Seconds from the last ballot to the last verdict, if all ballots come at once.
    double communication(Layout layout, double workers) {
        return switch (layout) {
            case STAR, SLICES -> 2 * (latency + busiest(layout, workers));
            case TREE -> {
                double seconds = 0;
                for (double below = 1; below < workers; below *= FAN_OUT) {
                    double children = Math.min(FAN_OUT, Math.ceil(workers / below));
                    seconds += 2 * latency
                            + children * (ballot() * bits(below) + headerBytes) / bandwidth
                            + children * (ballot() + headerBytes) / bandwidth;
                }
                yield seconds;
            }
        };
    }

    /// Bits of a sum of so many signs.
    private static double bits(double signs) {
        return Math.ceil(Math.log(2 * signs + 1) / Math.log(2));
    }

    /// z with P(Z > z) = p for p ≤ ½, to 5·10⁻⁴: a rational approximation.
    /// Source: Abramowitz and Stegun 1964, "Handbook of mathematical functions", 26.2.23.
    private static double upperQuantile(double p) {
        double t = Math.sqrt(-2 * Math.log(p));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
