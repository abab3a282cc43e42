package dev.orthant.experiments.training;

/// Told how training goes, on the thread that trains. What a listener costs is measured and printed beside the training's
/// own time ([TrainingSummary]).
public interface TrainingListener {
    /// What the summary calls it.
    default String name() {
        return getClass().getSimpleName();
    }

    /// A step is done.
    ///
    /// @param loss of the batch before the step
    default void afterStep(TrainingSession<?> session, float loss) {}

    /// An epoch is done.
    ///
    /// @param epoch    from 0
    /// @param meanLoss over the steps of the epoch that this run took
    /// @return whether to go on
    default boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
        return true;
    }

    /// Training has ended, by itself or because a listener asked.
    default void atEnd(TrainingSession<?> session) {}
}
