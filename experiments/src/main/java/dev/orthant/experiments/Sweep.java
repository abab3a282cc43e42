package dev.orthant.experiments;

import dev.orthant.datasets.Split;
import dev.orthant.experiments.sweep.Trial;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// An experiment whose work is independent trials, which any machine may run ([Run#runner]).
///
/// @param <P> a record of parameters
public interface Sweep<P extends Record> extends Experiment<P> {
    @Override
    default boolean keepsFinishedParts() {
        return true;
    }

    /// All trials, in the order in which they should begin: a function of the arguments alone.
    ///
    /// @param dataName what the data set is called: `digits`
    /// @param streams  the root of all random streams of the run
    /// @throws BadInput if the parameters and the data do not fit each other
    List<Trial> trials(P parameters, String dataName, Split data, Streams streams);
}
