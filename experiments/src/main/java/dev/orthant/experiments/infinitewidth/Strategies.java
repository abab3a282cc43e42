package dev.orthant.experiments.infinitewidth;

import dev.orthant.layers.infinite.Committee;
import dev.orthant.layers.infinite.PacBayes;
import dev.orthant.layers.infinite.RiskBounds;
import dev.orthant.layers.infinite.SignPosterior;
import dev.orthant.layers.infinite.orthant.GibbsChain;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;

/// Test errors of the three classifiers that come of one posterior over functions, what the C-bound needs, and a bound on the
/// first.
///
/// @param gibbs     of one function, in the mean
/// @param bayes     of the vote of all
/// @param point     of the function in the centre
/// @param agreement A = E_x[(E_f sign f(x))²]
/// @param bound     on the Gibbs error, at δ = 0.01; NaN if none is known
public record Strategies(double gibbs, double bayes, double point, double agreement, double bound) {
    private static final double DELTA = 0.01;

    /// Those of the two posteriors over infinitely wide networks with the right signs.
    ///
    /// @param spherised its centre is the interpolator of the labels
    /// @param truth     from a chain of Gibbs sweeps
    public record OfBoth(Strategies spherised, Strategies truth) {}

    /// @param centre scores of the function in the centre
    public static Strategies of(Committee committee, double[] centre, int[] labels, double bound) {
        Committee one = new Committee(Matrix.of(centre));
        return new Strategies(
                committee.gibbsError(labels),
                committee.bayesError(labels),
                one.bayesPointError(labels),
                committee.agreement(),
                bound);
    }

    /// Of infinitely wide networks on the sphere, where every prior variance is 1.
    ///
    /// @param kernel    of the training images, [n, n]
    /// @param cross     [m, n]
    /// @param functions drawn from each posterior
    /// @param sweeps    of the chain before the first draw
    public static OfBoth infinite(
            Matrix kernel, Matrix cross, int[] labels, int[] testLabels, int functions, int sweeps, Streams streams) {
        int count = labels.length;
        SignPosterior posterior = SignPosterior.of(kernel, cross, Matrix.fill(cross.rows(), 1, (_, _) -> 1));
        Matrix spherised = posterior.spherisedScores(labels, functions, streams.named("spherised"));
        Committee sphere = posterior.functions(spherised, streams.named("spherised functions"));
        double[] interpolator =
                posterior.centre(Arrays.stream(labels).asDoubleStream().toArray());
        double content = OrthantProbability.informationContentBound(kernel, labels);
        Matrix restricted = new GibbsChain(sweeps, 1).draw(kernel, labels, functions, streams.named("chain"));
        Committee truth = posterior.functions(restricted, streams.named("functions"));
        double[] mean = new Committee(restricted).meanScores();
        double information =
                OrthantProbability.of(kernel, labels, streams.named("orthant")).informationContent();
        return new OfBoth(
                of(sphere, interpolator, testLabels, PacBayes.riskBound(content, count, DELTA)),
                of(
                        truth,
                        posterior.centre(mean),
                        testLabels,
                        PacBayes.riskBound(Math.max(0, information), count, DELTA)));
    }

    /// The C-bound on the error of the vote; NaN where it does not hold.
    public double majorityBound() {
        return gibbs < 0.5 ? RiskBounds.majority(gibbs, agreement) : Double.NaN;
    }
}
