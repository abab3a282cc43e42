package dev.orthant.experiments.signsgd;

/// How a training run with many workers ended.
///
/// @param accuracy on the test examples
/// @param rounds   that were taken; fewer than asked for if numbers became infinite
/// @param upBytes  sent by all workers together
/// @param downBytes received by all workers together
/// @param digest   of the final weights
record Outcome(double accuracy, long rounds, long upBytes, long downBytes, long digest) {
    /// Bytes sent and received by all workers in a round.
    double bytesPerRound() {
        return rounds == 0 ? 0 : (double) (upBytes + downBytes) / rounds;
    }
}
