/// What the experiments on small networks share: a classification [Task][dev.orthant.experiments.classification.Task], a
/// [Look][dev.orthant.experiments.classification.Look] at loss and gradient without training, and trainings whose failure is
/// a result and no error ([Course][dev.orthant.experiments.classification.Course]).
@NullMarked
package dev.orthant.experiments.classification;

import org.jspecify.annotations.NullMarked;
