/// Majority votes of very many workers, on paper: [CostModel][dev.orthant.experiments.scaling.CostModel] says what a round costs,
/// [SimulatedGroup][dev.orthant.experiments.scaling.SimulatedGroup] lets the real rules of a vote run on a simulated clock.
@NullMarked
package dev.orthant.experiments.scaling;

import org.jspecify.annotations.NullMarked;
