package dev.orthant.experiments.cli;

import dev.orthant.datasets.Split;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.ParameterSetter;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Sweep;
import dev.orthant.experiments.sweep.Trial;
import dev.orthant.experiments.sweep.TrialSource;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// The trials of a sweep as the command line names them: text that any machine with the same Orthant and data understands.
///
/// @param changes `name=value` each
record NamedTrials(String experiment, Preset preset, List<String> changes, String data, long seed)
        implements TrialSource {
    NamedTrials {
        changes = List.copyOf(changes);
        if (!(Catalogue.named(experiment) instanceof Sweep<?>)) {
            throw new BadInput("run: " + experiment + " has no --on, since its work does not fall into trials; "
                    + String.join(
                            ", ",
                            Catalogue.all().stream()
                                    .filter(Sweep.class::isInstance)
                                    .map(Experiment::name)
                                    .toList())
                    + " has");
        }
    }

    @Override
    public List<Trial> trials() {
        return of((Sweep<?>) Catalogue.named(experiment));
    }

    private <P extends Record> List<Trial> of(Sweep<P> sweep) {
        Split split = DataShelf.ofEnvironment().load(data);
        P parameters = ParameterSetter.set(sweep.parameters(preset), changes);
        return sweep.trials(parameters, data, split, Streams.ofSeed(seed));
    }
}
