/// What the experiments on small networks share: a classification [Task][dev.orthant.experiments.classification.Task], steps
/// of any rule with everything in view ([Descent][dev.orthant.experiments.classification.Descent]), and whole trainings
/// whose failure is a result and no error ([Training][dev.orthant.experiments.classification.Training]).
@NullMarked
package dev.orthant.experiments.classification;

import org.jspecify.annotations.NullMarked;
