package dev.orthant.experiments;

import java.util.List;

/// One figure or table of a paper, runnable at every [Preset].
///
/// The file that implements it reads from top to bottom: data, networks, training, table, claims. Claims are checked by
/// code, beside the published numbers, and are never tuned after the results.
///
/// @param <P> a record of parameters; its compact constructor refuses values that make no sense
public interface Experiment<P extends Record> {
    /// What the command line calls it: `label-ray`.
    String name();

    /// `Authors year, Title (arXiv:number)`, or `none: …` where there is no paper; the list and the reports are grouped by
    /// the title. See [dev.orthant.experiments.report.Paper].
    String paper();

    /// Which figure or table.
    String figure();

    /// What the paper says that it shows, in one sentence.
    String claim();

    /// How long a preset takes on two cores, in words.
    String duration(Preset preset);

    /// The parameters of a preset.
    P parameters(Preset preset);

    /// The columns of the report's table.
    List<String> columns();

    /// Whether finished parts are kept in the report's folder, so that a run that was stopped goes on with them. What keeps
    /// none is started again in a new folder.
    default boolean keepsFinishedParts() {
        return false;
    }

    /// Runs, filling `run.report()` as it goes.
    ///
    /// @throws BadInput if the parameters and the data do not fit each other
    void run(P parameters, Run run);
}
