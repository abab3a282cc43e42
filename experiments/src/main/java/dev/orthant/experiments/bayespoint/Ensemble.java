package dev.orthant.experiments.bayespoint;

import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.infinite.Committee;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// Networks trained from independent random weights to the same margin, and what they say of images they have not seen.
///
/// @param committee     their scores, [networks, probes]
/// @param trainError    fraction of training images on the wrong side, mean over the networks
/// @param residual      ‖f(X) − αy‖ / ‖αy‖ on the training images, mean over the networks
/// @param worstResidual largest |f(x) − αy| / α of any training image and network: the margin is controlled where it is small
record Ensemble(Committee committee, double trainError, double residual, double worstResidual) {
    /// Below it the margin counts as controlled.
    static final double CONTROLLED = 0.05;

    private record Member(double[] scores, double trainError, double residual, double worstResidual) {}

    /// Trains the networks side by side; the results do not depend on the number of threads. The same streams give the same
    /// random weights, so that ensembles of two label scales differ by the scale alone.
    ///
    /// @param train    `[n, d]`
    /// @param signs    labels, each −1 or 1
    /// @param probes   `[m, d]`
    /// @param finished run when a network is done, from the thread that trained it
    static Ensemble train(
            FullBatchNero rule,
            Layer architecture,
            Tensor train,
            int[] signs,
            double labelScale,
            Tensor probes,
            int count,
            Streams streams,
            Runnable finished) {
        List<Member> members = Parallel.map(count, index -> {
            Network network = rule.train(architecture, train, signs, labelScale, streams.indexed(index));
            Member member = member(network, train, signs, labelScale, probes);
            finished.run();
            return member;
        });
        return new Ensemble(
                new Committee(Matrix.of(members.stream().map(Member::scores).toArray(double[][]::new))),
                members.stream().mapToDouble(Member::trainError).average().orElse(Double.NaN),
                members.stream().mapToDouble(Member::residual).average().orElse(Double.NaN),
                members.stream().mapToDouble(Member::worstResidual).max().orElse(Double.NaN));
    }

    private static Member member(Network network, Tensor train, int[] signs, double labelScale, Tensor probes) {
        float[] fitted = network.predict(train).toArray();
        double wrong = 0;
        double squares = 0;
        double worst = 0;
        for (int i = 0; i < signs.length; i++) {
            wrong += fitted[i] * signs[i] > 0 ? 0 : 1;
            double residual = Math.abs(fitted[i] / labelScale - signs[i]);
            squares += residual * residual;
            worst = Math.max(worst, residual);
        }
        float[] scores = network.predict(probes).toArray();
        double[] exact = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            exact[i] = scores[i];
        }
        return new Member(exact, wrong / signs.length, Math.sqrt(squares / signs.length), worst);
    }

    /// The first members, as an ensemble's committee of its own.
    Committee first(int count) {
        return part(committee, 0, count);
    }

    /// Some members of a committee.
    static Committee part(Committee all, int from, int count) {
        return new Committee(
                all.scores().block(from, from + count, 0, all.scores().columns()));
    }
}
