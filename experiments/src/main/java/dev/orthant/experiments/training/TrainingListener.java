package dev.orthant.experiments.training;

import dev.orthant.optimizers.checkpoint.Checkpoint;

/// Told how training goes, on the thread that trains. What a listener costs is measured and printed beside the training's
/// own time ([TrainingSummary]).
public interface TrainingListener {
    /// What the summary calls it.
    default String name() {
        return getClass().getSimpleName();
    }

    /// Whether to be told of [#beforeUpdate]. All gradients must then be there before any weight moves; without, rules that can
    /// move a weight as soon as its gradient is known do so, and the memory is read once less.
    default boolean looksBeforeUpdates() {
        return false;
    }

    /// A batch has been through the network and back; the rule moves the weights next.
    ///
    /// @param session stands before the step: its network has the weights that the gradients were taken at
    /// @param step    valid during the call
    default void beforeUpdate(TrainingSession<?> session, StepView step) {}

    /// A step is done. After the last step of an epoch all listeners hear of the epoch first ([#afterEpoch]).
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

    /// Adds what the listener remembers to a checkpoint, so that a resumed run goes on as if it had never stopped.
    ///
    /// @param checkpoint of a session that runs with this listener
    /// @return with more metrics or notes, named after the listener
    default Checkpoint save(Checkpoint checkpoint) {
        return checkpoint;
    }

    /// Takes up what [#save] added, before the first step of a resumed run.
    ///
    /// @param session stands already where the checkpoint says
    /// @param saved   may come from a run without this listener
    /// @return whether to go on
    default boolean resume(TrainingSession<?> session, Checkpoint saved) {
        return true;
    }

    /// Training has ended, by itself or because a listener asked.
    default void atEnd(TrainingSession<?> session) {}
}
