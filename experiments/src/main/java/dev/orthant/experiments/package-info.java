/// Experiments: one file per figure of a paper. An [Experiment][dev.orthant.experiments.Experiment] runs with a record
/// of parameters, inside a [Run][dev.orthant.experiments.Run], and fills a
/// [Report][dev.orthant.experiments.report.Report] as it goes. The command line is in `cli`.
@NullMarked
package dev.orthant.experiments;

import org.jspecify.annotations.NullMarked;
