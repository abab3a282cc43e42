package dev.orthant.experiments.training;

import dev.orthant.layers.Network;
import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Stops when a measure has not become better for some epochs, and gives the network back the weights of its best epoch.
///
/// Source: Prechelt 1998, "Early stopping, but when?", criterion UP with whole epochs.
///
/// A checkpoint keeps the best measure, its epoch and its weights as metrics, whose float64 numbers hold float32 weights
/// exactly.
public final class EarlyStopping implements TrainingListener {
    private static final String BEST = "early stopping";
    private static final String BEST_WEIGHTS = BEST + "/";

    private final ToDoubleFunction<Network> measure;
    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch = -1;
    private @Nullable Weights bestWeights;

    /// @param measure  the smaller the better, such as an error on examples held back
    /// @param patience epochs without a better one after which to stop, at least 1
    public EarlyStopping(ToDoubleFunction<Network> measure, int patience) {
        if (patience < 1) {
            throw new IllegalArgumentException("early stopping: patience is " + patience + " but must be at least 1");
        }
        this.measure = measure;
        this.patience = patience;
    }

    @Override
    public boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
        double now = measure.applyAsDouble(session.network());
        if (now < best) {
            best = now;
            bestEpoch = epoch;
            bestWeights = session.network().weights().copy();
        }
        return epoch - bestEpoch < patience;
    }

    @Override
    public void atEnd(TrainingSession<?> session) {
        Weights kept = bestWeights;
        if (kept != null) {
            session.network().weights().load(kept.state());
        }
    }

    @Override
    public Checkpoint save(Checkpoint checkpoint) {
        Checkpoint with = checkpoint.withMetric(BEST, best, bestEpoch);
        if (bestWeights != null) {
            for (Weight weight : bestWeights.all()) {
                float[] numbers = weight.tensor().toArray();
                double[] exact = new double[numbers.length];
                Arrays.setAll(exact, index -> numbers[index]);
                with = with.withMetric(BEST_WEIGHTS + weight.name(), exact);
            }
        }
        return with;
    }

    @Override
    public boolean resume(TrainingSession<?> session, Checkpoint saved) {
        double[] numbers = saved.metrics().get(BEST);
        if (numbers == null) {
            return true;
        }
        best = numbers[0];
        bestEpoch = (int) numbers[1];
        bestWeights = bestEpoch < 0 ? null : restored(session.network().weights(), saved);
        return saved.cursor().epoch() - 1 - bestEpoch < patience;
    }

    /// @param form gives names and shapes
    private static Weights restored(Weights form, Checkpoint saved) {
        Weights restored = form.copy();
        for (Weight weight : restored.all()) {
            double[] numbers = saved.metrics().get(BEST_WEIGHTS + weight.name());
            Span span = weight.tensor().span();
            if (numbers == null || numbers.length != span.length()) {
                throw new IllegalArgumentException("resume: the checkpoint has no best weights " + weight.name()
                        + " of " + span.length() + " numbers; resume the network that was saved");
            }
            for (int i = 0; i < numbers.length; i++) {
                span.array()[span.from() + i] = (float) numbers[i];
            }
        }
        return restored;
    }

    /// The measure of the best epoch; infinite before the first.
    public double best() {
        return best;
    }

    /// The best epoch, from 0; −1 before the first.
    public int bestEpoch() {
        return bestEpoch;
    }
}
