/// The training loop that the experiments share: [Trainer][dev.orthant.experiments.training.Trainer].
@NullMarked
package dev.orthant.experiments.training;

import org.jspecify.annotations.NullMarked;
