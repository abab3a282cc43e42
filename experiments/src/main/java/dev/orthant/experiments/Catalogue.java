package dev.orthant.experiments;

import dev.orthant.experiments.implicitbias.LabelRay;
import java.util.List;

/// Every experiment. A new figure is one line here; the list, the command line and the smoke test pick it up.
public final class Catalogue {
    private Catalogue() {}

    /// All experiments, by paper.
    public static List<Experiment<?>> all() {
        return List.of(new LabelRay());
    }

    /// The experiment of that name.
    ///
    /// @throws BadInput if there is none
    public static Experiment<?> named(String name) {
        return all().stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput("run: there is no experiment " + name + "; there are "
                        + String.join(", ", all().stream().map(Experiment::name).toList())));
    }
}
