package dev.orthant.layers.infinite.orthant;

/// The sites that a run looks ahead with, and the report of how they came about.
record Guidance(Sites sites, GuideReport report) {
    static Guidance of(Guide guide, RegularCorrelation correlation) {
        if (guide == Guide.NONE) {
            return new Guidance(Sites.none(correlation.matrix().rows()), new GuideReport(0, 0, 0, true, Double.NaN));
        }
        ExpectationPropagation approximation = ExpectationPropagation.of(correlation.matrix());
        double tailIndex = TailGuard.tailIndex(correlation.matrix(), correlation.cholesky(), approximation);
        double fraction = guide.fraction(tailIndex);
        return new Guidance(
                approximation.sites().shrunk(fraction, approximation.gaussian().mean()),
                new GuideReport(
                        fraction,
                        tailIndex,
                        approximation.iterations(),
                        approximation.residual() < ExpectationPropagation.TOLERANCE,
                        approximation.logProbability()));
    }
}
