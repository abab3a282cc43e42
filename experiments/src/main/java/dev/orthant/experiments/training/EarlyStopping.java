package dev.orthant.experiments.training;

import dev.orthant.layers.Network;
import dev.orthant.tensor.weights.Weights;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Stops when a measure has not become better for some epochs, and gives the network back the weights of its best epoch.
///
/// Source: Prechelt 1998, "Early stopping, but when?", criterion UP with whole epochs.
public final class EarlyStopping implements TrainingListener {
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

    /// The measure of the best epoch; infinite before the first.
    public double best() {
        return best;
    }

    /// The best epoch, from 0; −1 before the first.
    public int bestEpoch() {
        return bestEpoch;
    }
}
