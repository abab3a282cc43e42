/// Sweeps over a Spark cluster: [SparkTrials][dev.orthant.distributed.spark.SparkTrials] runs every trial as a job of one task.
/// What a trial is, and that it counts once, stands in `experiments.sweep`; here is only how it comes to a machine and what
/// happens when that machine is lost.
@NullMarked
package dev.orthant.distributed.spark;

import org.jspecify.annotations.NullMarked;
